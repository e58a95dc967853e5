"""The equal-length case, solved exactly on the slots that follow one another from the start of every segment.

Which sets of pairs can be placed together is a transversal matroid, so taking the pairs by weight and making room by
augmenting paths is optimal. A path that finds no free slot has seen a Hall set: those slots can never help again.
"""

from collections.abc import Iterator

from reunion.planner.greedy import slack
from reunion.planner.problem import Problem
from reunion.planner.timetable import Timetable


def equal_length(problem: Problem) -> int | None:
    """The one duration of every pair that can stand somewhere, or None; a fixed pair breaks the grid."""
    if problem.lazy:
        return None
    could = [r for r in range(len(problem.pairs)) if not problem.hopeless(r)]
    lengths = {problem.length[r] for r in could}
    return lengths.pop() if len(lengths) == 1 and not any(problem.fixed[r] for r in could) else None


class Matching:
    """Slots numbered through all segments, and who holds them."""

    def __init__(self, problem: Problem, length: int) -> None:
        self.problem = problem
        self.length = length
        self.size = length + problem.buffer
        self.first: list[int] = []
        count = 0
        for segment in problem.segments:
            self.first.append(count)
            count += max(0, (segment.close + problem.buffer - segment.open) // self.size)
        self.first.append(count)
        self.holder = [-1] * count
        self._held = [-1] * len(problem.pairs)
        self._runs: list[list[range] | None] = [None] * len(problem.pairs)
        self._free = list(range(count + 1))
        """From each slot on towards the next free one: a slot once held is never free again."""
        self._ahead = list(range(count + 1))
        """The same towards the next one that no Hall set holds."""

    def runs(self, r: int) -> list[range]:
        """The runs of slots at which the pair could stand."""
        known = self._runs[r]
        if known is None:
            known = self._runs[r] = []
            for run in self._find_runs(r):
                if known and known[-1].stop == run.start:
                    known[-1] = range(known[-1].start, run.stop)
                else:
                    known.append(run)
        return known

    def _find_runs(self, r: int) -> Iterator[range]:
        problem, size = self.problem, self.size
        for g in problem.options(r):
            opens, base, many = problem.segments[g].open, self.first[g], self.first[g + 1] - self.first[g]
            for lo, hi in problem.when[r][problem.span_of[g]]:
                from_ = max(0, -((opens - lo) // size))
                until = min(many - 1, (hi - opens) // size)
                if from_ <= until:
                    yield range(base + from_, base + until + 1)

    def take_in(self, r: int) -> bool:
        """Give the pair a slot, moving others if need be; False when no set with it can be placed."""
        came: dict[int, int] = {}
        ahead = self._ahead.copy()
        waiting = [r]
        while waiting:
            who = waiting.pop()
            runs = self.runs(who)
            for run in runs:
                slot = _next(self._free, run.start)
                if slot < run.stop:
                    came[slot] = who
                    self._shift(slot, came, r)
                    return True
            for run in runs:
                slot = _next(ahead, run.start)
                while slot < run.stop:
                    came[slot] = who
                    waiting.append(self.holder[slot])
                    ahead[slot] = slot + 1
                    slot = _next(ahead, slot + 1)
        self._ahead = ahead
        return False

    def _shift(self, slot: int, came: dict[int, int], r: int) -> None:
        self._free[slot] = slot + 1
        while True:
            who = came[slot]
            before, self._held[who] = self._held[who], slot
            self.holder[slot] = who
            if who == r:
                return
            slot = before


def _next(onward: list[int], slot: int) -> int:
    """The first from that slot on that leads to itself; the ways there are shortened."""
    while onward[slot] != slot:
        onward[slot] = slot = onward[onward[slot]]
    return slot


def match(problem: Problem, length: int) -> Timetable:
    """The heaviest set of pairs on the slots, as a timetable; a pair that would break H8 is left out."""
    matching = Matching(problem, length)
    for r in sorted(range(len(problem.pairs)), key=lambda r: (-problem.weight[r], slack(problem, r), r)):
        if not problem.hopeless(r):
            matching.take_in(r)
    table = Timetable(problem)
    for g in range(len(problem.segments)):
        for slot in range(matching.first[g], matching.first[g + 1]):
            r = matching.holder[slot]
            if r >= 0:
                last = [place for place in table.places(r, g) if place[0] == len(table.order[g])]
                if last:
                    table.insert(r, g, last[0][0], last[0][1])
    return table
