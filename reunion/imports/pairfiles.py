"""The two files of `reunion link`: a table of workers and one of families to rows for linking.

Columns carry the names of the link format, or any heading that a roster's may have (姓名, 手机号, 想见谁 …). These are
files on somebody's own machine, so a million rows are read where an upload ends at 20,000.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final, Generic, TypeVar

from reunion.domain.faults import Unfit
from reunion.domain.linking import (
    FAMILY_COLUMNS,
    WORKER_COLUMNS,
    FamilyRow,
    WorkerRow,
    family_of,
    worker_of,
)
from reunion.domain.sides import Side
from reunion.imports.bounds import OWN
from reunion.imports.cells import Sheet
from reunion.imports.workbooks import read_workbook

T = TypeVar("T", bound=WorkerRow | FamilyRow)

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


@dataclass(frozen=True, slots=True)
class Heading:
    """How one sheet was read."""

    sheet: str
    row: int
    """Row of the headings, from 1; 0 where the sheet was left out."""
    columns: tuple[tuple[str, str], ...]
    """(heading as written, name in the link format)"""
    unused: tuple[str, ...]
    """Headings that mean nothing to linking."""
    rows: int
    """Rows taken."""
    passed_over: int
    """Totals, notes and repeated headings, all rows of a sheet that was left out; empty rows are not counted."""


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """The rows of a file and how they were found."""

    rows: tuple[T, ...]
    headings: tuple[Heading, ...]
    """Only the sheets left out when the file has the columns of the link format."""
    side: Side | None
    """Whose the headings say the file is; they can err, for one table may hold both sides."""


def read_workers(data: bytes, filename: str, *, as_is: bool = False) -> Read[WorkerRow]:
    """The workers in a file; rows without an id are numbered like the lines of the file, behind the sheet's name
    when there are several.

    Raises Unfit `file-…`, or `id-twice`; with `as_is` not `file-other-side`, whatever the columns are called.
    """
    return _read(data, filename, Side.WORKER, WORKER_COLUMNS, worker_of, as_is=as_is)


def read_families(data: bytes, filename: str, *, as_is: bool = False) -> Read[FamilyRow]:
    """The families in a file, likewise."""
    return _read(data, filename, Side.FAMILY, FAMILY_COLUMNS, family_of, as_is=as_is)


def _read(
    data: bytes,
    filename: str,
    side: Side,
    columns: Sequence[str],
    made: Callable[[Sequence[str]], T],
    *,
    as_is: bool,
) -> Read[T]:
    sheets = [sheet for sheet in read_workbook(data, filename, OWN) if any(map(any, sheet.rows))]
    if not sheets:
        raise Unfit("file-empty")
    first = sheets[0].rows[0]
    if not as_is and _named_for(first, side.other) and not _named_for(first, side):
        raise Unfit("file-other-side", sheet=sheets[0].name)
    named = _named(first, side)
    headings: tuple[Heading, ...] = ()
    whose: Side | None = side
    if len(set(named.values())) == len(named) > 0:
        taken = _once(map(made, _straight(sheets[0].rows, named, columns)))
        return Read(taken, tuple(map(left_out, sheets[1:])), whose)
    rows: Iterable[tuple[int, dict[str, str]]]
    if named:
        rows = numbered(cells_under(sheets[0].rows, 0, named), side, "")
        headings = tuple(map(left_out, sheets[1:]))
    else:
        from reunion.imports.pairrosters import read_rosters  # only now: the usual file needs none of it

        rows, headings, whose = read_rosters(sheets, side)
    found = ([cells.get(column, "") for column in columns] for _, cells in rows)
    return Read(_once(map(made, found)), headings, whose)


def _named(cells: Sequence[str], side: Side) -> dict[int, str]:
    """Column index → name, when the first row is one of the link format."""
    plain = [cell.strip().lower() for cell in cells]
    named = {at: name for at, name in enumerate(plain) if name in _COLUMNS[side]}
    return named if _COLUMNS[side][0] in plain or len(named) > len(_COLUMNS[side]) // 2 else {}


def _named_for(cells: Sequence[str], side: Side) -> bool:
    """Whether the row has a column of the link format that only this side's file has."""
    return any(cell.strip().lower() in _ONLY[side] for cell in cells)


def _straight(
    rows: Sequence[Sequence[str]], named: Mapping[int, str], columns: Sequence[str]
) -> Iterator[tuple[str, ...]]:
    """What stands in these columns, the id first, of every row below the headings that holds something."""
    width = max(named) + 1
    number = {name: at for at, name in named.items()}
    chosen = itemgetter(*(number.get(column, -1) for column in columns))
    for at, row in enumerate(rows[1:], 2):
        cells = chosen((*row, *("",) * (width - len(row)), ""))
        if not cells[0].strip():
            if not "".join(cells).strip():
                continue
            cells = (str(at), *cells[1:])
        yield cells


def cells_under(
    rows: Sequence[Sequence[str]], top: int, columns: Mapping[int, str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """(line from 1, what stands under each name) for every row below the headings that holds something."""
    for at, row in enumerate(rows[top + 1 :], top + 2):
        cells: dict[str, str] = {}
        width = len(row)
        for number, name in columns.items():
            text = row[number] if number < width else ""
            if text and not text.isspace():
                cells[name] = f"{cells[name]}{_joint(name)}{text}" if name in cells else text
        if cells:
            yield at, cells


def left_out(sheet: Sheet) -> Heading:
    """What is told of a sheet that was not read."""
    return Heading(sheet.name, 0, (), (), 0, sum(1 for row in sheet.rows if any(map(str.strip, row))))


def _joint(name: str) -> str:
    """Between two columns of one meaning: names and numbers stay apart, a village and its group do not."""
    return "" if name.endswith(("village", "township")) else "、"


def numbered(
    rows: Iterable[tuple[int, dict[str, str]]], side: Side, sheet: str
) -> Iterator[tuple[int, dict[str, str]]]:
    """Every row with an id: its own, or its line's number behind the name of the sheet."""
    key = _COLUMNS[side][0]
    for at, cells in rows:
        cells.setdefault(key, f"{sheet}:{at}" if sheet else str(at))
        yield at, cells


def _once(rows: Iterable[T]) -> tuple[T, ...]:
    seen: dict[str, T] = {}
    for row in rows:
        if row.id in seen:
            raise Unfit("id-twice", text=row.id)
        seen[row.id] = row
    if not seen:
        raise Unfit("file-no-rows")
    return tuple(seen.values())
