"""Which hard rule a plan breaks for whom, with the times and people that say it in a sentence.

The judgement is the independent checker's alone; here only what is needed to put it into words is looked up.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from reunion.domain.planning import Instance, Lane, PairRequest, Plan, Span, Violation, check


@dataclass(frozen=True, slots=True)
class Clash:
    """A broken rule, H1 … H9, of one pair; times in the instance's seconds."""

    rule: str
    pair: str
    side: str = ""
    """`worker` or `family` where the rule is about one of them."""
    other: str = ""
    """The pair it collides with."""
    spans: tuple[Span, ...] = ()
    """When it could be: windows of the side, opening hours, the block, the lock."""
    lane: str = ""
    seconds: int = 0
    """What must lie between."""


def clashes(instance: Instance, plan: Plan) -> tuple[Clash, ...]:
    """Every broken rule of the plan, in the checker's order."""
    pairs = {pair.id: pair for pair in instance.pairs}
    lanes = {lane.id: lane for lane in instance.lanes}
    ahead = _ahead(plan, pairs)
    return tuple(
        clash
        for violation in check(instance, plan).violations
        for clash in _told(instance, plan, violation, pairs, lanes, ahead)
    )


def _told(
    instance: Instance,
    plan: Plan,
    violation: Violation,
    pairs: Mapping[str, PairRequest],
    lanes: Mapping[str, Lane],
    ahead: Mapping[str, str],
) -> Iterator[Clash]:
    rule, key = violation.rule, violation.pair
    pair, place = pairs.get(key), plan.assign.get(key)
    lane = lanes.get(place.lane) if place else None
    if pair is None or (place is not None and lane is None):
        yield Clash("H1", key)
    elif rule in ("H7", "H9") or place is None or lane is None:
        lock = pair.lock
        at = () if lock is None or lock.start is None else ((lock.start, lock.start + pair.duration),)
        yield Clash(rule, key, spans=at, lane=lock.lane if lock else "")
    elif rule == "H2":
        side = "worker" if violation.says.endswith("worker") else "family"
        yield Clash(rule, key, side, spans=pair.worker_windows if side == "worker" else pair.family_windows)
    elif rule == "H3":
        yield Clash(rule, key, spans=((lane.open, lane.close),), lane=lane.id)
    elif rule == "H4":
        end = place.start + pair.duration
        hit = tuple((a, b) for a, b in lane.blocks if place.start < b and end > a)
        yield Clash(rule, key, spans=hit[:1], lane=lane.id)
    elif rule == "H5":
        yield Clash(rule, key, other=ahead.get(key, ""), seconds=instance.rules.buffer_s)
    elif rule == "H8":
        yield Clash(rule, key, other=_twin(plan, pairs, pair), seconds=instance.rules.person_gap_s)
    else:
        yield Clash(rule, key, lane=lane.id)


def _ahead(plan: Plan, pairs: Mapping[str, PairRequest]) -> dict[str, str]:
    """By pair, who stands before it on its lane."""
    rows = sorted((at.lane, at.start, key) for key, at in plan.assign.items() if key in pairs)
    return {key: before for (lane, _, before), (same, _, key) in pairwise(rows) if lane == same}


def _twin(plan: Plan, pairs: Mapping[str, PairRequest], pair: PairRequest) -> str:
    """The nearest other pair with one of its persons."""
    start, mine = plan.assign[pair.id].start, set(pair.persons)
    near = [
        (abs(at.start - start), other)
        for other, at in plan.assign.items()
        if other != pair.id and other in pairs and mine & set(pairs[other].persons)
    ]
    return min(near)[1] if near else ""
