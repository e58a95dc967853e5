"""Lines made up from a seed, and the best order of one by trying them all; shares no code with the search."""

import random

from reunion.domain.instants import SECOND, Instant
from reunion.planner.live_line import LATE_MS, NEVER, Line, Waiting

NOW = Instant(1_801_915_200_000)


def at(seconds: int) -> Instant:
    return Instant(NOW + seconds * SECOND)


def slot(name: str, promise: int = 0, seconds: int = 60, **fields: object) -> Waiting:
    """A greeting promised for so many seconds from now."""
    return Waiting(name, seconds * SECOND, at(promise), **fields)  # type: ignore[arg-type]


def line_of(*rows: Waiting, **fields: object) -> Line:
    """These, from now on, with ten seconds between greetings."""
    return Line(NOW, 10 * SECOND, rows, **fields)  # type: ignore[arg-type]


def random_line(seed: int, length: int = 8) -> Line:
    """A line that may be late, with narrow windows, people who are not there, and a pin here and there."""
    rng = random.Random(seed)
    buffer = rng.choice((0, 10, 15))
    due = -rng.choice((0, 120, 300, 600, 900, 1200, 1500))
    rows = []
    for number in range(length):
        seconds, promise = rng.randint(50, 180), due + rng.randint(-200, 200)
        pinned = rng.random() < 0.1
        open_end = pinned or rng.random() < 0.3
        late = 0 if pinned or rng.random() < 0.7 else rng.randint(1, 900)
        rows.append(
            slot(
                f"it-{number}",
                promise,
                seconds,
                lo=at(promise - rng.randint(0, 900)),
                hi=NEVER if open_end else at(promise + rng.randint(0, 1500)),
                ready_at=at(late) if late else Instant(0),
                weight=rng.randint(10, 20),
                slot=not pinned,
                pinned=pinned,
            )
        )
        due += seconds + buffer
    return Line(NOW, buffer * SECOND, tuple(rows), (), rng.random() < 0.5)


def best_of_all(line: Line, known: tuple[int, int] | None = None) -> tuple[int, int]:
    """Least (lost, promise) over all orders that leave pins in their order and pass none at either end.

    `known` is a cost that some order has: whatever costs more need not be looked at.
    """
    rows = line.waiting
    free = [number for number, row in enumerate(rows) if not row.pinned]
    first, last = (free[0], free[-1] + 1) if free else (len(rows), len(rows))
    best = [(1 << 60, 0) if known is None else (known[0], known[1] + 1)]

    def follow(left: tuple[int, ...], end: int, after_slot: bool, lost: int, promise: int) -> None:
        if (lost, promise) >= best[0]:
            return
        if not left:
            best[0] = (lost, promise)
            return
        for number in left:
            row = rows[number]
            earlier = [one for one in left if one < number]
            if earlier and (number >= last or earlier[0] < first):
                continue
            if row.pinned and any(rows[one].pinned for one in earlier):
                continue
            rest = tuple(one for one in left if one != number)
            start = max(row.earliest, end + (line.buffer if row.slot and after_slot else 0))
            late = start > row.hi
            if late and not row.pinned:
                follow(rest, end, after_slot, lost + row.weight, promise)
                continue
            told = start if row.promise is None else row.promise
            costs = row.weight * max(0, start - told - LATE_MS)
            follow(rest, start + row.length, row.slot, lost + late * row.weight, promise + costs)

    follow(tuple(range(len(rows))), line.free_at, line.after_slot, 0, 0)
    return best[0]
