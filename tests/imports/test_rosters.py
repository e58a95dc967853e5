import csv
import io
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from reunion.domain.faults import Unfit
from reunion.domain.people import Named, Side
from reunion.domain.rosters import row_key
from reunion.imports.homes import load_home, shipped_homes
from reunion.imports.rosters import read_roster

HOME = load_home("511011")
OLD = Path(__file__).parent / "files" / "two-sheets.xls"
CARD = "11010519491231002X"
HEADER = (
    *("序号", "姓 名", "性别", "身份证号码", "联系\n电话", "家庭住址\n（镇）", "村（社区）", "务工单位"),
    *("家中联系人", "与本人关系", "家人电话"),
)
ROWS: list[tuple[object, ...]] = [
    (1, "夏 英", "女", CARD, "188 4398 5659", "富溪镇", "三井村7队", "", "徐红杰", "大儿子", ""),
    (2, "王平盛", "M", CARD, 13963849252.0, "同福乡", "金坝", "新河船厂", "王兵强", "父亲", "1882699077"),
    (3, "杨辉宗", "", CARD, "1311691556", "田家镇", "双坝", "", "", "", "-"),
    ("", "", "", "", "", "", "", "", "", "", ""),
    (4, "国", "男", CARD, "无", "苏家乡", "和沟九社", "", "", "", "／"),
    HEADER,
    (5, "陈 涛", "男", CARD, "无", "苏家乡", "和沟九社", "大溪鞋厂", "陈成青（女）", "父亲", "／"),
    (6, "", "", "", "", "", "", "", "", "", ""),
    ("合计", "", "6人", "", "", "", "", "", "", "", ""),
    ("注：1.此表由各村收集后报镇团聚办；2.电话务必填写。",),
    ("制表人：", "王小明", "", "", "", "", "审核人："),
]


def workers_workbook() -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("花名册")
        sheet.merge_range(0, 0, 0, 10, "东兴区务工人员“就地过年”登记表")
        sheet.merge_range(1, 0, 1, 10, "填报单位：（盖章）        联系人：       ")
        for at, row in enumerate((HEADER, *ROWS), 3):
            sheet.write_row(at, 0, row)
        book.add_worksheet("说明").write(0, 0, "请勿修改表头")
    return made.getvalue()


def table(*rows: tuple[str, ...]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("gb18030")


def test_a_township_roster_is_taken_row_by_row():
    roster = read_roster(workers_workbook(), "workers.xlsx", Side.WORKER, HOME)
    assert [(row.row, row.draft.name) for row in roster.accepted] == [
        (5, "夏英"),
        (6, "王平盛"),
        (11, "陈涛"),
    ]
    assert [(row.row, [each.code for each in row.reasons]) for row in roster.rejected] == [
        (7, ["phone-short"]),
        (9, ["name-short"]),
    ]
    assert [[each.code for each in row.warnings] for row in roster.accepted] == [
        [],
        ["phone-short"],
        ["no-phone", "township-unknown"],
    ]


def test_cells_end_in_the_right_fields():
    first, second, third = (
        row.draft for row in read_roster(workers_workbook(), "a", Side.WORKER, HOME).accepted
    )
    assert (first.phones, first.gender, first.village, first.group) == (("+8618843985659",), "f", "三井", "7")
    assert first.others == (Named("徐红杰", (), "大儿子"),)
    assert (second.phones, second.place) == (("+8613963849252",), "新河船厂")
    assert {town.name for town in HOME.townships if town.code == second.township} == {"田家镇"}
    assert (third.place, third.others) == ("大溪鞋厂，苏家乡", (Named("陈成青", (), "父亲"),))


def test_identity_cards_are_dropped_and_it_is_said():
    roster = read_roster(workers_workbook(), "workers.xlsx", Side.WORKER, HOME)
    (sheet,) = roster.tables
    assert sheet.dropped_columns == ("身份证号码",)
    assert CARD not in repr(roster)


def test_identity_cards_below_another_header_are_dropped_too():
    roster = read_roster(table(("姓名", "电话", "其他"), ("张3", "无", CARD)), "a.csv", Side.WORKER, HOME)
    assert roster.tables[0].dropped_columns == ("其他",)
    assert CARD not in repr(roster)


def test_what_is_no_persons_row_is_passed_over_and_counted():
    (sheet,) = read_roster(workers_workbook(), "workers.xlsx", Side.WORKER, HOME).tables
    assert (sheet.name, sheet.header_row) == ("花名册", 4)
    assert dict(sheet.skipped) == {"empty": 2, "header": 1, "total": 1, "note": 2}


def test_a_sum_with_a_running_number_is_nobody():
    rows = table(("序号", "姓名", "电话"), ("1", "张三", "无"), ("2", "合计", "共18人"))
    roster = read_roster(rows, "a.csv", Side.WORKER, HOME)
    assert [row.draft.name for row in roster.accepted] == ["张三"]
    assert (dict(roster.tables[0].skipped), roster.rejected) == ({"total": 1}, ())


def test_what_an_office_wrote_beside_a_name_is_not_lost():
    roster = read_roster(table(("姓名", "电话"), ("李明（已回家）", "无")), "a.csv", Side.WORKER, HOME)
    (row,) = roster.accepted
    assert row.draft.name == "李明"
    assert ("name-brackets", {"text": "已回家"}) in [(why.code, dict(why.params)) for why in row.warnings]


def test_unknown_columns_are_named():
    roster = read_roster(
        table(("姓名", "电话", "民族", "备注"), ("张三", "无", "汉", "x")), "a.csv", Side.WORKER, HOME
    )
    assert roster.tables[0].unknown_columns == ("民族",)


def test_every_row_is_taken_refused_or_counted():
    roster = read_roster(workers_workbook(), "workers.xlsx", Side.WORKER, HOME)
    assert len(roster.rows) + sum(roster.tables[0].skipped.values()) == len(ROWS)


def test_a_workbook_with_both_sides_gives_each_its_own_sheet():
    workers = read_roster(OLD.read_bytes(), OLD.name, Side.WORKER, HOME)
    families = read_roster(OLD.read_bytes(), OLD.name, Side.FAMILY, HOME)
    assert [row.draft.name for row in workers.accepted] == ["苏林彬", "骆男德", "肖永"]
    assert [row.reasons[0].code for row in workers.rejected] == ["phone-start"]
    assert workers.other_sheets == (("家属", "other-side"),)
    first, second = (row.draft for row in families.accepted)
    assert [(other.name, other.relation) for other in first.others] == [
        ("袁虎海", "子女"),
        ("陈夏静", "子女"),
    ]
    assert (second.code_given, second.others) == ("J6RZAP", ())


def test_the_other_sides_roster_is_refused_as_such():
    with pytest.raises(Unfit) as refused:
        read_roster(
            table(("家属姓名", "手机号", "在外务工人员姓名"), ("江秀艳", "无", "陈忠霞")),
            "村民.csv",
            Side.WORKER,
            HOME,
        )
    assert (refused.value.code, refused.value.params["sheet"]) == ("file-other-side", "村民")


def test_a_file_without_a_header_is_refused():
    with pytest.raises(Unfit, match="file-no-header"):
        read_roster(table(("张三", "13800138000"), ("李四", "无")), "a.csv", Side.WORKER, HOME)


def test_the_same_file_gives_the_same_rows():
    data = workers_workbook()
    one, two = (read_roster(data, "workers.xlsx", Side.WORKER, HOME) for _ in range(2))
    assert one == two
    assert len({row_key(row.draft) for row in one.accepted}) == len(one.accepted)


def test_a_row_that_stands_twice_counts_once():
    rows = (("姓名", "电话"), ("张三", "13800138000"), ("張 三", "138 0013 8000"), ("张三", "13900139000"))
    roster = read_roster(table(*rows), "a.csv", Side.WORKER, HOME)
    assert [[each.code for each in row.warnings] for row in roster.accepted] == [[], ["same-as-row"], []]
    assert roster.accepted[1].warnings[0].params == {"row": 2}


def test_the_shipped_home_has_its_townships_and_villages():
    assert shipped_homes() == ("511011",)
    assert (HOME.name, len(HOME.townships), sum(len(town.villages) for town in HOME.townships)) == (
        "东兴区",
        19,
        303,
    )
    with pytest.raises(KeyError):
        load_home("../511011")


CELLS = st.text(max_size=12) | st.sampled_from(["张三", "13800138000", "合计", "无", "田家镇", CARD])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=11), max_size=12))
def test_no_table_makes_the_reader_fail(rows: list[list[str]]):
    text = io.StringIO(newline="")
    csv.writer(text).writerows([HEADER, *rows])
    data = text.getvalue().encode("utf-8", "replace")
    (sheet,) = read_roster(data, "a.csv", Side.WORKER, HOME).tables
    assert sheet.header_row == 1
