"""What staff do on the links board beside a single decision: many at one stroke, one undo, asking a family."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from reunion.actions.pairing import pair_up
from reunion.actions.ports import Clock, Deed, Store
from reunion.actions.ports.reviewing import Asked, Batch
from reunion.domain.doubles import Double, DoubleStanding
from reunion.domain.instants import Instant
from reunion.domain.people import Registration, Side, Standing
from reunion.domain.plans import MatchStanding

Link = tuple[str, str]
"""(worker, family)."""
UNDECIDED = frozenset({MatchStanding.REVIEW, MatchStanding.LINKED})


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of taking a batch back."""

    links: int
    left: int
    """Links that somebody decided otherwise since: they stay."""


async def confirm_many(
    store: Store, gathering: str, links: Sequence[Link], *, by: str, clock: Clock
) -> Batch:
    """Confirm those of these links that nobody decided yet; the batch says which, and undoes them at one stroke."""
    stand = await _standing(store, gathering, links)
    chosen = [
        (worker, family, stand[worker, family]) for worker, family in links if (worker, family) in stand
    ]
    batch = Batch(secrets.token_hex(8), gathering, by, clock(), tuple(chosen), MatchStanding.CONFIRMED)
    if not chosen:
        return batch
    await store.reviews.put_batch(batch)
    choices = [(worker, family, MatchStanding.CONFIRMED) for worker, family, _ in chosen]
    await store.matches.decide(gathering, choices, by=by, at=batch.at)
    await record(store, batch, "links-confirmed", by=by, at=batch.at)
    await pair_up(store, gathering, _people(batch))
    return batch


async def undo(store: Store, gathering: str, batch_id: str, *, by: str, clock: Clock) -> Undone:
    """Take a whole batch back; what somebody decided otherwise since stays. Raises LookupError."""
    batch = await store.reviews.batch(batch_id)
    if batch is None or batch.gathering != gathering:
        raise LookupError(batch_id)
    now = clock()
    if not await store.reviews.end_batch(batch_id, by=by, at=now):
        return Undone(0, len(batch.links))
    rows = await store.reviews.standing(gathering, [(worker, family) for worker, family, _ in batch.links])
    back = [
        (worker, family, before)
        for worker, family, before in batch.links
        if rows.get((worker, family)) is batch.becomes
    ]
    await store.matches.decide(gathering, back, by=by, at=now)
    doubles = {(one.first, one.second): one for one in await store.doubles.of(_twins(batch))}
    mended = [
        Double(first, second, doubles[first, second].side, before)
        for first, second, before in batch.doubles
        if (first, second) in doubles and doubles[first, second].standing is DoubleStanding.MERGED
    ]
    await store.doubles.decide(gathering, mended, by=by, at=now)
    await record(store, batch, "batch-undone", by=by, at=now)
    await pair_up(store, gathering, _people(batch))
    return Undone(len(back), len(batch.links) - len(back))


async def ask(store: Store, gathering: str, asked: str, other: str, *, by: str, clock: Clock) -> Asked:
    """Store that somebody wrote to `asked` about `other`. Raises LookupError for people who are not there."""
    await both_there(store, gathering, asked, other)
    question = Asked(asked, other, by, clock())
    await store.reviews.ask(gathering, question)
    await store.audit.record(Deed(gathering, by, question.at, "ask", asked, {"about": other}))
    return question


async def take_question_back(
    store: Store, gathering: str, asked: str, other: str, *, by: str, clock: Clock
) -> None:
    """It was not sent after all."""
    await both_there(store, gathering, asked, other)
    now = clock()
    await store.reviews.take_question_back(gathering, asked, other, at=now)
    await store.audit.record(Deed(gathering, by, now, "ask-undone", asked, {"about": other}))


async def both_there(store: Store, gathering: str, *ids: str) -> tuple[Registration, ...]:
    """These active registrations of the gathering, in this order; raises LookupError."""
    found = await store.registrations.many(ids)
    for id_ in ids:
        person = found.get(id_)
        if person is None or person.gathering != gathering or person.standing is not Standing.ACTIVE:
            raise LookupError(id_)
    return tuple(found[id_] for id_ in ids)


async def _standing(store: Store, gathering: str, links: Sequence[Link]) -> dict[Link, MatchStanding]:
    """How those of these links stand that nobody decided and whose people are both there."""
    known = await store.registrations.many(sorted({id_ for link in links for id_ in link}))
    sides = {
        id_: person.side
        for id_, person in known.items()
        if person.gathering == gathering and person.standing is Standing.ACTIVE
    }
    wanted = {
        link for link in links if sides.get(link[0]) is Side.WORKER and sides.get(link[1]) is Side.FAMILY
    }
    rows = await store.reviews.standing(gathering, sorted(wanted))
    return {link: standing for link, standing in rows.items() if standing in UNDECIDED}


def _twins(batch: Batch) -> list[str]:
    return sorted({id_ for first, second, _ in batch.doubles for id_ in (first, second)})


def _people(batch: Batch) -> list[str]:
    linked = {id_ for worker, family, _ in batch.links for id_ in (worker, family)}
    return sorted(linked | set(_twins(batch)))


async def record(store: Store, batch: Batch, action: str, *, by: str, at: Instant) -> None:
    """Into the record of who did what, by ids."""
    details = {
        "links": [[worker, family] for worker, family, _ in batch.links],
        "doubles": [[first, second] for first, second, _ in batch.doubles],
    }
    await store.audit.record(Deed(batch.gathering, by, at, action, batch.id, details))
