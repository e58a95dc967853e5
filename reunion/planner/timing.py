"""The starts of the pairs of one segment, once their order is decided.

As early as it goes; with promises, nobody later than the order forces, then nobody earlier than promised as far as
that makes nobody late; at last the first ones close up to those behind them, where that saves idle seconds.
"""

from reunion.planner.problem import Starts
from reunion.planner.timetable import Timetable


def timed(table: Timetable, g: int) -> list[int]:
    """Starts in the order of the segment."""
    problem, order, ready = table.problem, table.order[g], table.ready[g]
    buffer, length = problem.buffer, problem.length
    early = [ready[k + 1] - length[r] - buffer for k, r in enumerate(order)]
    if problem.promised and any(problem.promise[r] is not None for r in order):
        return _promised(table, g, early)
    return early


def closed_up(table: Timetable, g: int) -> list[int]:
    """The same with the first ones as late as those behind them leave them, when that saves idle seconds (T4)."""
    starts, order, problem = timed(table, g), table.order[g], table.problem
    late = list(starts)
    for k in range(len(order) - 2, -1, -1):
        r, behind = order[k], order[k + 1]
        last = late[k + 1] - problem.length[r] - problem.buffer
        if problem.town[r] == problem.town[behind]:
            # Two of one township that stand well apart would clash if they closed up.
            apart = late[k + 1] - problem.length[r] - problem.near
            last = min(last, max(apart, starts[k]))
        promise = problem.promise[r]
        if promise is not None:
            last = min(last, max(promise + problem.late, starts[k]))
        late[k] = max(starts[k], _down(table.starts_of(r, g), last, starts[k]))
    return late if late and late[0] > starts[0] else starts


def promise_cost(table: Timetable, g: int, starts: list[int]) -> int:
    """T3 of one segment."""
    outside = table.problem.outside
    return sum(outside(r, start) for r, start in zip(table.order[g], starts, strict=True))


def _promised(table: Timetable, g: int, early: list[int]) -> list[int]:
    problem, order, due = table.problem, table.order[g], table.due[g]
    late = [0] * len(order)
    until = due[-1]
    for k in range(len(order) - 1, -1, -1):
        r, promise = order[k], problem.promise[order[k]]
        last = min(due[k], until - problem.length[r] - problem.buffer)
        if promise is not None:
            last = min(last, max(promise + problem.late, early[k]))
        late[k] = until = _down(table.starts_of(r, g), last, early[k])
    starts, at = [], problem.segments[g].open
    for k, r in enumerate(order):
        promise, spans = problem.promise[r], table.starts_of(r, g)
        start = _up(spans, at, late[k])
        if promise is not None and start < promise - problem.early:
            start = _up(spans, min(promise - problem.early, late[k]), late[k])
        starts.append(start)
        at = start + problem.length[r] + problem.buffer
    return starts


def _down(spans: Starts, last: int, least: int) -> int:
    """The last allowed start up to `last`; `least` is known to be allowed."""
    for lo, hi in reversed(spans):
        if lo <= last:
            return max(least, min(hi, last))
    return least


def _up(spans: Starts, first: int, most: int) -> int:
    """The first allowed start from `first` on; `most` is known to be allowed."""
    for lo, hi in spans:
        if hi >= first:
            return min(most, max(lo, first))
    return most
