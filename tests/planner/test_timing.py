from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reunion.domain.planning import Instance, Lane, Plan, Rules, check
from reunion.planner.greedy import start_plan
from reunion.planner.problem import Problem
from reunion.planner.solving import placements
from reunion.planner.timetable import Timetable
from reunion.planner.timing import closed_up, promise_cost, timed
from tests.planner.instances import asked, evening, one_lane


def in_order(instance: Instance) -> Timetable:
    """All pairs in one segment in the order of the instance."""
    table = Timetable(Problem(instance))
    for r in range(len(instance.pairs)):
        place = next(place for place in table.places(r, 0) if place[0] == r)
        table.insert(r, 0, *place[:2])
    return table


def test_without_promises_everybody_is_as_early_as_it_goes():
    assert timed(in_order(one_lane(asked("A"), asked("B"))), 0) == [0, 115]


def test_nobody_is_much_earlier_than_promised():
    table = in_order(one_lane(asked("A", promise=1000), asked("B")))
    assert timed(table, 0) == [700, 815]


def test_somebody_is_early_rather_than_another_late():
    table = in_order(one_lane(asked("A", promise=2000), asked("B", promise=100)))
    assert timed(table, 0) == [585, 700]
    assert promise_cost(table, 0, [585, 700]) == 2000 - 300 - 585


def test_the_first_close_up_to_one_who_comes_late():
    table = in_order(one_lane(asked("A"), asked("B"), asked("C", 100, (1000, 7000))))
    assert closed_up(table, 0) == [770, 885, 1000]


def test_two_of_one_township_do_not_close_up_into_a_clash():
    pairs = (asked("A", township="T"), asked("B", 100, (1000, 7000), township="T"))
    assert closed_up(in_order(one_lane(*pairs)), 0) == [780, 1000]


def test_nobody_closes_up_beyond_a_promise():
    table = in_order(one_lane(asked("A", promise=0), asked("B", 100, (1000, 7000))))
    assert closed_up(table, 0) == [600, 1000]


def test_when_the_first_cannot_come_later_nobody_closes_up():
    table = in_order(one_lane(asked("A", 100, (0, 100)), asked("B"), asked("C", 100, (1000, 7000))))
    assert closed_up(table, 0) == [0, 115, 1000]


@given(st.integers(0, 10_000), st.booleans())
def test_whatever_is_promised_the_starts_keep_every_rule_and_the_idle_time_shrinks(
    seed: int, published: bool
):
    instance = evening(seed, pairs=20)
    made = placements(start_plan(Problem(instance)))
    pairs = tuple(
        replace(pair, promise=made[pair.id].start + seed % 1801 - 900) if pair.id in made else pair
        for pair in instance.pairs
    )
    promised = replace(instance, pairs=pairs, rules=Rules(published=published))
    table = start_plan(Problem(promised))
    found = check(promised, Plan(placements(table)))
    assert found.violations == ()
    cost = sum(promise_cost(table, g, timed(table, g)) for g in range(len(table.order)))
    assert found.objective.promise_cost == cost
    early = {
        promised.pairs[r].id: replace(placements(table)[promised.pairs[r].id], start=start)
        for g, order in enumerate(table.order)
        for r, start in zip(order, timed(table, g), strict=True)
    }
    assert found.objective.idle_s <= check(promised, Plan(early)).objective.idle_s
    assert found.objective.clashes <= check(promised, Plan(early)).objective.clashes


def test_an_empty_segment_has_no_starts():
    table = Timetable(Problem(Instance((Lane("A", 0, 0, 100),), ())))
    assert closed_up(table, 0) == []
