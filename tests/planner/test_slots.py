from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from reunion.domain.planning import Lock
from reunion.planner.problem import Problem
from reunion.planner.slots import Matching, equal_length
from tests.planner.instances import asked, evening, one_lane


def matched(problem: Problem, chosen: tuple[int, ...], length: int) -> bool:
    """Whether all the chosen pairs find a slot each, by plain backtracking."""
    matching = Matching(problem, length)
    choices = [[slot for run in matching.runs(r) for slot in run] for r in chosen]

    def place(at: int, taken: frozenset[int]) -> bool:
        if at == len(choices):
            return True
        return any(place(at + 1, taken | {slot}) for slot in choices[at] if slot not in taken)

    return place(0, frozenset())


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_equal_lengths_get_the_heaviest_set_there_is(seed: int):
    problem = Problem(evening(seed, pairs=7, lanes=1, sessions=2, lengths=(150,), locks=False))
    matching = Matching(problem, 150)
    for r in sorted(range(7), key=lambda r: (-problem.weight[r], r)):
        matching.take_in(r)
    found = sum(problem.weight[r] for r in matching.holder if r >= 0)
    best = max(
        sum(problem.weight[r] for r in chosen)
        for count in range(8)
        for chosen in combinations(range(7), count)
        if matched(problem, chosen, 150)
    )
    assert found == best


def test_several_lengths_or_a_fixed_start_are_not_the_equal_case():
    assert equal_length(Problem(one_lane(asked("A", 90), asked("B", 90)))) == 90
    assert equal_length(Problem(one_lane(asked("A", 90), asked("B", 120)))) is None
    assert equal_length(Problem(one_lane(asked("A", 90, lock=Lock("A", 0))))) is None


def test_somebody_who_can_stand_nowhere_does_not_spoil_the_equal_case():
    assert equal_length(Problem(one_lane(asked("A", 90), asked("B", 9000)))) == 90


def test_who_leaves_makes_room_for_the_first_that_has_a_way_in():
    problem = Problem(one_lane(asked("A"), asked("B", 100, (0, 200)), asked("C"), close=215))
    matching = Matching(problem, 100)
    assert [matching.take_in(r) for r in range(3)] == [True, True, False]
    matching.leave(1)
    assert matching.take_first([2]) == 2
    assert matching.take_first([1]) == -1
    assert sorted(matching.holder) == [0, 2]
