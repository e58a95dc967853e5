"""Ports for links between the two sides, pairs and plans."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from reunion.domain.doubles import Double
from reunion.domain.instants import Instant
from reunion.domain.people import Pair, Registration
from reunion.domain.plans import MatchRow, MatchStanding, PlanVersion

PairUp = Callable[
    [str, Sequence[Registration], Iterable[MatchRow], Sequence[Pair], Iterable[Double]], tuple[Pair, ...]
]
"""From gathering, active registrations, joined links, the pairs that stood and doubles, the pairs that are to stand."""


@dataclass(frozen=True, slots=True)
class Remade:
    """Pairs of a gathering that came, went or have other people than before."""

    gathering: str
    pairs: frozenset[str]
    people: frozenset[str]
    """Whoever was in one of them, and whoever is."""


Moved = Callable[[Remade], Awaitable[None]]
"""Is told whose pairs are others now, once it is stored."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What becomes of one link, as long as it stands as it did when somebody chose."""

    worker: str
    family: str
    becomes: MatchStanding
    was: MatchStanding | None = None
    """None: however it stands, and also when nobody thought of it."""
    by: str = ""
    """Who decided it to stand so; empty for anybody."""
    at: Instant | None = None
    """When; None for any time."""


@dataclass(frozen=True, slots=True)
class WithoutSlot:
    """Which pairs without a slot a list shows."""

    placed: Collection[str]
    """Pairs that have one."""
    first: Sequence[Collection[str]] = ()
    """Groups that stand before everybody else, one behind the other."""
    words: str = ""
    """What a list of registrations finds one of its people by."""
    among: Collection[str] | None = None
    """Only these; None for everybody."""


class Matches(Protocol):
    """Suggested and decided links between the two sides."""

    async def suggest_for(
        self, gathering: str, families: Sequence[str], rows: Sequence[MatchRow]
    ) -> frozenset[str]:
        """Replace every undecided suggestion of these families by these rows; what staff decided stays.

        Who of both sides has other links now. Rows of withdrawn people go.
        """
        ...

    async def joined(self, gathering: str) -> frozenset[tuple[str, str]]:
        """Worker and family of every link that stands, without its evidence."""
        ...

    async def every(self, gathering: str, standing: MatchStanding | None = None) -> tuple[MatchRow, ...]:
        """Those of one standing, or all, the most doubtful first."""
        ...

    async def of(self, registration: str) -> tuple[MatchRow, ...]:
        """Those in which this registration takes part."""
        ...

    async def decide(self, gathering: str, choices: Sequence[Choice], *, by: str, at: Instant) -> None:
        """All of these or none, with its record.

        Raises Conflict when one stands otherwise than expected by now, LookupError for people who are not there.
        """
        ...


class Pairs(Protocol):
    """Confirmed pairs."""

    async def every(self, gathering: str) -> tuple[Pair, ...]:
        """All pairs of a gathering."""
        ...

    async def many(self, gathering: str, pairs: Collection[str]) -> tuple[Pair, ...]:
        """Several of a gathering by their ids."""
        ...

    async def after(self, gathering: str, pair: str, *, limit: int) -> tuple[Pair, ...]:
        """The next ones by id; behind the empty text the first."""
        ...

    async def missing(
        self, gathering: str, asked: WithoutSlot, *, limit: int, offset: int = 0
    ) -> tuple[tuple[Pair, ...], int]:
        """One page of those without a slot, and how many they are in all."""
        ...

    async def remake(self, gathering: str, people: Sequence[str], pair_up: PairUp) -> None:
        """Make the pairs of these people and of all who hang together with them anew, in one change.

        Whoever the store was opened for is told whose pairs are others then.
        """
        ...

    async def of(self, registration: str) -> tuple[Pair, ...]:
        """The pairs this registration belongs to."""
        ...


class Plans(Protocol):
    """Versions of the plan of a gathering."""

    async def newest(self, gathering: str) -> PlanVersion | None:
        """The last one made."""
        ...

    async def get(self, gathering: str, version: int) -> PlanVersion | None:
        """One, or None."""
        ...

    async def published(self, gathering: str) -> PlanVersion | None:
        """The last one that was published: what people were told."""
        ...

    async def latest(self, gathering: str, most: int) -> tuple[PlanVersion, ...]:
        """The newest ones, the newest first."""
        ...

    async def put(self, gathering: str, plan: PlanVersion) -> None:
        """Store the version after the newest, or mark the newest published with nothing else changed.

        Anything else raises Conflict: it was made from what somebody has changed since.
        """
        ...
