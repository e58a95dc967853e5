import random
from dataclasses import replace

from reunion.domain.planning import Instance, Lane, Lock, Plan, Rules, check
from reunion.planner.greedy import start_plan
from reunion.planner.problem import Problem
from reunion.planner.solving import placements
from reunion.planner.wishes import Wishing
from tests.planner.instances import asked, evening, one_lane


def test_wishing_costs_no_weight_and_keeps_every_rule():
    for seed in range(6):
        instance = evening(seed)
        table = start_plan(Problem(instance))
        before = check(instance, Plan(placements(table))).objective
        best = Wishing(table, 1).run(200)
        after = check(instance, Plan(placements(table)))
        assert after.violations == ()
        assert after.objective.placed_weight >= before.placed_weight
        if after.objective.placed_weight == before.placed_weight:
            assert after.objective.wishes <= before.wishes
        assert after.objective.wishes == best


def test_a_wish_that_can_be_met_is_met():
    lanes = (Lane("A", 0, 0, 200), Lane("B", 1, 0, 200))
    table = start_plan(Problem(Instance(lanes, (asked("R"), asked("S")))))
    wanted = {table.problem.pairs[0].id: 1, table.problem.pairs[1].id: 0}
    pairs = tuple(
        replace(pair, prefers_session=wanted[pair.id] if table.where[r] != wanted[pair.id] else 0)
        for r, pair in enumerate(table.problem.pairs)
    )
    made = start_plan(Problem(Instance(lanes, pairs)))
    assert Wishing(made, 1).run(300) == 0


def test_two_of_one_town_are_put_apart_when_a_third_can_stand_between():
    pairs = (asked("A", township="T"), asked("B", township="T"), asked("C", township="U"))
    instance = Instance((Lane("A", 0, 0, 340),), pairs)
    made = start_plan(Problem(instance))
    Wishing(made, 1).run(200)
    assert check(instance, Plan(placements(made))).objective.clashes == 0


def test_an_evening_on_which_nothing_can_be_placed_ends_at_once():
    instance = Instance((Lane("A", 0, 0, 50),), (asked("A"),))
    assert Wishing(start_plan(Problem(instance)), 1).run(100) == 0


def test_the_directors_rhythm_spreads_the_greetings():
    """Six short ones fit into the first half alone; with a rhythm of three they stand on both sides of the song."""
    pairs = tuple(asked(f"R{n}", 60) for n in range(6))
    lane = Lane("A", 0, 0, 1000, blocks=((450, 550),))
    made = start_plan(Problem(Instance((lane,), pairs, Rules(rhythm=3))))
    assert Wishing(made, 1).run(300) == 0
    found = check(made.problem.instance, Plan(placements(made))).objective
    assert (found.placed, found.rhythm_missed) == (6, 0)


def promised(*, published: bool) -> Instance:
    """A was promised the second place, between two of one township who would clash without A."""
    pairs = (
        asked("A", promise=0),
        asked("B", township="T", promise=1000),
        asked("C", township="T", promise=1100),
    )
    rules = Rules(published=published, late_s=0, early_s=0, near_s=500)
    return Instance((Lane("A", 0, 0, 1300),), pairs, rules)


def test_once_published_promises_come_before_wishes_and_before_that_after():
    costs = {}
    for published in (True, False):
        instance = promised(published=published)
        made = start_plan(Problem(instance))
        Wishing(made, 1).run(600)
        found = check(instance, Plan(placements(made)))
        assert found.violations == ()
        costs[published] = (found.objective.clashes, found.objective.promise_cost)
    assert costs[True][1] < costs[False][1]
    assert costs[True][0] > costs[False][0]


class Patience:
    """Chance that runs out: a search that draws for ever fails instead of hanging."""

    def __init__(self, draws: int) -> None:
        self.left = draws
        self.chance = random.Random(1)

    def __call__(self) -> float:
        assert self.left, "the search draws for ever"
        self.left -= 1
        return self.chance.random()


def wishing_where_a_wish_is_missed(lock: Lock | None) -> Wishing:
    """One greeting on a stage of another session than it would like."""
    made = start_plan(Problem(one_lane(asked("A", prefers_session=1, lock=lock))))
    wishing = Wishing(made, 1)
    wishing.random = Patience(10_000)
    return wishing


def test_wishing_ends_when_everybody_who_stands_is_fixed():
    wishing = wishing_where_a_wish_is_missed(Lock("A", 0))
    assert wishing.run(20) == 1
    assert wishing.table.where == [0]


def test_wishing_ends_where_somebody_could_move():
    wishing = wishing_where_a_wish_is_missed(None)
    assert wishing.run(20) == 1
    assert wishing.table.where == [0]
