"""Packed workbooks (xlsx, xlsb, ods) made safe for the reader: unpacked within bounds, no sheet far too wide.

The reader holds a sheet as one dense block from its first to its last filled cell and ends the process when
that does not fit into memory, so the last filled cell of every sheet is looked up before it may see the file.
"""

import io
import re
import zipfile
import zlib
from typing import Final

from reunion.domain.faults import Unfit
from reunion.domain.limits import ROSTER_COLUMNS
from reunion.imports.bounds import UPLOAD, Bounds

_MEMBERS_MOST: Final = 2000
_PICTURES: Final = re.compile(
    r"(?:^|/)(?:media|embeddings|Thumbnails|Pictures|printerSettings)/", re.IGNORECASE
)
_COLUMNS_MOST: Final = 4 * ROSTER_COLUMNS
_CHUNK: Final = 1 << 20

_XLSX_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_XLSX_TAG: Final = re.compile(rb"<(?:\w+:)?(row|c)\b([^>]*?)(/?)>")
_XLSX_ROW: Final = re.compile(rb"\br\s*=\s*[\"']([0-9]{1,9})[\"']")
_XLSX_CELL: Final = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{1,4})([0-9]{1,9})[\"']")
_XLSB_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.bin", re.IGNORECASE)
_XLSB_ROW, _XLSB_CELLS = 0, range(2, 12)
_ODS_TAG: Final = re.compile(rb"<(/?)table:(table-row|table-cell|covered-table-cell|table)\b([^>]*?)(/?)>")
_ODS_ROWS: Final = re.compile(rb'number-rows-repeated="([0-9]+)"')
_ODS_COLUMNS: Final = re.compile(rb'number-columns-repeated="([0-9]+)"')


def unpack_safely(data: bytes, bounds: Bounds = UPLOAD) -> bytes:
    """The same workbook packed anew without pictures, every member within its bounds.

    Raises Unfit `file-bomb`, `file-wide` or `file-broken`.
    """
    made = io.BytesIO()
    left = bounds.unpacked
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as packed,
            zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as copy,
        ):
            members = packed.infolist()
            if len(members) > _MEMBERS_MOST or sum(m.file_size for m in members) > left:
                raise Unfit("file-bomb")
            for member in members:
                if not member.filename:
                    raise Unfit("file-broken")
                if member.is_dir() or _PICTURES.search(member.filename):
                    continue
                content = _read(packed, member, left)
                left -= len(content)
                _measure(member.filename, content, 2 * bounds.rows)
                copy.writestr(zipfile.ZipInfo(member.filename), content)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as broken:
        if isinstance(broken, Unfit):
            raise
        raise Unfit("file-broken") from broken
    return made.getvalue()


def _read(packed: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    """A member to its end; more than `left` bytes are a bomb whatever its header declares."""
    parts = []
    with packed.open(member) as stream:
        while part := stream.read(_CHUNK):
            left -= len(part)
            if left < 0:
                raise Unfit("file-bomb")
            parts.append(part)
    return b"".join(parts)


def _measure(name: str, content: bytes, rows_most: int) -> None:
    if _XLSX_SHEET.fullmatch(name):
        rows, columns = _last_of_xlsx(content)
    elif _XLSB_SHEET.fullmatch(name):
        rows, columns = _last_of_xlsb(content)
    elif name == "content.xml":
        rows, columns = _last_of_ods(content)
    else:
        return
    if rows > rows_most or columns > _COLUMNS_MOST:
        raise Unfit("file-wide", rows=rows, columns=columns)


def _last_of_xlsx(content: bytes) -> tuple[int, int]:
    """Last filled cell; one that only has a style is empty, one without a reference follows the last."""
    most_rows = most_columns = row = column = 0
    for tag in _XLSX_TAG.finditer(content):
        if tag[1] == b"row":
            told = _XLSX_ROW.search(tag[2])
            row, column = int(told[1]) if told else row + 1, 0
            continue
        cell = _XLSX_CELL.search(tag[2])
        row, column = (int(cell[2]), _column(cell[1])) if cell else (row, column + 1)
        if not tag[3]:
            most_rows, most_columns = max(most_rows, row), max(most_columns, column)
    return most_rows, most_columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("@")
    return number


def _last_of_xlsb(content: bytes) -> tuple[int, int]:
    """Records of [MS-XLSB] 2.1.4: a type of one or two bytes, a length of one to four, seven bits each."""
    rows = columns = row = at = 0
    while at < len(content):
        kind, at = _seven_bits(content, at, 2)
        length, at = _seven_bits(content, at, 4)
        if kind == _XLSB_ROW and length >= 4:
            row = int.from_bytes(content[at : at + 4], "little") + 1
        elif kind in _XLSB_CELLS and length >= 4:
            rows = max(rows, row)
            columns = max(columns, int.from_bytes(content[at : at + 4], "little") + 1)
        at += length
    return rows, columns


def _seven_bits(content: bytes, at: int, most: int) -> tuple[int, int]:
    value = 0
    for step in range(most):
        if at >= len(content):
            break
        byte = content[at]
        at += 1
        value |= (byte & 0x7F) << (7 * step)
        if byte < 0x80:
            break
    return value, at


def _last_of_ods(content: bytes) -> tuple[int, int]:
    """Last filled cell, with every repetition counted; a repetition of empty cells at the end is no cell."""
    most_rows = most_columns = 0
    row = column = repeated = 0
    for tag in _ODS_TAG.finditer(content):
        closing, name, attributes = tag[1], tag[2], tag[3]
        if name == b"table" and not closing:
            row = repeated = 0
        elif name == b"table-row" and not closing:
            row += repeated
            repeated, column = _times(_ODS_ROWS, attributes), 0
        elif name.endswith(b"table-cell") and not closing:
            column += _times(_ODS_COLUMNS, attributes)
            if b"value-type" in attributes:
                most_rows, most_columns = max(most_rows, row + repeated), max(most_columns, column)
    return most_rows, most_columns


def _times(rule: "re.Pattern[bytes]", attributes: bytes) -> int:
    found = rule.search(attributes)
    return int(found[1][:9]) if found else 1
