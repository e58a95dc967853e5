"""How big a file may be: one that somebody uploads, or one on their own machine."""

from dataclasses import dataclass
from typing import Final

from reunion.domain.limits import ROSTER_BYTES, ROSTER_ROWS, UNPACKED_BYTES


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most that is read of one file."""

    size: int
    """Bytes as it stands."""
    rows: int
    """Rows over all its sheets."""
    unpacked: int
    """Bytes of a packed workbook's members together."""


UPLOAD: Final = Bounds(ROSTER_BYTES, ROSTER_ROWS, UNPACKED_BYTES)
OWN: Final = Bounds(40 * ROSTER_BYTES, 50 * ROSTER_ROWS, 20 * UNPACKED_BYTES)
"""A spreadsheet's own most, a million rows: whoever opens it here harms nobody else."""
