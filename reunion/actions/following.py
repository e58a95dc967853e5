"""A proposal that takes itself after a while, on a show where a producer switched that on.

It never puts anybody on air: a proposal moves, parks, cuts or fills, and one undo takes it back. It counts only while
somebody at a desk can see it counting, and any hand stops it. Nothing of it is stored: a restart switches it off.
"""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

from reunion.actions.running import Stage, Stages
from reunion.actions.suggesting import Suggesting, Suggestion
from reunion.domain.instants import SECOND, Instant, later
from reunion.domain.refusal import Refused
from reunion.domain.rundown import Phase

LEAST_S: Final = 10
MOST_S: Final = 300
"""Seconds between a proposal and its taking itself: time to read it, and still about the same gap."""


@dataclass(frozen=True, slots=True)
class Count:
    """What every desk is told: who switched it on, and the proposal that is counted down, if any."""

    after_s: int
    by: str
    due: Instant | None = None
    """By the wall clock, for the page to count to; the server measures with a clock that never steps."""
    way: Suggestion | None = None
    of: int = 0
    """The show's revision that the proposal was made of."""


class Gallery(Protocol):
    """The desks of a show, as far as this needs them."""

    def watched(self, show: str) -> bool:
        """Whether somebody sits at a desk of this show."""

    def tell(self, show: str, count: Count | None) -> None:
        """Say it to every desk at once and with each sign of life; None: it is off."""


Proposal = tuple[object, ...]
"""What makes two suggestions one and the same proposal: its moves, not its seconds."""


@dataclass(slots=True)
class _Switch:
    after_s: int
    by: str
    run: str
    suggesting: Suggesting
    counting: tuple[Proposal, int | None] | None = None
    """With what an undo would have taken back: a change by hand since begins the count anew."""
    since: int = 0
    over: set[Proposal] = field(default_factory=set)
    """What somebody stopped, or what was taken and perhaps undone: it does not count again."""


@dataclass(slots=True)
class Following:
    """The switches of this node's shows."""

    stages: Stages
    gallery: Gallery
    now: Callable[[], Instant]
    ticks: Callable[[], int]
    """Milliseconds of a clock that never steps."""
    suggesting: Callable[[], Suggesting]
    _switches: dict[str, _Switch] = field(default_factory=dict)

    def switch(self, stage: Stage, after_s: int | None, by: str) -> None:
        """On with so many seconds, or off; raises Refused when the show is over."""
        if after_s is None:
            self._off(stage.id)
            return
        if stage.show.phase is Phase.ENDED:
            raise Refused("not-live")
        self._switches[stage.id] = _Switch(after_s, by, stage.show.run, self.suggesting())
        self.gallery.tell(stage.id, Count(after_s, by))

    def interrupt(self, show: str, *, refuse: bool = False) -> None:
        """A hand was at work: whatever counts begins anew, or with `refuse` does not count any more."""
        switch = self._switches.get(show)
        if switch is None or switch.counting is None:
            return
        if refuse:
            switch.over.add(switch.counting[0])
        self._stop(show, switch)

    async def look(self) -> None:
        """Begin to count, go on, or do what has been counted down; once a second.

        Raises what failed first once every show was looked at.
        """
        looks = [self._look(show, switch) for show, switch in self._switches.items()]
        for failure in await asyncio.gather(*looks, return_exceptions=True):
            if failure is not None:
                raise failure

    async def _look(self, show: str, switch: _Switch) -> None:
        stage = await self.stages.get(show)
        if stage is None or stage.show.phase is Phase.ENDED or stage.show.run != switch.run:
            self._off(show)
            return
        found: tuple[Suggestion, ...] = ()
        of = stage.show.revision
        # A hold stops the advance on purpose; then nothing moves by itself either.
        if stage.show.phase is Phase.LIVE and self.gallery.watched(stage.id):
            of, found = await switch.suggesting.suggest(stage)
        if self._switches.get(stage.id) is not switch:
            return
        proposal = _proposal(found)
        if proposal is None or proposal in switch.over:
            if switch.counting is not None:
                self._stop(stage.id, switch)
        elif switch.counting != (counted := (proposal, stage.show.undoable)):
            switch.counting, switch.since = counted, self.ticks()
            due = later(self.now(), seconds=switch.after_s)
            self.gallery.tell(stage.id, Count(switch.after_s, switch.by, due, found[0], of))
        elif self.ticks() - switch.since >= switch.after_s * SECOND:
            self._stop(stage.id, switch)
            if await _take(stage, found[0], switch.by):
                switch.over.add(proposal)

    def _stop(self, show: str, switch: _Switch) -> None:
        switch.counting = None
        self.gallery.tell(show, Count(switch.after_s, switch.by))

    def _off(self, show: str) -> None:
        if self._switches.pop(show, None) is not None:
            self.gallery.tell(show, None)


def _proposal(found: tuple[Suggestion, ...]) -> Proposal | None:
    if not found:
        return None
    way = found[0]
    (command,) = way.commands
    cut = tuple(item for item, _ in command.lengths)
    return way.why, way.item, command.order, command.parked, cut, bool(command.filler)


async def _take(stage: Stage, way: Suggestion, by: str) -> bool:
    """Whether it was stored."""
    (command,) = way.commands
    try:
        await stage.perform(command, f"auto-{secrets.token_hex(8)}", by)
    except Refused:
        # The line has changed in this moment: the next look sees another proposal, or none.
        return False
    return True
