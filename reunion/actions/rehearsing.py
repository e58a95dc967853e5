"""Rehearsing a show: the same rundown under the same rules, in a run of its own that is kept nowhere and tells nobody.

Calls, messages and family pages know only the stages of real runs; a rehearsal's stage is none of them.
"""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from reunion.actions.ports import Clock, Conflict, Loaded, Recorded, Rundown, Store
from reunion.actions.running import Change, Stage, Stages
from reunion.actions.sighting import Windows
from reunion.domain.entries import Barred, replaced
from reunion.domain.instants import Instant
from reunion.domain.readiness import Ready
from reunion.domain.refusal import Refused
from reunion.domain.rundown import Item, Kind, Phase, Show

THERE: Final = (Ready.READY, Ready.READY)
"""The crew stands in for both sides; who is to be missed is marked by hand."""


class Notebook:
    """The journal of one rehearsal, in memory."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded

    async def load(self, show: str) -> Loaded | None:  # noqa: ARG002 - it has only one
        """The rehearsal from its beginning."""
        return self.loaded

    async def append(
        self,
        show: str,  # noqa: ARG002 - it has only one
        run: str,
        recorded: Recorded,
        texts: Mapping[str, str],
        at: Instant,  # noqa: ARG002 - nobody is told
    ) -> None:
        """Keep one entry; raises Conflict when the rehearsal was begun anew meanwhile."""
        before = self.loaded
        if (run, recorded.revision) != (before.head.run, len(before.entries) + 1):
            raise Conflict
        kept = {**before.texts, **texts}
        kept.pop(replaced(recorded.entry), None)
        self.loaded = replace(before, entries=(*before.entries, recorded), texts=kept)

    async def refuse(self, show: str, command: str, refused: Refused, revision: int) -> None:  # noqa: ARG002
        """Keep a refusal."""
        known = {**self.loaded.refusals, command: (refused.code, refused.by, revision)}
        self.loaded = replace(self.loaded, refusals=known)


class Rehearsals:
    """The rehearsals of this node, one for each show at most."""

    def __init__(self, stages: Stages, clock: Clock, opened: Callable[[Stage], None]) -> None:
        self._stages = stages
        self._clock = clock
        self._opened = opened
        self._running: dict[str, tuple[Stage, Notebook]] = {}

    def get(self, show: str) -> Stage | None:
        """The rehearsal of a show that is going on."""
        found = self._running.get(show)
        return found[0] if found else None

    async def begin(self, show: str) -> Stage | None:
        """Rehearse from the first row on; None before a rundown was published.

        Raises Refused once the show has begun.
        """
        real = await self._stages.get(show)
        if real is None:
            return None
        if real.show.phase is not Phase.READY:
            raise Refused("already-started")
        fresh = rehearsed(real, self._clock(), _new_run())
        if show in self._running:
            stage, notebook = self._running[show]
            notebook.loaded = fresh
            await stage.read_anew()
        else:
            notebook = Notebook(fresh)
            stage = Stage(fresh, notebook, self._clock)
            self._running[show] = stage, notebook
            real.add(_Mirror(real, stage, notebook))
            self._opened(stage)
        return stage

    def forget(self, show: str) -> None:
        """The show is no more."""
        self._running.pop(show, None)


class _Mirror:
    """Keeps a rehearsal to what its show says now: who withdrew leaves it too."""

    def __init__(self, real: Stage, stage: Stage, notebook: Notebook) -> None:
        self._real, self._stage, self._notebook = real, stage, notebook
        self._tasks: set[asyncio.Task[None]] = set()

    def follow(self, change: Change) -> None:
        """A slot was barred, or freed again."""
        if isinstance(change.entry, Barred):
            self._renew()

    def begin(self, loaded: Loaded, show: Show) -> None:  # noqa: ARG002 - the stage has them
        """Cards were corrected, or another plan was published."""
        self._renew()

    def _renew(self) -> None:
        kept = self._notebook.loaded
        fresh = rehearsed(self._real, kept.head.planned_start, kept.head.run)
        if fresh.rundown.show.items == kept.rundown.show.items:
            fresh = replace(fresh, entries=kept.entries, texts=kept.texts)
        else:
            # Another plan has other rows: what was rehearsed of the old one says nothing about them.
            fresh = rehearsed(self._real, kept.head.planned_start, _new_run())
        self._notebook.loaded = replace(fresh, refusals=kept.refusals)
        task = asyncio.ensure_future(self._stage.read_anew())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _new_run() -> str:
    return f"x{secrets.token_hex(4)}"


def rehearsed(real: Stage, now: Instant, run: str) -> Loaded:
    """What is published for that show, as if it began now."""
    loaded, by = real.loaded, now - real.loaded.rundown.show.planned_start
    before = loaded.rundown.show
    show = Show(
        before.id,
        run,
        now,
        Instant(before.planned_end + by),
        before.buffer_s,
        {key: _moved(item, by) for key, item in before.items.items()},
        before.order,
        readiness={key: THERE for key, item in before.items.items() if item.kind is Kind.SLOT},
        barred=real.show.barred,
    )
    head = replace(loaded.head, run=run, planned_start=now, planned_end=show.planned_end)
    return Loaded(head, Rundown(show, loaded.rundown.cards), (), {}, {}, {}, {})


def _moved(item: Item, by: int) -> Item:
    earliest = Instant(item.earliest + by) if item.earliest else item.earliest
    return replace(item, planned=Instant(item.planned + by), earliest=earliest)


async def any_time(store: Store, loaded: Loaded) -> Windows:  # noqa: ARG001 - as `suggesting.Free` has it
    """Nobody's own windows count: a rehearsal is played at another hour, and others stand in."""
    return {}
