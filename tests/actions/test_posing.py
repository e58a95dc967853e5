from dataclasses import replace

import pytest

from reunion.actions.moving import hold, lock
from reunion.actions.ports import Store
from reunion.actions.posing import instance, placements, seconds_of, weight_of, windows_of
from reunion.actions.publishing import publish
from reunion.actions.running import Stages
from reunion.actions.scheduling import make_plan
from reunion.actions.surveying import situation
from reunion.domain.commands import Start
from reunion.domain.doubles import Double, DoubleStanding
from reunion.domain.people import Registration, Side
from reunion.domain.planning import Lock, Placed, Plan, check
from reunion.domain.plans import Held
from reunion.domain.priorities import MUST_AIR, Priorities
from tests.actions.scenes import GATHERING, begin, between, clock, family, worker
from tests.actions.test_scheduling import OPEN, START, join, placing
from tests.actions.test_surveying import late, running

ONE, TWO, THREE = "p-dongxing-1", "p-dongxing-2", "p-dongxing-3"


async def test_shows_are_lanes_and_segments_are_blocks(store: Store) -> None:
    await begin(store, worker("w1", "张伟"), family("f1", "李芳"))
    await join(store, ("w1", "f1"))
    posed = instance(await situation(store, GATHERING.id, clock()))
    assert [(lane.id, lane.session, lane.open, lane.close, lane.blocks) for lane in posed.lanes] == [
        ("s-1", 0, START, START + 3600, ((START, OPEN),)),
        ("s-2", 1, START + 86400, START + 90000, ()),
    ]
    assert posed.rules.buffer_s == 15


async def test_a_pair_asks_for_the_times_of_both_sides_and_more_seconds_for_more_people(store: Store) -> None:
    await begin(
        store,
        worker("w1", "张伟", windows=(between(0, 30),), years_away=4),
        family("f1", "李芳", windows=(between(20, 60),), persons=4, dialect="sichuan"),
    )
    await join(store, ("w1", "f1"))
    (pair,) = instance(await situation(store, GATHERING.id, clock())).pairs
    assert (pair.worker_windows, pair.family_windows) == (
        ((START, START + 1800),),
        ((START + 1200, START + 3600),),
    )
    assert (pair.duration, pair.weight, pair.prefers) == (75, 14, "sichuan")
    assert (pair.persons, pair.township) == (("w1", "f1"), "511011101")


def test_relatives_must_all_be_there_unless_they_never_can_be() -> None:
    whole = (START, START + 3600)

    def seen(*people: Registration) -> tuple[tuple[int, int], ...]:
        return windows_of(people, whole)

    anybody = family("f0", "张三")
    early, late = (
        family("f1", "李芳", windows=(between(0, 20),)),
        family("f2", "王芳", windows=(between(10, 40),)),
    )
    night = family("f3", "赵芳", windows=(between(50, 60),))
    assert seen(anybody) == (whole,)
    assert seen(anybody, early, late) == ((START + 600, START + 1200),)
    assert seen(early, night) == ((START, START + 1200),)


def test_windows_that_touch_are_one() -> None:
    one = family("f1", "李芳", windows=(between(10, 20), between(0, 10), between(30, 40)))
    assert windows_of([one], (START, START + 3600)) == ((START, START + 1200), (START + 1800, START + 2400))


def test_the_gathering_says_how_long_a_greeting_is() -> None:
    wishes = Priorities(shortest_s=50, each_more_s=10, longest_s=85, dialect_more_s=15)
    assert [seconds_of(n, wishes) for n in (1, 2, 3, 6)] == [50, 50, 60, 85]
    assert seconds_of(2, wishes, dialect=True) == 65
    assert [seconds_of(n) for n in (2, 4, 40)] == [60, 70, 90]


def test_the_gathering_says_whose_slot_counts_how_much() -> None:
    wishes = Priorities(pair=5, year=2, years_most=3, elderly=7, children=11)
    son, granny = worker("w1", "张伟", "李芳", "奶奶", years_away=9), family("f1", "李芳")
    child = family("f2", "张小", "张伟", "爸爸")
    assert weight_of([son], [granny], wishes) == 5 + 6 + 7
    assert weight_of([worker("w2", "张伟")], [child], wishes) == 5 + 11
    assert weight_of([son], [granny], Priorities()) == 19


async def test_what_staff_decided_becomes_locks_and_weight(store: Store) -> None:
    await begin(
        store,
        *(worker("w1", "张伟"), worker("w2", "刘强"), worker("w3", "陈静")),
        *(family("f1", "李芳"), family("f2", "王芳"), family("f3", "赵芳")),
    )
    await join(store, ("w1", "f1"), ("w2", "f2"), ("w3", "f3"))
    solve = placing({ONE: ("s-1", OPEN), TWO: ("s-1", OPEN + 75)})
    await make_plan(store, GATHERING.id, solve=solve, by="amei", clock=clock)
    await hold(store, GATHERING.id, ONE, Held.SHOW, show="s-1", by="amei", clock=clock)
    await lock(store, GATHERING.id, TWO, locked=True, by="amei", clock=clock)
    await hold(store, GATHERING.id, THREE, Held.OUT, by="amei", clock=clock)
    await hold(store, GATHERING.id, ONE, Held.MUST, by="amei", clock=clock)
    posed = instance(await situation(store, GATHERING.id, clock()))
    assert [pair.lock for pair in posed.pairs] == [
        Lock("s-1"),
        Lock("s-1", OPEN + 75),
        Lock(unscheduled=True),
    ]
    assert posed.pairs[0].weight == MUST_AIR


async def test_who_was_told_a_time_is_promised_it(store: Store) -> None:
    await begin(store, worker("w1", "张伟"), family("f1", "李芳"))
    await join(store, ("w1", "f1"))
    plan = await make_plan(
        store, GATHERING.id, solve=placing({ONE: ("s-1", OPEN + 30)}), by="amei", clock=clock
    )
    before = instance(await situation(store, GATHERING.id, clock()))
    await publish(store, Stages(store.journal, clock, lambda _: None), GATHERING, by="amei", clock=clock)
    after = instance(await situation(store, GATHERING.id, clock()))
    assert (before.pairs[0].promise, before.rules.published) == (None, False)
    assert (after.pairs[0].promise, after.rules.published) == (OPEN + 30, True)
    assert placements(plan, after).assign == {ONE: Placed("s-1", OPEN + 30)}


@pytest.mark.parametrize(
    ("standing", "broken"),
    [
        (DoubleStanding.REVIEW, {"H8"}),
        (DoubleStanding.SURE, {"H8"}),
        (DoubleStanding.APART, set()),
        (None, set()),
    ],
)
async def test_two_who_may_be_one_person_are_kept_apart_until_staff_call_them_two(
    store: Store, standing: DoubleStanding | None, broken: set[str]
) -> None:
    await begin(store, worker("w1", "张伟"), family("f1", "李芳"), worker("w3", "张伟"), family("f4", "王芳"))
    await join(store, ("w1", "f1"), ("w3", "f4"))
    if standing is not None:
        double = Double("f1", "f4", Side.FAMILY, standing)
        await store.doubles.notice(
            GATHERING.id, ["f1", "f4"], [replace(double, standing=DoubleStanding.REVIEW)]
        )
        if standing is DoubleStanding.APART:
            await store.reviews.say_of_two(GATHERING.id, ("f1", "f4"), standing, by="amei", at=clock())
        elif standing is DoubleStanding.SURE:
            await store.doubles.notice(GATHERING.id, ["f1", "f4"], [double])
    now = await situation(store, GATHERING.id, clock())
    one, other = (pair.id for pair in now.pairs)
    posed = instance(now)
    near = Plan({one: Placed("s-1", OPEN), other: Placed("s-1", OPEN + 120)})
    far = Plan({one: Placed("s-1", OPEN), other: Placed("s-1", OPEN + 1200)})
    assert {wrong.rule for wrong in check(posed, near).violations} == broken
    assert check(posed, far).violations == ()
    few = await situation(store, GATHERING.id, clock(), of=[one, other])
    assert instance(few) == posed


async def test_who_is_on_a_show_that_runs_is_not_planned_beside_it_nor_within_the_pause_around_it(
    store: Store,
) -> None:
    stage = await running(store)
    assert (await situation(store, GATHERING.id, clock())).busy == {}
    await stage.perform(Start(), "c1", "host")
    now = await situation(store, GATHERING.id, late(0))
    # Nobody is before it: it may come five minutes earlier than planned.
    taken = ((OPEN + 600, OPEN + 660),)
    assert now.busy == {"w1": taken, "f1": taken}
    (second,) = now.pairs
    both = replace(second, family=replace(second.family, registrations=("f2", "f1")))
    shared = replace(now, pairs=(both,))
    (pair,) = instance(shared).pairs
    assert pair.family_windows == ((START, OPEN), (OPEN + 1260, START + 3600))
    assert pair.worker_windows == instance(replace(shared, busy={})).pairs[0].worker_windows
