"""What would let an unplaced pair in: each suggestion is carried out on the plan and judged by the checker first.

The checker sees the part of the plan that the suggestion touches: the stage it changes and whoever shares a person
with somebody there. Every hard rule is about one stage or one person, so that part decides for the whole.
"""

from collections.abc import Iterator
from dataclasses import replace

from reunion.domain.planning import Instance, PairRequest, Placed, Plan, Sentence, Try, check
from reunion.planner.problem import shared_spans
from reunion.planner.standing import longer_windows
from reunion.planner.timetable import Timetable

SHORTEST = 60
"""No greeting under a minute is suggested."""
STEP = 30
MORE_TIME = 20 * 60
DISPLACED = 40
"""Placed pairs carried out one by one to find who would have to go; nearly always the first will do."""


def suggestions(instance: Instance, table: Timetable, r: int) -> tuple[Try, ...]:
    """What would let the pair in; the timetable is as it was afterwards."""
    found = (_shorter(instance, table, r), _more_time(instance, table, r), _instead(instance, table, r))
    return tuple(one for one in found if one is not None)


def holds(instance: Instance, table: Timetable, r: int, pair: PairRequest, without: int = -1) -> bool:
    """Whether the pair, changed like this, stands somewhere once `without` is gone, and the checker agrees."""
    problem = table.problem
    kept = problem.length[r], problem.when[r]
    table.begin()
    if without >= 0:
        here = [table.where[without]]
        table.remove(without)
    problem.length[r] = pair.duration
    problem.when[r] = problem.intervals(pair)
    try:
        for g in here if without >= 0 else problem.look_up(pair, problem.when[r]):
            places = table.places(r, g)
            if places:
                table.insert(r, g, places[0][0], places[0][1])
                return not check(*_part(instance, table, r, pair)).violations
        return False
    finally:
        # Undone with the changed length and windows still in place, which the segment was worked out with.
        table.undo()
        problem.length[r], problem.when[r] = kept


def _part(instance: Instance, table: Timetable, r: int, pair: PairRequest) -> tuple[Instance, Plan]:
    """The stage on which the pair stands now, with everybody there and whoever shares a person with them."""
    problem = table.problem
    lane = problem.lane_of[table.where[r]]
    seen = {q for g in problem.by_lane[lane] for q in table.order[g]}
    seen.update(q for one in list(seen) for q in problem.rivals[one] if table.where[q] >= 0)
    pairs = tuple(pair if q == r else problem.pairs[q] for q in sorted(seen))
    placed = {
        problem.pairs[q].id: Placed(problem.lanes[problem.lane_of[table.where[q]]].id, table.start(q))
        for q in sorted(seen)
    }
    lanes = tuple(problem.lanes[n] for n in sorted({problem.lane_of[table.where[q]] for q in seen}))
    return replace(instance, lanes=lanes, pairs=pairs), Plan(placed)


def _shorter(instance: Instance, table: Timetable, r: int) -> Try | None:
    pair = table.problem.pairs[r]
    longest = min(_longest(table, r), pair.duration - 1)
    for seconds in range(longest // STEP * STEP, SHORTEST - 1, -STEP):
        if holds(instance, table, r, replace(pair, duration=seconds)):
            return Try("shorter", Sentence("fits if cut to %(seconds)d s", {"seconds": seconds}), seconds)
    return None


def _longest(table: Timetable, r: int) -> int:
    """The longest greeting that the gaps leave this pair, other people's other placements aside."""
    problem = table.problem
    pair, buffer, longest = problem.pairs[r], problem.buffer, 0
    windows = shared_spans(pair.worker_windows, pair.family_windows)
    brief = replace(pair, duration=SHORTEST)
    for g in problem.look_up(brief, problem.intervals(brief)):
        if table.room[g] - buffer <= longest:
            continue
        for ready, due in zip(table.ready[g], table.due[g], strict=True):
            for a, b in windows:
                longest = max(longest, min(due - buffer, b) - max(ready, a))
    return longest


def _more_time(instance: Instance, table: Timetable, r: int) -> Try | None:
    if not holds(instance, table, r, longer_windows(table.problem.pairs[r], MORE_TIME)):
        return None
    minutes = MORE_TIME // 60
    return Try(
        "more_time", Sentence("fits if they had %(minutes)d minutes more", {"minutes": minutes}), MORE_TIME
    )


def _instead(instance: Instance, table: Timetable, r: int) -> Try | None:
    """The lightest pair in whose place this one would fit."""
    problem = table.problem
    light = sorted((problem.weight[q], q) for q in _in_its_place(table, r))
    for weight, q in light[:DISPLACED]:
        if holds(instance, table, r, problem.pairs[r], without=q):
            says = Sentence(
                "fits instead of %(pair)s (weight %(theirs)d, this one %(own)d)",
                {"pair": problem.pairs[q].id, "theirs": weight, "own": problem.weight[r]},
            )
            return Try("instead_of", says, pair=problem.pairs[q].id)
    return None


def _in_its_place(table: Timetable, r: int) -> Iterator[int]:
    """Placed pairs whose going leaves a gap long enough, as far as their neighbours tell; all of them, or so many
    of the lightest there are that no other needs to be tried."""
    problem, enough = table.problem, DISPLACED
    size, rivals, lightest = problem.length[r] + problem.buffer, problem.rivals[r], min(problem.weight)
    for g in problem.options(r):
        intervals = problem.when[r][problem.span_of[g]]
        ready, due = table.ready[g], table.due[g]
        for k, q in enumerate(table.order[g]):
            if due[k + 1] - ready[k] < size or problem.fixed[q] or q in rivals:
                continue
            if any(max(ready[k], lo) <= min(hi, due[k + 1] - size) for lo, hi in intervals):
                yield q
                enough -= problem.weight[q] == lightest
                if not enough:
                    return
