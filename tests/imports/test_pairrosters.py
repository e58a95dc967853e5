import io

import pytest
import xlsxwriter

from reunion.imports.pairfiles import read_families, read_workers


def sheets(named: dict[str, list[tuple[str, ...]]]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        for name, rows in named.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return data.getvalue()


def test_every_sheet_with_headings_is_read_and_its_rows_are_numbered_behind_its_name():
    data = sheets(
        {
            "田家镇": [("田家镇花名册",), ("姓名", "村"), ("陈大明", "长岩村"), ("合计", "1人")],
            "永兴镇": [("姓名", "电话"), ("钱飞", "13800130002")],
            "说明": [("请于12月1日前报送",)],
        }
    )
    read = read_workers(data, "w.xlsx")
    assert [(row.id, row.name, row.township) for row in read.rows] == [
        ("田家镇:3", "陈大明", "田家镇"),
        ("永兴镇:2", "钱飞", "永兴镇"),
    ]
    assert [(h.sheet, h.row, h.rows, h.passed_over) for h in read.headings] == [
        ("田家镇", 2, 1, 1),
        ("永兴镇", 1, 1, 0),
        ("说明", 0, 0, 1),
    ]


def test_one_table_with_two_rows_of_headings_serves_for_both_sides():
    table = [
        ("务工人员", "", "", "家属", "", ""),
        ("姓名", "电话", "乡镇", "姓名", "关系", "电话"),
        ("陈大明", "13800130001", "田家镇", "李秀英", "母亲", "13900130001"),
    ]
    data = sheets({"汇总": table})
    (worker,), (family,) = read_workers(data, "a.xlsx").rows, read_families(data, "a.xlsx").rows
    assert (worker.name, worker.phones, worker.contacts) == ("陈大明", ("13800130001",), ("李秀英",))
    assert (family.name, family.phones, family.workers) == ("李秀英", ("13900130001",), ("陈大明",))


def test_a_sheet_of_the_other_side_is_left_out_when_there_is_one_of_this():
    data = sheets(
        {
            "务工人员": [("务工人员姓名", "电话"), ("陈大明", "13800130001")],
            "家属": [("家属姓名", "电话"), ("李秀英", "13900130001")],
        }
    )
    assert [row.name for row in read_workers(data, "a.xlsx").rows] == ["陈大明"]
    assert [row.name for row in read_families(data, "a.xlsx").rows] == ["李秀英"]


@pytest.mark.parametrize(
    ("address", "home"),
    [
        ("四川省内江市东兴区田家镇长岩村3组", ("四川省内江市东兴区田家镇", "长岩村3组")),
        ("东兴街道五华社区", ("东兴街道", "五华社区")),
        ("大治乡 太坝村", ("大治乡", "太坝村")),
        ("田家镇", ("田家镇", "")),
        ("长岩村3组", ("长岩村3组", "")),
    ],
)
def test_an_address_in_one_cell_is_divided(address: str, home: tuple[str, str]):
    (row,) = read_workers(f"姓名,家庭住址\n陈大明,{address}\n".encode(), "w.csv").rows
    assert (row.township, row.village) == home


def test_a_group_in_a_column_of_its_own_belongs_to_the_village():
    (row,) = read_workers("姓名,镇,村,组\n陈大明,田家镇,长岩村,3\n".encode(), "w.csv").rows
    assert row.village == "长岩村3组"


def test_it_is_told_which_headings_were_read_as_what_and_which_are_of_no_use():
    data = "登记人,电话,鞋码,身份证号\n李秀英,13900130001,38,\n".encode()
    (heading,) = read_families(data, "家属.csv").headings
    assert heading.columns == (("登记人", "name"), ("电话", "phone"))
    assert heading.unused == ("鞋码", "身份证号")
