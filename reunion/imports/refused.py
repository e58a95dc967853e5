"""The refused rows as a workbook to mend and bring back: same headers, the reason in the last column."""

import io
import re
from collections.abc import Sequence
from typing import Final

import xlsxwriter

from reunion.domain.faults import Say
from reunion.domain.rosters import Rejected, Roster, Table

OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_UNSHOWABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\']")
_SHEET_NAME_MOST: Final = 31
_WIDTHS: Final = (8, 40)
_REASON_WIDTH: Final = 60


def refused_workbook(roster: Roster, say: Say) -> bytes:
    """An xlsx with a sheet for every sheet that has refused rows; empty of rows when none was refused."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as book:
        text = book.add_format({"num_format": "@", "valign": "top", "border": 1})
        head = book.add_format({"bold": True, "num_format": "@", "bg_color": "#F2F2F2", "border": 1})
        why = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "font_color": "#9C0006"})
        names: set[str] = set()
        for table in roster.tables:
            rows = [row for row in roster.rejected if row.sheet == table.name]
            if not rows and len(roster.tables) > 1:
                continue
            sheet = book.add_worksheet(_sheet_name(table.name, names))
            reasons = [" ".join(reason.text(say) for reason in row.reasons) for row in rows]
            _fill(sheet, table, rows, (head, text))
            sheet.write_string(0, len(table.header), say("Reason for the refusal"), head)
            for at, sentence in enumerate(reasons, 1):
                sheet.write_string(at, len(table.header), writable(sentence), why)
            sheet.set_column(len(table.header), len(table.header), _REASON_WIDTH)
            sheet.freeze_panes(1, 0)
            sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        if not names:
            book.add_worksheet()
    return made.getvalue()


def writable(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _UNSHOWABLE.sub("\ufffd", text)


def _fill(
    sheet: xlsxwriter.worksheet.Worksheet,
    table: Table,
    rows: Sequence[Rejected],
    formats: tuple[object, object],
) -> None:
    head, text = formats
    for column, title in enumerate(table.header):
        sheet.write_string(0, column, writable(title), head)
        cells = [row.cells[column] if column < len(row.cells) else "" for row in rows]
        for at, cell in enumerate(cells, 1):
            sheet.write_string(at, column, writable(cell), text)
        widest = max((2 * len(cell) for cell in (title, *cells)), default=0) + 2
        sheet.set_column(column, column, min(max(widest, _WIDTHS[0]), _WIDTHS[1]))


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name a spreadsheet accepts, without regard to case unlike those before it."""
    plain = _SHEET_NAME.sub(" ", writable(name)).strip()[: _SHEET_NAME_MOST - 3] or "Sheet"
    one, number = plain, 1
    while one.lower() in taken:
        number += 1
        one = f"{plain} {number}"
    taken.add(one.lower())
    return one
