"""Every suggestion holds when it is carried out."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from reunion.domain.planning import Plan, check
from reunion.planner import plan
from reunion.planner.problem import Problem
from reunion.planner.solving import placements
from reunion.planner.standing import carry_out, table_of
from reunion.planner.trying import holds, suggestions
from tests.planner.instances import asked, evening, one_lane


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000))
def test_every_suggestion_holds_when_it_is_carried_out(seed: int):
    instance = evening(seed, pairs=30)
    made = plan(instance, 1, 200)
    for key in made.unscheduled:
        for attempt in made.unscheduled[key].tries:
            done = carry_out(instance, made, key, attempt)
            assert done is not None
            changed, table = done
            assert check(changed, Plan(placements(table))).violations == ()
            assert key in placements(table)


def test_trying_leaves_the_plan_as_it_was():
    instance = evening(9)
    made = plan(instance, 1, 200)
    table = table_of(Problem(instance), made, floating=True)
    before = [list(row) for row in table.order], dict(table.frozen), [list(row) for row in table.ready]
    for r, g in enumerate(table.where):
        if g < 0:
            suggestions(instance, table, r)
    assert (table.order, table.frozen, table.ready) == before


def test_the_lightest_goes_first():
    pairs = (asked("R", weight=3), asked("S", weight=2), asked("T", weight=1))
    instance = one_lane(*pairs, close=215)
    made = plan(one_lane(*pairs[1:], close=215), 1, 50)
    table = table_of(Problem(instance), made)
    assert [one.pair for one in suggestions(instance, table, 0) if one.kind == "instead_of"] == ["T"]


def test_what_the_checker_refuses_does_not_hold():
    pairs = (asked("R"), asked("S"))
    instance = one_lane(*pairs, close=215)
    table = table_of(Problem(instance), plan(one_lane(pairs[1], close=215), 1, 50))
    assert holds(instance, table, 0, pairs[0])
    assert not holds(instance, table, 0, replace(pairs[0], needs="sichuan"))
