"""Phase two: fewer clashes and missed wishes (T2) and fewer broken promises (T3) at the same weight.

Promises come after wishes, or before them once the plan is published; both are one number here.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from reunion.planner.search import BLINK, REPORT, Progress, Search
from reunion.planner.timing import promise_cost, timed

if TYPE_CHECKING:
    from reunion.planner.timetable import Kept

CLASH = 10
"""What one clash of neighbours costs (the design's T2)."""
TRIES = 24
"""Pairs looked at for one that misses a wish: when few do, a step for any other is mostly lost."""
ABOVE = 1 << 40
"""One point of the tier that comes first outweighs everything of the next."""


class Wishing(Search):
    """Moves pairs that miss a wish towards where it is met."""

    def run(self, iterations: int, progress: Progress | None = None) -> int:
        """Improve the timetable in place, never losing weight; returns what it costs."""
        table, weight = self.table, self.problem.weight
        point = ABOVE if self.problem.promised and not self.problem.published else 1
        self.cost = [self._cost(g) for g in range(len(self.problem.segments))]
        best = now = sum(self.cost)
        since: dict[int, Kept] = {}
        for step in range(iterations):
            if now == 0 or (progress is not None and step % REPORT == 0 and not progress(step, iterations)):
                break
            table.begin()
            gone, looked = self._step()
            gain = sum(weight[r] for r in looked if table.where[r] >= 0)
            gain -= sum(weight[r] for r in gone if table.where[r] < 0)
            touched = table.journal or {}
            fresh = {g: self._cost(g) for g in touched} if gain >= 0 else {}
            change = sum(cost - self.cost[g] for g, cost in fresh.items())
            # Threshold accepting, cooling from three points to none.
            if gain > 0 or (gain == 0 and change <= 3 * point * self.random() * (1 - step / iterations)):
                for g, cost in fresh.items():
                    self.cost[g] = cost
                now += change
                self.settle((*looked, *gone))
                if gain > 0 or now < best:
                    best = now
                    since.clear()
                else:
                    for g, kept in touched.items():
                        since.setdefault(g, kept)
            else:
                table.undo()
        if since:
            table.journal = since
            table.undo()
        return best

    def _cost(self, g: int) -> int:
        """T2 of one segment, with T3 before or after it where there are promises."""
        problem, order = self.problem, self.table.order[g]
        if not problem.promised:
            return self._wishes(g, self.table.ready[g])
        starts = timed(self.table, g)
        ends = (s + problem.length[r] + problem.buffer for s, r in zip(starts, order, strict=True))
        wishes = self._wishes(g, [problem.segments[g].open, *ends])
        promises = promise_cost(self.table, g, starts)
        return promises * ABOVE + wishes if problem.published else wishes * ABOVE + promises

    def _wishes(self, g: int, ready: Sequence[int]) -> int:
        """T2 of one segment; `ready` is when each place is free for the next."""
        problem, order = self.problem, self.table.order[g]
        lane, near, town = problem.lane_of[g], problem.near - problem.buffer, problem.town
        cost = sum(problem.wish[r][lane] for r in order)
        if problem.rhythm:
            cost += max(0, len(order) - problem.rhythm)
        for k, (before, r) in enumerate(pairwise(order), 1):
            if town[r] == town[before]:
                start = ready[k + 1] - problem.length[r] - problem.buffer
                if start - ready[k] < near:
                    cost += CLASH
        return cost

    def _step(self) -> tuple[list[int], list[int]]:
        gone, touched = self._ruin()
        looked = self.interested(touched) if self.random() < 0.5 else []
        chance, length = self.random, self.problem.length
        keys = {r: length[r] * (0.3 + chance()) for r in gone}
        for r in sorted(keys, key=lambda r: (-keys[r], r)):
            self._put(r, self.segments_for(r, touched))
        for r in looked:
            self._put(r, touched)
        return gone, looked

    def _ruin(self) -> tuple[list[int], list[int]]:
        """Take a pair that costs something out, and a few where it would cost less."""
        table, problem = self.table, self.problem
        r = self._costly()
        if r < 0:
            return [], []
        here = table.where[r]
        wish, lane_of = problem.wish[r], problem.lane_of
        there = min((problem.draw(r, self.below) for _ in range(3)), key=lambda g: wish[lane_of[g]])
        at = table.order[here].index(r)
        most = 1 + self.below(3)
        first = max(0, at - self.below(most))
        gone = [q for q in table.order[here][first : first + most] if self.movable[q]]
        table.remove(*gone)
        if there != here:
            gone += self.cut(there, r, 4)
        return gone, [here, there] if there != here else [here]

    def _costly(self) -> int:
        """A placed pair that misses a wish, if a few tries find one; else another; -1 when all who stand are fixed."""
        table, problem = self.table, self.problem
        where, wish, lane_of, many = table.where, problem.wish, problem.lane_of, len(table.where)
        last = -1
        for _ in range(TRIES):
            r = self.below(many)
            g = where[r]
            if g < 0 or not self.movable[r]:
                continue
            last = r
            if wish[r][lane_of[g]] or self._clashes(r, g) or self._breaks(r):
                return r
        if last < 0:
            last = next((r for r in range(many) if where[r] >= 0 and self.movable[r]), -1)
        return last

    def _breaks(self, r: int) -> bool:
        return self.problem.promised and self.broken(r, self.table.start(r)) > 0

    def _clashes(self, r: int, g: int) -> bool:
        town, order = self.problem.town, self.table.order[g]
        at = order.index(r)
        before = at > 0 and town[order[at - 1]] == town[r]
        return before or (at + 1 < len(order) and town[order[at + 1]] == town[r])

    def _put(self, r: int, segments: Sequence[int]) -> None:
        """Put the pair where it costs least in T2, then pushes least."""
        table, problem, chance = self.table, self.problem, self.random
        wish, lane_of, allowed = problem.wish[r], problem.lane_of, self.option_set(r)
        best, least = None, 1e18
        size, room = problem.length[r] + problem.buffer, table.room
        promised = problem.promise[r] is not None
        for g in segments:
            if size > room[g] or g not in allowed:
                continue
            price = 60 * wish[lane_of[g]]
            for k, start, push in table.places(r, g):
                cost = push + price + 60 * self._clash_at(r, g, k, start) + 30 * chance()
                if promised:
                    cost += self.broken(r, start)
                if cost < least and chance() >= BLINK:
                    best, least = (g, k, start), cost
        if best is not None:
            table.insert(r, *best)

    def _clash_at(self, r: int, g: int, k: int, start: int) -> int:
        problem, order = self.problem, self.table.order[g]
        town, mine, cost = problem.town, problem.town[r], 0
        near = problem.near - problem.buffer
        if k > 0 and town[order[k - 1]] == mine and start - self.table.ready[g][k] < near:
            cost = CLASH
        if k < len(order) and town[order[k]] == mine:
            cost += CLASH
        if 0 < k < len(order) and town[order[k - 1]] == town[order[k]]:
            cost -= CLASH
        return cost
