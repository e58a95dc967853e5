"""The most weight that can be on air, as the optimum of a relaxation (HiGHS): run by a Python that has SciPy.

Time falls into buckets. For every stretch of buckets of a session the seconds that the placed pairs cannot avoid
spending in it are at most the free seconds of the stages there; a pair may be placed in parts. Pairs that need a
dialect keep the same on the stages that have it. Equal lengths are solved exactly, on the slots that follow one
another from the start of every free stretch: a largest matching for each level of weight (a transversal matroid). Of
the pairs of one person no more are counted than could be on without coming too near each other.
"""

import json
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

BUCKETS = {1_000: 40, 5_000: 28, 20_000: 20, 10**9: 12}
"""Up to so many pairs, so many buckets a session."""
Span = tuple[int, int]


def free(lane: dict[str, Any]) -> list[Span]:
    """The stretches of a lane outside its blocks."""
    at, found = lane["open"], []
    for a, b in sorted([*lane["blocks"], [lane["close"], lane["close"]]]):
        if a > at:
            found.append((at, min(a, lane["close"])))
        at = max(at, b)
    return [(a, b) for a, b in found if a < b]


def starts(pair: dict[str, Any]) -> list[Span]:
    """Closed intervals of starts inside one window of each side."""
    both = ((max(a, c), min(b, d)) for a, b in pair["worker_windows"] for c, d in pair["family_windows"])
    return [(a, b - pair["duration"]) for a, b in both if b - a >= pair["duration"]]


def bound(data: dict[str, Any]) -> float:
    """The optimum of the relaxation, in weight."""
    buffer = data["rules"]["buffer_s"]
    hours: dict[Span, list[dict[str, Any]]] = defaultdict(list)
    for lane in data["lanes"]:
        hours[lane["open"], lane["close"]].append(lane)
    number = {lane["id"]: (lane["open"], lane["close"]) for lane in data["lanes"]}
    rows = _Rows(data, buffer)
    for (opens, closes), lanes in sorted(hours.items()):
        columns = []
        for at, pair in enumerate(data["pairs"]):
            lock = pair["lock"] or {}
            if lock.get("unscheduled") or ("lane" in lock and number[lock["lane"]] != (opens, closes)):
                continue
            if "start" in lock:
                spans = [(lock["start"], lock["start"])]
            else:
                spans = [(max(a, opens), min(b, closes - pair["duration"])) for a, b in starts(pair)]
                spans = [(a, b) for a, b in spans if a <= b]
            if spans:
                columns.append((rows.column(at), at, spans))
        many = next(count for size, count in BUCKETS.items() if len(data["pairs"]) <= size)
        edges = np.linspace(opens, closes + buffer, many + 1)
        spoken = {pair["needs"] for pair in data["pairs"] if pair["needs"]}
        rows.stretches(columns, edges, lanes)
        for dialect in sorted(spoken):
            able = [lane for lane in lanes if dialect in lane["dialects"]]
            needing = [column for column in columns if data["pairs"][column[1]]["needs"] == dialect]
            rows.stretches(needing, edges, able)
    return rows.solve()


class _Rows:
    """The linear program while it is written."""

    def __init__(self, data: dict[str, Any], buffer: int) -> None:
        self.pairs, self.buffer = data["pairs"], buffer
        self.owner: list[int] = []
        self.row: list[np.ndarray] = []
        self.col: list[np.ndarray] = []
        self.value: list[np.ndarray] = []
        self.limit: list[float] = []

    def column(self, pair: int) -> int:
        self.owner.append(pair)
        return len(self.owner) - 1

    def stretches(self, columns: list[Any], edges: np.ndarray, lanes: list[dict[str, Any]]) -> None:
        """One row for every stretch from one edge to a later one."""
        if not columns:
            return
        first, last = np.triu_indices(len(edges), 1)
        a, b = edges[first], edges[last]
        room = np.zeros(len(a))
        for lane in lanes:
            for opens, closes in free(lane):
                room += np.clip(np.minimum(b, closes + self.buffer) - np.maximum(a, opens), 0, None)
        for column, pair, spans in columns:
            size = self.pairs[pair]["duration"] + self.buffer
            spent = np.min(
                [np.minimum(_inside(lo, size, a, b), _inside(hi, size, a, b)) for lo, hi in spans],
                axis=0,
            )
            seen = np.flatnonzero(spent > 0)
            self.row.append(seen + len(self.limit))
            self.col.append(np.full(len(seen), column))
            self.value.append(spent[seen])
        self.limit.extend(room)

    def solve(self) -> float:
        weight = np.array([self.pairs[pair]["weight"] for pair in self.owner], float)
        rows, cols = np.concatenate(self.row), np.concatenate(self.col)
        many = len(self.limit)
        once = np.array(self.owner) + many
        matrix = coo_matrix(
            (
                np.concatenate([*self.value, np.ones(len(once))]),
                (np.concatenate([rows, once]), np.concatenate([cols, np.arange(len(once))])),
            ),
            shape=(many + len(self.pairs), len(self.owner)),
        ).tocsr()
        limit = np.concatenate([self.limit, np.ones(len(self.pairs))])
        used = np.flatnonzero(matrix.getnnz(axis=1))
        pinned = ["start" in (self.pairs[pair]["lock"] or {}) for pair in self.owner]
        bounds = [(1.0 if pin else 0.0, 1.0) for pin in pinned]
        found = linprog(-weight, A_ub=matrix[used], b_ub=limit[used], bounds=bounds, method="highs")
        if found.status != 0:
            raise SystemExit(f"HiGHS: {found.message}")
        return float(-found.fun)


def _inside(start: int, size: int, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Seconds of [start, start + size) in each [a, b): over an interval of starts the least is at one of its ends."""
    return np.clip(np.minimum(b, start + size) - np.maximum(a, start), 0, None)


def exact(data: dict[str, Any]) -> int | None:
    """The optimum on the slots, or None when lengths differ or a lock holds a time."""
    lengths = {pair["duration"] for pair in data["pairs"]}
    if len(lengths) != 1 or any("start" in (pair["lock"] or {}) for pair in data["pairs"]):
        return None
    length = lengths.pop()
    size = length + data["rules"]["buffer_s"]
    slots = [
        (at, lane) for lane in data["lanes"] for a, b in free(lane) for at in range(a, b - length + 1, size)
    ]
    slots.sort(key=lambda slot: slot[0])
    when = np.array([at for at, _ in slots])
    speaks = {
        dialect: np.array([not dialect or dialect in lane["dialects"] for _, lane in slots])
        for dialect in {pair["needs"] or "" for pair in data["pairs"]}
    }
    held = np.array([lane["id"] for _, lane in slots])
    chosen = []
    for pair in data["pairs"]:
        fits = np.zeros(len(slots), bool)
        for lo, hi in starts(pair):
            fits[np.searchsorted(when, lo) : np.searchsorted(when, hi, "right")] = True
        fits &= speaks[pair["needs"] or ""]
        lock = pair["lock"] or {}
        if lock.get("unscheduled"):
            fits[:] = False
        elif "lane" in lock:
            fits &= held == lock["lane"]
        chosen.append(np.flatnonzero(fits))
    _once_each(data["pairs"], chosen, when, length + data["rules"]["person_gap_s"])
    return _by_level(data["pairs"], chosen, len(slots))


def _once_each(pairs: list[dict[str, Any]], chosen: list[np.ndarray], when: np.ndarray, apart: int) -> None:
    """Of a person's pairs as many as have slots far enough apart, were any of them able to use those of all.

    The heaviest stay, each with the slots of all: no plan can do better, so this is still a bound.
    """
    by_person: dict[str, list[int]] = defaultdict(list)
    for at, pair in enumerate(pairs):
        if len(chosen[at]):
            for person in set(pair["persons"]):
                by_person[person].append(at)
    for group in by_person.values():
        union = np.unique(np.concatenate([chosen[at] for at in group]))
        room, last = 0, -apart
        for start in when[union].tolist():
            if start >= last + apart:
                room, last = room + 1, start
        if room < len(group):
            group.sort(key=lambda at: -pairs[at]["weight"])
            for at in group[:room]:
                chosen[at] = union
            for at in group[room:]:
                chosen[at] = union[:0]


def _by_level(pairs: list[dict[str, Any]], chosen: list[np.ndarray], many: int) -> int:
    levels = [*sorted({pair["weight"] for pair in pairs}, reverse=True), 0]
    total = 0
    for level, lower in pairwise(levels):
        rows = [fits for pair, fits in zip(pairs, chosen, strict=True) if pair["weight"] >= level]
        starts_at = np.concatenate([[0], np.cumsum([len(fits) for fits in rows])])
        columns = np.concatenate(rows) if rows else np.zeros(0, int)
        graph = csr_matrix((np.ones(len(columns), np.int8), columns, starts_at), shape=(len(rows), many))
        total += (level - lower) * int((maximum_bipartite_matching(graph, "column") >= 0).sum())
    return total


if __name__ == "__main__":
    instance = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    print(json.dumps({"bound": bound(instance), "exact": exact(instance)}))
