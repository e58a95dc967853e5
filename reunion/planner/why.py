"""Why a pair is not in the plan: the first filter that leaves it no option, with the number that shows it.

Every suggestion was carried out on the plan it belongs to before it is made.
"""

from collections.abc import Iterator
from dataclasses import replace

from reunion.domain.planning import Instance, PairRequest, Plan, Reason, Sentence, Span, Try, WhyNot
from reunion.planner.problem import Problem, shared_spans, starts
from reunion.planner.standing import longer_windows, table_of
from reunion.planner.timetable import Timetable

SHORTEST = 60
"""No greeting under a minute is suggested."""
STEP = 30
MORE_TIME = 20 * 60
DISPLACED = 400
"""Placed pairs looked at to find the cheapest displacement; beyond, the first ones in the pair's own segments."""
CAREFUL = 1500
"""Up to so many pairs every counterfactual is tried; beyond, only the reasons are given."""


def why_not(instance: Instance, plan: Plan) -> dict[str, WhyNot]:
    """The reason for every pair that the plan does not place.

    The plan must keep the hard rules; what the planner never made (a hand-made plan) is read as it stands.
    """
    return reasons(instance, table_of(Problem(instance), plan))


def reasons(instance: Instance, table: Timetable) -> dict[str, WhyNot]:
    """The reason for every pair that has no place in the timetable."""
    problem = table.problem
    careful = len(problem.pairs) <= CAREFUL
    return {
        pair.id: _why(instance, table, r, careful=careful)
        for r, pair in enumerate(problem.pairs)
        if table.where[r] < 0
    }


def _why(instance: Instance, table: Timetable, r: int, *, careful: bool) -> WhyNot:
    problem, pair = table.problem, table.problem.pairs[r]
    bare = replace(pair, lock=None)
    if not starts(pair):
        return _no_common_time(pair)
    fits = [
        lane
        for lane in instance.lanes
        if any(_room(lane.open, lane.close, lane.blocks, span, pair.duration) for span in _held(bare))
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
    if not problem.options(r) or problem.fixed[r]:
        return _locked(pair)
    if not any(table.open_starts(r, g) for g in problem.options(r)):
        return _elsewhere(table, r)
    return _full(table, r, careful=careful)


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


def _full(table: Timetable, r: int, *, careful: bool) -> WhyNot:
    problem = table.problem
    options = problem.options(r)
    detail = Sentence(
        "All %(segments)d stretches of the shows that suit it are full (%(needed)d s and a buffer are needed).",
        {"segments": len(options), "needed": problem.length[r]},
    )
    if not careful:
        return WhyNot(Reason.CAPACITY, detail)
    tries = (found for found in (_shorter(table, r), _more_time(table, r), _instead(table, r)) if found)
    return WhyNot(Reason.CAPACITY, detail, tuple(tries))


def fits(table: Timetable, r: int, pair: PairRequest) -> bool:
    """Whether the pair would fit with other wishes than its own, everybody else staying in order."""
    problem = table.problem
    kept = problem.length[r], problem.when[r]
    problem.length[r] = pair.duration
    problem.when[r] = problem.intervals(pair)
    try:
        return any(table.places(r, g) for g in problem.look_up(pair))
    finally:
        problem.length[r], problem.when[r] = kept


def _shorter(table: Timetable, r: int) -> Try | None:
    pair = table.problem.pairs[r]
    for seconds in range((pair.duration - 1) // STEP * STEP, SHORTEST - 1, -STEP):
        if fits(table, r, replace(pair, duration=seconds)):
            return Try("shorter", Sentence("fits if cut to %(seconds)d s", {"seconds": seconds}), seconds)
    return None


def _more_time(table: Timetable, r: int) -> Try | None:
    if not fits(table, r, longer_windows(table.problem.pairs[r], MORE_TIME)):
        return None
    minutes = MORE_TIME // 60
    return Try(
        "more_time", Sentence("fits if they had %(minutes)d minutes more", {"minutes": minutes}), MORE_TIME
    )


def _rivals_for(table: Timetable, r: int) -> Iterator[int]:
    problem = table.problem
    near = sorted(
        (problem.weight[q], q)
        for g in problem.options(r)
        for q in table.order[g]
        if not problem.fixed[q] and q not in problem.rivals[r]
    )
    yield from (q for _, q in near[:DISPLACED])


def _instead(table: Timetable, r: int) -> Try | None:
    """The lightest pair in whose place this one would fit."""
    problem = table.problem
    for q in _rivals_for(table, r):
        g = table.where[q]
        frozen = table.begin()
        table.remove(q)
        found = bool(table.places(r, g))
        table.undo(frozen)
        if found:
            says = Sentence(
                "fits instead of %(pair)s (weight %(theirs)d, this one %(own)d)",
                {"pair": problem.pairs[q].id, "theirs": problem.weight[q], "own": problem.weight[r]},
            )
            return Try("instead_of", says, pair=problem.pairs[q].id)
    return None
