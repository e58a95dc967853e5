"""A contact list that comes back from an office: which cells were changed, to what, and which cannot be taken."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from reunion.domain.faults import Unfit
from reunion.domain.limits import (
    GROUP_MOST,
    MESSAGE_MOST,
    PERSONS_LEAST,
    PERSONS_MOST,
    PHONES_MOST,
    PLACE_MOST,
    VILLAGE_MOST,
)
from reunion.domain.names import parse_name
from reunion.domain.numerals import PEOPLE, whole
from reunion.domain.people import Registration
from reunion.domain.phones import parse_phones
from reunion.domain.places import Home, split_village
from reunion.domain.stamps import Stamp, cells_of, plain_cell

HEADINGS: Final = {
    "name": "Name",
    "phone": "Telephone",
    "township": "Township",
    "village": "Village",
    "place": "Place",
    "persons": "People",
    "start": "Starts",
    "worker-name": "Worker",
    "worker-phone": "Worker's telephone",
    "worker-place": "Away",
    "worker-message": "Message",
    "family-name": "Family",
    "family-phone": "Family's telephone",
}
"""What stands above each column, as msgids."""
CELLS: Final = {**HEADINGS, "message": "Message", "names": "Name", "phones": "Telephone"}
"""What a cell is called beside its person."""
Spoken = Mapping[str, Sequence[Mapping[str, str]]]
"""By registration, the cells of its side on every cue card it stands on."""
_TWICE: Final = Unfit("returned-twice")
_NOT_HERE: Final = {"start": "returned-time", "names": "returned-several", "phones": "returned-several"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it came back."""

    line: int
    """In the spreadsheet, from 1."""
    stamp: Stamp | None
    """None where somebody added the row."""
    cells: Mapping[str, str]
    """By field; a column that is gone is missing."""
    damaged: bool = False
    """Something stands where its mark should be, and is none."""


class Becomes(StrEnum):
    """What is done about a changed cell."""

    TAKEN = "taken"
    CLASH = "clash"
    """Somebody changed the same cell after the list went out."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Edit:
    """One changed cell."""

    line: int
    registration: str
    number: int
    person: str
    cell: str
    """Which field it is; empty for a whole row."""
    old: str
    """What stands there now, telephones masked."""
    new: str
    becomes: Becomes
    values: Mapping[str, Any]
    """Attributes of the registration and what they are to be."""
    wrong: Unfit | None = None


def edits_of(
    rows: Iterable[Row],
    people: Mapping[str, Registration],
    once: Mapping[str, Registration],
    home: Home,
    spoken: Spoken = MappingProxyType({}),
) -> tuple[Edit, ...]:
    """Every changed cell of these rows. A row of nobody is a refused edit.

    `people` are those who stand, by id, and `once` everybody as the one they are who registered twice: a list may
    have been made of either. `spoken` is what cue cards say of whom: rows of a rundown are made of them.
    """
    towns = {town.code: town.name for town in home.townships}
    codes = {town.name: town.code for town in home.townships}
    found: list[Edit] = []
    seen: dict[tuple[str, str], int] = {}
    changed: dict[tuple[str, str], Mapping[str, Any]] = {}
    for row in rows:
        if row.stamp is None:
            found.append(_nobodys(row, "returned-damaged" if row.damaged else "returned-new"))
            continue
        key = row.stamp.registration
        written = [one[key] for one in (people, once) if key in one]
        edits = _row_edits(row, row.stamp, written, (towns, codes), spoken.get(key, ()))
        edits = _once(edits, changed)
        copied = seen.setdefault((key, row.stamp.mark), row.line) != row.line
        if edits and copied:
            edits = [replace(edits[0], cell="", old="", becomes=Becomes.REFUSED, values={}, wrong=_TWICE)]
        found += edits
    return tuple(found)


def _once(edits: Iterable[Edit], changed: dict[tuple[str, str], Mapping[str, Any]]) -> list[Edit]:
    """The edits without those that an earlier row made too; whoever has two slots stands on two rows."""
    fresh = []
    for edit in edits:
        if edit.becomes is Becomes.REFUSED:
            fresh.append(edit)
            continue
        key = edit.registration, edit.cell
        if key not in changed:
            fresh.append(edit)
        elif changed[key] != edit.values:
            fresh.append(replace(edit, becomes=Becomes.REFUSED, values={}, wrong=_TWICE))
        changed.setdefault(key, edit.values)
    return fresh


def _alike(stamp: Stamp, towns: Mapping[str, str], person: Registration) -> int:
    """How many cells are what they were when the list went out."""
    shown = [cells_of(person, towns, phones=phones) for phones in (True, False)]
    return sum(any(stamp.holds(name, cells.get(name, "")) for cells in shown) for name in stamp.digests)


def _row_edits(
    row: Row,
    stamp: Stamp,
    written: Sequence[Registration],
    named: tuple[Mapping[str, str], Mapping[str, str]],
    spoken: Sequence[Mapping[str, str]],
) -> list[Edit]:
    towns, codes = named
    changed = {
        name: row.cells[name]
        for name in stamp.digests
        if name in row.cells and not stamp.holds(name, row.cells[name])
    }
    if not changed:
        return []
    if not written:
        return [_nobodys(row, "returned-gone")]
    person = max(written, key=partial(_alike, stamp, towns))
    now, masked = (cells_of(person, towns, phones=phones) for phones in (True, False))
    edits = []
    for name, cell in changed.items():
        cards = [card[name] for card in spoken if name in card] if stamp.slot else []
        shown = cards or [now.get(name, ""), masked.get(name, "")]
        if plain_cell(cell) in map(plain_cell, shown):
            continue
        edit = Edit(
            row.line,
            person.id,
            person.number,
            person.name,
            name,
            shown[-1],
            cell,
            Becomes.TAKEN,
            {},
        )
        judged = _judged(edit, stamp, shown, codes)
        if judged.values and all(getattr(person, key) == value for key, value in judged.values.items()):
            if not cards:
                continue
            judged = replace(judged, becomes=Becomes.REFUSED, values={}, wrong=Unfit("returned-desk"))
        edits.append(judged)
    return edits


def _judged(edit: Edit, stamp: Stamp, shown: Sequence[str], codes: Mapping[str, str]) -> Edit:
    # whoever may not see numbers got them masked: either way of writing it is what stood there
    stands = any(stamp.holds(edit.cell, cell) for cell in shown)
    try:
        values = _read(edit.cell, edit.new.strip(), codes)
    except Unfit as unfit:
        return replace(edit, becomes=Becomes.REFUSED, wrong=unfit)
    return replace(edit, becomes=Becomes.TAKEN if stands else Becomes.CLASH, values=values)


def _nobodys(row: Row, code: str) -> Edit:
    new = row.cells.get("name", "")
    return Edit(row.line, "", 0, "", "", "", new, Becomes.REFUSED, {}, Unfit(code))


def _read(name: str, cell: str, codes: Mapping[str, str]) -> dict[str, Any]:
    """The attributes a cell says; raises Unfit."""
    if name in _NOT_HERE:
        raise Unfit(_NOT_HERE[name])
    if name == "name":
        return {"name": parse_name(cell)}
    if name == "phone":
        numbers = tuple(phone.number for phone in parse_phones(cell.replace("\n", "、")))
        if len(numbers) > PHONES_MOST:
            raise Unfit("phone-several", most=PHONES_MOST)
        return {"phones": numbers}
    if name == "township":
        if cell and cell not in codes:
            raise Unfit("returned-township", text=cell[:20])
        return {"township": codes.get(cell, "")}
    if name == "village":
        village, group = split_village(_short(cell, "Village", VILLAGE_MOST + GROUP_MOST))
        return {
            "village": _short(village, "Village", VILLAGE_MOST),
            "group": _short(group, "Village", GROUP_MOST),
        }
    if name == "place":
        return {"place": _short(plain_cell(cell), "Place", PLACE_MOST)}
    if name == "message":
        return {"message": _short(plain_cell(cell), "Message", MESSAGE_MOST)}
    persons = whole(cell, PEOPLE)
    if persons is None or not PERSONS_LEAST <= persons <= PERSONS_MOST:
        bounds = {"least": PERSONS_LEAST, "most": PERSONS_MOST}
        raise Unfit("number-out-of-range", field="People", text=cell[:20], **bounds)
    return {"persons": persons}


def _short(text: str, called: str, most: int) -> str:
    if len(text) > most:
        raise Unfit("too-long", field=called, count=len(text), most=most)
    if any(not sign.isprintable() for sign in text):
        raise Unfit("unprintable", field=called)
    return text
