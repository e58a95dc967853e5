"""Linking of any two tables that mean the same persons or things: the method of this package without its fields.

Keys are all pairs of fields that agree; what agreement is worth comes from how rare the value is; how often matches
disagree is learnt from the rows themselves; a link needs probability and distance to the next, on both sides.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from math import log2
from typing import Final

from reunion.domain.linking.compare import one_slip
from reunion.domain.linking.rows import Decision

EQUAL, SWAPPED, NEAR, LIKE, OTHER = range(5)
"""Levels of agreement; a field that one side leaves out has none."""
_START: Final = (0.82, 0.01, 0.08, 0.04, 0.05)
"""How often the rows of a match agree at each level, before anything is learnt."""
ROUNDS: Final = 3
BLOCK_MOST: Final = 60
TRIED: Final = 3
"""Candidates of a row that are compared: those with the most keys in common."""
RANDOM_PAIRS: Final = 5_000
LIKE_FROM: Final = 0.55
"""Share of letter pairs two words have in common, from which on they are alike."""
LINKED_FROM: Final = 0.95
REVIEW_FROM: Final = 0.05
MARGIN: Final = 3.0
"""Bits to the next on either side."""

Row = Mapping[str, str]
_Values = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """What is compared."""

    names: tuple[str, ...]
    swapped: tuple[tuple[str, str], ...] = ()
    """Pairs of fields that people fill in the wrong way round."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows that belong together, surely or perhaps."""

    left: int
    right: int
    score: float
    """Probability, 0 to 1."""
    decision: Decision


def link_rows(left: Sequence[Row], right: Sequence[Row], fields: Fields) -> list[Pair]:
    """The pairs of two tables in the order of the right one; every row has at most one partner."""
    if not left or not right:
        return []
    here, there = _values(left, fields), _values(right, fields)
    partner = _partners(fields)
    levels = _levels(here, there, _candidates(here, there), partner)
    chance = _Chance(here, there, partner)
    kept: list[tuple[float, ...]] = [_START for _ in fields.names]
    odds: dict[tuple[int, int], float] = {}
    for _ in range(ROUNDS):
        odds = {pair: chance.bits(pair, found, kept) for pair, found in levels.items()}
        kept = _learnt(levels, _sure(odds, len(here)), len(fields.names))
    return _decided(odds, len(here))


def _values(rows: Iterable[Row], fields: Fields) -> list[_Values]:
    return [tuple("".join(row.get(name, "").lower().split()) for name in fields.names) for row in rows]


def _partners(fields: Fields) -> list[int]:
    """For every field the one it may be exchanged with, itself if none."""
    partner = list(range(len(fields.names)))
    for one, other in fields.swapped:
        a, b = fields.names.index(one), fields.names.index(other)
        partner[a], partner[b] = b, a
    return partner


def _candidates(here: Sequence[_Values], there: Sequence[_Values]) -> Iterable[tuple[int, int]]:
    """For every right row the left rows that share most keys with it."""
    blocks: dict[tuple[int, int, str, str], list[int]] = defaultdict(list)
    for at, row in enumerate(here):
        for key in _keys(row):
            blocks[key].append(at)
    for to, row in enumerate(there):
        shared: Counter[int] = Counter()
        for key in _keys(row):
            block = blocks.get(key, ())
            if len(block) <= BLOCK_MOST:
                for at in block:
                    shared[at] += 1
        for at in sorted(shared, key=lambda one: (-shared[one], one))[:TRIED]:
            yield at, to


def _keys(row: _Values) -> Iterable[tuple[int, int, str, str]]:
    told = [(at, value) for at, value in enumerate(row) if value]
    for at, value in told:
        yield at, at, value, ""
    for (a, one), (b, other) in combinations(told, 2):
        yield a, b, one, other


def _levels(
    here: Sequence[_Values],
    there: Sequence[_Values],
    pairs: Iterable[tuple[int, int]],
    partner: Sequence[int],
) -> dict[tuple[int, int], tuple[int | None, ...]]:
    return {(at, to): _compared(here[at], there[to], partner) for at, to in pairs}


def _compared(one: _Values, other: _Values, partner: Sequence[int]) -> tuple[int | None, ...]:
    """The level of every field, None where a side is silent."""
    return tuple(
        None if not a or not b else EQUAL if a == b else _unequal(a, b, one[partner[at]], other[partner[at]])
        for at, (a, b) in enumerate(zip(one, other, strict=True))
    )


def _unequal(a: str, b: str, a_partner: str, b_partner: str) -> int:
    if a == b_partner or b == a_partner:
        return SWAPPED
    if one_slip(a, b):
        return NEAR
    return LIKE if _alike(a, b) >= LIKE_FROM else OTHER


def _alike(a: str, b: str) -> float:
    """Share of neighbouring letters two words have in common (Dice)."""
    mine, theirs = _neighbours(a), _neighbours(b)
    together = len(mine) + len(theirs)
    return 2 * len(mine & theirs) / together if together else 0.0


@lru_cache(maxsize=1 << 15)
def _neighbours(word: str) -> frozenset[str]:
    return frozenset(one + other for one, other in pairwise(word))


class _Chance:
    """How likely two rows that have nothing to do with each other agree."""

    def __init__(self, here: Sequence[_Values], there: Sequence[_Values], partner: Sequence[int]) -> None:
        self._here = here
        self._counts = [Counter(row[at] for row in (*here, *there)) for at in range(len(partner))]
        self._rows = len(here) + len(there)
        seen = [[1.0] * 5 for _ in partner]
        for number in range(RANDOM_PAIRS):
            # neighbours far apart in both tables, the same ones every time
            at, to = number * 7919 % len(here), number * 104_729 % len(there)
            for field, level in enumerate(_compared(here[at], there[to], partner)):
                if level is not None:
                    seen[field][level] += 1
        self._random = [[count / sum(counts) for count in counts] for counts in seen]

    def bits(
        self, pair: tuple[int, int], levels: Sequence[int | None], kept: Sequence[Sequence[float]]
    ) -> float:
        """For against a stranger, over all fields."""
        row = self._here[pair[0]]
        total = 0.0
        for field, level in enumerate(levels):
            if level is None:
                continue
            random = self._random[field][level]
            if level == EQUAL:
                random = self._counts[field][row[field]] / self._rows
            total += log2(kept[field][level] / random)
        return total


def _sure(odds: Mapping[tuple[int, int], float], rows: int) -> list[tuple[int, int]]:
    """Pairs to learn from: the best of their right row and beyond doubt."""
    best: dict[int, tuple[float, int]] = {}
    for (at, to), bits in odds.items():
        best[to] = max(best.get(to, (bits, at)), (bits, at))
    least = log2(rows) + MARGIN
    return [(at, to) for to, (bits, at) in best.items() if bits > least]


def _learnt(
    levels: Mapping[tuple[int, int], Sequence[int | None]], sure: Iterable[tuple[int, int]], fields: int
) -> list[tuple[float, ...]]:
    """How often sure pairs agree at each level, drawn a little towards what was assumed."""
    seen = [[20 * share for share in _START] for _ in range(fields)]
    for pair in sure:
        for field, level in enumerate(levels[pair]):
            if level is not None:
                seen[field][level] += 1
    return [tuple(count / sum(counts) for count in counts) for counts in seen]


def _decided(odds: Mapping[tuple[int, int], float], rows: int) -> list[Pair]:
    """Links and what to review: each row's best, when nobody else is near on either side."""
    of_left: dict[int, list[float]] = defaultdict(list)
    of_right: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for (at, to), bits in odds.items():
        of_left[at].append(bits)
        of_right[to].append((bits, at))
    found = []
    for to in sorted(of_right):
        (bits, at), *others = sorted(of_right[to], key=lambda one: (-one[0], one[1]))
        against = 1.0 + sum(_power(other - log2(rows)) for other, _ in others)
        probability = _power(bits - log2(rows)) / (against + _power(bits - log2(rows)))
        rivals = [*(other for other, _ in others), *sorted(of_left[at], reverse=True)[1:]]
        if max(of_left[at]) > bits or probability < REVIEW_FROM:
            continue
        clear = probability >= LINKED_FROM and bits - max(rivals, default=-MARGIN) >= MARGIN
        found.append(Pair(at, to, probability, Decision.LINKED if clear else Decision.REVIEW))
    return found


def _power(bits: float) -> float:
    return float(2.0 ** max(-60.0, min(60.0, bits)))
