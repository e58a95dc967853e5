"""The guides that people follow name the buttons and keys that are there, in both languages."""

import re
from pathlib import Path
from typing import Final

import pytest
from babel.messages.pofile import read_po

from reunion.web.locale import PARTS

from .test_documents import first_column, section
from .tree import ROOT, name

GUIDES: Final = ("quick-start", "host", "volunteer")
WHOLE: Final = ("operating", "protocol", "control")
BOTH: Final = (*GUIDES, *WHOLE, "privacy")
KEYS: Final = (ROOT / "static/js/desk/keys.js").read_text(encoding="utf-8")
BLOCK: Final = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
CODES: Final = {"ArrowUp": "↑", "ArrowDown": "↓", "Escape": "Esc"}


def read(document: str) -> str:
    return (ROOT / f"docs/{document}.md").read_text(encoding="utf-8")


def said() -> tuple[set[str], set[str]]:
    """Every text of the pages, in English and in Chinese."""
    english, chinese = set(), set()
    for part in PARTS.glob("*.po"):
        if "." not in part.stem:
            with part.open("rb") as file:
                for message in read_po(file, locale="zh_Hans"):
                    pairs = ((message.id, message.string),)
                    if isinstance(message.id, tuple):
                        pairs = tuple((one, message.string[0]) for one in message.id)
                    english |= {one for one, _ in pairs}
                    chinese |= {words for _, words in pairs}
    return english, chinese


def named(guide: str) -> list[str]:
    """What a guide prints bold: the words on a button or over a page; sentences that begin a paragraph are not."""
    return [words for words in re.findall(r"\*\*([^*\n]+)\*\*", guide) if words[-1] not in ".。:："]


def keys_of(script: str) -> set[str]:
    """The keys that the desk knows, as a guide writes them."""
    codes = section_of(script, "BY_CODE")
    plain = {CODES.get(code, code.removeprefix("Key")) for code in re.findall(r"(\w+): \"", codes)}
    return {key for key in plain if not key.startswith("Numpad")} | set(
        re.findall(r"\"(.)\": \"", section_of(script, "BY_KEY"))
    )


def section_of(script: str, table: str) -> str:
    found = re.search(rf"const {table} = {{(.*?)}};", script, re.DOTALL)
    assert found, table
    return found.group(1)


@pytest.mark.parametrize("guide", GUIDES)
def test_every_button_a_guide_names_stands_on_a_page(guide: str):
    english, chinese = said()
    assert [words for words in named(read(guide)) if words not in english] == []
    assert [words for words in named(read(f"{guide}.zh")) if words not in chinese] == []


@pytest.mark.parametrize("guide", ["host", "host.zh"])
def test_the_hosts_page_has_the_keys_of_the_desk(guide: str):
    keys = [key for cell in first_column(read(guide)) for key in cell.split()]
    assert sorted(keys) == sorted(keys_of(KEYS))


@pytest.mark.parametrize("document", BOTH)
def test_a_document_in_two_languages_leads_to_the_other(document: str):
    assert f"({document}.zh.md)" in read(document)
    assert f"({document}.md)" in read(f"{document}.zh")


@pytest.mark.parametrize("guide", [*GUIDES, *WHOLE, "privacy"])
def test_a_guide_in_two_languages_has_the_same_parts(guide: str):
    english, chinese = read(guide), read(f"{guide}.zh")
    assert len(re.findall(r"^## ", english, re.MULTILINE)) == len(re.findall(r"^## ", chinese, re.MULTILINE))


def test_every_setting_and_command_stands_in_both_languages():
    english, chinese = read("operating"), read("operating.zh")
    for title, own in (("Settings", "设置"), ("Commands", "命令")):
        assert first_column(section(chinese, own)) == first_column(section(english, title))


@pytest.mark.parametrize("document", WHOLE)
def test_a_document_in_two_languages_shows_the_same_examples(document: str):
    english, chinese = read(document), read(f"{document}.zh")
    # a shell's remarks are for its readers
    ours = [block for block in BLOCK.findall(english) if not block.startswith("```sh")]
    assert [block for block in BLOCK.findall(chinese) if not block.startswith("```sh")] == ours


@pytest.mark.parametrize(
    ("title", "own"),
    [
        ("Rooms", "房间"),
        ("What a screen hears", "屏幕听到什么"),
        ("What a desk may ask", "控制台可以提出什么"),
        ("Answers", "回答"),
        ("Refusal codes", "拒绝代码"),
        ("Close codes", "关闭代码"),
    ],
)
def test_the_protocol_has_the_same_tables_in_both_languages(title: str, own: str):
    def cells(text: str) -> list[str]:
        return [cell.replace("、", ", ") for cell in first_column(text)]

    assert cells(section(read("protocol.zh"), own)) == cells(section(read("protocol"), title))


def test_every_document_is_reached_from_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    documents = [name(path) for path in Path(ROOT / "docs").glob("*.*") if path.suffix in (".md", ".yaml")]
    assert sorted(path for path in documents if f"({path})" not in readme) == []


def test_what_is_not_there_is_found():
    assert named("**Press.** the **Big button** and **小按钮**。") == ["Big button", "小按钮"]
    assert keys_of('const BY_CODE = { KeyH: "hold", Escape: "x" };\nconst BY_KEY = { "+": "longer" };') == {
        "H",
        "Esc",
        "+",
    }
