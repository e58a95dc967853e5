"""What staff do on the links board beside a single decision: many at one stroke, one undo, asking a family."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from reunion.actions.pairing import pair_up
from reunion.actions.ports import Clock, Deed, Store
from reunion.actions.ports.reviewing import Asked, Batch
from reunion.actions.registering import Note
from reunion.domain.doubles import DoubleStanding
from reunion.domain.people import Registration, Standing
from reunion.domain.plans import MatchStanding

Link = tuple[str, str]
"""(worker, family)."""


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
    asked = Batch(
        secrets.token_hex(8),
        gathering,
        by,
        clock(),
        tuple((worker, family, MatchStanding.REVIEW) for worker, family in dict.fromkeys(links)),
    )
    batch = await store.reviews.confirm(asked)
    # Of all that were asked for: pressed again after a stop between the two, it makes the pairs that were left.
    await pair_up(store, gathering, people_of(asked))
    return batch


async def undo(
    store: Store, gathering: str, batch_id: str, *, by: str, clock: Clock, note: Note = lambda _: None
) -> Undone:
    """Take a whole batch back; what somebody decided otherwise since stays. Raises LookupError."""
    batch, back = await store.reviews.undo(gathering, batch_id, by=by, at=clock())
    await pair_anew(store, gathering, people_of(batch), parted_before(batch), note)
    return Undone(0, 0) if back is None else Undone(back, len(batch.links) - back)


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


async def pair_anew(
    store: Store, gathering: str, people: Sequence[str], doubted: Sequence[str], note: Note
) -> None:
    """Make the pairs of these people anew, then have the links of those looked at of whom it is said anew who they are.

    It is stored already, so they are looked at also when the pairs cannot be made now: linking then makes them.
    """
    try:
        await pair_up(store, gathering, people)
    finally:
        for person in (await store.registrations.many(doubted)).values():
            note(person)


def parted_before(batch: Batch) -> list[str]:
    """Who stood as two people before they were merged."""
    return [
        id_ for one, other, stood in batch.doubles if stood is DoubleStanding.APART for id_ in (one, other)
    ]


def people_of(batch: Batch) -> list[str]:
    """Everybody in its links and doubles."""
    linked = {id_ for worker, family, _ in batch.links for id_ in (worker, family)}
    return sorted(linked | {id_ for first, second, _ in batch.doubles for id_ in (first, second)})
