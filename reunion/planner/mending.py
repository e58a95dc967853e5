"""A plan that people know, made to hold again: nobody moves who need not.

First everybody keeps the very second they had, and who has none is put into the gaps. Only for those who would lose
their place others are moved, as few and as little as a seeded search finds: first the weight on air, then what was
promised (T3), then how many would have to be told, then how many are shifted at all and by how much.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping

from reunion.domain.planning import Plan
from reunion.planner.greedy import put_best, put_fixed
from reunion.planner.problem import Problem
from reunion.planner.search import REPORT, Progress, Search
from reunion.planner.timetable import Timetable

TOLD = 1_000_000
"""What it counts to have to tell somebody, in minutes of shifting people who need not be told."""
SHIFTED = 1_000
BROKEN = 1 << 50
"""A second of broken promise, times weight: more than any number of people told."""
LOST = 1 << 90
"""A unit of weight off air: more than any promise."""
AROUND = 4
"""Neighbours taken out at once; with more the search seldom finds back."""
CHAINED, HOMEWARD, FIRST, EARLIEST = 0.6, 0.7, 0.5, 0.7
"""Shares of steps in which a second segment is opened, somebody looks where they were first, the one who wants in
chooses first, a gap is filled from its beginning."""
LOOKED_AT = 6
"""Segments beside the touched ones in which somebody looks for a gap."""


def repaired(problem: Problem, previous: Plan) -> Timetable:
    """The previous plan as far as it still holds, with what is missing put into the gaps.

    Nobody who keeps a place is moved: everybody stands still.
    """
    table = Timetable(problem)
    table.still = True
    put_fixed(table)
    before = places_before(problem, previous)
    for r in sorted(before, key=lambda r: (before[r][1], r)):
        if table.where[r] < 0 and not problem.fixed[r]:
            put_back(table, r, before[r])
    missing = [r for r in range(len(problem.pairs)) if table.where[r] < 0 and not problem.fixed[r]]
    # Who had a place comes before who never had one.
    for r in sorted(missing, key=lambda r: (-problem.weight[r], r not in before, r)):
        put_best(table, r)
    return table


def places_before(problem: Problem, previous: Plan) -> dict[int, tuple[int, int]]:
    """(lane, start) by pair of everybody who had a place on a stage that there still is."""
    number = {pair.id: r for r, pair in enumerate(problem.pairs)}
    return {
        number[key]: (problem.lane_at[place.lane], place.start)
        for key, place in previous.assign.items()
        if key in number and place.lane in problem.lane_at
    }


def put_back(table: Timetable, r: int, place: tuple[int, int]) -> bool:
    """Put the pair where it was, to the second; False when it cannot stand there any more."""
    g = segment_at(table.problem, *place)
    if g < 0 or g not in table.problem.option_set(r):
        return False
    start = place[1]
    for k, first, last in table.gaps(r, g):
        if first <= start <= last:
            table.insert(r, g, k, start)
            return True
    return False


def segment_at(problem: Problem, lane: int, start: int) -> int:
    """The segment of a stage that is free at that second, or -1."""
    for g in problem.by_lane[lane]:
        if problem.segments[g].open <= start < problem.segments[g].close:
            return g
    return -1


class Mending(Search):
    """Moves people, who all stand still, for the sake of those who lost their place."""

    def __init__(
        self, table: Timetable, seed: int, before: Mapping[int, tuple[int, int]], most: int | None = None
    ) -> None:
        """`most` bounds how many who could stay are moved so far that they have to be told, or lose their place."""
        super().__init__(table, seed)
        self.before = before
        self.amiss = [r for r in sorted(before) if self._is_amiss(r)]
        self.most = len(before) if most is None else most
        self.settled = frozenset(r for r in before if table.where[r] >= 0 and self._place(r) == before[r])
        self.driven: frozenset[int] = frozenset()
        """Of those who could stay, whoever has to be told now."""

    def run(self, iterations: int, progress: Progress | None = None) -> None:
        """Improve the timetable in place, until nobody is amiss."""
        table = self.table
        for step in range(iterations):
            if step % REPORT == 0 and progress is not None and not progress(step, iterations):
                break
            if not self.amiss:
                break
            table.begin()
            changed, spent = self._take_out(self._wanted())
            for r, touched in self._in_turn(changed):
                self._put(r, touched)
            driven = self._driven(changed)
            if self._cost(changed) <= spent and len(driven) <= self.most:
                self.settle(changed)
                self.driven = driven
                kept = [r for r in self.amiss if r not in changed]
                self.amiss = sorted({*kept, *(r for r in changed if self._is_amiss(r))})
            else:
                table.undo()

    def _is_amiss(self, r: int) -> bool:
        """Whether somebody who had a place is not there, though the rules would let them stand somewhere."""
        if r not in self.before or not self.movable[r] or self.problem.hopeless(r):
            return False
        return self.table.where[r] < 0 or self._place(r) != self.before[r]

    def _driven(self, changed: Iterable[int]) -> frozenset[int]:
        """Whom of those who could stay the timetable with these changes drives from what they know."""
        here = self.settled.intersection(changed)
        gone = (r for r in here if self.table.where[r] < 0 or self._is_told(r, *self._place(r)))
        return self.driven.difference(here).union(gone)

    def _place(self, r: int) -> tuple[int, int]:
        table = self.table
        return self.problem.lane_of[table.where[r]], table.frozen[r]

    def _wanted(self) -> int:
        """Somebody without a place; when all have one, somebody who is not where they were."""
        lost = [r for r in self.amiss if self.table.where[r] < 0] or self.amiss
        return lost[self.below(len(lost))]

    def _take_out(self, wanted: int) -> tuple[list[int], int]:
        """Make room for the pair in one segment or two: all who are out now, and what they cost where they were."""
        table, changed = self.table, [wanted]
        spent = self._cost(changed)
        if table.where[wanted] >= 0:
            table.remove(wanted)
        self.touched: list[int] = []
        for _ in range(1 + (self.random() < CHAINED)):
            chained = changed[self.below(len(changed))]
            g = self._segment_of(chained)
            if g in self.touched:
                continue
            self.touched.append(g)
            gone = self._around(g, chained)
            spent += self._cost(gone)
            table.remove(*gone)
            changed += gone
        return changed, spent

    def _segment_of(self, r: int) -> int:
        """One of the pair's segments, often the one it was in."""
        problem = self.problem
        if r in self.before and self.random() < HOMEWARD:
            lane, start = self.before[r]
            for g in problem.options(r):
                if (
                    problem.lane_of[g] == lane
                    and problem.segments[g].open <= start < problem.segments[g].close
                ):
                    return g
        return problem.draw(r, self.below)

    def _around(self, g: int, r: int) -> list[int]:
        """Up to `AROUND` neighbours around a start the pair could have in the segment."""
        table, segment = self.table, self.problem.segments[g]
        intervals = self.problem.when[r][segment.span]
        lo, hi = intervals[self.below(len(intervals))]
        at = max(lo, segment.open)
        at += self.below(max(1, min(hi, segment.close) - at + 1))
        count = 1 + self.below(AROUND)
        first = max(0, bisect_right(table.ready[g], at) - 1 - self.below(count))
        return [q for q in table.order[g][first : first + count] if self.movable[q]]

    def _in_turn(self, changed: list[int]) -> list[tuple[int, list[int]]]:
        """Who chooses first, and where each may look: the one who wants in often before all others."""
        keys = {r: self.random() for r in changed}
        if self.random() < FIRST:
            keys[changed[0]] = -1.0
        return [(r, self.touched) for r in sorted(changed, key=lambda r: (keys[r], r))]

    def _put(self, r: int, touched: list[int]) -> None:
        """Where they were, else where it costs least."""
        table, before = self.table, self.before.get(r)
        if before is not None and self.random() < HOMEWARD and put_back(table, r, before):
            return
        allowed = self.option_set(r)
        segments = [g for g in touched if g in allowed]
        segments += (self._segment_of(r) for _ in range(LOOKED_AT))
        best, least = None, 0.0
        for g in dict.fromkeys(segments):
            lane = self.problem.lane_of[g]
            for k, first, last in table.gaps(r, g):
                start = self._start(before, lane, first, last)
                cost = self._price(r, lane, start) + self.random()
                if best is None or cost < least:
                    best, least = (g, k, start), cost
        if best is not None:
            table.insert(r, *best)

    def _start(self, before: tuple[int, int] | None, lane: int, first: int, last: int) -> int:
        """As near to the old start as the gap allows; on another stage at one of the gap's ends, which wastes least."""
        if before is not None and before[0] == lane:
            return min(max(before[1], first), last)
        return first if self.random() < EARLIEST else last

    def _cost(self, pairs: Iterable[int]) -> int:
        cost = 0
        for r in pairs:
            if self.table.where[r] >= 0:
                cost += self._price(r, *self._place(r))
            else:
                cost += LOST * self.problem.weight[r] + TOLD * (r in self.before)
        return cost

    def _price(self, r: int, lane: int, start: int) -> int:
        """What it costs that the pair stands there."""
        before, cost = self.before.get(r), BROKEN * self.problem.outside(r, start)
        if before is None or before == (lane, start):
            return cost
        if self._is_told(r, lane, start):
            return cost + TOLD
        return cost + SHIFTED + abs(start - before[1]) // 60

    def _is_told(self, r: int, lane: int, start: int) -> bool:
        """Whether somebody who had a place would have to hear of this one."""
        problem, before = self.problem, self.before[r]
        if before == (lane, start):
            return False
        promise = problem.promise[r]
        told = before[1] if promise is None else promise
        return before[0] != lane or not told - problem.early <= start <= told + problem.late
