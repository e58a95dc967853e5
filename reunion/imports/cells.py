"""The cells of a workbook as texts, read by calamine."""

import datetime
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from reunion.domain.faults import Unfit
from reunion.domain.limits import ROSTER_CELL, ROSTER_COLUMNS, ROSTER_SHEETS

_TITLE_ROWS: Final = 50
"""Rows above the header and beyond the limit that are still read, so that 20,000 people fit."""
ABOVE: Final = frozenset({"〃", "″", "〞", "同上", "同 上"})
"""What is written, printed or typed for the cell above."""
_Span = tuple[tuple[int, int], tuple[int, int]]
_WORKBOOK_ERRORS: Final = (OSError, ValueError, KeyError, IndexError, OverflowError)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as texts; the first row of the spreadsheet is row 0 here."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def read_sheets(data: bytes, most: int) -> tuple[Sheet, ...]:
    """The sheets of a workbook with at most that many rows of people; raises Unfit with a `file-…` code."""
    import python_calamine  # a table of text needs none of it

    try:
        with python_calamine.load_workbook(io.BytesIO(data)) as book:
            names = [
                each.name
                for each in book.sheets_metadata
                if each.typ == python_calamine.SheetTypeEnum.WorkSheet
            ]
            sheets = []
            for name in names[:ROSTER_SHEETS]:
                sheet = book.get_sheet_by_name(name)
                rows = sheet.to_python(skip_empty_area=False, nrows=most + _TITLE_ROWS + 1)
                filled = _filled(_texts(rows), sheet.merged_cell_ranges or ())
                sheets.append(Sheet(name, repeated(filled)))
    except python_calamine.PasswordError as locked:
        raise Unfit("file-encrypted") from locked
    except (python_calamine.CalamineError, *_WORKBOOK_ERRORS) as broken:
        raise Unfit("file-broken") from broken
    except BaseException as broken:
        # a panic of the reader arrives as an exception that is no Exception
        if type(broken).__name__ != "PanicException":
            raise
        raise Unfit("file-broken") from broken
    count_rows(sum(len(sheet.rows) for sheet in sheets), len(sheets), most)
    return tuple(sheets)


def _texts(rows: Sequence[Sequence[object]]) -> list[list[str]]:
    return [[_text(cell) for cell in row[:ROSTER_COLUMNS]] for row in rows]


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell[:ROSTER_CELL]
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.strftime("%Y-%m-%d %H:%M") if cell.time() != datetime.time() else cell.date().isoformat()
    return str(cell)[:ROSTER_CELL]


def _filled(rows: list[list[str]], merged: Iterable[_Span]) -> tuple[tuple[str, ...], ...]:
    """A value merged over rows of one column (a village, a household) stands in each of them."""
    for (top, left), (bottom, right) in merged:
        if top == bottom or left != right or top >= len(rows):
            continue
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row) and left < len(rows[top]) and not row[left]:
                row[left] = rows[top][left]
    return tuple(tuple(row) for row in rows)


def repeated(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """〃 and 同上 as what stands in the cell above."""
    told: list[tuple[str, ...]] = []
    for row in rows:
        told.append(row if ABOVE.isdisjoint(row) else _like(told[-1] if told else (), row))
    return tuple(told)


def _like(above: tuple[str, ...], row: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("".join(above[at : at + 1]) if cell in ABOVE else cell for at, cell in enumerate(row))


def count_rows(rows: int, sheets: int, most: int) -> None:
    """Raises Unfit `file-rows` for more than `most` and some titles above."""
    if rows > most + _TITLE_ROWS * sheets:
        raise Unfit("file-rows", most=most)
