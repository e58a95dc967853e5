"""The line of a running show: who waits for it, what an order of them costs, and how far one is from the other.

One pass gives the starts: t(k) = max(t(k-1) + p(k-1) + buffer, lo(k), ready_at(k)). Times are UTC milliseconds,
spans milliseconds.
"""

from bisect import bisect_left
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from reunion.domain.instants import MINUTE, Instant

EARLY_MS: Final = 5 * MINUTE
"""Nobody is pulled earlier than this before the time they were told, unless they agreed."""
LATE_MS: Final = 10 * MINUTE
"""Coming that much later than told costs nothing yet."""
AWAITED_MS: Final = 3 * MINUTE
"""Nobody who is not there is counted on sooner."""
NEVER: Final = Instant(2**53)
"""Later than anything; still a whole number for every page."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for the line."""

    id: str
    length: int
    promise: Instant | None = None
    """The start last told to its people; None when nobody was told."""
    lo: Instant = Instant(0)
    hi: Instant = NEVER
    """First and last start at which its people are free."""
    weight: int = 10
    slot: bool = True
    """A greeting: between two of them lies the buffer."""
    ready_at: Instant = Instant(0)
    """When both sides are there, as far as one can tell; 0 when they are."""
    pinned: bool = False
    """Stays where it is and is never dropped."""
    agreed: bool = False
    """Staff had them on the phone: they may come earlier than told."""
    shortest: int | None = None
    """An elastic filler may be cut to this; 0 when it may be left out, None when it is no filler."""
    least: int = 0
    """One that may be left out is left out rather than cut to less than this."""

    @property
    def earliest(self) -> int:
        """The line waits for it until then."""
        told = 0 if self.promise is None or self.agreed else self.promise - EARLY_MS
        return max(self.lo, self.ready_at, told)

    @property
    def movable(self) -> bool:
        """May be put elsewhere, or dropped when its people are free no more."""
        return not self.pinned and self.shortest is None


@dataclass(frozen=True, slots=True)
class Line:
    """What waits, in order, from the moment the line is free."""

    free_at: Instant
    buffer: int
    waiting: tuple[Waiting, ...]
    standby: tuple[Waiting, ...] = ()
    """Dropped before; offered again at every gap that takes them."""
    after_slot: bool = False
    """A greeting is on the line until then."""


@dataclass(frozen=True, slots=True, order=True)
class Score:
    """What an order costs, the first difference decides."""

    lost: int
    """Weight of those who would start after they are free no more, and of those on standby."""
    promise: int
    """Weight × milliseconds beyond what may be late."""
    idle: int
    """Milliseconds in which the line waits."""
    moved: int = 0
    """Items put elsewhere, dropped, taken back or cut."""


def awaited(promise: Instant, now: Instant) -> Instant:
    """When to count on people who are not there: at the time they were told; once that has passed, who is so late
    may need as long again."""
    return Instant(max(promise, now + max(AWAITED_MS, now - promise)))


Reached = tuple[int, bool, int, int, int]
"""End of the line so far, whether a greeting was last, and lost, promise and idle until there."""


class Course:
    """The line's numbers in columns, to walk it some hundred times in a few milliseconds."""

    __slots__ = (
        "buffer",
        "due",
        "earliest",
        "hi",
        "keeps",
        "length",
        "line",
        "slot",
        "stay",
        "steps",
        "weight",
    )

    def __init__(self, line: Line) -> None:
        rows = (*line.waiting, *line.standby)
        self.line = line
        self.buffer = line.buffer
        self.length = [row.length for row in rows]
        self.earliest = [row.earliest for row in rows]
        self.hi: list[int] = [row.hi for row in rows]
        self.due: list[int] = [NEVER if row.promise is None else row.promise + LATE_MS for row in rows]
        self.weight = [row.weight for row in rows]
        self.slot = [row.slot for row in rows]
        self.keeps = [not row.movable for row in rows]
        self.stay = frozenset(number for number, keeps in enumerate(self.keeps) if keeps)
        self.steps = 0
        """Items walked over so far: what the search has cost."""

    def begin(self) -> Reached:
        """Nothing aired yet; those on standby are lost."""
        return (self.line.free_at, self.line.after_slot, sum(row.weight for row in self.line.standby), 0, 0)

    def walk(self, order: Sequence[int], reached: Reached) -> Reached:
        """Let these follow in this order; whoever comes too late is left out, and takes no time."""
        end, after_slot, lost, promise, idle = reached
        length, earliest, hi, due = self.length, self.earliest, self.hi, self.due
        self.steps += len(order)
        for row in order:
            if not length[row]:
                continue
            slot = self.slot[row]
            start = end + self.buffer if slot and after_slot else end
            first = earliest[row]
            waits = first - start
            if waits > 0:
                start = first
            if start > hi[row]:
                lost += self.weight[row]
                if not self.keeps[row]:
                    continue
            if waits > 0:
                idle += waits
            if start > due[row]:
                promise += self.weight[row] * (start - due[row])
            end = start + length[row]
            after_slot = slot
        return (end, after_slot, lost, promise, idle)

    def starts(self, order: Sequence[int]) -> dict[str, Instant]:
        """The start of each when nobody is left out, by id."""
        found: dict[str, Instant] = {}
        end, after_slot = self.line.free_at, self.line.after_slot
        rows = (*self.line.waiting, *self.line.standby)
        for row in order:
            slot = self.slot[row]
            start = max(end + self.buffer if slot and after_slot else end, self.earliest[row])
            found[rows[row].id] = Instant(start)
            end, after_slot = Instant(start + self.length[row]), slot
        return found


def out_of_place(order: Sequence[int], stay: AbstractSet[int] = frozenset()) -> list[int]:
    """The fewest of these distinct numbers that must be put elsewhere to have them rise; `stay` rise and never move."""
    low, high = -1, [max(order, default=0) + 1]
    for number in reversed(order):
        high.append(number if number in stay else high[-1])
    rising = []
    for number, limit in zip(order, reversed(high[:-1]), strict=True):
        if low < number < limit or number in stay:
            rising.append(number)
        low = number if number in stay else low
    kept = _longest_rise(rising)
    return [number for number in order if number not in kept]


def _longest_rise(order: Sequence[int]) -> set[int]:
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, number in enumerate(order):
        at = bisect_left(tails, number)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(number)
            ends.append(place)
        else:
            tails[at], ends[at] = number, place
    kept: set[int] = set()
    place = ends[-1] if ends else -1
    while place >= 0:
        kept.add(order[place])
        place = before[place]
    return kept
