"""What is to be planned and what came of it. Every time is a whole number of seconds on one clock (UTC in the
server, any in a file), every span half-open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for the whole instance, in seconds."""

    buffer_s: int = 15
    """Between two neighbours of a lane that have no block between them (H5)."""
    person_gap_s: int = 600
    """Between two placements of one person, on whatever lanes (H8)."""
    near_s: int = 120
    """Neighbours of one township closer than this clash (T2)."""
    late_s: int = 600
    """A start this much after its promise costs nothing yet (T3)."""
    early_s: int = 300
    """The same before its promise."""
    rhythm: int = 0
    """The director's wish for a segment or a break after so many greetings (T2); 0 for none."""
    published: bool = False
    """People know their times: what was promised comes before what is wished (T3 before T2)."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One stage of one show."""

    id: str
    session: int
    open: int
    close: int
    stage: int = 0
    dialects: frozenset[str] = frozenset()
    """What its hosts speak."""
    blocks: tuple[Span, ...] = ()
    """Segments and breaks; no pair overlaps one (H4)."""


@dataclass(frozen=True, slots=True)
class Lock:
    """A decision of staff that the planner keeps (H7), or something that already happened (H9)."""

    lane: str = ""
    start: int | None = None
    unscheduled: bool = False
    aired: bool = False
    """On air or over: it stays where it is, whatever the windows say now."""


@dataclass(frozen=True, slots=True)
class PairRequest:
    """A pair that wants its minutes on air."""

    id: str
    duration: int
    weight: int = 1
    persons: tuple[str, ...] = ()
    township: str = ""
    worker_windows: tuple[Span, ...] = ()
    family_windows: tuple[Span, ...] = ()
    needs: str = ""
    """Dialect without which it cannot be led; empty for none."""
    prefers: str = ""
    prefers_session: int | None = None
    lock: Lock | None = None
    promise: int | None = None
    """The start the people were told, if any."""
    tier: int = 0


@dataclass(frozen=True, slots=True)
class Instance:
    """Everything the planner may know."""

    lanes: tuple[Lane, ...]
    pairs: tuple[PairRequest, ...]
    rules: Rules = field(default_factory=Rules)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where and when a pair is on."""

    lane: str
    start: int


class Reason(StrEnum):
    """Why a pair is not placed: the first filter that leaves it no option, in this order."""

    NO_COMMON_TIME = "NO_COMMON_TIME"
    OUTSIDE_SHOWS = "OUTSIDE_SHOWS"
    NO_DIALECT = "NO_DIALECT"
    LOCKED = "LOCKED"
    PERSON_ELSEWHERE = "PERSON_ELSEWHERE"
    CAPACITY = "CAPACITY"
    NOT_PLANNED = "NOT_PLANNED"
    """Of the plan that stands: it came since, and nobody has looked for a place yet."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message id with its numbers; pages translate `text` and then fill it."""

    text: str
    numbers: Mapping[str, int | str] = field(default_factory=dict)

    def __str__(self) -> str:
        """The English sentence."""
        return self.text % self.numbers


@dataclass(frozen=True, slots=True)
class Try:
    """A change after which the pair does fit; it was carried out and checked."""

    kind: str
    """`shorter` (seconds), `more_time` (seconds on both ends of every window) or `instead_of` (pair)."""
    says: Sentence
    seconds: int = 0
    pair: str = ""


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why one pair is not in the plan, with the number that shows it and what would help."""

    reason: Reason
    detail: Sentence
    tries: tuple[Try, ...] = ()


@dataclass(frozen=True, slots=True)
class Objective:
    """The tiers a plan is compared by; see `key`."""

    placed_weight: int = 0
    """T1, more is better."""
    of_weight: int = 0
    placed: int = 0
    clashes: int = 0
    dialect_missed: int = 0
    session_missed: int = 0
    rhythm_missed: int = 0
    """Greetings beyond the director's rhythm, over all stretches between blocks."""
    promise_cost: int = 0
    """T3: weight times seconds outside what was promised."""
    idle_s: int = 0
    """T4: seconds between neighbours beyond the buffer."""
    promise_first: bool = False
    """Whether T3 is compared before T2."""

    @property
    def wishes(self) -> int:
        """T2, less is better."""
        return 10 * self.clashes + 4 * self.dialect_missed + self.session_missed + self.rhythm_missed

    @property
    def key(self) -> tuple[int, int, int, int]:
        """Sorts better plans first."""
        middle = (self.wishes, self.promise_cost)
        second, third = reversed(middle) if self.promise_first else middle
        return (-self.placed_weight, second, third, self.idle_s)


@dataclass(frozen=True, slots=True)
class Plan:
    """Where every pair stands, or why it does not."""

    assign: Mapping[str, Placed]
    unscheduled: Mapping[str, WhyNot] = field(default_factory=dict)
    objective: Objective = field(default_factory=Objective)
