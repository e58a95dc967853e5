"""The checker finds every rule broken on purpose, and nothing in a plan that keeps them."""

import pytest

from reunion.domain.planning import Instance, Lane, Lock, PairRequest, Placed, Plan, Rules, check


def pair(key: str = "R1", **more: object) -> PairRequest:
    given: dict[str, object] = {
        "duration": 100,
        "persons": (f"w-{key}",),
        "worker_windows": ((0, 3000),),
        "family_windows": ((0, 3000),),
    }
    return PairRequest(id=key, **(given | more))  # type: ignore[arg-type]


LANES = (
    Lane("A", 0, 0, 1000, 0, frozenset({"mandarin"}), ((400, 500),)),
    Lane("B", 1, 0, 3000, 1, frozenset({"mandarin", "sichuan"})),
)


def rules_broken(pairs: tuple[PairRequest, ...], **assign: tuple[str, int]) -> list[str]:
    plan = Plan({key: Placed(*place) for key, place in assign.items()})
    return [violation.rule for violation in check(Instance(LANES, pairs, Rules()), plan).violations]


def test_a_plan_that_keeps_every_rule_has_no_violation():
    pairs = (pair("R1"), pair("R2"), pair("R3"))
    assert rules_broken(pairs, R1=("A", 0), R2=("A", 115), R3=("A", 500)) == []


def test_h1_a_pair_nobody_knows():
    assert rules_broken((pair(),), R9=("A", 0)) == ["H1"]


def test_h1_a_lane_nobody_knows():
    assert rules_broken((pair(),), R1=("Z", 0)) == ["H1"]


def test_h2_outside_the_workers_window():
    assert rules_broken((pair(worker_windows=((50, 140), (140, 300))),), R1=("A", 90)) == ["H2"]


def test_h2_outside_the_familys_window():
    assert rules_broken((pair(family_windows=()),), R1=("A", 90)) == ["H2"]


@pytest.mark.parametrize("start", [-10, 950])
def test_h3_outside_the_hours_of_the_lane(start: int):
    wide = ((-100, 3000),)
    assert rules_broken((pair(worker_windows=wide, family_windows=wide),), R1=("A", start)) == ["H3"]


def test_h4_on_a_block():
    assert rules_broken((pair(),), R1=("A", 301)) == ["H4"]


def test_h4_needs_no_buffer_beside_a_block():
    assert rules_broken((pair("R1"), pair("R2")), R1=("A", 300), R2=("A", 500)) == []


def test_h5_two_at_once():
    assert rules_broken((pair("R1"), pair("R2")), R1=("B", 0), R2=("B", 99)) == ["H5"]


def test_h5_less_than_the_buffer_between():
    assert rules_broken((pair("R1"), pair("R2")), R1=("B", 0), R2=("B", 114)) == ["H5"]


def test_h6_a_host_who_does_not_speak_it():
    assert rules_broken((pair(needs="sichuan"),), R1=("A", 0)) == ["H6"]


@pytest.mark.parametrize(
    ("lock", "assign"),
    [
        (Lock(unscheduled=True), {"R1": ("A", 0)}),
        (Lock("A", 0), {"R1": ("A", 1)}),
        (Lock("A", 0), {}),
        (Lock("B"), {"R1": ("A", 0)}),
    ],
)
def test_h7_a_lock_that_is_not_kept(lock: Lock, assign: dict[str, tuple[str, int]]):
    assert rules_broken((pair(lock=lock),), **assign) == ["H7"]


def test_h7_a_lock_to_a_lane_allows_to_leave_the_pair_out():
    assert rules_broken((pair(lock=Lock("B")),)) == []


def test_h8_one_person_twice_within_the_gap():
    both = (pair("R1", persons=("x",)), pair("R2", persons=("x",)))
    assert rules_broken(both, R1=("A", 0), R2=("B", 699)) == ["H8"]
    assert rules_broken(both, R1=("A", 0), R2=("B", 700)) == []


def test_h9_what_was_aired_stays():
    aired = pair(lock=Lock("A", 0, aired=True))
    assert rules_broken((aired,), R1=("A", 20)) == ["H9"]


def test_h9_what_was_aired_is_not_judged_by_todays_windows():
    aired = pair(lock=Lock("A", 0, aired=True), worker_windows=(), needs="sichuan")
    assert rules_broken((aired,), R1=("A", 0)) == []


def test_the_tiers_are_counted():
    pairs = (
        pair("R1", weight=4, township="T", prefers="sichuan", prefers_session=1),
        pair("R2", weight=2, township="T", promise=1000),
        pair("R3", weight=1),
    )
    plan = Plan({"R1": Placed("A", 0), "R2": Placed("A", 120)})
    goal = check(Instance(LANES, pairs, Rules()), plan).objective
    assert (goal.placed_weight, goal.of_weight, goal.placed) == (6, 7, 2)
    assert (goal.clashes, goal.dialect_missed, goal.session_missed, goal.wishes) == (1, 1, 1, 15)
    assert (goal.promise_cost, goal.idle_s) == (2 * (1000 - 300 - 120), 5)


def test_neighbours_of_one_town_with_a_block_between_do_not_clash():
    pairs = (pair("R1", township="T"), pair("R2", township="T"))
    plan = Plan({"R1": Placed("A", 300), "R2": Placed("A", 500)})
    assert check(Instance(LANES, pairs, Rules()), plan).objective.clashes == 0


def test_pairs_without_a_town_never_clash():
    plan = Plan({"R1": Placed("B", 0), "R2": Placed("B", 115)})
    assert check(Instance(LANES, (pair("R1"), pair("R2")), Rules()), plan).objective.clashes == 0


def test_greetings_beyond_the_rhythm_are_counted_between_blocks():
    pairs = tuple(pair(f"R{n}") for n in range(5))
    plan = Plan({f"R{n}": Placed("A", at) for n, at in enumerate((0, 115, 230, 500, 615))})
    assert check(Instance(LANES, pairs, Rules(rhythm=2)), plan).objective.rhythm_missed == 1
    assert check(Instance(LANES, pairs, Rules(rhythm=2)), plan).objective.wishes == 1
    assert check(Instance(LANES, pairs, Rules()), plan).objective.rhythm_missed == 0
