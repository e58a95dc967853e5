"""From an instance to a plan: first plan, two phases of search, reasons."""

from enum import StrEnum
from math import sqrt

from reunion.domain.planning import Instance, Placed, Plan, check
from reunion.planner.greedy import start_plan
from reunion.planner.mending import Mending, places_before, repaired
from reunion.planner.parting import match
from reunion.planner.problem import Problem
from reunion.planner.search import Filling, Progress
from reunion.planner.slots import equal_length
from reunion.planner.standing import table_of
from reunion.planner.timetable import Timetable
from reunion.planner.timing import closed_up
from reunion.planner.why import reasons
from reunion.planner.wishes import Wishing

STEP_US = (30, 8)
"""A step costs so many microseconds, and so many more times the square root of the number of pairs, on a core that
is slow and shared."""
PAIR_US = 400
"""Reading, first plan and reasons, a pair."""
STEPS_A_PAIR = 200
"""Beyond this many steps for every pair the search finds nothing more on any of our instances."""
MENDING_SHARE = 0.3
"""Of as many steps again, to move as few as needed before everybody is free to move."""
EXACT_SHARE = 0.2
"""The same when lengths are equal and the first plan is the best on its slots; half of the steps do then."""
PARTING_SHARE = 0.25
TRY = 0.2
"""Of the other half, to part the pairs of one person; a try costs as many steps as this times the square root of the
number of pairs (measured: 0.11 and 0.21 at 255 and 600 pairs on whole evenings)."""
FILLING_SHARES = ((1_000, 0.45), (20_000, 0.6))
HUGE_SHARE = 0.85
"""Of the steps, for weight, up to so many pairs and beyond; the rest is for wishes. Of 100,000 pairs some still find a
place with every few steps when the budget ends."""
FILLING_A_PAIR = 40
"""With so many steps for every pair weight is found; wishes gain by more."""


USUAL_S = ((1_000, 2), (5_000, 10), (20_000, 60))
MOST_S = 120
"""Up to so many pairs, so many seconds of time limit are enough; beyond, these."""


def usual_limit(instance: Instance) -> int:
    """The time limit in seconds when nobody names one."""
    pairs = len(instance.pairs)
    return next((seconds for most, seconds in USUAL_S if pairs <= most), MOST_S)


def budget(instance: Instance, time_limit_s: float) -> int:
    """Iterations that fit into a time limit in seconds; the plan then depends on this number and not on a clock."""
    pairs = len(instance.pairs)
    left_us = time_limit_s * 1_000_000 - PAIR_US * pairs
    # sqrt is the one function of the C library that gives the same bits everywhere.
    steps = int(left_us / (STEP_US[0] + STEP_US[1] * sqrt(pairs)))
    return max(200, min(steps, 4000 + STEPS_A_PAIR * pairs))


class Moves(StrEnum):
    """What a new plan may do to those who have a place in the old one."""

    NONE = "none"
    """Everybody keeps the very second they had as far as the rules allow; what is missing is put into the gaps."""
    NEEDED = "needed"
    """The same, but whoever lost their place gets one at the cost of moving as few others as is found."""
    FREE = "free"
    """The old plan is where the search begins; promises hold it back."""


def plan(
    instance: Instance,
    seed: int = 1,
    iterations: int | None = None,
    progress: Progress | None = None,
    previous: Plan | None = None,
    moves: Moves = Moves.NONE,
    most: int | None = None,
) -> Plan:
    """A plan for the instance: the same one for the same arguments, on any machine.

    `progress` is told (steps done, of how many) and may answer False to keep the best so far. `moves` says what
    becomes of those who have a place in `previous`; with Moves.NEEDED at most `most` of those who could stay have to
    be told another one.
    """
    problem = Problem(instance)
    steps = budget(instance, usual_limit(instance)) if iterations is None else iterations
    mended: Timetable | None = None
    if previous is not None:
        mended = repaired(problem, previous)
        if moves is not Moves.NONE:
            needed = moves is Moves.NEEDED
            share = steps if needed else round(steps * MENDING_SHARE)
            mending = Mending(mended, seed, places_before(problem, previous), most if needed else None)
            mending.run(share, progress if needed else None)
        if moves is not Moves.FREE:
            return finished(instance, problem, mended)
    length = None if mended is not None else equal_length(problem)
    table = _first(problem, mended, length, steps)
    if length is not None:
        steps //= 2
    pairs = len(problem.pairs)
    filling = next((share for most, share in FILLING_SHARES if pairs <= most), HUGE_SHARE)
    _improve(table, seed, steps, filling if length is None else EXACT_SHARE, progress)
    if mended is not None and _tiers(instance, mended) <= _tiers(instance, table):
        table = mended
    return finished(instance, problem, table)


def _improve(table: Timetable, seed: int, steps: int, share: float, progress: Progress | None) -> None:
    """Both phases of the search; `share` of the steps are for weight."""
    problem = table.problem
    filling = min(round(steps * share), FILLING_A_PAIR * len(problem.pairs))
    goal = sum(problem.weight[r] for r in range(len(problem.pairs)) if not problem.hopeless(r))

    def later(done: int, _: int) -> bool:
        return progress is None or progress(filling + done, steps)

    def first(done: int, _: int) -> bool:
        return progress is None or progress(done, steps)

    Filling(table, seed).run(filling, goal, first)
    Wishing(table, seed + 1).run(steps - filling, later)


def _tiers(instance: Instance, table: Timetable) -> tuple[int, int, int, int]:
    return check(instance, Plan(placements(table))).objective.key


def _first(problem: Problem, mended: Timetable | None, length: int | None, steps: int) -> Timetable:
    """What the search begins with: what people know, or the first plan from nothing."""
    if mended is not None:
        return table_of(problem, Plan(placements(mended)), floating=True)
    if length is None:
        return start_plan(problem)
    return match(problem, length, round(steps * PARTING_SHARE / (TRY * sqrt(len(problem.pairs) or 1))))


def placements(table: Timetable) -> dict[str, Placed]:
    """Where everybody stands, in the order of the instance."""
    problem = table.problem
    starts = {
        r: start
        for g, order in enumerate(table.order)
        for r, start in zip(order, closed_up(table, g), strict=True)
    }
    return {
        problem.pairs[r].id: Placed(problem.lanes[problem.lane_of[g]].id, starts[r])
        for r, g in enumerate(table.where)
        if g >= 0
    }


def finished(instance: Instance, problem: Problem, table: Timetable) -> Plan:
    """The timetable as a plan with its reasons and the tiers the checker counts."""
    found = Plan(placements(table))
    # What would fit is asked with everybody free to shift, also after a repair in which they stood still.
    why = reasons(instance, table_of(problem, found, floating=True) if table.still else table)
    return Plan(found.assign, why, check(instance, found).objective)
