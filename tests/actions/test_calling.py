from dataclasses import replace

import pytest

from reunion.actions.calling import Calling, in_season
from reunion.actions.running import Stages
from reunion.domain.calls import Call
from reunion.domain.commands import MarkReady, Move, Start, Take, Undo
from reunion.domain.entries import Called, Promised
from reunion.domain.instants import DAY, MINUTE, SECOND, Instant
from reunion.domain.people import Side
from reunion.domain.readiness import Origin, Ready
from reunion.domain.rundown import Phase, Why

from ..conftest import GATHERING, HandClock
from . import gala

START = gala.START


@pytest.fixture
async def stages(store, clock):
    await gala.stored(store, slots=6)
    made = Stages(store.journal, clock, lambda _: None)
    await made.get("gala")
    return made


@pytest.fixture
def calling(store, stages, clock):
    return Calling(store, stages, clock, clock)


async def passed(calling, clock, until, step_s=5):
    while clock() < until:
        clock.move(seconds=step_s)
        await calling.look()


async def entries(store, kind):
    loaded = await store.journal.load("gala")
    return [one.entry for one in loaded.entries if isinstance(one.entry, kind)]


async def test_each_family_is_called_once_at_each_threshold(store, calling, clock):
    clock.instant = Instant(START - 90 * MINUTE)
    await passed(calling, clock, START)
    mine = [one for one in await entries(store, Called) if one.item == "it-1"]
    assert [one.call for one in mine] == [Call.HOUR, Call.HALF, Call.TEN, Call.THREE]
    assert [(one.start - one.at) // MINUTE for one in mine] == [60, 30, 10, 3]


async def test_after_a_restart_nobody_is_called_again(store, stages, calling, clock):
    clock.instant = Instant(START - 9 * MINUTE)
    await calling.look()
    before = await entries(store, Called)
    again = Stages(store.journal, clock, lambda _: None)
    await again.get("gala")
    await Calling(store, again, clock, clock).look()
    assert await entries(store, Called) == before != []


async def test_a_show_on_another_day_is_a_rehearsal_and_nobody_hears_of_it(store, stages, calling, clock):
    stage = await stages.get("gala")
    clock.instant = Instant(START - 3 * DAY)
    await stage.perform(Start(), "c1", "st-1")
    await passed(calling, clock, clock() + 20 * MINUTE, 30)
    assert await entries(store, Called) == []
    assert await entries(store, Promised) == []
    assert not in_season(replace(stage.show, phase=Phase.ENDED), START)


async def test_on_the_planned_day_the_same_show_calls(store, stages, calling, clock):
    """The control of the rehearsal: the day alone makes the difference."""
    stage = await stages.get("gala")
    clock.instant = START
    await stage.perform(Start(), "c1", "st-1")
    await calling.look()
    assert len(await entries(store, Called)) == 6


async def test_when_the_show_slips_each_family_is_told_once_and_why(store, stages, calling, clock):
    stage = await stages.get("gala")
    clock.instant = START
    await stage.perform(Start(), "c1", "st-1")
    await stage.perform(Take(None), "c2", "st-1")
    await passed(calling, clock, START + 7 * MINUTE)
    told = await entries(store, Promised)
    items = [item for one in told for item, _ in one.starts]
    assert sorted(items) == [f"it-{n}" for n in range(1, 7)]
    assert {one.why for one in told} == {Why.LONGER}
    promises = await store.shows.promises("gala")
    assert promises == {f"p-{n}": stage.show.told[f"it-{n}"].start for n in range(1, 7)}


async def test_the_minutes_of_the_gathering_decide(store, stages, calling, clock):
    await store.gatherings.put(replace(GATHERING, tell_after=20))
    stage = await stages.get("gala")
    clock.instant = START
    await stage.perform(Start(), "c1", "st-1")
    await passed(calling, clock, START + 18 * MINUTE, 15)
    assert await entries(store, Promised) == []


async def test_what_a_host_takes_back_at_once_nobody_hears_of(store, stages, calling, clock):
    await store.gatherings.put(replace(GATHERING, tell_after=2))
    stage = await stages.get("gala")
    clock.instant = START
    await stage.perform(Start(), "c1", "st-1")
    await stage.perform(Take(None), "c2", "st-1")
    await calling.look()
    await stage.perform(Move("it-6", "it-1", 0), "c3", "st-1")
    await passed(calling, clock, START + 10_000)
    await stage.perform(Undo(stage.show.undoable), "c4", "st-1")
    await passed(calling, clock, START + 40_000)
    assert await entries(store, Promised) == []


async def test_what_a_host_leaves_so_is_told(store, stages, calling, clock):
    """The control: the same move, not taken back."""
    await store.gatherings.put(replace(GATHERING, tell_after=2))
    stage = await stages.get("gala")
    clock.instant = START
    await stage.perform(Start(), "c1", "st-1")
    await stage.perform(Take(None), "c2", "st-1")
    await stage.perform(Move("it-6", "it-1", 0), "c3", "st-1")
    await passed(calling, clock, START + 40_000)
    (told,) = await entries(store, Promised)
    assert (told.why, [item for item, _ in told.starts]) == (Why.EARLIER, ["it-6"])


STEPS_S = (3600, -3600, 86_400, -1)


class Stepping:
    """A clock that may be set, beside one that only goes on."""

    def __init__(self, instant):
        self.ticks = HandClock(instant)
        self.step_s = 0

    def __call__(self):
        return Instant(self.ticks() + self.step_s * SECOND)

    def move(self, *, seconds):
        self.ticks.move(seconds=seconds)


async def heard_after_a_step(store, step_s, *, guarded):
    """What families hear in five minutes after the clock was set by `step_s` with a slot on air."""
    await gala.stored(store, slots=6)
    wall = Stepping(START)
    stages = Stages(store.journal, wall, lambda _: None)
    stage = await stages.get("gala")
    warned = []
    calling = Calling(store, stages, wall, wall.ticks if guarded else wall, warned.append)
    await stage.perform(Start(), "c1", "st-1")
    await stage.perform(Take(None), "c2", "st-1")
    await calling.look()
    before, show = await store.outbox.newest("gala", limit=999), stage.show
    wall.step_s = step_s
    for _ in range(20):
        wall.move(seconds=2)
        await calling.look()
    assert (stage.show.on_air, stage.show.order) == (show.on_air, show.order)
    heard = [one for one in await store.outbox.newest("gala", limit=999) if one not in before]
    return heard, warned


@pytest.mark.parametrize("step_s", STEPS_S)
async def test_nobody_hears_anything_because_the_clock_stepped(store, step_s):
    heard, warned = await heard_after_a_step(store, step_s, guarded=True)
    assert heard == []
    assert warned == ([step_s * SECOND] if abs(step_s) > 30 else [])


async def test_without_the_guard_families_are_told_a_wrong_time(store):
    """The control."""
    heard, _ = await heard_after_a_step(store, 3600, guarded=False)
    assert {one.kind for one in heard} == {"call", "promise"}


async def test_when_the_clock_is_set_back_the_calls_go_on(store):
    await gala.stored(store, slots=6)
    wall = Stepping(Instant(START - 9 * MINUTE))
    stages = Stages(store.journal, wall, lambda _: None)
    await stages.get("gala")
    calling = Calling(store, stages, wall, wall.ticks)
    wall.step_s = 3600
    await calling.look()
    assert await entries(store, Called) == []
    wall.step_s = 0
    await calling.look()
    assert {one.call for one in await entries(store, Called)} == {Call.TEN, Call.HALF}


async def test_a_clock_set_right_before_the_evening_is_believed(store):
    await gala.stored(store, slots=6)
    wall = Stepping(Instant(START - 3 * DAY))
    stages = Stages(store.journal, wall, lambda _: None)
    await stages.get("gala")
    calling = Calling(store, stages, wall, wall.ticks)
    wall.step_s = 86_400
    await calling.look()
    wall.move(seconds=2 * 86_400 - 540)
    await calling.look()
    assert len(await entries(store, Called)) == 6


@pytest.mark.parametrize("side", Side)
async def test_others_who_sit_there_now_are_called_and_the_other_side_is_not_called_twice(
    store, stages, calling, clock, side
):
    clock.instant = Instant(START - 9 * MINUTE)
    await calling.look()
    stage = await stages.get("gala")
    await stage.perform(MarkReady("it-1", side, Ready.INVITED, Origin.PAIR), "c1", "casting")
    await calling.look()
    await calling.look()
    mine = [(one.call, one.sides) for one in await entries(store, Called) if one.item == "it-1"]
    assert mine == [(Call.TEN, (Side.WORKER, Side.FAMILY)), (Call.TEN, (side,))]


async def test_every_word_is_in_the_outbox_for_both_sides(store, calling, clock):
    clock.instant = Instant(START - 9 * MINUTE)
    await calling.look()
    messages = await store.outbox.newest("gala", limit=99)
    called = await entries(store, Called)
    assert {(one.item, one.side) for one in messages} == {(one.item, side) for one in called for side in Side}
