"""Weights of a gathering's own, from what staff confirmed and refused; never silently, never far from the shipped ones.

A logistic regression on top of the stored probabilities: for every level of a field, the bits by which the decisions
differ from what was foretold. Staff see the doubtful ones only; that does not bend the answer, as the regression asks
what is true given the evidence and not how often evidence occurs. Each offset is held at 0 by a Gaussian of one bit,
so that a level needs many decisions to move far.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log, log2
from types import MappingProxyType
from typing import Final

from reunion.domain.linking.weights import SHIPPED, Weights
from reunion.domain.plans import Clue

LEAST_DECISIONS: Final = 40
LEAST_OF_EACH: Final = 8
"""Confirmed, and refused: from one kind alone nothing can be learned."""
LEAST_SEEN: Final = 5
"""Decisions in which a level must occur."""
MOST_BITS: Final = 3.0
SMALLEST: Final = 0.1
"""Bits below which a change is not worth a line."""
_HELD: Final = 1.0
"""Standard deviation, in bits, of what we expect a gathering to differ by."""
_CERTAIN: Final = 12.0
"""Bits beyond which a stored probability is rounded to 0 or 1."""
_ROUNDS: Final = 60
_NO_LEVELS: Final = frozenset({"household", "decisions", "relative"})
"""Clues that are sums or come from other rows."""


@dataclass(frozen=True, slots=True)
class Decided:
    """One link that a person confirmed or refused."""

    evidence: tuple[Clue, ...]
    score: float
    """Probability, 0 to 1, as it was stored."""
    belongs: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A level of a field whose weight moves, in bits on top of the shipped weight."""

    field: str
    level: str
    before: float
    after: float
    confirmed: int
    refused: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the decisions come to; `weights` are the ones begun with unless `enough`."""

    weights: Weights
    changes: tuple[Change, ...]
    """The largest first."""
    decisions: int
    enough: bool


def re_estimate(decided: Iterable[Decided], start: Weights = SHIPPED) -> Estimate:
    """Weights that fit these decisions better; the same for the same decisions in any order."""
    rows = list(decided)
    confirmed = sum(row.belongs for row in rows)
    if len(rows) < LEAST_DECISIONS or not LEAST_OF_EACH <= confirmed <= len(rows) - LEAST_OF_EACH:
        return Estimate(start, (), len(rows), enough=False)
    seen = _seen(rows)
    offsets = {key: round(bits, 2) for key, bits in _fit(rows, sorted(seen)).items()}
    learned = {key: bits for key, bits in offsets.items() if abs(bits) >= SMALLEST}
    changes = []
    for key in sorted(learned.keys() | start.learned.keys()):
        field, _, level = key.partition(" ")
        before, after = start.learned.get(key, 0.0), learned.get(key, 0.0)
        if before != after:
            changes.append(Change(field, level, before, after, *seen.get(key, (0, 0))))
    changes.sort(key=lambda one: -abs(one.after - one.before))
    weights = replace(start, learned=MappingProxyType(learned))
    return Estimate(weights, tuple(changes), len(rows), enough=True)


def _levels(row: Decided) -> tuple[str, ...]:
    return tuple(f"{clue.field} {clue.level}" for clue in row.evidence if clue.field not in _NO_LEVELS)


def _seen(rows: Iterable[Decided]) -> dict[str, tuple[int, int]]:
    """Level → times confirmed and refused, of those seen often enough."""
    seen: dict[str, list[int]] = {}
    for row in rows:
        for key in _levels(row):
            seen.setdefault(key, [0, 0])[not row.belongs] += 1
    return {key: (yes, no) for key, (yes, no) in seen.items() if yes + no >= LEAST_SEEN}


def _foretold(row: Decided) -> float:
    """Bits in favour as shipped: the stored probability without what earlier decisions added."""
    least = 2.0**-_CERTAIN
    score = min(1 - least, max(least, row.score))
    return log2(score / (1 - score)) - sum(clue.bits for clue in row.evidence if clue.field == "decisions")


def _fit(rows: Sequence[Decided], keys: Sequence[str]) -> Mapping[str, float]:
    """Offsets in bits, by Newton's steps one level at a time."""
    bits = [_foretold(row) for row in rows]
    members: dict[str, list[int]] = {key: [] for key in keys}
    for at, row in enumerate(rows):
        for key in _levels(row):
            if key in members:
                members[key].append(at)
    offsets = dict.fromkeys(keys, 0.0)
    for _ in range(_ROUNDS):
        for key in keys:
            slope, bend = -offsets[key] / _HELD**2, 1 / _HELD**2
            for at in members[key]:
                chance = 1 / (1 + 2.0 ** -max(-60.0, min(60.0, bits[at])))
                slope += (rows[at].belongs - chance) * log(2)
                bend += chance * (1 - chance) * log(2) ** 2
            moved = max(-MOST_BITS, min(MOST_BITS, offsets[key] + slope / bend))
            for at in members[key]:
                bits[at] += moved - offsets[key]
            offsets[key] = moved
    return offsets
