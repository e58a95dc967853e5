import pytest
from hypothesis import given
from hypothesis import strategies as st

from reunion.domain.drafts import Row, read_draft
from reunion.domain.headers import Column
from reunion.domain.people import Named, Side
from reunion.domain.places import Home, Township
from reunion.domain.rosters import Draft

TIANJIA = Township("511011100", "田家镇", ("双坝",))
HOME = Home("511011", "东兴区", ("四川省", "内江市"), (TIANJIA, Township("511011114", "平坦镇")))


def row(**cells: str) -> Row:
    return Row({Column(name.replace("_", "-")): [(name, text)] for name, text in cells.items()})


def read(side: Side, **cells: str) -> tuple[Draft | None, list[str], list[str]]:
    asked = row(**cells)
    draft = read_draft(asked, side, HOME)
    return draft, [each.code for each in asked.refusals], [each.code for each in asked.warnings]


def test_a_workers_row_becomes_a_draft():
    draft, refusals, warnings = read(
        Side.WORKER,
        name="夏 英",
        phone="188 4398 5659",
        gender="女",
        township="四川省田家镇",
        village="双坝村7队",
        place="新河船厂",
        other_name="徐红杰",
        relation="大儿子",
        other_phone="13800138000",
        code="J6RZAP",
        persons="2",
        years_away="3年",
        dialect="四川话",
        message="妈，过年好",
    )
    assert (refusals, warnings) == ([], [])
    assert draft == Draft(
        Side.WORKER,
        "夏英",
        ("+8618843985659",),
        "f",
        TIANJIA.code,
        "双坝",
        "7",
        "新河船厂",
        (Named("徐红杰", ("+8613800138000",), "大儿子"),),
        "",
        "",
        "J6RZAP",
        2,
        "sichuan",
        3,
        "",
        "妈，过年好",
    )


def test_a_familys_relation_is_turned_round_for_the_worker():
    draft, _, _ = read(
        Side.FAMILY,
        name="江秀艳",
        phone="13800138000",
        relation="老妈",
        other_name="陈忠霞、陈忠雨",
        code="j6rzap",
    )
    assert draft is not None
    assert draft.others == (Named("陈忠霞", (), "子女"), Named("陈忠雨", (), "子女"))
    assert (draft.relation, draft.code_given, draft.own_code) == ("老妈", "J6RZAP", "")


@pytest.mark.parametrize(
    ("cells", "refusals"),
    [
        ({"phone": "13800138000"}, ["name-missing"]),
        ({"name": "国", "phone": "13800138000"}, ["name-short"]),
        ({"name": "张三、李四", "phone": "13800138000"}, ["name-several"]),
        ({"name": "张三", "phone": "1387798239"}, ["phone-short"]),
        ({"name": "张3", "phone": "61524430157"}, ["name-digits", "phone-start"]),
        ({"name": "张三", "phone": "1.39E+10"}, ["phone-digits-lost"]),
    ],
)
def test_an_impossible_name_or_own_telephone_is_refused(cells: dict[str, str], refusals: list[str]):
    draft, found, _ = read(Side.WORKER, **cells)
    assert (draft, found) == (None, refusals)


@pytest.mark.parametrize(
    ("cells", "warnings"),
    [
        ({"phone": "无"}, ["no-phone"]),
        ({"phone": "13800138000/1387798"}, ["phone-short"]),
        ({"other_phone": "1389469450"}, ["no-phone", "phone-short"]),
        ({"phone": "13800138000", "other_name": "李3"}, ["name-digits"]),
        ({"phone": "13800138000", "township": "苏家乡"}, ["township-unknown"]),
        ({"phone": "13800138000", "township": "平滩乡"}, ["township-guessed"]),
        ({"phone": "13800138000", "code": "J6RZAQ"}, ["code-check"]),
        ({"phone": "13800138000", "gender": "未填写"}, ["gender-unread"]),
        ({"phone": "13800138000", "persons": "很多"}, ["number-out-of-range"]),
        ({"phone": "13800138000", "message": "好" * 201}, ["shortened"]),
        ({"phone": "13800138000", "story": "a\x00b"}, ["unprintable"]),
        ({"phone": "13800138000", "other_name": "、".join("赵钱孙李周吴郑")}, ["others-many"]),
    ],
)
def test_everything_else_is_taken_with_a_warning(cells: dict[str, str], warnings: list[str]):
    draft, refusals, found = read(Side.WORKER, name="张三", **cells)
    assert draft is not None
    assert (refusals, found) == ([], warnings)


def test_a_family_that_names_nobody_is_taken_with_a_warning():
    _, _, warnings = read(Side.FAMILY, name="倪光欣", phone="13800138000", relation="母亲")
    assert warnings == ["nobody-named"]


def test_an_unknown_township_is_kept_as_the_place():
    draft, _, _ = read(
        Side.WORKER, name="张三", phone="13800138000", township="苏家乡", village="和沟九社", place="大溪鞋厂"
    )
    assert draft is not None
    assert (draft.township, draft.village, draft.group, draft.place) == ("", "和沟", "9", "大溪鞋厂，苏家乡")


def test_an_address_in_one_cell_comes_apart():
    draft, _, _ = read(
        Side.FAMILY, name="张三", phone="13800138000", address="东兴区田家双坝三队", other_name="李四"
    )
    assert draft is not None
    assert (draft.township, draft.village, draft.group) == (TIANJIA.code, "双坝", "3")


def test_two_names_and_two_telephones_go_together():
    draft, _, _ = read(
        Side.FAMILY, name="张三", phone="无", other_name="李四、王五", other_phone="13800138000/13900139000"
    )
    assert draft is not None
    assert [(other.name, other.phones) for other in draft.others] == [
        ("李四", ("+8613800138000",)),
        ("王五", ("+8613900139000",)),
    ]


CELL = st.text(max_size=20) | st.sampled_from(["张三", "13800138000", "田家镇双坝村3组", "无", "-"])


@given(st.sampled_from(list(Side)), st.dictionaries(st.sampled_from(list(Column)), CELL, min_size=1))
def test_no_row_makes_the_reader_fail(side: Side, cells: dict[Column, str]):
    asked = Row({column: [(column.value, text)] for column, text in cells.items()})
    draft = read_draft(asked, side, HOME)
    assert (draft is None) == bool(asked.refusals)


def test_a_relation_in_brackets_behind_a_name_is_taken_and_anything_else_there_is_named():
    draft, _, warnings = read(
        Side.WORKER, name="罗强", phone="13800138000", other_name="罗母（母亲）、罗海（哥哥）"
    )
    assert draft is not None
    assert draft.others == (Named("罗母", (), "母亲"), Named("罗海", (), "哥哥"))
    assert warnings == []
    asked = row(name="罗强", phone="13800138000", other_name="罗母（住二楼）")
    draft = read_draft(asked, Side.WORKER, HOME)
    assert draft is not None
    assert draft.others == (Named("罗母"),)
    assert [(one.code, one.params["text"], one.column) for one in asked.warnings] == [
        ("brackets-left", "住二楼", "other_name")
    ]


@pytest.mark.parametrize(
    ("persons", "years_away", "read_as"),
    [
        ("三个", "三年", (3, 3)),
        ("3 人", "3多年", (3, 3)),
        ("３位", "十余年", (3, 10)),
        ("12.0", "0", (12, 0)),
    ],
)
def test_numbers_are_read_in_chinese_and_with_what_is_counted(
    persons: str, years_away: str, read_as: tuple[int, int]
):
    cells = {"name": "张三", "phone": "13800138000", "persons": persons, "years_away": years_away}
    draft, refusals, found = read(Side.WORKER, **cells)
    assert draft is not None
    assert ((draft.persons, draft.years_away), refusals, found) == (read_as, [], [])
