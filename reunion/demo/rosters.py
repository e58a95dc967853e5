"""Messy rosters as offices really send them: workbooks, and a table in the old Chinese encoding."""

import csv
import io
from collections.abc import Callable, Sequence
from random import Random
from typing import Any, Final

import xlsxwriter

from reunion.demo.crowd import Crowd, FamilyRow, Row, WorkerRow
from reunion.domain.people import Side

WORKERS_FILE: Final = "东兴区在温岭务工人员花名册.xlsx"
TOWNSHIP_FAMILIES_FILE: Final = "乡镇报送家属名单.xlsx"
VILLAGE_FAMILIES_FILE: Final = "村民小组家属登记.csv"

_WORKER_HEADER: Final = (
    *("序号", "姓 名", "性别", "身份证号码", "联系\n电话", "家庭住址\n（镇）", "村（社区）"),
    *("务工单位", "家中联系人", "与本人关系", "家人电话", "几年未回家"),
)
_FAMILY_HEADER: Final = (
    *("编号", "报名人姓名", "联系方式", "与务工人员关系", "务工人员姓 名", "务工人员电话"),
    *("所在乡镇", "所在村（社区）", "到场人数", "想说的话"),
)
_CSV_HEADER: Final = ("家属姓名", "手机号", "关系", "在外务工人员姓名", "务工人员电话", "乡镇", "村")


SIDES: Final = {
    WORKERS_FILE: Side.WORKER,
    TOWNSHIP_FAMILIES_FILE: Side.FAMILY,
    VILLAGE_FAMILIES_FILE: Side.FAMILY,
}


def rosters(crowd: Crowd) -> dict[str, bytes]:
    """File name to content: the workers' workbook, a families' workbook and a families' CSV in GB 18030.

    They hold every row of the crowd that came through an office; the same crowd gives the same cells.
    """
    rng = Random(f"rosters/{crowd.seed}")  # noqa: S311 - the same files every time are what is wanted
    return {
        WORKERS_FILE: _workers_workbook(_workers(crowd), crowd, rng),
        TOWNSHIP_FAMILIES_FILE: _families_workbook(_families(crowd, "volunteer"), rng),
        VILLAGE_FAMILIES_FILE: _families_table(_families(crowd, "roster")),
    }


def written_in(filename: str, crowd: Crowd) -> Sequence[Row]:
    """The crowd's rows that a file holds, in its order below the header."""
    if filename == WORKERS_FILE:
        return _workers(crowd)
    return _families(crowd, "volunteer" if filename == TOWNSHIP_FAMILIES_FILE else "roster")


def _workers(crowd: Crowd) -> list[WorkerRow]:
    return [row for row in crowd.workers if row.source != "web"]


def _families(crowd: Crowd, source: str) -> list[FamilyRow]:
    return [row for row in crowd.families if row.source == source]


def _identity_number(row: WorkerRow, crowd: Crowd, rng: Random) -> str:
    """Eighteen digits as such a column has; the importer must drop them. Month 13 exists for nobody."""
    born = crowd.persons[row.person].born
    return f"511011{born}13{rng.randrange(10, 30)}{rng.randrange(1000, 10000)}"


def _cell(text: str, rng: Random) -> str | float:
    """A phone as an office types it: most spreadsheets turn some into numbers."""
    if text.isascii() and text.isdigit() and len(text) == 11 and rng.random() < 0.35:
        return float(text)
    return text


def _workers_workbook(rows: Sequence[WorkerRow], crowd: Crowd, rng: Random) -> bytes:
    def fill(book: Any, sheet: Any) -> None:
        centred = book.add_format({"align": "center", "bold": True, "font_size": 14})
        last = len(_WORKER_HEADER) - 1
        sheet.merge_range(0, 0, 0, last, "东兴区在浙江温岭务工人员“就地过年”登记表（2027年春节）", centred)
        sheet.merge_range(
            1, 0, 1, last, "填报单位：（盖章）        填报时间：2027年1月18日        联系人：        "
        )
        sheet.write_row(3, 0, _WORKER_HEADER)
        for number, row in enumerate(rows, 1):
            phone, contact_phone = _cell(row.phone, rng), _cell(row.contact_phone, rng)
            who = (number, row.name, row.gender, _identity_number(row, crowd, rng), phone)
            home = (row.township, row.village, row.employer)
            contact = (row.contact_name, row.contact_relation, contact_phone)
            years = "" if row.years_away is None else row.years_away
            sheet.write_row(3 + number, 0, (*who, *home, *contact, years))
        sheet.write(5 + len(rows), 0, "注：1.此表由各村（社区）收集后报镇团聚办；2.电话务必填写。")

    return _workbook("务工人员花名册", fill, notes="请勿修改表头")


def _families_workbook(rows: Sequence[FamilyRow], rng: Random) -> bytes:
    def fill(book: Any, sheet: Any) -> None:
        bold = book.add_format({"bold": True})
        sheet.merge_range(0, 0, 0, len(_FAMILY_HEADER) - 1, "“云团聚”家属报名汇总表", bold)
        sheet.write_row(1, 0, _FAMILY_HEADER)
        for number, row in enumerate(rows, 1):
            sheet.write_row(1 + number, 0, (f"{number:03d}", row.name, _cell(row.phone, rng), row.relation))
            sheet.write_row(1 + number, 4, (row.worker_name, _cell(row.worker_phone, rng)))
            sheet.write_row(1 + number, 6, (row.township, row.village, row.persons, row.message))
        sheet.write_row(2 + len(rows), 0, ("合计", len(rows)))

    return _workbook("家属", fill)


def _workbook(title: str, fill: Callable[[Any, Any], None], *, notes: str = "") -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet(title)
        fill(book, sheet)
        if notes:
            book.add_worksheet("说明").write(0, 0, notes)
    return made.getvalue()


def _families_table(rows: Sequence[FamilyRow]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("村民小组家属登记", "", "", "", "", "", ""))
    writer.writerow(_CSV_HEADER)
    for row in rows:
        named = (row.worker_name, row.worker_phone, row.township, row.village)
        writer.writerow((row.name, row.phone, row.relation, *named))
    writer.writerow(("合计", str(len(rows)), "", "", "", "", ""))
    return text.getvalue().encode("gb18030")
