"""CP-SAT on an instance, as good as we can make it: `_planning_cpsat.py INSTANCE SECONDS WORKERS [PLAN]`; JSON out.

An optional interval for every pair and free stretch, no overlap and a knapsack cut a stretch, one start a pair,
people kept apart by no-overlap over all lanes. First the most weight (T1); then, when a PLAN is given, the fewest
missed wishes (T2) at its weight or more, beginning with that plan, so that it can only become better than it.

SECONDS are those of a machine that does nothing else: what ends a search is processor time, so many seconds on every
core. Beside other work it takes longer and finds as much.
"""

import json
import os
import sys
import time
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from threading import Event, Thread
from typing import Any

from _planning_bound import free, starts
from ortools.sat.python import cp_model

PATIENCE = 6
"""Times the seconds asked for after which a search ends whatever processor time it got."""
LOOK_S = 0.25


class Model:
    """The instance as CP-SAT sees it."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data, self.model = data, cp_model.CpModel()
        self.rules = data["rules"]
        self.stretches = [(lane, a, b) for lane in data["lanes"] for a, b in free(lane)]
        self.placed: list[Any] = []
        self.start: list[Any] = []
        self.stands: list[dict[int, Any]] = []
        self.rows: dict[int, list[Any]] = defaultdict(list)
        self.loads: dict[int, list[Any]] = defaultdict(list)
        self.people: dict[str, list[Any]] = defaultdict(list)
        for pair in data["pairs"]:
            self._pair(pair)
        for at, row in self.rows.items():
            _, opens, closes = self.stretches[at]
            self.model.add_no_overlap(row)
            self.model.add(sum(self.loads[at]) <= closes + self.rules["buffer_s"] - opens)
        for row in self.people.values():
            if len(row) > 1:
                self.model.add_no_overlap(row)

    def _pair(self, pair: dict[str, Any]) -> None:
        model, length = self.model, pair["duration"]
        placed = model.new_bool_var("")
        fits = self._fits(pair)
        domain = [list(span) for spans in fits.values() for span in spans] or [[0, 0]]
        start = model.new_int_var_from_domain(cp_model.Domain.from_intervals(domain), "")
        size = length + self.rules["buffer_s"]
        stands = {}
        for at, spans in fits.items():
            here = model.new_bool_var("")
            inside = cp_model.Domain.from_intervals([list(span) for span in spans])
            model.add_linear_expression_in_domain(start, inside).only_enforce_if(here)
            self.rows[at].append(model.new_optional_fixed_size_interval_var(start, size, here, ""))
            self.loads[at].append(size * here)
            stands[at] = here
        model.add(sum(stands.values()) == placed)
        if "start" in (pair["lock"] or {}):
            model.add(placed == 1)
        apart = length + self.rules["person_gap_s"]
        interval = model.new_optional_fixed_size_interval_var(start, apart, placed, "")
        for person in set(pair["persons"]):
            self.people[person].append(interval)
        self.placed.append(placed)
        self.start.append(start)
        self.stands.append(stands)

    def _fits(self, pair: dict[str, Any]) -> dict[int, list[tuple[int, int]]]:
        lock = pair["lock"] or {}
        found = {}
        for at, (lane, opens, closes) in enumerate(self.stretches):
            if lock.get("unscheduled") or lock.get("lane", lane["id"]) != lane["id"]:
                continue
            if pair["needs"] and pair["needs"] not in lane["dialects"]:
                continue
            spans = [(max(a, opens), min(b, closes - pair["duration"])) for a, b in starts(pair)]
            if "start" in lock:
                spans = [(lock["start"], lock["start"]) for a, b in spans if a <= lock["start"] <= b]
            spans = [(a, b) for a, b in spans if a <= b]
            if spans:
                found[at] = spans
        return found

    def weight(self) -> Any:
        return sum(
            pair["weight"] * placed for pair, placed in zip(self.data["pairs"], self.placed, strict=True)
        )

    def wishes(self) -> Any:
        """T2; nobody stands between two neighbours nearer than `near_s`, as every greeting is longer than that."""
        cost = []
        for pair, stands in zip(self.data["pairs"], self.stands, strict=True):
            for at, here in stands.items():
                lane = self.stretches[at][0]
                missed = 4 * bool(pair["prefers"] and pair["prefers"] not in lane["dialects"])
                session = pair["prefers_session"]
                missed += session is not None and session != lane["session"]
                if missed:
                    cost.append(missed * here)
        return sum(cost) + 10 * sum(self._clashes())

    def _clashes(self) -> list[Any]:
        model, pairs, found = self.model, self.data["pairs"], []
        for p, q in combinations(range(len(pairs)), 2):
            both = self.stands[p].keys() & self.stands[q].keys()
            if pairs[p]["township"] != pairs[q]["township"] or not both:
                continue
            clash, first, second = (model.new_bool_var("") for _ in range(3))
            near = self.rules["near_s"]
            model.add(self.start[q] >= self.start[p] + pairs[p]["duration"] + near).only_enforce_if(first)
            model.add(self.start[p] >= self.start[q] + pairs[q]["duration"] + near).only_enforce_if(second)
            for at in both:
                model.add_bool_or(
                    self.stands[p][at].negated(), self.stands[q][at].negated(), clash, first, second
                )
            found.append(clash)
        return found

    def solve(self, seconds: float, workers: int) -> Any:
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = PATIENCE * seconds
        solver.parameters.num_workers = workers
        began, over = time.process_time(), Event()

        def watch() -> None:
            until = began + seconds * min(workers, os.cpu_count() or 1)
            while not over.wait(LOOK_S):
                if time.process_time() >= until:
                    solver.stop_search()

        watching = Thread(target=watch)
        watching.start()
        self.status = solver.solve(self.model)
        over.set()
        watching.join()
        self.cpu = time.process_time() - began
        return solver

    def hint(self, assign: dict[str, dict[str, Any]]) -> None:
        """Begin with this plan: CP-SAT itself works out every other variable, so the hint is whole and holds."""
        self._hint_places(assign)
        solver = cp_model.CpSolver()
        solver.parameters.fix_variables_to_their_hinted_value = True
        if solver.solve(self.model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            raise SystemExit("the plan breaks a rule of CP-SAT's model")
        self.model.clear_hints()
        for number, value in enumerate(solver.response_proto.solution):
            self.model.add_hint(self.model.get_int_var_from_proto_index(number), value)

    def _hint_places(self, assign: dict[str, dict[str, Any]]) -> None:
        for at, pair in enumerate(self.data["pairs"]):
            place = assign.get(pair["id"])
            self.model.add_hint(self.placed[at], place is not None)
            if place is not None:
                self.model.add_hint(self.start[at], place["start"])
            for number, here in self.stands[at].items():
                lane, opens, closes = self.stretches[number]
                there = place is not None and place["lane"] == lane["id"] and opens <= place["start"] < closes
                self.model.add_hint(here, there)


def plan(made: Model, solver: Any) -> dict[str, Any]:
    """The answer as a plan, so that our checker and the given one can look at it."""
    assign = {}
    for pair, stands, start in zip(made.data["pairs"], made.stands, made.start, strict=True):
        for at, here in stands.items():
            if solver.value(here):
                assign[pair["id"]] = {"lane": made.stretches[at][0]["id"], "start": solver.value(start)}
    return {"assign": assign, "unscheduled": {}}


def main() -> None:
    path, seconds, workers = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
    made = Model(json.loads(Path(path).read_text(encoding="utf-8")))
    weight = made.weight()
    found: dict[str, Any] = {"T1": None, "T2": None}
    made.model.maximize(weight)
    solver = made.solve(seconds, workers)
    found["cpu"] = made.cpu
    if made.status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        found |= {"T1": round(solver.objective_value), "bound": solver.best_objective_bound}
        found["plan"] = plan(made, solver)
    if len(sys.argv) > 4:
        assign = json.loads(Path(sys.argv[4]).read_text(encoding="utf-8"))["assign"]
        least = sum(pair["weight"] for pair in made.data["pairs"] if pair["id"] in assign)
        made.model.add(weight >= least)
        made.model.minimize(made.wishes())
        made.hint(assign)
        solver = made.solve(seconds, workers)
        if made.status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            found |= {"T2": round(solver.objective_value), "T2 bound": solver.best_objective_bound}
            found["plan of T2"] = plan(made, solver)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
