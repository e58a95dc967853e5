"""Pages as one text table that Excel and WPS open with a double click: UTF-8 with its mark, CRLF, no formula."""

import csv
import io
from collections.abc import Sequence

from reunion.domain.formulas import guarded
from reunion.exports.pages import Cell, showable


def write_table(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Headings and rows; a text that a spreadsheet would take for a formula gets an apostrophe before it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_harmless(heading) for heading in headings])
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> str:
    if isinstance(cell, str):
        return guarded(showable(cell))
    return str(cell) if isinstance(cell, int) else ""
