"""What to do when a running show does not go as planned: a proposal with its diff, for the host to take or leave.

Lost greetings count first, then how late families come beyond what they were told, then dead air, then how much
is moved. Pins stay, what is on air is not in the line, and nobody is expected before they may come.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reunion.domain.instants import SECOND, Instant
from reunion.planner.live_line import Course, Line, Score, out_of_place
from reunion.planner.live_search import Cost, Search

AHEAD: Final = 16
"""So many items from the head of the line may be moved."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One item whose expected start changes; None where it is not in the line."""

    id: str
    was: Instant | None
    becomes: Instant | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Another order of the line, and what it changes."""

    order: tuple[str, ...]
    """Everything in line, in the order proposed."""
    moved: tuple[str, ...]
    """Put elsewhere, in the new order."""
    dropped: tuple[str, ...]
    """To standby: they would start after they are free no more."""
    returned: tuple[str, ...]
    """From standby back in line."""
    lengths: Mapping[str, int]
    """Fillers cut to so many milliseconds; 0 leaves one out."""
    before: Score
    after: Score
    diff: tuple[Shift, ...]
    """Everybody whose start changes, in the new order; those dropped last."""


def propose(line: Line, *, ahead: int = AHEAD) -> Proposal | None:
    """A better way on, or None when the line is best left as it is; the same answer for the same line.

    First everything shifts, then fillers are spent, then items are put elsewhere within the next `ahead`.
    """
    course = Course(line)
    lead, head, tail = _parts(line, ahead)
    was = course.starts([*lead, *head, *tail])
    before = _cost(course, [*lead, *head, *tail])
    if before == (0, 0, 0):
        return None
    spent = _spend(course, lead, head, tail)
    search = Search(course, course.walk(lead, course.begin()), head, tail)
    search.run()
    _give_back(course, [*lead, *search.head, *tail], spent)
    search.begin = course.walk(lead, course.begin())
    return _proposal(course, Score(*before), was, lead, _take_back(course, search), tail)


def _parts(line: Line, ahead: int) -> tuple[list[int], list[int], list[int]]:
    """What stands first and cannot be passed, the next few, and the rest; nothing passes a pin at the very end."""
    rows = line.waiting
    first = next((n for n, row in enumerate(rows) if not row.pinned), len(rows))
    last = next((n for n in range(len(rows), first, -1) if not rows[n - 1].pinned), first)
    until = min(first + ahead, last)
    return list(range(first)), list(range(first, until)), list(range(until, len(rows)))


def _cost(course: Course, order: Sequence[int]) -> Cost:
    return course.walk(order, course.begin())[2:]


def _spend(
    course: Course, lead: Sequence[int], head: Sequence[int], tail: Sequence[int]
) -> list[tuple[int, int]]:
    """Cut fillers one by one while somebody is lost or comes too late; gives (row, its length before)."""
    rows = course.line.waiting
    order = [*lead, *head, *tail]
    cost = _cost(course, order)
    spent = []
    for row in (*lead, *head):
        shortest = rows[row].shortest
        if cost[:2] == (0, 0):
            break
        if shortest is None or shortest >= rows[row].length:
            continue
        course.length[row] = shortest
        cut = _cost(course, order)
        if cut[:2] < cost[:2]:
            cost = cut
            spent.append((row, rows[row].length))
        else:
            course.length[row] = rows[row].length
    return spent


def _give_back(course: Course, order: Sequence[int], spent: Sequence[tuple[int, int]]) -> None:
    """Let each filler have all the seconds that cost nobody anything."""
    most = _cost(course, order)[:2]
    for row, length in reversed(spent):
        least, longest = course.length[row] // SECOND, length // SECOND
        while least < longest:
            middle = (least + longest + 1) // 2
            course.length[row] = middle * SECOND
            if _cost(course, order)[:2] <= most:
                least = middle
            else:
                longest = middle - 1
        kept = least * SECOND
        course.length[row] = kept if kept >= course.line.waiting[row].least else 0


def _take_back(course: Course, search: Search) -> list[int]:
    """The head with everybody from standby in it for whom there is a gap: nobody else pays for it."""
    line = course.line
    order = search.head
    rows = range(len(line.waiting), len(line.waiting) + len(line.standby))
    for row in sorted(rows, key=lambda row: (-course.weight[row], row)):
        lost, promise, _ = search.cost_of(order)
        # Its own weight was counted as lost; where it comes too late it is counted once more.
        fits = [
            (cost, -place)
            for place in range(len(order) + 1)
            if (cost := search.cost_of([*order[:place], row, *order[place:]]))[0] == lost
            and cost[1] <= promise
        ]
        if fits:
            place = -min(fits)[1]
            order = [*order[:place], row, *order[place:]]
    return order


def _proposal(
    course: Course,
    before: Score,
    was: Mapping[str, Instant],
    lead: Sequence[int],
    head: Sequence[int],
    tail: Sequence[int],
) -> Proposal | None:
    line = course.line
    rows = (*line.waiting, *line.standby)
    dropped = _left_out(course, lead, head)
    kept = [row for row in (*lead, *head, *tail) if row not in dropped and course.length[row]]
    returned = [row for row in head if row >= len(line.waiting)]
    moved = set(out_of_place([row for row in kept if row < len(line.waiting)], course.stay))
    cut = {row: course.length[row] for row in (*lead, *head) if course.length[row] != rows[row].length}
    if not (dropped or returned or moved or cut):
        return None
    lost, promise, idle = _cost(course, [*lead, *head, *tail])
    lost -= sum(rows[row].weight for row in returned)
    becomes = course.starts(kept)
    gone = [*dropped, *(row for row in cut if not cut[row])]
    told = [rows[row].id for row in (*kept, *gone)]
    return Proposal(
        order=tuple(rows[row].id for row in kept),
        moved=tuple(rows[row].id for row in kept if row in moved),
        dropped=tuple(rows[row].id for row in dropped),
        returned=tuple(rows[row].id for row in returned),
        lengths={rows[row].id: length for row, length in cut.items()},
        before=before,
        after=Score(lost, promise, idle, len(moved) + len(dropped) + len(returned) + len(cut)),
        diff=tuple(
            Shift(id_, was.get(id_), becomes.get(id_)) for id_ in told if was.get(id_) != becomes.get(id_)
        ),
    )


def _left_out(course: Course, lead: Sequence[int], head: Sequence[int]) -> list[int]:
    """Those of the head who would start too late."""
    reached = course.walk(lead, course.begin())
    found = []
    for row in head:
        after = course.walk((row,), reached)
        if after[2] > reached[2] and not course.keeps[row]:
            found.append(row)
        reached = after
    return found
