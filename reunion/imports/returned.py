"""A contact list that comes back: bytes to the rows that bear a stamp, whatever was sorted, hidden or coloured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reunion.domain.faults import Unfit
from reunion.domain.returning import Row
from reunion.domain.stamps import read_stamp
from reunion.imports.workbooks import Sheet, read_workbook


@dataclass(frozen=True, slots=True)
class Returned:
    """What a file holds."""

    rows: tuple[Row, ...]
    nameless: tuple[int, ...]
    """Lines of rows that name somebody and bear no stamp: new people come with a roster."""


def read_returned(data: bytes, filename: str, names: Mapping[str, str]) -> Returned:
    """The rows of every sheet with stamps; `names` says which field a heading means, in any of our languages.

    Raises Unfit with a `file-…` code, or `returned-no-stamps`.
    """
    found = [_read(sheet, names) for sheet in read_workbook(data, filename)]
    if not any(one.rows for one in found):
        raise Unfit("returned-no-stamps")
    kept = [one for one in found if one.rows]
    return Returned(
        tuple(row for one in kept for row in one.rows), tuple(line for one in kept for line in one.nameless)
    )


def _read(sheet: Sheet, names: Mapping[str, str]) -> Returned:
    """A row at a time: the headings are the last row above that names a field in two columns or more."""
    columns: dict[int, str] = {}
    rows, nameless = [], []
    for line, cells in enumerate(sheet.rows, 1):
        stamp = next(filter(None, map(read_stamp, reversed(cells))), None)
        headings = {at: names[cell.strip()] for at, cell in enumerate(cells) if cell.strip() in names}
        if stamp is None and len(headings) > 1:
            columns = headings
            continue
        read = {name: cells[at] if at < len(cells) else "" for at, name in columns.items()}
        if stamp is not None and columns:
            rows.append(Row(line, stamp, read))
        elif columns and _names_somebody(read):
            nameless.append(line)
    return Returned(tuple(rows), tuple(nameless))


def _names_somebody(read: Mapping[str, str]) -> bool:
    filled: Sequence[str] = [
        cell for name, cell in read.items() if name in ("name", "phone") and cell.strip()
    ]
    return len(filled) > 1
