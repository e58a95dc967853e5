"""A better way on, put together: another order, who is left out or comes back, what is cut, a filler; one command."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reunion.actions.posing import WEIGHT
from reunion.actions.sighting import END, Sight
from reunion.domain import commands as do
from reunion.domain import rundown
from reunion.domain.instants import MINUTE, SECOND, Instant
from reunion.domain.rundown import Show
from reunion.domain.show import SHORTEST_S
from reunion.planner.live import Proposal, propose
from reunion.planner.live_line import LATE_MS, Course, Line, Score, Waiting

IDLE_WORTH_MS: Final = 20 * SECOND
PROMISE_WORTH: Final = WEIGHT * 30 * SECOND
"""A host is not bothered for less dead air, or less lateness beyond what was told."""
IDLE_ROWS: Final = 5
"""Dead air is looked for before so many of the next."""
AHEAD: Final = 12
"""So many of the next may change places."""
CUT_WORTH_MS: Final = 20 * SECOND
"""Nor for a song that is cut by less."""
GAP_MS: Final = 15 * SECOND
"""A filler is put into a longer gap."""
GAP_SOON_MS: Final = 45 * SECOND
"""A gap is filled when it is so near: until then somebody may come."""
FILLER_MOST_MS: Final = 90 * SECOND
"""After so long the host is asked again: somebody may be there by then."""
MISSING_SOON_MS: Final = 2 * MINUTE
"""Whoever does not come is left out when their turn is so near."""
DROP_LATE_MS: Final = MINUTE
"""Nor for an end that is late by less, beyond what may be late."""
DROP_SOON_MS: Final = 12 * MINUTE
"""Nobody who is there is dropped for a late end sooner than so long before it: families that never come give time."""


@dataclass(slots=True)
class Way:
    """What is being put together."""

    why: str
    item: str
    order: list[str]
    parked: list[str]
    lengths: dict[str, int]
    """Milliseconds each becomes."""
    before: Score
    after: Score
    stood: Sequence[str] = ()
    """The next few as they stand."""
    filler_ms: int = 0

    def command(self, show: Show) -> do.Arrange:
        """The one command for it."""
        gone = {*self.parked, *(item for item, length in self.lengths.items() if not length)}
        order = [item for item in self.order if item not in gone]
        parked = [item for item in gone if show.items[item].state in rundown.AHEAD]
        stood = [item for item in self.stood if item not in gone]
        head = max((n + 1 for n, item in enumerate(order) if stood[n : n + 1] != [item]), default=0)
        if self.filler_ms and show.standby in order[:1]:
            head = max(head, 1)
        lengths = tuple(
            (item, max(length // SECOND, SHORTEST_S) - show.items[item].seconds)
            for item, length in self.lengths.items()
            if length
        )
        return do.Arrange(
            show.order_revision,
            tuple(order[:head]),
            tuple(sorted(parked)),
            lengths,
            FILLER if self.filler_ms else "",
            self.filler_ms // SECOND,
        )


FILLER: Final = "暖场短片"
"""What a filler is called in the rundown; the host may choose what it shows."""


def way_on(show: Show, sight: Sight, now: Instant) -> Way | None:
    """The best way on, or None when the line is best left as it is."""
    line = sight.line
    proposal = propose(line, ahead=AHEAD) if _wanting(line) else None
    soon = line.free_at - now <= MISSING_SOON_MS
    if proposal is not None and _worth(proposal) and not _is_small(proposal, line):
        way = Way(
            _why(proposal),
            _subject(line, proposal),
            [item for item in proposal.order if item != END],
            list(proposal.dropped),
            dict(proposal.lengths),
            proposal.before,
            proposal.after,
        )
    else:
        score = Score(0, 0, 0)
        way = Way("", "", [row.id for row in line.waiting if row.id != END], [], {}, score, score)
    if sight.back:
        way.why, way.item = "back", sight.back[0]
    if sight.first_missing and soon:
        way.parked += sight.missing[:1]
        way.why, way.item = way.why or "gone", way.item or next(iter(way.order), sight.missing[0])
    way.stood = sight.stood
    way.order = _with_missing(way, sight)
    _end_on_time(show, way, sight, now)
    if way.why == "back" and way.item in way.parked:
        way.why = "cut" if way.lengths else "end"
    _fill(way, sight, now)
    return way if way.why else None


def _is_small(proposal: Proposal, line: Line) -> bool:
    """Whether all it does is to cut a few seconds."""
    if proposal.moved or proposal.dropped or proposal.returned:
        return False
    rows = {row.id: row.length for row in line.waiting}
    return sum(rows[item] - length for item, length in proposal.lengths.items()) < CUT_WORTH_MS


def _wanting(line: Line) -> bool:
    """Whether a better order could be worth a word: dead air far ahead is not, it will be another by then."""
    if line.standby:
        return True
    # Who is back wants the best place, not the first.
    course = Course(line)
    begin = course.begin()
    near = course.walk(range(min(IDLE_ROWS, len(line.waiting) - 1)), begin)
    whole = course.walk(range(len(line.waiting)), begin)
    return whole[2] > 0 or whole[3] >= PROMISE_WORTH or near[4] >= IDLE_WORTH_MS


def _with_missing(way: Way, sight: Sight) -> list[str]:
    """The order with those in it who are not counted on, each behind whom it stood."""
    order, last = list(way.order), ""
    for item in sight.stood:
        if item in sight.missing and item not in way.parked:
            # Whoever would be next and is not there lets one pass at least.
            order.insert(order.index(last) + 1 if last else min(1, len(order)), item)
        if item in order:
            last = item
    return order


def _rows(way: Way, line: Line) -> list[Waiting]:
    """The line as the way has it, without the end."""
    rows = {row.id: row for row in (*line.waiting, *line.standby)}
    gone = {*way.parked, *(item for item, length in way.lengths.items() if not length)}
    return [rows[item] for item in way.order if item in rows and item not in gone]


def _end_on_time(show: Show, way: Way, sight: Sight, now: Instant) -> None:
    """Cut what may be cut, then leave out as much of the tail as still makes the show late, who matters least first."""
    line = sight.line
    end = line.waiting[-1]
    due = (end.promise or 0) + LATE_MS
    late = _ends(line, _rows(way, line), way) - due
    if late <= CUT_WORTH_MS or due - now > DROP_SOON_MS:
        return
    for row in reversed(_rows(way, line)):
        length = way.lengths.get(row.id, row.length)
        if row.shortest is not None and late > 0 and length > row.shortest:
            way.lengths[row.id] = _cut(row, length - max(late, CUT_WORTH_MS))
            late = _ends(line, _rows(way, line), way) - due
            way.why, way.item = way.why or "cut", way.item or row.id
    # Nobody who kept the time they were told makes room for one who did not, or who was told none.
    asked = {item.id for item in show.items.values() if item.planned >= show.planned_end} | {*sight.back}
    chosen = sorted(
        (row for row in _rows(way, line) if row.movable and row.slot),
        key=lambda row: (row.id not in asked, row.weight, -way.order.index(row.id)),
    )
    for row in chosen:
        if late <= DROP_LATE_MS:
            break
        way.parked.append(row.id)
        late = _ends(line, _rows(way, line), way) - due
        way.why, way.item = way.why or "end", way.item or row.id


def _cut(row: Waiting, wished: int) -> int:
    """The milliseconds that a segment keeps when so many would do; 0 when it is left out instead."""
    if row.shortest == 0 and wished < row.least:
        return 0
    return max(row.shortest or 0, wished, SHORTEST_S * SECOND) // SECOND * SECOND


def _ends(line: Line, rows: Sequence[Waiting], way: Way) -> int:
    end, after_slot = int(line.free_at), line.after_slot
    for row in rows:
        start = max(end + line.buffer if row.slot and after_slot else end, row.earliest)
        end, after_slot = start + way.lengths.get(row.id, row.length), row.slot
    return end


def _fill(way: Way, sight: Sight, now: Instant) -> None:
    """Put a filler before somebody who cannot come yet, when nobody else can."""
    line = sight.line
    rows = _rows(way, line)
    if not rows or line.free_at - now > GAP_SOON_MS:
        return
    first = rows[0]
    begin = line.free_at + (line.buffer if first.slot and line.after_slot else 0)
    gap = first.earliest - begin
    if gap >= GAP_MS:
        way.filler_ms = min(gap // SECOND * SECOND, FILLER_MOST_MS)
        way.why, way.item = "fill", first.id


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
    if proposal.lengths and not proposal.moved:
        return "cut"
    return "idle" if proposal.before.idle - proposal.after.idle >= IDLE_WORTH_MS else "late"


def _subject(line: Line, proposal: Proposal) -> str:
    first = line.waiting[0].id if line.waiting else ""
    pulled = [item for item in proposal.order[:1] if item != first]
    return (*proposal.returned, *pulled, *proposal.moved, *proposal.dropped, *proposal.lengths)[0]
