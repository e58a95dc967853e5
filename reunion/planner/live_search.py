"""Looking for a better order of the next few in line: one put elsewhere after the other, from a few beginnings."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from reunion.planner.live_line import Course, Reached, out_of_place

Cost = tuple[int, int, int]
"""Lost, promise, idle."""

STEPS: Final = 5_000
"""Items walked over before the search stops where it is: some 2 ms."""


BEAM: Final = 200
"""Partial orders kept for each number of items placed, times the length of the head."""

_Part = tuple[Reached, tuple[int, ...], int]
"""How far it reaches, who is in it, and which places of the head they come from."""


class Search:
    """The best order found of `head`, between what comes before it and `tail`, both as they stand."""

    def __init__(
        self, course: Course, begin: Reached, head: Sequence[int], tail: Sequence[int], steps: int = STEPS
    ) -> None:
        self._course = course
        self.begin = begin
        """What is reached before the head; to be set anew when something before it changes."""
        self._tail = tail
        self._after: dict[tuple[int, bool], Cost] = {}
        self._until = course.steps + steps
        self.head = list(head)
        self.cost = self.cost_of(self.head)

    def cost_of(self, head: Sequence[int]) -> Cost:
        """What the whole line costs in this order."""
        return self._finish(self._course.walk(head, self.begin))

    def run(self) -> None:
        """Find a better order, with as little moved as it takes."""
        self.head, self.cost = self._descended(self.head, self.cost)
        for beginning in self._beginnings():
            if self._spent or self.cost[:2] == self._unavoidable():
                break
            head = beginning()
            found, cost = self._descended(head, self.cost_of(head))
            if cost[:2] < self.cost[:2]:
                self.head, self.cost = found, cost
        self._put_back()

    @property
    def _spent(self) -> bool:
        return self._course.steps >= self._until

    def _beginnings(self) -> tuple[Callable[[], list[int]], ...]:
        """Of 300 random lines of eight the first descent left 5 % short of the best order; each of these helps."""
        course = self._course
        length, weight, hi = course.length, course.weight, course.hi
        return (
            self._swept,
            lambda: self._sorted(lambda row: (hi[row] - length[row], row)),
            lambda: self._sorted(lambda row: (length[row] / max(weight[row], 1), row)),
            lambda: self._sorted(lambda row: (course.earliest[row], row)),
        )

    def _sorted(self, key: Callable[[int], tuple[float, int]]) -> list[int]:
        keeps = self._course.keeps
        movable = iter(sorted((row for row in self.head if not keeps[row]), key=key))
        return [row if keeps[row] else next(movable) for row in self.head]

    def _unavoidable(self) -> tuple[int, int]:
        """Lost and promise if everybody in the head could come first, and the tail as early as it may."""
        end, after_slot, lost, promise, _ = self.begin
        for row in self.head:
            alone = self._course.walk((row,), (end, after_slot, 0, 0, 0))
            lost += alone[2]
            promise += alone[3]
        rest = self._finish((end, after_slot, 0, 0, 0))
        return (lost + rest[0], promise + rest[1])

    def _descended(self, head: list[int], cost: Cost) -> tuple[list[int], Cost]:
        """Put one item elsewhere, the one that gains most, until none gains."""
        while not self._spent:
            better = self._best_move(head, cost)
            if better is None:
                break
            cost, head = better
        return head, cost

    def _best_move(self, head: list[int], cost: Cost) -> tuple[Cost, list[int]] | None:
        course = self._course
        reached = [self.begin]
        for row in head:
            reached.append(course.walk((row,), reached[-1]))
        best: tuple[Cost, list[int]] | None = None
        for at, row in enumerate(head):
            if course.keeps[row]:
                continue
            rest = head[:at] + head[at + 1 :]
            for place in range(len(head)):
                # Behind the next one is the same as the next one before it, when that may move.
                if place == at or (place == at + 1 and not course.keeps[head[place]]):
                    continue
                first = min(at, place)
                found = self._finish(
                    course.walk([*rest[first:place], row, *rest[place:]], reached[first]), cost
                )
                if found < cost:
                    cost, best = found, (found, [*rest[:place], row, *rest[place:]])
            if self._spent:
                break
        return best

    def _finish(self, reached: Reached, limit: Cost | None = None) -> Cost:
        """The cost with the tail, which is left out when the head alone costs more than `limit`."""
        end, after_slot, lost, promise, idle = reached
        if limit is not None and (lost, promise) > limit[:2]:
            return (lost, promise, idle)
        rest = self._after.get((end, after_slot))
        if rest is None:
            walked = self._course.walk(self._tail, (end, after_slot, 0, 0, 0))
            rest = self._after[end, after_slot] = walked[2:]
        return (lost + rest[0], promise + rest[1], idle + rest[2])

    def _swept(self) -> list[int]:
        """The best of the orders built item by item, the few cheapest of each length kept."""
        beam: list[_Part] = [(self.begin, (), 0)]
        for _ in self.head:
            found: dict[tuple[int, bool], _Part] = {}
            for part in beam:
                for longer in self._longer(part):
                    key = (longer[2], longer[0][1])
                    known = found.get(key)
                    if known is None or _rank(longer) < _rank(known):
                        found[key] = longer
            beam = sorted(found.values(), key=_rank)[: max(1, BEAM // len(self.head))]
        return list(min(beam, key=lambda part: self._finish(part[0]))[1])

    def _longer(self, part: _Part) -> Iterator[_Part]:
        reached, order, placed = part
        kept = False
        for place, row in enumerate(self.head):
            if placed >> place & 1:
                continue
            if self._course.keeps[row]:
                # Pinned ones keep their order among themselves.
                if kept:
                    continue
                kept = True
            yield self._course.walk((row,), reached), (*order, row), placed | 1 << place

    def _put_back(self) -> None:
        """Undo every move that gains nothing; rows are numbered in the order in which they stood."""
        stay = self._course.stay
        until = self._course.steps + STEPS // 4
        for row in sorted(out_of_place(self.head, stay)):
            if self._course.steps >= until:
                break
            rest = [one for one in self.head if one != row]
            place = max((at + 1 for at, one in enumerate(rest) if one < row), default=0)
            for at in (place, next((n for n, one in enumerate(rest) if one > row), len(rest))):
                head = [*rest[:at], row, *rest[at:]]
                cost = self.cost_of(head)
                if cost <= self.cost and len(out_of_place(head, stay)) < len(out_of_place(self.head, stay)):
                    self.head, self.cost = head, cost
                    break


def _rank(part: _Part) -> tuple[int, int, int]:
    end, _, lost, promise, _ = part[0]
    return (lost, promise, end)
