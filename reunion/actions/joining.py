"""Counting what a gathering joins, for pages that anybody may ask for at any rate."""

import asyncio
from typing import Final

from reunion.actions.ports import Clock, Store
from reunion.domain.instants import MINUTE, Instant
from reunion.domain.people import Gathering
from reunion.domain.threads import Joined, joined

FRESH_MS: Final = MINUTE
"""Numbers for strangers may be this old; a count reads every registration."""


class Joining:
    """The numbers of each gathering, counted anew when they are a minute old.

    Who asks meanwhile waits for the one count.
    """

    def __init__(self, store: Store, now: Clock) -> None:
        self._store = store
        self._now = now
        self._kept: dict[str, tuple[Instant, Gathering, Joined]] = {}
        self._turn = asyncio.Lock()

    async def of(self, gathering: Gathering) -> Joined:
        """What this gathering joins."""
        kept = self._fresh(gathering)
        if kept is not None:
            return kept
        async with self._turn:
            kept = self._fresh(gathering)
            if kept is None:
                counted = await self._store.gatherings.joined(gathering.id)
                kept = joined(gathering.home, gathering.away, counted)
                self._kept[gathering.id] = (self._now(), gathering, kept)
            return kept

    def _fresh(self, gathering: Gathering) -> Joined | None:
        at, of, numbers = self._kept.get(gathering.id, (Instant(0), None, None))
        return numbers if of == gathering and 0 <= self._now() - at < FRESH_MS else None
