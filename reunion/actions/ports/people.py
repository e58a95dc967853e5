"""Ports for gatherings and registrations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from reunion.actions.ports.staff import Deed
from reunion.domain.instants import Instant
from reunion.domain.people import Gathering, Registration, Side, Source, Standing
from reunion.domain.threads import Counted


class Gatherings(Protocol):
    """The gatherings of this server."""

    async def every(self) -> tuple[Gathering, ...]:
        """All of them, oldest first."""
        ...

    async def get(self, gathering: str) -> Gathering | None:
        """One, or None."""
        ...

    async def put(self, gathering: Gathering) -> None:
        """Store a new one or a changed one."""
        ...

    async def change(self, before: Gathering, after: Gathering) -> None:
        """Store it as `after`; raises Conflict when it does not stand as `before` any more."""
        ...

    async def delete(self, before: Gathering, deed: Deed) -> None:
        """Take it away with its shows, plans and accounts; what was done in it stays on record, this too.

        Raises Conflict when it does not stand so any more, Inhabited while somebody is in it.
        """
        ...

    async def counts(self, gathering: str) -> Mapping[str, int]:
        """For the overview: workers, families, withdrawn, linked, review, pairs, shows, unconsented."""
        ...

    async def joined(self, gathering: str) -> tuple[Counted, ...]:
        """How many active registrations say the same of side, township and place."""
        ...


@dataclass(frozen=True, slots=True)
class NewRegistration:
    """What is to be stored: `registration.number` is given by the storage."""

    registration: Registration
    link: bytes | None = None
    """SHA-256 of the token of the personal link; None for a roster row nobody has a link for yet."""
    row_key: bytes | None = None
    """Identity of a roster row: a second row with the same key is not stored again."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one new registration."""

    registration: Registration
    fresh: bool
    """False when the same roster row stood there already; then `registration` is the older one."""


class Order(StrEnum):
    """How a list of registrations is sorted."""

    NEWEST = "newest"
    OLDEST = "oldest"
    NAME = "name"
    """By pinyin initials, as a paper list is."""
    HOME = "home"
    """By township and village."""


@dataclass(frozen=True, slots=True)
class Search:
    """Which registrations of a gathering a list shows."""

    side: Side | None = None
    words: str = ""
    """A part of the name, pinyin initials, the last four digits, a number or an invite code."""
    township: str = ""
    village: str = ""
    standing: Standing | None = Standing.ACTIVE
    helper: str = ""
    unconsented: bool = False
    """Only those who have not agreed to be on air."""
    unpaired: bool = False
    """Only those who are in no pair."""
    source: Source | None = None
    order: Order = Order.NEWEST


class Registrations(Protocol):
    """What the two sides submitted."""

    async def add(self, new: Sequence[NewRegistration]) -> tuple[Added, ...]:
        """Store all of them in one change, numbered in this order."""
        ...

    async def get(self, registration: str) -> Registration | None:
        """One by its id, withdrawn or not."""
        ...

    async def many(self, registrations: Sequence[str]) -> Mapping[str, Registration]:
        """Several by their ids."""
        ...

    async def by_link(self, link: bytes) -> Registration | None:
        """The one whose personal link has this digest."""
        ...

    async def by_code(self, gathering: str, code: str) -> Registration | None:
        """The one that owns this invite code."""
        ...

    async def every(self, gathering: str, side: Side | None = None) -> tuple[Registration, ...]:
        """All active ones, by number."""
        ...

    async def page(self, gathering: str, *, after: int, limit: int) -> tuple[Registration, ...]:
        """The next active ones past a number, by number."""
        ...

    async def search(
        self, gathering: str, search: Search, *, limit: int, offset: int
    ) -> tuple[tuple[Registration, ...], int]:
        """One page of a list and how many there are in all."""
        ...

    async def put(self, changed: Registration, *, by: str, at: Instant, action: str) -> None:
        """Store a correction or withdrawal; `changed.revision` is one past what stands, else Conflict.

        Who is withdrawn has no links from that moment.
        """
        ...

    async def set_link(self, registration: str, link: bytes) -> None:
        """Give it a new personal link; the old one ends."""
        ...
