"""Why a pair is not in the plan: the first filter that leaves it no option, with the number that shows it.

What would help stands in reunion.planner.trying.
"""

from reunion.domain.planning import Instance, PairRequest, Plan, Reason, Sentence, Span, WhyNot
from reunion.planner.problem import Problem, shared_spans, starts
from reunion.planner.standing import table_of
from reunion.planner.timetable import Timetable
from reunion.planner.trying import suggestions

TRIED = 3_000
"""The heaviest unplaced pairs get suggestions, up to so many: a list nobody could read is not worth a minute."""


def why_not(instance: Instance, plan: Plan) -> dict[str, WhyNot]:
    """The reason for every pair that the plan does not place.

    The plan must keep the hard rules; what the planner never made (a hand-made plan) is read as it stands.
    """
    return reasons(instance, table_of(Problem(instance), plan))


def reasons(instance: Instance, table: Timetable) -> dict[str, WhyNot]:
    """The reason for every pair that has no place in the timetable."""
    problem = table.problem
    out = [r for r, g in enumerate(table.where) if g < 0]
    tried = set(sorted(out, key=lambda r: (-problem.weight[r], r))[:TRIED])
    return {problem.pairs[r].id: _why(instance, table, r, tried=r in tried) for r in out}


def _why(instance: Instance, table: Timetable, r: int, *, tried: bool) -> WhyNot:
    problem, pair = table.problem, table.problem.pairs[r]
    if not starts(pair):
        return _no_common_time(pair)
    if problem.hopeless(r) or problem.fixed[r]:
        return _nowhere(instance, pair)
    if not any(table.open_starts(r, g) for g in problem.options(r)):
        return _elsewhere(table, r)
    return _full(instance, table, r, tried=tried)


def _nowhere(instance: Instance, pair: PairRequest) -> WhyNot:
    """Why the pair could not stand anywhere even alone."""
    held = _held(pair)
    fits = [
        lane
        for lane in instance.lanes
        if any(_room(lane.open, lane.close, lane.blocks, span, pair.duration) for span in held)
    ]
    if not fits:
        return _outside(instance, pair)
    if pair.needs and not any(pair.needs in lane.dialects for lane in fits):
        return WhyNot(
            Reason.NO_DIALECT,
            Sentence(
                "Needs a host for %(dialect)s; the %(lanes)d stages that would fit have none.",
                {"dialect": pair.needs, "lanes": len(fits)},
            ),
        )
    return _locked(pair)


def _held(pair: PairRequest) -> list[Span]:
    """Common windows long enough for the pair."""
    return [
        (a, b) for a, b in shared_spans(pair.worker_windows, pair.family_windows) if b - a >= pair.duration
    ]


def _room(opens: int, closes: int, blocks: tuple[Span, ...], window: Span, length: int) -> bool:
    """Whether `length` seconds without a block lie in the window during the opening hours."""
    at, until = max(opens, window[0]), min(closes, window[1])
    for a, b in sorted(blocks):
        if b <= at:
            continue
        if min(a, until) - at >= length:
            return True
        at = b
    return until - at >= length


def _no_common_time(pair: PairRequest) -> WhyNot:
    shared = shared_spans(pair.worker_windows, pair.family_windows)
    longest = max((b - a for a, b in shared), default=0)
    apart = min(
        (max(c - b, a - d) for a, b in pair.worker_windows for c, d in pair.family_windows), default=0
    )
    if longest:
        text = "Both sides have at most %(longest)d s in common; %(needed)d s are needed."
    elif apart >= 0 and pair.worker_windows and pair.family_windows:
        text = "The two sides have no time in common; the nearest windows are %(apart)d s apart."
    else:
        text = "One side has named no time at all."
    return WhyNot(
        Reason.NO_COMMON_TIME,
        Sentence(text, {"longest": longest, "needed": pair.duration, "apart": max(0, apart)}),
    )


def _outside(instance: Instance, pair: PairRequest) -> WhyNot:
    longest = 0
    for lane in instance.lanes:
        for a, b in _held(pair):
            at = max(lane.open, a)
            for c, d in [*sorted(lane.blocks), (lane.close, lane.close)]:
                longest = max(longest, min(c, b, lane.close) - at)
                at = max(at, d)
    return WhyNot(
        Reason.OUTSIDE_SHOWS,
        Sentence(
            "In the time both sides have, the shows leave at most %(longest)d s; %(needed)d s are needed.",
            {"longest": max(0, longest), "needed": pair.duration},
        ),
    )


def _locked(pair: PairRequest) -> WhyNot:
    lock = pair.lock
    if lock is None or lock.unscheduled:
        return WhyNot(Reason.LOCKED, Sentence("Locked out of the rundown by staff."))
    if lock.start is not None:
        text = "Locked to a time at which it cannot stand: outside a window, in a block, or on another locked pair."
        return WhyNot(Reason.LOCKED, Sentence(text, {"lane": lock.lane, "start": lock.start}))
    return WhyNot(
        Reason.LOCKED,
        Sentence("Locked to %(lane)s, which has no time that suits both sides.", {"lane": lock.lane}),
    )


def _elsewhere(table: Timetable, r: int) -> WhyNot:
    problem = table.problem
    rivals = [q for q in problem.rivals[r] if table.where[q] >= 0]
    return WhyNot(
        Reason.PERSON_ELSEWHERE,
        Sentence(
            "Somebody in it is also in %(pair)s; the two must be %(gap)d s apart.",
            {"pair": problem.pairs[rivals[0]].id, "gap": problem.gap},
        ),
    )


def _full(instance: Instance, table: Timetable, r: int, *, tried: bool) -> WhyNot:
    problem = table.problem
    detail = Sentence(
        "All %(segments)d stretches of the shows that suit it are full (%(needed)d s and a buffer are needed).",
        {"segments": len(problem.options(r)), "needed": problem.length[r]},
    )
    return WhyNot(Reason.CAPACITY, detail, suggestions(instance, table, r) if tried else ())
