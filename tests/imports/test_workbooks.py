import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from reunion.domain.faults import Unfit
from reunion.domain.limits import ROSTER_BYTES, ROSTER_ROWS
from reunion.imports.workbooks import read_workbook

OLD = Path(__file__).parent / "files" / "two-sheets.xls"
ROWS = (("姓名", "电话"), ("张三", "13800138000"), ("䶮𬭩", "无"))


def workbook(*rows: tuple[object, ...]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("名册")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return made.getvalue()


def refused(data: bytes, filename: str = "a.xlsx") -> str:
    with pytest.raises(Unfit) as fault:
        read_workbook(data, filename)
    return fault.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_text_table_is_read_in_every_encoding_and_with_every_delimiter(encoding: str, delimiter: str):
    text = "\r\n".join(delimiter.join(row) for row in ROWS)
    (sheet,) = read_workbook(text.encode(encoding), "folder/名册.csv")
    assert (sheet.name, sheet.rows) == ("名册", ROWS)


def test_a_text_table_in_traditional_encoding_is_read():
    (sheet,) = read_workbook("姓名,電話\r\n羅麗婷,13800138000".encode("big5"), "a.csv")
    assert len(sheet.rows) == 2


def test_cells_in_quotes_keep_their_commas_and_lines():
    (sheet,) = read_workbook('姓名,找谁\n张三,"李四,王五"\n"赵\n六",无\n'.encode(), "a.csv")
    assert sheet.rows[1:] == (("张三", "李四,王五"), ("赵\n六", "无"))


def test_the_apostrophe_of_an_export_goes_again():
    (sheet,) = read_workbook("姓名,留言\n张三,'=1+2\n李四,'好'\n".encode(), "a.csv")
    assert [row[1] for row in sheet.rows] == ["留言", "=1+2", "'好'"]


def test_zeros_alone_make_no_utf_16_of_a_table():
    (sheet,) = read_workbook("姓名,电话\0\0\n张三,1\0\0\0".encode(), "a.csv")
    assert sheet.rows == (("姓名", "电话"), ("张三", "1"))
    assert refused(b"\x7fELF" + bytes(64) + b"\xff\xfe\n\0\x80\x81" * 40) == "file-kind"


def test_a_sign_for_the_cell_above_is_that_cell_again():
    rows = (("姓名", "村"), ("张三", "双坝村"), ("李四", "〃"), ("王五", "同上"), ("〃", "", "同上"))
    expected = (*rows[:2], ("李四", "双坝村"), ("王五", "双坝村"), ("王五", "", ""))
    (table,) = read_workbook("\n".join(map(",".join, rows)).encode(), "a.csv")
    assert table.rows == expected
    (sheet,) = read_workbook(workbook(*rows), "a.xlsx")
    assert [tuple(filter(None, row)) for row in sheet.rows] == [tuple(filter(None, row)) for row in expected]


def test_an_open_document_is_read():
    document = OpenDocumentSpreadsheet()
    table = Table(name="名册")
    for row in ROWS:
        line = TableRow()
        for text in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=text))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    made = io.BytesIO()
    document.write(made)
    (sheet,) = read_workbook(made.getvalue(), "a.ods")
    assert (sheet.name, sheet.rows) == ("名册", ROWS)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-empty"),
        (b" \r\n\0", "file-empty"),
        (b"a" * (ROSTER_BYTES + 1), "file-too-big"),
        (b"%PDF-1.7 ...", "file-kind"),
        (b"<html><table>", "file-kind"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "file-kind"),
        (b"PK\x03\x04 broken", "file-broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "file-broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "file-encrypted"),
        (b"\xff\xff\xff\xff", "file-encoding"),
        (b"a,b\n" * (ROSTER_ROWS + 60), "file-rows"),
        (b'"' + b"x" * 200_000 + b'"', "file-broken"),
    ],
)
def test_what_cannot_be_read_is_said(data: bytes, code: str):
    assert refused(data) == code


def test_a_workbook_with_too_many_rows_is_said():
    assert refused(workbook(*[("a",)] * (ROSTER_ROWS + 60))) == "file-rows"


def outcome(data: bytes) -> str:
    try:
        read_workbook(data, "a")
    except Unfit as fault:
        return fault.code
    return "read"


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]))
def test_any_bytes_are_read_or_refused_by_name(data: bytes, start: bytes):
    assert outcome(start + data).startswith(("read", "file-"))


DAMAGE = st.lists(st.tuples(st.integers(0, 40_000), st.integers(0, 255)), min_size=1, max_size=20)


def damaged(data: bytes, damage: list[tuple[int, int]]) -> bytes:
    made = bytearray(data)
    for at, byte in damage:
        made[at % len(made)] = byte
    return bytes(made)


@settings(max_examples=300, deadline=None)
@given(DAMAGE)
def test_damaged_workbooks_are_read_or_refused_by_name(damage: list[tuple[int, int]]):
    assert outcome(damaged(workbook(*ROWS), damage)).startswith(("read", "file-"))


def test_a_member_without_a_name_is_a_broken_workbook():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("x", b"1")
    assert outcome(made.getvalue().replace(b"x", b"\x00")) == "file-broken"


def test_a_sign_inside_cells_does_not_divide_the_table():
    (sheet,) = read_workbook('姓名,"联系\n电话",村\n"张三","",";"\n"","李;四",";"\n'.encode(), "a.csv")
    assert sheet.rows[0] == ("姓名", "联系\n电话", "村")
