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
SLOT: Final = (
    *("start", "worker-name", "worker-phone", "worker-place", "worker-message"),
    *("family-name", "family-phone"),
)
"""The same of a slot on a rundown: each cell by its side; that a start was changed is only named."""
SEVERAL: Final = "+"
"""Behind a registration's id: its name and telephone stand in one cell with other people's."""
_DIGITS: Final = 5
"""25 bits a cell: of thirty million changed cells one would be taken for unchanged."""
_STAMP: Final = re.compile(rf"([A-Za-z0-9_-]{{1,64}})\.([a-z2-7]{{{_DIGITS * len(FIELDS)}}})")
_SLOT: Final = re.compile(
    rf"([A-Za-z0-9_-]{{1,64}}\+?|)~([A-Za-z0-9_-]{{1,64}}\+?|)\.([a-z2-7]{{{_DIGITS * len(SLOT)}}})"
)
_TIME: Final = re.compile(r"0?(\d{1,2})[:：](\d{2})([:：]\d{2})?")
"""A spreadsheet shows a time with or without its seconds as it likes."""
_SPACES: Final = re.compile(r"[\s、]+")


@dataclass(frozen=True, slots=True)
class Stamp:
    """One that was read."""

    registration: str
    """Empty for a side of a slot that nobody stands on any more."""
    digests: Mapping[str, str]
    """By field."""
    mark: str
    """The whole cell: a copied row bears the same one."""

    @property
    def slot(self) -> bool:
        """Whether it was made of a cue card."""
        return "~" in self.mark

    def holds(self, field: str, cell: str) -> bool:
        """Whether the cell is what it was when the list went out."""
        return self.digests[field] == _digest(cell)


@dataclass(frozen=True, slots=True)
class Mark:
    """What the last cell of a row says about one registration on it."""

    stamp: Stamp
    columns: Mapping[str, str]
    """By field, the column it stands in."""


def cells_of(person: Registration, towns: Mapping[str, str], *, phones: bool) -> dict[str, str]:
    """The cells of a registration by field, telephones written out or masked."""
    written = local if phones else mask
    return {
        "name": person.name,
        "phone": "、".join(written(number) for number in person.phones),
        "township": towns.get(person.township, ""),
        "village": written_village(person.village, person.group),
        "place": person.place,
        "message": person.message,
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
    return Stamp(found[1], dict(zip(FIELDS, digests, strict=True)), found[0])


def slot_mark(owners: tuple[str, str], cells: Mapping[str, str]) -> str:
    """The mark of a slot's row with these cells; `owners` are the worker's and the family's registration, if any."""
    worker, family = owners
    return f"{worker}~{family}.{''.join(_digest(cells[field]) for field in SLOT)}"


def read_marks(text: str) -> tuple[Mark, ...]:
    """What a cell says about the registrations of its row; nothing for anything but a mark."""
    one = read_stamp(text)
    if one is not None:
        return (Mark(one, {field: field for field in FIELDS}),)
    found = _SLOT.fullmatch(text.strip())
    if found is None:
        return ()
    return tuple(
        _side(found, owner, side) for owner, side in zip(found.groups(), ("worker", "family"), strict=False)
    )


def _side(found: re.Match[str], owner: str, side: str) -> Mark:
    digests = {column: found[3][at * _DIGITS : (at + 1) * _DIGITS] for at, column in enumerate(SLOT)}
    columns = {column.removeprefix(f"{side}-"): column for column in SLOT if column.startswith(side)}
    if owner.endswith(SEVERAL):
        columns |= {"names": columns.pop("name"), "phones": columns.pop("phone")}
    if side == ("worker" if found[1] else "family"):
        columns["start"] = "start"
    kept = {field: digests[column] for field, column in columns.items()}
    return Mark(Stamp(owner.removesuffix(SEVERAL), kept, found[0]), columns)


def plain_cell(cell: str) -> str:
    """The cell without what spreadsheets do to blanks and line ends; numbers below one another are in a row."""
    return _SPACES.sub(" ", cell).strip()


def _digest(cell: str) -> str:
    time = _TIME.fullmatch(cell.strip())
    text = f"{time[1]}:{time[2]}" if time else plain_cell(cell)
    wide = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return base64.b32encode(wide)[:_DIGITS].decode().lower()
