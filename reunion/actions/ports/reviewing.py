"""Ports for the review of links: the queue, doubles, questions to families, batches, spot checks, weights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from reunion.domain.doubles import Double, DoubleStanding
from reunion.domain.instants import Instant
from reunion.domain.plans import MatchRow, MatchStanding
from reunion.domain.spotchecks import Verdict

LinkBefore = tuple[str, str, MatchStanding]
"""(worker, family, how their link stood before)."""


class Adds(IntEnum):
    """What a confirmed link would add to the show."""

    NOTHING = 0
    """The family is in a pair already."""
    FAMILY = 1
    """One more family for a worker who is in a pair."""
    PAIR = 2
    """A pair that is not there yet."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which links a list shows."""

    standings: tuple[MatchStanding, ...]
    township: str = ""
    village: str = ""
    words: str = ""
    """A part of a name of either side, pinyin initials, the last four digits, or a number."""
    rule: str = ""
    least: int = 0
    """Lowest score, in ten-thousandths."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody of the staff wrote to one of the two sides of a link."""

    registration: str
    """Who was asked."""
    other: str
    by: str
    at: Instant


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row of the queue."""

    match: MatchRow
    adds: Adds
    asked: Asked | None = None
    """The last question that was not taken back."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Decisions that were made at one stroke and are taken back at one."""

    id: str
    gathering: str
    by: str
    at: Instant
    links: tuple[LinkBefore, ...] = ()
    becomes: MatchStanding = MatchStanding.CONFIRMED
    """What all these links became."""
    doubles: tuple[tuple[str, str, DoubleStanding], ...] = ()
    """(first, second, how they stood before); they became merged."""
    undone_by: str = ""
    undone_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """One link of a spot check."""

    worker: str
    family: str
    day: str
    score: int
    verdict: Verdict = Verdict.OPEN
    by: str = ""
    at: Instant | None = None


@dataclass(frozen=True, slots=True)
class Namesakes:
    """A name that more workers have than a family is offered to look at."""

    name: str
    workers: int
    families: tuple[str, ...]
    """Those who ask for it and are in no link."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """One version of the weights a gathering is linked with."""

    version: int
    at: Instant
    by: str
    weights: str = ""
    """As Weights.to_json gives them; empty for those the program is shipped with."""
    decisions: int = 0


class Reviews(Protocol):
    """What the links board works on; people who withdrew are in none of it."""

    async def queue(
        self, gathering: str, wanted: Filter, *, limit: int, offset: int = 0
    ) -> tuple[tuple[Waiting, ...], int]:
        """One page and how many there are in all: what adds most and is most doubtful first, asked ones last."""
        ...

    async def tally(self, gathering: str) -> Mapping[str, int]:
        """How many links have each standing, how many doubles are sure, to look at, merged, and how many pairs."""
        ...

    async def namesakes(self, gathering: str) -> tuple[Namesakes, ...]:
        """The names for which families ask in vain, because too many have them; most families first."""
        ...

    async def standing(
        self, gathering: str, links: Sequence[tuple[str, str]]
    ) -> Mapping[tuple[str, str], MatchStanding]:
        """How these (worker, family) links stand; unknown ones are left out."""
        ...

    async def rows(self, gathering: str, links: Sequence[tuple[str, str]]) -> tuple[MatchRow, ...]:
        """These (worker, family) links of people who are there, with their evidence."""
        ...

    async def rivals(self, families: Sequence[str]) -> tuple[MatchRow, ...]:
        """Every link of these families that was not refused, the likeliest first, without its evidence."""
        ...

    async def rules(self, gathering: str, standings: Sequence[MatchStanding]) -> Mapping[str, int]:
        """How many links each rule decided."""
        ...

    async def ask(self, gathering: str, asked: Asked) -> None:
        """Store that a question was sent."""
        ...

    async def take_question_back(self, gathering: str, registration: str, other: str, *, at: Instant) -> None:
        """It was not sent after all."""
        ...

    async def asked(self, gathering: str, worker: str, family: str) -> tuple[Asked, ...]:
        """The questions about one link that stand, the newest first."""
        ...

    async def confirm(self, asked: Batch) -> Batch:
        """Confirm those of its links that nobody decided yet, with its record; the batch as it is stored.

        Its links are exactly those that were confirmed; without any nothing is stored.
        """
        ...

    async def merge(self, asked: Batch, first: str, second: str) -> Batch:
        """Call two registrations one person, with what that settles and its record; the batch as it is stored.

        The one that stands when they are merged already. Raises LookupError for people who are not there or of
        different sides.
        """
        ...

    async def say_of_two(
        self, gathering: str, two: tuple[str, str], standing: DoubleStanding, *, by: str, at: Instant
    ) -> frozenset[str]:
        """Call two people two, or take back what was said, a merge with the links it confirmed; whose pairs follow.

        Raises LookupError for people who are not there or of different sides.
        """
        ...

    async def undo(self, gathering: str, batch: str, *, by: str, at: Instant) -> tuple[Batch, int | None]:
        """Take back what still stands as this batch left it, with its record, once.

        How many links; None when it was taken back before. Raises LookupError for a batch that is not there.
        """
        ...

    async def judge(self, gathering: str, said: Checked) -> bool:
        """Store a verdict on a link of a sample and decide the link with it; whether the link changed.

        Raises LookupError for what is in no sample, Conflict when somebody decided the link otherwise since.
        """
        ...

    async def batches(self, gathering: str, *, limit: int) -> tuple[Batch, ...]:
        """The last ones, newest first."""
        ...

    async def batch(self, batch: str) -> Batch | None:
        """One, or None."""
        ...

    async def linked_ids(self, gathering: str) -> tuple[tuple[str, str, int], ...]:
        """(worker, family, score) of every link that stands without a look, by ids."""
        ...

    async def expected(self, gathering: str) -> tuple[int, float]:
        """How many links stand without a look, and the mean of their probabilities, 0 to 1."""
        ...

    async def checks(self, gathering: str, day: str = "") -> tuple[Checked, ...]:
        """The spot checks of one day, or all."""
        ...

    async def draw(self, gathering: str, checks: Sequence[Checked]) -> None:
        """Store drawn ones; a link that is in a sample already stays as it is."""
        ...

    async def decided(self, gathering: str, *, limit: int) -> tuple[MatchRow, ...]:
        """Links that a person confirmed or refused, the most doubtful first."""
        ...

    async def weighings(self, gathering: str) -> tuple[Weighing, ...]:
        """Every version of the weights, the newest first; none: those the program is shipped with."""
        ...

    async def put_weighing(self, gathering: str, weighing: Weighing) -> None:
        """Store the version after the newest; raises Conflict for any other."""
        ...


class Doubles(Protocol):
    """Registrations of one side that are, or may be, the same person."""

    async def notice(self, gathering: str, registrations: Sequence[str], rows: Sequence[Double]) -> None:
        """Replace the undecided ones of these registrations; what staff said stays."""
        ...

    async def every(self, gathering: str, standings: Sequence[DoubleStanding] = ()) -> tuple[Double, ...]:
        """Those of these standings, or all, by ids."""
        ...

    async def page(
        self, gathering: str, standing: DoubleStanding, *, limit: int, offset: int
    ) -> tuple[tuple[Double, ...], int]:
        """One page of those whose people are both there, and how many there are in all."""
        ...

    async def of(self, registrations: Sequence[str]) -> tuple[Double, ...]:
        """Those in which one of these takes part."""
        ...

    async def latest(self, gathering: str, by: str) -> Double | None:
        """What this member of staff decided last and nobody took back."""
        ...
