import asyncio
import os
import random
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from reunion.actions.ports import Conflict, Journal, Loaded, Recorded, Store
from reunion.actions.running import Change, Stage, Stages
from reunion.domain import commands as do
from reunion.domain.instants import SECOND, Instant
from reunion.domain.people import Side
from reunion.domain.readiness import Ready
from reunion.domain.refusal import Refused
from reunion.domain.rundown import Show, State
from reunion.domain.show import fold
from tests.actions.gala import Failing, head, rundown, stored
from tests.conftest import HandClock

RACES = 1_000 if "REUNION_NIGHTLY" in os.environ else 100


class Recorder:
    """A follower that keeps what it was told."""

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self.begun: list[Show] = []

    def follow(self, change: Change) -> None:
        self.changes.append(change)

    def begin(self, loaded: Loaded, show: Show) -> None:
        self.begun.append(show)


async def opened(journal: Journal, clock: HandClock, show: str = "gala") -> Stage:
    loaded = await journal.load(show)
    assert loaded is not None
    return Stage(loaded, journal, clock)


async def asked(stage: Stage, command: do.Command, command_id: str, by: str = "ann") -> Any:
    """The revision, or the refusal's code, who was first, and the revision then."""
    return await asked_of(stage, command, command_id, None, by)


async def asked_of(
    stage: Stage, command: do.Command, command_id: str, run: str | None, by: str = "ann"
) -> Any:
    """The same for a command that names the run it is meant for."""
    try:
        return await stage.perform(command, command_id, by, run)
    except Refused as refused:
        return refused.code, refused.by, refused.revision


async def entries(store: Store, show: str = "gala") -> list[Recorded]:
    loaded = await store.journal.load(show)
    assert loaded is not None
    return list(loaded.entries)


async def test_a_command_is_stored_before_anybody_hears_of_it(store: Store, clock: HandClock) -> None:
    await stored(store)
    heard: list[int] = []

    class Early(Recorder):
        def follow(self, change: Change) -> None:
            heard.append(change.after.revision)

    class Slow(Failing):
        async def append(self, *args: Any) -> None:
            await super().append(*args)
            assert heard == [1][: args[2].revision - 1]

    stage = await opened(Slow(store.journal, 0, stored=True), clock)
    stage.add(Early())

    assert await stage.perform(do.Start(), "c-1", "ann") == 1
    assert await stage.perform(do.Take(None), "c-2", "ann") == 2
    assert heard == [1, 2]


@pytest.mark.parametrize("attempt", range(25))
async def test_two_hosts_pressing_take_at_once_take_once(
    store: Store, clock: HandClock, attempt: int
) -> None:
    await stored(store)
    stage = await opened(store.journal, clock)
    await stage.perform(do.Start(), "start", "ann")

    answers = await asyncio.gather(
        *(asked(stage, do.Take(None), f"take-{host}-{attempt}", host) for host in ("ann", "bo", "cai"))
    )

    assert answers == [2, ("already-taken", "ann", 2), ("already-taken", "ann", 2)]
    assert stage.show.on_air == "it-0"


async def test_two_nodes_taking_at_once_take_once(store: Store, clock: HandClock) -> None:
    """R11."""
    await stored(store, slots=RACES)
    here, there = await opened(store.journal, clock), await opened(store.journal, clock)
    await here.perform(do.Start(), "start", "ann")
    await there.read_anew()

    for number in range(RACES):
        leaving = here.show.on_air
        answers = await asyncio.gather(
            asked(here, do.Take(leaving), f"ann-{number}", "ann"),
            asked(there, do.Take(leaving), f"bo-{number}", "bo"),
        )
        assert {answer[0] if isinstance(answer, tuple) else "done" for answer in answers} == {
            "already-taken",
            "done",
        }
        await here.read_anew()
        await there.read_anew()

    assert here.show == there.show
    assert [recorded.revision for recorded in await entries(store)] == list(range(1, RACES + 2))


async def test_without_the_journals_check_two_nodes_would_both_take(store: Store, clock: HandClock) -> None:
    """The control of the test above: a journal that takes every revision lets both hosts win."""
    await stored(store)

    class Trusting(Failing):
        async def append(self, *args: Any) -> None:
            try:
                await super().append(*args)
            except Conflict:
                return

    here = await opened(Trusting(store.journal, 0, stored=True), clock)
    there = await opened(Trusting(store.journal, 0, stored=True), clock)
    await here.perform(do.Start(), "start", "ann")
    await there.read_anew()

    answers = await asyncio.gather(
        asked(here, do.Take(None), "ann-1", "ann"), asked(there, do.Take(None), "bo-1", "bo")
    )

    assert answers == [2, 2]


async def test_the_same_id_gets_the_same_answer_and_is_stored_once(store: Store, clock: HandClock) -> None:
    """R10: a third of the commands come twice, some late, some after a restart."""
    await stored(store, slots=60)
    seed = 20270205
    chance = random.Random(seed)
    stage = await opened(store.journal, clock)
    given: dict[str, Any] = {}
    sent: list[tuple[str, do.Command]] = []
    for number in range(600):
        if sent and chance.random() < 0.3:
            command_id, command = chance.choice(sent[-50:])
        else:
            command_id, command = f"c-{number}", some_command(stage.show, chance)
            sent.append((command_id, command))
        if chance.random() < 0.02:
            stage = await opened(store.journal, clock)
        answer = await asked(stage, command, command_id)
        assert given.setdefault(command_id, answer) == answer, f"seed {seed}"
        clock.move(seconds=3)

    recorded = await entries(store)
    assert len({one.command for one in recorded}) == len(recorded) == stage.show.revision
    assert {one.command: one.revision for one in recorded} == {
        command_id: answer for command_id, answer in given.items() if isinstance(answer, int)
    }


async def test_a_stage_that_forgot_an_answer_is_reminded_by_the_journal(
    store: Store, clock: HandClock
) -> None:
    await stored(store)
    stage = await opened(store.journal, clock)
    await stage.perform(do.Start(), "start", "ann")
    await stage.perform(do.Extend("it-1", 15), "longer", "ann")
    stage._answers.clear()

    assert await stage.perform(do.Extend("it-1", 15), "longer", "ann") == 2
    assert len(await entries(store)) == 2


async def test_without_the_ids_a_command_sent_twice_is_stored_twice(store: Store, clock: HandClock) -> None:
    """The control of the two tests above."""
    await stored(store)

    class Nameless(Failing):
        async def append(self, show: str, run: str, recorded: Recorded, *rest: Any) -> None:
            nameless = replace(recorded, command=f"nameless-{recorded.revision}")
            await super().append(show, run, nameless, *rest)

    stage = await opened(Nameless(store.journal, 0, stored=True), clock)
    for _ in range(2):
        stage._answers.clear()
        await stage.perform(do.Extend("it-1", 15), "longer", "ann")

    assert len(await entries(store)) == 2
    assert stage.show.items["it-1"].seconds == 120


def some_command(show: Show, chance: random.Random) -> do.Command:
    item = chance.choice(show.order)
    other = chance.choice(show.order)
    return chance.choice(
        [
            do.Start(),
            do.Take(show.on_air),
            do.Take(show.on_air, item),
            do.Take(other),
            do.Hold(),
            do.Resume(),
            do.Extend(item, chance.choice((-15, 15, 60))),
            do.Standby(item),
            do.Skip(item, "没人接"),
            do.NoShow(item),
            do.Recall(item),
            do.Move(item, other, show.order_revision),
            do.Insert("歌", 60, item),
            do.MarkReady(item, chance.choice(list(Side)), chance.choice(list(Ready))),
            do.Note(item, "慢一点"),
            do.Undo(show.undoable or 1),
        ]
    )


@pytest.mark.parametrize("after_storing", [False, True])
async def test_no_receipt_without_an_entry_whichever_call_fails(
    store: Store, clock: HandClock, after_storing: bool
) -> None:
    """R3: storage call k fails, k = 1, 2, 3 … until a whole evening runs clean."""
    evening = [
        do.Start(),
        do.Take(None),
        do.Take("nobody"),
        do.Skip("it-2", "没人接"),
        do.Undo(3),
        do.Take("it-0"),
    ]
    for fail_at in range(2, 40):
        show = f"gala-{after_storing}-{fail_at}"
        await stored(store, show)
        journal = Failing(store.journal, fail_at, stored=after_storing)
        stage = await opened(journal, clock, show)
        given = {}
        for number, command in enumerate(evening):
            given[f"{show}-{number}"] = await asked(stage, command, f"{show}-{number}")

        recorded = {one.command: one.revision for one in await entries(store, show)}
        told = {command_id: answer for command_id, answer in given.items() if isinstance(answer, int)}
        assert told == recorded, (fail_at, given)
        loaded = await store.journal.load(show)
        assert loaded is not None
        await asked(stage, do.Note("it-1", "慢"), f"{show}-last")
        again = await opened(store.journal, clock, show)
        assert stage.show == again.show
        if not journal.failed:
            return
    raise AssertionError("never ran clean")


async def test_a_stage_that_trusted_its_memory_would_hide_a_stored_entry(
    store: Store, clock: HandClock
) -> None:
    """The control of the test above: with the doubt switched off, memory and journal part."""
    await stored(store)

    class Trusting(Stage):
        async def _read_anew(self) -> None:
            self._unsure = False

    loaded = await store.journal.load("gala")
    assert loaded is not None
    stage = Trusting(loaded, Failing(store.journal, 1, stored=True), clock)

    assert (await asked(stage, do.Start(), "start"))[0] == "not-saved"
    assert stage.show.revision == 0
    assert len(await entries(store)) == 1


async def test_a_command_goes_on_when_whoever_asked_goes_away(store: Store, clock: HandClock) -> None:
    await stored(store)
    stage = await opened(store.journal, clock)
    follower = Recorder()
    stage.add(follower)

    asking = asyncio.ensure_future(stage.perform(do.Start(), "start", "ann"))
    await asyncio.sleep(0)
    asking.cancel()
    await stage.settle()

    assert asking.cancelled()
    assert stage.show.revision == 1
    assert [change.after.revision for change in follower.changes] == [1]


async def test_a_stage_takes_over_what_another_node_stored(store: Store, clock: HandClock) -> None:
    await stored(store)
    here, there = await opened(store.journal, clock), await opened(store.journal, clock)
    follower = Recorder()
    here.add(follower)
    await there.perform(do.Start(), "start", "bo")

    assert await asked(here, do.Extend("it-1", 15), "longer", "ann") == 2
    assert here.show.started == clock()
    assert [show.revision for show in follower.begun] == [1]


async def test_a_new_run_replaces_the_rundown_until_the_show_starts(store: Store, clock: HandClock) -> None:
    await stored(store)
    stage = await opened(store.journal, clock)
    follower = Recorder()
    stage.add(follower)

    await stage.begin_run(lambda: store.shows.begin_run(head(run="r2", slots=2), rundown(run="r2", slots=2)))
    assert (stage.show.run, stage.show.order) == ("r2", ("it-0", "it-1", "it-2"))
    assert follower.begun == [stage.show]

    await stage.perform(do.Start(), "start", "ann")
    with pytest.raises(Refused, match="already-started"):
        await stage.begin_run(lambda: store.shows.begin_run(head(run="r3"), rundown(run="r3")))
    assert stage.show.run == "r2"


async def test_stages_are_opened_once_and_only_where_there_is_a_rundown(
    store: Store, clock: HandClock
) -> None:
    await stored(store)
    seen: list[str] = []
    stages = Stages(store.journal, clock, lambda stage: seen.append(stage.id))

    first, second, missing = await asyncio.gather(
        stages.get("gala"), stages.get("gala"), stages.get("nothing")
    )

    assert first is second is not None
    assert missing is None
    assert seen == ["gala"]


async def test_the_stored_show_is_the_fold_of_its_journal(store: Store, clock: HandClock) -> None:
    """R19 through the database: whoever opens the show at any moment sees what the stage sees."""
    await stored(store, slots=12)
    chance = random.Random(19)
    stage = await opened(store.journal, clock)
    for number in range(250):
        command = some_command(stage.show, chance)
        await asked(stage, command, f"c-{number}")
        clock.move(seconds=7)
        if number % 10 == 0:
            loaded = await store.journal.load("gala")
            assert loaded is not None
            assert fold(loaded.rundown.show, (one.entry for one in loaded.entries)) == stage.show


async def test_commands_that_come_together_are_stored_one_after_the_other(
    store: Store, clock: HandClock
) -> None:
    await stored(store)
    together: list[int] = []

    class Crowded(Failing):
        inside = 0

        async def append(self, *args: Any) -> None:
            self.inside += 1
            together.append(self.inside)
            await super().append(*args)
            self.inside -= 1

    stage = await opened(Crowded(store.journal, -1, stored=True), clock)
    await stage.perform(do.Start(), "c-0", "ann")
    await asyncio.gather(*(stage.perform(do.Note("it-1", "慢"), f"n-{n}", "ann") for n in range(9)))

    assert together == [1] * 10


async def test_who_was_first_is_known_also_after_a_restart(store: Store, clock: HandClock) -> None:
    await stored(store)
    stage = await opened(store.journal, clock)
    await stage.perform(do.Start(), "c-1", "ann")
    await stage.perform(do.Take(None), "c-2", "ann")
    await stage.perform(do.Note("it-1", "慢"), "c-3", "bo")

    again = await opened(store.journal, clock)

    assert await asked(again, do.Take(None), "c-4", "bo") == ("already-taken", "ann", 3)


async def test_a_command_of_an_older_run_gets_the_answer_it_got_then(store: Store, clock: HandClock) -> None:
    await stored(store)
    stage = await opened(store.journal, clock)
    assert await asked(stage, do.Skip("it-1"), "c-1") == 1
    await stage.begin_run(lambda: store.shows.begin_run(head(run="r2"), rundown(run="r2")))

    assert await asked(stage, do.Skip("it-1"), "c-1") == 1
    assert stage.show.revision == 0


async def test_a_command_meant_for_another_run_does_nothing_to_whoever_stands_there_now(
    store: Store, clock: HandClock
) -> None:
    await stored(store)
    stage = await opened(store.journal, clock)

    async def publish() -> None:
        await store.shows.begin_run(head(run="r2"), rundown(run="r2"))

    # It comes while the other plan is being put in place, and has its turn after it.
    _, late = await asyncio.gather(
        stage.begin_run(publish), asked_of(stage, do.Skip("it-1"), "c-1", "r1"), return_exceptions=True
    )

    assert late == ("rundown-changed", "", 0)
    assert (stage.show.run, stage.show.revision) == ("r2", 0)
    assert await asked_of(stage, do.Skip("it-1"), "c-2", "r2") == 1


async def test_a_command_that_a_dead_line_held_back_for_too_long_does_nothing(
    store: Store, clock: HandClock
) -> None:
    await stored(store)
    stage = await opened(store.journal, clock)
    pressed = clock()
    stage_asked = partial(stage.perform, by="st-1", until=Instant(pressed + 10 * SECOND))
    clock.instant = Instant(pressed + 10 * SECOND)
    assert await stage_asked(do.Skip("it-1"), "in time") == 1

    clock.instant = Instant(pressed + 10 * SECOND + 1)
    with pytest.raises(Refused, match="too-late"):
        await stage_asked(do.Skip("it-2"), "late")
    # Sent again because its answer was not heard, it is answered as it was.
    assert await stage_asked(do.Skip("it-1"), "in time") == 1
    assert stage.show.items["it-2"].state is State.PLANNED


async def test_without_its_run_it_would_meet_another_pair(store: Store, clock: HandClock) -> None:
    """The control of the test above."""
    await stored(store)
    stage = await opened(store.journal, clock)
    await stage.begin_run(lambda: store.shows.begin_run(head(run="r2"), rundown(run="r2")))

    assert await asked_of(stage, do.Skip("it-1"), "c-1", None) == 1
    assert stage.show.items["it-1"].state is State.SKIPPED


async def test_a_command_for_a_run_that_another_node_has_ended_does_nothing(
    store: Store, clock: HandClock
) -> None:
    await stored(store)
    here, there = await opened(store.journal, clock), await opened(store.journal, clock)
    await there.begin_run(lambda: store.shows.begin_run(head(run="r2"), rundown(run="r2")))

    assert await asked_of(here, do.Skip("it-1"), "c-1", "r1") == ("rundown-changed", "", 0)
    assert (here.show.run, len(await entries(store))) == ("r2", 0)
