"""A roster's bytes to taken and refused rows."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from reunion.domain.drafts import Row, read_draft
from reunion.domain.faults import Unfit
from reunion.domain.headers import Column, Header, find_header, is_identity, one_line
from reunion.domain.names import is_nothing, plain
from reunion.domain.people import Side
from reunion.domain.places import Home
from reunion.domain.rosters import Accepted, Reason, Rejected, Roster, Table, row_key
from reunion.imports.cells import Sheet
from reunion.imports.workbooks import read_workbook

_TOTAL: Final = re.compile(r"^(?:合计|总计|小计|共计|总数|总人数|合 计|total)", re.IGNORECASE)
_NOTE: Final = re.compile(
    r"^(?:注\s*[:：]|备注\s*[:：]|说明\s*[:：]|注意|制表|填表|填报|审核|经办|负责人|单位(?:\(盖章\)|盖章|：)|联系人\s*[:：]|示例|例\s*[:：]|日期)"
)
_REPEATED_CELLS: Final = 3
"""A row with as many cells equal to the header is the header again, as printed pages carry it."""


def read_roster(data: bytes, filename: str, side: Side, home: Home) -> Roster:
    """Every sheet of this side whose header is found; a row is taken or refused with reasons.

    Raises Unfit with a `file-…` code when there is no such sheet, for any bytes whatever.
    """
    tables: list[Table] = []
    rows: list[Accepted | Rejected] = []
    others: list[tuple[str, str]] = []
    for sheet in read_workbook(data, filename):
        header = find_header(sheet.rows, side, sheet.name)
        foreign = header.side if header else _foreign(sheet, side)
        if foreign is side.other:
            others.append((sheet.name, "other-side"))
        elif header is None:
            others.append((sheet.name, "no-header"))
        else:
            table, found = _read_sheet(sheet, header, side, home)
            tables.append(table)
            rows.extend(found)
    if not tables:
        wrong = next((name for name, why in others if why == "other-side"), None)
        raise Unfit("file-no-header") if wrong is None else Unfit("file-other-side", sheet=wrong)
    return Roster(side, filename, tuple(tables), _once(rows), tuple(others))


def _foreign(sheet: Sheet, side: Side) -> Side | None:
    header = find_header(sheet.rows, side.other, sheet.name)
    return header.side if header else None


def _read_sheet(
    sheet: Sheet, header: Header, side: Side, home: Home
) -> tuple[Table, list[Accepted | Rejected]]:
    body = sheet.rows[header.row + 1 :]
    dropped = {at for at, column in header.columns.items() if column is Column.IDENTITY}
    dropped |= {
        at for at in _unnamed(header, body) if is_identity([row[at] for row in body if at < len(row)])
    }
    columns = {at: column for at, column in header.columns.items() if at not in dropped}
    skipped: Counter[str] = Counter()
    found: list[Accepted | Rejected] = []
    for at, cells in enumerate(body, header.row + 1):
        why = passed_over(cells, header, columns)
        if why:
            skipped[why] += 1
            continue
        row = Row(_under_headers(cells, header, columns))
        draft = read_draft(row, side, home)
        if draft:
            found.append(Accepted(sheet.name, at + 1, draft, tuple(row.warnings)))
        else:
            kept = tuple("" if place in dropped else cell for place, cell in enumerate(cells))
            found.append(Rejected(sheet.name, at + 1, kept, tuple(row.refusals)))
    table = Table(
        sheet.name,
        header.row + 1,
        header.cells,
        tuple(header.cells[at] or f"#{at + 1}" for at in sorted(dropped)),
        tuple(header.cells[at] for at in _unnamed(header, body) if at not in dropped and header.cells[at]),
        MappingProxyType(dict(skipped)),
    )
    return table, found


def _unnamed(header: Header, body: Sequence[Sequence[str]]) -> list[int]:
    """Columns that hold something and whose header means nothing to us."""
    width = max((len(row) for row in body), default=0)
    return [at for at in range(min(width, len(header.cells))) if at not in header.columns]


def _under_headers(
    cells: Sequence[str], header: Header, columns: Mapping[int, Column]
) -> dict[Column, list[tuple[str, str]]]:
    row: dict[Column, list[tuple[str, str]]] = {}
    for at, column in columns.items():
        row.setdefault(column, []).append((header.cells[at], cells[at] if at < len(cells) else ""))
    return row


def passed_over(cells: Sequence[str], header: Header, columns: Mapping[int, Column]) -> str:
    """Why a row is none of the roster's: `empty`, `total`, `header`, `note`; empty for a person's row."""
    told = [
        at
        for at, cell in enumerate(cells)
        if not is_nothing(cell) and columns.get(at) is not Column.SERIAL and at in columns
    ]
    filled = [at for at, cell in enumerate(cells) if not is_nothing(cell)]
    first = plain(cells[filled[0]]) if filled else ""
    # the sum below the table may go on with the running numbers
    counted = [at for at in filled if columns.get(at) is not Column.SERIAL]
    if _TOTAL.match(first) or (counted and _TOTAL.match(plain(cells[counted[0]]))):
        return "total"
    if _NOTE.match(first):
        return "note"
    if not told:
        return "empty"
    same = sum(1 for at, cell in enumerate(cells) if cell and header.cells[at : at + 1] == (one_line(cell),))
    if same >= min(_REPEATED_CELLS, len(columns)):
        return "header"
    return "note" if _is_sentence(cells, columns, told) else ""


def _is_sentence(cells: Sequence[str], columns: Mapping[int, Column], told: Sequence[int]) -> bool:
    """One cell filled and it is no name and no number: a title in the middle, a line below the table."""
    if len(told) > 1:
        return False
    column = columns[told[0]]
    return column is not Column.PHONE and (
        column is not Column.NAME or len(plain(cells[told[0]])) > len("买买提·阿卜杜热依木")
    )


def _once(rows: Sequence[Accepted | Rejected]) -> tuple[Accepted | Rejected, ...]:
    """Rows that say the same as an earlier one are taken too, and say so."""
    seen: dict[bytes, int] = {}
    return tuple(_marked(row, seen) if isinstance(row, Accepted) else row for row in rows)


def _marked(row: Accepted, seen: dict[bytes, int]) -> Accepted:
    first = seen.setdefault(row_key(row.draft), row.row)
    if first == row.row:
        return row
    return replace(row, warnings=(*row.warnings, Reason("same-as-row", {"row": first})))
