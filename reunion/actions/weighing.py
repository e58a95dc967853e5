"""What staff's decisions say about the weights of linking; used only when staff say so, and taken back again."""

import asyncio
from functools import lru_cache
from typing import Final

from reunion.actions.ports import Clock, Deed, Store
from reunion.actions.ports.reviewing import Weighing
from reunion.domain.linking import Decided, Estimate, Weights, re_estimate, weights_of
from reunion.domain.plans import MatchStanding

LEARNED_FROM: Final = 300
"""The most doubtful decisions: what was as good as certain teaches nothing, and more of them take too long."""
KEPT: Final = 4
"""Estimates kept, without anybody's words in them: levels of evidence and scores."""


async def weights_in_use(store: Store, gathering: str) -> Weights:
    """What this gathering is linked with now."""
    return weights_of(await _in_use(store, gathering))


async def lesson(store: Store, gathering: str) -> Estimate:
    """What would change; stores nothing. In a thread: it is a tenth of a second of processor time."""
    rows = await store.reviews.decided(gathering, limit=LEARNED_FROM)
    decided = tuple(
        Decided(row.clues, row.score / 10_000, row.standing is MatchStanding.CONFIRMED)
        for row in rows
        if row.clues
    )
    return await asyncio.to_thread(_estimated, decided, await _in_use(store, gathering))


async def _in_use(store: Store, gathering: str) -> str:
    newest = next(iter(await store.reviews.weighings(gathering)), None)
    return newest.weights if newest else ""


@lru_cache(KEPT)
def _estimated(decided: tuple[Decided, ...], weights: str) -> Estimate:
    """The same decisions say the same: the page is opened more often than anything is decided."""
    return re_estimate(decided, weights_of(weights))


async def take_lesson(store: Store, gathering: str, *, by: str, clock: Clock) -> Weighing | None:
    """Use what the decisions say from now on; None when they are too few or change nothing."""
    estimate = await lesson(store, gathering)
    if not estimate.enough or not estimate.changes:
        return None
    return await _append(store, gathering, estimate.weights.to_json(), estimate.decisions, by=by, clock=clock)


async def take_back(store: Store, gathering: str, *, by: str, clock: Clock) -> Weighing | None:
    """Use again what was used before the newest version; None when there is none."""
    versions = await store.reviews.weighings(gathering)
    if not versions:
        return None
    before = versions[1] if len(versions) > 1 else None
    weights, decisions = (before.weights, before.decisions) if before else ("", 0)
    return await _append(store, gathering, weights, decisions, by=by, clock=clock, action="weights-undone")


async def _append(
    store: Store,
    gathering: str,
    weights: str,
    decisions: int,
    *,
    by: str,
    clock: Clock,
    action: str = "weights",
) -> Weighing:
    newest = next((one.version for one in await store.reviews.weighings(gathering)), 0)
    stored = Weighing(newest + 1, clock(), by, weights, decisions)
    await store.reviews.put_weighing(gathering, stored)
    details = {"version": stored.version, "decisions": decisions}
    await store.audit.record(Deed(gathering, by, stored.at, action, gathering, details))
    return stored
