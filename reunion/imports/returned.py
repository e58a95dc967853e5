"""A contact list or a rundown that comes back: bytes to the rows that bear a mark, whatever was sorted or coloured."""

from collections.abc import Mapping, Sequence

from reunion.domain.faults import Unfit
from reunion.domain.returning import Row
from reunion.domain.stamps import read_marks
from reunion.imports.cells import Sheet
from reunion.imports.workbooks import read_workbook


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
    place = _mark_column(sheet)
    for line, cells in enumerate(sheet.rows, 1):
        marks = next(filter(None, map(read_marks, reversed(cells))), ())
        headings = {at: names[cell.strip()] for at, cell in enumerate(cells) if cell.strip() in names}
        if not marks and len(headings) > 1:
            columns = headings
            continue
        read = {name: cells[at] if at < len(cells) else "" for at, name in columns.items()}
        if not columns:
            continue
        for mark in marks:
            mine = {field: read[column] for field, column in mark.columns.items() if column in read}
            rows.append(Row(line, mark.stamp, mine))
        damaged = not marks and bool("".join(cells[place : place + 1]).strip())
        if damaged or (not marks and _is_of_somebody(read, cells)):
            who = read.get("name") or read.get("worker-name") or " ".join(filter(None, cells))
            rows.append(Row(line, None, {**read, "name": who}, damaged))
    return rows


def _mark_column(sheet: Sheet) -> int:
    """Where most marks stand; past the last column when there is none."""
    places = [at for cells in sheet.rows for at, cell in enumerate(cells) if read_marks(cell)]
    return max(places, key=places.count) if places else max(map(len, sheet.rows), default=0)


def _is_of_somebody(read: Mapping[str, str], cells: Sequence[str]) -> bool:
    """Whether a row without a mark was written by hand, wherever it stands: below the line to sign on, too.

    That line is one cell of a column that is not read; a rundown's segments name nobody on both sides.
    """
    if "name" not in read:
        return all(read.get(column, "").strip() for column in ("worker-name", "family-name"))
    return any(map(str.strip, read.values())) or sum(bool(cell.strip()) for cell in cells) > 1
