"""The stamp of a row on a list that may come back: whose row it is, and what its cells were when it went out.

With it the three sides of a merge are known without keeping a copy of the list: the file says what a cell is now,
the stamp what it was, the database what it has become meanwhile.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from reunion.domain.people import Registration
from reunion.domain.phones import local, mask
from reunion.domain.places import written_village

FIELDS: Final = ("name", "phone", "township", "village", "place", "persons")
"""The cells of a contact that may be changed in a file, in the order of their digests."""
_DIGITS: Final = 5
"""25 bits a cell: of thirty million changed cells one would be taken for unchanged."""
_STAMP: Final = re.compile(rf"([A-Za-z0-9_-]{{1,64}})\.([a-z2-7]{{{_DIGITS * len(FIELDS)}}})")
_SPACES: Final = re.compile(r"[\s、]+")


@dataclass(frozen=True, slots=True)
class Stamp:
    """One that was read."""

    registration: str
    digests: Mapping[str, str]
    """By field."""

    def holds(self, field: str, cell: str) -> bool:
        """Whether the cell is what it was when the list went out."""
        return self.digests[field] == _digest(cell)


def cells_of(person: Registration, towns: Mapping[str, str], *, phones: bool) -> dict[str, str]:
    """The cells of a registration by field, telephones written out or masked."""
    written = local if phones else mask
    return {
        "name": person.name,
        "phone": "、".join(written(number) for number in person.phones),
        "township": towns.get(person.township, ""),
        "village": written_village(person.village, person.group),
        "place": person.place,
        "persons": str(person.persons),
    }


def stamp(registration: str, cells: Mapping[str, str]) -> str:
    """The stamp of a row with these cells."""
    return f"{registration}.{''.join(_digest(cells[field]) for field in FIELDS)}"


def read_stamp(text: str) -> Stamp | None:
    """The stamp in a cell, or None for anything else."""
    found = _STAMP.fullmatch(text.strip())
    if found is None:
        return None
    digests = (found[2][at : at + _DIGITS] for at in range(0, len(found[2]), _DIGITS))
    return Stamp(found[1], dict(zip(FIELDS, digests, strict=True)))


def plain_cell(cell: str) -> str:
    """The cell without what spreadsheets do to blanks and line ends; numbers below one another are in a row."""
    return _SPACES.sub(" ", cell).strip()


def _digest(cell: str) -> str:
    wide = hashlib.sha256(plain_cell(cell).encode("utf-8", "surrogatepass")).digest()
    return base64.b32encode(wide)[:_DIGITS].decode().lower()
