"""Who has no slot: a page of the pairs that the plan leaves out, those that staff decided about first."""

from dataclasses import dataclass, replace
from typing import Final

from reunion.actions import ports
from reunion.actions.moving import LOCKED_OUT, TAKEN_OUT
from reunion.actions.ports import Store
from reunion.actions.surveying import Situation, read_pairs
from reunion.domain.plans import Held, Unplaced

PAGE: Final = 50
ALARMS: Final = 20
"""Pairs that must be on air and have no slot: so many are named, of the others how many they are."""


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
    everybody: int
    """How many have no slot."""
    alarms: tuple[str, ...]
    """Those that must be on air; at most ALARMS."""
    more_alarms: int


async def missing(store: Store, gathering: str, now: Situation, listed: Listed) -> tuple[Missing, Situation]:
    """The page that is asked for, and what stands with its pairs beside the planned ones.

    Who must be on air comes first, then who was taken out by hand, then everybody by id.
    """
    plan = now.before
    placed = {slot.pair for slot in plan.slots} if plan else set()
    told = {one.pair: one for one in plan.unplaced} if plan else {}
    must = sorted(plan.held(Held.MUST).keys() - placed) if plan else []
    by_hand = [one.pair for one in told.values() if one.reason in (TAKEN_OUT, LOCKED_OUT)]
    wanted = ports.Missing(placed, (must, by_hand), listed.words)
    found, total = await store.pairs.missing(
        gathering, wanted, limit=PAGE, offset=(max(listed.page, 1) - 1) * PAGE
    )
    everybody = total
    if listed.words:
        _, everybody = await store.pairs.missing(gathering, ports.Missing(placed), limit=1)
    ids = [pair.id for pair in found]
    if listed.chosen not in {*ids, *placed} and await store.pairs.many(gathering, [listed.chosen]):
        ids = [listed.chosen, *ids]
    rows = tuple(told.get(id_, Unplaced(id_, "")) for id_ in ids)
    # a reason may name another pair that has lost its slot since
    named = [str(value) for row in rows for key, value in row.params.items() if key.endswith(".pair")]
    read = {pair.id for pair in (*now.pairs, *now.settled)}
    pairs, people = await read_pairs(store, gathering, {*ids, *must[:ALARMS], *named} - read)
    known = read | {pair.id for pair in pairs}
    alarms = tuple(id_ for id_ in must[:ALARMS] if id_ in known)
    return Missing(rows, total, everybody, alarms, len(must[ALARMS:])), replace(
        now, pairs=(*now.pairs, *pairs), people={**now.people, **people}
    )
