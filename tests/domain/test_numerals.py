import pytest
from hypothesis import given
from hypothesis import strategies as st

from reunion.domain.numerals import LONGEST, MINUTES, PEOPLE, SECONDS, YEARS, whole

ONES = "零一二三四五六七八九"


def written(number: int) -> str:
    """As it is said, 二 or 两 hundred alike."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    words = f"{ONES[hundreds]}百" if hundreds else ""
    if tens:
        words += f"{'' if tens == 1 and not hundreds else ONES[tens]}十"
    elif hundreds and ones:
        words += "零"
    return words + (ONES[ones] if ones or not words else "")


@given(st.integers(0, 999))
def test_every_number_below_a_thousand_is_read_in_digits_and_in_chinese(number: int) -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in str(number))
    for text in (str(number), wide, written(number), f"{number}.0"):
        for counted in ("", "个", "人", "个人", " 人"):
            assert whole(f"{text}{counted}", PEOPLE) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("俩", 2),
        ("仨", 3),
        ("兩個人", 2),
        ("貳拾個", 20),
        ("五口人", 5),
        ("一家三口", 3),
        ("一共一百二十个人", 120),
        ("大约 20 人", 20),
        ("3 people", 3),
        (" ３ 位 ", 3),
    ],
)
def test_people_are_counted_in_many_words(text: str, number: int) -> None:
    assert whole(text, PEOPLE) == number
    assert len(text) <= LONGEST


@pytest.mark.parametrize(
    "text",
    [
        "",
        "很多",
        "三四个",
        "十几个",
        "一百五",
        "十十",
        "百",
        "二零",
        "-1",
        "3.5",
        "3年",
        "1000000",
        "9" * 5000,
    ],
)
def test_what_is_no_one_number_of_people_is_none(text: str) -> None:
    assert whole(text, PEOPLE) is None


def test_each_unit_is_its_own() -> None:
    for text in ("3年", "三年多", "3 多年", "三个年头", "三"):
        assert whole(text, YEARS) == 3
    for text in ("5分钟", "五分", "5 min", "５"):
        assert whole(text, MINUTES) == 5
    for text in ("15秒", "十五秒钟", "15s"):
        assert whole(text, SECONDS) == 15
    for text, counted in (("5分钟", ""), ("15秒", MINUTES), ("3人", SECONDS), ("三个人", YEARS)):
        assert whole(text, counted) is None
