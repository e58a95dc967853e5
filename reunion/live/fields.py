"""The values inside a desk's messages: a `Read` checks one JSON value. Pure."""

import unicodedata
from collections.abc import Callable
from typing import Any, Final

from reunion.domain.arrangement import ORDERED_MOST

ID_MOST: Final = 64
TITLE_MOST: Final = 40
REASON_MOST: Final = 100
NOTE_MOST: Final = 300
SECONDS_MOST: Final = 4 * 3600
REVISION_MOST: Final = 2**53 - 1
"""Above this a page cannot count in whole numbers."""

_NO_CHARACTERS: Final = frozenset({"Cc", "Cs"})
"""Control characters and halves of characters."""

Read = Callable[[Any], Any]
"""Checks one JSON value and gives it back as the domain has it; raises ValueError."""


def text(most: int, *, least: int = 1) -> Read:
    """A sentence of that many characters, without control characters."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or not least <= len(value) <= most:
            raise ValueError
        if any(unicodedata.category(character) in _NO_CHARACTERS for character in value):
            raise ValueError
        return value

    return read


def truth(value: Any) -> bool:
    """True or false."""
    if value is True or value is False:
        return bool(value)
    raise ValueError


def key(value: Any) -> str:
    """An id."""
    if not isinstance(value, str) or not 1 <= len(value) <= ID_MOST or not value.isprintable():
        raise ValueError
    return value


def number(least: int, most: int) -> Read:
    """A whole number within these bounds."""

    def read(value: Any) -> int:
        # True is an int for Python and never a number for us.
        if type(value) is not int or not least <= value <= most:
            raise ValueError
        return value

    return read


def list_of(of: Read) -> Read:
    """A list as long as an arrangement may be."""

    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or len(value) > ORDERED_MOST:
            raise ValueError
        return tuple(map(of, value))

    return read


def length(value: Any) -> tuple[str, int]:
    """An item and the seconds it changes by."""
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError
    return key(value[0]), number(-SECONDS_MOST, SECONDS_MOST)(value[1])


def or_null(read: Read) -> Read:
    """The value, or null."""
    return lambda value: None if value is None else read(value)


def segment(value: Any) -> tuple[str, int]:
    """Title and seconds of a segment."""
    if not isinstance(value, dict) or value.keys() != {"title", "seconds"}:
        raise ValueError
    return text(TITLE_MOST)(value["title"]), number(1, SECONDS_MOST)(value["seconds"])
