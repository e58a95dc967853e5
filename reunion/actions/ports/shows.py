"""Ports for shows and their journals."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from reunion.domain.appointments import Telling
from reunion.domain.cards import Card
from reunion.domain.entries import Entry
from reunion.domain.instants import Instant
from reunion.domain.plans import ShowHead
from reunion.domain.refusal import Refused
from reunion.domain.rundown import Show


@dataclass(frozen=True, slots=True)
class Rundown:
    """What a run of a show begins with: the show before its first entry, and the cards of its items."""

    show: Show
    cards: Mapping[str, Card]
    entries: "tuple[Recorded, ...]" = ()
    """What already stands in its journal: who is there, and what families are told by its publishing."""
    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The words of those entries, by the ids that they carry."""
    silent: int = 0
    """So many of them, from the first on, only carry over what families know: nothing goes out for them."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One stored entry of a journal."""

    revision: int
    command: str
    by: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Loaded:
    """A show as storage has it."""

    head: ShowHead
    rundown: Rundown
    entries: tuple[Recorded, ...]
    refusals: Mapping[str, tuple[str, str, int]]
    """Refused command id -> code, who was first, revision at that time."""
    texts: Mapping[str, str]
    promises: Mapping[str, Instant]
    """By pair, the start last told to its family."""
    earlier: Mapping[str, int]
    """Command ids of earlier runs -> the revision there: whoever sends one again gets its answer."""


class Shows(Protocol):
    """Shows and the rundown each run begins with."""

    async def every(self, gathering: str) -> tuple[ShowHead, ...]:
        """By planned start."""
        ...

    async def get(self, show: str) -> ShowHead | None:
        """One, or None."""
        ...

    async def put(self, head: ShowHead) -> None:
        """Store a new or changed show; its rundown stays."""
        ...

    async def begin_run(self, head: ShowHead, rundown: Rundown) -> None:
        """Store the rundown of a new run, `head.run` being its name."""
        ...

    async def put_cards(self, show: str, run: str, cards: Mapping[str, Card]) -> None:
        """Replace the cards of some items of a run."""
        ...

    async def empty_card(self, show: str, run: str, item: str, card: Card) -> None:
        """Replace the card of an item that somebody withdrew from, and forget what was said about it."""
        ...

    async def items_of(self, pair: str) -> tuple[tuple[str, str], ...]:
        """(show, item) of a pair in the current run of each show."""
        ...

    async def apart(self, show: str) -> frozenset[str]:
        """Pairs that have a slot in its current run and are no pairs any more."""
        ...

    async def promise(self, show: str, starts: Mapping[str, Instant], *, told: Instant) -> None:
        """Store what was told to the families of these pairs, and when."""
        ...

    async def break_promises(
        self, show: str, run: str, pairs: Collection[str], *, told: Instant, lost: Collection[str]
    ) -> None:
        """Store that these pairs have no time in this show any more, and tell those of them that have none at all."""
        ...

    async def lost(self, pair: str) -> Instant | None:
        """The start its family was told, where that holds no more and none came after it."""
        ...

    async def promises(self, show: str) -> Mapping[str, Instant]:
        """The start last told, by pair."""
        ...

    async def tellings(self, gathering: str) -> tuple[Telling, ...]:
        """Every start that was told in a gathering, oldest first."""
        ...


class Journal(Protocol):
    """The append-only record of a show."""

    async def load(self, show: str) -> Loaded | None:
        """The current run from its beginning."""
        ...

    async def append(
        self, show: str, run: str, recorded: Recorded, texts: Mapping[str, str], at: Instant
    ) -> None:
        """Store one entry; raises Conflict when its revision or command id is taken, NotSaved when unsure."""
        ...

    async def refuse(self, show: str, command: str, refused: Refused, revision: int) -> None:
        """Store a refusal, so that the same id gets the same answer also after a restart."""
        ...
