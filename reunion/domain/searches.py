"""What somebody looks for in a list, as people write it: both names of a pair, 564 号, a number with its blanks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product
from typing import Final

from reunion.domain.faults import Unfit
from reunion.domain.filters import alternatives
from reunion.domain.names import plain
from reunion.domain.phones import LAST, parse_phone
from reunion.domain.simplified import spellings

PARTS_MOST: Final = 4
"""Both of a pair, with a number of each; every part is looked for in all rows."""
SPELLINGS_MOST: Final = 64
_NUMBERED: Final = re.compile(r"第?(\d{1,9})[号號]|(?:no\.|#)(\d{1,9})", re.IGNORECASE)
"""A registration's number as every page prints it."""
_MASKED: Final = re.compile(r"\d{0,4}\*{2,}(\d{4})")
"""A telephone as every page prints it."""
_DIALLED: Final = re.compile(r"\+?\d{7,15}")
_BEGUN: Final = re.compile(r"\+|1[3-9]")
"""So a number begins: its first digits are the end of none."""
_LONG: Final = 10
_MARKS: Final = re.compile(r"[\s\-.()·]+")
_SPACED: Final = re.compile(
    r"(?<!\d)(?:(?:(?:\+|00)?86[\s\-.()·]*)?1[3-9]\d(?:[\s\-.()·]*\d){8}"
    r"|\(?0\d{2,3}\)?[\s\-]*\d{7,8}|\+\d{1,3}(?:[\s\-.()·]*\d){6,12})(?!\d)"
)
"""A whole number that is written in pieces."""
_BLANK: Final = re.compile(
    r"(?<=\d)\s+(?=[号號])|(?<=第)\s+(?=\d)|(?<=#)\s+(?=\d)|(?<=no\.)\s+(?=\d)", re.IGNORECASE
)
_BETWEEN: Final = re.compile(r"[\s↔]+")


@dataclass(frozen=True, slots=True)
class Part:
    """What a row, or another one of its pair, must have; one field says what."""

    text: str = ""
    """A name or the beginning of one's initials, some digits, a code."""
    number: int | None = None
    """Of a registration."""
    phone: str = ""
    """A whole number in E.164."""
    ending: str = ""
    """The last four digits of a number."""


def parts_of(words: str) -> tuple[tuple[Part, ...], ...]:
    """Of each alternative all that has to be found; none where it is nothing but signs between names."""
    parted = (_parted(one) for one in alternatives(words))
    return tuple(tuple(map(_read, parts)) for parts in parted if any(parts))


def spelt(text: str) -> tuple[str, ...]:
    """For each character the forms in which somebody may have written it."""
    return tuple(spellings(character) for character in text)


def written(text: str) -> Iterator[str]:
    """The text in simplified and traditional characters, in all their mixtures unless they are very many."""
    return map("".join, islice(product(*spelt(text)), SPELLINGS_MOST))


def _parted(words: str) -> list[str]:
    joined = _SPACED.sub(lambda found: _MARKS.sub("", found[0]), _BLANK.sub("", plain(words)))
    parts = _BETWEEN.split(joined.strip(" ↔"))
    if len(parts) > PARTS_MOST:
        return [joined]
    # 张　伟: a short name is set wide in many tables.
    return ["".join(parts)] if all(len(part) == 1 for part in parts) else parts


def _read(part: str) -> Part:
    if numbered := _NUMBERED.fullmatch(part):
        return Part(number=int(numbered[1] or numbered[2]))
    if masked := _MASKED.fullmatch(part):
        return Part(ending=masked[1])
    digits = _MARKS.sub("", part)
    if not _DIALLED.fullmatch(digits):
        return Part(part)
    try:
        return Part(phone=parse_phone(digits))
    except Unfit:
        # Without its area code, or only how it ends.
        return Part(part) if _BEGUN.match(digits) or len(digits) > _LONG else Part(ending=digits[-LAST:])
