import pytest
from hypothesis import given
from hypothesis import strategies as st

from reunion.domain.places import (
    Address,
    Home,
    Township,
    find_township,
    guess_township,
    split_address,
    split_village,
    written_village,
)

TIANJIA = Township("511011100", "田家镇", ("双坝", "长桥"), ("柳桥乡", "同福镇"))
DONGXING = Township("511011001", "东兴街道", ("大千",))
PINGTAN = Township("511011114", "平坦镇")
BEIMU = Township("511011110", "椑木镇", (), ("小河口镇",))
SHUANGQIAO = Township("511011117", "双桥镇", (), ("双桥乡",))
HOME = Home("511011", "东兴区", ("四川省", "内江市"), (DONGXING, TIANJIA, PINGTAN, BEIMU, SHUANGQIAO))


@pytest.mark.parametrize(
    ("text", "township"),
    [
        ("田家镇", TIANJIA),
        ("田家", TIANJIA),
        ("田家鎮", TIANJIA),
        ("四川省内江市东兴区田家镇", TIANJIA),
        ("内江市东兴区田家", TIANJIA),
        ("四川田家", TIANJIA),
        ("柳桥乡", TIANJIA),
        ("同福", TIANJIA),
        ("东兴区小河口", BEIMU),
        ("东兴", DONGXING),
        ("东兴区东兴", DONGXING),
        ("东兴街道办事处", DONGXING),
        ("苏家乡", None),
        ("", None),
        ("东兴区", None),
    ],
)
def test_a_township_is_found_however_it_is_written(text: str, township: Township | None):
    assert find_township(HOME, text) == township


@pytest.mark.parametrize(
    ("text", "township"),
    [
        ("平滩乡", PINGTAN),
        ("贝木镇", BEIMU),
        ("双桥真", SHUANGQIAO),
        ("东兴街凯", DONGXING),
        ("苏家乡", None),
        ("", None),
    ],
)
def test_a_misspelt_township_is_guessed_when_only_one_sounds_so(text: str, township: Township | None):
    assert guess_township(HOME, text) == township


@pytest.mark.parametrize(
    ("text", "village", "group"),
    [
        ("双坝村", "双坝", ""),
        ("双坝", "双坝", ""),
        ("双坝村3组", "双坝", "3"),
        ("双坝村八社", "双坝", "8"),
        ("长滩十一组", "长滩", "11"),
        ("翻桥村二十三队", "翻桥", "23"),
        ("双坝社区", "双坝", ""),
        ("七里村", "七里", ""),
        ("三组", "", "3"),
        ("607社区", "607", ""),
        ("", "", ""),
    ],
)
def test_the_group_stands_apart_from_the_village(text: str, village: str, group: str):
    assert split_village(text) == (village, group)
    assert split_village(written_village(village, group)) == (village, group)


@pytest.mark.parametrize(
    ("village", "group", "written"),
    [("双坝", "8", "双坝村8组"), ("双坝", "", "双坝"), ("", "3", "3组"), ("三村", "3", "三村3组")],
)
def test_a_village_and_its_group_are_written_as_people_write_them(village: str, group: str, written: str):
    assert written_village(village, group) == written


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("四川省田家镇双坝村4组", Address(TIANJIA, True, "双坝", "4")),
        ("田家双坝三队", Address(TIANJIA, True, "双坝", "3")),
        ("柳桥", Address(TIANJIA, True)),
        ("东兴街浩大千村", Address(DONGXING, True, "大千")),
        ("贝木镇李丰村3社", Address(BEIMU, False, "李丰", "3")),
        ("平滩兴寺村", Address(PINGTAN, False, "兴寺")),
        ("苏家乡双坝8社", Address(None, False, "双坝", "8", "苏家乡")),
        ("鹤家村", Address(None, True, "鹤家")),
        ("", Address()),
    ],
)
def test_an_address_comes_apart(text: str, address: Address):
    assert split_address(HOME, text) == address


@given(st.text(alphabet="四川省内江市东兴区田家镇乡街道村社组队三十1 贝木\u3000", max_size=14))
def test_no_address_makes_the_reader_fail(text: str):
    address = split_address(HOME, text)
    assert address.township is None or address.township in HOME.townships
    split_village(text)
