"""What was done last at a show: a desk that opens reads it, and what an undo would take back."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from reunion.domain.entries import Called, Entry, Marked, Promised
from reunion.domain.readiness import Origin

KEPT: Final = 50
"""A desk shows three; the others give an undo after many undos its words."""


@dataclass(frozen=True, slots=True)
class Step:
    """One stored entry."""

    revision: int
    by: str
    """Who asked for it, as the desks see them."""
    entry: Entry


def recent(steps: Iterable[Step]) -> deque[Step]:
    """The newest steps that somebody took, oldest first."""
    return deque((step for step in steps if by_hand(step.entry)), KEPT)


def by_hand(entry: Entry) -> bool:
    """Whether somebody did it; what comes by itself comes a thousand times an evening."""
    if isinstance(entry, Marked):
        return entry.origin is Origin.CREW
    return not isinstance(entry, Called | Promised)
