"""The two files of `reunion link`: a table of workers and one of families to rows for linking.

Columns carry the names of the link format, or any heading that a roster's may have (姓名, 手机号, 想见谁 …). These are
files on somebody's own machine, so a million rows are read where an upload ends at 20,000.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from reunion.domain.faults import Unfit
from reunion.domain.headers import Column, Header, find_header
from reunion.domain.linking import FamilyRow, WorkerRow, family_row, worker_row
from reunion.domain.people import Side
from reunion.imports.bounds import OWN
from reunion.imports.rosters import passed_over
from reunion.imports.workbooks import Sheet, read_workbook

T = TypeVar("T")

_COLUMNS: Final[Mapping[Side, tuple[str, ...]]] = {
    Side.WORKER: (
        "worker_id", "source", "name", "phone", "gender", "home_township", "home_village", "contact_name",
        "contact_relation", "contact_phone", "invite_code", "employer",
    ),
    Side.FAMILY: (
        "family_id", "source", "name", "phone", "relation", "worker_name", "worker_phone", "township", "village",
        "invite_code",
    ),
}  # fmt: skip
_CALLED: Final[Mapping[Side, Mapping[Column, str]]] = {
    Side.WORKER: {
        Column.NAME: "name",
        Column.PHONE: "phone",
        Column.GENDER: "gender",
        Column.ADDRESS: "home_township",
        Column.TOWNSHIP: "home_township",
        Column.VILLAGE: "home_village",
        Column.GROUP: "home_village",
        Column.OTHER_NAME: "contact_name",
        Column.RELATION: "contact_relation",
        Column.OTHER_PHONE: "contact_phone",
        Column.CODE: "invite_code",
    },
    Side.FAMILY: {
        Column.NAME: "name",
        Column.PHONE: "phone",
        Column.RELATION: "relation",
        Column.OTHER_NAME: "worker_name",
        Column.OTHER_PHONE: "worker_phone",
        Column.ADDRESS: "township",
        Column.TOWNSHIP: "township",
        Column.VILLAGE: "village",
        Column.GROUP: "village",
        Column.CODE: "invite_code",
    },
}
_PLACES: Final[Mapping[Side, tuple[str, str]]] = {
    Side.WORKER: ("home_township", "home_village"),
    Side.FAMILY: ("township", "village"),
}
_TOWNSHIP_THEN_VILLAGE: Final = re.compile(r"(.*?(?:[^乡镇村]镇|[^乡镇村]乡|街道(?:办事处)?))(..+)")
"""双才镇长岩村3组: what stands behind the township's own word is the village, if it is more than one character."""
_ONLY: Final[Mapping[Side, frozenset[str]]] = {
    Side.WORKER: frozenset(
        {
            "worker_id", "home_township", "home_village", "contact_name", "contact_relation", "contact_phone",
            "employer",
        }
    ),
    Side.FAMILY: frozenset({"family_id", "worker_name", "worker_phone"}),
}  # fmt: skip
"""Columns of the link format that only one side's file has."""
_GROUPS_WORD: Final = re.compile(r"\d+|[一二三四五六七八九十]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """How one sheet was read."""

    sheet: str
    row: int
    """Row of the headings, from 1; 0 where none was found and the sheet was left out."""
    columns: tuple[tuple[str, str], ...]
    """(heading as written, name in the link format)"""
    unused: tuple[str, ...]
    """Headings that mean nothing to linking."""
    rows: int
    """Rows taken."""
    passed_over: int
    """Totals, notes and repeated headings; empty rows are not counted."""


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """The rows of a file and how they were found."""

    rows: tuple[T, ...]
    headings: tuple[Heading, ...]
    """Empty when the file has the columns of the link format."""
    side: Side | None
    """Whose the headings say the file is; they can err, for one table may hold both sides."""


def read_workers(data: bytes, filename: str, *, as_is: bool = False) -> Read[WorkerRow]:
    """The workers in a file; rows without an id are numbered like the lines of the file, behind the sheet's name
    when there are several.

    Raises Unfit `file-…`, or `id-twice`; with `as_is` not `file-other-side`, whatever the columns are called.
    """
    return _read(data, filename, Side.WORKER, worker_row, as_is=as_is)


def read_families(data: bytes, filename: str, *, as_is: bool = False) -> Read[FamilyRow]:
    """The families in a file, likewise."""
    return _read(data, filename, Side.FAMILY, family_row, as_is=as_is)


def _read(
    data: bytes, filename: str, side: Side, made: Callable[[Mapping[str, str]], T], *, as_is: bool
) -> Read[T]:
    sheets = [sheet for sheet in read_workbook(data, filename, OWN) if any(map(any, sheet.rows))]
    if not sheets:
        raise Unfit("file-empty")
    first = sheets[0].rows[0]
    if not as_is and _named_for(first, side.other) and not _named_for(first, side):
        raise Unfit("file-other-side", sheet=sheets[0].name)
    named = _named(first, side)
    if named:
        cells = _numbered(_cells(sheets[0].rows, 0, named), side, "")
        return Read(tuple(made(row) for _, row in _once(cells, side)), (), side)
    return _read_rosters(sheets, side, made)


def _read_rosters(sheets: Sequence[Sheet], side: Side, made: Callable[[Mapping[str, str]], T]) -> Read[T]:
    """Every sheet of this side; those of the other side count when there are no others."""
    headers = [(sheet, find_header(sheet.rows, side, sheet.name)) for sheet in sheets]
    found = [(sheet, header) for sheet, header in headers if header is not None]
    if not found:
        others = [(sheet, find_header(sheet.rows, side.other, sheet.name)) for sheet in sheets]
        wrong = next((sheet.name for sheet, header in others if header and header.side is side.other), None)
        raise Unfit("file-no-header") if wrong is None else Unfit("file-other-side", sheet=wrong)
    taken = [one for one in found if one[1].side is not side.other] or found
    rows: list[tuple[int, dict[str, str]]] = []
    headings = []
    for sheet, header in taken:
        several = sheet.name if len(taken) > 1 else ""
        heading, read = _read_sheet(sheet, header, side)
        headings.append(heading)
        rows += _numbered(read, side, several)
    left = [
        Heading(sheet.name, 0, (), (), 0, 0) for sheet in sheets if all(sheet is not one for one, _ in taken)
    ]
    sides = {header.side for _, header in taken}
    whose = next(iter(sides)) if len(sides) == 1 else None
    return Read(tuple(made(row) for _, row in _once(rows, side)), (*headings, *left), whose)


def _read_sheet(sheet: Sheet, header: Header, side: Side) -> tuple[Heading, list[tuple[int, dict[str, str]]]]:
    called = _CALLED[side]
    columns = {at: called[column] for at, column in header.columns.items() if column in called}
    grouped = {at for at, column in header.columns.items() if column is Column.GROUP}
    reasons = {at: passed_over(cells, header, header.columns) for at, cells in enumerate(sheet.rows)}
    kept = [
        () if at <= header.row or reasons[at] else _with_group(cells, grouped)
        for at, cells in enumerate(sheet.rows)
    ]
    read = [(at, _placed(row, side, sheet.name)) for at, row in _cells(kept, header.row, columns)]
    heading = Heading(
        sheet.name,
        header.row + 1,
        tuple((header.cells[at], name) for at, name in columns.items()),
        tuple(cell for at, cell in enumerate(header.cells) if cell and at not in columns),
        len(read),
        sum(1 for at, why in reasons.items() if at > header.row and why not in ("", "empty")),
    )
    return heading, read


def _named(cells: Sequence[str], side: Side) -> dict[int, str]:
    """Column index → name, when the first row is one of the link format."""
    plain = [cell.strip().lower() for cell in cells]
    named = {at: name for at, name in enumerate(plain) if name in _COLUMNS[side]}
    return named if _COLUMNS[side][0] in plain or len(named) > len(_COLUMNS[side]) // 2 else {}


def _named_for(cells: Sequence[str], side: Side) -> bool:
    """Whether the row has a column of the link format that only this side's file has."""
    return any(cell.strip().lower() in _ONLY[side] for cell in cells)


def _cells(
    rows: Sequence[Sequence[str]], top: int, columns: Mapping[int, str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """(line from 1, what stands under each name) for every row below the headings that holds something."""
    for at, row in enumerate(rows[top + 1 :], top + 2):
        cells: dict[str, str] = {}
        for number, name in columns.items():
            if number < len(row) and row[number].strip():
                cells[name] = f"{cells[name]}{_joint(name)}{row[number]}" if name in cells else row[number]
        if cells:
            yield at, cells


def _joint(name: str) -> str:
    """Between two columns of one meaning: names and numbers stay apart, a village and its group do not."""
    return "" if name.endswith(("village", "township")) else "、"


def _with_group(cells: Sequence[str], grouped: set[int]) -> Sequence[str]:
    """The bare number of a group's column with its word."""
    return [
        f"{cell}组" if at in grouped and _GROUPS_WORD.fullmatch(cell) else cell
        for at, cell in enumerate(cells)
    ]


def _placed(cells: dict[str, str], side: Side, sheet: str) -> dict[str, str]:
    """An address in one cell divided into township and village; a sheet may be named after its township."""
    town, village = _PLACES[side]
    if town not in cells and sheet.endswith(("镇", "乡", "街道")):
        cells[town] = sheet
    found = _TOWNSHIP_THEN_VILLAGE.fullmatch(re.sub(r"\s", "", cells.get(town, "")))
    if found and village not in cells:
        cells[town], cells[village] = found[1], found[2]
    return cells


def _numbered(
    rows: Iterator[tuple[int, dict[str, str]]] | list[tuple[int, dict[str, str]]], side: Side, sheet: str
) -> list[tuple[int, dict[str, str]]]:
    key = _COLUMNS[side][0]
    for at, cells in (made := list(rows)):
        cells.setdefault(key, f"{sheet}:{at}" if sheet else str(at))
    return made


def _once(rows: list[tuple[int, dict[str, str]]], side: Side) -> list[tuple[int, dict[str, str]]]:
    key = _COLUMNS[side][0]
    seen: set[str] = set()
    for _, cells in rows:
        name = cells[key].strip()
        if name in seen:
            raise Unfit("id-twice", text=name)
        seen.add(name)
    return rows
