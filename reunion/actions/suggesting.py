"""What a host may do when the show does not go as planned: the line as it is, a proposal, and its commands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reunion.actions.ports import Clock, Loaded, Store
from reunion.actions.posing import WEIGHT, YEARS_COUNTED, windows_of
from reunion.actions.running import Stage
from reunion.domain import commands as do
from reunion.domain.instants import MINUTE, SECOND, Instant
from reunion.domain.people import Registration, Side
from reunion.domain.planning import Span
from reunion.domain.readiness import Ready
from reunion.domain.refusal import Refused
from reunion.domain.rundown import PARKED, Item, Kind, Phase, Show, ahead
from reunion.domain.show import apply, decide
from reunion.domain.timing import line_free, project
from reunion.planner.live import Proposal, Shift, propose
from reunion.planner.live_line import EARLY_MS, NEVER, Line, Score, Waiting, awaited, out_of_place

AGAIN_MS: Final = 250
"""Nothing is computed anew sooner than this while the show stands as it did: at most four times a second."""
FRESH_MS: Final = MINUTE
"""So long the windows that were read are used."""
IDLE_WORTH_MS: Final = 20 * SECOND
PROMISE_WORTH: Final = WEIGHT * 30 * SECOND
"""A host is not bothered for less dead air, or less lateness beyond what was told."""
STAYS_MS: Final = 10 * MINUTE
"""Whoever is there stays so long at least, whatever end of their time they named."""
GONE_MS: Final = 30 * MINUTE
"""Nobody waits for people whom somebody marked as a no-show."""
SEGMENT_WEIGHT: Final = 1

THERE: Final = frozenset({Ready.WAITING, Ready.CHECKED, Ready.READY})
_ALWAYS: Final[Span] = (0, NEVER // SECOND)

Windows = Mapping[str, tuple[Span, ...]]
"""By item, when both sides are free, in seconds."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One way on. Its commands are sent in this order; each counts on the one before."""

    why: str
    """`lost`: somebody would be free no more; `late`: told times are missed; `idle`: dead air; `back`: who was
    parked is there now."""
    item: str
    """What it is about: the one that comes next instead, else the first that is touched."""
    there: bool
    """Whether both its sides are."""
    until: Instant | None
    """When its people are free no more; None when they named no end."""
    commands: tuple[do.Command, ...]
    changes: tuple[Shift, ...]
    before: Score
    after: Score


class Suggesting:
    """Suggestions for one desk: what is free when is read now and then, and no line is computed twice."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._windows: Windows = {}
        self._read: tuple[str, Instant] | None = None
        self._made: tuple[Show, Instant, tuple[Suggestion, ...]] | None = None

    async def suggest(self, stage: Stage) -> tuple[int, tuple[Suggestion, ...]]:
        """The show's revision and the ways on from it, best first; stores nothing."""
        now = self._clock()
        if self._read is None or self._read[0] != stage.show.run or not 0 <= now - self._read[1] < FRESH_MS:
            self._windows = await windows(self._store, stage.loaded)
            self._read = (stage.show.run, now)
        show, made = stage.show, self._made
        if made is None or made[0] is not show or not 0 <= now - made[1] < AGAIN_MS:
            made = self._made = (show, now, suggestions(show, stage.loaded, self._windows, now))
        return show.revision, made[2]


async def windows(store: Store, loaded: Loaded) -> Windows:
    """When both sides of each slot are free; a side that named no time always is."""
    cards = loaded.rundown.cards
    wanted = {person for card in cards.values() for person in card.people}
    people = await store.registrations.many(sorted(wanted))
    return {
        item: _both([people[id_] for id_ in card.people if id_ in people])
        for item, card in cards.items()
        if card.people
    }


def _both(people: Sequence[Registration]) -> tuple[Span, ...]:
    sides = [windows_of([one for one in people if one.side is side], _ALWAYS) for side in Side]
    found = [(max(a, c), min(b, d)) for a, b in sides[0] for c, d in sides[1]]
    return tuple(sorted(span for span in found if span[0] < span[1])) or (_ALWAYS,)


def suggestions(show: Show, loaded: Loaded, free: Windows, now: Instant) -> tuple[Suggestion, ...]:
    """Ways on from here, best first; none while everything goes well enough or before the show."""
    if show.phase not in (Phase.LIVE, Phase.HELD):
        return ()
    line = line_of(show, loaded, free, now)
    proposal = propose(line)
    if proposal is None or not _worth(proposal):
        return ()
    try:
        found = commands_of(show, proposal, now)
    except Refused:
        # A line that the show's own rules do not let stand is no help.
        return ()
    rows = {row.id: row for row in (*line.waiting, *line.standby)}
    item = _subject(line, proposal)
    last = rows[item].hi
    return (
        Suggestion(
            why=_why(proposal),
            item=item,
            there=_there(show, item),
            until=None if last >= NEVER - rows[item].length else Instant(last + rows[item].length),
            commands=found,
            changes=proposal.diff,
            before=proposal.before,
            after=proposal.after,
        ),
    )


def line_of(show: Show, loaded: Loaded, free: Windows, now: Instant) -> Line:
    """What waits for the line of this show, and for how long each may."""
    free_at, after_slot = line_free(show, now)
    told = any(_there(show, item) for item in show.readiness)
    sight = _Sight(show, loaded, free, now, project(show, now).expected, told)
    waiting = tuple(sight.waiting(item) for item in ahead(show))
    parked = (show.items[key] for key in show.order if show.items[key].state in PARKED)
    standby = tuple(
        replace(sight.waiting(item), promise=None)
        for item in parked
        if item.kind is Kind.SLOT and item.id not in show.barred and _there(show, item.id)
    )
    return Line(free_at, show.buffer_s * SECOND, waiting, standby, after_slot)


@dataclass(frozen=True, slots=True)
class _Sight:
    """A show as it is seen at `now`."""

    show: Show
    loaded: Loaded
    free: Windows
    now: Instant
    expected: Mapping[str, Instant]
    told: bool
    """Whether readiness is kept in this show; where it is not, nobody is taken to be missing."""

    def waiting(self, item: Item) -> Waiting:
        """One item as something that waits for the line."""
        length = item.seconds * SECOND
        if item.kind is Kind.SEGMENT:
            lo, weight = item.earliest, SEGMENT_WEIGHT
            return Waiting(item.id, length, lo=lo, weight=weight, slot=False, pinned=True)
        promise = self.loaded.promises.get(item.pair, item.planned)
        opens, closes = _window(self.free.get(item.id, (_ALWAYS,)), length, item.planned, self.now)
        by_hand = self._called(item)
        if by_hand:
            # The host has called them for this place (decision 5), and for no earlier one.
            opens = min(max(opens, promise - EARLY_MS), self.expected.get(item.id, opens))
        there = _there(self.show, item.id)
        last = max(closes - length, opens)
        return Waiting(
            id=item.id,
            length=length,
            promise=promise,
            lo=Instant(opens),
            hi=Instant(max(last, self.now + STAYS_MS) if there else last),
            weight=_weight(self.loaded, item.id),
            ready_at=Instant(0) if there or not self.told else self._awaited(item.id, promise),
            pinned=item.id == self.show.standby and there,
            agreed=by_hand,
        )

    def _called(self, item: Item) -> bool:
        before = self.loaded.rundown.show.items.get(item.id)
        return item.earliest == 0 and before is not None and before.earliest > 0

    def _awaited(self, item: str, promise: Instant) -> Instant:
        if Ready.NO_SHOW in self.show.sides(item):
            return Instant(self.now + GONE_MS)
        return awaited(promise, self.now)


def _window(spans: Sequence[Span], length: int, planned: Instant, now: Instant) -> tuple[int, int]:
    """The window they were planned in, else the next that is long enough, else the last; in milliseconds."""
    found = [(a * SECOND, NEVER if b == _ALWAYS[1] else b * SECOND) for a, b in spans]
    inside = (span for span in found if span[0] <= planned < span[1] and span[1] - length >= now)
    later = (span for span in found if span[1] - length >= max(now, span[0]))
    return next(inside, None) or next(later, None) or found[-1]


def _there(show: Show, item: str) -> bool:
    return all(side in THERE for side in show.sides(item))


def _weight(loaded: Loaded, item: str) -> int:
    card = loaded.rundown.cards.get(item)
    sides = (card.worker, card.family) if card else ()
    years = max((side.years_away or 0 for side in sides if side), default=0)
    return WEIGHT + min(years, YEARS_COUNTED)


def _worth(proposal: Proposal) -> bool:
    before, after = proposal.before, proposal.after
    if proposal.dropped or after.lost != before.lost:
        return True
    gained = before.promise - after.promise
    return gained >= PROMISE_WORTH or (gained >= 0 and before.idle - after.idle >= IDLE_WORTH_MS)


def _why(proposal: Proposal) -> str:
    if proposal.returned:
        return "back"
    if proposal.dropped or proposal.after.lost < proposal.before.lost:
        return "lost"
    return "late" if proposal.before.promise - proposal.after.promise >= PROMISE_WORTH else "idle"


def _subject(line: Line, proposal: Proposal) -> str:
    first = line.waiting[0].id if line.waiting else ""
    pulled = [item for item in proposal.order[:1] if item != first]
    return (*proposal.returned, *pulled, *proposal.moved, *proposal.dropped, *proposal.lengths)[0]


def commands_of(show: Show, proposal: Proposal, now: Instant) -> tuple[do.Command, ...]:
    """The commands that make the line what the proposal says; raises Refused when the show does not let it."""
    found: list[do.Command] = []

    def then(command: do.Command) -> None:
        nonlocal show
        show = apply(show, decide(show, command, now))
        found.append(command)

    for item, length in proposal.lengths.items():
        change = length // SECOND - show.items[item].seconds
        then(do.Extend(item, change) if length else do.Skip(item))
    for item in proposal.dropped:
        then(do.Skip(item))
    wanted = proposal.order
    if show.standby is not None and wanted and wanted[0] != show.standby:
        then(do.Standby(wanted[0]))
    wanted = tuple(item for item in wanted if item != show.standby)
    place = {item: number for number, item in enumerate(wanted)}
    line = [place[row.id] for row in ahead(show) if row.id != show.standby]
    stay = {number for item, number in place.items() if show.items[item].kind is Kind.SEGMENT}
    moved = {wanted[number] for number in out_of_place(line, stay)}
    # From the end: what an item is put before stands where it should by then.
    before = None
    for item in reversed(wanted):
        if item in proposal.returned:
            then(do.Recall(item, before))
        if item in moved or (item in proposal.returned and before is None):
            then(do.Move(item, before, show.order_revision))
        before = item
    return tuple(found)
