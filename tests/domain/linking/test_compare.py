import pytest
from hypothesis import given
from hypothesis import strategies as st

from reunion.domain.linking.compare import name_level, one_slip, phones_meet, phones_near, place_level
from reunion.domain.linking.keys import name_of


@pytest.mark.parametrize(
    ("asked", "full", "level"),
    [
        ("张志强", "张志强", "equal"),
        ("章志强", "张志强", "same-sound"),
        ("zhang zhi qiang", "张志强", "same-sound"),
        ("zhangzhiqiang", "张志强", "same-sound"),
        ("张自强", "张志强", "same-ear"),
        ("黄南", "方兰", "same-ear"),
        ("陈大泼", "陈大波", "look-alike"),
        ("李王", "李玉", "look-alike"),
        ("刘寿勇", "刘家勇", "one-off"),
        ("罗丽", "罗雪丽", "one-left-out"),
        ("罗雪丽", "罗丽", "one-left-out"),
        ("志强", "张志强", "given-only"),
        ("小强", "张志强", "nickname"),
        ("老张", "张志强", "surname-nickname"),
        ("老王", "张志强", "different"),
        ("张春梅", "张志强", "surname-only"),
        ("李春梅", "张志强", "different"),
    ],
)
def test_how_two_names_agree(asked: str, full: str, level: str):
    assert name_level(name_of(asked), name_of(full)) == level


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("13800138000", "13800138001"),
        ("13800138000", "1380138000"),
        ("13800138000", "138001380000"),
        ("13812345678", "13812354678"),
    ],
)
def test_one_slip_of_the_finger(one: str, other: str):
    assert one_slip(one, other)
    assert one_slip(other, one)


def test_two_slips_are_another_number():
    assert not one_slip("13800138000", "13900138001")
    assert not one_slip("13800138000", "138001380")


@given(st.text("0123456789", min_size=7, max_size=12), st.text("0123456789", min_size=7, max_size=12))
def test_one_slip_is_the_same_both_ways(one: str, other: str):
    assert one_slip(one, other) == one_slip(other, one)


def test_numbers_meet_when_any_of_them_is_the_same():
    assert phones_meet(("1", "2"), ("2", "3")) == "2"
    assert phones_meet(("1",), ("3",)) == ""
    assert phones_near(("13800138000",), ("13900138000", "13800138009"))


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("田家", "田家", "same"),
        ("田家", "", ""),
        ("和铺", "合铺", "near"),
        ("小河口", "小河囗", "near"),
        ("永东", "永乐", "near"),
        ("兴店", "新江", "other"),
        ("石子", "柳桥", "other"),
    ],
)
def test_how_two_places_agree(one: str, other: str, level: str):
    assert place_level(one, other) == level


@given(st.text("0123456789", min_size=7, max_size=13), st.integers(0, 12), st.sampled_from("0123456789"))
def test_a_number_is_near_every_number_that_is_one_slip_away(number: str, at: int, digit: str):
    at %= len(number)
    before, here, after = number[:at], number[at], number[at + 1 :]
    slips = {before + digit + after, before + digit + here + after, before + after[:1] + here + after[1:]}
    if len(number) > 7:
        slips.add(before + after)
    assert [slip for slip in slips if not phones_near((number,), (slip,))] == []
