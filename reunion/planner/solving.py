"""From an instance to a plan: first plan, two phases of search, reasons."""

from math import sqrt

from reunion.domain.planning import Instance, Placed, Plan, check
from reunion.planner.greedy import put_best, put_fixed, start_plan
from reunion.planner.problem import Problem
from reunion.planner.search import Filling, Progress
from reunion.planner.slots import equal_length, match
from reunion.planner.timetable import Timetable
from reunion.planner.why import reasons
from reunion.planner.wishes import Wishing

STEP_US = (90, 2.1)
"""A step costs so many microseconds, and so many more times the square root of the number of pairs, on a slow core."""
PAIR_US = 400
"""Reading, first plan and reasons, a pair."""
STEPS_A_PAIR = 120
"""Beyond this many steps for every pair the search finds nothing more on any of our instances."""
FILLING_SHARE = 0.6
"""Of the steps, for weight; the rest is for wishes."""


def budget(instance: Instance, time_limit_s: float) -> int:
    """Iterations that fit into a time limit in seconds; the plan then depends on this number and not on a clock."""
    pairs = len(instance.pairs)
    left_us = time_limit_s * 1_000_000 - PAIR_US * pairs
    # sqrt is the one function of the C library that gives the same bits everywhere.
    steps = int(left_us / (STEP_US[0] + STEP_US[1] * sqrt(pairs)))
    return max(200, min(steps, 4000 + STEPS_A_PAIR * pairs))


def plan(
    instance: Instance,
    seed: int = 1,
    iterations: int | None = None,
    progress: Progress | None = None,
    previous: Plan | None = None,
) -> Plan:
    """A plan for the instance: the same one for the same instance, seed and iterations, on any machine.

    `progress` is told (steps done, of how many) and may answer False to keep the best so far. With `previous`,
    everybody keeps the place they have there as far as the rules allow, and only what is missing is added.
    """
    problem = Problem(instance)
    steps = budget(instance, 10) if iterations is None else iterations
    if previous is not None:
        table = repaired(problem, previous)
        return finished(instance, table)
    length = equal_length(problem)
    table = start_plan(problem) if length is None else match(problem, length)
    filling = round(steps * FILLING_SHARE)
    goal = sum(problem.weight[r] for r in range(len(problem.pairs)) if not problem.hopeless(r))

    def later(done: int, _: int) -> bool:
        return progress is None or progress(filling + done, steps)

    def first(done: int, _: int) -> bool:
        return progress is None or progress(done, steps)

    Filling(table, seed).run(filling, goal, first)
    Wishing(table, seed + 1).run(steps - filling, later)
    return finished(instance, table)


def repaired(problem: Problem, previous: Plan) -> Timetable:
    """The previous plan as far as it still holds, with what is missing put into the gaps.

    Nobody who keeps a place is moved: what stands is frozen at its start while the rest is put in.
    """
    table = Timetable(problem)
    put_fixed(table)
    number = {pair.id: r for r, pair in enumerate(problem.pairs)}
    kept = sorted((place.start, number[key]) for key, place in previous.assign.items() if key in number)
    for start, r in kept:
        if table.where[r] >= 0 or problem.fixed[r]:
            continue
        lane = problem.lane_at.get(previous.assign[problem.pairs[r].id].lane, -1)
        _put_back(table, r, lane, start)
    missing = [r for r in range(len(problem.pairs)) if table.where[r] < 0 and not problem.fixed[r]]
    for r in sorted(missing, key=lambda r: (-problem.weight[r], r)):
        put_best(table, r)
    return table


def _put_back(table: Timetable, r: int, lane: int, start: int) -> None:
    problem = table.problem
    for g in problem.options(r):
        segment = problem.segments[g]
        if segment.lane != lane or not segment.open <= start < segment.close:
            continue
        if not any(lo <= start <= hi for lo, hi in table.open_starts(r, g)):
            continue
        for k, at, _ in table.places(r, g):
            due = table.due[g][k] - problem.length[r] - problem.buffer
            if at <= start <= due:
                table.insert(r, g, k, start)
                table.frozen[r] = start
                table.refresh(g)
                return


def placements(table: Timetable) -> dict[str, Placed]:
    """Where everybody stands, in the order of the instance."""
    problem = table.problem
    return {
        problem.pairs[r].id: Placed(problem.lanes[problem.lane_of[g]].id, table.start(r))
        for r, g in enumerate(table.where)
        if g >= 0
    }


def finished(instance: Instance, table: Timetable) -> Plan:
    """The timetable as a plan with its reasons and the tiers the checker counts."""
    found = Plan(placements(table))
    why = reasons(instance, table)
    return Plan(found.assign, why, check(instance, found).objective)
