"""Bytes of a workbook or a text table to sheets of cell texts; every oddity of the format ends here."""

import csv
import datetime
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from reunion.domain.faults import Unfit
from reunion.domain.formulas import bare
from reunion.domain.limits import ROSTER_CELL, ROSTER_COLUMNS, ROSTER_SHEETS
from reunion.imports.bounds import UPLOAD, Bounds

_PACKED: Final = b"PK\x03\x04"
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_NOT_TEXT: Final = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"Rar!",
    b"7z\xbc\xaf",
    b"{\\rtf",
    b"<html",
    b"<!DOCTYPE",
    b"<?xml",
)
_DELIMITERS: Final = ",;\t|"
_SNIFFED_LINES: Final = 30
_TITLE_ROWS: Final = 50
"""Rows above the header and beyond the limit that are still read, so that 20,000 people fit."""
_MEGABYTE: Final = 1024 * 1024
_Span = tuple[tuple[int, int], tuple[int, int]]
_WORKBOOK_ERRORS: Final = (OSError, ValueError, KeyError, IndexError, OverflowError)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as texts; the first row of the spreadsheet is row 0 here."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def read_workbook(data: bytes, filename: str, bounds: Bounds = UPLOAD) -> tuple[Sheet, ...]:
    """The sheets of xlsx, xls, xlsb, ods or csv, told by content; `filename` names the sheet of a csv.

    Raises Unfit with a `file-…` code, for any bytes whatever.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise Unfit("file-empty")
    if len(data) > bounds.size:
        size = -(-len(data) // _MEGABYTE)
        raise Unfit("file-too-big", size=size, most=bounds.size // _MEGABYTE)
    if data.startswith(_PACKED):
        from reunion.imports.packed import unpack_safely

        return _read_sheets(unpack_safely(data, bounds), bounds.rows)
    if data.startswith(_COMPOUND):
        if _ENCRYPTED in data:
            raise Unfit("file-encrypted")
        return _read_sheets(data, bounds.rows)
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(_NOT_TEXT):
        raise Unfit("file-kind")
    stem = filename.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return (Sheet(stem[:40] or "csv", _read_table(_decode(data), bounds.rows)),)


def _read_sheets(data: bytes, most: int) -> tuple[Sheet, ...]:
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
                sheets.append(Sheet(name, _filled(_texts(rows), sheet.merged_cell_ranges or ())))
    except python_calamine.PasswordError as locked:
        raise Unfit("file-encrypted") from locked
    except (python_calamine.CalamineError, *_WORKBOOK_ERRORS) as broken:
        raise Unfit("file-broken") from broken
    except BaseException as broken:
        # a panic of the reader arrives as an exception that is no Exception
        if type(broken).__name__ != "PanicException":
            raise
        raise Unfit("file-broken") from broken
    _count(sum(len(sheet.rows) for sheet in sheets), len(sheets), most)
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


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030", "big5")
    for encoding in encodings:
        try:
            return data.decode(encoding).replace("\x00", "")
        except UnicodeError:
            continue
    raise Unfit(
        "file-kind" if b"\x00" in data else "file-encoding"
    )  # a program or a picture has zeros, a text none


def _read_table(text: str, most: int) -> tuple[tuple[str, ...], ...]:
    rows: list[tuple[str, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            rows.append(tuple([bare(cell[:ROSTER_CELL]) for cell in row[:ROSTER_COLUMNS]]))
            _count(len(rows), 1, most)
    except csv.Error as broken:
        raise Unfit("file-broken") from broken
    return tuple(rows)


def _delimiter(text: str) -> str:
    """The sign that cuts the first rows into many and equally many cells."""
    sample = text[: 64 * 1024].splitlines(keepends=True)[:_SNIFFED_LINES]

    def evenness(delimiter: str) -> int:
        try:
            cuts = [len(row) - 1 for row in csv.reader(sample, delimiter=delimiter)]
        except csv.Error:
            return 0
        return max((cuts.count(count) * count for count in set(cuts)), default=0)

    return max(_DELIMITERS, key=evenness)


def _count(rows: int, sheets: int, most: int) -> None:
    if rows > most + _TITLE_ROWS * sheets:
        raise Unfit("file-rows", most=most)
