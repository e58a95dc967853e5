"""Every text of the pages has its Chinese translation, and the translations fit."""

import ast
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pytest
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from reunion.domain.faults import SENTENCES
from reunion.domain.festivals import EVE, FIRST_MONTH
from reunion.domain.refusal import CODES
from reunion.web.locale import PARTS, translations

from .tree import ROOT, below, name

# Where Python says a text: the function, and which of its arguments are msgids.
SAID_BY: Final = {"_": (0,), "gettext": (0,), "ngettext": (0,), "say": (0,), "Amiss": (0,), "Unusable": (0,)}
SAID_IN: Final = {"Field": ("label", "reason", "missing", "title")}
PLACEHOLDER: Final = re.compile(r"%\(\w+\)[sd]")
HAN: Final = re.compile(r"[\u3400-\u9fff]")
# Names of languages, products and formats stay as they are.
SAME_IN_CHINESE: Final[set[str]] = set()


Text = tuple[str, str]
"""Context and msgid; most texts have no context."""


def in_template(template: str) -> set[Text]:
    """Texts of a Jinja template."""
    options = {
        "extensions": "jinja2.ext.i18n",
        "newstyle_gettext": "true",
        "trimmed": "false",
        "silent": "false",
    }
    functions = ("_", "gettext", "ngettext", "pgettext", "npgettext")
    found = set()
    for _, function, said, _ in babel_extract(io.BytesIO(template.encode()), functions, (), options):
        words = list(said) if isinstance(said, tuple) else [said]
        context = words.pop(0) if function in ("pgettext", "npgettext") else ""
        # Of a text with a plural the singular is the msgid; a variable is no text.
        if isinstance(words[0], str):
            found.add((context, words[0]))
    return found


def in_module(source: str) -> Iterator[Text]:
    """Texts of a Python module: literal arguments of the functions above."""
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call):
            continue
        called = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        given = [call.args[i] for i in SAID_BY.get(called, ()) if i < len(call.args)]
        given += [keyword.value for keyword in call.keywords if keyword.arg in SAID_IN.get(called, ())]
        for argument in given:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and argument.value:
                yield "", argument.value


def without_chinese(texts: Iterable[Text]) -> list[str]:
    chinese = translations("zh_Hans")
    said = {
        (context, text): chinese.pgettext(context, text) if context else chinese.gettext(text)
        for context, text in texts
        if text.strip() and text not in SAME_IN_CHINESE
    }
    return sorted(text for (_, text), words in said.items() if words == text)


def misfits(part: Path) -> list[str]:
    """Translations that lost a placeholder, or are not Chinese at all."""
    found = []
    with part.open("rb") as file:
        for message in read_po(file, locale="zh_Hans"):
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            if not ids[0]:
                continue
            wanted = set(PLACEHOLDER.findall(ids[-1]))
            found += [f"{ids[0]!r}: placeholders" for s in strings if set(PLACEHOLDER.findall(s)) - wanted]
            found += [f"{ids[0]!r}: empty" for s in strings if not s]
    return found


def contradictions(parts: list[Path]) -> list[str]:
    """msgids that two parts translate differently: one word for one thing."""
    said: dict[str, tuple[str, str]] = {}
    found = []
    for part in parts:
        with part.open("rb") as file:
            for message in read_po(file, locale="zh_Hans"):
                key = " ".join(filter(None, (message.context, str(message.id))))
                before = said.setdefault(key, (part.name, str(message.string)))
                if key and before[1] != str(message.string):
                    found.append(f"{key}: {before[1]} in {before[0]}, {message.string} in {part.name}")
    return found


CHINESE: Final = sorted(path for path in PARTS.glob("*.po") if "." not in path.stem)


@pytest.mark.parametrize("path", below("templates", ".html", ".txt"), ids=name)
def test_every_text_of_a_template_is_in_chinese(path: Path):
    assert without_chinese(in_template(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", below("reunion", ".py"), ids=name)
def test_every_text_of_a_module_is_in_chinese(path: Path):
    assert without_chinese(in_module(path.read_text(encoding="utf-8"))) == []


def test_every_reason_a_field_is_refused_for_is_in_chinese():
    assert without_chinese(("", sentence) for sentence in SENTENCES.values()) == []


def test_every_day_of_the_festival_has_its_chinese_name():
    assert without_chinese(("", name) for name in (EVE, *FIRST_MONTH)) == []


def test_every_refusal_has_a_sentence_for_the_desk():
    words = (ROOT / "templates/desk/words.html").read_text(encoding="utf-8")
    assert sorted(code for code in CODES if f'"refused.{code}":' not in words) == []


@pytest.mark.parametrize("part", sorted(PARTS.glob("*.po")), ids=lambda part: part.name)
def test_translations_keep_their_placeholders(part: Path):
    assert misfits(part) == []


def test_one_text_has_one_translation():
    assert contradictions(CHINESE) == []


def test_texts_are_found():
    template = """{{ _("Sign up") }}{% trans n=3, x=1 %}{{ x }} one{% pluralize %}many{% endtrans %}{{ _(variable) }}
        {{ pgettext("desk", "Go on") }}{{ ngettext("%(n)d row", "%(n)d rows", n=2) }}"""
    found = {("", "Sign up"), ("", "%(x)s one"), ("desk", "Go on"), ("", "%(n)d row")}
    assert in_template(template) == found
    module = 'Field("name", label="Name", kind="text")\nsay("Hi %(n)s")\n_(x)'
    assert set(in_module(module)) == {("", "Name"), ("", "Hi %(n)s")}
    assert without_chinese([("", "never translated"), ("desk", "nor this")]) == [
        "never translated",
        "nor this",
    ]


def test_a_bad_translation_is_found(tmp_path: Path):
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    one, other = tmp_path / "one.po", tmp_path / "other.po"
    one.write_text(
        header + 'msgid "%(n)d rows"\nmsgstr "%(m)d 行"\n\nmsgid "Skip"\nmsgstr ""\n', encoding="utf-8"
    )
    other.write_text(header + 'msgid "Skip"\nmsgstr "跳过"\n', encoding="utf-8")
    assert misfits(one) == ["'%(n)d rows': placeholders", "'Skip': empty"]
    assert contradictions([one, other]) == ["Skip:  in one.po, 跳过 in other.po"]
