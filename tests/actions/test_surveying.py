import gc
from dataclasses import replace

import pytest

from reunion.actions.placing import places
from reunion.actions.ports import NewRegistration, Store
from reunion.actions.publishing import publish
from reunion.actions.running import Stage, Stages
from reunion.actions.scheduling import make_plan
from reunion.actions.surveying import Situation, plans_alone, situation, twice
from reunion.domain.commands import NoShow, Start
from reunion.domain.doubles import Double, DoubleStanding, perhaps_one
from reunion.domain.instants import SECOND, Instant
from reunion.domain.people import Pair, Party, Side, Standing
from reunion.domain.plans import PlanVersion, Slot
from tests.actions.scenes import EVE_ONE, GATHERING, begin, between, clock, family, put_pairs, worker
from tests.actions.test_scheduling import OPEN, START, join, placing
from tests.exports.test_plan_pieces import longest_turn

ONE, TWO, FIFTH = "p-dongxing-1", "p-dongxing-2", "p-dongxing-5"


async def running(store: Store) -> Stage:
    """ONE is on the first evening at 900 s; TWO shares its family's living room and has both evenings."""
    await begin(
        store,
        *(worker("w1", "张伟"), worker("w2", "刘强")),
        *(family("f1", "李芳"), family("f2", "王芳", windows=(between(0, 60),))),
        shows=(EVE_ONE, replace(EVE_ONE, id="s-3", stage="二号直播间", segments=())),
    )
    await join(store, ("w1", "f1"), ("w2", "f2"))
    solve = placing({ONE: ("s-1", OPEN + 900), TWO: ("s-3", OPEN + 2400)})
    await make_plan(store, GATHERING.id, solve=solve, by="amei", clock=clock)
    stages = Stages(store.journal, clock, lambda _: None)
    await publish(store, stages, GATHERING, by="amei", clock=clock)
    stage = await stages.get("s-1")
    assert stage is not None
    return stage


def late(seconds: int) -> Instant:
    return Instant((START + seconds) * SECOND)


async def test_who_is_on_a_show_that_runs_late_is_busy_when_expected_and_no_more_once_passed_over(
    store: Store,
) -> None:
    stage = await running(store)
    await stage.perform(Start(), "c1", "host")
    # The opening is still not on air when the pair should have been: everything comes so much later.
    behind = ((START + 2100, START + 2160),)
    assert (await situation(store, GATHERING.id, late(1800))).busy == {"w1": behind, "f1": behind}
    slot = next(key for key, item in stage.show.items.items() if item.pair == ONE)
    await stage.perform(NoShow(slot), "c2", "host")
    assert (await situation(store, GATHERING.id, late(1800))).busy == {}


async def test_pairs_with_somebody_who_may_be_one_person_are_named_where_both_have_a_slot(
    store: Store,
) -> None:
    await running(store)
    now = await situation(store, GATHERING.id, late(0))
    assert twice(now) == {}
    double = Double("f1", "f2", Side.FAMILY, DoubleStanding.REVIEW)
    await store.doubles.notice(GATHERING.id, ["f1", "f2"], [double])
    now = await situation(store, GATHERING.id, late(0), of=())
    assert twice(now) == {ONE: (TWO,), TWO: (ONE,)}
    assert now.before is not None
    alone = replace(now.before, slots=tuple(slot for slot in now.before.slots if slot.pair == ONE))
    assert twice(replace(now, before=alone)) == {}


async def two_of_one_family(store: Store) -> Situation:
    """Two workers' pairs, each with both rows of one family that signed up twice, and a slot for either."""
    people = (worker("w1", "张伟"), worker("w2", "刘强"), family("f1", "李芳"), family("f2", "李芳"))
    await begin(store, *people, shows=(EVE_ONE,))
    rows = Party(Side.FAMILY, ("f1", "f2"))
    pairs = [
        Pair(id_, GATHERING.id, Party(Side.WORKER, (one,)), rows) for id_, one in ((ONE, "w1"), (TWO, "w2"))
    ]
    await put_pairs(store, pairs)
    solve = placing({ONE: ("s-1", OPEN + 900), TWO: ("s-1", OPEN + 2400)})
    await make_plan(store, GATHERING.id, solve=solve, by="amei", clock=clock)
    return await situation(store, GATHERING.id, late(0))


@pytest.mark.parametrize("standing", [DoubleStanding.SURE, DoubleStanding.MERGED])
async def test_who_is_known_to_be_one_person_in_both_pairs_is_no_suspicion(
    store: Store, standing: DoubleStanding
) -> None:
    now = await two_of_one_family(store)
    double = Double("f1", "f2", Side.FAMILY, standing)
    assert twice(replace(now, alike=perhaps_one([double]))) == {}
    workers = Double("w1", "w2", Side.WORKER, DoubleStanding.REVIEW)
    assert twice(replace(now, alike=perhaps_one([double, workers]))) == {ONE: (TWO,), TWO: (ONE,)}


async def test_shows_and_plans_stand_alone_as_they_stand_with_everybody(store: Store) -> None:
    stage = await running(store)
    await stage.perform(Start(), "c1", "host")
    alone, whole = await plans_alone(store, GATHERING.id), await situation(store, GATHERING.id, late(0))
    assert (alone.shows, alone.before, alone.published) == (whole.shows, whole.before, whole.published)
    assert ([head.id for head in alone.shows], alone.pairs, alone.people) == (["s-3"], (), {})


async def test_no_turn_of_the_loop_grows_with_who_was_told_a_time(store: Store) -> None:
    """The control writes the same slots in the loop; with every pair looked up anew it took a hundred times as long."""
    await begin(store, shows=(EVE_ONE,))
    slots = tuple(Slot(f"p-{n:04}", "s-1", late(n), 60, late(n)) for n in range(2000))
    plan = PlanVersion(1, clock(), "amei", slots, (), published=True)
    await store.plans.put(GATHERING.id, plan)
    await store.shows.promise("s-1", {slot.pair: late(60) for slot in slots}, told=clock())

    async def at_once() -> tuple[Slot, ...]:
        return tuple(replace(slot, start=late(60)) for slot in slots)

    assert (await plans_alone(store, GATHERING.id)).published == replace(plan, slots=await at_once())
    gc.disable()
    try:
        control = await longest_turn(at_once())
        assert await longest_turn(plans_alone(store, GATHERING.id)) < control / 2
    finally:
        gc.enable()


async def test_who_asks_about_one_pair_reads_it_and_the_planned_ones_and_finds_the_same_places(
    store: Store,
) -> None:
    stage = await running(store)
    await store.registrations.add(
        [NewRegistration(one) for one in (worker("w3", "陈静"), family("f3", "赵芳"))]
    )
    await store.registrations.add(
        [NewRegistration(one) for one in (worker("w4", "周勇"), family("f4", "吴兰"))]
    )
    await join(store, ("w3", "f3"), ("w4", "f4"))
    await stage.perform(Start(), "c1", "host")
    whole = await situation(store, GATHERING.id, late(0))
    part = await situation(store, GATHERING.id, late(0), of=[FIFTH])
    assert part == replace(
        whole,
        pairs=tuple(pair for pair in whole.pairs if pair.id in (TWO, FIFTH)),
        people={id_: person for id_, person in whole.people.items() if id_ not in ("w4", "f4")},
    )
    assert [pair.id for pair in part.settled] == [ONE]
    assert part.before is not None
    assert places(part, part.before, FIFTH) == places(whole, part.before, FIFTH) != ()


async def test_whoever_has_withdrawn_is_not_among_the_people(store: Store) -> None:
    await running(store)
    gone = await store.registrations.get("f2")
    assert gone is not None
    changed = replace(gone, standing=Standing.WITHDRAWN, name="", revision=gone.revision + 1)
    await store.registrations.put(changed, by="amei", at=clock(), action="withdraw")
    found = await situation(store, GATHERING.id, clock(), of=())
    assert found.people.keys() == {"w1", "w2", "f1"}
