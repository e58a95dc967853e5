from dataclasses import replace

import pytest

from reunion.domain.planning import Instance, Lane, Lock
from reunion.planner.problem import Problem, free, shared_spans, starts
from tests.planner.instances import asked, evening, one_lane


def test_a_lane_falls_into_segments_between_its_blocks():
    lane = Lane("A", 0, 0, 1000, blocks=((0, 100), (400, 500), (450, 600), (900, 1200)))
    assert free(lane) == [(100, 400), (600, 900)]


def test_a_lane_without_blocks_is_one_segment():
    assert free(Lane("A", 0, 5, 90)) == [(5, 90)]


def test_the_time_both_have_is_cut_out_of_both_sides_windows():
    assert shared_spans(((0, 100), (200, 300)), ((50, 250),)) == [(50, 100), (200, 250)]


def test_a_pair_may_start_where_it_ends_inside_one_window():
    pair = replace(asked("R", 60, (0, 100), (200, 230)), family_windows=((0, 1000),))
    assert starts(pair) == [(0, 40)]


def test_windows_that_touch_are_not_one_window():
    pair = replace(asked("R", 60), worker_windows=((0, 100), (100, 200)), family_windows=((0, 200),))
    assert starts(pair) == [(0, 40), (100, 140)]


def test_options_are_the_segments_where_the_pair_fits_alone():
    instance = one_lane(asked("R", 100, (0, 700)), close=1000, blocks=((90, 200), (500, 600)))
    problem = Problem(instance)
    assert [problem.segments[g].open for g in problem.options(0)] == [200, 600]


def test_a_dialect_nobody_speaks_leaves_no_option():
    assert Problem(one_lane(asked("R", needs="sichuan"))).options(0) == ()


def test_a_lock_to_a_lane_leaves_only_its_segments():
    lanes = (Lane("A", 0, 0, 1000), Lane("B", 0, 0, 1000))
    problem = Problem(Instance(lanes, (asked("R", lock=Lock("B")),)))
    assert [problem.lanes[problem.lane_of[g]].id for g in problem.options(0)] == ["B"]


def test_pairs_that_share_a_person_know_of_each_other():
    problem = Problem(
        one_lane(asked("A", persons=("x", "y")), asked("B", persons=("x",)), asked("C", persons=("z",)))
    )
    assert problem.rivals == [(1,), (0,), ()]


def test_with_many_pairs_options_are_looked_up_alike(monkeypatch: pytest.MonkeyPatch):
    listed = Problem(evening(3))
    monkeypatch.setattr("reunion.planner.problem.MANY", 0)
    lazy = Problem(evening(3))
    assert lazy.lazy
    segments = range(len(lazy.segments))
    for r in range(len(lazy.pairs)):
        assert lazy.options(r) == listed.options(r)
        assert {g for g in segments if g in lazy.option_set(r)} == set(listed.options(r))
        assert lazy.hopeless(r) == (listed.options(r) == ())
        if not lazy.hopeless(r):
            assert lazy.draw(r, lambda count: count - 1) in listed.options(r)


@pytest.mark.parametrize(("start", "cost"), [(699, 2), (700, 0), (1600, 0), (1610, 20)])
def test_what_a_broken_promise_costs(start: int, cost: int):
    problem = Problem(one_lane(asked("A", weight=2, promise=1000), asked("B")))
    assert (problem.outside(0, start), problem.outside(1, start)) == (cost, 0)
