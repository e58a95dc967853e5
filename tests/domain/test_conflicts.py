import pytest

from reunion.domain.conflicts import Clash, clashes
from reunion.domain.planning import Instance, Lane, Lock, PairRequest, Placed, Plan

LANE = Lane("s-1", 0, 0, 1000, dialects=frozenset({"mandarin"}), blocks=((400, 500),))
OTHER = Lane("s-2", 0, 0, 1000)
ALWAYS = ((0, 1000),)


def pair(id_: str = "a", **more: object) -> PairRequest:
    fields = {"duration": 60, "worker_windows": ALWAYS, "family_windows": ALWAYS} | more
    return PairRequest(id_, **fields)  # type: ignore[arg-type]


def found(*pairs: PairRequest, **at: tuple[str, int]) -> tuple[Clash, ...]:
    placed = {key: Placed(*place) for key, place in at.items()}
    return clashes(Instance((LANE, OTHER), pairs), Plan(placed))


@pytest.mark.parametrize(
    ("one", "at", "clash"),
    [
        (pair(worker_windows=((0, 90),)), ("s-1", 40), Clash("H2", "a", "worker", spans=((0, 90),))),
        (pair(family_windows=((0, 90),)), ("s-1", 40), Clash("H2", "a", "family", spans=((0, 90),))),
        (pair(worker_windows=((0, 2000),), family_windows=((0, 2000),)), ("s-1", 950),
         Clash("H3", "a", spans=((0, 1000),), lane="s-1")),
        (pair(), ("s-1", 380), Clash("H4", "a", spans=((400, 500),), lane="s-1")),
        (pair(needs="sichuan"), ("s-1", 0), Clash("H6", "a", lane="s-1")),
        (pair(lock=Lock("s-1", 60)), ("s-1", 0), Clash("H7", "a", spans=((60, 120),), lane="s-1")),
        (pair(lock=Lock("s-2")), ("s-1", 0), Clash("H7", "a", lane="s-2")),
        (pair(lock=Lock("s-1", 60, aired=True)), ("s-1", 0), Clash("H9", "a", spans=((60, 120),), lane="s-1")),
    ],
    ids=lambda value: value.rule + value.side if isinstance(value, Clash) else "",
)  # fmt: skip
def test_every_rule_about_one_pair_has_its_times(one, at, clash):
    assert found(one, a=at) == (clash,)


def test_neighbours_and_one_person_in_two_pairs_name_each_other():
    assert found(pair("a"), pair("b"), a=("s-1", 0), b=("s-1", 65)) == (
        Clash("H5", "b", other="a", seconds=15),
    )
    assert found(pair("a", persons=("w",)), pair("b", persons=("w",)), a=("s-1", 0), b=("s-2", 300)) == (
        Clash("H8", "b", other="a", seconds=600),
    )


def test_a_pair_or_a_show_that_is_gone_is_named():
    assert found(a=("s-1", 0)) == (Clash("H1", "a"),)
    assert found(pair(), a=("s-9", 0)) == (Clash("H1", "a"),)


def test_a_plan_that_keeps_the_rules_has_none():
    assert found(pair("a"), pair("b"), a=("s-1", 0), b=("s-1", 75)) == ()
