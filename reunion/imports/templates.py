"""The empty roster to hand out: headers we read, drop-downs where there is a choice, an explanation."""

import io
from typing import Final

import xlsxwriter

from reunion.domain.faults import Say
from reunion.domain.limits import PERSONS_LEAST, PERSONS_MOST, ROSTER_ROWS, YEARS_AWAY_MOST
from reunion.domain.people import Side
from reunion.domain.places import Home
from reunion.imports.refused import OPTIONS

_ROWS: Final = 1000
"""Rows with drop-downs; more can be filled in without."""
_WIDE: Final = 18
_A4: Final = 9

_COLUMNS: Final = {
    Side.WORKER: (
        ("No.", "counts the rows; may stay empty"),
        ("Name", "the full name as on the identity card, one person a row; needed"),
        ("Sex", "choose from the list"),
        ("Telephone", "11 digits, written as text; two numbers are parted by 、; needed if there is one"),
        ("Township", "the home township; choose from the list"),
        ("Village", "village or community, with the group: 双坝村3组"),
        ("Place of work", "where they are during the show: employer or town"),
        ("Contact at home", "whom they want to see; several are parted by 、"),
        ("Relation to the worker", "what the contact is to the worker: mother, wife, son"),
        ("Telephone of the contact", "the contact's number"),
        ("Years since the last visit home", "whole years"),
        ("Words for the family", "what they would like to say, in a sentence or two"),
        ("Remarks", "for yourselves; it is not read"),
    ),
    Side.FAMILY: (
        ("No.", "counts the rows; may stay empty"),
        ("Name of the family member", "the full name as on the identity card, one person a row; needed"),
        ("Telephone", "11 digits, written as text; two numbers are parted by 、; needed if there is one"),
        ("Relation to the worker", "what the family member is to the worker: mother, wife, son"),
        ("Name of the worker", "whom they want to see; several are parted by 、"),
        ("Telephone of the worker", "the worker's number; helps to find the right one"),
        ("Invite code", "the six signs the worker was given, if they know it"),
        ("Township", "the home township; choose from the list"),
        ("Village", "village or community, with the group: 双坝村3组"),
        ("Number of people", "how many sit before the camera"),
        ("Words for the worker", "what they would like to say, in a sentence or two"),
        ("Remarks", "for yourselves; it is not read"),
    ),
}
_RELATIONS: Final = (
    "父亲",
    "母亲",
    "妻子",
    "丈夫",
    "儿子",
    "女儿",
    "哥哥",
    "弟弟",
    "姐姐",
    "妹妹",
    "爷爷",
    "奶奶",
)
_SHEETS: Final = {Side.WORKER: "Roster of workers", Side.FAMILY: "Roster of families"}


def import_template(side: Side, home: Home, say: Say) -> bytes:
    """An xlsx whose first sheet read_roster reads as it stands."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as book:
        head = book.add_format(
            {"bold": True, "bg_color": "#F7E1D7", "border": 1, "text_wrap": True, "valign": "vcenter"}
        )
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(say(_SHEETS[side]))
        choices = {
            "Sex": ["男", "女"],
            "Township": [town.name for town in home.townships],
            "Relation to the worker": list(_RELATIONS),
        }
        lists = book.add_worksheet(say("Lists"))
        for at, (title, _) in enumerate(_COLUMNS[side]):
            sheet.write_string(0, at, say(title), head)
            sheet.set_column(at, at, _WIDE, text)
            if title in choices:
                _offer(sheet, lists, at, choices[title], say)
        _numbers(sheet, side, say)
        sheet.set_row(0, 32)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        lists.hide()
        _explain(book, side, say)
    return made.getvalue()


def _offer(
    sheet: xlsxwriter.worksheet.Worksheet,
    lists: xlsxwriter.worksheet.Worksheet,
    at: int,
    choices: list[str],
    say: Say,
) -> None:
    """A drop-down over a hidden list: a list within the rule itself ends at 255 characters."""
    column = xlsxwriter.utility.xl_col_to_name(at)
    lists.write_column(0, at, choices)
    rule = {
        "validate": "list",
        "source": f"='{lists.get_name()}'!${column}$1:${column}${len(choices)}",
        "error_type": "warning",
        "error_title": say("Not in the list"),
        "error_message": say("Keep it only if it is meant so."),
    }
    sheet.data_validation(1, at, _ROWS, at, rule)


def _numbers(sheet: xlsxwriter.worksheet.Worksheet, side: Side, say: Say) -> None:
    bounds = {
        "Number of people": (PERSONS_LEAST, PERSONS_MOST),
        "Years since the last visit home": (0, YEARS_AWAY_MOST),
    }
    for at, (title, _) in enumerate(_COLUMNS[side]):
        if title in bounds:
            least, most = bounds[title]
            rule = {
                "input_title": say(title),
                "input_message": say("From %(least)d to %(most)d") % {"least": least, "most": most},
            }
            sheet.data_validation(1, at, _ROWS, at, {"validate": "any", **rule})


def _explain(book: xlsxwriter.Workbook, side: Side, say: Say) -> None:
    sheet = book.add_worksheet(say("How to fill it in"))
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 80, wrap)
    lines = (
        say("Leave the header row as it is. Columns nobody knows may stay empty."),
        say("Never write identity card or bank numbers: such columns are not taken."),
        say("At most %(most)d rows in one file.") % {"most": ROSTER_ROWS},
        say("Importing the same file twice changes nothing."),
    )
    for at, line in enumerate(lines):
        sheet.write_string(at, 1, line, wrap)
    for at, (title, sense) in enumerate(_COLUMNS[side], len(lines) + 1):
        sheet.write_string(at, 0, say(title), bold)
        sheet.write_string(at, 1, say(sense), wrap)
