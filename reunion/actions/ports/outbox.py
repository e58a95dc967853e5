"""Ports for what goes out to families beside their pages: the outbox, and who carries it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from reunion.domain.instants import Instant
from reunion.domain.people import Gathering, Side

LOST: Final = "lost"
"""What a message says to a pair that has no time any more."""


class Fate(StrEnum):
    """What became of a message."""

    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"
    """Nobody took it in time, or there was nobody to write to."""


@dataclass(frozen=True, slots=True)
class Message:
    """One word to one side of a slot; ids only, the words and numbers are looked up when it goes out."""

    show: str
    run: str
    revision: int
    """Of the entry it was stored with."""
    item: str
    """Of the run; of a `lost` message the pair, which has no item any more."""
    side: Side
    kind: str
    """`call`, `promise` or `lost`."""
    what: str
    """Which call, why the time is another one, or `lost`."""
    start: Instant
    at: Instant
    tries: int = 0
    fate: Fate = Fate.WAITING

    @property
    def key(self) -> str:
        """The same for every try: whoever got it once drops the second."""
        return f"{self.show}.{self.run}.{self.revision}.{self.item}.{self.side}"


@dataclass(frozen=True, slots=True)
class Unreached:
    """A side to which a message was written after the last one that was taken, and nobody took it."""

    item: str
    """Or a pair, as in Message."""
    side: Side
    at: Instant
    """When the newest such was written."""


class Outbox(Protocol):
    """Messages that were stored in one transaction with the entry they come from."""

    async def due(self, now: Instant, *, limit: int) -> tuple[Message, ...]:
        """Waiting ones whose next try has come, oldest first."""
        ...

    async def settle(self, message: Message, fate: Fate, *, again: Instant | None = None) -> None:
        """Store what became of a try: done, or the next one at `again`."""
        ...

    async def newest(self, show: str, *, limit: int) -> tuple[Message, ...]:
        """The last ones of a show, newest first."""
        ...

    async def unreached(self, show: str, run: str) -> tuple[Unreached, ...]:
        """Whom no message reaches, by item and side."""
        ...


class Carrier(Protocol):
    """Takes messages out of the house."""

    async def carry(self, message: Message, gathering: Gathering, phones: Sequence[str]) -> bool:
        """Whether it was taken; never raises."""
        ...
