"""Asking many again for what their sign-up lacks; whom and when stands in the record, and is taken back by it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Final

from reunion.actions.ports import Clock, Deed, Deeds, Mark, Store
from reunion.actions.telling import Step, news_of
from reunion.domain.instants import DAY, Instant, later
from reunion.domain.people import Registration

ASKED: Final = "remind"
UNDONE: Final = "remind-undone"
AGAIN_AFTER: Final = DAY
"""Nobody is asked by two of the office on one day."""
_AT_ONCE: Final = 1_000
"""Deeds of one look into the record."""


class Lack(StrEnum):
    """What a sign-up lacks that only its owner can bring."""

    CONSENT = "consent"
    """Nobody asked, or was answered, whether they agree to be on air."""
    OTHER_SIDE = "other-side"
    """The other side has not signed up, or was not found."""


async def lacking(store: Store, person: Registration) -> tuple[Lack, ...]:
    """What to ask somebody for; whom their own page calls found, for the office to look at, is not asked after."""
    news = await news_of(store, person, looking=False)
    return lacks(person, found=news.step in {Step.PAIRED, Step.FOUND})


def lacks(person: Registration, *, found: bool) -> tuple[Lack, ...]:
    """What to ask for; who declined to be on air is not asked again."""
    missing = {Lack.CONSENT: not person.consent.given, Lack.OTHER_SIDE: not found}
    return tuple(lack for lack in Lack if missing[lack])


async def lately_asked(store: Store, gathering: str, people: Collection[str], now: Instant) -> frozenset[str]:
    """Whom of these anybody asked within a day and did not take back."""
    within = Deeds(subjects=people, since=later(now, milliseconds=-AGAIN_AFTER))
    return frozenset(deed.subject for deed in await _stand(store, gathering, within)).intersection(people)


async def newest_stroke(store: Store, gathering: str, now: Instant, *, by: str) -> Instant | None:
    """When this member of staff asked last within a day, as far as it was not taken back."""
    mine = Deeds(by=by, since=later(now, milliseconds=-AGAIN_AFTER))
    return next((deed.at for deed in await _stand(store, gathering, mine)), None)


async def remind(store: Store, gathering: str, people: Sequence[str], *, by: str, clock: Clock) -> Instant:
    """Put on record that these were asked; the one instant of all of them."""
    at = clock()
    await _record(store, gathering, people, ASKED, at, at, by)
    return at


async def reminded(store: Store, gathering: str, at: Instant, *, by: str) -> tuple[str, ...]:
    """Whom this member of staff asked at that instant, as far as it was not taken back; in the order of the list."""
    stand = await _stand(store, gathering, Deeds(by=by, since=at))
    # two strokes in one instant name somebody twice
    return tuple(dict.fromkeys(deed.subject for deed in reversed(stand) if deed.at == at))


async def take_back(store: Store, gathering: str, at: Instant, *, by: str, clock: Clock) -> int:
    """The messages of that instant were not sent after all; how many."""
    people = await reminded(store, gathering, at, by=by)
    await _record(store, gathering, people, UNDONE, clock(), at, by)
    return len(people)


async def _stand(store: Store, gathering: str, wanted: Deeds) -> list[Deed]:
    """Who was asked, of what is wanted of the record, without what whoever asked took back; the newest first."""
    asked, back = [], set()
    past: Mark | None = None
    wanted = replace(wanted, actions=(ASKED, UNDONE))
    while True:
        deeds, past = await store.audit.page(gathering, wanted, limit=_AT_ONCE, past=past)
        asked += [deed for deed in deeds if deed.action == ASKED]
        back |= {(deed.subject, deed.by, deed.details["at"]) for deed in deeds if deed.action == UNDONE}
        if past is None:
            return [deed for deed in asked if (deed.subject, deed.by, deed.at) not in back]


async def _record(
    store: Store, gathering: str, people: Collection[str], action: str, at: Instant, asked: Instant, by: str
) -> None:
    await store.audit.record_all([Deed(gathering, by, at, action, id_, {"at": asked}) for id_ in people])
