"""Who has the page of its slot open, and what becomes of a side whose page is gone.

Nothing is computed while nobody comes or goes: only sides whose line turned lately are looked at.
"""

import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from reunion.actions.running import Stage, Stages
from reunion.domain.commands import MarkReady
from reunion.domain.instants import SECOND
from reunion.domain.people import Side
from reunion.domain.readiness import (
    RETURN_MS,
    Origin,
    Presence,
    by_line,
    came,
    left,
    unseen,
)
from reunion.domain.refusal import Refused
from reunion.domain.rundown import Phase, State

BY: Final = "line"
"""Who stands in the journal for what the line found out."""


POLLED_MS: Final = 25 * SECOND
"""A page that polls does so every 10 s (static/js/live.js); without two of them it is gone."""


@dataclass(frozen=True, slots=True)
class Place:
    """One side of a pair in a show."""

    show: str
    pair: str
    side: Side


@dataclass(slots=True)
class Attending:
    """The lines of this node's family pages; `ticks` is a clock in milliseconds that never steps."""

    stages: Stages
    ticks: Callable[[], int]
    _open: Counter[Place] = field(default_factory=Counter)
    _presence: dict[Place, Presence] = field(default_factory=dict)
    _turned: dict[Place, None] = field(default_factory=dict)
    """Places to look at, the longest waiting first."""
    _polled: dict[Place, int] = field(default_factory=dict)
    """When each page that gets no line through last asked how things stand."""
    _started: int = 0
    _returned: bool = False
    """Whether the time in which pages come back after a start is over."""

    def __post_init__(self) -> None:
        self._started = self.ticks()

    def came(self, place: Place) -> None:
        """A page of this side opened its line."""
        self._open[place] += 1
        self._presence[place] = came(self._presence.get(place), self.ticks())
        self._turned[place] = None

    def left(self, place: Place) -> None:
        """A page of this side lost its line."""
        self._open[place] -= 1
        if self._open[place] <= 0:
            del self._open[place]
            self._presence[place] = left(self._presence[place], self.ticks())
            self._turned[place] = None

    def polled(self, place: Place) -> None:
        """A page of this side that gets no line through asked how things stand: it is open as long as it does."""
        if place not in self._polled:
            self.came(place)
        self._polled[place] = self.ticks()

    def is_open(self, place: Place) -> bool:
        """Whether a page of this side has its line open."""
        return self._open[place] > 0

    async def look(self) -> None:
        """Mark who is lost and who is back."""
        if not self._returned and self.ticks() - self._started >= RETURN_MS:
            self._returned = True
            self._turned |= dict.fromkeys(self._never_back())
        for place in [one for one, at in self._polled.items() if self.ticks() - at > POLLED_MS]:
            del self._polled[place]
            self.left(place)
        for place in list(self._turned):
            presence = self._presence.setdefault(place, unseen(self._started))
            stage = await self.stages.get(place.show)
            item = None if stage is None else _item(stage, place.pair)
            if stage is None or item is None:
                del self._turned[place]
                continue
            await self._settle(stage, item, place, presence)

    async def _settle(self, stage: Stage, item: str, place: Place, presence: Presence) -> None:
        now = self.ticks()
        state, mark = stage.show.side(item, place.side)
        says = by_line(state, mark, presence, now)
        if says is not None and stage.show.items[item].state is State.ON_AIR:
            # The host sees them; who is taken off the air again is looked at then.
            return
        if says is not None and _waited_for(stage, item):
            command = MarkReady(item, place.side, says, Origin.LINE)
            try:
                await stage.perform(command, f"line-{secrets.token_hex(8)}", BY)
            except Refused:
                # Somebody spoke meanwhile, or it could not be stored: the next look decides anew.
                return
        if presence.steady(now) or presence.lost(now):
            self._turned.pop(place, None)

    def _never_back(self) -> list[Place]:
        """Who spoke from an open page before the start and has not come back."""
        places = [
            Place(stage.id, stage.show.items[item].pair, side)
            for stage in self.stages.opened()
            for item, marks in stage.show.marks.items()
            for side, mark in zip(Side, marks, strict=True)
            if mark is not None and mark.watched
        ]
        return [place for place in places if place not in self._presence]


def _item(stage: Stage, pair: str) -> str | None:
    return next((item.id for item in stage.show.items.values() if item.pair == pair), None)


def _waited_for(stage: Stage, item: str) -> bool:
    return stage.show.phase is not Phase.ENDED and stage.show.items[item].state is not State.AIRED
