"""Making a plan: the planner's answer as a proposal to be kept or dropped, and as a stored version."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from reunion.actions.arranging import Impossible
from reunion.actions.ports import Clock, Deed, Store
from reunion.actions.posing import instance, placements, slot_at
from reunion.actions.surveying import Situation, situation
from reunion.domain.instants import MINUTE, SECOND, Instant
from reunion.domain.people import TELL_AFTER
from reunion.domain.planning import Instance, PairRequest, Placed, Plan, Rules, WhyNot, changes
from reunion.domain.plans import Hold, PlanVersion, Slot, Unplaced
from reunion.domain.promises import must_hear

Solve = Callable[[Instance], Awaitable[Plan]]
"""The planner in a thread: seconds of processor time."""
SolveAgain = Callable[[Instance, Plan | None], Awaitable[Plan]]
"""The same, told what stands on the board."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan that nobody has decided about yet."""

    now: Situation
    """What it was made from."""
    version: PlanVersion
    """What it would be stored as."""
    told: "Differences"
    """What people would have to hear, beside what they were told last."""
    changed: "Differences"
    """What it changes on the board."""


@dataclass(frozen=True, slots=True)
class Differences:
    """Pairs by what becomes of them from one plan to another, each with the old and the new slot."""

    moved: tuple[tuple[Slot, Slot], ...] = ()
    """Another show, or later or earlier than a family may take without a word."""
    shifted: tuple[tuple[Slot, Slot], ...] = ()
    """A little: the page shows the new time, nobody needs to be rung."""
    lost: tuple[Slot, ...] = ()
    gained: tuple[Slot, ...] = ()

    @property
    def told(self) -> int:
        """How many pairs must be told."""
        return len(self.moved) + len(self.lost) + len(self.gained)


@dataclass(frozen=True, slots=True)
class Decided:
    """What staff decided that a plan keeps: who is locked to a time, and everything else."""

    locked: frozenset[str] = frozenset()
    holds: tuple[Hold, ...] = ()


async def make_plan(store: Store, gathering: str, *, solve: Solve, by: str, clock: Clock) -> PlanVersion:
    """Plan every pair on the shows that have not begun, and keep it; raises what `propose` and `keep` raise."""

    async def anew(posed: Instance, _: Plan | None) -> Plan:
        return await solve(posed)

    proposal = await propose(store, gathering, solve=anew, by=by, clock=clock)
    return await keep(store, gathering, proposal, clock=clock)


async def propose(store: Store, gathering: str, *, solve: SolveAgain, by: str, clock: Clock) -> Proposal:
    """Plan every pair on the shows that have not begun; raises Impossible when there is nothing to plan."""
    now = something_to_plan(await situation(store, gathering, clock()))
    posed = await asyncio.to_thread(instance, now)
    stands = placements(now.before, posed) if now.before else None
    made = await solve(posed, stands)
    return await asyncio.to_thread(proposal_of, now, made, by=by, at=clock(), made="plan")


def something_to_plan(now: Situation) -> Situation:
    """The same; raises Impossible when there is nothing to plan."""
    if not now.shows:
        raise Impossible("There is no show that could be planned: set one up first.")
    if not now.pairs:
        raise Impossible("There are no pairs yet: link the registrations first.")
    return now


def proposal_of(
    now: Situation, plan: Plan, *, by: str, at: Instant, made: str, decided: Decided | None = None
) -> Proposal:
    """The planner's answer beside what stands and what people were told; unless told otherwise, with the decisions
    that stand."""
    decided = decided or _standing(now)
    version = PlanVersion(
        version=now.before.version + 1 if now.before else 1,
        at=at,
        by=by,
        slots=tuple(
            sorted((*now.kept, *_slots(now, plan, decided.locked)), key=lambda slot: (slot.start, slot.show))
        ),
        unplaced=tuple(unplaced(pair, why) for pair, why in sorted(plan.unscheduled.items())),
        holds=decided.holds,
        made=made,
    )
    told = differences(now.published, version, now.tell_after) if now.published else Differences()
    return Proposal(now, version, told, differences(now.before, version))


async def keep(store: Store, gathering: str, proposal: Proposal, *, clock: Clock) -> PlanVersion:
    """Store a proposal as the next version; raises Conflict when somebody changed the plan since it was made:
    what they did would be lost."""
    version = replace(proposal.version, at=clock())
    await store.plans.put(gathering, version)
    details = {"version": version.version, "placed": len(version.slots), "unplaced": len(version.unplaced)}
    await store.audit.record(Deed(gathering, version.by, version.at, "plan", gathering, details))
    return version


def differences(before: PlanVersion | None, after: PlanVersion, tell_after: int = TELL_AFTER) -> Differences:
    """What becomes of everybody from one version to another; `tell_after` minutes, as publishing counts them."""
    old = {slot.pair: slot for slot in before.slots} if before else {}
    new = {slot.pair: slot for slot in after.slots}
    everybody = sorted(old.keys() | new.keys(), key=lambda pair: ((new.get(pair) or old[pair]).start, pair))
    posed = Instance((), tuple(PairRequest(pair, 1) for pair in everybody), Rules())
    found = changes(posed, _placed(old.values()), _placed(new.values()))
    other = [(old[pair], new[pair]) for pair in everybody if pair in {*found.moved, *found.shifted}]
    told = [must_hear(was.show, was.start, now.show, now.start, tell_after * MINUTE) for was, now in other]
    return Differences(
        tuple(row for row, heard in zip(other, told, strict=True) if heard),
        tuple(row for row, heard in zip(other, told, strict=True) if not heard),
        tuple(old[pair] for pair in found.lost),
        tuple(new[pair] for pair in found.gained),
    )


def unplaced(pair: str, why: WhyNot) -> Unplaced:
    """The reason as it is stored: sentences and numbers side by side under flat keys."""
    params: dict[str, str | int] = {"says": why.detail.text}
    params |= {f"says.{name}": value for name, value in why.detail.numbers.items()}
    for number, attempt in enumerate(why.tries):
        params[f"try{number}"] = attempt.says.text
        params |= {f"try{number}.{name}": value for name, value in attempt.says.numbers.items()}
    return Unplaced(pair, why.reason, params)


def sentences_of(missing: Unplaced) -> list[tuple[str, dict[str, str | int]]]:
    """(msgid, its numbers) of the reason and of what would help, the reason first."""
    keys = [key for key in missing.params if "." not in key]
    return [
        (
            str(missing.params[key]),
            {
                name.removeprefix(f"{key}."): value
                for name, value in missing.params.items()
                if name.startswith(f"{key}.")
            },
        )
        for key in keys
    ]


def by_show(slots: Iterable[Slot]) -> dict[str, list[Slot]]:
    """The slots of each show in time order."""
    ordered = sorted(slots, key=lambda slot: (slot.show, slot.start))
    return {show: list(row) for show, row in groupby(ordered, key=lambda slot: slot.show)}


async def take_back(store: Store, gathering: str, version: int, *, by: str, clock: Clock) -> PlanVersion:
    """Make the plan what it was in an earlier version, as a new one; shows that have begun stay as they are.

    Raises Impossible when there is no such version, Conflict when somebody was faster.
    """
    wanted = await store.plans.get(gathering, version)
    asked = [slot.pair for slot in wanted.slots] if wanted else []
    now = await situation(store, gathering, clock(), of=asked)
    if wanted is None or now.before is None:
        raise Impossible("There is no version %(version)d.", version=version)
    open_shows, wants = {head.id for head in now.shows}, {pair.id for pair in now.pairs}
    slots = [slot for slot in wanted.slots if slot.show in open_shows and slot.pair in wants]
    placed = {slot.pair for slot in (*now.kept, *slots)}
    after = replace(
        wanted,
        slots=tuple(sorted((*now.kept, *slots), key=lambda slot: (slot.start, slot.show))),
        unplaced=tuple(one for one in wanted.unplaced if one.pair not in placed),
        made=f"back-{version}",
    )
    return await record_edit(store, gathering, now.before, after, by=by, clock=clock)


async def record_edit(
    store: Store, gathering: str, before: PlanVersion, after: PlanVersion, *, by: str, clock: Clock
) -> PlanVersion:
    """Store a change by hand as the next version; raises Conflict when `before` is the newest no more."""
    at = clock()
    after = replace(after, version=before.version + 1, at=at, by=by, published=False)
    await store.plans.put(gathering, after)
    await store.audit.record(Deed(gathering, by, at, "plan-edit", gathering, {"version": after.version}))
    return after


def _standing(now: Situation) -> Decided:
    if now.before is None:
        return Decided()
    return Decided(frozenset(slot.pair for slot in now.before.slots if slot.locked), now.before.holds)


def _slots(now: Situation, plan: Plan, locked: frozenset[str]) -> list[Slot]:
    asked = {request.id: request for request in instance(now).pairs}
    return [
        slot_at(asked[pair], placed.lane, placed.start, locked=pair in locked)
        for pair, placed in plan.assign.items()
    ]


def _placed(slots: Iterable[Slot]) -> Plan:
    return Plan({slot.pair: Placed(slot.show, slot.start // SECOND) for slot in slots})
