from hypothesis import given
from hypothesis import strategies as st

from reunion.domain.planning import Instance, Lane, Plan, check
from reunion.planner.problem import Problem
from reunion.planner.solving import placements
from reunion.planner.timetable import Timetable
from tests.planner.instances import asked, evening, one_lane


def table(instance: Instance) -> Timetable:
    return Timetable(Problem(instance))


def test_neighbours_stand_a_buffer_apart():
    made = table(one_lane(asked("A"), asked("B")))
    for r in (0, 1):
        made.insert(r, 0, *made.places(r, 0)[-1][:2])
    assert [made.start(0), made.start(1)] == [0, 115]


def test_a_pair_fits_between_two_when_the_later_can_move():
    made = table(one_lane(asked("A"), asked("B"), asked("C"), close=330))
    for r in (0, 1):
        made.insert(r, 0, *made.places(r, 0)[-1][:2])
    assert [place[:2] for place in made.places(2, 0)] == [(0, 0), (1, 115), (2, 230)]


def test_a_full_segment_offers_no_place():
    made = table(one_lane(asked("A"), asked("B"), close=214))
    made.insert(0, 0, *made.places(0, 0)[0][:2])
    assert made.places(1, 0) == []


def test_a_late_window_makes_the_pair_wait():
    made = table(one_lane(asked("A", 100, (500, 700))))
    assert [place[:2] for place in made.places(0, 0)] == [(0, 500)]


def test_somebody_on_another_stage_is_kept_away_from_the_same_time():
    lanes = (Lane("A", 0, 0, 2000), Lane("B", 0, 0, 2000))
    both = (asked("A", persons=("x",)), asked("B", persons=("x",)))
    made = table(Instance(lanes, both))
    made.insert(0, 0, 0, 0)
    assert [place[:2] for place in made.places(1, 1)] == [(0, 700)]


def test_a_pair_stands_still_only_while_its_rival_is_placed():
    lanes = (Lane("A", 0, 0, 2000), Lane("B", 0, 0, 2000))
    both = (asked("A", persons=("x",)), asked("B", persons=("x",)))
    made = table(Instance(lanes, both))
    made.insert(0, 0, 0, 0)
    made.insert(1, 1, *made.places(1, 1)[0][:2])
    assert made.frozen == {0: 0, 1: 700}
    made.remove(1)
    assert made.frozen == {}


def test_undo_brings_back_the_order_and_the_frozen():
    made = table(one_lane(asked("A"), asked("B"), asked("C")))
    made.insert(0, 0, 0, 0)
    made.begin()
    made.insert(1, 0, *made.places(1, 0)[-1][:2])
    made.remove(0)
    made.undo()
    assert (made.order, made.where) == ([[0]], [0, -1, -1])


def test_undo_lets_float_again_who_stood_still_only_since():
    lanes = (Lane("A", 0, 0, 3600), Lane("B", 0, 0, 3600))
    made = table(Instance(lanes, (asked("A", persons=("x",)), asked("B", persons=("x",)))))
    made.insert(0, 0, 0, 0)
    made.begin()
    made.insert(1, 1, *made.places(1, 1)[0][:2])
    before = (made.order, made.frozen)
    assert before == ([[0], [1]], {0: 0, 1: 700})
    made.undo()
    assert (made.order, made.frozen) == ([[0], []], {})
    made.insert(1, 1, *made.places(1, 1)[0][:2])
    made.begin()
    made.remove(1)
    made.undo()
    assert (made.order, made.frozen) == before


def test_gaps_tell_the_last_start_too():
    made = table(one_lane(asked("A"), asked("B", 100, (0, 700)), close=1000))
    made.insert(0, 0, 0, 0)
    assert made.gaps(1, 0) == [(0, 0, 600), (1, 115, 600)]


def test_those_who_stand_still_give_way_to_nobody():
    made = table(one_lane(asked("A"), asked("B"), close=400))
    made.still = True
    made.insert(0, 0, 0, 100)
    assert made.gaps(1, 0) == [(1, 215, 300)]


@given(st.integers(0, 10_000), st.lists(st.integers(0, 999_999), max_size=40))
def test_what_is_worked_out_step_by_step_is_what_a_fresh_look_finds(seed: int, moves: list[int]):
    instance = evening(seed, pairs=16, locks=False)
    made = table(instance)
    for move in moves:
        r = move % len(instance.pairs)
        if made.where[r] >= 0:
            row = made.order[made.where[r]]
            made.remove(*row[: 1 + move % 3], *(row[-1:] if move % 2 and len(row) > 4 else ()))
        else:
            places = [(g, *place) for g in made.problem.options(r) for place in made.places(r, g)]
            if places:
                made.insert(r, *places[move // 16 % len(places)][:3])
        known = made.ready[:], made.due[:], made.room[:]
        for g in range(len(made.order)):
            made.refresh(g)
        assert (made.ready, made.due, made.room) == known


@given(st.integers(0, 10_000), st.lists(st.integers(0, 999_999), max_size=40))
def test_whatever_is_put_in_and_taken_out_keeps_every_rule(seed: int, moves: list[int]):
    instance = evening(seed, pairs=16, locks=False)
    made = table(instance)
    for move in moves:
        r = move % len(instance.pairs)
        if made.where[r] >= 0:
            made.remove(r)
            continue
        places = [(g, *place) for g in made.problem.options(r) for place in made.places(r, g)]
        if places:
            g, k, start, _ = places[move // 16 % len(places)]
            made.insert(r, g, k, start)
    assert check(instance, Plan(placements(made))).violations == ()
