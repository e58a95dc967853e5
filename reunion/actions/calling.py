"""Calling the families to their turn, and telling them when it comes at another time than they were told.

A show that is played on another day than planned is a rehearsal: nobody hears of it.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from reunion.actions.ports import Clock, Store
from reunion.actions.running import Stage, Stages
from reunion.domain.calls import HORIZON_MS, due
from reunion.domain.commands import CallUp, Promise
from reunion.domain.instants import HOUR, MINUTE, SECOND, Instant
from reunion.domain.people import TELL_AFTER, Side
from reunion.domain.promises import SETTLE_MS, News, news
from reunion.domain.refusal import Refused
from reunion.domain.rundown import Kind, Phase, Show, State, Why
from reunion.domain.timing import project

BY: Final = "calls"
"""Who stands in the journal for a call."""
OVERTIME_MS: Final = 3 * HOUR
"""So long after its planned end a show is still the evening it was planned for."""
STEP_MS: Final = 30 * SECOND
"""By so much the clock may be set while shows are on: half of the shortest promise, a minute."""


@dataclass(slots=True)
class Calling:
    """Looks now and then at every show whose evening it is."""

    store: Store
    stages: Stages
    clock: Clock
    ticks: Callable[[], int]
    """Milliseconds of a clock that never steps."""
    warn: Callable[[int], None] = lambda _: None
    """Hears by how many milliseconds the clock stepped while shows are on."""
    _apart: int = 0
    """Wall clock less ticks, as it was when last believed."""
    _warned: bool = False
    _off: dict[tuple[str, str, str], Instant] = field(default_factory=dict)
    """By show, run and item, since when its time leaves what was told."""

    def __post_init__(self) -> None:
        self._apart = self.clock() - self.ticks()

    async def look(self) -> None:
        """Make every call that is due and tell every time that has changed for good.

        While the clock is not believed nobody hears anything: a wrong time is worse than none.
        """
        if not self._believed():
            return
        for stage in self.stages.opened():
            if in_season(stage.show, self.clock()):
                await self._call(stage)
                await self._tell(stage)

    def _believed(self) -> bool:
        """Whether the clock has gone on evenly; between two evenings a step only sets it right."""
        step = self.clock() - self.ticks() - self._apart
        if abs(step) <= STEP_MS:
            self._warned = False
            return True
        evenly = Instant(self.clock() - step)
        shows = [stage.show for stage in self.stages.opened()]
        if not any(in_season(show, now) for show in shows for now in (evenly, self.clock())):
            self._apart += step
            return True
        if not self._warned:
            self._warned = True
            self.warn(step)
        return False

    async def _call(self, stage: Stage) -> None:
        show, now = stage.show, self.clock()
        for item, start in project(show, now).expected.items():
            if start - now > HORIZON_MS:
                # They come in the order of their times.
                break
            row = show.items[item]
            calls = (due(start, now, show.heard(item, side)) for side in Side)
            call = next(filter(None, calls), None)
            if call is not None and row.kind is Kind.SLOT and row.state is not State.ON_AIR:
                await self._perform(stage, CallUp(item, call, start))

    async def _tell(self, stage: Stage) -> None:
        show, now = stage.show, self.clock()
        gathering = await self.store.gatherings.get(stage.loaded.head.gathering)
        after = (gathering.tell_after if gathering else TELL_AFTER) * MINUTE
        found = news(show, stage.loaded.promises, project(show, now).expected, now, after)
        mine = (show.id, show.run)
        for key in [
            key for key in self._off if key[0] == show.id and (key[:2] != mine or key[2] not in found)
        ]:
            del self._off[key]
        ripe: dict[Why, list[tuple[str, News]]] = {}
        for item, new in found.items():
            if now - self._off.setdefault((*mine, item), now) >= SETTLE_MS:
                ripe.setdefault(new.why, []).append((item, new))
        for why, rows in ripe.items():
            starts = tuple((item, new.start) for item, new in rows)
            if await self._perform(stage, Promise(why, starts)):
                for item, _ in rows:
                    del self._off[(*mine, item)]

    async def _perform(self, stage: Stage, command: CallUp | Promise) -> bool:
        try:
            await stage.perform(command, f"call-{secrets.token_hex(8)}", BY)
        except Refused:
            # The show has changed in this moment, or it could not be stored: the next look sees it anew.
            return False
        return True


def in_season(show: Show, now: Instant) -> bool:
    """Whether this is the evening the show was planned for."""
    soon = show.planned_start - HORIZON_MS <= now <= show.planned_end + OVERTIME_MS
    return soon and show.phase is not Phase.ENDED
