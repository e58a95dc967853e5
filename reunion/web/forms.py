"""Form fields declared once: what the template prints (`required maxlength pattern`) the server checks."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from reunion.domain.faults import Unfit, reason_text
from reunion.domain.names import NOTHING, plain, printable
from reunion.domain.numerals import whole

Say = Callable[[str], str]
"""Translates one msgid."""
Options = Sequence[tuple[str, str]]
"""(value, words) of a select or of radio buttons; the words are already in the reader's language."""

_SHOWN_ALL_THE_SAME: Final = frozenset("\n\u200d")
"""The joiner makes one face of several emoji."""
_LOST: Final = "\ufffd"
"""The mark for a character that was lost before it came here; browsers draw a NUL as it too."""


@dataclass(frozen=True, slots=True)
class Field:
    """One declared field; label, reason, missing and title are msgids."""

    name: str
    label: str
    maxlength: int
    kind: str = "text"
    """`text`, `phone`, `long`, `select`, `radio`, `check` or `hidden`."""
    reason: str = ""
    """Why it is asked, printed beside the field."""
    required: bool = False
    missing: str = "“%(field)s” is still empty: please fill it in."
    pattern: str = ""
    title: str = ""
    """What the pattern means, as browsers show it."""
    inputmode: str = ""
    autocomplete: str = ""
    suggestions: str = ""
    """Name of the datalist on the page."""
    rows: int = 4
    short: bool = False
    preset: str = ""
    """What a select stands on before anything was chosen; without it nothing is chosen."""
    options: tuple[tuple[str, str], ...] = ()
    """(value, msgid) where they never change; the others come with the form."""
    read: Callable[[str], Any] | None = None
    """Text to value; raises Unfit. Without it the cleaned text is the value."""


class Amiss(ValueError):
    """An answer is missing or was not on offer; `sentence` is a msgid with the placeholder `field`."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of checking: the values by key, or the sentences that say what is wrong."""

    values: Mapping[str, Any]
    errors: Mapping[str, tuple[str, ...]]


@dataclass(slots=True)
class Form:
    """What a template prints: declared fields, answers as they were typed, and what is wrong with them."""

    fields: Mapping[str, Field]
    """By key."""
    answers: Mapping[str, str]
    say: Say
    choices: Mapping[str, Options] = field(default_factory=dict)
    """Options that depend on the gathering, by the name of the field."""
    errors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def field(self, key: str) -> Field:
        """The declaration of a field."""
        return self.fields[key]

    def value(self, key: str) -> str:
        """What was typed, or nothing."""
        return self.answers.get(key, "")

    def options(self, name: str) -> Options:
        """What may be chosen, with its words."""
        if name in self.choices:
            return self.choices[name]
        return [(value, self.say(words)) for value, words in self.fields[name].options]

    def chosen(self, key: str) -> str:
        """The words of what was chosen, or of what the select stands on."""
        declared = self.fields[key]
        return dict(self.options(declared.name)).get(self.value(key) or declared.preset, "")

    @property
    def error_count(self) -> int:
        """How many sentences there are."""
        return sum(len(sentences) for sentences in self.errors.values())


def check(
    asked: Mapping[str, Field],
    answers: Mapping[str, str],
    say: Say,
    *,
    choices: Mapping[str, Options] | None = None,
) -> Checked:
    """Read every field's answer under its key; errors are in the reader's language."""
    values: dict[str, Any] = {}
    errors: dict[str, tuple[str, ...]] = {}
    for key, declared in asked.items():
        try:
            values[key] = _read(declared, answers.get(key, ""), choices or {})
        except Amiss as amiss:
            errors[key] = (say(amiss.sentence) % {"field": say(declared.label)},)
        except Unfit as unfit:
            params = dict(unfit.params)
            if "field" in params:
                params["field"] = say(declared.label)
            errors[key] = (reason_text(unfit.code, params, say),)
    return Checked(values, errors)


def clean(text: str, name: str, most: int, *, lines: bool = False) -> str:
    """A free text without invisible characters; raises Unfit `too-long` or `unprintable`."""
    if not text:
        return ""
    # Not NFKC: it would turn the comma and the full stop of a Chinese sentence into Latin ones.
    text = unicodedata.normalize("NFC", text)
    text = "\n".join(map(_spaced, text.splitlines())).strip() if lines else _spaced(text)
    if _LOST in text or (
        not text.isprintable()
        and any(not (sign.isprintable() or sign in _SHOWN_ALL_THE_SAME) for sign in text)
    ):
        raise Unfit("unprintable", field=name)
    if len(text) > most:
        raise Unfit("too-long", field=name, count=len(text), most=most)
    return text


def whole_number(name: str, counted: str, least: int, most: int) -> Callable[[str], int | None]:
    """A reader of whole numbers, with what is counted behind them or without; nothing typed gives None."""

    def read(text: str) -> int | None:
        text = plain(text)
        if not text:
            return None
        number = whole(text, counted)
        if number is None or not least <= number <= most:
            raise Unfit("number-out-of-range", field=name, text=printable(text[:20]), least=least, most=most)
        return number

    return read


def _spaced(line: str) -> str:
    """Blanks of any kind made one kind and single; invisible marks that come with pasting gone."""
    if line.isprintable() and " " not in line:
        return line
    kept = (sign for sign in line if unicodedata.category(sign) != "Cf" or sign in _SHOWN_ALL_THE_SAME)
    return " ".join("".join(kept).split())


def _read(declared: Field, text: str, choices: Mapping[str, Options]) -> Any:
    if declared.kind == "check":
        if declared.required and text != "1":
            raise Amiss(declared.missing)
        return text == "1"
    text = clean(text, declared.label, max(declared.maxlength, 1), lines=declared.kind == "long")
    if declared.required and (not text or (declared.kind == "text" and text.lower() in NOTHING)):
        raise Amiss(declared.missing)
    if declared.kind in ("select", "radio"):
        allowed = choices.get(declared.name, declared.options)
        if text and all(text != value for value, _ in allowed):
            raise Amiss("“%(field)s”: please choose one of the answers offered.")
    return declared.read(text) if declared.read else text
