"""What a stop in the middle may have left undone: people whose links, doubles and pairs do not say the same."""

import asyncio
from collections.abc import Iterable, Sequence, Set
from typing import Final

from reunion.actions.ports import Store
from reunion.actions.ports.linking import Circles
from reunion.domain.doubles import DECIDED
from reunion.domain.people import Pair

PAGE: Final = 200
"""People asked for in one message."""


async def left_undone(
    store: Store, circles: Circles, gathering: str, people: Sequence[str]
) -> tuple[str, ...]:
    """Whose doubles or pairs are to be made anew; `people` is everybody in the circle."""
    joined, pairs = await store.matches.joined(gathering), await store.pairs.every(gathering)
    # A hundred thousand links are a tenth of a second of set arithmetic: the pages go on beside it.
    found = await asyncio.to_thread(astray, joined, pairs)
    every = await store.doubles.every(gathering)
    decided = {(one.first, one.second) for one in every if one.standing in DECIDED}
    stored = {one for one in every if one.standing not in DECIDED}
    there = set()
    for start in range(0, len(people), PAGE):
        for one in await circles.alike(gathering, people[start : start + PAGE]):
            if (one.first, one.second) not in decided:
                there.add(one)
    found |= {id_ for one in stored ^ there for id_ in (one.first, one.second)}
    return tuple(sorted(found))


def astray(joined: Set[tuple[str, str]], pairs: Iterable[Pair]) -> set[str]:
    """Who is linked and in no pair together, or in a pair and linked to nobody in it.

    A worker who is in a pair only for having registered twice is among them: looking once more harms nobody.
    """
    together: set[tuple[str, str]] = set()
    found: set[str] = set()
    for pair in pairs:
        mine = {
            (worker, family)
            for worker in pair.worker.registrations
            for family in pair.family.registrations
            if (worker, family) in joined
        }
        together |= mine
        members = {*pair.worker.registrations, *pair.family.registrations}
        found |= members - {id_ for link in mine for id_ in link}
    return found | {id_ for link in joined - together for id_ in link}
