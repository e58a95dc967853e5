"""Repairs: nobody moves who need not, and who would have to be told is known."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reunion.domain.planning import Instance, Lane, Lock, Placed, Plan, Rules, changes, check
from reunion.planner import Moves, plan
from reunion.planner.mending import repaired, segment_at
from reunion.planner.problem import Problem
from reunion.planner.solving import placements
from tests.planner.instances import asked, evening, one_lane


def changed(instance: Instance, key: str, **how: object) -> Instance:
    pairs = (replace(p, **how) if p.id == key else p for p in instance.pairs)  # type: ignore[arg-type]
    return replace(instance, pairs=tuple(pairs))


def possible_locks(instance: Instance, made: Plan, key: str) -> list[Lock]:
    """Every lock to a minute of a lane, or to a lane, that the plan could meet if only this pair moved."""
    starts = [(lane, start) for lane in instance.lanes for start in range(lane.open, lane.close, 60)]
    meant = [Lock(lane.id, start) for lane, start in starts]
    found, lanes = [], set()
    for lock in meant:
        locked = changed(instance, key, lock=lock)
        if not check(locked, Plan({**made.assign, key: Placed(lock.lane, lock.start or 0)})).violations:
            found.append(lock)
            lanes.add(lock.lane)
    return [*found, *(Lock(lane) for lane in sorted(lanes))]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([Moves.NONE, Moves.NEEDED]))
def test_a_lock_that_can_be_met_without_moving_others_moves_nobody(seed: int, moves: Moves):
    instance = evening(seed, pairs=12, locks=False)
    made = plan(instance, 1, 200)
    key = sorted(made.assign)[seed % len(made.assign)]
    locks = possible_locks(instance, made, key)
    for lock in locks[:: max(1, len(locks) // 6)]:
        locked = changed(instance, key, lock=lock)
        again = plan(locked, seed, 200, previous=made, moves=moves)
        assert check(locked, again).violations == ()
        assert key in again.assign
        assert {other: again.assign[other] for other in made.assign if other != key} == {
            other: place for other, place in made.assign.items() if other != key
        }


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_a_repair_that_may_move_people_places_no_less_and_keeps_every_rule(seed: int):
    instance = evening(seed, pairs=24)
    made = plan(instance, 1, 300)
    free = [p for p in instance.pairs if p.id in made.assign and p.lock is None]
    victim = free[seed % len(free)]
    at = made.assign[victim.id]
    late = changed(instance, victim.id, worker_windows=((at.start + 60, at.start + 86_400),))
    still = plan(late, 1, 300, previous=made)
    moved = plan(late, 1, 300, previous=made, moves=Moves.NEEDED)
    assert check(late, moved).violations == ()
    assert moved.objective.placed_weight >= still.objective.placed_weight
    if victim.id in still.assign:
        assert moved.assign.keys() >= still.assign.keys()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 3))
def test_no_more_who_could_stay_are_driven_away_than_was_allowed(seed: int, most: int):
    instance = evening(seed, pairs=24, locks=False)
    made = plan(instance, 1, 300)
    late = instance
    for key in sorted(made.assign)[:3]:
        start = made.assign[key].start
        late = changed(late, key, worker_windows=((start + 60, start + 86_400),))
    still = plan(late, 1, 300, previous=made)
    could_stay = {key for key, place in still.assign.items() if made.assign.get(key) == place}
    bounded = plan(late, 1, 300, previous=made, moves=Moves.NEEDED, most=most)
    assert check(late, bounded).violations == ()
    assert len(could_stay.intersection(changes(late, made, bounded).told)) <= most
    assert bounded.objective.placed_weight >= still.objective.placed_weight


def test_the_bound_holds_where_each_who_comes_back_drives_one_away():
    """Three can come to another's time alone, and each of those could go to a stage that is free; the control has no
    bound."""
    taken, free = (
        [(n * 1000, n * 1000 + 100) for n in range(3)],
        [(n * 1000, n * 1000 + 100) for n in range(5, 8)],
    )
    lanes = tuple(Lane(f"L{n}", 0, *span) for n, span in enumerate((*taken, *free)))
    stay = [asked(f"P{n}", 100, taken[n], free[n]) for n in range(3)]
    late = [asked(f"A{n}", 100, taken[n]) for n in range(3)]
    instance = Instance(lanes, (*stay, *late))
    made = Plan(
        {f"P{n}": Placed(f"L{n}", taken[n][0]) for n in range(3)}
        | {f"A{n}": Placed(f"L{n + 3}", free[n][0]) for n in range(3)}
    )

    def driven(most: int | None) -> int:
        again = plan(instance, 1, 4000, previous=made, moves=Moves.NEEDED, most=most)
        return sum(key.startswith("P") for key in changes(instance, made, again).told)

    assert [driven(most) for most in (None, 3, 2, 1, 0)] == [3, 3, 2, 1, 0]


def test_people_are_moved_only_when_somebody_would_lose_their_place():
    """A and B fill the first show; A can no longer come then, and only where B could also stand."""
    lanes = (Lane("X", 0, 0, 215), Lane("Y", 1, 1000, 1100))
    pairs = (asked("A", 100, (0, 2000)), asked("B", 100, (0, 2000)), asked("C", 100, (1000, 1100), (0, 215)))
    made = Plan({"A": Placed("X", 0), "B": Placed("X", 115), "C": Placed("Y", 1000)})
    instance = Instance(lanes, pairs)
    gone = changed(instance, "A", worker_windows=((115, 215),))
    still = plan(gone, 1, 200, previous=made)
    assert changes(gone, made, still).lost == ("A",)
    again = plan(gone, 1, 200, previous=made, moves=Moves.NEEDED)
    assert again.assign == {"A": Placed("X", 115), "B": Placed("X", 0), "C": Placed("Y", 1000)}
    assert changes(gone, made, again).shifted == ("A", "B")
    assert changes(gone, made, again).told == ()


def test_rather_several_within_their_promise_than_one_who_must_be_told():
    """Room for one at the far end: either the last of three goes there, or all three shift by a minute."""
    pairs = (*(asked(key, 100) for key in "ABC"), asked("L", 100, lock=Lock("X", 0)))
    lanes = (Lane("X", 0, 0, 460), Lane("Y", 1, 5000, 5100))
    made = Plan({"A": Placed("X", 0), "B": Placed("X", 115), "C": Placed("X", 230)})
    again = plan(Instance(lanes, pairs), 1, 600, previous=made, moves=Moves.NEEDED)
    found = changes(Instance(lanes, pairs), made, again)
    assert (found.gained, found.told) == (("L",), ())
    assert len(again.assign) == 4


def test_a_broken_promise_weighs_more_than_people_to_be_told():
    heavy = asked("A", 100, weight=1, promise=0)
    light = [asked(key, 100, promise=start) for key, start in (("B", 115), ("C", 230))]
    instance = Instance(
        (Lane("X", 0, 0, 330), Lane("Y", 1, 90_000, 90_100)),
        (heavy, *light, asked("L", 100, lock=Lock("X", 0))),
        Rules(published=True),
    )
    free = tuple(
        replace(p, worker_windows=((0, 99_999),), family_windows=((0, 99_999),)) for p in instance.pairs
    )
    instance = replace(instance, pairs=free)
    made = Plan({"A": Placed("X", 0), "B": Placed("X", 115), "C": Placed("X", 230)})
    again = plan(instance, 1, 800, previous=made, moves=Moves.NEEDED)
    assert len(again.assign) == 4
    assert len(changes(instance, made, again).told) == 1


@pytest.mark.parametrize("moves", list(Moves))
def test_the_same_repair_comes_out_every_time(moves: Moves):
    instance = evening(4)
    made = plan(instance, 1, 300)
    key = next(iter(made.assign))
    late = changed(instance, key, lock=Lock(unscheduled=True))
    first, second = (plan(late, 5, 200, previous=made, moves=moves) for _ in range(2))
    assert first == second
    assert key not in first.assign


def test_a_plan_taken_back_stands_where_it_stood():
    instance = evening(6)
    made = plan(instance, 1, 200)
    assert placements(repaired(Problem(instance), made)) == made.assign


def test_a_second_belongs_to_one_segment_or_to_a_block():
    problem = Problem(one_lane(close=1000, blocks=((300, 400),)))
    assert [segment_at(problem, 0, at) for at in (0, 299, 300, 400, 999, 1000)] == [0, 0, -1, 1, 1, -1]


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_with_everybody_free_to_move_the_plan_is_never_worse_than_the_repair(seed: int):
    instance = evening(seed, pairs=24, locks=False)
    made = plan(instance, 1, 300)
    known = replace(
        instance,
        rules=Rules(published=True),
        pairs=tuple(
            replace(pair, promise=made.assign[pair.id].start) if pair.id in made.assign else pair
            for pair in instance.pairs
        ),
    )
    late = changed(known, min(made.assign), worker_windows=())
    still, free = (plan(late, 1, 300, previous=made, moves=moves) for moves in (Moves.NONE, Moves.FREE))
    assert check(late, free).violations == ()
    assert free.objective.key <= still.objective.key
