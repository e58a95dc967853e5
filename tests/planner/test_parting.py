import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations, product

import pytest

from reunion.domain.planning import Instance, Placed, Plan, Rules, check
from reunion.planner import plan
from reunion.planner.parting import Parting, match
from reunion.planner.problem import Problem
from reunion.planner.slots import Matching, matched
from reunion.planner.solving import placements
from tests.planner.instances import asked, evening, one_lane


def weight_on_air(instance: Instance, length: int) -> int:
    found = check(instance, Plan(placements(match(Problem(instance), length, tries=1000))))
    assert found.violations == ()
    return found.objective.placed_weight


def heaviest(instance: Instance, length: int) -> int:
    """The most weight on the slots with everybody's pairs apart, by trying every set and every slot."""
    problem = Problem(instance)
    matching = Matching(problem, length)
    choices = [[slot for run in matching.runs(r) for slot in run] for r in range(len(problem.pairs))]

    def may(slots: tuple[int, ...], chosen: tuple[int, ...]) -> bool:
        return len(set(slots)) == len(slots) and not any(
            chosen[b] in problem.rivals[chosen[a]]
            and abs(matching.starts[slots[a]] - matching.starts[slots[b]]) < length + problem.gap
            for a, b in combinations(range(len(chosen)), 2)
        )

    return max(
        sum(problem.weight[r] for r in chosen)
        for count in range(len(choices) + 1)
        for chosen in combinations(range(len(choices)), count)
        if any(may(slots, chosen) for slots in product(*(choices[r] for r in chosen)))
    )


def families(seed: int) -> Instance:
    """Five pairs, the first two of one family, that want the few slots of one evening."""
    made = evening(seed, pairs=5, lanes=1, sessions=1, lengths=(150,), locks=False)
    first, second, *rest = (replace(pair, persons=(f"w{at}",)) for at, pair in enumerate(made.pairs))
    shared = (replace(first, persons=("w0", "h")), replace(second, persons=("w1", "h")))
    return replace(made, pairs=(*shared, *rest), rules=Rules(person_gap_s=300))


@pytest.mark.parametrize("seeds", [range(100), (395, 7729)], ids=["any", "narrow"])
def test_with_a_family_in_two_pairs_it_is_as_heavy_as_trying_everything(seeds: Iterable[int]):
    """In 395 somebody lighter has to go first, in 7729 the one has no way out but behind the other."""
    evenings = {seed: families(seed) for seed in seeds}
    best = {seed: heaviest(instance, 150) for seed, instance in evenings.items()}
    assert {seed: weight_on_air(instance, 150) for seed, instance in evenings.items()} == best


def test_what_is_matched_keeps_every_rule():
    for seed in range(10):
        weight_on_air(evening(seed, lengths=(165,), locks=False), 165)


SHARED = ("w-A", "h"), ("w-B", "h")


def test_two_pairs_of_one_family_change_slots_with_somebody_and_all_are_on_air():
    """Three slots, and only the first and the last are far enough apart."""
    pairs = (
        asked("A", 400, persons=SHARED[0]),
        asked("B", 400, persons=SHARED[1]),
        asked("C", 400),
    )
    instance = one_lane(*pairs, close=1230)
    problem = Problem(replace(instance, rules=Rules(person_gap_s=400)))
    matching = matched(problem, 400)
    close = {key: Placed("A", matching.starts[slot]) for key, slot in zip("ABC", matching.held, strict=True)}
    broken = {one.rule for one in check(problem.instance, Plan(close)).violations}
    assert broken == {"H8"}, "they are apart from the first: nothing is shown"
    assert weight_on_air(problem.instance, 400) == 3


def test_who_cannot_stand_aside_makes_the_other_move_first():
    """Both stand in the middle; each is in the other's way until one goes to an end and the other to the other end."""
    pairs = (asked("A", 400, persons=SHARED[0]), asked("B", 400, persons=SHARED[1]))
    problem = Problem(replace(one_lane(*pairs, close=1645), rules=Rules(person_gap_s=700)))
    matching = Matching(problem, 400)
    assert matching.starts == [0, 415, 830, 1245]
    for r, slot in ((0, 1), (1, 2)):
        matching.held[r], matching.holder[slot] = slot, r
    Parting(matching, tries=1000).run()
    assert sorted(matching.held) == [0, 3]


@pytest.mark.parametrize(("theirs", "gone"), [(1, "B"), (4, "A")])
def test_of_two_that_can_never_both_be_on_the_lighter_goes_and_somebody_comes_instead(theirs: int, gone: str):
    early = (0, 900)
    pairs = (
        asked("A", 400, early, persons=SHARED[0], weight=2),
        asked("B", 400, early, persons=SHARED[1], weight=theirs),
        asked("C", 400, early),
    )
    instance = one_lane(*pairs, close=830)
    assert weight_on_air(instance, 400) == max(2, theirs) + 1
    assert {"A", "B", "C"} - plan(instance, 1, 200).assign.keys() == {gone}


def test_of_three_of_one_family_the_one_in_the_way_of_both_goes():
    pairs = tuple(
        asked(key, 400, persons=(f"w-{key}", "h"), weight=w) for key, w in zip("ABC", (2, 1, 2), strict=True)
    )
    instance = replace(one_lane(*pairs, close=1230), rules=Rules(person_gap_s=400))
    assert weight_on_air(instance, 400) == 4


def test_the_heavier_goes_when_somebody_as_heavy_waits_for_its_slot():
    early, later = (0, 400), (415, 815)
    pairs = (
        asked("A", 400, early, persons=SHARED[0], weight=2),
        asked("B", 400, later, persons=SHARED[1]),
        asked("C", 400, early, weight=2),
    )
    assert weight_on_air(one_lane(*pairs, close=815), 400) == 3


@pytest.mark.parametrize(("gap", "on_air"), [(15, 2), (16, 1)])
def test_exactly_the_pause_apart_is_enough_and_a_second_less_is_not(gap: int, on_air: int):
    pairs = tuple(asked(key, 400, persons=people) for key, people in zip("AB", SHARED, strict=True))
    instance = replace(one_lane(*pairs, close=815), rules=Rules(person_gap_s=gap))
    assert weight_on_air(instance, 400) == on_air


def crowd(pairs: int, shared: int) -> Instance:
    """Two evenings on which everybody has time, with one person in many pairs."""
    made = evening(1, pairs, lengths=(150,), locks=False)
    whole = tuple((lane.open, lane.close) for lane in made.lanes if lane.stage == 0)
    both = [("h",) if at < shared else () for at in range(pairs)]
    everybody = tuple(
        replace(pair, needs="", persons=(f"w{at}", *who), worker_windows=whole, family_windows=whole)
        for at, (pair, who) in enumerate(zip(made.pairs, both, strict=True))
    )
    return replace(made, pairs=everybody)


def test_one_person_in_very_many_pairs_takes_no_more_tries_than_the_steps_pay_for():
    """Whoever asks for a second of planning waits no longer; the plan keeps every rule and few are left out."""
    instance, steps, called = crowd(120, 30), 600, Counter()
    sys.setprofile(lambda frame, event, _: called.update([frame.f_code]) if event == "call" else None)
    try:
        found = plan(instance, 1, steps)
    finally:
        sys.setprofile(None)
    assert check(instance, found).violations == ()
    assert 0 < called[Matching.leave.__code__] < steps
