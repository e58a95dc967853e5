from dataclasses import dataclass, field

import pytest

from reunion.actions.following import Count, Following
from reunion.actions.ports import NotSaved
from reunion.actions.running import Stage, Stages
from reunion.actions.suggesting import Suggesting, windows
from reunion.domain import commands as do
from reunion.domain.entries import Arranged, Taken
from reunion.domain.people import Side
from reunion.domain.readiness import Ready
from reunion.domain.refusal import Refused

from ..conftest import HandClock
from . import gala


@dataclass
class Desks:
    """What the desks were told; nobody sits there when `empty`."""

    empty: bool = False
    told: list[Count | None] = field(default_factory=list)

    def watched(self, show: str) -> bool:
        return not self.empty

    def tell(self, show: str, count: Count | None) -> None:
        self.told.append(count)


@dataclass
class Evening:
    stage: Stage
    following: Following
    desks: Desks
    clock: HandClock
    stages: Stages

    async def pass_(self, seconds: int) -> None:
        for _ in range(seconds):
            self.clock.move(seconds=1)
            await self.following.look()

    async def arranged(self, journal) -> int:
        """How many proposals were taken."""
        loaded = await journal.load("gala")
        return sum(isinstance(one.entry, Arranged) for one in loaded.entries)


@pytest.fixture
async def evening(store, clock) -> Evening:
    """The opening is on air, and the first family is not there: the desk proposes the second."""
    await gala.stored(store, slots=6)
    clock.instant = gala.START
    stages = Stages(store.journal, clock, lambda _: None)
    stage = await stages.get("gala")
    assert stage is not None
    await stage.perform(do.Start(), "c-1", "st-1")
    await stage.perform(do.Take(None), "c-2", "st-1")
    for number in (2, 3, 4, 5, 6):
        for side in Side:
            mark = do.MarkReady(f"it-{number}", side, Ready.READY)
            await stage.perform(mark, f"m-{number}-{side}", "st-1")
    clock.move(seconds=50)
    desks = Desks()
    following = Following(stages, desks, clock, clock, lambda: Suggesting(store, clock))
    return Evening(stage, following, desks, clock, stages)


async def test_off_by_default_nothing_takes_itself(evening, store):
    await evening.pass_(120)
    assert (await evening.arranged(store.journal), evening.desks.told) == (0, [])


async def test_switched_on_the_proposal_is_counted_down_in_sight_and_taken_once(evening, store):
    evening.following.switch(evening.stage, 20, "st-9")
    await evening.pass_(20)
    before = await evening.arranged(store.journal)
    (begun,) = [count for count in evening.desks.told if count and count.way]
    await evening.pass_(1)

    assert (before, await evening.arranged(store.journal)) == (0, 1)
    assert (begun.due, begun.after_s) == (evening.clock(), 20)
    loaded = await store.journal.load("gala")
    taken = next(one for one in loaded.entries if isinstance(one.entry, Arranged))
    assert (taken.by, taken.command[:5], taken.entry.order[0]) == ("st-9", "auto-", "it-2")
    assert evening.stage.show.on_air == "it-0", "it never puts anybody on air"
    assert sum(isinstance(one.entry, Taken) for one in loaded.entries) == 1
    assert evening.desks.told[-1] == Count(20, "st-9")


async def test_a_veto_stops_it_for_good_until_there_is_another_proposal(evening, store):
    evening.following.switch(evening.stage, 20, "st-9")
    await evening.pass_(15)
    evening.following.interrupt("gala", refuse=True)
    assert evening.desks.told[-1] == Count(20, "st-9")
    await evening.pass_(60)
    assert await evening.arranged(store.journal) == 0

    await evening.stage.perform(do.MarkReady("it-2", Side.FAMILY, Ready.LOST), "c-9", "st-1")
    await evening.pass_(22)
    assert await evening.arranged(store.journal) == 1, "that was another proposal"


async def test_a_veto_outlives_a_desk_that_comes_back_and_a_change_of_something_else(evening, store):
    evening.following.switch(evening.stage, 20, "st-9")
    await evening.pass_(15)
    evening.following.interrupt("gala", refuse=True)
    evening.desks.empty = True
    await evening.pass_(1)
    evening.desks.empty = False
    await evening.pass_(40)
    assert await evening.arranged(store.journal) == 0

    await evening.stage.perform(do.Extend("it-0", 5), "e-1", "st-1")
    await evening.pass_(20)
    assert await evening.arranged(store.journal) == 0


async def test_without_the_veto_the_same_proposal_would_have_been_taken(evening, store):
    evening.following.switch(evening.stage, 20, "st-9")
    await evening.pass_(75)
    assert await evening.arranged(store.journal) == 1


async def test_what_took_itself_and_was_undone_does_not_take_itself_again(evening, store):
    evening.following.switch(evening.stage, 20, "st-9")
    await evening.pass_(21)
    evening.following.interrupt("gala")
    await evening.stage.perform(do.Undo(evening.stage.show.undoable), "u-1", "st-1")
    await evening.pass_(50)
    assert await evening.arranged(store.journal) == 1

    evening.following.switch(evening.stage, 20, "st-9")
    await evening.pass_(21)
    assert await evening.arranged(store.journal) == 2, "switched on anew, everything may count"


async def test_one_shows_failing_read_keeps_no_other_show_from_being_looked_at(evening, store):
    await gala.stored(store, "other", slots=6)
    other = await evening.stages.get("other")
    assert other is not None
    await other.perform(do.Start(), "o-1", "st-1")

    async def free(store, loaded):
        if loaded.head.id == "other":
            raise NotSaved
        return await windows(store, loaded)

    clock = evening.clock
    following = Following(evening.stages, evening.desks, clock, clock, lambda: Suggesting(store, clock, free))
    for stage in (other, evening.stage):
        following.switch(stage, 20, "st-9")
    for _ in range(21):
        clock.move(seconds=1)
        with pytest.raises(NotSaved):
            await following.look()
    assert await evening.arranged(store.journal) == 1


async def test_any_hand_at_work_begins_the_count_anew(evening, store):
    evening.following.switch(evening.stage, 20, "st-9")
    for number in range(3):
        await evening.pass_(15)
        evening.following.interrupt("gala")
        await evening.stage.perform(do.Extend("it-0", 5), f"e-{number}", "st-1")
    await evening.pass_(19)
    assert await evening.arranged(store.journal) == 0
    await evening.pass_(5)
    assert await evening.arranged(store.journal) == 1


async def test_a_change_of_the_rundown_by_anybody_begins_the_count_anew(evening, store):
    evening.following.switch(evening.stage, 20, "st-9")
    await evening.pass_(15)
    await evening.stage.perform(do.Extend("it-0", 5), "e-1", "st-1")
    await evening.pass_(15)
    assert await evening.arranged(store.journal) == 0


async def test_with_nobody_at_a_desk_or_in_a_hold_nothing_counts(evening, store):
    evening.following.switch(evening.stage, 20, "st-9")
    evening.desks.empty = True
    await evening.pass_(60)
    evening.desks.empty = False
    await evening.stage.perform(do.Hold(), "h-1", "st-1")
    await evening.pass_(60)
    assert await evening.arranged(store.journal) == 0
    assert not any(count and count.way for count in evening.desks.told)


async def test_a_clock_that_steps_ahead_takes_nothing_early(store, evening):
    ticks = HandClock()
    following = Following(
        evening.stages, evening.desks, evening.clock, ticks, lambda: Suggesting(store, evening.clock)
    )
    following.switch(evening.stage, 20, "st-9")
    await following.look()
    evening.clock.move(seconds=30)
    await following.look()
    assert await evening.arranged(store.journal) == 0
    ticks.move(seconds=20)
    await following.look()
    assert await evening.arranged(store.journal) == 1


async def test_it_is_off_after_a_restart_another_run_and_the_end(evening, store):
    evening.following.switch(evening.stage, 20, "st-9")
    again = Following(
        evening.stages, Desks(), evening.clock, evening.clock, lambda: Suggesting(store, evening.clock)
    )
    for _ in range(30):
        evening.clock.move(seconds=1)
        await again.look()
    assert (again.gallery.told, await evening.arranged(store.journal)) == ([], 0)

    await evening.stage.perform(do.End(), "c-9", "st-1")
    await evening.following.look()
    assert evening.desks.told == [Count(20, "st-9"), None]
    await evening.pass_(30)
    assert len(evening.desks.told) == 2, "it is off"
    with pytest.raises(Refused, match="not-live"):
        evening.following.switch(evening.stage, 20, "st-9")


async def test_it_is_switched_off_by_hand(evening, store):
    evening.following.switch(evening.stage, 20, "st-9")
    await evening.pass_(10)
    evening.following.switch(evening.stage, None, "st-1")
    await evening.pass_(60)
    assert (await evening.arranged(store.journal), evening.desks.told[-1]) == (0, None)
