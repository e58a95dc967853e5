"""Finding out who belongs to whom: suggestions, what staff decide, and the pairs that follow."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from reunion.actions.ports import Clock, Deed, Store
from reunion.domain.names import pinyin
from reunion.domain.people import Pair, Party, Registration, Side
from reunion.domain.plans import JOINED, MatchRow, MatchStanding

Suggest = Callable[[Sequence[Registration]], Awaitable[Sequence[MatchRow]]]
"""`suggestions` in a thread: it is a second of processor time."""
Choice = tuple[str, str, MatchStanding]
"""(worker, family, what becomes of their link)."""


@dataclass(frozen=True, slots=True)
class LinkCounts:
    """What linking came to."""

    linked: int
    review: int
    pairs: int


async def relink(store: Store, gathering: str, *, suggest: Suggest) -> LinkCounts:
    """Look at everybody anew; what staff decided stays. The pairs follow."""
    rows = await suggest(await store.registrations.every(gathering))
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


def _persons(
    registrations: Iterable[Registration], families: Mapping[str, set[str]]
) -> list[list[Registration]]:
    """Workers, those who registered twice put together: the same sound and a number or a family in common."""
    persons: list[list[Registration]] = []
    seen: dict[tuple[str, ...], list[Registration]] = {}
    for worker in registrations:
        if worker.side is not Side.WORKER:
            continue
        sound = pinyin(worker.name)
        marks = [*worker.phones, *families.get(worker.id, ())]
        person = next((seen[(*sound, mark)] for mark in marks if (*sound, mark) in seen), None)
        if person is None:
            person = []
            persons.append(person)
        person.append(worker)
        for mark in marks:
            seen[(*sound, mark)] = person
    return persons
