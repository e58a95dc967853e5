"""One person who registered twice: what the engine suspects, what staff say, and who then counts as one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from reunion.domain.instants import Instant
from reunion.domain.people import Registration, Side
from reunion.domain.plans import JOINED, UNDECIDED, Clue, MatchRow, MatchStanding


class DoubleStanding(StrEnum):
    """What is thought of two registrations of one side."""

    REVIEW = "review"
    """Perhaps the same person: a person must look."""
    SURE = "sure"
    """The engine takes them for one person."""
    MERGED = "merged"
    """Staff say: one person."""
    APART = "apart"
    """Staff say: two people."""


ONE_PERSON = frozenset({DoubleStanding.SURE, DoubleStanding.MERGED})
DECIDED = frozenset({DoubleStanding.MERGED, DoubleStanding.APART})


@dataclass(frozen=True, slots=True)
class Double:
    """Two registrations of one side; `first` is the smaller id, so that a pair of them has one name."""

    first: str
    second: str
    side: Side
    standing: DoubleStanding
    clues: tuple[Clue, ...] = ()
    decided_by: str = ""
    decided_at: Instant | None = None


def sounds_signed_up(one: Registration, name: str, phones: Sequence[str]) -> bool:
    """Whether somebody of this name with these numbers seems to be this one; without a number the name must do."""
    same_number = not (one.phones and phones) or not set(one.phones).isdisjoint(phones)
    return one.name == name and same_number


def ordered(one: str, other: str) -> tuple[str, str]:
    """The two ids as a Double has them."""
    return (one, other) if one < other else (other, one)


def apart(doubles: Iterable[Double]) -> frozenset[tuple[str, str]]:
    """The pairs of ids that staff called two people."""
    return frozenset((one.first, one.second) for one in doubles if one.standing is DoubleStanding.APART)


def somebody_else(doubles: Iterable[Double]) -> Mapping[str, tuple[str, ...]]:
    """By id, whom staff called somebody else."""
    found: dict[str, list[str]] = {}
    for one, other in sorted(apart(doubles)):
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    return {id_: tuple(others) for id_, others in found.items()}


def together(doubles: Iterable[Double]) -> Iterator[tuple[str, str]]:
    """The pairs of ids that count as one person, those that staff named first."""
    one = [double for double in doubles if double.standing in ONE_PERSON]
    for double in sorted(
        one, key=lambda double: (double.standing is DoubleStanding.SURE, double.first, double.second)
    ):
        yield double.first, double.second


def perhaps_one(doubles: Iterable[Double]) -> Mapping[str, frozenset[str]]:
    """By id, who is or may be the same person; not whom staff called two people."""
    found: dict[str, set[str]] = {}
    for double in doubles:
        if double.standing is not DoubleStanding.APART:
            found.setdefault(double.first, set()).add(double.second)
            found.setdefault(double.second, set()).add(double.first)
    return {id_: frozenset(others) for id_, others in found.items()}


def grouped(ids: Iterable[str], doubles: Iterable[Double]) -> Mapping[str, tuple[str, ...]]:
    """Each id with everybody who is the same person, itself included, in the order given.

    The engine's word never brings together what staff called two people; staff's own word does.
    """
    known = tuple(ids)
    place = {id_: at for at, id_ in enumerate(known)}
    group: dict[str, list[str]] = {id_: [id_] for id_ in known}
    rows = tuple(doubles)
    forbidden, said = apart(rows), {row for row in rows if row.standing is DoubleStanding.MERGED}
    named = {(row.first, row.second) for row in said}
    for one, other in together(rows):
        if one not in place or other not in place or group[one] is group[other]:
            continue
        joined = sorted(group[one] + group[other], key=place.__getitem__)
        if (one, other) not in named and parted(joined, forbidden):
            continue
        for id_ in joined:
            group[id_] = joined
    return {id_: tuple(members) for id_, members in group.items()}


def parted(ids: Sequence[str], forbidden: frozenset[tuple[str, str]]) -> bool:
    """Whether two of them were called two people."""
    return bool(forbidden) and any(
        ordered(one, other) in forbidden for at, one in enumerate(ids) for other in ids[at + 1 :]
    )


def settled(first: str, second: str, rows: Iterable[MatchRow]) -> tuple[tuple[str, str, MatchStanding], ...]:
    """What two workers' being one person decides: what waits for a look between one and a family of the other.

    (worker, family, how their link stands), of links that nobody decided.
    """
    mine = [row for row in rows if row.worker in (first, second)]
    joined = {(row.worker, row.family) for row in mine if row.standing in JOINED}
    other = {first: second, second: first}
    return tuple(
        (row.worker, row.family, row.standing)
        for row in mine
        if row.standing in UNDECIDED - JOINED and (other[row.worker], row.family) in joined
    )


def folded(people: Sequence[Registration], doubles: Iterable[Double]) -> tuple[Registration, ...]:
    """Everybody once: who registered twice stands in the place of the first, with all numbers and wishes.

    What the first row says stands; where it is silent, the next one speaks.
    """
    known = {person.id: person for person in people}
    groups = grouped([person.id for person in people], doubles)
    return tuple(
        _one([known[id_] for id_ in groups[person.id]])
        for person in people
        if groups[person.id][0] == person.id
    )


def _one(rows: Sequence[Registration]) -> Registration:
    first = rows[0]
    if len(rows) == 1:
        return first

    def said(field: str) -> str:
        return next((text for row in rows if (text := str(getattr(row, field)))), "")

    years = [row.years_away for row in rows if row.years_away is not None]
    return replace(
        first,
        phones=tuple(dict.fromkeys(phone for row in rows for phone in row.phones)),
        others=tuple(dict.fromkeys(other for row in rows for other in row.others)),
        gender=said("gender"),
        township=said("township"),
        village=said("village"),
        group=said("group"),
        place=said("place"),
        relation=said("relation"),
        dialect=said("dialect"),
        story=said("story"),
        message=said("message"),
        persons=max(row.persons for row in rows),
        years_away=max(years, default=None),
    )
