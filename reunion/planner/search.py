"""Ruin and recreate: take a few neighbours out around a pair that wants in, put back what fits better.

Two phases share the moves: `Filling` looks for more weight on air (T1), `Wishing` for fewer missed wishes and clashes
at the same weight (T2). Both are counted in iterations, use one seeded generator through `random()` only and no
function of the C mathematics library but sqrt, so a seed gives the same plan on every machine.
"""

import random
from bisect import bisect_right
from collections.abc import Callable, Container, Iterable, Sequence
from math import sqrt

from reunion.planner.problem import Problem
from reunion.planner.timetable import Timetable
from reunion.planner.timing import promise_cost, timed

Progress = Callable[[int, int], bool]
"""Told (iterations done, of how many) now and then; False stops and keeps the best so far."""

LOOK = 60
"""Unplaced pairs tried in one step; more does not pay on the large instances."""
SEGMENTS = 24
"""Segments tried for a pair that was taken out; with more options than this some are drawn."""
GLANCE = 20
"""Unplaced pairs tried, and segments drawn for one taken out, when pairs are many and each try costs a look-up."""
BLINK = 0.05
"""Share of good positions passed over, so that the same ruin is not always rebuilt alike."""
REPORT = 256


class Pool:
    """The pairs that are out but could be in, and who of them has time in which span of hours; all in O(1)."""

    def __init__(self, problem: Problem, pairs: Iterable[int]) -> None:
        self.when = problem.when
        self.rows: list[list[int]] = [[] for _ in range(len(problem.hours) + 1)]
        self.at: list[dict[int, int]] = [{} for _ in self.rows]
        """Where in its row a pair stands; the last row holds everybody."""
        for r in pairs:
            self.add(r)

    def __len__(self) -> int:
        return len(self.rows[-1])

    def __getitem__(self, number: int) -> int:
        return self.rows[-1][number]

    def add(self, r: int) -> None:
        """Somebody is out now; no matter if they were."""
        if r in self.at[-1]:
            return
        for span in (*self.when[r], -1):
            self.at[span][r] = len(self.rows[span])
            self.rows[span].append(r)

    def discard(self, r: int) -> None:
        """Somebody is in now; no matter if they were."""
        if r not in self.at[-1]:
            return
        for span in (*self.when[r], -1):
            row, at = self.rows[span], self.at[span]
            hole, last = at.pop(r), row.pop()
            if last != r:
                row[hole] = last
                at[last] = hole


class Search:
    """What both phases share: the moves on one timetable."""

    def __init__(self, table: Timetable, seed: int) -> None:
        self.table = table
        self.problem = table.problem
        self.random = random.Random(seed).random  # noqa: S311 - a search, not a secret
        count = len(self.problem.pairs)
        problem = self.problem
        self.movable = [not problem.fixed[r] for r in range(count)]
        self.worth = [problem.weight[r] / sqrt(problem.length[r] + problem.buffer) for r in range(count)]
        self.out = Pool(problem, self.unplaced())
        self.look = GLANCE if problem.lazy else LOOK
        self.drawn = GLANCE // 3 if problem.lazy else SEGMENTS // 2

    def unplaced(self) -> list[int]:
        """The pairs that are out but could be in."""
        where, problem = self.table.where, self.problem
        return [r for r in range(len(where)) if self.movable[r] and where[r] < 0 and not problem.hopeless(r)]

    def below(self, count: int) -> int:
        """A random number from 0 to count - 1."""
        return int(self.random() * count)

    def option_set(self, r: int) -> Container[int]:
        """The pair's options, for membership."""
        return self.problem.option_set(r)

    def cut(self, g: int, r: int, most: int) -> list[int]:
        """Take up to `most` neighbours out of the segment, around a start that the pair could have there."""
        table, problem = self.table, self.problem
        order = table.order[g]
        if not order:
            return []
        intervals = problem.when[r][problem.span_of[g]]
        lo, hi = intervals[self.below(len(intervals))]
        segment = problem.segments[g]
        lo, hi = max(lo, segment.open), min(hi, segment.close)
        at = lo + self.below(max(1, hi - lo + 1))
        count = 1 + self.below(most)
        first = max(0, bisect_right(table.ready[g], at) - 1 - self.below(count))
        gone = [q for q in order[first : first + count] if self.movable[q]]
        table.remove(*gone)
        return gone

    def interested(self, touched: Sequence[int]) -> list[int]:
        """Unplaced pairs that could stand in one of the touched segments."""
        found: dict[int, None] = {}
        for span in dict.fromkeys(self.problem.span_of[g] for g in touched):
            row = self.out.rows[span]
            if len(row) <= self.look:
                found.update(dict.fromkeys(row))
            else:
                found.update((row[self.below(len(row))], None) for _ in range(self.look))
        looked = []
        for r in found:
            allowed = self.option_set(r)
            if any(g in allowed for g in touched):
                looked.append(r)
        return looked[: self.look]

    def segments_for(self, r: int, touched: Sequence[int]) -> Sequence[int]:
        """Where to try a pair that was taken out."""
        if not self.problem.lazy:
            options = self.problem.options(r)
            if len(options) <= SEGMENTS:
                return options
        allowed = self.option_set(r)
        drawn = [self.problem.draw(r, self.below) for _ in range(self.drawn)]
        return [*(g for g in touched if g in allowed), *drawn]

    def broken(self, r: int, start: int) -> int:
        """Minutes outside what was promised; somebody too early may still be held back, which costs others."""
        promise = self.problem.promise[r]
        if promise is None:
            return 0
        outside = max(start - promise - self.problem.late, (promise - self.problem.early - start) // 4)
        return max(0, outside) // 60 * self.problem.weight[r]

    def settle(self, changed: Iterable[int]) -> None:
        """Accept what was built; `changed` are all who may have come in or gone out."""
        where, out = self.table.where, self.out
        self.table.journal = None
        for r in changed:
            if where[r] < 0:
                out.add(r)
            else:
                out.discard(r)


class Filling(Search):
    """Phase one: as much weight on air as possible."""

    def run(self, iterations: int, goal: int, progress: Progress | None = None) -> int:
        """Improve the timetable in place and return its weight; stops early at `goal`, the most there can be."""
        table, weight = self.table, self.problem.weight
        best = sum(weight[r] for r, g in enumerate(table.where) if g >= 0)
        careful = self.problem.promised and self.problem.published
        if careful:
            self.kept = [promise_cost(table, g, timed(table, g)) for g in range(len(table.order))]
        for step in range(iterations):
            if best >= goal or not len(self.out):
                break
            if progress is not None and step % REPORT == 0 and not progress(step, iterations):
                break
            table.begin()
            gone, looked = self._step()
            gain = sum(weight[r] for r in looked if table.where[r] >= 0)
            loss = sum(weight[r] for r in gone if table.where[r] < 0)
            # Never worse: accepting losses found less on every instance tried. Sideways only where free time grows
            # together; at will found less with four times the steps.
            if gain > loss or (gain == loss and self._roomier() and (not careful or self._keeps_promises())):
                if careful:
                    self._remember()
                best += gain - loss
                self.settle((*looked, *gone))
            else:
                table.undo()
        return best

    def _roomier(self) -> bool:
        """Whether the largest stretches left are no smaller than before, a long one counting more than two short."""
        room, touched = self.table.room, self.table.journal or {}
        return sum(room[g] ** 2 - kept[3] ** 2 for g, kept in touched.items()) >= 0

    def _keeps_promises(self) -> bool:
        """Whether what is built breaks no more promises than what was there."""
        table = self.table
        touched = table.journal or {}
        return sum(promise_cost(table, g, timed(table, g)) - self.kept[g] for g in touched) <= 0

    def _remember(self) -> None:
        for g in self.table.journal or {}:
            self.kept[g] = promise_cost(self.table, g, timed(self.table, g))

    def _step(self) -> tuple[list[int], list[int]]:
        weight, out = self.problem.weight, self.out
        wanted, other = out[self.below(len(out))], out[self.below(len(out))]
        if weight[other] > weight[wanted]:
            wanted = other
        gone, touched = self._ruin(wanted)
        looked = list(dict.fromkeys((wanted, *self.interested(touched))))
        back = set(gone)
        for r in self._order(gone, looked, wanted):
            self._put(r, self.segments_for(r, touched) if r in back else touched)
        return gone, looked

    def _ruin(self, wanted: int) -> tuple[list[int], list[int]]:
        g = self._roomier_of_two(wanted)
        touched = [g]
        gone = self.cut(g, wanted, 3)
        if gone and self.random() < 0.9:
            chained = gone[self.below(len(gone))]
            g = self._roomier_of_two(chained)
            if g != touched[0]:
                touched.append(g)
                gone += self.cut(g, chained, 2)
        return gone, touched

    def _roomier_of_two(self, r: int) -> int:
        """Two of the pair's options by chance, and of these the one in which least is missing for it."""
        first, second = self.problem.draw(r, self.below), self.problem.draw(r, self.below)
        room = self.table.room
        return first if room[first] >= room[second] else second

    def _order(self, gone: list[int], looked: list[int], wanted: int) -> list[int]:
        """Who chooses first; four tempers take turns."""
        chance, weight, worth = self.random, self.problem.weight, self.worth
        temper = chance()
        if temper < 0.4:
            keys = {r: worth[r] * (0.7 + 0.6 * chance()) for r in (*gone, *looked)}
        elif temper < 0.6:
            keys = {r: weight[r] + chance() for r in (*gone, *looked)}
        elif temper < 0.8:
            keys = {r: chance() for r in (*gone, *looked)}
        else:
            keys = {r: self.problem.length[r] * (0.5 + chance()) for r in gone}
            keys.update((r, worth[r] * chance()) for r in looked)
        if chance() < 0.5:
            keys[wanted] = 1e9
        return sorted(keys, key=lambda r: (-keys[r], r))

    def _put(self, r: int, segments: Sequence[int]) -> None:
        """Put the pair where it pushes least, give or take half a minute."""
        table, chance = self.table, self.random
        allowed, best, least = self.option_set(r), None, 1e18
        size, room = self.problem.length[r] + self.problem.buffer, table.room
        promised = self.problem.promise[r] is not None
        for g in segments:
            if size > room[g] or g not in allowed:
                continue
            for k, start, push in table.places(r, g):
                cost = push + 30 * chance()
                if promised:
                    cost += self.broken(r, start)
                if cost < least and chance() >= BLINK:
                    best, least = (g, k, start), cost
        if best is not None:
            table.insert(r, *best)
