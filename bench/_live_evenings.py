"""Synthetic evenings for bench/live.py: overruns, latecomers, people who never come, songs that may be cut."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from reunion.domain.instants import MINUTE, SECOND, Instant
from reunion.planner.live import Proposal, propose
from reunion.planner.live_line import EARLY_MS, LATE_MS, NEVER, Line, Waiting, awaited

START = Instant(1_801_915_200_000)
BUFFER = 10 * SECOND
LOOK_AGAIN_MS = 15 * SECOND
"""After so long somebody who was missing may be there."""


@dataclass(frozen=True, slots=True)
class Evening:
    """What was planned, and what only the evening shows."""

    plan: tuple[Waiting, ...]
    takes: dict[str, int]
    """How long it really takes, in milliseconds."""
    comes: dict[str, Instant]
    """When both sides are there."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an evening."""

    excess: float
    """Mean milliseconds beyond what may be late, over those who were aired."""
    aired: int
    lost: int
    """Greetings that never were on air though their people came."""
    early: int
    """Greetings before they might have come; must be 0."""


def an_evening(seed: int, slots: int = 120) -> Evening:
    """One evening; about every fifth pair comes late, every twentieth never."""
    rng = random.Random(seed)
    plan, takes, comes = [], {}, {}
    at, slow = START, rng.uniform(1.05, 1.25)
    for number in range(slots):
        if number % 12 == 11:
            song = Waiting(f"song-{number}", 180 * SECOND, weight=1, slot=False, shortest=0)
            plan.append(song)
            takes[song.id], comes[song.id] = song.length, START
            at = Instant(at + song.length)
        length = rng.randrange(60, 95, 5) * SECOND
        last = NEVER if rng.random() < 0.4 else Instant(at + rng.randint(8, 60) * MINUTE)
        row = Waiting(f"it-{number}", length, at, Instant(at - 30 * MINUTE), last, rng.randint(10, 20))
        plan.append(row)
        takes[row.id] = int(length * rng.uniform(slow - 0.2, slow + 0.2))
        comes[row.id] = _comes(rng, at)
        at = Instant(at + length + BUFFER)
    return Evening(tuple(plan), takes, comes)


def without_fillers(evening: Evening) -> Evening:
    """The same evening with songs that nobody may cut."""
    plan = (row if row.slot else replace(row, shortest=None, pinned=True) for row in evening.plan)
    return replace(evening, plan=tuple(plan))


def _comes(rng: random.Random, promise: Instant) -> Instant:
    chance = rng.random()
    if chance < 0.05:
        return NEVER
    if chance < 0.2:
        return Instant(promise + rng.randint(0, 600) * SECOND)
    return Instant(promise - rng.randint(30, 1500) * SECOND)


def _known(row: Waiting, evening: Evening, now: Instant) -> Waiting:
    """What the desk knows of it at `now`: there, or guessed."""
    there = evening.comes[row.id] <= now
    return replace(row, ready_at=Instant(0) if there or row.promise is None else awaited(row.promise, now))


Pick = Callable[[Line], tuple[Line, Waiting | None]]
"""The line as it is after a decision, and who goes on air now; None to wait."""


def skip_to_ready(line: Line) -> tuple[Line, Waiting | None]:
    """The first in line who is there and may come; everybody else keeps the place."""
    for row in line.waiting:
        free = _free(line, row)
        if row.earliest <= free <= row.hi:
            return line, row
    return line, None


def proposed(line: Line) -> tuple[Line, Waiting | None]:
    """Take every proposal, then whoever is first."""
    proposal = propose(line)
    if proposal is not None:
        line = taken(line, proposal)
    first = next(iter(line.waiting), None)
    if first is None or first.earliest > _free(line, first):
        return line, None
    if first.movable and first.hi < _free(line, first):
        return replace(line, waiting=line.waiting[1:], standby=(*line.standby, first)), None
    return line, first


def _free(line: Line, row: Waiting) -> int:
    return line.free_at + (line.buffer if row.slot and line.after_slot else 0)


def taken(line: Line, proposal: Proposal) -> Line:
    """The line as the proposal has it."""
    rows = {row.id: row for row in (*line.waiting, *line.standby)}
    waiting = tuple(
        replace(rows[id_], length=proposal.lengths.get(id_, rows[id_].length)) for id_ in proposal.order
    )
    kept = tuple(row for row in line.standby if row.id not in proposal.returned)
    return replace(line, waiting=waiting, standby=(*kept, *(rows[id_] for id_ in proposal.dropped)))


def run(evening: Evening, pick: Pick) -> Outcome:
    """Play the evening with this way of going on."""
    line = Line(START, BUFFER, evening.plan)
    excess, early, aired = [], 0, set()
    while line.waiting:
        now = line.free_at
        line = replace(
            line,
            waiting=tuple(_known(row, evening, now) for row in line.waiting),
            standby=tuple(_known(row, evening, now) for row in line.standby),
        )
        line, row = pick(line)
        if row is None:
            if not _anybody(line, evening):
                break
            line = replace(line, free_at=Instant(now + LOOK_AGAIN_MS))
            continue
        start = _free(line, row)
        if row.promise is not None:
            excess.append(max(0, start - row.promise - LATE_MS))
            early += start < row.promise - EARLY_MS
            aired.add(row.id)
        takes = evening.takes[row.id] if row.slot else row.length
        rest = tuple(one for one in line.waiting if one.id != row.id)
        line = replace(line, free_at=Instant(start + takes), waiting=rest, after_slot=row.slot)
    missed = [row for row in evening.plan if row.slot and row.id not in aired]
    lost = sum(1 for row in missed if evening.comes[row.id] != NEVER)
    return Outcome(sum(excess) / max(len(excess), 1), len(excess), lost, early)


def _anybody(line: Line, evening: Evening) -> bool:
    """Whether anybody may still come who is not too late."""
    rows = (*line.waiting, *line.standby)
    return any(row.slot and evening.comes[row.id] != NEVER and row.hi >= line.free_at for row in rows)
