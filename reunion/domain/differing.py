"""Which characters of two texts differ, so that an eye finds them."""

from difflib import SequenceMatcher
from typing import Final

ALIKE: Final = 0.5
"""Share of characters in common; of two names of two characters one may differ."""
Marks = tuple[tuple[str, bool], ...]
"""Pieces of a text in order, each with whether it differs from the other text."""


def marked(first: str, second: str) -> tuple[Marks, Marks]:
    """Both texts in pieces; what one of them has and the other has not, or has otherwise, is marked.

    Two texts that have less than half in common are marked whole: single characters that meet by chance mislead.
    """
    found = SequenceMatcher(None, first, second, autojunk=False)
    if first and second and found.ratio() < ALIKE:
        return ((first, True),), ((second, True),)
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for kind, a, b, c, d in found.get_opcodes():
        if first[a:b]:
            left.append((first[a:b], kind != "equal"))
        if second[c:d]:
            right.append((second[c:d], kind != "equal"))
    return tuple(left), tuple(right)
