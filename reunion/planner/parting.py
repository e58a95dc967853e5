"""Equal lengths with people who are in two pairs: whoever would have to be on twice at a time is moved further off.

They change slots with others in a ring, which leaves the same set on air: as heavy as if nobody were in two pairs, so
nothing is heavier. Where no ring parts two pairs one of them goes, whichever costs less with who comes in its stead.
That is one at a time: of 3,000 evenings of five pairs with hardly a slot to spare, one is lighter than it could be.
All this is tried as often as the steps of the planning allow; afterwards the lighter of two goes untried.
"""

from collections.abc import Iterator

from reunion.domain.planning import Placed, Plan
from reunion.planner.problem import NEVER, Problem
from reunion.planner.slots import Matching, by_weight, following, matched
from reunion.planner.standing import table_of
from reunion.planner.timetable import Timetable


def match(problem: Problem, length: int, tries: int) -> Timetable:
    """The heaviest set of pairs on the slots, as a timetable."""
    matching = matched(problem, length)
    Parting(matching, tries).run()
    placed = {
        problem.pairs[r].id: Placed(problem.lanes[lane].id, start)
        for r, lane, start in zip(matching.holder, matching.lanes, matching.starts, strict=True)
        if r >= 0
    }
    return table_of(problem, Plan(placed), floating=True)


class Parting:
    """Keeps people's pairs apart on the slots of a matching (H8)."""

    def __init__(self, matching: Matching, tries: int) -> None:
        self.matching = matching
        self.tries = tries
        """How often somebody may still be moved or replaced to see what comes of it."""
        self.problem = matching.problem
        self.apart = matching.length + self.problem.gap
        self.order = by_weight(self.problem)
        self.gone: set[int] = set()

    def run(self) -> None:
        """Part all who are too near; ends because everybody who had to go stays away."""
        while (near := next(self._near(), None)) is not None:
            if self.tries <= 0 or not self._part(*near):
                self._give_up(*near)

    def _near(self) -> Iterator[tuple[int, int]]:
        """Two pairs that share a person and are on too near each other."""
        held = self.matching.held
        for r, rivals in enumerate(self.problem.rivals):
            if rivals and held[r] >= 0:
                yield from ((r, q) for q in self._too_near(r, held[r]))

    def _too_near(self, r: int, slot: int) -> list[int]:
        """Who shares a person with the pair and would be on too near it, were it there."""
        starts, held = self.matching.starts, self.matching.held
        return [
            q
            for q in self.problem.rivals[r]
            if held[q] >= 0 and abs(starts[slot] - starts[held[q]]) < self.apart
        ]

    def _part(self, r: int, q: int) -> bool:
        """Move one of the two, or both in turn."""
        if not self._could_be_apart(r, q):
            return False
        return self._away(r) or self._away(q) or self._in_turn(r, q) or self._in_turn(q, r)

    def _in_turn(self, r: int, q: int) -> bool:
        """Move the first somewhere from where the other gets away."""
        home = self.matching.held[r]
        for slot in self._slots(r):
            if self.tries <= 0:
                break
            if self._too_near(r, slot) == [q] and self._change(r, [slot]):
                if self._away(q):
                    return True
                self._change(r, [home])
        return False

    def _could_be_apart(self, r: int, q: int) -> bool:
        """Whether any slot of the one is far enough from any of the other."""
        own, other = ([self.matching.starts[slot] for slot in self._slots(one)] for one in (r, q))
        return max(max(own) - min(other), max(other) - min(own)) >= self.apart

    def _slots(self, r: int) -> Iterator[int]:
        return (slot for run in self.matching.runs(r) for slot in run)

    def _away(self, r: int) -> bool:
        return self._change(r, [slot for slot in self._slots(r) if not self._too_near(r, slot)])

    def _change(self, r: int, wanted: list[int]) -> bool:
        """Move the pair to one of these slots, and others in a ring round to the slot it leaves."""
        self.tries -= 1
        matching = self.matching
        home, came, fresh = matching.held[r], dict.fromkeys(wanted, r), list(wanted)
        ahead = list(range(len(matching.holder) + 1))
        for slot in wanted:
            ahead[slot] = slot + 1
        for slot in fresh:
            who = matching.holder[slot]
            if who < 0:
                return self._turn(home, slot, came, r)
            # Who is in another pair too stays: nobody comes too near to anybody new.
            if self.problem.rivals[who]:
                continue
            runs = matching.runs(who)
            if any(home in run for run in runs):
                came[home] = who
                return self._turn(home, home, came, r)
            for run in runs:
                other = following(ahead, run.start)
                while other < run.stop:
                    came[other] = who
                    ahead[other] = other + 1
                    fresh.append(other)
                    other = following(ahead, other + 1)
        return False

    def _turn(self, home: int, last: int, came: dict[int, int], r: int) -> bool:
        self.matching.shift(last, came, r)
        if last != home:
            self.matching.vacate(home)
        return True

    def _give_up(self, r: int, q: int) -> None:
        """Leave out whoever costs least: one of the two, or somebody in whose way they are."""
        costs = []
        for one in (r, q, *self._in_the_way(r, q)):
            if self.tries <= 0:
                break
            costs.append((self._cost(one, r, q), one))
        _, least = min(costs or [(self.problem.weight[one], one) for one in (r, q)])
        self.gone.add(least)
        self._replace(least)

    def _in_the_way(self, r: int, q: int) -> list[int]:
        """Who stands where one of the two could, or shares a person with both."""
        if not self._could_be_apart(r, q):
            return []
        rivals, holder, held = self.problem.rivals, self.matching.holder, self.matching.held
        found = {holder[slot] for one in (r, q) for slot in self._slots(one)}
        found.update(one for one in rivals[r] if one in rivals[q] and held[one] >= 0)
        return sorted(found - {r, q, -1})

    def _cost(self, one: int, r: int, q: int) -> int:
        """Weight lost when the pair goes; tried, and the same set is on air again afterwards."""
        weight, matching = self.problem.weight, self.matching
        other = self._replace(one)
        parted = one in (r, q) or self._part(r, q)
        if other >= 0:
            matching.leave(other)
        matching.take_in(one)
        return weight[one] - (weight[other] if other >= 0 else 0) if parted else NEVER

    def _replace(self, one: int) -> int:
        """Take the pair out; who came in, or -1."""
        self.tries -= 1
        self.matching.leave(one)
        held, gone = self.matching.held, self.gone
        return self.matching.take_first(r for r in self.order if held[r] < 0 and r != one and r not in gone)
