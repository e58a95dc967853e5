"""A running show as the line that waits for it, as far as it can be seen from a desk at one instant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reunion.actions.ports import Loaded
from reunion.actions.posing import WEIGHT, YEARS_COUNTED
from reunion.domain.instants import MINUTE, SECOND, Instant
from reunion.domain.planning import Span
from reunion.domain.readiness import THERE, Ready
from reunion.domain.rundown import PARKED, Item, Kind, Show, State, ahead
from reunion.domain.timing import line_free, project
from reunion.planner.live_line import EARLY_MS, LATE_MS, NEVER, Line, Waiting, awaited

HORIZON: Final = 24
"""So many items ahead are looked at one by one; of the others only how long they take counts."""
STAYS_MS: Final = 10 * MINUTE
"""Whoever is there stays so long at least, whatever end of their time they named."""
GONE_MS: Final = 30 * MINUTE
"""Nobody waits for people whom somebody marked as a no-show."""
PATIENCE_MS: Final = 2 * MINUTE
"""Whoever is not there so long after the time they were told is left out until they come."""
SEGMENT_WEIGHT: Final = 1
BACK_AT: Final = 2
"""Who comes back stands behind so many until the search finds a better place."""
END: Final = ""
"""Stands for the end of the show, last in line."""
END_LATE_MS: Final = 30 * SECOND
"""A show that ends so much later than planned still ends on time."""
ABSENT_BEFORE: Final = (1, 20)
"""Of so many families so many never came, before the evening itself tells."""

ALWAYS: Final[Span] = (0, NEVER // SECOND)

Windows = Mapping[str, tuple[Span, ...]]
"""By item, when both sides are free, in seconds."""


@dataclass(frozen=True, slots=True)
class Sight:
    """The line, and who stands in the rundown and is not counted on."""

    line: Line
    """Its last row is the end of the show."""
    missing: tuple[str, ...]
    """Left out of the line: not there long after their time, or marked as a no-show; in their order."""
    back: tuple[str, ...]
    """Parked, promised a time and there now: they stand in the line again."""
    stood: tuple[str, ...]
    """The next few as they stand in the rundown, the missing among them."""
    first_missing: bool
    """Whether one of them would be taken next."""


def sight_of(show: Show, loaded: Loaded, free: Windows, now: Instant) -> Sight:
    """What waits for the line of this show, and for how long each may."""
    free_at, after_slot = line_free(show, now)
    rows = list(ahead(show))
    eye = _Eye(show, loaded, free, now, {}, any(is_there(show, item) for item in show.readiness))
    near = rows[:HORIZON]
    if any(eye.called(item) for item in near):
        eye = replace(eye, expected=project(show, now).expected)
    missing = [item.id for item in near if eye.missing(item)]
    waiting = [eye.waiting(item) for item in near if item.id not in missing]
    waiting.append(_end(show, eye, rows))
    planned = State.PLANNED
    parked = [
        item
        for item in show.items.values()
        if item.state is not planned
        and item.state in PARKED
        and item.kind is Kind.SLOT
        and item.id not in show.barred
        and is_there(show, item.id)
    ]
    back = [replace(eye.waiting(item), promise=None) for item in parked if eye.promise(item) is not None]
    last = max((n + 1 for n, row in enumerate(waiting) if not row.pinned), default=0)
    waiting[min(BACK_AT, last) : min(BACK_AT, last)] = back
    standby = tuple(eye.waiting(item) for item in parked if eye.promise(item) is None)
    line = Line(free_at, show.buffer_s * SECOND, tuple(waiting), standby, after_slot)
    first = bool(near) and near[0].id in missing
    return Sight(line, tuple(missing), tuple(row.id for row in back), tuple(item.id for item in near), first)


def is_there(show: Show, item: str) -> bool:
    """Whether both sides of a slot are before the camera."""
    worker, family = show.sides(item)
    return worker in THERE and family in THERE


@dataclass(frozen=True, slots=True)
class _Eye:
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
            lo, shortest = item.earliest, shortest_of(self.loaded, item)
            least = 0 if shortest is None else least_of(self.loaded, item)
            return Waiting(
                item.id,
                length,
                lo=lo,
                weight=SEGMENT_WEIGHT,
                slot=False,
                pinned=True,
                shortest=None if shortest is None else shortest * SECOND,
                least=least * SECOND,
            )
        promise = self.promise(item)
        opens, closes = _window(self.free.get(item.id, (ALWAYS,)), length, item.planned, self.now)
        if item.agreed:
            # They said when they come, whatever they had written.
            opens = 0
        by_hand = promise is not None and not item.agreed and self.called(item)
        if promise is not None and by_hand:
            # The host has called them for this place (decision 5), and for no earlier one.
            opens = min(max(opens, promise - EARLY_MS), self.expected.get(item.id, opens))
        there = is_there(self.show, item.id)
        chosen = item.id == self.show.standby and there
        last = max(closes - length, opens)
        return Waiting(
            id=item.id,
            length=length,
            promise=promise,
            lo=Instant(opens),
            hi=Instant(max(last, self.now + STAYS_MS) if there else last),
            weight=_weight(self.loaded, item.id),
            ready_at=Instant(0) if there or not self.told else self._awaited(item.id, promise or self.now),
            pinned=chosen,
            agreed=by_hand or chosen or item.agreed,
        )

    def promise(self, item: Item) -> Instant | None:
        """The start their family was told last; None for a pair that waits until there is room."""
        told = self.show.told.get(item.id)
        if told is not None:
            return told.start
        planned = item.planned if item.planned < self.show.planned_end else None
        return self.loaded.promises.get(item.pair, planned)

    def called(self, item: Item) -> bool:
        """Whether the host's hand put them where they are."""
        before = self.loaded.rundown.show.items.get(item.id)
        return item.earliest == 0 and before is not None and before.earliest > 0

    def missing(self, item: Item) -> bool:
        """Whether nobody counts on them any more."""
        if not self.told or item.kind is Kind.SEGMENT or is_there(self.show, item.id):
            return False
        promise = self.promise(item)
        gone = promise is None or Ready.NO_SHOW in self.show.sides(item.id)
        return gone or self.now >= (promise or 0) + PATIENCE_MS

    def _awaited(self, item: str, promise: Instant) -> Instant:
        if Ready.NO_SHOW in self.show.sides(item):
            return Instant(self.now + GONE_MS)
        return awaited(promise, self.now)


def shortest_of(loaded: Loaded, item: Item) -> int | None:
    """To how many seconds a segment may be cut; 0 where it may be left out, None where it may not be touched."""
    if item.id not in loaded.rundown.show.items:
        # Put in during the show, to fill a gap.
        return 0
    card = loaded.rundown.cards.get(item.id)
    if card is not None and card.optional:
        return 0
    return None if card is None or card.shortest_s is None else min(card.shortest_s, item.seconds)


def least_of(loaded: Loaded, item: Item) -> int:
    """Fewer seconds than this are worth nothing: a segment of which no more is left is left out, where it may be."""
    card = loaded.rundown.cards.get(item.id)
    if item.id not in loaded.rundown.show.items or card is None:
        return 0
    return item.seconds if card.shortest_s is None else min(card.shortest_s, item.seconds)


def _end(show: Show, eye: _Eye, rows: Sequence[Item]) -> Waiting:
    """The end of the show as the last in line: it is late when what comes before it ends too late.

    Beyond the horizon gaps are not counted: they only end a show on time that would be late otherwise.
    """
    rest = 0
    slot = Kind.SLOT
    for item in rows[HORIZON:]:
        if item.kind is slot:
            rest += item.seconds + show.buffer_s
        else:
            least = shortest_of(eye.loaded, item)
            rest += item.seconds if least is None else least
    spare = _spare(show, eye, rows) if eye.told else 0
    due = show.planned_end + END_LATE_MS + spare - rest * SECOND
    return Waiting(END, 1, Instant(due - LATE_MS), weight=WEIGHT, slot=False, pinned=True, agreed=True)


def _spare(show: Show, eye: _Eye, rows: Sequence[Item]) -> int:
    """Milliseconds that will be free because some families never come, by how many did not so far."""
    aired, absent, done, coming_yet = 0, 0, State.AIRED, State.PLANNED
    for item in show.items.values():
        state = item.state
        if state is coming_yet:
            continue
        if state is done:
            aired += bool(item.pair)
        elif state in PARKED and item.pair and item.planned < eye.now and not is_there(show, item.id):
            absent += 1
    buffer_s = show.buffer_s
    there = {item for item in show.readiness if is_there(show, item)}
    coming = sum(item.seconds + buffer_s for item in rows if item.pair and item.id not in there)
    share = (absent + ABSENT_BEFORE[0]) / (aired + absent + ABSENT_BEFORE[1])
    return int(coming * share * SECOND)


def _window(spans: Sequence[Span], length: int, planned: Instant, now: Instant) -> tuple[int, int]:
    """The window they were planned in, else the next that is long enough, else the last; in milliseconds."""
    found = [(a * SECOND, NEVER if b == ALWAYS[1] else b * SECOND) for a, b in spans]
    inside = (span for span in found if span[0] <= planned < span[1] and span[1] - length >= now)
    later = (span for span in found if span[1] - length >= max(now, span[0]))
    return next(inside, None) or next(later, None) or found[-1]


def _weight(loaded: Loaded, item: str) -> int:
    card = loaded.rundown.cards.get(item)
    sides = (card.worker, card.family) if card else ()
    years = max((side.years_away or 0 for side in sides if side), default=0)
    return WEIGHT + min(years, YEARS_COUNTED)
