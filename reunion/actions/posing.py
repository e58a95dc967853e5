"""From the gathering to the planner's instance: who, how long, when, how much it counts, and what staff decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from reunion.actions.arranging import current_show, segment_end
from reunion.actions.carrying import told_before
from reunion.actions.ports import Store
from reunion.domain.instants import SECOND, Instant
from reunion.domain.kinship import is_child, is_grandparent, turned
from reunion.domain.people import TELL_AFTER, Pair, Registration, Window
from reunion.domain.planning import Instance, Lane, Lock, PairRequest, Placed, Plan, Rules, Span
from reunion.domain.plans import Held, PlanVersion, ShowHead, Slot
from reunion.domain.priorities import MUST_AIR, Priorities
from reunion.domain.rundown import Phase, Show
from reunion.domain.timing import taken

EARLY_S: Final = 300
"""Nobody is on air earlier than this before the time they were told, unless they agreed."""
WEIGHT: Final = Priorities().pair
YEARS_COUNTED: Final = Priorities().years_most


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
    published: PlanVersion | None = None
    """What people were told."""
    priorities: Priorities = field(default_factory=Priorities)
    tell_after: int = TELL_AFTER
    """Minutes by which a time may leave what a family was told before it must hear of it."""
    busy: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    """When somebody is or was on a show that is live or over, in seconds, by registration."""


async def situation(store: Store, gathering: str, at: Instant) -> Situation:
    """Read what planning needs; who is on a show that runs is busy as expected `at` that instant."""
    before = await store.plans.newest(gathering)
    shows = []
    settled: dict[str, Show] = {}
    for head in await store.shows.every(gathering):
        current = await current_show(store, head.id)
        if current is None or current.phase is Phase.READY:
            shows.append(head)
        else:
            settled[head.id] = current
    kept = tuple(slot for slot in before.slots if slot.show in settled) if before else ()
    done = {slot.pair for slot in kept}
    people = {person.id: person for person in await store.registrations.every(gathering)}
    every = await store.pairs.every(gathering)
    pairs = tuple(pair for pair in every if pair.id not in done)
    stands = await store.gatherings.get(gathering)
    return Situation(
        tuple(shows),
        pairs,
        people,
        kept,
        before,
        await _as_told(store, shows, await store.plans.published(gathering)),
        stands.priorities if stands else Priorities(),
        stands.tell_after if stands else TELL_AFTER,
        busy(settled.values(), every, at),
    )


def busy(shows: Iterable[Show], every: Iterable[Pair], at: Instant) -> dict[str, tuple[Span, ...]]:
    """When everybody of the pairs on these shows is taken by them, as far as is known `at` that instant."""
    found: dict[str, tuple[Span, ...]] = {}
    spans = {pair: span for show in shows for pair, span in taken(show, at).items()}
    for pair in every:
        if pair.id in spans:
            start, end = spans[pair.id]
            span = (start // SECOND, -(-end // SECOND))
            for person in (*pair.worker.registrations, *pair.family.registrations):
                found[person] = (*found.get(person, ()), span)
    return found


async def _as_told(
    store: Store, shows: Sequence[ShowHead], published: PlanVersion | None
) -> PlanVersion | None:
    """The published plan with the times that families were told: a small change is published without a word."""
    if published is None:
        return None
    told = await told_before(store, shows)
    slots = [
        replace(slot, start=told[slot.pair][1]) if told.get(slot.pair, ("",))[0] == slot.show else slot
        for slot in published.slots
    ]
    return replace(published, slots=tuple(slots))


def instance(now: Situation) -> Instance:
    """The planner's instance, in whole seconds UTC; a lane for each show, blocks for its segments."""
    evenings = {start: number for number, start in enumerate(sorted({s.planned_start for s in now.shows}))}
    stages = {stage: number for number, stage in enumerate(sorted({s.stage for s in now.shows}))}
    lanes = tuple(_lane(head, evenings[head.planned_start], stages[head.stage]) for head in now.shows)
    whole = _whole(now.shows)
    told = {slot.pair: slot.start // SECOND for slot in now.published.slots} if now.published else {}
    locks, must = _locks(now), now.before.held(Held.MUST) if now.before else {}
    pairs = (
        _request(
            pair,
            now,
            whole,
            locks.get(pair.id),
            must=pair.id in must,
            promise=told.get(pair.id),
        )
        for pair in now.pairs
    )
    wishes = now.priorities
    rules = Rules(
        buffer_s=max((head.buffer_s for head in now.shows), default=Rules().buffer_s),
        person_gap_s=wishes.person_gap_s,
        near_s=wishes.near_s,
        rhythm=wishes.rhythm,
        published=bool(told),
    )
    return Instance(lanes, tuple(pairs), rules)


def placements(plan: PlanVersion, posed: Instance) -> Plan:
    """The stored plan as far as it stands on the shows of the instance, for the planner and the checker."""
    lanes, asked = {lane.id for lane in posed.lanes}, {request.id for request in posed.pairs}
    return Plan(
        {
            slot.pair: Placed(slot.show, slot.start // SECOND)
            for slot in plan.slots
            if slot.show in lanes and slot.pair in asked
        }
    )


def as_planned(posed: Instance, plan: PlanVersion) -> Instance:
    """The instance with the planned lengths: wishes for other lengths break no rule before the next plan."""
    planned = {slot.pair: slot.seconds for slot in plan.slots}
    pairs = (replace(pair, duration=planned.get(pair.id, pair.duration)) for pair in posed.pairs)
    return replace(posed, pairs=tuple(pairs))


def windows_of(people: Iterable[Registration], whole: Span) -> tuple[Span, ...]:
    """When all of one side can be there, in seconds; `whole` stands for somebody who named no time.

    When their times have nothing in common, those of whoever registered first count.
    """
    named = [_spans(person.windows) for person in people if person.windows]
    shared: tuple[Span, ...] = (whole,)
    for spans in named:
        shared = _common(shared, spans)
    return shared or (named[0] if named else (whole,))


def seconds_of(persons: int, wishes: Priorities = Priorities(), *, dialect: bool = False) -> int:  # noqa: B008
    """How long a greeting of that many people on both sides is."""
    more = wishes.each_more_s * max(persons - 2, 0) + (wishes.dialect_more_s if dialect else 0)
    return min(wishes.shortest_s + more, max(wishes.longest_s, wishes.shortest_s))


def weight_of(workers: Sequence[Registration], families: Sequence[Registration], wishes: Priorities) -> int:
    """How much it counts that this pair is on air, in the gathering's own points."""
    years = max((person.years_away or 0 for person in (*workers, *families)), default=0)
    kin = [person.relation for person in families]
    kin += [named.relation for person in workers for named in person.others]
    kin += [turned(named.relation) for person in families for named in person.others]
    return (
        wishes.pair
        + wishes.year * min(years, wishes.years_most)
        + wishes.elderly * any(map(is_grandparent, kin))
        + wishes.children * any(map(is_child, kin))
    )


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


def _locks(now: Situation) -> dict[str, Lock]:
    """What staff decided, as far as the shows it names can still be arranged."""
    if now.before is None:
        return {}
    shows = {head.id for head in now.shows}
    locks = {pair: Lock(show) for pair, show in now.before.held(Held.SHOW).items() if show in shows}
    locks |= {
        slot.pair: Lock(slot.show, slot.start // SECOND)
        for slot in now.before.slots
        if slot.locked and slot.show in shows
    }
    return locks | dict.fromkeys(now.before.held(Held.OUT), Lock(unscheduled=True))


def _request(
    pair: Pair, now: Situation, whole: Span, lock: Lock | None, *, must: bool, promise: int | None
) -> PairRequest:
    workers = [now.people[id_] for id_ in pair.worker.registrations if id_ in now.people]
    families = [now.people[id_] for id_ in pair.family.registrations if id_ in now.people]
    both = [*workers, *families]
    wishes = now.priorities
    dialect = next((person.dialect for person in families if person.dialect), "")
    persons = _persons(workers) + _persons(families)
    return PairRequest(
        id=pair.id,
        duration=seconds_of(persons, wishes, dialect=dialect not in ("", "mandarin")),
        weight=MUST_AIR if must else weight_of(workers, families, wishes),
        persons=tuple(person.id for person in both),
        township=next((person.township for person in [*families, *workers] if person.township), ""),
        worker_windows=_less(windows_of(workers, whole), workers, now),
        family_windows=_less(windows_of(families, whole), families, now),
        prefers=dialect,
        lock=lock,
        promise=promise,
    )


def _less(windows: tuple[Span, ...], side: Sequence[Registration], now: Situation) -> tuple[Span, ...]:
    """The windows without the time in which somebody of the side is on a show that nobody touches any more (H9),
    and without the pause around it (H8)."""
    gap = now.priorities.person_gap_s
    for start, end in (span for person in side for span in now.busy.get(person.id, ())):
        parts = [part for a, b in windows for part in ((a, min(b, start - gap)), (max(a, end + gap), b))]
        windows = tuple((a, b) for a, b in parts if a < b)
    return windows


def _persons(side: Sequence[Registration]) -> int:
    return max((person.persons for person in side), default=1)


def _lane(head: ShowHead, session: int, stage: int) -> Lane:
    blocks = [(s.start // SECOND, -(-segment_end(s) // SECOND)) for s in head.segments]
    return Lane(
        id=head.id,
        session=session,
        stage=stage,
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
