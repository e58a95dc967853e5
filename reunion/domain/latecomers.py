"""Who is found once a pair has its time: nobody joins it on a name alone, without a person's look.

They would be told a time, and might be on air beside people whom they only resemble. Nor does a name make anybody one
person with somebody of the pair: it is what a stranger knows.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reunion.domain.doubles import Double, DoubleStanding, ordered
from reunion.domain.linking.decide import PERHAPS
from reunion.domain.people import Pair, Registration
from reunion.domain.plans import JOINED, MatchRow, MatchStanding

WAITS: Final = "joins-a-published-pair"
"""Rule of a link that waits for a person for this reason alone."""
STRONG_BITS: Final = 6.0
"""A number that eight people gave is worth so much; a cadre's, which thirty gave, speaks for nobody."""
_NUMBER: Final = frozenset({("worker-phone", "same"), ("contact-phone", "same"), ("phone", "crossed")})
_CODE: Final = frozenset({("code", "same")})


@dataclass(frozen=True, slots=True)
class Late:
    """Who is kept out of a pair until a person has looked, and by what."""

    rows: tuple[MatchRow, ...] = ()
    """Their links, to be looked at; one without clues for whom only a double would bring in."""
    apart: tuple[Double, ...] = ()
    """They and those of the pair whom they are taken for: two people until then."""


def vouched(row: MatchRow) -> bool:
    """Whether a code or a number says so, or a person looked and has not taken it back."""
    return _confirmed(row) or _says(row, _NUMBER | _CODE)


def waiting(row: MatchRow, rule: str = WAITS) -> MatchRow:
    """The same link, to be looked at."""
    return replace(row, standing=MatchStanding.REVIEW, rule=rule)


def by_code(people: Collection[Registration]) -> Iterator[frozenset[str]]:
    """Each of them with whose code they typed; a double by name passes for the owner of a code elsewhere."""
    owners = {person.invite_code: person.id for person in people if person.invite_code}
    return (frozenset((one.id, owners[one.code_given])) for one in people if one.code_given in owners)


def latecomers(
    rows: Sequence[MatchRow],
    before: Sequence[Pair],
    wanted: Iterable[Pair],
    told: Collection[str],
    doubles: Sequence[Double],
    shared: Collection[frozenset[str]],
    numbered: Collection[str],
) -> Late:
    """Who would come by nothing strong into one of the pairs of `wanted` that are `told` their time, as these would be;
    into the others only a double of a worker that gives another number: `numbered` says who gave one.

    `rows` are all links between its people; `shared` says who typed one code, and who of one side gave one number:
    that ties them together where nobody else gave it. Whoever is in a pair that stands stays, unless all that
    a person let them in by was taken back.
    """
    stood = {pair.id: _members(pair) - _taken_back(pair, rows) for pair in before}
    together = {link for pair in before for link in _links(pair)}
    joined = [row for row in rows if row.standing in JOINED]
    strong = [frozenset((row.worker, row.family)) for row in joined if _confirmed(row) or _says(row, _NUMBER)]
    strong += [frozenset((one.first, one.second)) for one in doubles if one.standing is DoubleStanding.MERGED]
    late: dict[tuple[str, str], str] = {}
    bare: dict[tuple[str, str], MatchRow] = {}
    apart: dict[tuple[str, str], Double] = {}
    for pair in wanted:
        begin = stood.get(pair.id) or frozenset(pair.worker.registrations[:1])
        ties = [group for group in shared if group <= _members(pair)]
        known = _reached(begin, [*strong, *ties])
        rule = WAITS if pair.id in told else PERHAPS
        if rule == PERHAPS:
            other = _numbered_otherwise(pair, known, shared, numbered)
            known = _members(pair) - other - _theirs_alone(pair, other, joined)
        new = (link for link in _links(pair) - together if len(known.intersection(link)) == 1)
        late |= dict.fromkeys(new, rule)
        bare |= {(row.worker, row.family): waiting(row, rule) for row in _without_a_link(pair, known, rows)}
        apart |= {(two.first, two.second): two for two in _not_yet_one(pair, known)}
    waits = (waiting(row, late[row.worker, row.family]) for row in joined if (row.worker, row.family) in late)
    return Late((*waits, *bare.values()), tuple(apart.values()))


def _confirmed(row: MatchRow) -> bool:
    return row.standing is MatchStanding.CONFIRMED and bool(row.decided_by)


def _says(row: MatchRow, wanted: frozenset[tuple[str, str]]) -> bool:
    return any((clue.field, clue.level) in wanted and clue.bits >= STRONG_BITS for clue in row.clues)


def _taken_back(pair: Pair, rows: Iterable[MatchRow]) -> set[str]:
    """Who is in a pair only for being like somebody of it, while a person has to look, or said no."""
    links = _links(pair)
    mine = [row for row in rows if (row.worker, row.family) in links]
    no = [row for row in mine if row.standing is MatchStanding.REFUSED or row.rule == WAITS or row.decided_by]
    yes = {id_ for row in mine if row.standing in JOINED for id_ in (row.worker, row.family)}
    return {id_ for row in no for id_ in (row.worker, row.family)} - yes


def _reached(known: frozenset[str], ties: Collection[frozenset[str]]) -> frozenset[str]:
    """Whoever hangs together with these by one tie or several."""
    more = known.union(*(tie for tie in ties if not known.isdisjoint(tie)))
    return more if more == known else _reached(more, ties)


def _numbered_otherwise(
    pair: Pair,
    known: Collection[str],
    shared: Collection[frozenset[str]],
    numbered: Collection[str],
) -> set[str]:
    """The workers who gave a number while those they are taken for gave another."""
    those = {id_ for id_ in pair.worker.registrations if id_ in known and id_ in numbered}
    late = {id_ for id_ in pair.worker.registrations if id_ not in known and id_ in numbered}
    meet = {id_ for group in shared if not those.isdisjoint(group) for id_ in group}
    return late - meet if those else set()


def _theirs_alone(pair: Pair, workers: Collection[str], joined: Sequence[MatchRow]) -> set[str]:
    """The families that only these workers are linked to."""
    links = _links(pair)
    mine = [row for row in joined if (row.worker, row.family) in links]
    others = {row.family for row in mine if row.worker not in workers}
    return {row.family for row in mine if row.worker in workers} - others


def _without_a_link(pair: Pair, known: frozenset[str], rows: Sequence[MatchRow]) -> Iterator[MatchRow]:
    """A link to be looked at for each who would come in by being like somebody of the pair alone."""
    links = sorted(_links(pair))
    linked = {two for row in rows if (two := (row.worker, row.family)) in links}
    seen = {id_ for link in linked if not known.isdisjoint(link) for id_ in link}
    workers, families = (
        [id_ for id_ in party.registrations if id_ in known] for party in (pair.worker, pair.family)
    )
    out = [id_ for id_ in pair.worker.registrations if id_ not in known]
    out = out or [id_ for id_ in pair.family.registrations if id_ not in known]
    new = {*out} - seen
    for worker, family in links:
        if (worker in new and family in families[:1]) or (family in new and worker in workers[:1]):
            yield MatchRow(worker, family, 0, MatchStanding.REVIEW)


def _not_yet_one(pair: Pair, known: Collection[str]) -> Iterator[Double]:
    for party in (pair.worker, pair.family):
        inside = [id_ for id_ in party.registrations if id_ in known]
        for late in party.registrations:
            if late not in known:
                yield from (Double(*ordered(late, id_), party.side, DoubleStanding.APART) for id_ in inside)


def _members(pair: Pair) -> frozenset[str]:
    return frozenset((*pair.worker.registrations, *pair.family.registrations))


def _links(pair: Pair) -> set[tuple[str, str]]:
    return {(worker, family) for worker in pair.worker.registrations for family in pair.family.registrations}
