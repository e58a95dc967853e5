"""The equal-length case, solved exactly on the slots that follow one another from the start of every segment.

Which sets of pairs can be placed together is a transversal matroid, so taking the pairs by weight and making room by
augmenting paths is optimal. A path that finds no free slot has seen a Hall set: those slots can never help again.
Of people who are in two pairs (H8) the matroid knows nothing; reunion.planner.parting sees to them afterwards.
"""

from collections.abc import Iterable, Iterator, Mapping

from reunion.planner.greedy import slack
from reunion.planner.problem import Problem


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
        self.starts: list[int] = []
        self.lanes: list[int] = []
        for segment in problem.segments:
            self.first.append(len(self.starts))
            self.starts += range(segment.open, segment.close - length + 1, self.size)
            self.lanes += [segment.lane] * (len(self.starts) - len(self.lanes))
        self.first.append(count := len(self.starts))
        self.holder = [-1] * count
        self.held = [-1] * len(problem.pairs)
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

    def take_first(self, pairs: Iterable[int]) -> int:
        """Give a slot to the first of the pairs that can have one; who it was, or -1."""
        return next((r for r in pairs if self.take_in(r)), -1)

    def leave(self, r: int) -> None:
        """Take the pair out."""
        slot, self.held[r] = self.held[r], -1
        self.vacate(slot)

    def vacate(self, slot: int) -> None:
        """Nobody holds the slot any more: whoever found no way in may have one now."""
        self.holder[slot] = -1
        self._free = [at + (holder >= 0) for at, holder in enumerate(self.holder)] + [len(self.holder)]
        self._ahead = list(range(len(self.holder) + 1))

    def take_in(self, r: int) -> bool:
        """Give the pair a slot, moving others if need be; False when no set with it can be placed."""
        came: dict[int, int] = {}
        ahead = self._ahead.copy()
        waiting = [r]
        while waiting:
            who = waiting.pop()
            runs = self.runs(who)
            for run in runs:
                slot = following(self._free, run.start)
                if slot < run.stop:
                    came[slot] = who
                    self.shift(slot, came, r)
                    return True
            for run in runs:
                slot = following(ahead, run.start)
                while slot < run.stop:
                    came[slot] = who
                    waiting.append(self.holder[slot])
                    ahead[slot] = slot + 1
                    slot = following(ahead, slot + 1)
        self._ahead = ahead
        return False

    def shift(self, slot: int, came: Mapping[int, int], r: int) -> None:
        """Let everybody on the way that ends at this slot go one on, from the pair that came first."""
        self._free[slot] = slot + 1
        while True:
            who = came[slot]
            before, self.held[who] = self.held[who], slot
            self.holder[slot] = who
            if who == r:
                return
            slot = before


def following(onward: list[int], slot: int) -> int:
    """The first from that slot on that leads to itself; the ways there are shortened."""
    while onward[slot] != slot:
        onward[slot] = slot = onward[onward[slot]]
    return slot


def matched(problem: Problem, length: int) -> Matching:
    """The heaviest set of pairs on the slots, were everybody in one pair only."""
    matching = Matching(problem, length)
    for r in by_weight(problem):
        matching.take_in(r)
    return matching


def by_weight(problem: Problem) -> list[int]:
    """The pairs that could stand somewhere, the heaviest first, then who has the least choice."""
    could = (r for r in range(len(problem.pairs)) if not problem.hopeless(r))
    return sorted(could, key=lambda r: (-problem.weight[r], slack(problem, r), r))
