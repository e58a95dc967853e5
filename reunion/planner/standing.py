"""Plans read back into timetables, to ask what else would fit, and to carry a suggestion out."""

from dataclasses import replace

from reunion.domain.planning import Instance, PairRequest, Plan, Try
from reunion.planner.greedy import put_best
from reunion.planner.problem import Problem
from reunion.planner.timetable import Timetable


def table_of(problem: Problem, plan: Plan, *, floating: bool = False) -> Timetable:
    """A timetable in which every placed pair stands where the plan has it.

    With `floating` only the order is kept, and those stand still who must for the sake of a person's other
    placement; everybody else may move within their windows.
    """
    table = Timetable(problem)
    number = {pair.id: r for r, pair in enumerate(problem.pairs)}
    for key, place in sorted(plan.assign.items(), key=lambda item: (item[1].start, item[0])):
        r, lane = number[key], problem.lane_at[place.lane]
        for g in problem.by_lane[lane]:
            if problem.segments[g].open <= place.start < problem.segments[g].close:
                table.order[g].append(r)
                table.where[r] = g
                table.frozen[r] = place.start
    if floating:
        table.frozen = {r: start for r, start in table.frozen.items() if table.must_stand(r)}
    for g in range(len(problem.segments)):
        table.refresh(g)
    return table


def carry_out(instance: Instance, plan: Plan, pair: str, attempt: Try) -> tuple[Instance, Timetable] | None:
    """The instance changed as the suggestion says and the timetable with the pair in it; None if it does not fit."""
    pairs = tuple(_changed(one, attempt) if one.id == pair else one for one in instance.pairs)
    changed = replace(instance, pairs=pairs)
    kept = {key: place for key, place in plan.assign.items() if key != attempt.pair}
    table = table_of(Problem(changed), Plan(kept), floating=True)
    number = next(r for r, one in enumerate(pairs) if one.id == pair)
    return (changed, table) if put_best(table, number) else None


def _changed(pair: PairRequest, attempt: Try) -> PairRequest:
    if attempt.kind == "shorter":
        return replace(pair, duration=attempt.seconds)
    return longer_windows(pair, attempt.seconds) if attempt.kind == "more_time" else pair


def longer_windows(pair: PairRequest, seconds: int) -> PairRequest:
    """The same pair with that much more time at both ends of every window of both sides."""
    return replace(
        pair,
        worker_windows=tuple((a - seconds, b + seconds) for a, b in pair.worker_windows),
        family_windows=tuple((a - seconds, b + seconds) for a, b in pair.family_windows),
    )
