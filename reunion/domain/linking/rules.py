"""Switches that leave a part of linking out, to measure what it is worth."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Rules:
    """The parts of linking that can be left out; all are on in use, docs/decisions/0006 has the figures without."""

    pinyin: bool = True
    """Names compared as they sound, and not only as they are written."""
    household: bool = True
    """A mate of the household with another name is no rival, and a link must stand against mates."""
    codes: bool = True
    """Invite codes are read."""
    relatives: bool = True
    """Families that ask for the same worker help each other."""


ALL: Final = Rules()
