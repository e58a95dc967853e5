"""Which characters of two texts differ, so that an eye finds them."""

from difflib import SequenceMatcher

Marks = tuple[tuple[str, bool], ...]
"""Pieces of a text in order, each with whether it differs from the other text."""


def marked(first: str, second: str) -> tuple[Marks, Marks]:
    """Both texts in pieces; what one of them has and the other has not, or has otherwise, is marked."""
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for kind, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if first[a:b]:
            left.append((first[a:b], kind != "equal"))
        if second[c:d]:
            right.append((second[c:d], kind != "equal"))
    return tuple(left), tuple(right)
