import io

import openpyxl
import pytest

from reunion.domain.headers import Column, find_header
from reunion.domain.people import Side
from reunion.imports.homes import load_home
from reunion.imports.rosters import read_roster
from reunion.imports.templates import import_template
from reunion.imports.workbooks import read_workbook
from reunion.web.locale import translations

HOME = load_home("511011")
say = translations("zh_Hans").gettext


@pytest.mark.parametrize("side", list(Side))
def test_the_template_is_read_as_it_stands(side: Side):
    first, *_ = read_workbook(import_template(side, HOME, say), "a.xlsx")
    header = find_header(first.rows, side, first.name)
    assert header is not None
    assert header.side is side
    assert set(header.columns) == set(range(len(header.cells)))
    assert {Column.NAME, Column.PHONE, Column.TOWNSHIP, Column.OTHER_NAME} <= set(header.columns.values())
    assert (header.cells[0], header.cells[-1]) == ("序号", "备注")


@pytest.mark.parametrize("side", list(Side))
def test_a_filled_template_is_taken(side: Side):
    book = openpyxl.load_workbook(io.BytesIO(import_template(side, HOME, say)))
    sheet = book.worksheets[0]
    values = {
        "姓名": "张三",
        "家属姓名": "张三",
        "务工人员姓名": "李四",
        "电话": "13800138000",
        "乡镇": "田家镇",
        "人数": 2,
    }
    for cell in sheet[1]:
        if cell.value in values:
            sheet.cell(2, cell.column, values[cell.value])
    filled = io.BytesIO()
    book.save(filled)
    (row,) = read_roster(filled.getvalue(), "a.xlsx", side, HOME).accepted
    assert row.warnings == ()
    assert (row.draft.name, row.draft.phones, row.draft.township) == (
        "张三",
        ("+8613800138000",),
        "511011100",
    )


@pytest.mark.parametrize("side", list(Side))
def test_townships_are_offered_and_telephones_stay_texts(side: Side):
    book = openpyxl.load_workbook(io.BytesIO(import_template(side, HOME, say)))
    sheet, lists = book.worksheets[0], book.worksheets[1]
    offered = [rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert len(offered) == {Side.WORKER: 3, Side.FAMILY: 2}[side]
    assert lists.sheet_state == "hidden"
    assert "田家镇" in {cell.value for row in lists for cell in row}
    assert book.worksheets[-1].title == "填写说明"
    assert all(sheet.column_dimensions[letter].width > 10 for letter in "ABCD")
