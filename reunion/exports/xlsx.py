"""Pages as a workbook an office prints: A4 landscape, header on every page, every text a text."""

import io
import re
from math import ceil
from typing import Any, Final

from reunion.domain.faults import Say
from reunion.domain.lists import Cover
from reunion.exports.pages import Heading, Page, Picture, breadth, showable
from reunion.exports.zoned import clock, day

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_A4: Final = 9
_FONT: Final = "等线"
_TITLE_ROW, _LINE_ROW = 0, 1
_CELL_MOST: Final = 32_000
"""Below the 32,767 characters a cell can hold."""
_SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\']")
_SHEET_NAME_MOST: Final = 31
_FOOTER_NAME_MOST: Final = 40
_HEAD_HEIGHT, _LINE_HEIGHT, _SPACE, _LINES_MOST = 20, 14, 6, 20
_PICTURE_LINES: Final = 5
_PICTURE: Final = {"x_offset": 6, "y_offset": 4, "object_position": 1, "decorative": True}
_QUIET: Final = {"font_size": 8, "font_color": "#808080"}
_SHADE: Final = "#F5E6D3"


def write_workbook(pages: tuple[Page, ...], cover: Cover, say: Say) -> bytes:
    """An xlsx with a sheet a page."""
    import xlsxwriter  # a server opens its port sooner without it

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, _OPTIONS) as book:
        # the file is the same for the same list: its own dates are those of the export
        book.set_properties({"title": showable(pages[0].title if pages else cover.title)})
        formats = _formats(book)
        taken: set[str] = set()
        for page in pages:
            _write_page(book.add_worksheet(_sheet_name(page.name, taken)), page, cover, say, formats)
    return made.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    cell = {"font_name": _FONT, "border": 1, "valign": "vcenter", "num_format": "@", "text_wrap": True}
    whole = {**cell, "num_format": "0", "align": "center"}
    return {
        "title": book.add_format(
            {"font_name": _FONT, "font_size": 18, "bold": True, "align": "center", "valign": "vcenter"}
        ),
        "line": book.add_format(
            {"font_name": _FONT, "align": "left", "valign": "vcenter", "num_format": "@"}
        ),
        "notice": book.add_format(
            {"font_name": _FONT, "text_wrap": True, "valign": "top", "num_format": "@"}
        ),
        "head": book.add_format({**cell, "bold": True, "align": "center", "bg_color": "#EDEDED"}),
        "text": book.add_format(cell),
        "centred": book.add_format({**cell, "align": "center"}),
        "quiet": book.add_format({**cell, "text_wrap": False, "align": "fill", **_QUIET}),
        "quiet-shaded": book.add_format({**cell, "text_wrap": False, "align": "fill", **_QUIET}),
        "whole": book.add_format(whole),
        "text-shaded": book.add_format({**cell, "bg_color": _SHADE}),
        "centred-shaded": book.add_format({**cell, "align": "center", "bg_color": _SHADE}),
        "whole-shaded": book.add_format({**whole, "bg_color": _SHADE}),
    }


def _write_page(sheet: Any, page: Page, cover: Cover, say: Say, formats: dict[str, Any]) -> None:
    last = max(at for at, one in enumerate(page.headings) if not one.quiet)
    _merged(sheet, _TITLE_ROW, last, page.title, formats["title"])
    sheet.set_row(_TITLE_ROW, 30)
    sheet.set_row(_LINE_ROW, 20)
    _merged(sheet, _LINE_ROW, last, page.line, formats["line"])
    head = _LINE_ROW + 1
    if page.notice:
        _merged(sheet, head, last, page.notice, formats["notice"])
        sheet.set_row(head, 18 * (1 + len(page.notice) // 60))
        head += 1
    sheet.set_row(head, _HEAD_HEIGHT * max(_lines(one.text, one.width) for one in page.headings))
    for column, heading in enumerate(page.headings):
        sheet.write_string(head, column, showable(heading.text), formats["head"])
        sheet.set_column(column, column, heading.width)
    for at, row in enumerate(page.rows):
        _write_row(sheet, head + 1 + at, row, page, at in page.shaded, formats)
    end = head + len(page.rows)
    signature = "        ".join(
        f"{say(word)}：____________" for word in ("Made by", "Checked by", "Signed on")
    )
    _merged(sheet, end + 2, last, signature, formats["line"])
    if page.rows:
        sheet.autofilter(head, 0, end, len(page.headings) - 1)
    sheet.freeze_panes(head + 1, 0)
    sheet.repeat_rows(0, head)
    # What is for programs runs over its column's edge: printed, it would make everything else smaller.
    sheet.print_area(0, 0, end + 2, last)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    _set_up_print(sheet, cover, say)


def _write_row(
    sheet: Any, at: int, row: tuple[Any, ...], page: Page, shaded: bool, formats: dict[str, Any]
) -> None:
    tint = "-shaded" if shaded else ""
    wrapped = zip(row, page.headings, strict=True)
    lines = max(_lines(cell, heading.width) for cell, heading in wrapped if not heading.quiet)
    sheet.set_row(at, _LINE_HEIGHT * lines + _SPACE)
    for column, cell in enumerate(row):
        if isinstance(cell, Picture):
            sheet.write_blank(at, column, None, formats["centred" + tint])
            sheet.insert_image(at, column, "code.png", {"image_data": io.BytesIO(cell.png), **_PICTURE})
        elif isinstance(cell, int):
            sheet.write_number(at, column, cell, formats["whole" + tint])
        else:
            kind = _kind(page.headings[column])
            sheet.write_string(at, column, showable(cell or "")[:_CELL_MOST], formats[kind + tint])


def _kind(heading: Heading) -> str:
    return "quiet" if heading.quiet else "centred" if heading.centred else "text"


def _lines(cell: Any, width: float) -> int:
    """Lines a text takes in a column; spreadsheets do not measure wrapped rows that a program wrote."""
    if not isinstance(cell, str):
        return _PICTURE_LINES if isinstance(cell, Picture) else 1
    lines = (max(1, ceil(breadth(line) / (width - 1))) for line in cell.split("\n"))
    return min(sum(lines), _LINES_MOST)


def _merged(sheet: Any, row: int, last: int, text: str, style: Any) -> None:
    sheet.merge_range(row, 0, row, max(last, 1), "", style)
    sheet.write_string(row, 0, showable(text)[:_CELL_MOST], style)


def _set_up_print(sheet: Any, cover: Cover, say: Say) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    sheet.center_horizontally()
    who = showable(cover.made_by)[:_FOOTER_NAME_MOST].replace("&", "&&")
    when = f"{day(cover.made_at, cover.zone, say)} {clock(cover.made_at, cover.zone)[:-3]}"
    pages = say("Page %(page)s of %(pages)s") % {"page": "&P", "pages": "&N"}
    sheet.set_footer(f"&L{say('Exported by')} {who}  {when}&R{pages}")


def _sheet_name(name: str, taken: set[str]) -> str:
    plain = _SHEET_NAME.sub(" ", showable(name)).strip()[: _SHEET_NAME_MOST - 4].strip() or "Sheet"
    one, number = plain, 1
    while one.lower() in taken or one.lower() == "history":
        number += 1
        one = f"{plain} {number}"
    taken.add(one.lower())
    return one
