from typing import Any

import pytest

from reunion.domain.arrangement import ORDERED_MOST
from reunion.live import fields

WRONG = "wrong"


def read(check: fields.Read, value: Any) -> Any:
    try:
        return check(value)
    except ValueError:
        return WRONG


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (fields.text(3), ["奶奶好", "𬭚"], ["", "奶奶您好", "a\nb", "\ud800", 1, None]),
        (fields.text(3, least=0), ["", "好"], ["abcd"]),
        (fields.key, ["it-1", "x" * 64], ["", "x" * 65, "a\tb", 7, None]),
        (fields.number(0, 5), [0, 5], [-1, 6, 1.0, True, "1"]),
        (fields.or_null(fields.key), ["it-1", None], ["", 0]),
        (fields.truth, [True, False], [1, 0, "true", None]),
    ],
)
def test_a_value_inside_its_limits_is_read_as_it_is_and_any_other_is_wrong(
    check: fields.Read, good: list[Any], bad: list[Any]
):
    assert [read(check, value) for value in good] == good
    assert [read(check, value) for value in bad] == [WRONG] * len(bad)


def test_a_list_is_as_long_as_an_arrangement_may_be():
    names = ["it-1"] * ORDERED_MOST
    assert read(fields.list_of(fields.key), names) == tuple(names)
    assert read(fields.list_of(fields.key), [*names, "it-1"]) == WRONG
    assert read(fields.list_of(fields.key), "it-1") == WRONG


def test_a_change_of_length_and_a_segment_have_exactly_their_parts():
    assert read(fields.length, ["it-1", -30]) == ("it-1", -30)
    assert [read(fields.length, value) for value in (["it-1"], ["it-1", 1, 2], {"it-1": 1})] == [WRONG] * 3
    assert read(fields.segment, {"title": "短片", "seconds": 90}) == ("短片", 90)
    for value in (
        {"title": "短片"},
        {"title": "短片", "seconds": 0},
        {"title": "短片", "seconds": 9, "a": 1},
    ):
        assert read(fields.segment, value) == WRONG
