"""What the boards work on: matches, shows with their segments, and versions of the plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from reunion.domain.instants import MINUTE, Instant, later


class MatchStanding(StrEnum):
    """What became of a suggested link."""

    REVIEW = "review"
    """A person must look."""
    LINKED = "linked"
    """Sure enough to stand without a look."""
    CONFIRMED = "confirmed"
    REFUSED = "refused"


JOINED = frozenset({MatchStanding.LINKED, MatchStanding.CONFIRMED})
"""Standings that make a pair."""
UNDECIDED = frozenset({MatchStanding.REVIEW, MatchStanding.LINKED})
"""Standings that the engine gave."""


class Clue(NamedTuple):
    """One line of the evidence: a field, how it agrees, and what that is worth in bits."""

    field: str
    level: str
    bits: float


@dataclass(frozen=True, slots=True)
class MatchRow:
    """A scored link between a worker's and a family's registration."""

    worker: str
    family: str
    score: int
    """Probability in ten-thousandths, 0 … 10000."""
    standing: MatchStanding
    clues: tuple[Clue, ...] = ()
    rule: str = ""
    """Code of the rule that decided."""
    decided_by: str = ""
    decided_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A planned block of a show that is no greeting."""

    title: str
    start: Instant
    seconds: int
    shortest_s: int | None = None
    """To so many seconds it may be cut when the show runs late; None when it may not."""
    optional: bool = False
    """It may be left out when the show runs late."""


@dataclass(frozen=True, slots=True)
class ShowHead:
    """A show as it was set up, without its rundown."""

    id: str
    gathering: str
    title: str
    stage: str
    planned_start: Instant
    planned_end: Instant
    buffer_s: int
    segments: tuple[Segment, ...] = ()
    dialects: tuple[str, ...] = ("mandarin",)
    run: str = ""
    """Empty until a rundown was published."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A pair that has no slot, and why; `params` fill the sentence of the reason."""

    pair: str
    reason: str
    params: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Slot:
    """Where the plan puts a pair."""

    pair: str
    show: str
    start: Instant
    seconds: int
    earliest: Instant
    locked: bool = False


class Held(StrEnum):
    """What staff decided about a pair beyond its slot."""

    SHOW = "show"
    """It is planned on this show or not at all."""
    OUT = "out"
    """It gets no slot."""
    MUST = "must"
    """It has to be on air: planned before all others, with an alarm while it has no slot."""


@dataclass(frozen=True, slots=True)
class Hold:
    """One such decision; it is kept from version to version until staff take it away."""

    pair: str
    kind: Held
    show: str = ""


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One version of the plan of a gathering."""

    version: int
    at: Instant
    by: str
    slots: tuple[Slot, ...]
    unplaced: tuple[Unplaced, ...]
    published: bool = False
    holds: tuple[Hold, ...] = ()
    made: str = ""
    """How it came about: `plan`, `move`, `lock`, `out`, `hold`, `file`, `back-3` (as version 3 was)."""

    def held(self, kind: Held) -> dict[str, str]:
        """The show of each hold of this kind, by pair."""
        return {hold.pair: hold.show for hold in self.holds if hold.kind is kind}


LONG_GAP: Final = 5 * MINUTE
"""From here on the stage stands empty before the viewers; between greetings a plan leaves seconds."""


def gaps(head: ShowHead, slots: Iterable[Slot]) -> tuple[tuple[Instant, Instant], ...]:
    """From when to when of a show nothing is planned for long; `slots` are its own."""
    parts: list[Slot | Segment] = sorted([*head.segments, *slots], key=lambda part: part.start)
    spans = [(part.start, later(part.start, seconds=part.seconds)) for part in parts]
    found, free = [], head.planned_start
    for start, end in [*spans, (head.planned_end, head.planned_end)]:
        if start - free >= LONG_GAP:
            found.append((free, start))
        free = max(free, end)
    return tuple(found)
