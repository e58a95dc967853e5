"""What one side may know of the other before they meet: only whether whom they named themselves is found."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from reunion.actions.ports import Store
from reunion.domain.names import pinyin
from reunion.domain.people import Registration, Side
from reunion.domain.plans import JOINED, MatchStanding

EVEN: Final = 5000
"""Below even chances, in ten-thousandths, a suggestion is no news."""


class Step(StrEnum):
    """How far finding the other side is."""

    PAIRED = "paired"
    FOUND = "found"
    """A person must still confirm it."""
    LOOKING = "looking"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class News:
    """What a registration's own page says; every name in it is one that its owner typed."""

    step: Step
    paired: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()
    """Whom they named, where the pair they are in has nobody of that name."""


async def news_of(store: Store, mine: Registration, *, looking: bool) -> News:
    """The news for one registration; `looking` while it has not been linked yet."""
    pairs = await store.pairs.of(mine.id)
    with_me = {
        id_
        for pair in pairs
        for id_ in (pair.family if mine.side is Side.WORKER else pair.worker).registrations
    }
    maybe = {
        row.family if mine.side is Side.WORKER else row.worker
        for row in await store.matches.of(mine.id)
        if row.standing in JOINED or (row.standing is MatchStanding.REVIEW and row.score >= EVEN)
    }
    people = await store.registrations.many(sorted(with_me | maybe))
    paired = _named(mine, (people[id_] for id_ in with_me if id_ in people))
    found = _named(mine, (people[id_] for id_ in maybe - with_me if id_ in people))
    found = tuple(name for name in found if name not in paired)
    named = tuple(dict.fromkeys(other.name for other in mine.others if other.name))
    step = Step.PAIRED if pairs else Step.FOUND if found else Step.LOOKING if looking else Step.NOBODY
    # Of several in one pair some may have come under another name: nobody is called missing then.
    known = {*paired, *found} if paired or not pairs else set(named)
    missing = tuple(name for name in named if name not in known)
    otherwise = tuple(name for name in named if name not in found) if pairs and not paired else ()
    return News(step, paired, found, missing, otherwise)


def _named(mine: Registration, people: Iterable[Registration]) -> tuple[str, ...]:
    """Whom of these my registration names, as I wrote it: whoever only guesses learns no name from it."""
    sounds = {pinyin(person.name) for person in people}
    return tuple(
        dict.fromkeys(other.name for other in mine.others if other.name and pinyin(other.name) in sounds)
    )
