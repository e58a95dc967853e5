import io

import pytest
import xlsxwriter

from reunion.domain.faults import Unfit
from reunion.imports.pairfiles import read_families, read_workers


def workbook(*rows: tuple[object, ...]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return data.getvalue()


def test_a_table_with_the_columns_of_the_link_format():
    (row,) = read_workers(
        "worker_id,name,phone,home_township\nW7,陈大明,13800130001,田家镇\n".encode(), "w.csv"
    ).rows
    assert (row.id, row.name, row.phones, row.township) == ("W7", "陈大明", ("13800130001",), "田家镇")


def test_any_column_may_be_missing_or_empty():
    (row,) = read_families(b"worker_name,family_id,phone\n,F1,13800130001\n", "f.csv").rows
    assert (row.id, row.workers, row.phones) == ("F1", ("",), ("13800130001",))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_from_any_spreadsheet(encoding: str):
    (row,) = read_families("family_id;name\nF1;李秀英\n".encode(encoding), "f.csv").rows
    assert row.name == "李秀英"


def test_headings_of_a_roster_and_rows_without_an_id():
    data = "2026年花名册,,,\n姓名,联系电话,乡镇,村\n陈大明,13800130001,田家镇,长岩村\n,,,\n王强,,,\n".encode()
    first, second = read_workers(data, "w.csv").rows
    assert (first.id, first.name, first.township, first.village) == ("3", "陈大明", "田家镇", "长岩村")
    assert (second.id, second.name) == ("5", "王强")


def test_a_familys_headings_name_whom_they_look_for():
    data = "家属姓名,家属电话,与务工人员关系,务工人员姓名,务工人员电话\n李秀英,13900130001,母亲,陈大明,13800130001\n"
    (row,) = read_families(data.encode(), "f.csv").rows
    assert (row.name, row.relation, row.workers, row.worker_phones) == (
        "李秀英",
        "母亲",
        ("陈大明",),
        ("13800130001",),
    )


def test_a_workbook_is_read_like_a_table():
    (row,) = read_workers(
        workbook(("worker_id", "name", "phone"), ("W1", "陈大明", 13800130001)), "w.xlsx"
    ).rows
    assert (row.id, row.phones) == ("W1", ("13800130001",))


def test_a_file_of_the_link_format_needs_no_telling():
    assert read_workers(b"worker_id,name\nW1,a\n", "w.csv").headings == ()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-empty"),
        ("worker_id,name\nW1,陈\nW1,王\n".encode(), "id-twice"),
        (b"worker_id,name\n,\n", "file-no-rows"),
        ("姓名,电话\n合计,0人\n".encode(), "file-no-rows"),
        (b"1,2,3\n4,5,6\n", "file-no-header"),
        (b"PK\x03\x04broken", "file-broken"),
        (b"\xff\xff\xff\xff", "file-encoding"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_reason(data: bytes, code: str):
    with pytest.raises(Unfit) as wrong:
        read_workers(data, "w.csv")
    assert wrong.value.code == code


def test_a_row_of_the_link_format_without_an_id_is_called_by_its_line():
    table = "worker_id,name,phone\nW1,张伟,\n,王芳,\n,,\n ,李强,13800130001\n"
    rows = read_workers(table.encode(), "workers.csv").rows
    assert [(row.id, row.name) for row in rows] == [("W1", "张伟"), ("3", "王芳"), ("5", "李强")]


def test_a_short_row_of_the_link_format_has_nothing_in_the_columns_it_lacks():
    table = "worker_id,name,phone,invite_code\nW1,张伟\nW2,王芳,13800130001,Q788JQ,more\n"
    rows = read_workers(table.encode(), "workers.csv").rows
    assert [(row.id, row.phones, row.code) for row in rows] == [
        ("W1", ("",), ""),
        ("W2", ("13800130001",), "Q788JQ"),
    ]


def test_beside_a_sheet_of_the_link_format_it_is_told_what_was_not_read():
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        for name, rows in (
            ("one", [("worker_id", "name"), ("W1", "陈大明")]),
            ("two", [("王强",), (" ",), ("钱飞",)]),
        ):
            for at, row in enumerate(rows):
                (book.get_worksheet_by_name(name) or book.add_worksheet(name)).write_row(at, 0, row)
    read = read_workers(data.getvalue(), "w.xlsx")
    assert [row.id for row in read.rows] == ["W1"]
    assert [(left.sheet, left.row, left.passed_over) for left in read.headings] == [("two", 0, 2)]
