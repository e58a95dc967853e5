import pytest
from hypothesis import given
from hypothesis import strategies as st

from reunion.domain.headers import Column, find_header, is_identity, name_columns, one_line
from reunion.domain.people import Side

WORKERS = (
    *("序号", "姓 名", "性别", "身份证号码", "联系\n电话", "家庭住址\n（镇）", "村（社区）", "务工单位"),
    *("家中联系人", "与本人关系", "家人电话"),
)
FAMILIES = ("报名人", "联系方式", "是务工人员的", "找谁（务工人员）", "他/她的电话", "家庭地址", "邀请码")


def columns(cells: tuple[str, ...], side: Side) -> list[str]:
    return [column.value for column in name_columns(cells, side).values()]


def test_a_workers_header_is_read_however_it_is_worded():
    assert columns(WORKERS, Side.WORKER) == [
        "serial", "name", "gender", "identity", "phone", "township", "village", "place",
        "other-name", "relation", "other-phone",
    ]  # fmt: skip
    assert columns(("务工人员姓名", "电话号码1", "电话号码2", "户籍地址", "邀请码"), Side.WORKER) == [
        "name", "phone", "phone", "address", "code",
    ]  # fmt: skip
    assert columns(("姓名", "手机号", "乡镇", "想见的人", "想见的人电话"), Side.WORKER) == [
        "name", "phone", "township", "other-name", "other-phone",
    ]  # fmt: skip


def test_a_families_header_is_read_however_it_is_worded():
    assert columns(FAMILIES, Side.FAMILY) == [
        "name", "phone", "relation", "other-name", "other-phone", "address", "code",
    ]  # fmt: skip
    assert columns(("户主姓名", "手机号码", "务工人员姓名", "与务工人员关系", "乡镇", "村", "组"), Side.FAMILY) == [
        "name", "phone", "other-name", "relation", "township", "village", "group",
    ]  # fmt: skip


def test_a_person_with_the_relation_in_brackets_is_a_person():
    for header in ("家属（关系）", "家属(關係)", "家属 【关系】"):
        assert columns(("姓名", "电话", header), Side.WORKER) == ["name", "phone", "other-name"]
    assert columns(("姓名", "电话", "务工人员（关系）"), Side.FAMILY) == ["name", "phone", "other-name"]
    assert columns(("姓名", "家属姓名", "家属（关系）"), Side.WORKER) == ["name", "other-name", "relation"]
    assert columns(("姓名", "电话", "（关系）"), Side.WORKER) == ["name", "phone", "relation"]


def test_the_people_of_a_group_that_has_a_relation_are_the_others_whatever_it_is_called():
    for group in ("家乡亲人", "联系家属", "老家的人", "想连线的人"):
        below = ("姓名", "电话", f"{group}姓名", f"{group}关系", f"{group}电话")
        named = name_columns(below, Side.WORKER)
        assert [named[at] for at in range(5)] == ["name", "phone", "other-name", "relation", "other-phone"]
    assert columns(("姓名", "电话", "介绍人姓名", "与本人关系"), Side.WORKER) == ["name", "phone", "relation"]


def test_traditional_and_english_headers_are_read_too():
    assert columns(("姓名", "聯繫電話", "鄉鎮"), Side.WORKER) == ["name", "phone", "township"]
    assert columns(("name", "phone", "worker_name", "worker_phone"), Side.FAMILY) == [
        "name", "phone", "other-name", "other-phone",
    ]  # fmt: skip


def test_the_header_is_found_below_merged_titles():
    rows = [
        ("东兴区务工人员登记表", "", ""),
        ("填报单位：（盖章）   联系人：", "", ""),
        (),
        WORKERS,
        ("1", "夏英"),
    ]
    header = find_header(rows, Side.WORKER)
    assert header is not None
    assert (header.row, header.side) == (3, Side.WORKER)
    assert header.cells[4:7] == ("联系电话", "家庭住址(镇)", "村(社区)")


@pytest.mark.parametrize(
    ("rows", "title", "side"),
    [
        ([WORKERS], "", Side.WORKER),
        ([FAMILIES], "", Side.FAMILY),
        ([("家属姓名", "手机号", "关系", "在外务工人员姓名", "务工人员电话")], "", Side.FAMILY),
        ([("姓名", "电话", "村")], "家属", Side.FAMILY),
        ([("务工人员登记表", "", ""), ("姓名", "电话", "村")], "Sheet1", Side.WORKER),
        ([("姓名", "电话", "村")], "Sheet1", None),
    ],
)
def test_the_words_say_whose_roster_it_is(rows: list[tuple[str, ...]], title: str, side: Side | None):
    headers = [find_header(rows, each, title) for each in Side]
    assert {header.side for header in headers if header} == {side}


def test_a_row_of_people_is_no_header():
    assert find_header([("夏英", "18843985659", "富溪镇"), ("合计", "160")], Side.WORKER) is None
    assert find_header([("姓名",)], Side.WORKER) is None
    assert find_header([], Side.WORKER) is None


def test_a_header_below_the_first_rows_is_not_looked_for():
    assert find_header([("",)] * 15 + [WORKERS], Side.WORKER) is None


def test_identity_cards_are_known_by_their_numbers():
    assert is_identity(["11010519491231002X", "", "11010519491231002X"])
    assert not is_identity(["13800138000", "13900139000"])
    assert not is_identity(["", ""])


def test_a_header_is_shown_on_one_line():
    assert one_line("联系\n电话") == "联系电话"


@given(
    st.lists(st.lists(st.text(max_size=8) | st.sampled_from([*WORKERS, *FAMILIES]), max_size=8), max_size=20)
)
def test_no_sheet_makes_the_search_fail(rows: list[list[str]]):
    for side in Side:
        header = find_header(rows, side)
        if header:
            assert Column.NAME in header.columns.values()


def test_two_rows_of_headings_are_read_as_one():
    rows = [
        ("云团聚汇总表", "", "", "", ""),
        ("序号", "务工人员", "", "家属", ""),
        ("序号", "姓名", "电话", "姓名", "电话"),
    ]
    header = find_header(rows, Side.WORKER)
    assert header is not None
    assert (header.row, header.cells) == (2, ("序号", "务工人员姓名", "务工人员电话", "家属姓名", "家属电话"))
    assert dict(header.columns) == {
        0: Column.SERIAL,
        1: Column.NAME,
        2: Column.PHONE,
        3: Column.OTHER_NAME,
        4: Column.OTHER_PHONE,
    }


def test_a_line_above_the_headings_does_not_mix_with_them():
    rows = [("填报单位：田家镇", "日期：12月1日", ""), ("姓名", "电话", "村")]
    header = find_header(rows, Side.WORKER)
    assert header is not None
    assert header.cells == ("姓名", "电话", "村")


def test_a_relative_asks_where_somebody_else_is_asked_for_beside():
    for asked, number in (("务工人员姓名", "务工人员电话"), ("找谁", "在外电话")):
        cells = ("亲人姓名", "亲人电话", asked, number)
        assert columns(cells, Side.FAMILY) == ["name", "phone", "other-name", "other-phone"]
        assert columns((*cells[2:], *cells[:2]), Side.FAMILY) == [
            "other-name",
            "other-phone",
            "name",
            "phone",
        ]
    alone = ("姓名", "电话", "亲人姓名", "亲人电话")
    for side in Side:
        assert columns(alone, side) == ["name", "phone", "other-name", "other-phone"]


def test_a_number_called_after_the_other_person_is_theirs():
    assert columns(("姓名", "联系电话", "在外亲属", "亲属电话"), Side.FAMILY) == [
        "name", "phone", "other-name", "other-phone",
    ]  # fmt: skip
    assert columns(("亲属姓名", "亲属电话", "在外亲属"), Side.FAMILY) == ["name", "phone", "other-name"]
    assert columns(("姓名", "联系电话", "联系人"), Side.WORKER) == ["name", "phone", "other-name"]
