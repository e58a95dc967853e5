"""Who is found once a pair has its time: nobody joins it on a name alone, without a person's look.

They would be told a time, and might be on air beside people whom they only resemble.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

from reunion.domain.doubles import ONE_PERSON, Double
from reunion.domain.people import Pair
from reunion.domain.plans import MatchRow, MatchStanding

WAITS: Final = "joins-a-published-pair"
"""Rule of a link that waits for a person for this reason alone."""
STRONG_BITS: Final = 6.0
"""A number that eight people gave is worth so much; a cadre's, which thirty gave, speaks for nobody."""
_STRONG: Final = frozenset(
    {("code", "same"), ("worker-phone", "same"), ("contact-phone", "same"), ("phone", "crossed")}
)


def vouched(row: MatchRow) -> bool:
    """Whether a code or a number says so, or a person looked and has not taken it back."""
    confirmed = row.standing is MatchStanding.CONFIRMED and bool(row.decided_by)
    return confirmed or any(
        (clue.field, clue.level) in _STRONG and clue.bits >= STRONG_BITS for clue in row.clues
    )


def waiting(row: MatchRow) -> MatchRow:
    """The same link, to be looked at."""
    return replace(row, standing=MatchStanding.REVIEW, rule=WAITS)


def latecomers(
    rows: Sequence[MatchRow],
    before: Sequence[Pair],
    wanted: Iterable[Pair],
    published: Collection[str],
    doubles: Sequence[Double],
    phones: Mapping[str, Collection[str]],
) -> tuple[MatchRow, ...]:
    """Of the joined `rows` those that wait: each would bring somebody into a pair of `published` by nothing strong.

    Links of a pair that stands stay; so does whoever is one person with one of it, as stored or by one of the `phones`.
    """
    stood = {pair.id: _members(pair) for pair in before}
    together = {link for pair in before for link in _links(pair)}
    strong = [{row.worker, row.family} for row in rows if vouched(row)]
    strong += [{one.first, one.second} for one in doubles if one.standing in ONE_PERSON]
    late = set()
    for pair in wanted:
        if pair.id in published:
            begin = stood.get(pair.id) or frozenset(pair.worker.registrations)
            known = _reached(begin, [*strong, *_sharing(pair.worker.registrations, phones)])
            late |= {link for link in _links(pair) - together if len(known.intersection(link)) == 1}
    return tuple(row for row in rows if (row.worker, row.family) in late)


def _reached(known: frozenset[str], ties: Iterable[set[str]]) -> frozenset[str]:
    """Whoever hangs together with these by one tie or several."""
    more = known.union(*(tie for tie in ties if not known.isdisjoint(tie)))
    return more if more == known else _reached(more, ties)


def _sharing(workers: Sequence[str], phones: Mapping[str, Collection[str]]) -> list[set[str]]:
    """Those of one person who signed up twice with the same number."""
    return [{one, other} for one, other in combinations(workers, 2) if {*phones[one]} & {*phones[other]}]


def _members(pair: Pair) -> frozenset[str]:
    return frozenset((*pair.worker.registrations, *pair.family.registrations))


def _links(pair: Pair) -> set[tuple[str, str]]:
    return {(worker, family) for worker in pair.worker.registrations for family in pair.family.registrations}
