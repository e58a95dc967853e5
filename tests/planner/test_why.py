"""Every reason is the first that leaves no option."""

from dataclasses import replace

import pytest

from reunion.domain.planning import Instance, Lane, Lock, Placed, Plan, Reason, WhyNot
from reunion.planner import why_not
from tests.planner.instances import EVENING, asked, one_lane


def reason(instance: Instance, key: str = "R", **assign: tuple[str, int]) -> WhyNot:
    return why_not(instance, Plan({pair: Placed(*place) for pair, place in assign.items()}))[key]


def test_two_sides_with_nothing_in_common():
    pair = replace(asked("R"), worker_windows=((0, 500),), family_windows=((900, 2000),))
    found = reason(one_lane(pair))
    assert found.reason is Reason.NO_COMMON_TIME
    assert "400 s apart" in str(found.detail)


def test_two_sides_with_too_little_in_common():
    pair = replace(asked("R"), worker_windows=((0, 500),), family_windows=((440, 2000),))
    assert str(reason(one_lane(pair)).detail) == "Both sides have at most 60 s in common; 100 s are needed."


def test_a_side_that_named_no_time():
    assert "no time at all" in str(reason(one_lane(replace(asked("R"), worker_windows=()))).detail)


def test_time_in_common_but_not_during_a_show():
    instance = one_lane(asked("R", 100, (950, 5000)), close=1000, blocks=((970, 980),))
    found = reason(instance)
    assert (found.reason, found.detail.numbers["longest"]) == (Reason.OUTSIDE_SHOWS, 20)


def test_no_host_who_speaks_it():
    assert reason(one_lane(asked("R", needs="sichuan"))).reason is Reason.NO_DIALECT


@pytest.mark.parametrize("lock", [Lock(unscheduled=True), Lock("B"), Lock("A", 7100)])
def test_a_lock_that_leaves_nothing(lock: Lock):
    lanes = (*one_lane().lanes, Lane("B", 1, 90_000, 99_000))
    assert reason(Instance(lanes, (asked("R", 150, lock=lock),))).reason is Reason.LOCKED


def test_a_person_who_is_elsewhere_at_the_time():
    pairs = (asked("R", 100, (0, 900), persons=("x",)), asked("S", persons=("x",)))
    found = reason(one_lane(*pairs), S=("A", 400))
    assert (found.reason, found.detail.numbers["pair"]) == (Reason.PERSON_ELSEWHERE, "S")


def test_a_full_evening_says_what_would_help():
    pairs = (asked("R", 150, weight=1), asked("S", 200, weight=2))
    found = reason(one_lane(*pairs, close=320), S=("A", 0))
    assert found.reason is Reason.CAPACITY
    assert [str(one.says) for one in found.tries] == [
        "fits if cut to 90 s",
        "fits instead of S (weight 2, this one 1)",
    ]


def test_a_plan_by_hand_is_read_as_it_stands():
    pairs = (asked("R", 3000), asked("S", 3000))
    made = why_not(one_lane(*pairs, close=EVENING), Plan({"S": Placed("A", 2000)}))
    assert made["R"].reason is Reason.CAPACITY
