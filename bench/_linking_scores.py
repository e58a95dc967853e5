"""Precision, recall, recall with review and the share of family rows in review, of links beside the truth."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, product
from math import log2
from pathlib import Path

from _linking_sets import Pair

DISAGREES = "name-disagrees"
"""An engine's remark on a pair; a peer at its best may leave such pairs to review."""
REVIEWED = 3
"""Review rows a family row gets at most, from every engine."""
LEAST_PRECISION = 0.9995
GAPS = (None, 3.0, 6.0, 10.0, 15.0)
"""Bits behind the best worker of a wish up to which a peer's pair is kept, whichever of them suits it best."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one engine said of one set, and what it took."""

    pairs: list[tuple[str, str, float, str]]
    """(worker, wish, score, decision or remark)"""
    truth: frozenset[Pair]
    families: int
    version: str = ""
    cpu: float = 0.0
    memory: float = 0.0
    """Peak of its process, MB."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares from 0 to 1."""

    precision: float
    recall: float
    with_review: float
    in_review: float
    """Rows to look at, for every family row: up to three of one family."""


def read(path: Path) -> list[tuple[str, str, float, str]]:
    """What an engine wrote."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return [(worker, wish, float(score), decision) for worker, wish, score, decision in rows]


def decided(answers: Sequence[Answer]) -> Figures:
    """Figures of an engine that decides by itself, over all sets together."""
    linked: set[Pair] = set()
    review: set[Pair] = set()
    for number, answer in enumerate(answers):
        for worker, family, _, decision in answer.pairs:
            (linked if decision == "linked" else review).add((worker, f"{number}/{family}"))
    return _figures(linked, review, answers)


def at(answers: Sequence[Answer], linked_from: float, review_from: float) -> Figures:
    """Figures of a peer at fixed probabilities."""
    sure, perhaps = _bits(linked_from), _bits(review_from)
    pairs = _pooled(answers, None)
    linked = {pair for score, pair in pairs if score >= sure}
    review = _top(((score, pair) for score, pair in pairs if perhaps <= score < sure), len(pairs))
    return _figures(linked, review, answers)


def best(answers: Sequence[Answer], in_review: float) -> Figures:
    """A peer at its best, chosen with the truth known: threshold, gap, whether names have to agree.

    It gets as many family rows in review as ours.
    """
    truth = _truth(answers)
    most = round(in_review * sum(answer.families for answer in answers))
    found: list[tuple[int, set[Pair], list[tuple[float, Pair]]]] = []
    for gap, names in product(GAPS, (False, True)):
        pairs = _pooled(answers, gap, names=names)
        kept = _best_prefix(pairs, truth)
        found.append(
            (len({pair for _, pair in pairs[:kept]} & truth), {p for _, p in pairs[:kept]}, pairs[kept:])
        )
    _, linked, _ = max(found, key=lambda one: one[0])
    others = [(score, pair) for score, pair in _pooled(answers, None) if pair not in linked]
    return _figures(linked, _top(others, most), answers)


def _best_prefix(pairs: list[tuple[float, Pair]], truth: set[Pair]) -> int:
    """How many pairs from the top can be linked at the least precision; pairs of one score stand together."""
    hit = seen = kept = 0
    for _, group in groupby(pairs, key=lambda one: one[0]):
        for _, pair in group:
            seen += 1
            hit += pair in truth
        if hit >= LEAST_PRECISION * seen:
            kept = seen
    return kept


def _top(pairs: Iterable[tuple[float, Pair]], most: int) -> set[Pair]:
    """The likely ones of so many families, three a family."""
    chosen: dict[str, list[Pair]] = defaultdict(list)
    for _, pair in pairs:
        rows = chosen.get(pair[1])
        if rows is None and len(chosen) >= most:
            continue
        if len(chosen[pair[1]]) < REVIEWED:
            chosen[pair[1]].append(pair)
    return {pair for rows in chosen.values() for pair in rows}


def _pooled(answers: Sequence[Answer], gap: float | None, *, names: bool = False) -> list[tuple[float, Pair]]:
    """Every pair of all sets with its best score, the best first."""
    scores: dict[Pair, float] = {}
    for number, answer in enumerate(answers):
        top: dict[str, float] = {}
        for _, wish, score, _ in answer.pairs:
            top[wish] = max(score, top.get(wish, score))
        for worker, wish, score, remark in answer.pairs:
            if (gap is None or score >= top[wish] - gap) and not (names and remark == DISAGREES):
                pair = worker, f"{number}/{wish.partition('#')[0]}"
                scores[pair] = max(score, scores.get(pair, score))
    return sorted(((score, pair) for pair, score in scores.items()), key=lambda one: (-one[0], one[1]))


def _truth(answers: Sequence[Answer]) -> set[Pair]:
    return {(w, f"{number}/{f}") for number, answer in enumerate(answers) for w, f in answer.truth}


def _figures(linked: set[Pair], review: set[Pair], answers: Sequence[Answer]) -> Figures:
    truth = _truth(answers)
    hit = len(linked & truth)
    return Figures(
        precision=hit / max(1, len(linked)),
        recall=hit / len(truth),
        with_review=len((linked | review) & truth) / len(truth),
        in_review=len(review - linked) / sum(answer.families for answer in answers),
    )


def _bits(probability: float) -> float:
    return log2(probability / (1 - probability))
