import datetime
import io

import xlsxwriter

from reunion.domain.limits import ROSTER_ROWS
from reunion.imports.cells import read_sheets

from .test_workbooks import workbook


def read(data: bytes):
    (sheet,) = read_sheets(data, ROSTER_ROWS)
    return sheet


def test_numbers_and_dates_of_a_workbook_become_texts():
    row = (13900139000, 13900139000.0, 1.5, True, datetime.date(2027, 2, 5), "1.39E+10")
    sheet = read(workbook(row))
    assert sheet.rows == (("13900139000", "13900139000", "1.5", "是", "2027-02-05", "1.39E+10"),)


def test_row_numbers_are_those_of_the_spreadsheet():
    sheet = read(workbook((), (), ("", "姓名")))
    assert sheet.rows == (("", ""), ("", ""), ("", "姓名"))


def test_a_village_merged_over_its_rows_stands_in_each():
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 1, "标题")
        sheet.merge_range(1, 1, 3, 1, "双坝村")
        sheet.write_column(1, 0, ["张三", "李四", "王五"])
    assert read(made.getvalue()).rows == (
        ("标题", ""),
        ("张三", "双坝村"),
        ("李四", "双坝村"),
        ("王五", "双坝村"),
    )
