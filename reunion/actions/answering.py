"""What a family says about its own slot: I will come, I am here, I have tried camera and microphone."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from reunion.actions.attending import Place
from reunion.actions.ports import Store
from reunion.actions.running import Stages
from reunion.domain.calls import asked
from reunion.domain.commands import MarkReady
from reunion.domain.people import Registration, Side
from reunion.domain.readiness import Origin, Ready, after_saying
from reunion.domain.refusal import Refused
from reunion.domain.rundown import AHEAD, State

ANSWERS: Final = frozenset({Ready.CONFIRMED, Ready.WAITING, Ready.CHECKED})
"""What a family may say of itself; the rest is found out by the studio."""


@dataclass(frozen=True, slots=True)
class OwnSlot:
    """Where a family's pair stands in a show."""

    show: str
    pair: str
    item: str
    side: Side
    """Which side of the pair the family is."""
    state: State
    ready: Ready
    """How ready this side is."""
    barred: bool = False
    """Somebody on it has not agreed to be on air."""


async def own_slot(store: Store, stages: Stages, registration: Registration) -> OwnSlot | None:
    """The slot still to come, or on air, or else the last one; None while nothing is published."""
    found: list[tuple[bool, OwnSlot]] = []
    for pair in await store.pairs.of(registration.id):
        for show, item in await store.shows.items_of(pair.id):
            stage = await stages.get(show)
            if stage is None or item not in stage.show.items:
                continue
            state = stage.show.items[item].state
            open_ = state in AHEAD or state is State.ON_AIR
            ready, _ = stage.show.side(item, registration.side)
            slot = OwnSlot(show, pair.id, item, registration.side, state, ready, item in stage.show.barred)
            found.append((open_, slot))
    still_open = [slot for open_, slot in found if open_]
    return still_open[0] if still_open else found[-1][1] if found else None


async def answer(
    store: Store,
    stages: Stages,
    registration: Registration,
    says: Ready,
    *,
    watched: Callable[[Place], bool] = lambda _: False,
) -> Ready:
    """Note what the family says; what the studio knows better stays. Raises Refused.

    `watched` says whether a page of that side keeps its line open: then it counts as there as long as it does.
    """
    if says not in ANSWERS:
        raise Refused("malformed")
    slot = await own_slot(store, stages, registration)
    stage = await stages.get(slot.show) if slot else None
    if slot is None or stage is None:
        raise Refused("unknown-item")
    state, mark = stage.show.side(slot.item, slot.side)
    becomes = after_saying(state, mark, says)
    asks = asked(stage.show.heard(slot.item, slot.side), state, mark)
    if becomes is state and asks is None:
        return state
    open_ = watched(Place(slot.show, slot.pair, slot.side))
    origin = Origin.OWN if open_ else Origin.CREW
    command = MarkReady(slot.item, slot.side, becomes, origin)
    await stage.perform(command, f"answer-{secrets.token_hex(8)}", registration.id)
    return becomes
