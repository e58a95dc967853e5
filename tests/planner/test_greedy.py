from reunion.domain.planning import Lock, Placed, Plan, check
from reunion.planner.greedy import slack, start_plan
from reunion.planner.problem import Problem
from reunion.planner.solving import placements
from tests.planner.instances import asked, evening, one_lane


def test_what_is_fixed_comes_first():
    instance = one_lane(asked("A", weight=9), asked("B", lock=Lock("A", 50)), close=160)
    made = start_plan(Problem(instance))
    assert placements(made).keys() == {"B"}


def test_the_heavy_and_the_short_come_before_the_light_and_the_long():
    instance = one_lane(asked("A", 150, weight=1), asked("B", 50, weight=2), close=160)
    assert list(placements(start_plan(Problem(instance)))) == ["B"]


def test_slack_counts_the_starts_a_pair_has():
    assert slack(Problem(one_lane(asked("A", 100, (0, 110)))), 0) == 11


def test_a_first_plan_keeps_every_rule():
    for seed in range(20):
        instance = evening(seed)
        assert check(instance, Plan(placements(start_plan(Problem(instance))))).violations == ()


def test_who_was_promised_a_time_gets_it_when_it_is_free():
    pair = asked("A", 100, (0, 200), (3000, 3200), promise=3100)
    assert placements(start_plan(Problem(one_lane(pair)))) == {"A": Placed("A", 3000)}
