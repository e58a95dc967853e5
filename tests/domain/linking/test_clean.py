import pytest
from hypothesis import given
from hypothesis import strategies as st

from reunion.domain.linking.clean import (
    code,
    names,
    phones,
    relation,
    sex,
    town,
    village,
)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("陈　虎", ["陈虎"]),
        ("任  平（男）", ["任平"]),
        ("谢霞(本人)", ["谢霞"]),
        ("趙德蓓", ["赵德蓓"]),
        ("余勇白,周晓圆", ["余勇白", "周晓圆"]),
        ("罗寿东/小强", ["罗寿东", "小强"]),
        ("老汪和汪洪海", ["老汪", "汪洪海"]),
        ("黎建志 黎松", ["黎建志", "黎松"]),
        ("李　辉 李辉林", ["李辉", "李辉林"]),
        ("司马 凌双", ["司马凌双"]),
        ("王和平", ["王和平"]),
        ("李和", ["李和"]),
        ("", []),
        ("——", []),
        ("王波奇和王  星", ["王波奇", "王星"]),
        ("陈永和和陈明和欧阳丽", ["陈永和", "陈明", "欧阳丽"]),
        ("王强、儿子", ["王强"]),
    ],
)
def test_the_names_in_a_cell(cell: str, found: list[str]):
    assert [name.text for name in names(cell)] == found


@pytest.mark.parametrize(
    "cell",
    [
        *("儿子", "我儿子", "我的儿子", "女儿", "老公", "大儿子", "幺儿", "女 儿", "兒子", "儿子（在外）"),
        *("老大", "老二", "老三", "老幺", "我家老大", "儿"),
    ],
)
def test_a_word_for_a_relative_names_nobody(cell: str):
    assert names(cell) == ()


def test_as_many_names_as_somebody_cares_to_join_are_read():
    assert len(names("和".join(["陈永和", "王明"] * 5_000))) == 2


def test_a_name_in_letters_keeps_its_words():
    assert [name.joined for name in names("li yong fei/张娜金")] == ["liyongfei", "zhangnajin"]


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("138 0013 8000", ["13800138000"]),
        ("+8613800138000", ["13800138000"]),
        ("86-13800138000", ["13800138000"]),
        ("008613800138000", ["13800138000"]),
        ("１３８００１３８０００", ["13800138000"]),
        ("13800138000.0", ["13800138000"]),
        ("1.38001E+10", []),
        ("电话13800138000", ["13800138000"]),
        ("13800138000/139-0013-8000", ["13800138000", "13900138000"]),
        ("13800138000 13900138000", ["13800138000", "13900138000"]),
        ("+8617834546671 130 4153 1071", ["17834546671", "13041531071"]),
        ("0832-2290868", ["08322290868"]),
        ("1330240834", ["1330240834"]),
        ("12", []),
    ],
)
def test_the_numbers_in_a_cell(cell: str, found: list[str]):
    assert list(phones(cell)) == found


@pytest.mark.parametrize(
    "cell",
    [
        "双才镇",
        "双才",
        "东兴区双才镇",
        "四川省双才镇",
        "四川省内江市东兴区双才镇",
        "雙才鎮",
        "双才振",
        "双才乡 ",
    ],
)
def test_a_township_by_any_writing(cell: str):
    assert town(cell) == "双才"


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("长岩村2队", ("长岩", "2")),
        ("长岩村二组", ("长岩", "2")),
        ("沙兴村十二社", ("沙兴", "12")),
        ("八子", ("八子", "")),
        ("田家镇沙子村", ("沙子", "")),
        ("永福社区3组", ("永福", "3")),
        ("", ("", "")),
    ],
)
def test_a_village_and_its_group(cell: str, found: tuple[str, str]):
    assert village(cell) == found


def test_relations_by_many_words():
    assert relation("老妈") == relation("母亲") == frozenset({"mother"})
    assert relation("婆婆") == frozenset({"grandmother", "husbands-mother"})
    assert relation("邻居") == frozenset()


def test_a_code_counts_only_with_its_check_character():
    assert code("q788jq") == "Q788JQ"
    assert code("Q788JX") == ""
    assert code("Ｑ７８-8jq") == "Q788JQ"


def test_sexes():
    assert [sex(cell) for cell in ("男", "F", "女 ", "", "?")] == ["m", "f", "f", "", ""]


@given(st.text(max_size=30))
def test_any_text_can_be_cleaned(text: str):
    for read in (names, phones, town, village, relation, code, sex):
        assert read(text) == read(text)
