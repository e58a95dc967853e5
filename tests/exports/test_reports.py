import io
from dataclasses import replace

import openpyxl

from reunion.domain.instants import HOUR, Instant
from reunion.domain.lists import Report, Tally
from reunion.exports.reports import report_pages, write_report

from .given import COVER, EVENING, RAN, say

TIAN = Tally("田家镇", 3, 4, 1, 2, 2, 1, 0, 1, 0)
REPORT = Report("2027-02-05", replace(TIAN, township=""), (TIAN,), (RAN,))


def test_the_day_stands_before_what_ran_with_its_sum_below():
    whole, show = report_pages(REPORT, COVER, say)
    assert [cell for row in whole.rows for cell in row[1:3]] == ["田家镇", 3, "合计", 3]
    assert (whole.shaded, show.name) == ({1}, "第一场")
    assert whole.line == "东兴区融媒体中心、温岭市融媒体中心    2027-02-05"


def test_the_workbook_prints_like_every_other_list():
    made = write_report(REPORT, COVER, say)
    assert made.filename == "东兴区_2027云团聚_日报_20270205.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(made.data)).worksheets[0]
    assert "A1:L1" in {str(merged) for merged in sheet.merged_cells.ranges}
    assert (sheet.freeze_panes, sheet.page_setup.orientation, sheet.page_setup.paperSize) == (
        "A4",
        "landscape",
        9,
    )
    head = [cell.value for cell in sheet[3]]
    assert (head[0], head[-1]) == ("序号", "备注")
    assert all(cell.data_type != "f" for row in sheet for cell in row)


def test_what_ran_after_midnight_has_its_date():
    late = Instant(EVENING + 5 * HOUR)
    row = replace(RAN.rows[0], started=late, ended=late, held_s=65, by="老陈")
    page = report_pages(replace(REPORT, shows=(replace(RAN, rows=(row,)),)), COVER, say)[1]
    cells = {heading.text: cell for heading, cell in zip(page.headings, page.rows[0], strict=True)}
    assert (cells["实际开始"], cells["保持时长"], cells["操作人"]) == ("02-06 00:30:00", "1:05", "老陈")
