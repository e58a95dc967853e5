"""An instance from a file as a question to the planner: its weights, times and locks for one planning.

Nothing of it changes a registration or the gathering's settings. Times in the file may only narrow what people named:
nobody is planned where they never said that they could be. Locks become decisions on the board with the plan that is
kept; shows, lengths and rules are the board's own (docs/decisions/0019).
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace

from reunion.actions.ports import Clock, Store
from reunion.actions.posing import instance, placements
from reunion.actions.scheduling import Decided, Proposal, SolveAgain, proposal_of, something_to_plan
from reunion.actions.surveying import Situation, situation
from reunion.domain.planning import Instance, Lane, Lock, PairRequest, Span
from reunion.domain.plans import Held, Hold
from reunion.domain.priorities import MUST_AIR
from reunion.planner.problem import shared_spans


@dataclass(frozen=True, slots=True)
class Brought:
    """What of a file counts, and how it differs from what the board asks; pairs by id."""

    posed: Instance
    """What the planner is asked."""
    locks: Mapping[str, Lock | None]
    """Pairs whose lock is another one than on the board; None where they are free in the file."""
    weights: Mapping[str, tuple[int, int]]
    """What the pair counts on the board and in the file."""
    narrowed: tuple[str, ...]
    """Who has less time than they named."""
    wider: tuple[str, ...]
    """Whom the file gives time that they never named: left out."""
    odd_locks: tuple[str, ...]
    """Whose lock names a show or a time that the board does not have: left out."""
    unknown: tuple[str, ...]
    """Pairs that the gathering does not have, or that are on a show that has begun."""
    missing: int
    """Pairs of the board that the file does not have; they are planned as the board knows them."""

    @property
    def differs(self) -> bool:
        """Whether the file asks anything else than the board."""
        return bool(self.locks or self.weights or self.narrowed)


def brought(now: Situation, file: Instance) -> Brought:
    """The file beside what the board asks."""
    posed = instance(now)
    lanes = {lane.id: lane for lane in posed.lanes}
    theirs = {one.id: one for one in file.pairs}
    both = [(own, theirs[own.id]) for own in posed.pairs if own.id in theirs]
    taken = {own.id: _taken(own, other, lanes) for own, other in both}
    return Brought(
        posed=replace(posed, pairs=tuple(taken.get(own.id, own) for own in posed.pairs)),
        locks={own.id: taken[own.id].lock for own, _ in both if taken[own.id].lock != own.lock},
        weights={
            own.id: (own.weight, taken[own.id].weight)
            for own, _ in both
            if taken[own.id].weight != own.weight
        },
        narrowed=tuple(own.id for own, _ in both if _times(taken[own.id]) != _times(own)),
        wider=tuple(own.id for own, other in both if _times(taken[own.id]) != _times(other)),
        odd_locks=tuple(own.id for own, other in both if not _known(other.lock, lanes)),
        unknown=tuple(one.id for one in file.pairs if one.id not in taken),
        missing=len(posed.pairs) - len(both),
    )


async def propose_brought(
    store: Store, gathering: str, file: Instance, *, solve: SolveAgain, by: str, clock: Clock
) -> Proposal:
    """Plan as the file asks; raises Impossible when there is nothing to plan."""
    now = something_to_plan(await situation(store, gathering, clock()))
    posed = (await asyncio.to_thread(brought, now, file)).posed
    stands = placements(now.before, posed) if now.before else None
    made = await solve(posed, stands)
    decided = _decided(now, posed)
    return await asyncio.to_thread(proposal_of, now, made, by=by, at=clock(), made="file", decided=decided)


def _taken(own: PairRequest, other: PairRequest, lanes: Mapping[str, Lane]) -> PairRequest:
    """The board's request with what counts of the file's."""
    return replace(
        own,
        weight=min(other.weight, MUST_AIR),
        worker_windows=tuple(shared_spans(own.worker_windows, other.worker_windows)),
        family_windows=tuple(shared_spans(own.family_windows, other.family_windows)),
        lock=other.lock if _known(other.lock, lanes) else own.lock,
    )


def _times(request: PairRequest) -> tuple[tuple[Span, ...], ...]:
    return tuple(tuple(sorted(spans)) for spans in (request.worker_windows, request.family_windows))


def _known(lock: Lock | None, lanes: Mapping[str, Lane]) -> bool:
    """Whether the board could keep the lock: what aired elsewhere it does not know."""
    if lock is None or lock.unscheduled:
        return True
    lane = lanes.get(lock.lane)
    inside = lane is not None and (lock.start is None or lane.open <= lock.start < lane.close)
    return inside and not lock.aired


def _decided(now: Situation, posed: Instance) -> Decided:
    """What stays of the decisions on the board, and those of the file."""
    locks = {one.id: one.lock for one in posed.pairs}
    before = now.before.holds if now.before else ()
    kept = [hold for hold in before if hold.kind is Held.MUST or _stays(hold, locks)]
    fresh = [_hold(pair, lock) for pair, lock in locks.items() if lock is not None and lock.start is None]
    locked = frozenset(pair for pair, lock in locks.items() if lock is not None and lock.start is not None)
    return Decided(locked, tuple(dict.fromkeys((*kept, *fresh))))


def _stays(hold: Hold, locks: Mapping[str, Lock | None]) -> bool:
    if hold.pair not in locks:
        return True
    lock = locks[hold.pair]
    return lock is not None and (lock.unscheduled if hold.kind is Held.OUT else lock.lane == hold.show)


def _hold(pair: str, lock: Lock) -> Hold:
    return Hold(pair, Held.OUT) if lock.unscheduled else Hold(pair, Held.SHOW, lock.lane)
