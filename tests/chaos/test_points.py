"""R2: the process dies at each named point of a commit, for every command.

What a killed process leaves is what it had written: the files are copied at that very moment and opened anew. The
tests in test_kills.py show the same with real processes.
"""

import shutil
from pathlib import Path

import pytest

from reunion.actions.ports import Loaded
from reunion.actions.running import Stage
from reunion.config import Settings
from reunion.domain import commands as do
from reunion.domain.calls import Call
from reunion.domain.people import Side
from reunion.domain.readiness import Ready
from reunion.domain.refusal import Refused
from reunion.domain.rundown import Why
from reunion.storage.database import Database
from reunion.storage.store import open_store
from tests.actions.gala import stored
from tests.conftest import EVENING, GATHERING, SECRET, HandClock

POINTS = {
    "before-begin": False,
    "after-begin": False,
    "before-commit": False,
    "after-commit": True,
    "before-answer": True,
    "after-answer": True,
}
"""Point -> whether the entry must be there."""
BEFORE: list[do.Command] = [do.Start(), do.Take(None), do.Skip("it-3"), do.Extend("it-4", 15)]
COMMANDS: dict[str, tuple[list[do.Command], do.Command]] = {
    "start": ([], do.Start()),
    "end": (BEFORE, do.End()),
    "take": (BEFORE, do.Take("it-0")),
    "hold": (BEFORE, do.Hold()),
    "resume": ([*BEFORE, do.Hold()], do.Resume()),
    "extend": (BEFORE, do.Extend("it-1", 15)),
    "standby": (BEFORE, do.Standby("it-2")),
    "skip": (BEFORE, do.Skip("it-1", "没人接")),
    "no_show": (BEFORE, do.NoShow("it-1")),
    "recall": (BEFORE, do.Recall("it-3")),
    "move": (BEFORE, do.Move("it-2", "it-1", 0)),
    "arrange": (BEFORE, do.Arrange(0, ("it-2", "it-1"), ("it-4",), (("it-1", -5),), "暖场", 30)),
    "insert": (BEFORE, do.Insert("歌", 60, "it-1")),
    "ready": (BEFORE, do.MarkReady("it-1", Side.FAMILY, Ready.READY)),
    "agree": (BEFORE, do.Agree("it-1", True)),
    "call": (BEFORE, do.CallUp("it-1", Call.NOW, EVENING)),
    "promise": (BEFORE, do.Promise(Why.LONGER, (("it-1", EVENING),))),
    "note": (BEFORE, do.Note("it-1", "慢一点")),
    "hand over": (BEFORE, do.HandOver("换二号机")),
    "bar": (BEFORE, do.Bar("it-1", True)),
    "undo": (BEFORE, do.Undo(4)),
    "refused": (BEFORE, do.Take(None)),
}


def test_every_command_is_tried() -> None:
    assert {type(command) for _, command in COMMANDS.values()} == set(do.Command.__args__)


@pytest.mark.chaos
@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("name", COMMANDS)
async def test_the_journal_is_whole_wherever_it_dies(
    settings: Settings, clock: HandClock, tmp_path: Path, name: str, point: str
) -> None:
    before, command = COMMANDS[name]
    left = tmp_path / "left"
    watching = armed = False

    def hook(passed: str) -> None:
        nonlocal armed
        # The commit before this one may still be at its last point when the watch begins.
        armed = armed or (watching and passed == "before-begin")
        if armed and passed == point and not left.exists():
            left.mkdir()
            for path in settings.data.glob("reunion.sqlite3*"):
                shutil.copy(path, left / path.name)

    database = Database(settings.database, hook=hook)
    stage, _ = await opened(database, clock, fresh=True)
    for number, earlier in enumerate(before):
        await stage.perform(earlier, f"before-{number}", "ann")
    watching = True
    answer = await answered(stage, command)
    await database.close()

    reborn = Database(left / "reunion.sqlite3")
    again, loaded = await opened(reborn, clock)
    ids = [recorded.command for recorded in loaded.entries]
    assert ids[: len(before)] == [f"before-{number}" for number in range(len(before))]
    if name == "refused":
        assert ids[len(before) :] == []
        assert ("the-one" in loaded.refusals) == POINTS[point]
    else:
        assert ids[len(before) :] == (["the-one"] if POINTS[point] else [])
    assert again.show.revision == len(ids)
    assert await answered(again, command) == answer
    after = await open_store(reborn, SECRET.encode()).journal.load("gala")
    assert after is not None
    assert [recorded.revision for recorded in after.entries] == list(range(1, again.show.revision + 1))
    assert again.show == stage.show
    await reborn.close()


async def opened(database: Database, clock: HandClock, *, fresh: bool = False) -> tuple[Stage, Loaded]:
    store = open_store(database, SECRET.encode())
    if fresh:
        await store.gatherings.put(GATHERING)
        await stored(store)
    loaded = await store.journal.load("gala")
    assert loaded is not None
    return Stage(loaded, store.journal, clock), loaded


async def answered(stage: Stage, command: do.Command) -> object:
    try:
        return await stage.perform(command, "the-one", "ann")
    except Refused as refused:
        return refused.code, refused.by, refused.revision
