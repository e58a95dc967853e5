import asyncio
from collections.abc import Callable

import pytest

from reunion.actions.barring import carry_over
from reunion.actions.calling import Calling
from reunion.actions.ports import Loaded, Store
from reunion.actions.registering import Registering
from reunion.actions.rehearsing import THERE, Rehearsals, any_time
from reunion.actions.running import Change, Stage, Stages
from reunion.actions.suggesting import Suggesting
from reunion.domain import commands as do
from reunion.domain.instants import HOUR, Instant
from reunion.domain.refusal import Refused
from reunion.domain.rundown import Phase, Show
from reunion.domain.timing import project
from tests.actions import gala
from tests.actions.scenes import clock
from tests.actions.test_barring import published
from tests.conftest import HandClock


class Ear:
    """Hears a stage begin anew, as every screen does."""

    def __init__(self, stage: Stage) -> None:
        self._heard = asyncio.Event()
        stage.add(self)

    def follow(self, change: Change) -> None:
        """One more entry says nothing here."""

    def begin(self, loaded: Loaded, show: Show) -> None:
        self._heard.set()

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not holds():
                self._heard.clear()
                await self._heard.wait()


class Studio:
    """A show of four slots tomorrow, and whoever rehearses it today."""

    def __init__(self, store: Store) -> None:
        self.now = HandClock(Instant(gala.START - 20 * HOUR))
        self.store = store
        self.stages = Stages(store.journal, self.now, lambda _: None)
        self.opened: list[Stage] = []
        self.rehearsals = Rehearsals(self.stages, self.now, self.opened.append)

    async def begin(self) -> Stage:
        stage = await self.rehearsals.begin("gala")
        assert stage is not None
        return stage


@pytest.fixture
async def studio(store: Store) -> Studio:
    await gala.stored(store)
    return Studio(store)


async def performed(stage: Stage, *commands: do.Command) -> None:
    for number, command in enumerate(commands):
        await stage.perform(command, f"c-{stage.show.revision}-{number}", "ann")


async def test_a_rehearsal_is_the_same_rundown_as_if_it_began_now_with_everybody_there(studio: Studio):
    stage = await studio.begin()

    planned = gala.rundown().show
    by = studio.now() - gala.START
    assert stage.show.order == planned.order
    assert [item.planned - by for item in stage.show.items.values()] == [
        item.planned for item in planned.items.values()
    ]
    assert (stage.show.planned_start, stage.show.planned_end - by) == (studio.now(), planned.planned_end)
    assert set(stage.show.readiness.values()) == {THERE}
    assert project(stage.show, studio.now()).over_under == 0


async def test_what_is_rehearsed_is_kept_nowhere_and_the_show_itself_knows_nothing_of_it(studio: Studio):
    stage = await studio.begin()
    await performed(stage, do.Start(), do.Take(None), do.Note("it-1", "慢一点"), do.End())
    with pytest.raises(Refused):
        await stage.perform(do.Take(None), "c-9", "ann")

    real = await studio.stages.get("gala")
    loaded = await studio.store.journal.load("gala")
    assert (stage.show.phase, stage.show.revision) == (Phase.ENDED, 4)
    assert real is not None
    assert loaded is not None
    assert (real.show.phase, real.show.revision) == (Phase.READY, 0)
    assert (loaded.entries, loaded.texts, loaded.refusals, loaded.earlier) == ((), {}, {}, {})


async def test_a_rehearsal_forgets_the_words_of_a_remark_that_was_corrected(studio: Studio):
    stage = await studio.begin()
    await performed(stage, do.Start(), do.Note("it-1", "慢一点"), do.Note("it-1", "快一点", "note-2"))
    await stage.read_anew()
    assert list(stage.loaded.texts.values()) == ["快一点"]


async def test_nobody_is_called_or_told_during_a_rehearsal(studio: Studio):
    stage = await studio.begin()
    calling = Calling(studio.store, studio.stages, studio.now, studio.now)
    await performed(stage, do.Start(), do.Take(None))
    for _ in range(5):
        studio.now.move(seconds=60)
        await calling.look()

    assert (stage.show.calls, stage.show.told) == ({}, {})
    assert await studio.store.outbox.due(Instant(studio.now() + 100 * HOUR), limit=9) == ()


async def test_beginning_again_begins_from_the_first_row_on_the_same_stage(studio: Studio):
    first = await studio.begin()
    await performed(first, do.Start(), do.Take(None))
    run = first.show.run

    again = await studio.begin()

    assert again is first is studio.rehearsals.get("gala")
    assert (again.show.phase, again.show.revision, again.show.run == run) == (Phase.READY, 0, False)
    assert studio.opened == [first]


async def test_a_show_that_has_begun_or_has_no_rundown_is_not_rehearsed(studio: Studio):
    real = await studio.stages.get("gala")
    assert real is not None
    await real.perform(do.Start(), "c-1", "ann")

    with pytest.raises(Refused) as refused:
        await studio.rehearsals.begin("gala")
    assert refused.value.code == "already-started"
    assert await studio.rehearsals.begin("nothing") is None
    assert studio.rehearsals.get("gala") is None


async def test_who_withdraws_leaves_the_rehearsal_too_and_its_entries_stand(store: Store):
    stages, real = await published(store)
    rehearsals = Rehearsals(stages, clock, lambda _: None)
    stage = await rehearsals.begin("s-1")
    assert stage is not None
    await performed(stage, do.Start(), do.Take(None))
    run, ear = stage.show.run, Ear(stage)

    def name() -> str | None:
        family = stage.loaded.rundown.cards["it-2"].family
        return family.name if family else None

    assert name() != ""
    await Registering(store, clock).withdraw("f1")
    await carry_over(store, stages, "f1", by="f1")
    await ear.until(lambda: name() == "")

    assert (stage.show.barred, stage.show.run, stage.show.revision) == (real.show.barred, run, 2)


async def test_another_plan_begins_the_rehearsal_anew(studio: Studio):
    stage = await studio.begin()
    await performed(stage, do.Start(), do.Take(None))
    real = await studio.stages.get("gala")
    assert real is not None
    run, ear = stage.show.run, Ear(stage)

    await studio.store.shows.begin_run(gala.head(run="r2", slots=2), gala.rundown(run="r2", slots=2))
    await real.read_anew()
    await ear.until(lambda: stage.show.revision == 0)

    assert stage.show.order == ("it-0", "it-1", "it-2")
    assert stage.show.run != run, (
        "a desk that comes back with revision 2 of the old plan has missed everything"
    )


async def test_nobodys_own_windows_count_in_a_rehearsal(studio: Studio):
    stage = await studio.begin()
    await performed(stage, do.Start(), do.Take(None))

    suggesting = Suggesting(studio.store, studio.now, any_time)

    assert await suggesting.suggest(stage) == (2, ())
