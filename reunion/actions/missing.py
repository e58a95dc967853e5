"""Who has no slot: a page of the pairs that the plan leaves out, those that staff decided about first."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from reunion.actions.moving import LOCKED_OUT, TAKEN_OUT
from reunion.actions.ports import Store, WithoutSlot
from reunion.actions.surveying import Situation, read_pairs
from reunion.domain.people import Pair
from reunion.domain.plans import Held, PlanVersion, Unplaced

PAGE: Final = 50
ALARMS: Final = 20
"""Pairs that must be on air and have no slot: so many are named, of the others how many they are."""
SEATED: Final = 10
"""Pairs with a slot that are named where words find them too."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Which of them a list shows."""

    page: int = 1
    words: str = ""
    chosen: str = ""
    """A pair that stands there whatever the page and the words are."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A page of the list."""

    rows: tuple[Unplaced, ...]
    total: int
    """How many the words find."""
    page: int
    """Its number: past the end of the list it is the last one."""
    everybody: int
    """How many have no slot."""
    alarms: tuple[str, ...]
    """Those that must be on air; at most ALARMS."""
    more_alarms: int
    seated: tuple[str, ...] = ()
    """Of those who have a slot whom the words find, at most SEATED."""


async def missing(store: Store, gathering: str, now: Situation, listed: Listed) -> tuple[Missing, Situation]:
    """The page that is asked for, and what stands with its pairs beside those that are read already.

    Who must be on air comes first, then who was taken out by hand, then everybody by id.
    """
    # A plan leaves out as many as there are: who they are is sorted out beside the loop.
    asked, told = await asyncio.to_thread(sorted_out, now.before, listed.words)
    found, total, page = await turned_to(store, gathering, asked, listed.page, PAGE)
    everybody = await _everybody(store, gathering, asked.placed) if listed.words else total
    urgent = await _urgent(store, gathering, now.before)
    alarms = urgent[:ALARMS]
    seated = await _seated(store, gathering, asked)
    ids = [pair.id for pair in found]
    elsewhere = listed.chosen and listed.chosen not in {*ids, *asked.placed}
    if elsewhere and await store.pairs.many(gathering, [listed.chosen]):
        ids = [listed.chosen, *ids]
    rows = tuple(told.get(id_, Unplaced(id_, "")) for id_ in ids)
    # a reason may name another pair that has lost its slot since
    named = [str(value) for row in rows for key, value in row.params.items() if key.endswith(".pair")]
    read = {pair.id for pair in (*now.pairs, *now.settled)}
    pairs, people = await read_pairs(store, gathering, {*ids, *alarms, *named, *seated} - read)
    return Missing(rows, total, page, everybody, alarms, len(urgent) - len(alarms), seated), replace(
        now, pairs=(*now.pairs, *pairs), people={**now.people, **people}
    )


async def turned_to(
    store: Store, gathering: str, asked: WithoutSlot, page: int, most: int
) -> tuple[tuple[Pair, ...], int, int]:
    """A page of so many pairs, how many they are in all, and the page's number: past the end it is the last one."""
    found, total = await store.pairs.missing(gathering, asked, limit=most, offset=(page - 1) * most)
    last = max(-(-total // most), 1)
    if page > last:
        return await turned_to(store, gathering, asked, last, most)
    return found, total, page


async def count_missing(
    store: Store, gathering: str, plan: PlanVersion | None
) -> tuple[int, tuple[str, ...]]:
    """How many pairs have no slot now, whoever came since the plan among them, and who of them must be on air."""
    placed = {slot.pair for slot in plan.slots} if plan else ()
    return await _everybody(store, gathering, placed), await _urgent(store, gathering, plan)


async def _everybody(store: Store, gathering: str, placed: Collection[str]) -> int:
    _, everybody = await store.pairs.missing(gathering, WithoutSlot(placed), limit=1)
    return everybody


async def _seated(store: Store, gathering: str, asked: WithoutSlot) -> tuple[str, ...]:
    if not asked.words:
        return ()
    among = WithoutSlot((), words=asked.words, among=asked.placed)
    found, _ = await store.pairs.missing(gathering, among, limit=SEATED)
    return tuple(pair.id for pair in found)


async def _urgent(store: Store, gathering: str, plan: PlanVersion | None) -> tuple[str, ...]:
    # a decision outlives its pair
    pairs = await store.pairs.many(gathering, _must_air(plan)) if plan else ()
    return tuple(pair.id for pair in pairs)


def _must_air(plan: PlanVersion) -> list[str]:
    """Pairs that staff want on air in any case and that have no slot, by id."""
    return sorted(plan.held(Held.MUST).keys() - {slot.pair for slot in plan.slots})


def sorted_out(plan: PlanVersion | None, words: str) -> tuple[WithoutSlot, dict[str, Unplaced]]:
    """Who is asked for, and what the plan says of them."""
    if plan is None:
        return WithoutSlot((), words=words), {}
    told = {one.pair: one for one in plan.unplaced}
    placed = {slot.pair for slot in plan.slots}
    by_hand = [one.pair for one in plan.unplaced if one.reason in (TAKEN_OUT, LOCKED_OUT)]
    return WithoutSlot(placed, (_must_air(plan), by_hand), words), told
