from collections.abc import Mapping
from dataclasses import replace

import pytest

from reunion.actions.arranging import Impossible
from reunion.actions.pairing import decide
from reunion.actions.ports import Conflict, Store
from reunion.actions.scheduling import (
    instance,
    make_plan,
    sentences_of,
    situation,
    windows_of,
)
from reunion.domain.instants import HOUR, SECOND, Instant
from reunion.domain.people import Registration
from reunion.domain.planning import Instance, Placed, Plan, Reason, Sentence, Try, WhyNot, check
from reunion.domain.plans import MatchStanding
from tests.actions.scenes import EVE_ONE, EVE_TWO, EVENING, GATHERING, begin, between, clock, family, worker

START = EVENING // SECOND
OPEN = START + 300
"""The first evening opens with a segment of five minutes."""


async def join(store: Store, *links: tuple[str, str]) -> None:
    await decide(
        store,
        GATHERING.id,
        [(one, other, MatchStanding.CONFIRMED) for one, other in links],
        by="amei",
        clock=clock,
    )


def placing(places: Mapping[str, tuple[str, int]]):  # type: ignore[no-untyped-def]
    async def solve(posed: Instance) -> Plan:
        assign = {pair: Placed(lane, start) for pair, (lane, start) in places.items()}
        why = WhyNot(
            Reason.CAPACITY,
            Sentence("full by %(seconds)d s", {"seconds": 9}),
            (Try("shorter", Sentence("cut to %(to)d s", {"to": 50})),),
        )
        return Plan(assign, {pair.id: why for pair in posed.pairs if pair.id not in assign})

    return solve


async def test_shows_are_lanes_and_segments_are_blocks(store: Store) -> None:
    await begin(store, worker("w1", "张伟"), family("f1", "李芳"))
    await join(store, ("w1", "f1"))
    posed = instance(await situation(store, GATHERING.id))
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
    (pair,) = instance(await situation(store, GATHERING.id)).pairs
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


async def test_a_plan_is_stored_with_its_slots_and_with_why_the_others_have_none(store: Store) -> None:
    await begin(store, worker("w1", "张伟"), worker("w2", "张强"), family("f1", "李芳"), family("f2", "王芳"))
    await join(store, ("w1", "f1"), ("w2", "f2"))
    solve = placing({"p-dongxing-1": ("s-1", OPEN + 60)})
    plan = await make_plan(store, GATHERING.id, solve=solve, by="amei", clock=clock)
    assert await store.plans.newest(GATHERING.id) == plan
    (slot,) = plan.slots
    assert (slot.pair, slot.show, slot.start, slot.seconds) == (
        "p-dongxing-1",
        "s-1",
        (OPEN + 60) * SECOND,
        60,
    )
    assert slot.earliest == (OPEN + 60 - 300) * SECOND
    (missing,) = plan.unplaced
    assert (missing.pair, missing.reason) == ("p-dongxing-2", "CAPACITY")
    assert sentences_of(missing) == [
        ("full by %(seconds)d s", {"seconds": 9}),
        ("cut to %(to)d s", {"to": 50}),
    ]


async def test_a_slot_is_never_expected_before_its_window_opens(store: Store) -> None:
    await begin(store, worker("w1", "张伟", windows=(between(10, 60),)), family("f1", "李芳"))
    await join(store, ("w1", "f1"))
    plan = await make_plan(
        store, GATHERING.id, solve=placing({"p-dongxing-1": ("s-1", START + 700)}), by="amei", clock=clock
    )
    assert plan.slots[0].earliest == (START + 600) * SECOND


async def test_what_was_changed_while_the_planner_worked_is_not_lost(store: Store) -> None:
    from reunion.actions.moving import lock

    await begin(store, worker("w1", "张伟"), family("f1", "李芳"))
    await join(store, ("w1", "f1"))
    solve = placing({"p-dongxing-1": ("s-1", OPEN)})
    await make_plan(store, GATHERING.id, solve=solve, by="amei", clock=clock)

    async def solve_slowly(posed: Instance) -> Plan:
        await lock(store, GATHERING.id, "p-dongxing-1", locked=True, by="lilei", clock=clock)
        return await solve(posed)

    with pytest.raises(Conflict):
        await make_plan(store, GATHERING.id, solve=solve_slowly, by="amei", clock=clock)
    plan = await store.plans.newest(GATHERING.id)
    assert plan is not None
    assert (plan.version, plan.slots[0].locked) == (2, True)


async def test_planning_again_counts_versions_and_keeps_locked_slots(store: Store) -> None:
    from reunion.actions.moving import lock

    await begin(store, worker("w1", "张伟"), family("f1", "李芳"))
    await join(store, ("w1", "f1"))
    solve = placing({"p-dongxing-1": ("s-1", OPEN)})
    await make_plan(store, GATHERING.id, solve=solve, by="amei", clock=clock)
    await lock(store, GATHERING.id, "p-dongxing-1", locked=True, by="amei", clock=clock)
    seen: list[Instance] = []

    async def solve_again(posed: Instance) -> Plan:
        seen.append(posed)
        return await solve(posed)

    plan = await make_plan(store, GATHERING.id, solve=solve_again, by="amei", clock=clock)
    assert (plan.version, plan.slots[0].locked) == (3, True)
    (pair,) = seen[0].pairs
    assert pair.lock is not None
    assert (pair.lock.lane, pair.lock.start) == ("s-1", OPEN)


async def test_nothing_to_plan_is_said(store: Store) -> None:
    await begin(store, worker("w1", "张伟"), family("f1", "李芳"), shows=())
    with pytest.raises(Impossible, match="no show"):
        await make_plan(store, GATHERING.id, solve=placing({}), by="amei", clock=clock)
    await store.shows.put(EVE_ONE)
    with pytest.raises(Impossible, match="no pairs"):
        await make_plan(store, GATHERING.id, solve=placing({}), by="amei", clock=clock)


async def test_shows_of_the_same_evening_are_one_session(store: Store) -> None:
    beside = replace(EVE_ONE, id="s-3", stage="二号直播间")
    later = replace(
        EVE_TWO,
        id="s-4",
        planned_start=Instant(EVE_TWO.planned_start + HOUR),
        planned_end=Instant(EVE_TWO.planned_end + HOUR),
    )
    await begin(store, shows=(EVE_ONE, beside, EVE_TWO, later))
    posed = instance(await situation(store, GATHERING.id))
    assert {lane.id: lane.session for lane in posed.lanes} == {"s-1": 0, "s-3": 0, "s-2": 1, "s-4": 2}
    assert check(posed, Plan({})).violations == ()
