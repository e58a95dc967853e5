"""Name badges to cut out, and the list at the door: each person with the QR code that checks them in."""

import io
from collections.abc import Sequence
from typing import Any, Final

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm

from reunion.domain.faults import Say
from reunion.domain.lists import Cover, Guest
from reunion.domain.people import Side
from reunion.exports.codes import qr_code
from reunion.exports.lists import named
from reunion.exports.pages import MEDIA_TYPES, Cell, Exported, Form, Heading, Page, Picture, breadth
from reunion.exports.papers import open_side, packed, paper, whole, write
from reunion.exports.xlsx import write_workbook
from reunion.exports.zoned import clock, day

_COLUMNS, _ROWS = 2, 4
_TEXT_CM, _CODE_CM, _TALL_CM = 5.8, 3.5, 6.3
_LINE_POINTS: Final = 150
"""Room beside the code, without the edges of its cell."""
_SIDES: Final = {Side.WORKER: "Worker", Side.FAMILY: "Family"}


def badges(guests: Sequence[Guest], cover: Cover, form: Form, say: Say) -> Exported:
    """Eight cards a page as a document, or the list at the door as a workbook with a sheet a door."""
    first = min((guest.start for guest in guests), default=cover.made_at)
    what = say("Name badges") if form is Form.DOCX else say("Check-in sheet")
    data = (
        _cards(guests, cover, say)
        if form is Form.DOCX
        else write_workbook(_doors(guests, cover, say), cover, say)
    )
    return Exported(named(cover, what, first, form), MEDIA_TYPES[form], data)


def _cards(guests: Sequence[Guest], cover: Cover, say: Say) -> bytes:
    made = paper(f"{cover.home} {cover.title} {say('Name badges')}", cover, say, points=11, margin_cm=1.2)
    for start in range(0, len(guests), _COLUMNS * _ROWS):
        if start:
            made.add_page_break()
        page = guests[start : start + _COLUMNS * _ROWS]
        table = made.add_table(rows=-(-len(page) // _COLUMNS), cols=2 * _COLUMNS, style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for at, column in enumerate(table.columns):
            column.width = Cm(_CODE_CM if at % 2 else _TEXT_CM)
        for row in table.rows:
            row.height, row.height_rule = Cm(_TALL_CM), WD_ROW_HEIGHT_RULE.EXACTLY
            whole(row)
            for at, cell in enumerate(row.cells):
                cell.width = Cm(_CODE_CM if at % 2 else _TEXT_CM)
                cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
                open_side(cell, "left" if at % 2 else "right")
        for at, guest in enumerate(page):
            row = table.rows[at // _COLUMNS]
            column = 2 * (at % _COLUMNS)
            _card(row.cells[column], row.cells[column + 1], guest, cover, say)
    return packed(made)


def _card(text: Any, code: Any, guest: Guest, cover: Cover, say: Say) -> None:
    write(text.paragraphs[0], f"{cover.home}\n", points=10)
    write(text.paragraphs[0], cover.title, points=_in_one_line(cover.title))
    write(text.add_paragraph(), guest.name, points=26 if len(guest.name) <= 4 else 16, bold=True)
    write(text.add_paragraph(), f"{say(_SIDES[Side(guest.side)])}　{guest.where}", points=11)
    write(text.add_paragraph(), f"{day(guest.start, cover.zone, say)}\n{guest.show}", points=10)
    be_there = say("Be there at %(clock)s") % {"clock": clock(guest.gather, cover.zone)[:-3]}
    write(text.add_paragraph(), be_there, points=13, bold=True)
    picture = code.paragraphs[0]
    picture.alignment = WD_ALIGN_PARAGRAPH.CENTER
    picture.add_run().add_picture(io.BytesIO(qr_code(guest.address, 4)), width=Cm(_CODE_CM - 1.1))
    number = code.add_paragraph()
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write(number, say("No. %(number)d") % {"number": guest.number}, points=11, bold=True)


def _in_one_line(title: str) -> float:
    """Points in which the title stands whole in its line; below seven nobody reads it."""
    return max(7, min(10, _LINE_POINTS // (breadth(title) / 2)))


def _doors(guests: Sequence[Guest], cover: Cover, say: Say) -> tuple[Page, ...]:
    """A page a village for families, a page a show for workers."""
    doors: dict[str, list[Guest]] = {}
    for guest in guests:
        door = guest.where if guest.side == Side.FAMILY else f"{say('Workers')} {guest.show}"
        doors.setdefault(door or say("Village unknown"), []).append(guest)
    texts = (
        ("No.", 6),
        ("Registration", 8),
        ("Name", 14),
        ("Show", 14),
        ("Be there at", 10),
        ("On air about", 10),
        ("People", 6),
        ("Meets", 14),
        ("QR code", 12),
        ("Checked in", 16),
        ("Remarks", 18),
    )
    headings = tuple(Heading(say(text), width, centred=width < 12) for text, width in texts)
    return tuple(
        Page(
            door,
            f"{cover.home} {cover.title} {say('Check-in sheet')} {door}",
            "    ".join(
                (
                    "、".join(cover.organisers),
                    *dict.fromkeys(day(one.start, cover.zone, say) for one in found),
                )
            ),
            headings,
            tuple(_line(at, guest, cover) for at, guest in enumerate(found, 1)),
        )
        for door, found in sorted(doors.items())
    )


def _line(at: int, guest: Guest, cover: Cover) -> tuple[Cell, ...]:
    return (
        at,
        guest.number,
        guest.name,
        guest.show,
        clock(guest.gather, cover.zone)[:-3],
        clock(guest.start, cover.zone)[:-3],
        guest.persons,
        guest.other,
        Picture(qr_code(guest.address, 2)),
        "",
        "",
    )
