"""One person who registered twice: merged, called two people, and taken back. Nothing is deleted."""

import secrets

from reunion.actions.pairing import pair_up
from reunion.actions.ports import Clock, Deed, Store
from reunion.actions.ports.reviewing import Batch
from reunion.actions.reviewing import UNDECIDED, both_there, record
from reunion.domain.doubles import Double, DoubleStanding, ordered
from reunion.domain.people import Side
from reunion.domain.plans import JOINED, MatchStanding


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
