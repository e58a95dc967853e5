"""The independent checker: it recomputes every hard rule and every tier from the two values alone.

It shares no code with the planner on purpose, so that neither can hide the other's mistake.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from reunion.domain.planning.instance import Instance, Lane, Objective, PairRequest, Placed, Plan, Span


@dataclass(frozen=True, slots=True)
class Violation:
    """A hard rule that a plan breaks: the rule's number, the pair, and what is wrong."""

    rule: str
    pair: str
    says: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checker found; a plan may be used only when there are no violations."""

    violations: tuple[Violation, ...]
    objective: Objective


@dataclass(frozen=True, slots=True)
class _Seen:
    start: int
    end: int
    pair: PairRequest


def check(instance: Instance, plan: Plan) -> Checked:
    """Every violation of H1–H9 and the tiers T1–T4 of the plan."""
    lanes = {lane.id: lane for lane in instance.lanes}
    pairs = {pair.id: pair for pair in instance.pairs}
    wrong: list[Violation] = []
    by_lane: dict[str, list[_Seen]] = defaultdict(list)
    by_person: dict[str, list[_Seen]] = defaultdict(list)
    for key, place in plan.assign.items():
        if key not in pairs or place.lane not in lanes:
            wrong.append(Violation("H1", key, "the pair or the lane is not in the instance"))
            continue
        pair = pairs[key]
        seen = _Seen(place.start, place.start + pair.duration, pair)
        wrong += _alone(seen, lanes[place.lane])
        by_lane[place.lane].append(seen)
        for person in dict.fromkeys(pair.persons):
            by_person[person].append(seen)
    wrong += (broken for pair in instance.pairs for broken in _lock(pair, plan.assign.get(pair.id)))
    wrong += (
        Violation("H1", key, "placed and unplaced at once") for key in plan.unscheduled if key in plan.assign
    )
    for lane_id, row in by_lane.items():
        wrong += _neighbours(sorted(row, key=_order), lanes[lane_id], instance.rules.buffer_s)
    for person, row in by_person.items():
        wrong += _person(person, sorted(row, key=_order), instance.rules.person_gap_s)
    return Checked(tuple(wrong), _objective(instance, plan, lanes, by_lane))


def _order(seen: _Seen) -> tuple[int, int, str]:
    return (seen.start, seen.end, seen.pair.id)


def _alone(seen: _Seen, lane: Lane) -> Iterator[Violation]:
    """The rules that need only the pair and its lane."""
    pair, start, end = seen.pair, seen.start, seen.end
    if pair.lock is not None and pair.lock.aired:
        return  # H9: what has happened is not judged by today's windows
    if start < lane.open or end > lane.close:
        yield Violation("H3", pair.id, f"{start}-{end} is outside {lane.open}-{lane.close} of {lane.id}")
    for side, windows in (("worker", pair.worker_windows), ("family", pair.family_windows)):
        if not any(a <= start and end <= b for a, b in windows):
            yield Violation("H2", pair.id, f"{start}-{end} is in no window of the {side}")
    for a, b in lane.blocks:
        if start < b and end > a:
            yield Violation("H4", pair.id, f"{start}-{end} overlaps the block {a}-{b}")
    if pair.needs and pair.needs not in lane.dialects:
        yield Violation("H6", pair.id, f"{lane.id} has no host for {pair.needs}")


def _lock(pair: PairRequest, place: Placed | None) -> Iterator[Violation]:
    lock = pair.lock
    if lock is None:
        return
    if lock.unscheduled:
        if place is not None:
            yield Violation("H7", pair.id, "locked out, but placed")
    elif lock.start is not None:
        if place != Placed(lock.lane, lock.start):
            rule = "H9" if lock.aired else "H7"
            yield Violation(rule, pair.id, f"fixed at {lock.start} on {lock.lane}, but not there")
    elif place is not None and place.lane != lock.lane:
        yield Violation("H7", pair.id, f"locked to {lock.lane}, but on {place.lane}")


def _between(blocks: tuple[Span, ...], end: int, start: int) -> bool:
    return any(end <= a and b <= start for a, b in blocks)


def _neighbours(row: list[_Seen], lane: Lane, buffer_s: int) -> Iterator[Violation]:
    for first, second in pairwise(row):
        gap = second.start - first.end
        both_over = all(s.pair.lock is not None and s.pair.lock.aired for s in (first, second))
        if both_over:
            continue
        if gap < 0:
            yield Violation("H5", second.pair.id, f"overlaps {first.pair.id} by {-gap} s")
        elif gap < buffer_s and not _between(lane.blocks, first.end, second.start):
            yield Violation("H5", second.pair.id, f"{gap} s after {first.pair.id}, {buffer_s} s are needed")


def _person(person: str, row: list[_Seen], gap_s: int) -> Iterator[Violation]:
    for first, second in pairwise(row):
        if second.start < first.end + gap_s:
            yield Violation(
                "H8", second.pair.id, f"{person} is in {first.pair.id} {second.start - first.end} s before"
            )


def _objective(
    instance: Instance, plan: Plan, lanes: dict[str, Lane], by_lane: dict[str, list[_Seen]]
) -> Objective:
    rules, clashes, idle, crowded = instance.rules, 0, 0, 0
    for lane_id, placed_there in by_lane.items():
        row = sorted(placed_there, key=_order)
        crowded += _crowded(row, lanes[lane_id], rules.rhythm)
        for first, second in pairwise(row):
            gap = second.start - first.end
            if gap < 0 or _between(lanes[lane_id].blocks, first.end, second.start):
                continue
            clashes += gap < rules.near_s and first.pair.township == second.pair.township != ""
            idle += max(0, gap - rules.buffer_s)
    placed = [
        (pair, lanes[place.lane], place.start)
        for pair in instance.pairs
        if (place := plan.assign.get(pair.id)) is not None and place.lane in lanes
    ]
    return Objective(
        placed_weight=sum(p.weight for p, _, _ in placed),
        of_weight=sum(p.weight for p in instance.pairs),
        placed=len(placed),
        clashes=clashes,
        dialect_missed=sum(1 for p, lane, _ in placed if p.prefers and p.prefers not in lane.dialects),
        session_missed=sum(
            1 for p, lane, _ in placed if p.prefers_session is not None and p.prefers_session != lane.session
        ),
        rhythm_missed=crowded,
        promise_first=rules.published,
        promise_cost=sum(
            p.weight * max(0, t - p.promise - rules.late_s, p.promise - rules.early_s - t)
            for p, _, t in placed
            if p.promise is not None
        ),
        idle_s=idle,
    )


def _crowded(row: list[_Seen], lane: Lane, rhythm: int) -> int:
    """Greetings that follow `rhythm` others without a block between."""
    if not rhythm:
        return 0
    missed, run = 0, 0
    for at, seen in enumerate(row):
        run = 1 if at and _between(lane.blocks, row[at - 1].end, seen.start) else run + 1
        missed += run > rhythm
    return missed
