"""From the gathering to the planner's instance: who, how long, when, how much it counts, and what staff decided."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from reunion.actions.arranging import segment_end
from reunion.actions.surveying import Situation
from reunion.domain.doubles import ordered
from reunion.domain.instants import SECOND, Instant
from reunion.domain.kinship import is_child, is_grandparent, turned
from reunion.domain.people import Pair, Registration, Window
from reunion.domain.planning import Instance, Lane, Lock, PairRequest, Placed, Plan, Rules, Span
from reunion.domain.plans import Held, PlanVersion, ShowHead, Slot
from reunion.domain.priorities import MUST_AIR, Priorities

EARLY_S: Final = 300
"""Nobody is on air earlier than this before the time they were told, unless they agreed."""
WEIGHT: Final = Priorities().pair
YEARS_COUNTED: Final = Priorities().years_most


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
        persons=_known_as([person.id for person in both], now),
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
    named = {id_ for person in side for id_ in (person.id, *now.alike.get(person.id, ()))}
    for start, end in (span for id_ in sorted(named) for span in now.busy.get(id_, ())):
        parts = [part for a, b in windows for part in ((a, min(b, start - gap)), (max(a, end + gap), b))]
        windows = tuple((a, b) for a, b in parts if a < b)
    return windows


def _known_as(ids: Sequence[str], now: Situation) -> tuple[str, ...]:
    """The ids, and one that both have for each two who may be the same person: they are kept apart as one is (H8).

    One for all who are alike would make one person of everybody in between.
    """
    shared = {
        "+".join(ordered(id_, other)) for id_ in ids for other in now.alike.get(id_, ()) if other not in ids
    }
    return (*ids, *sorted(shared))


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
