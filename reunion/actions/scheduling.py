"""From the gathering to a plan: the instance, the planner's answer, and changes by hand."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from reunion.actions.arranging import Impossible, phase_of, segment_end
from reunion.actions.ports import Clock, Deed, Store
from reunion.domain.instants import SECOND, Instant
from reunion.domain.people import Pair, Registration, Window
from reunion.domain.planning import Instance, Lane, Lock, PairRequest, Plan, Rules, Span, WhyNot
from reunion.domain.plans import PlanVersion, ShowHead, Slot, Unplaced
from reunion.domain.rundown import Phase

Solve = Callable[[Instance], Awaitable[Plan]]
"""The planner in a thread: seconds of processor time."""

SHORTEST_S: Final = 60
LONGEST_S: Final = 90
EACH_MORE_S: Final = 5
"""For every person beyond one on each side, up to the longest."""
EARLY_S: Final = 300
"""Nobody is on air earlier than this before the time they were told, unless they agreed."""
WEIGHT: Final = 10
YEARS_COUNTED: Final = 10
"""A pair counts one tenth more for every year away, up to twice as much."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What stands before planning."""

    shows: tuple[ShowHead, ...]
    """Those that may still be arranged."""
    pairs: tuple[Pair, ...]
    """Those that want a slot on these shows."""
    people: Mapping[str, Registration]
    kept: tuple[Slot, ...]
    """Slots of shows that are live or over; nobody touches them."""
    before: PlanVersion | None


async def situation(store: Store, gathering: str) -> Situation:
    """Read what planning needs."""
    before = await store.plans.newest(gathering)
    shows = []
    settled: set[str] = set()
    for head in await store.shows.every(gathering):
        if await phase_of(store, head.id) is Phase.READY:
            shows.append(head)
        else:
            settled.add(head.id)
    kept = tuple(slot for slot in before.slots if slot.show in settled) if before else ()
    done = {slot.pair for slot in kept}
    people = {person.id: person for person in await store.registrations.every(gathering)}
    pairs = tuple(pair for pair in await store.pairs.every(gathering) if pair.id not in done)
    return Situation(tuple(shows), pairs, people, kept, before)


async def make_plan(store: Store, gathering: str, *, solve: Solve, by: str, clock: Clock) -> PlanVersion:
    """Plan every pair on the shows that have not begun; raises Impossible when there is nothing to plan, and
    Conflict when somebody changed the plan while the planner worked: what they did would be lost."""
    now = await situation(store, gathering)
    if not now.shows:
        raise Impossible("There is no show that could be planned: set one up first.")
    if not now.pairs:
        raise Impossible("There are no pairs yet: link the registrations first.")
    plan = await solve(instance(now))
    return await keep_plan(store, gathering, now, plan, by=by, clock=clock)


async def keep_plan(
    store: Store, gathering: str, now: Situation, plan: Plan, *, by: str, clock: Clock
) -> PlanVersion:
    """Store the planner's answer as the version after the one it was made from; raises Conflict."""
    at = clock()
    version = PlanVersion(
        version=now.before.version + 1 if now.before else 1,
        at=at,
        by=by,
        slots=tuple(sorted((*now.kept, *_slots(now, plan)), key=lambda slot: (slot.start, slot.show))),
        unplaced=tuple(unplaced(pair, why) for pair, why in sorted(plan.unscheduled.items())),
    )
    await store.plans.put(gathering, version)
    details = {"version": version.version, "placed": len(version.slots), "unplaced": len(version.unplaced)}
    await store.audit.record(Deed(gathering, by, at, "plan", gathering, details))
    return version


def instance(now: Situation) -> Instance:
    """The planner's instance, in whole seconds UTC; a lane for each show, blocks for its segments."""
    evenings = {start: number for number, start in enumerate(sorted({s.planned_start for s in now.shows}))}
    lanes = tuple(_lane(head, evenings[head.planned_start]) for head in now.shows)
    buffer_s = max((head.buffer_s for head in now.shows), default=Rules().buffer_s)
    whole = _whole(now.shows)
    locked = {slot.pair: slot for slot in now.before.slots if slot.locked} if now.before else {}
    pairs = (_request(pair, now.people, whole, locked.get(pair.id)) for pair in now.pairs)
    return Instance(lanes, tuple(pairs), Rules(buffer_s=buffer_s))


def windows_of(people: Iterable[Registration], whole: Span) -> tuple[Span, ...]:
    """When all of one side can be there, in seconds; `whole` stands for somebody who named no time.

    When their times have nothing in common, those of whoever registered first count.
    """
    named = [_spans(person.windows) for person in people if person.windows]
    shared: tuple[Span, ...] = (whole,)
    for spans in named:
        shared = _common(shared, spans)
    return shared or (named[0] if named else (whole,))


def seconds_of(persons: int) -> int:
    """How long a greeting of that many people on both sides is."""
    return min(SHORTEST_S + EACH_MORE_S * max(persons - 2, 0), LONGEST_S)


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


def _slots(now: Situation, plan: Plan) -> list[Slot]:
    asked = {request.id: request for request in instance(now).pairs}
    locked = {slot.pair for slot in now.before.slots if slot.locked} if now.before else set()
    return [
        slot_at(asked[pair], placed.lane, placed.start, locked=pair in locked)
        for pair, placed in plan.assign.items()
    ]


def slot_at(request: PairRequest, show: str, start: int, *, locked: bool) -> Slot:
    """The slot of a pair at a second; it never comes before its windows nor long before what is told."""
    opens = max(
        next((a for a, b in spans if a <= start < b), start - EARLY_S)
        for spans in (request.worker_windows, request.family_windows)
    )
    return Slot(
        pair=request.id,
        show=show,
        start=Instant(start * SECOND),
        seconds=request.duration,
        earliest=Instant(max(opens, start - EARLY_S) * SECOND),
        locked=locked,
    )


def _request(pair: Pair, people: Mapping[str, Registration], whole: Span, locked: Slot | None) -> PairRequest:
    workers = [people[id_] for id_ in pair.worker.registrations if id_ in people]
    families = [people[id_] for id_ in pair.family.registrations if id_ in people]
    both = [*workers, *families]
    years = max((person.years_away or 0 for person in both), default=0)
    return PairRequest(
        id=pair.id,
        duration=seconds_of(_persons(workers) + _persons(families)),
        weight=WEIGHT + min(years, YEARS_COUNTED),
        persons=tuple(person.id for person in both),
        township=next((person.township for person in [*families, *workers] if person.township), ""),
        worker_windows=windows_of(workers, whole),
        family_windows=windows_of(families, whole),
        prefers=next((person.dialect for person in families if person.dialect), ""),
        lock=Lock(locked.show, locked.start // SECOND) if locked else None,
    )


def _persons(side: Sequence[Registration]) -> int:
    return max((person.persons for person in side), default=1)


def _lane(head: ShowHead, session: int) -> Lane:
    blocks = [(s.start // SECOND, -(-segment_end(s) // SECOND)) for s in head.segments]
    return Lane(
        id=head.id,
        session=session,
        open=-(-head.planned_start // SECOND),
        close=head.planned_end // SECOND,
        dialects=frozenset(head.dialects),
        blocks=tuple(blocks),
    )


def _whole(shows: Sequence[ShowHead]) -> Span:
    starts = min((head.planned_start for head in shows), default=0)
    ends = max((head.planned_end for head in shows), default=0)
    return (starts // SECOND, -(-ends // SECOND))


def _spans(windows: Sequence[Window]) -> tuple[Span, ...]:
    """Sorted, overlapping ones joined: the planner wants them apart."""
    spans: list[Span] = []
    for start, end in sorted((-(-w.start // SECOND), w.end // SECOND) for w in windows):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        elif start < end:
            spans.append((start, end))
    return tuple(spans)


def _common(first: Sequence[Span], second: Sequence[Span]) -> tuple[Span, ...]:
    found = ((max(a, c), min(b, d)) for a, b in first for c, d in second)
    return tuple(sorted(span for span in found if span[0] < span[1]))


def by_show(slots: Iterable[Slot]) -> dict[str, list[Slot]]:
    """The slots of each show in time order."""
    ordered = sorted(slots, key=lambda slot: (slot.show, slot.start))
    return {show: list(row) for show, row in groupby(ordered, key=lambda slot: slot.show)}


async def record_edit(
    store: Store, gathering: str, before: PlanVersion, after: PlanVersion, *, by: str, clock: Clock
) -> PlanVersion:
    """Store a change by hand as the next version; raises Conflict when `before` is the newest no more."""
    at = clock()
    after = replace(after, version=before.version + 1, at=at, by=by, published=False)
    await store.plans.put(gathering, after)
    await store.audit.record(Deed(gathering, by, at, "plan-edit", gathering, {"version": after.version}))
    return after
