"""The picture of the towns: home townships on the left, places far away on the right, and the threads between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reunion.domain.threads import Joined

SIDE: Final = 100
"""The drawing is a square of this many units, stretched between the two lists of names."""
LINES_MOST: Final = 40
"""More of them on a telephone are a tangle; the list beneath has them all."""
THIN: Final = 1.5
THICK: Final = 9.0
"""Pixels of the weakest and the strongest thread, whatever the size of the drawing."""


@dataclass(frozen=True, slots=True)
class Line:
    """One drawn thread."""

    path: str
    width: float


@dataclass(frozen=True, slots=True)
class Towns:
    """The two lists, from top to bottom, with how many workers each name stands for; the lines between them."""

    homes: Sequence[tuple[str, int]]
    aways: Sequence[tuple[str, int]]
    lines: Sequence[Line]


def drawn(joined: Joined) -> Towns | None:
    """The picture of these threads; None while there is nothing to draw."""
    if not joined.threads:
        return None
    homes, aways = joined.homes, joined.aways
    left, right = _heights(homes), _heights(aways)
    # All the others together would make every named thread thin.
    most = max((one.workers for one in joined.threads if one.home and one.away), default=1)
    lines = [
        Line(
            _curve(left[thread.home], right[thread.away]),
            round(THIN + (THICK - THIN) * min(thread.workers / most, 1), 1),
        )
        for thread in joined.threads[:LINES_MOST]
    ]
    return Towns(homes, aways, lines)


def _heights(names: Sequence[tuple[str, int]]) -> dict[str, float]:
    return {name: round((at + 0.5) * SIDE / len(names), 1) for at, (name, _) in enumerate(names)}


def _curve(start: float, end: float) -> str:
    half = SIDE // 2
    return f"M0 {start}C{half} {start} {half} {end} {SIDE} {end}"
