from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from reunion.domain.planning import Lock, Plan, check
from reunion.planner.problem import Problem
from reunion.planner.slots import Matching, equal_length, match
from reunion.planner.solving import placements
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


def test_what_is_matched_keeps_every_rule():
    for seed in range(10):
        instance = evening(seed, lengths=(165,), locks=False)
        assert check(instance, Plan(placements(match(Problem(instance), 165)))).violations == ()


def test_several_lengths_or_a_fixed_start_are_not_the_equal_case():
    assert equal_length(Problem(one_lane(asked("A", 90), asked("B", 90)))) == 90
    assert equal_length(Problem(one_lane(asked("A", 90), asked("B", 120)))) is None
    assert equal_length(Problem(one_lane(asked("A", 90, lock=Lock("A", 0))))) is None


def test_somebody_who_can_stand_nowhere_does_not_spoil_the_equal_case():
    assert equal_length(Problem(one_lane(asked("A", 90), asked("B", 9000)))) == 90
