from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reunion.domain.planning import Instance, Lane, Plan, Rules, check
from reunion.planner import plan
from reunion.planner.greedy import start_plan
from reunion.planner.problem import Problem
from reunion.planner.search import Filling, Pool
from reunion.planner.solving import placements
from reunion.planner.standing import table_of
from reunion.planner.timetable import Timetable
from tests.planner.instances import asked, evening


def best_by_trying_all(problem: Problem) -> int:
    """The most weight on air over every order of insertion at the end of every segment."""
    best = 0
    for order in permutations(range(len(problem.pairs))):
        table = Timetable(problem)
        weight = 0
        for r in order:
            for g in problem.options(r):
                last = [place for place in table.places(r, g) if place[0] == len(table.order[g])]
                if last:
                    table.insert(r, g, *last[0][:2])
                    weight += problem.weight[r]
                    break
        best = max(best, weight)
    return best


def test_filling_never_loses_weight_and_keeps_every_rule():
    for seed in range(8):
        instance = evening(seed)
        table = start_plan(Problem(instance))
        before = check(instance, Plan(placements(table))).objective.placed_weight
        best = Filling(table, 1).run(150, 10**9)
        after = check(instance, Plan(placements(table)))
        assert after.violations == ()
        assert after.objective.placed_weight == best >= before


@settings(max_examples=15)
@given(st.integers(0, 10_000))
def test_on_small_evenings_filling_finds_what_trying_every_order_finds(seed: int):
    instance = evening(seed, pairs=5, lanes=1, sessions=1, locks=False)
    problem = Problem(instance)
    table = start_plan(problem)
    assert Filling(table, 1).run(300, 10**9) >= best_by_trying_all(problem)


def test_free_time_that_grows_together_is_roomier_and_what_is_scattered_is_not():
    lane = Lane("A", 0, 0, 1000, blocks=((500, 600),))
    pairs = (asked("A", 100), asked("B", 100), asked("C", 100))
    search = Filling(Timetable(Problem(Instance((lane,), pairs))), 1)
    table = search.table
    for r, g in ((0, 0), (1, 0), (2, 1)):
        table.insert(r, g, *table.places(r, g)[-1][:2])
    table.begin()
    table.remove(2)
    table.insert(2, 0, *table.places(2, 0)[-1][:2])
    assert search._roomier()
    table.begin()
    table.remove(2)
    table.insert(2, 1, *table.places(2, 1)[-1][:2])
    assert not search._roomier()


def test_it_stops_as_soon_as_the_goal_is_reached():
    table = start_plan(Problem(evening(3)))
    told: list[int] = []
    Filling(table, 1).run(5000, 0, lambda done, _: told.append(done) is None)
    assert told == []


def test_the_one_who_is_told_may_stop_it_and_the_best_so_far_is_kept():
    instance = evening(3)
    table = start_plan(Problem(instance))
    told: list[int] = []
    Filling(table, 1).run(5000, 10**9, lambda done, _: told.append(done) or done < 256)
    assert told == [0, 256]
    assert check(instance, Plan(placements(table))).violations == ()


def test_once_published_filling_breaks_no_promise_for_nothing():
    instance = evening(5)
    made = placements(start_plan(Problem(instance)))
    pairs = (
        replace(pair, promise=made[pair.id].start) if pair.id in made else pair for pair in instance.pairs
    )
    known = replace(instance, pairs=tuple(pairs), rules=Rules(published=True))
    before = check(known, Plan(made)).objective
    table = table_of(Problem(known), Plan(made), floating=True)
    Filling(table, 1).run(300, 10**9)
    after = check(known, Plan(placements(table))).objective
    assert after.placed_weight >= before.placed_weight
    if after.placed_weight == before.placed_weight:
        assert after.promise_cost <= before.promise_cost


def test_a_pool_holds_everybody_once_and_by_the_hours_they_have():
    problem = Problem(evening(2))
    pool = Pool(problem, [3, 5, 3])
    pool.add(5)
    pool.discard(7)
    assert (len(pool), pool[0], pool[1]) == (2, 3, 5)
    pool.discard(3)
    assert (len(pool), pool[0]) == (1, 5)
    assert [5 in row for row in pool.rows[:-1]] == [
        span in problem.when[5] for span in range(len(problem.hours))
    ]


def test_with_many_pairs_the_search_keeps_every_rule_too(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("reunion.planner.problem.MANY", 0)
    for seed in range(4):
        instance = evening(seed)
        made = plan(instance, seed, 300)
        assert check(instance, made).violations == ()
        assert made.assign
