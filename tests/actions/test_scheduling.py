from collections.abc import Mapping
from dataclasses import replace

import pytest

from reunion.actions.arranging import Impossible
from reunion.actions.pairing import decide
from reunion.actions.ports import Choice, Conflict, Store
from reunion.actions.posing import instance
from reunion.actions.publishing import publish
from reunion.actions.running import Stages
from reunion.actions.scheduling import keep, make_plan, propose, sentences_of, take_back
from reunion.actions.surveying import situation
from reunion.domain.instants import HOUR, SECOND, Instant
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
        [Choice(one, other, MatchStanding.CONFIRMED) for one, other in links],
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
    posed = instance(await situation(store, GATHERING.id, clock()))
    assert {lane.id: lane.session for lane in posed.lanes} == {"s-1": 0, "s-3": 0, "s-2": 1, "s-4": 2}
    assert check(posed, Plan({})).violations == ()


async def two(store: Store) -> None:
    await begin(store, worker("w1", "张伟"), worker("w2", "张强"), family("f1", "李芳"), family("f2", "王芳"))
    await join(store, ("w1", "f1"), ("w2", "f2"))


ONE, TWO = "p-dongxing-1", "p-dongxing-2"


def again(places: Mapping[str, tuple[str, int]]):  # type: ignore[no-untyped-def]
    solve = placing(places)

    async def solve_again(posed: Instance, previous: Plan | None) -> Plan:
        return await solve(posed)

    return solve_again


async def test_a_proposal_is_stored_only_when_it_is_kept_and_nobody_was_faster(store: Store) -> None:
    await two(store)
    await make_plan(store, GATHERING.id, solve=placing({ONE: ("s-1", OPEN)}), by="amei", clock=clock)
    solve = again({ONE: ("s-1", OPEN), TWO: ("s-2", START + 86400)})
    proposal = await propose(store, GATHERING.id, solve=solve, by="lilei", clock=clock)
    assert (await store.plans.newest(GATHERING.id)).version == 1  # type: ignore[union-attr]
    kept = await keep(store, GATHERING.id, proposal, clock=clock)
    assert (kept.version, kept.by, kept.made) == (2, "lilei", "plan")
    with pytest.raises(Conflict):
        await keep(store, GATHERING.id, proposal, clock=clock)


async def test_the_planner_is_told_what_stands_on_the_board(store: Store) -> None:
    await two(store)
    told: list[Plan | None] = []

    async def solve(posed: Instance, previous: Plan | None) -> Plan:
        told.append(previous)
        return await placing({ONE: ("s-1", OPEN)})(posed)  # type: ignore[no-any-return]

    for _ in range(2):
        proposal = await propose(store, GATHERING.id, solve=solve, by="amei", clock=clock)
        await keep(store, GATHERING.id, proposal, clock=clock)
    assert [plan and plan.assign for plan in told] == [None, {ONE: Placed("s-1", OPEN)}]


async def test_who_must_be_told_is_said_against_what_they_were_told(store: Store) -> None:
    await two(store)
    places = {ONE: ("s-1", OPEN), TWO: ("s-1", OPEN + 75)}
    await make_plan(store, GATHERING.id, solve=placing(places), by="amei", clock=clock)
    nobody = await propose(
        store, GATHERING.id, solve=again({ONE: ("s-2", START + 86400)}), by="amei", clock=clock
    )
    assert (nobody.told.told, nobody.changed.told) == (0, 2)
    await publish(store, Stages(store.journal, clock, lambda _: None), GATHERING, by="amei", clock=clock)
    solve = again({ONE: ("s-1", OPEN + 120), TWO: ("s-1", OPEN + 75 + 900)})
    told = (await propose(store, GATHERING.id, solve=solve, by="amei", clock=clock)).told
    assert [(old.pair, (new.start - old.start) // SECOND) for old, new in told.moved] == [(TWO, 900)]
    assert [old.pair for old, _ in told.shifted] == [ONE]
    lost = (await propose(store, GATHERING.id, solve=again({}), by="amei", clock=clock)).told
    assert ([slot.pair for slot in lost.lost], lost.told) == ([ONE, TWO], 2)


async def test_a_plan_is_taken_back_as_a_new_version(store: Store) -> None:
    from reunion.actions.moving import take_out

    await two(store)
    places = {ONE: ("s-1", OPEN), TWO: ("s-1", OPEN + 75)}
    first = await make_plan(store, GATHERING.id, solve=placing(places), by="amei", clock=clock)
    await take_out(store, GATHERING.id, ONE, by="amei", clock=clock)
    back = await take_back(store, GATHERING.id, 1, by="lilei", clock=clock)
    assert (back.version, back.made, back.slots, back.unplaced) == (3, "back-1", first.slots, first.unplaced)
    assert (back.published, back.by) == (False, "lilei")
    with pytest.raises(Impossible, match="no version 9"):
        await take_back(store, GATHERING.id, 9, by="lilei", clock=clock)
