import io
from dataclasses import replace

import openpyxl
import pytest

from reunion.exports.layouts import callsheet_pages, rundown_pages
from reunion.exports.xlsx import write_workbook

from .given import CALLS, CHEN, COVER, HOSTILE, SHOW, SLOT, say


def book(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


RUNDOWN = book(write_workbook(rundown_pages([SHOW], COVER, say), COVER, say))
SHEET = RUNDOWN["第一场"]


def test_there_is_a_sheet_a_show_and_a_summary():
    assert RUNDOWN.sheetnames == ["汇总", "第一场"]


def test_the_title_is_merged_over_all_columns_above_a_frozen_header():
    assert {str(cells) for cells in SHEET.merged_cells.ranges} >= {"A1:P1", "A2:P2"}
    assert (SHEET["A1"].value, SHEET["A1"].font.size) == ("东兴区 2027云团聚 串联单 第一场", 18)
    assert SHEET.freeze_panes == "A4"
    assert (SHEET["A3"].value, SHEET["P3"].value) == ("序号", "备注")
    assert SHEET.print_title_rows == "$1:$3"


def test_it_prints_on_a4_landscape_with_pages_counted():
    assert (SHEET.page_setup.orientation, SHEET.page_setup.paperSize) == ("landscape", 9)
    assert (SHEET.sheet_properties.pageSetUpPr.fitToPage, SHEET.page_setup.fitToHeight) == (True, 0)
    assert SHEET.oddFooter.left.text == "导出人 王小明  2027-02-05 周五 19:30"
    assert SHEET.oddFooter.right.text == "第 &P 页 共 &N 页"


def test_the_mark_for_programs_is_not_printed_and_its_heading_is_whole():
    assert (SHEET["Q3"].value, SHEET.print_area) == ("标记（请勿改动）", "'第一场'!$A$1:$P$7")
    two_lines = 2 * 19
    assert SHEET.row_dimensions[3].height > two_lines


def test_the_last_row_is_signed():
    assert SHEET.cell(SHEET.max_row, 1).value.startswith("制表人：____________        审核人：")


def test_telephones_are_texts_and_numbers_are_numbers():
    row = {SHEET.cell(3, at).value: SHEET.cell(5, at) for at in range(1, 17)}
    assert (row["务工人员电话"].value, row["务工人员电话"].number_format) == ("138****8000", "@")
    assert (row["序号"].value, row["人数"].value) == (2, 3)


def test_a_notice_stands_above_the_table():
    sheet = book(write_workbook(callsheet_pages([CALLS], COVER, say), COVER, say))["双坝"]
    assert (sheet["A3"].value, sheet["A4"].value, sheet.freeze_panes) == (CALLS.notice, "序号", "A5")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula_or_breaks_the_workbook(text: str):
    cover = replace(COVER, title=text[:300], made_by=text, organisers=(text,))
    slot = replace(SLOT, worker=replace(CHEN, name=text, phone=text), message=text, note=text)
    show = replace(SHOW, title=text[:300], stage=text, rows=(slot,))
    read = book(write_workbook(rundown_pages([show, show], cover, say), cover, say))
    assert len(read.sheetnames) == 3
    kinds = {cell.data_type for sheet in read for row in sheet for cell in row if cell.value is not None}
    assert kinds <= {"s", "n"}


def test_a_text_comes_back_as_it_went_out():
    slot = replace(SLOT, worker=replace(CHEN, name="𬭩䶮"), note="=1+2", message="一\n二")
    read = book(write_workbook(rundown_pages([replace(SHOW, rows=(slot,))], COVER, say), COVER, say))[
        "第一场"
    ]
    row = {read.cell(3, at).value: read.cell(4, at).value for at in range(1, 17)}
    assert (row["务工人员"], row["备注"], row["留言"]) == ("𬭩䶮", "=1+2", "一\n二")


def test_long_words_get_a_taller_row():
    slot = replace(SLOT, message="好" * 60)
    read = book(write_workbook(rundown_pages([replace(SHOW, rows=(slot, SLOT))], COVER, say), COVER, say))[
        "第一场"
    ]
    assert read.row_dimensions[4].height > 3 * 14 > read.row_dimensions[5].height


def test_the_footer_keeps_an_ampersand():
    cover = replace(COVER, made_by="A&B")
    read = book(write_workbook(rundown_pages([SHOW], cover, say), cover, say))
    assert "A&&B" in read["第一场"].oddFooter.left.text
