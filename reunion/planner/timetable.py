"""A plan under construction: the order of pairs in every segment, with earliest and latest starts.

`ready[k]` is the first second at which something may start at position k, `due[k]` the last start of what stands
there now; with both, whether a pair fits at a position is known without looking at any other (O(1)).
"""

from bisect import bisect_left, bisect_right
from operator import sub

from reunion.planner.problem import NEVER, Problem, Starts

Kept = tuple[list[int], list[int], list[int], int, list[tuple[int, int]]]
"""A segment's order, ready, due and room, and who of it stands still since when."""


class Timetable:
    """Sequences per segment; `where[r]` is the segment of pair r or -1."""

    __slots__ = ("due", "frozen", "journal", "order", "problem", "ready", "room", "still", "where")

    def __init__(self, problem: Problem) -> None:
        count = len(problem.segments)
        self.problem = problem
        self.order: list[list[int]] = [[] for _ in range(count)]
        self.ready: list[list[int]] = [[segment.open] for segment in problem.segments]
        self.due: list[list[int]] = [[segment.close + problem.buffer] for segment in problem.segments]
        self.room = [segment.close + problem.buffer - segment.open for segment in problem.segments]
        """The longest stretch any position of the segment leaves, buffer included: most are too full to look at."""
        self.where = [-1] * len(problem.pairs)
        self.frozen: dict[int, int] = {}
        """Starts of pairs that may not float, because somebody in them is also elsewhere that evening (H8)."""
        self.still = False
        """Everybody who is put in stands at that very second from then on; nobody gives way."""
        self.journal: dict[int, Kept] | None = None
        """Each segment touched since `begin` as it was, for `undo`."""

    def starts_of(self, r: int, g: int) -> Starts:
        """The intervals of starts the pair has in that segment's span."""
        held = self.frozen.get(r)
        if held is not None:
            return ((held, held),)
        return self.problem.when[r].get(self.problem.span_of[g], ())

    def start(self, r: int) -> int:
        """The second at which a placed pair starts: as early as its segment allows."""
        g = self.where[r]
        after = self.ready[g][self.order[g].index(r) + 1]
        return after - self.problem.length[r] - self.problem.buffer

    def refresh(self, g: int) -> None:
        """Work out ready and due of a segment after anything changed in it."""
        segment, order = self.problem.segments[g], self.order[g]
        many = len(order)
        self.ready[g] = self._forward(g, 0, many, [segment.open], [])
        self.due[g] = self._backward(g, many, many, [segment.close + self.problem.buffer], [])
        self.room[g] = max(map(sub, self.due[g], self.ready[g]))

    def _redo(self, g: int, first: int, fresh: int, gone: int) -> None:
        """The same after `gone` places from `first` on gave way to `fresh` ones; the old lists stay as they are."""
        ready, due = self.ready[g], self.due[g]
        self.ready[g] = self._forward(g, first, fresh, ready[: first + 1], ready[first + gone + 1 :])
        self.due[g] = self._backward(g, first + fresh, fresh, due[first + gone :], due)
        self.room[g] = max(map(sub, self.due[g], self.ready[g]))

    def _forward(self, g: int, first: int, fresh: int, ready: list[int], after: list[int]) -> list[int]:
        """`ready` up to position `first`, continued; behind the `fresh` places it may fall in with the old `after`."""
        problem, order, frozen = self.problem, self.order[g], self.frozen
        span, length, when, buffer = problem.span_of[g], problem.length, problem.when, problem.buffer
        at, known = ready[-1], first + fresh
        for k in range(first, len(order)):
            r = order[k]
            held = frozen.get(r)
            if held is None:
                for lo, hi in when[r][span]:
                    if at <= hi:
                        if at < lo:
                            at = lo
                        break
            elif at < held:
                at = held
            at += length[r] + buffer
            if k >= known and after[k - known] == at:
                ready += after[k - known :]
                break
            ready.append(at)
        return ready

    def _backward(self, g: int, end: int, fresh: int, due: list[int], before: list[int]) -> list[int]:
        """`due` from position `end` on, continued to the front; ahead of the `fresh` places it may fall in with
        the old `before`."""
        problem, order, frozen = self.problem, self.order[g], self.frozen
        span, length, when, buffer = problem.span_of[g], problem.length, problem.when, problem.buffer
        until, known = due[0], end - fresh
        found: list[int] = []
        for k in range(end - 1, -1, -1):
            r = order[k]
            until -= length[r] + buffer
            held = frozen.get(r)
            if held is None:
                for lo, hi in reversed(when[r][span]):
                    if until >= lo:
                        if until > hi:
                            until = hi
                        break
            elif until > held:
                until = held
            if k < known and before[k] == until:
                found += reversed(before[: k + 1])
                break
            found.append(until)
        found.reverse()
        return found + due

    def places(self, r: int, g: int) -> list[tuple[int, int, int]]:
        """Every way to put the pair into the segment: (position, start, seconds it pushes the rest on)."""
        problem = self.problem
        found: list[tuple[int, int, int]] = []
        ready, due = self.ready[g], self.due[g]
        size = problem.length[r] + problem.buffer
        if size > self.room[g]:
            return found
        order, length, buffer = self.order[g], problem.length, problem.buffer
        last = len(due) - 1
        for lo, hi in self.open_starts(r, g):
            first = bisect_left(due, lo + size)
            for k in range(first, bisect_right(ready, hi)):
                start = ready[k]
                if start < lo:
                    start = lo
                end = start + size
                if end > due[k]:
                    continue
                if k == last:
                    push = end - ready[k]
                else:
                    push = end - ready[k + 1] + length[order[k]] + buffer
                    if push < 0:
                        push = 0
                found.append((k, start, push))
        return found

    def open_starts(self, r: int, g: int) -> Starts:
        """Starts of an unplaced pair in a segment, less the time around placed rivals (H8)."""
        intervals = self.problem.when[r].get(self.problem.span_of[g], ())
        if not self.problem.rivals[r]:
            return intervals
        for rival in self.problem.rivals[r]:
            if self.where[rival] >= 0 and self._may_meet(rival, g):
                at = self.start(rival)
                after = at + self.problem.length[rival] + self.problem.gap
                # Ahead of a rival that still floats in this very segment it would push what it may not push.
                floats = self.where[rival] == g and rival not in self.frozen
                before = -NEVER if floats else at - self.problem.gap - self.problem.length[r]
                intervals = _without(intervals, before, after)
        return intervals

    def _may_meet(self, rival: int, g: int) -> bool:
        there, here = self.problem.segments[self.where[rival]], self.problem.segments[g]
        gap = self.problem.gap
        return here.open < there.close + gap and there.open < here.close + gap

    def gaps(self, r: int, g: int) -> list[tuple[int, int, int]]:
        """The same places with the last start of each: (position, first start, last start)."""
        size = self.problem.length[r] + self.problem.buffer
        ends = self.open_starts(r, g)
        return [
            (k, start, min(self.due[g][k] - size, next(hi for _, hi in ends if hi >= start)))
            for k, start, _ in self.places(r, g)
        ]

    def insert(self, r: int, g: int, k: int, start: int) -> None:
        """Put the pair at a position that `places` named."""
        self._touch(g)
        meets = [q for q in self.problem.rivals[r] if self.where[q] >= 0 and self._may_meet(q, g)]
        for q in meets:
            if q not in self.frozen:
                self._touch(self.where[q])
                self.frozen[q] = self.start(q)
                self.refresh(self.where[q])
        if meets or self.still:
            self.frozen[r] = start
        self.order[g].insert(k, r)
        self.where[r] = g
        self._redo(g, k, 1, 0)

    def remove(self, *pairs: int) -> None:
        """Take pairs of one segment out; rivals that no longer have to stand still may float again."""
        if not pairs:
            return
        g = self.where[pairs[0]]
        self._touch(g)
        order = self.order[g]
        at = [order.index(r) for r in pairs]
        first, last = min(at), max(at)
        for r in pairs:
            order.remove(r)
            self.where[r] = -1
        self._redo(g, first, last - first + 1 - len(pairs), last - first + 1)
        for r in pairs:
            if self.frozen.pop(r, None) is not None:
                self._thaw(r)

    def _thaw(self, r: int) -> None:
        if self.still:
            return
        for q in self.problem.rivals[r]:
            here = self.where[q]
            if q not in self.frozen or here < 0 or self.must_stand(q):
                continue
            self._touch(here)
            del self.frozen[q]
            self.refresh(here)

    def must_stand(self, r: int) -> bool:
        """Whether a placed pair shares a person with another that stands so near that neither may float."""
        here = self.where[r]
        return any(self.where[q] >= 0 and self._may_meet(q, here) for q in self.problem.rivals[r])

    def _touch(self, g: int) -> None:
        if self.journal is not None and g not in self.journal:
            order, frozen = self.order[g], self.frozen
            still = [(r, frozen[r]) for r in order if r in frozen]
            self.journal[g] = (order.copy(), self.ready[g], self.due[g], self.room[g], still)

    def begin(self) -> None:
        """From here on changes can be undone."""
        self.journal = {}

    def undo(self) -> None:
        """Back to the last `begin`."""
        touched, where, frozen = self.journal or {}, self.where, self.frozen
        self.journal = None
        for g in touched:
            for r in self.order[g]:
                where[r] = -1
                frozen.pop(r, None)
        for g, (order, ready, due, room, still) in touched.items():
            self.order[g], self.ready[g], self.due[g], self.room[g] = order, ready, due, room
            frozen.update(still)
            for r in order:
                where[r] = g


def _without(intervals: Starts, before: int, after: int) -> Starts:
    """The intervals less the open span (before, after)."""
    kept = []
    for lo, hi in intervals:
        if lo <= before:
            kept.append((lo, min(hi, before)))
        if hi >= after:
            kept.append((max(lo, after), hi))
    return tuple(kept)
