"""Finding out who belongs to whom: suggestions, what staff decide, and the pairs that follow."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reunion.actions.ports import Choice, Clock, Store
from reunion.domain.circle import Circle, known_of, town_names, worker_row
from reunion.domain.doubles import Double, DoubleStanding, apart, grouped, parted, together
from reunion.domain.linking.clean import Worker
from reunion.domain.linking.persons import same_person
from reunion.domain.names import pinyin
from reunion.domain.people import Pair, Party, Registration, Side
from reunion.domain.places import Home
from reunion.domain.plans import JOINED, MatchRow

AT_ONCE: Final = 20
"""People whose pairs are made in one change: about 5 ms of the writer."""


@dataclass(frozen=True, slots=True)
class LinkCounts:
    """What linking came to."""

    linked: int
    review: int
    pairs: int


def suggestions(registrations: Sequence[Registration], home: Home) -> list[MatchRow]:
    """What the engine finds among these people of both sides; pure."""
    towns = town_names(home)
    circle = Circle()
    circle.fill(known_of(person, towns) for person in registrations)
    return circle.ask(circle.families())


async def decide(
    store: Store, gathering: str, choices: Sequence[Choice], *, by: str, clock: Clock
) -> tuple[Pair, ...]:
    """Confirm, refuse or take back, all or none; the pairs these workers are in then.

    Raises LookupError for people who are not there, Conflict when a link stands otherwise than expected by now.
    """
    await store.matches.decide(gathering, choices, by=by, at=clock())
    await pair_up(store, gathering, sorted({id_ for one in choices for id_ in (one.worker, one.family)}))
    made = [pair for worker in {one.worker for one in choices} for pair in await store.pairs.of(worker)]
    return tuple(sorted(dict.fromkeys(made), key=lambda pair: pair.id))


async def make_pairs(store: Store, gathering: str) -> tuple[Pair, ...]:
    """One pair for each worker with all families linked to them; whoever withdrew is in none."""
    people = {person.id for person in await store.registrations.every(gathering)}
    for pair in await store.pairs.every(gathering):
        people |= {*pair.worker.registrations, *pair.family.registrations}
    await pair_up(store, gathering, sorted(people))
    return await store.pairs.every(gathering)


async def pair_up(store: Store, gathering: str, people: Sequence[str]) -> None:
    """The same for these people and whoever hangs together with them, a few in one change: a TAKE waits for it."""
    for start in range(0, len(people), AT_ONCE):
        await store.pairs.remake(gathering, people[start : start + AT_ONCE], pairs_of)


def pairs_of(
    gathering: str,
    registrations: Sequence[Registration],
    rows: Iterable[MatchRow],
    before: Sequence[Pair] = (),
    doubles: Iterable[Double] = (),
) -> tuple[Pair, ...]:
    """The pairs that the joined links make; a person who is still in a pair of `before` keeps its id."""
    doubles = tuple(doubles)
    same_family = grouped(
        [person.id for person in registrations if person.side is Side.FAMILY],
        [one for one in doubles if one.side is Side.FAMILY],
    )
    known = {registration.id: registration for registration in registrations}
    families: dict[str, set[str]] = {}
    for row in rows:
        if row.standing in JOINED and row.worker in known and row.family in known:
            families.setdefault(row.worker, set()).add(row.family)
    named = {worker: pair.id for pair in before for worker in pair.worker.registrations}
    taken: set[str] = set()
    stood = {pair.id for pair in before}
    pairs = []
    for person in _persons(registrations, families, doubles):
        linked = {family for worker in person for family in families.get(worker.id, ())}
        joined = {one for family in linked for one in same_family.get(family, (family,))}
        if not joined:
            continue
        old = (named[worker.id] for worker in person if worker.id in named)
        id_ = next((id_ for id_ in old if id_ not in taken), "") or _new_id(gathering, person, taken | stood)
        taken.add(id_)
        pairs.append(
            Pair(
                id_,
                gathering,
                Party(Side.WORKER, tuple(worker.id for worker in person)),
                Party(Side.FAMILY, tuple(sorted(joined, key=lambda id_: known[id_].number))),
            )
        )
    return tuple(pairs)


def _new_id(gathering: str, person: Sequence[Registration], taken: Collection[str]) -> str:
    """Named after the first registration; somebody who left its pair may find that name taken."""
    name, tail = f"p-{gathering}-{person[0].number}", 1
    while name in taken:
        tail += 1
        name = f"p-{gathering}-{person[0].number}-{tail}"
    return name


def _persons(
    registrations: Iterable[Registration], families: Mapping[str, set[str]], doubles: Sequence[Double]
) -> list[list[Registration]]:
    """Workers, those who registered twice put together.

    By a number or a family in common and one person's name, unless staff called them two people; and by what is
    stored of doubles.
    """
    persons: list[list[Registration]] = []
    seen: dict[str, list[list[Registration]]] = {}
    forbidden = apart(doubles)
    for worker in registrations:
        if worker.side is not Side.WORKER:
            continue
        marks = [*worker.phones, *families.get(worker.id, ())]
        near = (person for mark in marks for person in seen.get(mark, ()))
        person = next((person for person in near if _may_be(person, worker, forbidden)), None)
        if person is None:
            person = []
            persons.append(person)
        person.append(worker)
        for mark in marks:
            seen.setdefault(mark, []).append(person)
    return _put_together(persons, doubles, forbidden)


def _may_be(
    person: Sequence[Registration], worker: Registration, forbidden: frozenset[tuple[str, str]]
) -> bool:
    return _same(person[0], worker) and not parted([*(one.id for one in person), worker.id], forbidden)


def _put_together(
    persons: list[list[Registration]], doubles: Sequence[Double], forbidden: frozenset[tuple[str, str]]
) -> list[list[Registration]]:
    """The same persons, with those as one whom a stored double joins; staff's word goes before the engine's."""
    of = {worker.id: person for person in persons for worker in person}
    said = {(one.first, one.second) for one in doubles if one.standing is DoubleStanding.MERGED}
    for one, other in together(doubles):
        if one not in of or other not in of or of[one] is of[other]:
            continue
        joined = sorted([*of[one], *of[other]], key=lambda worker: worker.number)
        if (one, other) not in said and parted([worker.id for worker in joined], forbidden):
            continue
        for worker in joined:
            of[worker.id] = joined
    # By identity: two workers with all fields alike are still two rows.
    kept = {id(person): person for person in of.values()}
    return sorted(kept.values(), key=lambda person: person[0].number)


def _same(first: Registration, second: Registration) -> bool:
    if pinyin(first.name) == pinyin(second.name):
        return True
    return same_person(Worker(worker_row(first, {})), Worker(worker_row(second, {})))
