"""Changing a plan by hand: locking a slot, moving a pair, taking one out."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final

from reunion.actions.arranging import Impossible, phase_of
from reunion.actions.ports import Clock, Conflict, Store
from reunion.actions.scheduling import by_show, instance, record_edit, situation, slot_at
from reunion.domain.instants import SECOND
from reunion.domain.planning import Instance, Lane, PairRequest, Span
from reunion.domain.plans import PlanVersion, Slot, Unplaced
from reunion.domain.rundown import Phase

TAKEN_OUT = "TAKEN_OUT"
"""Reason of a pair that staff took out of the plan."""
_TRIES: Final = 5


async def lock(
    store: Store, gathering: str, pair: str, *, locked: bool, by: str, clock: Clock
) -> PlanVersion:
    """Keep a pair where it is in every later plan, or let it go again."""

    async def change(plan: PlanVersion) -> PlanVersion:
        slot = await _slot(store, plan, pair)
        return replace(
            plan,
            slots=tuple(replace(one, locked=locked) if one is slot else one for one in plan.slots),
        )

    return await _edit(store, gathering, change, by=by, clock=clock)


async def take_out(store: Store, gathering: str, pair: str, *, by: str, clock: Clock) -> PlanVersion:
    """Take a pair out of the plan; it stands among the unplaced until it is moved or planned again."""

    async def change(plan: PlanVersion) -> PlanVersion:
        slot = await _slot(store, plan, pair)
        return replace(
            plan,
            slots=tuple(one for one in plan.slots if one is not slot),
            unplaced=(*plan.unplaced, Unplaced(pair, TAKEN_OUT)),
        )

    return await _edit(store, gathering, change, by=by, clock=clock)


async def move(
    store: Store, gathering: str, pair: str, show: str, before: str | None, *, by: str, clock: Clock
) -> PlanVersion:
    """Put a pair before another one of a show, or at its end; later ones give way. Raises Impossible."""

    async def change(plan: PlanVersion) -> PlanVersion:
        return await _moved(store, gathering, plan, pair, show, before)

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
    store: Store, gathering: str, plan: PlanVersion, pair: str, show: str, before: str | None
) -> PlanVersion:
    now = await situation(store, gathering)
    posed = instance(now)
    lane = next((lane for lane in posed.lanes if lane.id == show), None)
    if lane is None or not any(request.id == pair for request in posed.pairs):
        raise Impossible("That show or that pair cannot be arranged any more.")
    if any(slot.pair == pair for slot in plan.slots):
        await _slot(store, plan, pair)
    row = _retimed(posed, lane, _ordered(plan, pair, show, before), pair)
    slots = [slot for slot in plan.slots if slot.show != show and slot.pair != pair]
    after = replace(
        plan,
        slots=tuple(sorted((*slots, *row), key=lambda slot: (slot.start, slot.show))),
        unplaced=tuple(missing for missing in plan.unplaced if missing.pair != pair),
    )
    _apart(posed, after)
    return after


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


def _ordered(plan: PlanVersion, pair: str, show: str, before: str | None) -> tuple[list[Slot], int, int]:
    """The show's other slots, where the pair goes among them, and the first place that may change."""
    row = by_show(plan.slots).get(show, [])
    stood = next((at for at, slot in enumerate(row) if slot.pair == pair), None)
    others = [slot for slot in row if slot.pair != pair]
    goes = next((at for at, slot in enumerate(others) if slot.pair == before), len(others))
    if before is not None and goes == len(others):
        raise Impossible("The pair it should stand before is not in this show.")
    return others, goes, goes if stood is None else min(goes, stood)


def _retimed(posed: Instance, lane: Lane, ordered: tuple[list[Slot], int, int], pair: str) -> list[Slot]:
    """The show's slots with the pair in its new place: as they were before it, then each as early as it fits
    but, behind the gap that the pair left, never earlier than it was."""
    others, goes, first = ordered
    requests = {request.id: request for request in posed.pairs}
    row: list[Slot] = list(others[:first])
    buffer_s = posed.rules.buffer_s
    free = _end(row[-1]) + buffer_s if row else lane.open
    for at, slot in enumerate([*others[:goes], None, *others[goes:]]):
        if at < first:
            continue
        request = requests[pair if slot is None else slot.pair]
        asked = free if slot is None or at < goes else max(free, slot.start // SECOND)
        if slot is not None and slot.locked:
            start: int | None = slot.start // SECOND
            if slot.start // SECOND < free:
                raise Impossible("There is no room: the next slot is locked to its time.")
        else:
            start = _first_fit(request, lane, asked)
        if start is None:
            raise Impossible(_why(request, pair))
        row.append(slot_at(request, lane.id, start, locked=slot is not None and slot.locked))
        free = start + request.duration + buffer_s
    return row


def _first_fit(request: PairRequest, lane: Lane, after: int) -> int | None:
    """The first second from `after` on that lies in a window of both sides and beside every block."""
    for a, b in _meeting(request):
        start = max(a, after)
        for block in sorted(lane.blocks):
            if start < block[1] and block[0] < start + request.duration:
                start = block[1]
        if start + request.duration <= min(b, lane.close):
            return start
    return None


def _meeting(request: PairRequest) -> list[Span]:
    found = ((max(a, c), min(b, d)) for a, b in request.worker_windows for c, d in request.family_windows)
    return sorted(span for span in found if span[1] - span[0] >= request.duration)


def _why(request: PairRequest, pair: str) -> str:
    if request.id == pair:
        return "It does not fit there: one of the two sides cannot be there then, or the show is over."
    return "It does not fit there: a later pair would fall outside its own time or after the end."


def _end(slot: Slot) -> int:
    return slot.start // SECOND + slot.seconds


def _apart(posed: Instance, plan: PlanVersion) -> None:
    """Raises Impossible when somebody of the show would be at two places at once (H8)."""
    people = {request.id: set(request.persons) for request in posed.pairs}
    gap = posed.rules.person_gap_s
    ordered = sorted(plan.slots, key=lambda slot: slot.start)
    for at, slot in enumerate(ordered):
        for later in ordered[at + 1 :]:
            if later.start // SECOND >= _end(slot) + gap:
                break
            if people.get(slot.pair, set()) & people.get(later.pair, set()):
                raise Impossible(
                    "Somebody of this pair is in another one less than %(minutes)d minutes away.",
                    minutes=gap // 60,
                )
