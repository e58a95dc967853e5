"""Finding out who belongs to whom: suggestions, what staff decide, and the pairs that follow."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from reunion.actions.ports import Clock, Deed, Store
from reunion.domain.kinship import turned
from reunion.domain.linking import FamilyRow, WorkerRow, link
from reunion.domain.linking.clean import Worker
from reunion.domain.linking.decide import same_person
from reunion.domain.names import pinyin
from reunion.domain.people import Pair, Party, Registration, Side
from reunion.domain.places import Home
from reunion.domain.plans import JOINED, MatchRow, MatchStanding

Suggest = Callable[[Sequence[Registration], Home], Awaitable[Sequence[MatchRow]]]
"""`suggestions` in a thread: it is seconds of processor time."""
Choice = tuple[str, str, MatchStanding]
"""(worker, family, what becomes of their link)."""


@dataclass(frozen=True, slots=True)
class LinkCounts:
    """What linking came to."""

    linked: int
    review: int
    pairs: int


def suggestions(registrations: Sequence[Registration], home: Home) -> list[MatchRow]:
    """What the engine finds among these people of both sides; pure."""
    towns = {town.code: town.name for town in home.townships}
    workers = [person for person in registrations if person.side is Side.WORKER]
    families = [person for person in registrations if person.side is Side.FAMILY]
    wanted_by = {worker.code_given: worker.invite_code for worker in workers if worker.code_given}
    links = link(
        [worker_row(person, towns) for person in workers],
        # A worker who typed the family's code says the same as a family that typed the worker's.
        [family_row(person, towns, wanted_by.get(person.invite_code, "")) for person in families],
    )
    return [
        MatchRow(
            one.worker_id,
            one.family_id,
            round(one.score * 10_000),
            MatchStanding(one.decision),
            one.evidence,
            one.rule,
        )
        for one in links
    ]


def worker_row(person: Registration, towns: Mapping[str, str]) -> WorkerRow:
    """A worker's registration as linking reads it; `towns` are names by code."""
    return WorkerRow(
        id=person.id,
        name=person.name,
        phones=person.phones,
        gender=person.gender,
        township=towns.get(person.township, ""),
        village=_village(person),
        contacts=tuple(other.name for other in person.others if other.name),
        relation=next((other.relation for other in person.others if other.relation), ""),
        contact_phones=tuple(number for other in person.others for number in other.phones),
        code=person.invite_code,
    )


def family_row(person: Registration, towns: Mapping[str, str], code: str = "") -> FamilyRow:
    """A family's registration as linking reads it; `code` is that of a worker who typed theirs."""
    named = next((other.relation for other in person.others if other.relation), "")
    return FamilyRow(
        id=person.id,
        name=person.name,
        phones=person.phones,
        relation=person.relation or turned(named),
        workers=tuple(other.name for other in person.others if other.name),
        worker_phones=tuple(number for other in person.others for number in other.phones),
        township=towns.get(person.township, ""),
        village=_village(person),
        code=person.code_given or code,
    )


async def relink(store: Store, gathering: str, *, suggest: Suggest) -> LinkCounts:
    """Look at everybody anew; what staff decided stays. The pairs follow."""
    known = await store.gatherings.get(gathering)
    if known is None:
        raise LookupError(gathering)
    rows = await suggest(await store.registrations.every(gathering), known.home)
    await store.matches.suggest(gathering, rows)
    pairs = await make_pairs(store, gathering)
    standing = [row.standing for row in await store.matches.every(gathering)]
    return LinkCounts(
        sum(one in JOINED for one in standing), standing.count(MatchStanding.REVIEW), len(pairs)
    )


async def decide(
    store: Store, gathering: str, choices: Sequence[Choice], *, by: str, clock: Clock
) -> tuple[Pair, ...]:
    """Confirm, refuse or take back; both registrations must belong to the gathering, else LookupError."""
    known = await store.registrations.many([id_ for worker, family, _ in choices for id_ in (worker, family)])
    for worker, family, _ in choices:
        for id_, side in ((worker, Side.WORKER), (family, Side.FAMILY)):
            found = known.get(id_)
            if found is None or found.gathering != gathering or found.side is not side:
                raise LookupError(id_)
    now = clock()
    await store.matches.decide(gathering, choices, by=by, at=now)
    for worker, family, standing in choices:
        await store.audit.record(Deed(gathering, by, now, f"link-{standing}", worker, {"family": family}))
    return await make_pairs(store, gathering)


async def make_pairs(store: Store, gathering: str) -> tuple[Pair, ...]:
    """One pair for each worker with all families linked to them; whoever withdrew is in none."""
    pairs = pairs_of(
        gathering,
        await store.registrations.every(gathering),
        await store.matches.every(gathering),
        await store.pairs.every(gathering),
    )
    await store.pairs.replace(gathering, pairs)
    return pairs


def pairs_of(
    gathering: str,
    registrations: Sequence[Registration],
    rows: Iterable[MatchRow],
    before: Sequence[Pair] = (),
) -> tuple[Pair, ...]:
    """The pairs that the joined links make; a person who is still in a pair of `before` keeps its id."""
    known = {registration.id: registration for registration in registrations}
    families: dict[str, set[str]] = {}
    for row in rows:
        if row.standing in JOINED and row.worker in known and row.family in known:
            families.setdefault(row.worker, set()).add(row.family)
    named = {worker: pair.id for pair in before for worker in pair.worker.registrations}
    taken: set[str] = set()
    pairs = []
    for person in _persons(registrations, families):
        joined = {family for worker in person for family in families.get(worker.id, ())}
        if not joined:
            continue
        old = (named[worker.id] for worker in person if worker.id in named)
        id_ = next((id_ for id_ in old if id_ not in taken), f"p-{gathering}-{person[0].number}")
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


def _village(person: Registration) -> str:
    return person.village + (f"{person.group}组" if person.group else "")


def _persons(
    registrations: Iterable[Registration], families: Mapping[str, set[str]]
) -> list[list[Registration]]:
    """Workers, those who registered twice put together: a number or a family in common, and one person's name."""
    persons: list[list[Registration]] = []
    seen: dict[str, list[list[Registration]]] = {}
    for worker in registrations:
        if worker.side is not Side.WORKER:
            continue
        marks = [*worker.phones, *families.get(worker.id, ())]
        near = (person for mark in marks for person in seen.get(mark, ()))
        person = next((person for person in near if _same(person[0], worker)), None)
        if person is None:
            person = []
            persons.append(person)
        person.append(worker)
        for mark in marks:
            seen.setdefault(mark, []).append(person)
    return persons


def _same(first: Registration, second: Registration) -> bool:
    if pinyin(first.name) == pinyin(second.name):
        return True
    return same_person(Worker(worker_row(first, {})), Worker(worker_row(second, {})))
