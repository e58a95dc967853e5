"""Running a show: one command at a time, stored before anybody hears of it.

A Stage is one show on this node. Memory and screens follow the journal and never lead it: until `append`
returns, only the journal knows whether an entry is stored, so a doubt is settled by reading it anew.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, Protocol

from reunion.actions.ports import Clock, Conflict, Journal, Loaded, NotSaved, Recorded
from reunion.domain.cards import Card
from reunion.domain.commands import Command
from reunion.domain.entries import Entry
from reunion.domain.instants import Instant
from reunion.domain.refusal import Refused
from reunion.domain.rundown import Phase, Show, is_read
from reunion.domain.show import apply, decide, words

TRIES: Final = 3
"""How often a command is decided anew because another node was first."""


@dataclass(frozen=True, slots=True)
class Change:
    """One stored entry with the show before and after it."""

    before: Show
    after: Show
    entry: Entry
    by: str
    texts: Mapping[str, str]
    """The words that were stored with it."""


class Follower(Protocol):
    """Who is told what became of a show; called only after it is durable, and never waited for."""

    def follow(self, change: Change) -> None:
        """One more entry."""

    def begin(self, loaded: Loaded, show: Show) -> None:
        """Everything anew: another run, or a state read anew after a doubt."""


@dataclass(frozen=True, slots=True)
class _Answer:
    revision: int
    refused: Refused | None = None

    def give(self) -> int:
        if self.refused is not None:
            raise self.refused
        return self.revision


class Stage:
    """One show: `perform` is its only way in, `show` what is stored."""

    def __init__(self, loaded: Loaded, journal: Journal, clock: Clock) -> None:
        self._journal = journal
        self._clock = clock
        self._turn = asyncio.Lock()
        self._unsure = False
        self._running: set[asyncio.Task[int]] = set()
        self._followers: list[Follower] = []
        self.loaded = loaded
        self.show: Show = loaded.rundown.show
        self._on_air_by = ""
        self._answers: dict[str, _Answer] = {}
        self._take_over(loaded)

    @property
    def id(self) -> str:
        """The show's id."""
        return self.show.id

    def add(self, follower: Follower) -> None:
        """Tell this one too from now on."""
        self._followers.append(follower)

    async def perform(
        self,
        command: Command,
        command_id: str,
        by: str,
        run: str | None = None,
        until: Instant | None = None,
    ) -> int:
        """The revision of the entry that the command made; raises Refused.

        The same `command_id` always gets the same answer and is stored once. It goes on when whoever waits for
        it goes away. In another run than `run` and after `until`, where those are named, nothing is done.
        """
        task = asyncio.ensure_future(self._in_turn(command, command_id, by, run, until))
        self._running.add(task)
        task.add_done_callback(self._done)
        return await asyncio.shield(task)

    async def begin_run(self, store: Callable[[], Awaitable[None]]) -> None:
        """Let `store` put another run or other times in place; raises Refused once the show has started."""
        async with self._turn:
            if self._unsure:
                await self._read_anew()
            if self.show.phase is not Phase.READY:
                raise Refused("already-started")
            self._unsure = True
            await store()
            await self._read_anew()

    @asynccontextmanager
    async def held_still(self) -> AsyncIterator[None]:
        """Nothing becomes of the show meanwhile: whoever wants something of it waits."""
        async with self._turn:
            yield

    async def read_anew(self) -> None:
        """Take over what is stored: cards were corrected, or another node was at work."""
        async with self._turn:
            await self._read_anew()

    async def rewrite(
        self,
        run: str,
        items: Iterable[str],
        write: Callable[[str, Card, bool], Card],
        put: Callable[[Mapping[str, Card]], Awaitable[None]],
    ) -> None:
        """Let `write` make others of the cue cards of items, told whether each is being read; `put` stores those.

        Raises Conflict when another run has begun: there the items are somebody else's.
        """
        async with self._turn:
            if self._unsure:
                await self._read_anew()
            if run != self.show.run:
                raise Conflict
            before = self.loaded.rundown.cards
            written = {item: write(item, before[item], is_read(self.show, item)) for item in items}
            others = {item: card for item, card in written.items() if card != before[item]}
            if others:
                self._unsure = True
                await put(others)
                await self._read_anew()

    async def settle(self) -> None:
        """Wait until every command that was begun has ended."""
        while self._running:
            await asyncio.wait(self._running)

    async def _in_turn(
        self, command: Command, command_id: str, by: str, run: str | None, until: Instant | None
    ) -> int:
        async with self._turn:
            for _ in range(TRIES):
                if self._unsure:
                    await self._read_anew()
                known = self._answers.get(command_id)
                if known is not None:
                    return known.give()
                try:
                    if run not in {None, self.show.run}:
                        raise Refused("rundown-changed")
                    now = self._clock()
                    if until is not None and now > until:
                        raise Refused("too-late")
                    entry = decide(self.show, command, now)
                except Refused as refused:
                    return await self._refuse(refused, command_id)
                try:
                    return await self._append(command, entry, command_id, by)
                except Conflict:
                    continue
            raise Refused("not-saved")

    async def _append(self, command: Command, entry: Entry, command_id: str, by: str) -> int:
        before, after = self.show, apply(self.show, entry)
        texts = words(command, entry)
        recorded = Recorded(after.revision, command_id, by, entry)
        # Until append returns, only the journal knows whether it is stored.
        self._unsure = True
        try:
            await self._journal.append(after.id, after.run, recorded, texts, entry.at)
        except NotSaved:
            await self._read_anew()
            stored = self._answers.get(command_id)
            if stored is None:
                raise Refused("not-saved") from None
            return stored.give()
        self._unsure = False
        self.show = after
        self._answers[command_id] = _Answer(after.revision)
        if after.on_air != before.on_air:
            self._on_air_by = by
        for follower in self._followers:
            follower.follow(Change(before, after, entry, by, texts))
        return after.revision

    async def _refuse(self, refused: Refused, command_id: str) -> int:
        by = self._on_air_by if refused.code == "already-taken" else ""
        refused = Refused(refused.code, by=by, revision=self.show.revision)
        try:
            await self._journal.refuse(self.id, command_id, refused, self.show.revision)
        except NotSaved:
            raise Refused("not-saved") from None
        answer = self._answers[command_id] = _Answer(self.show.revision, refused)
        return answer.give()

    async def _read_anew(self) -> None:
        try:
            loaded = await self._journal.load(self.id)
        except NotSaved:
            loaded = None
        if loaded is None:
            raise Refused("not-saved")
        before, head, cards = self.show, self.loaded.head, self.loaded.rundown.cards
        self._take_over(loaded)
        self._unsure = False
        if (self.show, loaded.head, loaded.rundown.cards) != (before, head, cards):
            for follower in self._followers:
                follower.begin(loaded, self.show)

    def _take_over(self, loaded: Loaded) -> None:
        show, on_air_by = loaded.rundown.show, ""
        for recorded in loaded.entries:
            before, show = show, apply(show, recorded.entry)
            if show.on_air != before.on_air:
                on_air_by = recorded.by
        self.loaded = loaded
        self.show = show
        self._on_air_by = on_air_by
        self._answers = {
            command: _Answer(revision, Refused(code, by=first, revision=revision))
            for command, (code, first, revision) in loaded.refusals.items()
        }
        self._answers |= {command: _Answer(revision) for command, revision in loaded.earlier.items()}
        self._answers |= {recorded.command: _Answer(recorded.revision) for recorded in loaded.entries}

    def _done(self, task: asyncio.Task[int]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            # Whoever asked may be gone; what the command met has been stored or refused all the same.
            task.exception()


class Stages:
    """The shows of this node, opened when first asked for."""

    def __init__(self, journal: Journal, clock: Clock, opened: Callable[[Stage], None]) -> None:
        self._journal = journal
        self._clock = clock
        self._opened = opened
        self._stages: dict[str, Stage] = {}
        self._turn = asyncio.Lock()
        self.settling = asyncio.Lock()
        """Held from reading who agreed until the rundowns say so; else an older answer could win."""

    async def get(self, show: str) -> Stage | None:
        """The stage of a show; None when there is no such show or it has no rundown yet."""
        stage = self._stages.get(show)
        if stage is not None:
            return stage
        async with self._turn:
            if show in self._stages:
                return self._stages[show]
            loaded = await self._journal.load(show)
            if loaded is None:
                return None
            stage = self._stages[show] = Stage(loaded, self._journal, self._clock)
            self._opened(stage)
            return stage

    async def forget(self, show: str) -> None:
        """The show is no more."""
        async with self._turn:
            self._stages.pop(show, None)

    def opened(self) -> tuple[Stage, ...]:
        """The stages that are open on this node."""
        return tuple(self._stages.values())

    async def settle(self) -> None:
        """Wait until nothing is being stored."""
        for stage in list(self._stages.values()):
            await stage.settle()
