import io

import openpyxl

from reunion.domain.people import Side
from reunion.domain.rosters import Reason, Rejected, Roster, Table
from reunion.imports.homes import load_home
from reunion.imports.refused import refused_workbook, writable
from reunion.imports.rosters import read_roster
from reunion.web.locale import translations

HOME = load_home("511011")
say = translations("zh_Hans").gettext
FILE = (
    '姓名,"联系\n电话",乡镇\n张三,1387798239,田家镇\n国,13800138000,\n李四,13900139000,田家镇\n'
    "=cmd,13800138000,田家镇\n"
).encode("gb18030")


def sheets(data: bytes) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        sheet.title: [tuple(cell or "" for cell in row) for row in sheet.iter_rows(values_only=True)]
        for sheet in book
    }


def test_refused_rows_come_back_with_their_reason_in_the_last_column():
    roster = read_roster(FILE, "名册.csv", Side.WORKER, HOME)
    assert sheets(refused_workbook(roster, say)) == {
        "名册": [
            ("姓名", "联系电话", "乡镇", "未收原因"),
            (
                "张三",
                "1387798239",
                "田家镇",
                "联系电话：手机号 1387798239 只有 10 位，应为 11 位，请核对后重填。",
            ),
            ("国", "13800138000", "", "姓名：姓名“国”只有一个字，请写全名。"),
            ("=cmd", "13800138000", "田家镇", "姓名：姓名“=cmd”里有“=”，这一格请只写姓名。"),
        ]
    }


def test_no_cell_is_a_formula():
    roster = read_roster(FILE, "名册.csv", Side.WORKER, HOME)
    book = openpyxl.load_workbook(io.BytesIO(refused_workbook(roster, say)))
    assert {cell.data_type for sheet in book for row in sheet for cell in row if cell.value} == {"s"}


def test_a_mended_workbook_is_taken():
    refused = refused_workbook(read_roster(FILE, "名册.csv", Side.WORKER, HOME), say)
    book = openpyxl.load_workbook(io.BytesIO(refused))
    sheet = book["名册"]
    sheet["B2"], sheet["A3"], sheet["A4"] = "13877982391", "国庆", "程明"
    mended = io.BytesIO()
    book.save(mended)
    again = read_roster(mended.getvalue(), "again.xlsx", Side.WORKER, HOME)
    assert [row.draft.name for row in again.accepted] == ["张三", "国庆", "程明"]
    assert (again.rejected, again.tables[0].unknown_columns) == ((), ())


def test_an_unmended_workbook_is_refused_for_the_same_reasons():
    roster = read_roster(FILE, "名册.csv", Side.WORKER, HOME)
    again = read_roster(refused_workbook(roster, say), "again.xlsx", Side.WORKER, HOME)
    assert [row.reasons for row in again.rejected] == [row.reasons for row in roster.rejected]


def test_hostile_sheet_names_and_cells_make_a_workbook_all_the_same():
    tables = tuple(Table(name, 1, ("姓名", "\x01")) for name in ("[a]:*?/\\'", "A" * 40, "a" * 40, ""))
    rows = tuple(
        Rejected(table.name, 2, ("\x00\ud800=1", "b"), (Reason("name-missing"),)) for table in tables
    )
    read = sheets(refused_workbook(Roster(Side.WORKER, "a", tables, rows), say))
    assert len(read) == 4
    assert all(rows[1][0] == "\ufffd\ufffd=1" for rows in read.values())


def test_nothing_refused_gives_a_workbook_without_rows():
    roster = read_roster("姓名,电话\n张三,无\n".encode(), "a.csv", Side.WORKER, HOME)
    assert sheets(refused_workbook(roster, say)) == {"a": [("姓名", "电话", "未收原因")]}
    assert writable("a\x00b") == "a\ufffdb"
