"""The traditional Chinese catalogues are what tools/traditional.py makes of the simplified ones."""

from pathlib import Path

import pytest

from reunion.web.locale import PARTS, translations
from tools.traditional import WORDS, beside, catalogue, simplified_parts, traditional

from .tree import name

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def forgotten(part: Path) -> str:
    """What to do about a part whose traditional one is missing or older."""
    made = beside(part)
    if made.is_file() and made.read_text(encoding="utf-8") == catalogue(part):
        return ""
    return f"{made.name} is not what {part.name} says: run `make traditional` and commit what it writes"


@pytest.mark.parametrize("part", simplified_parts(), ids=name)
def test_every_part_was_made_anew(part: Path):
    assert forgotten(part) == ""


def test_no_part_is_left_over():
    made = {beside(part) for part in simplified_parts()}
    assert set(PARTS.glob("*.zh_Hant.po")) - made == set()


def test_a_forgotten_part_is_found_and_says_what_to_run(tmp_path: Path):
    part = tmp_path / "desk.po"
    part.write_text(HEADER + 'msgctxt "desk"\nmsgid "Hold"\nmsgstr "保持"\n', encoding="utf-8")
    assert "run `make traditional`" in forgotten(part)
    beside(part).write_text(catalogue(part), encoding="utf-8")
    assert forgotten(part) == ""
    part.write_text(HEADER + 'msgctxt "desk"\nmsgid "Hold"\nmsgstr "停住"\n', encoding="utf-8")
    assert "run `make traditional`" in forgotten(part)


def test_texts_with_a_context_a_plural_and_quotes_arrive_whole(tmp_path: Path):
    part = tmp_path / "family.po"
    body = (
        'msgctxt "desk"\nmsgid "Go on"\nmsgstr "继续"\n\n'
        'msgid "%(n)d row"\nmsgid_plural "%(n)d rows"\nmsgstr[0] "%(n)d 个文件\\n“\\"后\\"”"\n'
    )
    part.write_text(HEADER + body, encoding="utf-8")
    beside(part).write_text(catalogue(part), encoding="utf-8")
    texts = translations("zh_Hant", tmp_path)
    assert texts.pgettext("desk", "Go on") == "繼續"
    assert texts.ngettext("%(n)d row", "%(n)d rows", 3) == '%(n)d 個檔案\n「"後"」'


def test_words_of_the_office_are_those_of_its_readers():
    assert traditional("最多只有 30 天后导入的文件夹") == "最多只有 30 天後匯入的資料夾"
    assert traditional("在微信里长按图片") == "在微信裡長按圖片"
    assert traditional("端口 8080 没消息") == "連接埠 8080 沒消息"
    assert sorted(word for word in WORDS.values() if traditional(word) != word) == []
