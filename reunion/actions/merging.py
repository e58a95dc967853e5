"""One person who registered twice: looked for, merged, called two people, and taken back. Nothing is deleted."""

import secrets
from collections.abc import Awaitable, Callable, Sequence

from reunion.actions.pairing import pair_up
from reunion.actions.ports import Clock, Deed, Store
from reunion.actions.ports.reviewing import Batch
from reunion.actions.reviewing import UNDECIDED, both_there, record
from reunion.domain.circle import family_row, town_names, worker_row
from reunion.domain.doubles import Double, DoubleStanding, ordered
from reunion.domain.linking import Double as Found
from reunion.domain.linking import LinkIndex
from reunion.domain.people import Registration, Side
from reunion.domain.places import Home
from reunion.domain.plans import JOINED, MatchStanding

Look = Callable[[Sequence[Registration], Home], Awaitable[Sequence[Double]]]
"""`doubles_among` in a thread: it is seconds of processor time."""


def doubles_among(people: Sequence[Registration], home: Home) -> list[Double]:
    """Who seems to stand there twice, on either side; pure."""
    towns = town_names(home)
    workers = [person for person in people if person.side is Side.WORKER]
    families = [person for person in people if person.side is Side.FAMILY]
    index = LinkIndex(
        [worker_row(person, towns) for person in workers],
        [family_row(person, towns) for person in families],
    )
    found: dict[tuple[str, str], Double] = {}
    for person in workers:
        _note(found, index.workers_like(person.id), Side.WORKER)
    for person in families:
        _note(found, index.families_like(person.id), Side.FAMILY)
    return [found[key] for key in sorted(found)]


def _note(found: dict[tuple[str, str], Double], seen: Sequence[Found], side: Side) -> None:
    for one in seen:
        key = ordered(one.first, one.second)
        if key not in found or one.sure:
            standing = DoubleStanding.SURE if one.sure else DoubleStanding.REVIEW
            found[key] = Double(*key, side, standing, one.clues)


async def look_for_doubles(store: Store, gathering: str, *, look: Look) -> int:
    """Look at everybody; what staff said stays. How many there are; the pairs of whoever is concerned follow."""
    known = await store.gatherings.get(gathering)
    if known is None:
        raise LookupError(gathering)
    before = await store.doubles.every(gathering)
    rows = await look(await store.registrations.every(gathering), known.home)
    await store.doubles.suggest(gathering, rows)
    after = await store.doubles.every(gathering)
    changed = set(before) ^ set(after)
    await pair_up(store, gathering, sorted({id_ for one in changed for id_ in (one.first, one.second)}))
    return len(after)


async def merge(store: Store, gathering: str, one: str, other: str, *, by: str, clock: Clock) -> Batch:
    """Say that two registrations of one side are one person's; the batch takes it back.

    Two workers: what waits for review between one of them and a family of the other is confirmed with it.
    Raises LookupError for people who are not there or of different sides.
    """
    people = await both_there(store, gathering, *ordered(one, other))
    first, second = people
    if first.side is not second.side or first.id == second.id:
        raise LookupError(second.id)
    stands = {(row.first, row.second): row for row in await store.doubles.of([first.id])}
    before = stands.get((first.id, second.id))
    links = await _between(store, first.id, second.id) if first.side is Side.WORKER else ()
    batch = Batch(
        secrets.token_hex(8),
        gathering,
        by,
        clock(),
        links,
        MatchStanding.CONFIRMED,
        ((first.id, second.id, before.standing if before else DoubleStanding.REVIEW),),
    )
    await store.reviews.put_batch(batch)
    merged = Double(first.id, second.id, first.side, DoubleStanding.MERGED)
    await store.doubles.decide(gathering, [merged], by=by, at=batch.at)
    choices = [(worker, family, MatchStanding.CONFIRMED) for worker, family, _ in links]
    await store.matches.decide(gathering, choices, by=by, at=batch.at)
    await record(store, batch, "merge", by=by, at=batch.at)
    await pair_up(store, gathering, [first.id, second.id, *(family for _, family, _ in links)])
    return batch


async def say_of_two(
    store: Store,
    gathering: str,
    one: str,
    other: str,
    standing: DoubleStanding,
    *,
    by: str,
    clock: Clock,
) -> None:
    """Call two registrations two people (`apart`), or take back what was said (`review`). Raises LookupError."""
    first, second = await both_there(store, gathering, *ordered(one, other))
    if first.side is not second.side or first.id == second.id:
        raise LookupError(second.id)
    now = clock()
    said = Double(first.id, second.id, first.side, standing)
    await store.doubles.decide(gathering, [said], by=by, at=now)
    await store.audit.record(Deed(gathering, by, now, f"double-{standing}", first.id, {"other": second.id}))
    await pair_up(store, gathering, [first.id, second.id])


async def _between(store: Store, one: str, other: str) -> tuple[tuple[str, str, MatchStanding], ...]:
    """Undecided links of one of the two with a family that the other is joined with."""
    rows = {id_: await store.matches.of(id_) for id_ in (one, other)}
    joined = {id_: {row.family for row in rows[id_] if row.standing in JOINED} for id_ in (one, other)}
    return tuple(
        (row.worker, row.family, row.standing)
        for mine, theirs in ((one, other), (other, one))
        for row in rows[mine]
        if row.standing in UNDECIDED - JOINED and row.family in joined[theirs]
    )
