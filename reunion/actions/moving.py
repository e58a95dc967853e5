"""Changing a plan by hand: moving a pair, locking it to a time, a show or out, taking it out."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reunion.actions.arranging import Impossible, phase_of
from reunion.actions.placing import Blocked, careful_of, freed, locked_in, ordered, retimed, together
from reunion.actions.ports import Clock, Conflict, Store
from reunion.actions.posing import instance
from reunion.actions.scheduling import by_show, record_edit
from reunion.actions.surveying import situation
from reunion.domain.conflicts import Clash
from reunion.domain.instants import SECOND, Instant
from reunion.domain.planning import Instance
from reunion.domain.plans import Held, Hold, PlanVersion, Slot, Unplaced
from reunion.domain.rundown import Phase

TAKEN_OUT = "TAKEN_OUT"
"""Reason of a pair that staff took out of the plan."""
LOCKED_OUT = "LOCKED_OUT"
"""Reason of a pair that staff keep out of every plan."""
_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Goes:
    """Where a pair is to go: before another one, at a second, or at the end."""

    show: str
    before: str | None = None
    at: int | None = None


async def lock(
    store: Store, gathering: str, pair: str, *, locked: bool, by: str, clock: Clock
) -> PlanVersion:
    """Keep a pair where it is in every later plan, or let it go again."""

    async def change(plan: PlanVersion) -> PlanVersion:
        slot = await _slot(store, plan, pair)
        slots = tuple(replace(one, locked=locked) if one is slot else one for one in plan.slots)
        return replace(plan, slots=slots, made="lock")

    return await _edit(store, gathering, change, by=by, clock=clock)


async def lock_at(
    store: Store, gathering: str, pair: str, show: str, at: int, *, by: str, clock: Clock
) -> PlanVersion:
    """Put a pair on a show at exactly this second and lock it there; raises Impossible when that cannot be."""

    async def change(plan: PlanVersion) -> PlanVersion:
        after, start = await _moved(store, gathering, plan, pair, Goes(show, at=at), clock())
        if start != at:
            raise Impossible(
                "At that time it cannot be on air: a segment, a lock or one side's own time is in the way."
            )
        slots = tuple(replace(one, locked=True) if one.pair == pair else one for one in after.slots)
        return replace(after, slots=slots, made="lock")

    return await _edit(store, gathering, change, by=by, clock=clock)


async def hold(
    store: Store, gathering: str, pair: str, kind: Held, *, show: str = "", by: str, clock: Clock
) -> PlanVersion:
    """Lock a pair to a show, keep it out, or say that it must be on air."""

    async def change(plan: PlanVersion) -> PlanVersion:
        slot = next((slot for slot in plan.slots if slot.pair == pair), None)
        if kind is not Held.MUST and slot is not None:
            await _slot(store, plan, pair)
        if kind is Held.SHOW and (slot is not None and slot.show != show):
            raise Impossible("It stands on another show: move it first.")
        if kind is Held.SHOW and show not in {head.id for head in await store.shows.every(gathering)}:
            raise Impossible("That show or that pair cannot be arranged any more.")
        gone = {kind} if kind is Held.MUST else {Held.SHOW, Held.OUT}
        held = tuple(one for one in plan.holds if one.pair != pair or one.kind not in gone)
        after = replace(plan, holds=(*held, Hold(pair, kind, show)), made="hold")
        if kind is not Held.OUT:
            return after
        rest = tuple(missing for missing in plan.unplaced if missing.pair != pair)
        return replace(
            after,
            slots=tuple(one for one in plan.slots if one is not slot),
            unplaced=(*rest, Unplaced(pair, LOCKED_OUT)),
        )

    return await _edit(store, gathering, change, by=by, clock=clock)


async def must_air(
    store: Store, gathering: str, pairs: Collection[str], *, by: str, clock: Clock
) -> PlanVersion:
    """Say of several pairs at one stroke that they must be on air."""

    async def change(plan: PlanVersion) -> PlanVersion:
        already = plan.held(Held.MUST)
        fresh = [Hold(pair, Held.MUST) for pair in pairs if pair not in already]
        return replace(plan, holds=(*plan.holds, *fresh), made="hold")

    return await _edit(store, gathering, change, by=by, clock=clock)


async def made_must(store: Store, gathering: str, version: int) -> Collection[str]:
    """The pairs of which that version says first that they must be on air."""
    held = [await store.plans.get(gathering, one) for one in (version - 1, version)]
    before, after = (set(one.held(Held.MUST)) if one else set() for one in held)
    return after - before


async def need_not_air(store: Store, gathering: str, version: int, *, by: str, clock: Clock) -> PlanVersion:
    """Take back what `must_air` said in that version; what stood before it stays, and so does what came later."""

    async def change(plan: PlanVersion) -> PlanVersion:
        gone = await made_must(store, gathering, version)
        kept = tuple(one for one in plan.holds if one.kind is not Held.MUST or one.pair not in gone)
        return replace(plan, holds=kept, made="hold")

    return await _edit(store, gathering, change, by=by, clock=clock)


async def let_go(
    store: Store, gathering: str, pair: str, kinds: Collection[Held], *, by: str, clock: Clock
) -> PlanVersion:
    """Take decisions about a pair away; a slot locked to its time is free again unless only MUST goes."""

    async def change(plan: PlanVersion) -> PlanVersion:
        held = tuple(one for one in plan.holds if one.pair != pair or one.kind not in kinds)
        only_must = set(kinds) == {Held.MUST}
        return replace(
            plan,
            holds=held,
            slots=tuple(
                replace(one, locked=False) if one.pair == pair and not only_must else one
                for one in plan.slots
            ),
            unplaced=tuple(
                Unplaced(pair, TAKEN_OUT) if (one.pair, one.reason) == (pair, LOCKED_OUT) else one
                for one in plan.unplaced
            )
            if Held.OUT in kinds
            else plan.unplaced,
            made="hold",
        )

    return await _edit(store, gathering, change, by=by, clock=clock)


async def take_out(store: Store, gathering: str, pair: str, *, by: str, clock: Clock) -> PlanVersion:
    """Take a pair out of the plan; it stands among the unplaced until it is moved or planned again."""

    async def change(plan: PlanVersion) -> PlanVersion:
        slot = await _slot(store, plan, pair)
        slots = tuple(one for one in plan.slots if one is not slot)
        return replace(plan, slots=slots, unplaced=(*plan.unplaced, Unplaced(pair, TAKEN_OUT)), made="out")

    return await _edit(store, gathering, change, by=by, clock=clock)


async def move(
    store: Store, gathering: str, pair: str, show: str, before: str | None, *, by: str, clock: Clock
) -> PlanVersion:
    """Put a pair before another one of a show, or at its end; later ones give way, a lock to its time goes with it.

    Raises Impossible.
    """

    async def change(plan: PlanVersion) -> PlanVersion:
        return (await _moved(store, gathering, plan, pair, Goes(show, before), clock()))[0]

    return await _edit(store, gathering, change, by=by, clock=clock)


async def _edit(
    store: Store,
    gathering: str,
    change: Callable[[PlanVersion], Awaitable[PlanVersion]],
    *,
    by: str,
    clock: Clock,
) -> PlanVersion:
    """The change made to the newest plan; whoever loses to another producer makes it to that one's plan."""
    for _ in range(_TRIES):
        plan = await _newest(store, gathering)
        try:
            return await record_edit(store, gathering, plan, await change(plan), by=by, clock=clock)
        except Conflict:
            continue
    raise Conflict


async def _moved(
    store: Store, gathering: str, plan: PlanVersion, pair: str, goes: Goes, at: Instant
) -> tuple[PlanVersion, int]:
    """The plan with the pair there, and the second it got."""
    now = await situation(store, gathering, at, of=[pair])
    posed = freed(await asyncio.to_thread(instance, now), pair)
    lane = next((lane for lane in posed.lanes if lane.id == goes.show), None)
    request = next((request for request in posed.pairs if request.id == pair), None)
    if lane is None or request is None:
        raise Impossible("That show or that pair cannot be arranged any more.")
    if any(slot.pair == pair for slot in plan.slots):
        await _slot(store, plan, pair)
    wanted = by_show(plan.slots).get(lane.id, [])
    try:
        row = retimed(posed, lane, ordered(wanted, pair, _place(wanted, pair, goes)), request, goes.at)
    except Blocked as blocked:
        raise Impossible(_why(blocked, pair)) from blocked
    if locked_in(plan, pair):
        row = [replace(slot, locked=True) if slot.pair == pair else slot for slot in row]
    slots = [slot for slot in plan.slots if slot.show != lane.id and slot.pair != pair]
    after = replace(
        plan,
        slots=tuple(sorted((*slots, *row), key=lambda slot: (slot.start, slot.show))),
        unplaced=tuple(missing for missing in plan.unplaced if missing.pair != pair),
        holds=tuple(hold for hold in plan.holds if (hold.pair, hold.kind) != (pair, Held.OUT)),
        made="move",
    )
    _refuse(posed, together(posed, careful_of(posed), after.slots))
    return after, next(slot.start // SECOND for slot in row if slot.pair == pair)


def _place(row: Sequence[Slot], pair: str, goes: Goes) -> int:
    """The pair's place among the others of the show."""
    others = [slot for slot in row if slot.pair != pair]
    if goes.at is not None:
        return sum(slot.start // SECOND < goes.at for slot in others)
    place = next((at for at, slot in enumerate(others) if slot.pair == goes.before), len(others))
    if goes.before is not None and place == len(others):
        raise Impossible("The pair it should stand before is not in this show.")
    return place


def _refuse(posed: Instance, found: Sequence[Clash]) -> None:
    for clash in found:
        if clash.rule == "H7":
            raise Impossible("It is locked to another show: unlock it first.")
        raise Impossible(
            "Somebody of this pair is, or may be, in another one less than %(minutes)d min away.",
            minutes=posed.rules.person_gap_s // 60,
        )


def _why(blocked: Blocked, pair: str) -> str:
    if blocked.locked:
        return "There is no room: the next slot is locked to its time."
    if blocked.pair == pair:
        return "It does not fit there: one of the two sides cannot be there then, or the show is over."
    return "It does not fit there: a later pair would fall outside its own time or after the end."


async def _newest(store: Store, gathering: str) -> PlanVersion:
    plan = await store.plans.newest(gathering)
    if plan is None:
        raise Impossible("There is no plan yet: press “Plan” first.")
    return plan


async def _slot(store: Store, plan: PlanVersion, pair: str) -> Slot:
    slot = next((slot for slot in plan.slots if slot.pair == pair), None)
    if slot is None:
        raise Impossible("This pair has no slot.")
    if await phase_of(store, slot.show) is not Phase.READY:
        raise Impossible("Its show has begun: change it at the desk.")
    return slot
