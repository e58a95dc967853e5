"""A contact list that comes back: bytes to the rows that bear a stamp, whatever was sorted, hidden or coloured."""

from collections.abc import Mapping, Sequence

from reunion.domain.faults import Unfit
from reunion.domain.returning import Row
from reunion.domain.stamps import read_stamp
from reunion.imports.workbooks import Sheet, read_workbook


def read_returned(data: bytes, filename: str, names: Mapping[str, str]) -> tuple[Row, ...]:
    """The rows of every sheet with stamps; `names` says which field a heading means, in any of our languages.

    Raises Unfit with a `file-…` code, or `returned-no-stamps`.
    """
    found = [_read(sheet, names) for sheet in read_workbook(data, filename)]
    kept = [rows for rows in found if any(row.stamp for row in rows)]
    if not kept:
        raise Unfit("returned-no-stamps")
    return tuple(row for rows in kept for row in rows)


def _read(sheet: Sheet, names: Mapping[str, str]) -> list[Row]:
    """A row at a time: the headings are the last row above that names a field in two columns or more."""
    columns: dict[int, str] = {}
    rows = []
    marks = _mark_column(sheet)
    for line, cells in enumerate(sheet.rows, 1):
        stamp = next(filter(None, map(read_stamp, reversed(cells))), None)
        headings = {at: names[cell.strip()] for at, cell in enumerate(cells) if cell.strip() in names}
        if stamp is None and len(headings) > 1:
            columns = headings
            continue
        read = {name: cells[at] if at < len(cells) else "" for at, name in columns.items()}
        damaged = bool(columns) and stamp is None and bool("".join(cells[marks : marks + 1]).strip())
        if columns and (stamp is not None or damaged or _names_somebody(read)):
            rows.append(Row(line, stamp, read, damaged))
    return rows


def _mark_column(sheet: Sheet) -> int:
    """Where most marks stand; past the last column when there is none."""
    places = [at for cells in sheet.rows for at, cell in enumerate(cells) if read_stamp(cell)]
    return max(places, key=places.count) if places else max(map(len, sheet.rows), default=0)


def _names_somebody(read: Mapping[str, str]) -> bool:
    filled: Sequence[str] = [
        cell for name, cell in read.items() if name in ("name", "phone") and cell.strip()
    ]
    return len(filled) > 1
