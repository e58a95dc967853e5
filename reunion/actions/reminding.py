"""Asking many again for what their sign-up lacks; whom and when stands in the record, and is taken back by it."""

import asyncio
from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Final

from reunion.actions.ports import Clock, Deed, Deeds, Store
from reunion.domain.instants import DAY, Instant, later
from reunion.domain.people import Registration

ASKED: Final = "remind"
UNDONE: Final = "remind-undone"
AGAIN_AFTER: Final = DAY
"""Nobody is asked by two of the office on one day."""
_MOST: Final = 10_000
"""More than anybody asks in a day."""


class Lack(StrEnum):
    """What a sign-up lacks that only its owner can bring."""

    CONSENT = "consent"
    """Nobody asked, or was answered, whether they agree to be on air."""
    OTHER_SIDE = "other-side"
    """The other side has not signed up, or was not found."""


def lacks(person: Registration, *, paired: bool) -> tuple[Lack, ...]:
    """What to ask for; who declined to be on air is not asked again."""
    missing = {Lack.CONSENT: not person.consent.given, Lack.OTHER_SIDE: not paired}
    return tuple(lack for lack in Lack if missing[lack])


async def lately_asked(store: Store, gathering: str, now: Instant) -> frozenset[str]:
    """Who was asked within a day and not taken back."""
    wanted = Deeds(actions=(ASKED, UNDONE), since=later(now, milliseconds=-AGAIN_AFTER))
    deeds, _ = await store.audit.page(gathering, wanted, limit=_MOST)
    last: dict[str, str] = {}
    for deed in deeds:
        last.setdefault(deed.subject, deed.action)
    return frozenset(person for person, action in last.items() if action == ASKED)


async def remind(store: Store, gathering: str, people: Sequence[str], *, by: str, clock: Clock) -> Instant:
    """Put on record that these were asked; the one instant of all of them."""
    at = clock()
    await _record(store, gathering, people, ASKED, at, at, by)
    return at


async def reminded(store: Store, gathering: str, at: Instant, *, by: str) -> tuple[str, ...]:
    """Whom this member of staff asked at that instant, as far as it was not taken back; in the order of the list."""
    asked = Deeds(by=by, actions=(ASKED,), since=at, until=later(at, milliseconds=1))
    found, _ = await store.audit.page(gathering, asked, limit=_MOST)
    undone, _ = await store.audit.page(gathering, Deeds(by=by, actions=(UNDONE,), since=at), limit=_MOST)
    back = {deed.subject for deed in undone if deed.details["at"] == at}
    # two strokes in one instant name somebody twice
    return tuple(dict.fromkeys(deed.subject for deed in reversed(found) if deed.subject not in back))


async def take_back(store: Store, gathering: str, at: Instant, *, by: str, clock: Clock) -> int:
    """The messages of that instant were not sent after all; how many."""
    people = await reminded(store, gathering, at, by=by)
    await _record(store, gathering, people, UNDONE, clock(), at, by)
    return len(people)


async def _record(
    store: Store, gathering: str, people: Collection[str], action: str, at: Instant, asked: Instant, by: str
) -> None:
    # At once, not one behind the other: the storage puts what waits together into one commit.
    await asyncio.gather(
        *(store.audit.record(Deed(gathering, by, at, action, id_, {"at": asked})) for id_ in people)
    )
