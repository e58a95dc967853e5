"""The first plan: what is fixed, then the heavy and short and the ones with little choice."""

from math import sqrt

from reunion.planner.problem import Problem
from reunion.planner.timetable import Timetable

STRIDE = 7919
"""A prime, so that pairs that follow one another begin far apart."""
SOON = 3_000
"""With more pairs than this the search mends what a hasty first plan lacks in less time than a careful one takes."""
ENOUGH = 5
"""Stretches of one session compared for one pair when pairs are many."""


def put_fixed(table: Timetable) -> None:
    """Put every pair with a fixed start where it belongs, in order of time."""
    problem = table.problem
    fixed = [r for r in range(len(problem.pairs)) if problem.fixed[r] and table.where[r] < 0]
    for r in sorted(fixed, key=lambda r: (problem.pairs[r].lock.start or 0, r)):  # type: ignore[union-attr]
        put_best(table, r)


def put_best(table: Timetable, r: int) -> bool:
    """Put the pair where it keeps promises, pushes the others least and misses few wishes; False if nowhere."""
    problem, best = table.problem, None
    for g in problem.options(r):
        wish = problem.wish[r][problem.lane_of[g]]
        for k, start, push in table.places(r, g):
            cost = (problem.outside(r, start) if problem.promised else 0, push, wish, start)
            if best is None or cost < best[0]:
                best = (cost, g, k, start)
    if best is None:
        return False
    table.insert(r, best[1], best[2], best[3])
    return True


def put_soon(table: Timetable, r: int) -> bool:
    """As `put_best`, but content with a few stretches of every session that have room; False if none has."""
    problem, best = table.problem, None
    size, room = problem.length[r] + problem.buffer, table.room
    for span in problem.when[r]:
        row, seen = problem.led(problem.pairs[r], span), 0
        # Everybody begins elsewhere in the row, so that the stages fill alike.
        first = r * STRIDE % len(row) if row else 0
        for g in (*row[first:], *row[:first]):
            if room[g] < size:
                continue
            wish = problem.wish[r][problem.lane_of[g]]
            places = table.places(r, g)
            for k, start, push in places:
                cost = (push, wish, start)
                if best is None or cost < best[0]:
                    best = (cost, g, k, start)
            seen += bool(places)
            if seen == ENOUGH:
                break
    if best is None:
        return False
    table.insert(r, best[1], best[2], best[3])
    return True


def slack(problem: Problem, r: int) -> int:
    """Seconds of starts the pair has in the shows, over all lanes."""
    return sum(hi - lo + 1 for span in problem.when[r].values() for lo, hi in span)


def start_plan(problem: Problem) -> Timetable:
    """A feasible plan, quickly."""
    table = Timetable(problem)
    put_fixed(table)
    free = [r for r in range(len(problem.pairs)) if table.where[r] < 0 and not problem.fixed[r]]
    worth = [problem.weight[r] / sqrt(problem.length[r] + problem.buffer) for r in range(len(problem.pairs))]
    for r in sorted(free, key=lambda r: (-worth[r], slack(problem, r), r)):
        if len(problem.pairs) > SOON:
            put_soon(table, r)
        else:
            put_best(table, r)
    return table
