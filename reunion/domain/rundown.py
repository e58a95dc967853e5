"""A show and the ordered items of its rundown, as the journal has made them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from reunion.domain.calls import Made, heard_by
from reunion.domain.instants import Instant
from reunion.domain.people import Side
from reunion.domain.readiness import INVITED, UNMARKED, Mark, Marks, Ready, Sides


class Kind(StrEnum):
    """What an item is."""

    SLOT = "slot"
    SEGMENT = "segment"


class State(StrEnum):
    """Where an item stands."""

    PLANNED = "planned"
    STANDBY = "standby"
    ON_AIR = "on_air"
    AIRED = "aired"
    SKIPPED = "skipped"
    NO_SHOW = "no_show"


AHEAD = frozenset({State.PLANNED, State.STANDBY})
PARKED = frozenset({State.SKIPPED, State.NO_SHOW})


class Phase(StrEnum):
    """Where the show stands."""

    READY = "ready"
    LIVE = "live"
    HELD = "held"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the rundown."""

    id: str
    kind: Kind
    seconds: int
    """Planned length, with every extension in it."""
    planned: Instant
    """Start in the frozen plan; for an inserted segment the start of what it pushed back."""
    earliest: Instant = Instant(0)
    """The line waits for this item until then: its own windows and what its family was told."""
    pair: str = ""
    """Id of the pair of a slot; empty for a segment."""
    state: State = State.PLANNED
    started: Instant | None = None
    ended: Instant | None = None
    held_ms: int = 0
    """How long it was held while on air, in milliseconds."""
    agreed: bool = False
    """At the telephone its people agreed to come earlier than they were told: the line waits no more for `earliest`."""


class Why(StrEnum):
    """Why a family's time is another one than it was told."""

    START = "start"
    """The show has not begun yet."""
    HELD = "held"
    LONGER = "longer"
    """Those before it took longer."""
    MOVED = "moved"
    """Somebody else was put before it."""
    EARLIER = "earlier"
    PLACED = "placed"
    """It has a time for the first time."""
    PLANNED = "planned"
    """The evening was planned anew."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a family was told during the show."""

    start: Instant
    was: Instant
    """What it had been told before, or planned."""
    why: Why
    at: Instant


@dataclass(frozen=True, slots=True)
class Handed:
    """The word left for whoever takes the desk over."""

    text: str
    """Id of its words."""
    at: Instant


@dataclass(frozen=True, slots=True)
class Before:
    """What a change replaced, so that it can be taken back."""

    revision: int
    items: tuple[tuple[str, Item | None], ...]
    """The rows as they were; None for one that the change added."""
    order: tuple[str, ...]
    phase: Phase
    on_air: str | None
    standby: str | None
    held_since: Instant | None
    started: Instant | None
    ended: Instant | None


@dataclass(frozen=True, slots=True)
class Show:
    """One broadcast on one stage, folded from its journal."""

    id: str
    run: str
    """Which playing of the rundown this is; a new plan or a restored backup begins a new one."""
    planned_start: Instant
    planned_end: Instant
    buffer_s: int
    """Seconds between two neighbouring slots."""
    items: Mapping[str, Item]
    order: tuple[str, ...]
    revision: int = 0
    order_revision: int = 0
    """Revision of the newest change of the order."""
    phase: Phase = Phase.READY
    on_air: str | None = None
    standby: str | None = None
    held_since: Instant | None = None
    started: Instant | None = None
    ended: Instant | None = None
    readiness: Mapping[str, Sides] = field(default_factory=lambda: MappingProxyType({}))
    marks: Mapping[str, Marks] = field(default_factory=lambda: MappingProxyType({}))
    """Since when and by whom each readiness stands."""
    calls: Mapping[str, tuple[Made, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """The calls that stand for an item's time, oldest first."""
    told: Mapping[str, Told] = field(default_factory=lambda: MappingProxyType({}))
    """What the families of this run were told after its beginning."""
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Ids of the remarks on an item, oldest first."""
    handover: Handed | None = None
    barred: frozenset[str] = frozenset()
    """Slots that may not be aired: a consent is missing or was withdrawn."""
    history: tuple[Before, ...] = ()
    """What can be taken back, newest last."""

    @property
    def undoable(self) -> int | None:
        """Revision of the change that `undo` would take back."""
        return self.history[-1].revision if self.history else None

    def sides(self, item: str) -> Sides:
        """Readiness of both sides of a slot."""
        return self.readiness.get(item, INVITED)

    def side(self, item: str, side: Side) -> tuple[Ready, Mark | None]:
        """Readiness of one side, and what is known beside it."""
        at = 0 if side is Side.WORKER else 1
        return self.sides(item)[at], self.marks.get(item, UNMARKED)[at]

    def heard(self, item: str, side: Side) -> tuple[Made, ...]:
        """The calls that stand for its time and that whoever sits on this side heard, oldest first."""
        return heard_by(self.calls.get(item, ()), side)


def ahead(show: Show) -> Iterator[Item]:
    """What will still be aired, in the order in which it comes: standby first, barred slots left out."""
    if show.standby is not None:
        yield show.items[show.standby]
    # A member of an enum is looked up anew each time; in long lines that was half of it.
    items, barred, planned = show.items, show.barred, State.PLANNED
    for key in show.order:
        item = items[key]
        if item.state is planned and key not in barred:
            yield item


def next_item(show: Show) -> str | None:
    """The item that TAKE puts on air; None at the end of the rundown."""
    item = next(ahead(show), None)
    return None if item is None else item.id


def is_read(show: Show, item: str) -> bool:
    """Whether a host may be reading this item's cue card: it is on air or next of a running show, or on standby."""
    if show.phase in (Phase.LIVE, Phase.HELD):
        return item in (show.on_air, next_item(show))
    return item == show.standby
