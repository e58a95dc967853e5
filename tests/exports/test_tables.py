import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from reunion.exports.tables import write_table
from reunion.imports.workbooks import read_workbook

FORMULA = tuple("=+-@\t\r")


def test_a_text_table_opens_in_a_spreadsheet():
    data = write_table(("姓名", "电话"), [("张三", "13800138000"), (None, 7)])
    assert data == "\ufeff姓名,电话\r\n张三,13800138000\r\n,7\r\n".encode()


def test_a_formula_is_kept_from_being_one():
    data = write_table(("=a",), [("=1+2",), ("+86",), ("-1",), ("@x",), ("\t=1",), (" =1",), ("好=1",)])
    rows = [row[0] for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))]
    assert rows == ["'=a", "'=1+2", "'+86", "'-1", "'@x", "'\t=1", "' =1", "好=1"]


def test_numbers_of_ours_may_be_negative():
    assert write_table(("a",), [(-5,)]).endswith(b"\r\n-5\r\n")


@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_no_cell_starts_a_formula(cells: list[str]):
    text = write_table(["a"] * len(cells), [cells]).decode("utf-8-sig")
    (_, row) = csv.reader(io.StringIO(text.replace("\0", ""), newline=""))
    assert [cell for cell in row if cell.lstrip(" ").startswith(FORMULA)] == []


def test_what_went_out_comes_in_again():
    rows = (("姓名", "留言"), ("张三", "=1+2"), ("李四", "-好"), ("王五", '一,"二"'))
    (sheet,) = read_workbook(write_table(rows[0], rows[1:]), "a.csv")
    assert sheet.rows == rows
