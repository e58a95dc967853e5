"""Which characters of two texts differ, so that an eye finds them."""

from difflib import SequenceMatcher
from typing import Final

ALIKE: Final = 0.5
"""Share of characters in common; of two names of two characters one may differ."""
SEPARATOR: Final = "、"
Marks = tuple[tuple[str, bool], ...]
"""Pieces of a text in order, each with whether it differs from the other text."""


def marked(first: str, second: str) -> tuple[Marks, Marks]:
    """Both texts in pieces; what one of them has and the other has not, or has otherwise, is marked.

    Two texts that have less than half in common are marked whole: single characters that meet by chance mislead.
    Of lists of names only the two nearest ones are compared: the others contradict nobody.
    """
    if SEPARATOR in first or SEPARATOR in second:
        return _nearest(first.split(SEPARATOR), second.split(SEPARATOR))
    if first and second and _alike(first, second) < ALIKE:
        return ((first, True),), ((second, True),)
    found = SequenceMatcher(None, first, second, autojunk=False)
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for kind, a, b, c, d in found.get_opcodes():
        if first[a:b]:
            left.append((first[a:b], kind != "equal"))
        if second[c:d]:
            right.append((second[c:d], kind != "equal"))
    return tuple(left), tuple(right)


def _alike(first: str, second: str) -> float:
    """Share in common; the stars of a masked number are nobody's digits."""
    one, other = first.replace("*", ""), second.replace("*", "")
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _nearest(first: list[str], second: list[str]) -> tuple[Marks, Marks]:
    at = ((one, other) for one in range(len(first)) for other in range(len(second)))
    one, other = max(at, key=lambda pair: _alike(first[pair[0]], second[pair[1]]))
    left, right = marked(first[one], second[other])
    return _among(first, one, left), _among(second, other, right)


def _among(names: list[str], at: int, marks: Marks) -> Marks:
    """The pieces of one name with the whole names around it."""
    before = "".join(name + SEPARATOR for name in names[:at])
    after = "".join(SEPARATOR + name for name in names[at + 1 :])
    return tuple(piece for piece in ((before, False), *marks, (after, False)) if piece[0])
