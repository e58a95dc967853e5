from dataclasses import replace
from datetime import datetime

import vobject

from reunion.actions.dating import dated, own_date
from reunion.actions.exporting import Reader, cover_of, rundowns
from reunion.actions.ports import Store
from reunion.actions.publishing import publish
from reunion.actions.running import Stages
from reunion.domain.access import Role
from reunion.domain.commands import Skip
from reunion.domain.instants import Instant
from reunion.domain.lists import RundownRow
from reunion.exports.calendars import write_calendar
from tests.actions.scenes import EVENING, GATHERING, clock
from tests.actions.test_publishing import ONE, TWO, planned

READER = Reader(Role.PRODUCER, "st-1", "阿梅")
Seen = dict[str, tuple[Instant, int, bool]]


async def calendar(store: Store) -> Seen:
    """Start, number and whether it is cancelled of every pair and segment of the first evening."""
    (evening, *_) = await dated(store, GATHERING, await rundowns(store, GATHERING, READER, "s-1"))

    def seen(row: RundownRow, gone: bool) -> tuple[Instant, int, bool]:
        return row.start, row.sequence, row.cancelled or gone

    rows = {row.appointment: seen(row, False) for row in evening.rows}
    return rows | {row.appointment: seen(row, True) for row in evening.gone}


async def plan_again(store: Store, stages: Stages, **starts: Instant) -> None:
    """Publish a plan with these pairs only; `one` and `two` name them."""
    newest = await store.plans.newest(GATHERING.id)
    begun = await store.plans.get(GATHERING.id, 1)
    assert newest is not None
    assert begun is not None
    wanted = {ONE: starts.get("one"), TWO: starts.get("two")}
    slots = tuple(
        replace(slot, start=start, earliest=start)
        for slot in begun.slots
        if (start := wanted[slot.pair]) is not None
    )
    version = newest.version + 1
    await store.plans.put(GATHERING.id, replace(newest, version=version, slots=slots, published=False))
    now = Instant(clock() + version * 1_000)
    await publish(store, stages, GATHERING, by="amei", clock=lambda: now)


async def first(store: Store) -> tuple[Stages, Instant, Instant]:
    stages = await planned(store)
    plan = await store.plans.newest(GATHERING.id)
    assert plan is not None
    await publish(store, stages, GATHERING, by="amei", clock=clock)
    starts = {slot.pair: slot.start for slot in plan.slots}
    return stages, starts[ONE], starts[TWO]


async def test_publishing_the_same_times_changes_no_entry(store: Store) -> None:
    stages, one, two = await first(store)
    before = await calendar(store)
    await plan_again(store, stages, one=one, two=two)
    after = await calendar(store)
    assert {pair: after[pair] for pair in (ONE, TWO)} == {pair: before[pair] for pair in (ONE, TWO)}
    assert before[ONE] == (one, 0, False)


async def test_a_moved_slot_has_a_higher_number_and_its_neighbour_has_not(store: Store) -> None:
    stages, one, two = await first(store)
    before = await calendar(store)
    await plan_again(store, stages, one=one, two=Instant(two + 600_000))
    after = await calendar(store)
    assert (after[TWO][0], after[TWO][1] > before[TWO][1]) == (two + 600_000, True)
    assert after[ONE] == before[ONE]


async def test_another_library_reads_the_move_the_neighbour_and_the_cancelling(store: Store) -> None:
    def say(msgid: str) -> str:
        return msgid

    async def events() -> dict[str, tuple[int, datetime, str]]:
        shows = await dated(store, GATHERING, await rundowns(store, GATHERING, READER, "s-1"))
        text = write_calendar(shows, cover_of(GATHERING, READER, clock()), say).decode()
        return {
            event.uid.value: (int(event.sequence.value), event.dtstart.value, event.status.value)
            for event in vobject.readOne(text).vevent_list
        }

    stages = await planned(store)
    await publish(store, stages, GATHERING, by="amei", clock=clock)
    before = await events()
    newest = await store.plans.newest(GATHERING.id)
    assert newest is not None
    starts = {slot.pair: slot.start for slot in newest.slots}
    await plan_again(store, stages, one=Instant(starts[ONE] + 600_000), two=starts[TWO])
    moved = await events()
    one, two = f"{ONE}@reunion", f"{TWO}@reunion"
    assert moved.keys() == before.keys()
    assert moved[one][0] > before[one][0]
    assert (moved[one][1] - before[one][1]).total_seconds() == 600
    assert moved[two] == before[two]
    await plan_again(store, stages, two=starts[TWO])
    gone = await events()
    assert (gone[one][2], gone[one][0] > moved[one][0], gone[two][2]) == ("CANCELLED", True, "CONFIRMED")


async def test_a_pair_without_a_slot_is_cancelled_and_comes_back_with_a_higher_number(store: Store) -> None:
    stages, one, two = await first(store)
    await plan_again(store, stages, one=one)
    gone = await calendar(store)
    await plan_again(store, stages, one=one, two=two)
    back = await calendar(store)
    assert (gone[TWO][2], back[TWO][2], back[TWO][0]) == (True, False, two)
    assert 0 < gone[TWO][1] < back[TWO][1]


async def test_a_skipped_slot_is_cancelled_in_the_family_s_own_calendar_too(store: Store) -> None:
    stages, one, _ = await first(store)
    (worker, *_) = [row for row in await store.registrations.every(GATHERING.id) if row.id == "w1"]
    before = await own_date(store, stages, worker)
    stage = await stages.get("s-1")
    assert stage is not None
    await stage.perform(Skip("it-2"), "c-1", "st-1")
    after = await own_date(store, stages, worker)
    assert before is not None
    assert after is not None
    assert (before.start, before.sequence, before.cancelled) == (one, 0, False)
    assert (after.pair, after.sequence, after.cancelled) == (ONE, 1, True)
    assert (await calendar(store))[ONE] == (one, 1, True)
    assert one > EVENING
