"""The two files of `reunion link`: a table of workers and one of families to rows for linking.

Columns carry the names of the link format, or any heading that a roster's may have (姓名, 手机号, 想见谁 …). These are
files on somebody's own machine, so there is no limit on rows as there is for an upload.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Final

from reunion.domain.faults import Unfit
from reunion.domain.headers import Column, find_header
from reunion.domain.linking import FamilyRow, WorkerRow, family_row, worker_row
from reunion.domain.people import Side
from reunion.imports.workbooks import read_workbook

_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
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
        Column.CODE: "invite_code",
    },
}
_DELIMITERS: Final = ",;\t"


def read_workers(data: bytes, filename: str) -> list[WorkerRow]:
    """The workers in a file; rows without an id are numbered like the lines of the file.

    Raises Unfit `file-…`, or `id-twice`.
    """
    return [worker_row(cells) for cells in _records(data, filename, Side.WORKER)]


def read_families(data: bytes, filename: str) -> list[FamilyRow]:
    """The families in a file, likewise."""
    return [family_row(cells) for cells in _records(data, filename, Side.FAMILY)]


def _records(data: bytes, filename: str, side: Side) -> list[dict[str, str]]:
    key = _COLUMNS[side][0]
    found: list[dict[str, str]] = []
    seen: set[str] = set()
    for rows in _tables(data, filename):
        top, columns = _header(rows, side)
        for at, row in enumerate(rows[top + 1 :], top + 2):
            cells: dict[str, str] = {}
            for number, name in columns.items():
                if number < len(row) and row[number].strip():
                    cells[name] = f"{cells[name]}、{row[number]}" if name in cells else row[number]
            if not cells:
                continue
            cells.setdefault(key, str(at))
            if cells[key].strip() in seen:
                raise Unfit("id-twice", text=cells[key].strip())
            seen.add(cells[key].strip())
            found.append(cells)
    return found


def _tables(data: bytes, filename: str) -> Sequence[Sequence[Sequence[str]]]:
    if data.startswith(_WORKBOOKS):
        return [sheet.rows for sheet in read_workbook(data, filename) if sheet.rows][:1]
    text = _text(data)
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as broken:
        raise Unfit("file-broken") from broken
    if not rows:
        raise Unfit("file-empty")
    return [rows]


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).replace("\x00", "")
        except UnicodeError:
            continue
    raise Unfit("file-encoding")


def _header(rows: Sequence[Sequence[str]], side: Side) -> tuple[int, dict[int, str]]:
    """(index of the header row, column index → name in the link format)."""
    plain = [cell.strip().lower() for cell in rows[0]] if rows else []
    named = {at: name for at, name in enumerate(plain) if name in _COLUMNS[side]}
    if _COLUMNS[side][0] in plain or len(named) > len(_COLUMNS[side]) // 2:
        return 0, named
    header = find_header([tuple(row) for row in rows], side)
    if header is None:
        raise Unfit("file-no-header")
    called = _CALLED[side]
    return header.row, {at: called[column] for at, column in header.columns.items() if column in called}
