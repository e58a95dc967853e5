"""What stands before planning: shows, pairs, people and what they were told; all, or as much as a question takes."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from reunion.actions.arranging import current_show
from reunion.actions.carrying import told_before
from reunion.actions.ports import Store
from reunion.domain.doubles import perhaps_one
from reunion.domain.instants import SECOND, Instant
from reunion.domain.people import TELL_AFTER, Pair, Registration, Standing
from reunion.domain.planning import Span
from reunion.domain.plans import PlanVersion, ShowHead, Slot
from reunion.domain.priorities import Priorities
from reunion.domain.rundown import Phase, Show
from reunion.domain.timing import taken

AT_ONCE: Final = 500
"""Pairs that are read in one go where everybody is."""


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
    settled: tuple[Pair, ...] = ()
    """Those who have a slot there."""
    alike: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Who is or may be the same person, by registration; not whom staff called two people."""


async def situation(
    store: Store, gathering: str, at: Instant, of: Collection[str] | None = None
) -> Situation:
    """Read what planning needs; who is on a show that runs is busy as expected `at` that instant.

    `of` names the pairs that somebody asks about: then only they and the planned ones are read, among whom every
    rule is found broken that a plan can break. A hundred thousand take seconds, and an evening has hundreds.
    """
    before = await store.plans.newest(gathering)
    shows, settled = await _shows(store, gathering)
    spans = {pair: span for show in settled.values() for pair, span in taken(show, at).items()}
    slots = before.slots if before else ()
    every, persons = await _read(
        store, gathering, None if of is None else {*of, *spans, *(slot.pair for slot in slots)}
    )
    doubles = await (store.doubles.every(gathering) if of is None else store.doubles.of(members(every)))
    published = await _as_told(store, gathering, shows, before)
    stands = await store.gatherings.get(gathering)

    def seen() -> Situation:
        kept = tuple(slot for slot in slots if slot.show in settled)
        done = {slot.pair for slot in kept}
        return Situation(
            tuple(shows),
            tuple(pair for pair in every if pair.id not in done),
            {person.id: person for person in persons},
            kept,
            before,
            published,
            stands.priorities if stands else Priorities(),
            stands.tell_after if stands else TELL_AFTER,
            busy(every, spans),
            tuple(pair for pair in every if pair.id in done),
            perhaps_one(doubles),
        )

    # Of a hundred thousand people it is a tenth of a second: the loop, and whoever presses TAKE, go on meanwhile.
    return await asyncio.to_thread(seen)


def twice(now: Situation) -> dict[str, tuple[str, ...]]:
    """Pairs that have a slot, each with the others that have one and in which somebody may be the same person.

    Whoever is in both pairs in any case, as a family that signed up twice and has two workers, is no suspicion.
    """
    placed = {slot.pair for slot in now.before.slots} if now.before else set()
    pairs = [pair for pair in (*now.pairs, *now.settled) if pair.id in placed]
    of: dict[str, set[str]] = {}
    for pair in pairs:
        for id_ in members([pair]):
            of.setdefault(id_, set()).add(pair.id)
    found = {
        pair.id: {
            one
            for id_ in members([pair])
            for other in now.alike.get(id_, ())
            for one in of.get(other, set()) - of[id_]
        }
        for pair in pairs
    }
    return {pair: tuple(sorted(others)) for pair, others in found.items() if others}


async def plans_alone(store: Store, gathering: str) -> Situation:
    """Shows and plans with nobody on them: enough to say what a plan says of somebody, and what they were told."""
    before = await store.plans.newest(gathering)
    shows, _ = await _shows(store, gathering)
    published = await _as_told(store, gathering, shows, before)
    return Situation(tuple(shows), (), {}, (), before, published)


async def _shows(store: Store, gathering: str) -> tuple[list[ShowHead], dict[str, Show]]:
    """Those that may still be arranged, and by id those that are live or over."""
    shows = []
    settled: dict[str, Show] = {}
    for head in await store.shows.every(gathering):
        current = await current_show(store, head.id)
        if current is None or current.phase is Phase.READY:
            shows.append(head)
        else:
            settled[head.id] = current
    return shows, settled


async def _read(
    store: Store, gathering: str, asked: Collection[str] | None
) -> tuple[tuple[Pair, ...], Iterable[Registration]]:
    """The pairs that are asked about and their people, or all."""
    if asked is None:
        return await store.pairs.every(gathering), await store.registrations.every(gathering)
    pairs, people = await read_pairs(store, gathering, asked)
    return pairs, people.values()


async def read_pairs(
    store: Store, gathering: str, asked: Collection[str]
) -> tuple[tuple[Pair, ...], dict[str, Registration]]:
    """These pairs, and by id those of their people who have not withdrawn."""
    pairs = await store.pairs.many(gathering, asked)
    return pairs, await people_of(store, pairs)


async def in_parts(store: Store, gathering: str, now: Situation) -> AsyncIterator[Situation]:
    """The same with everybody who wants a slot, some hundreds at a time by id: a crowd never stands in memory whole."""
    settled, last = {pair.id for pair in now.settled}, ""
    while pairs := await store.pairs.after(gathering, last, limit=AT_ONCE):
        last = pairs[-1].id
        wanted = tuple(pair for pair in pairs if pair.id not in settled)
        doubles = await store.doubles.of(members(wanted))
        yield replace(now, pairs=wanted, people=await people_of(store, wanted), alike=perhaps_one(doubles))


async def people_of(store: Store, pairs: Iterable[Pair]) -> dict[str, Registration]:
    """By id, those in these pairs who have not withdrawn."""
    people = await store.registrations.many(members(pairs))
    return {id_: one for id_, one in people.items() if one.standing is Standing.ACTIVE}


def members(pairs: Iterable[Pair]) -> list[str]:
    """Everybody's registrations."""
    return [id_ for pair in pairs for id_ in (*pair.worker.registrations, *pair.family.registrations)]


def busy(every: Iterable[Pair], spans: Mapping[str, Span]) -> dict[str, tuple[Span, ...]]:
    """When everybody of the pairs is taken by a show, given in milliseconds by pair."""
    found: dict[str, tuple[Span, ...]] = {}
    for pair in every:
        if pair.id in spans:
            start, end = spans[pair.id]
            span = (start // SECOND, -(-end // SECOND))
            for person in members([pair]):
                found[person] = (*found.get(person, ()), span)
    return found


async def _as_told(
    store: Store, gathering: str, shows: Sequence[ShowHead], newest: PlanVersion | None
) -> PlanVersion | None:
    """The published plan as families know it: with the times they were told, of the pairs that are still there.

    A small change is published without a word, and whose pair came apart is told nothing.
    """
    published = await store.plans.published(gathering)
    if published is None:
        return None
    told, placed = await told_before(store, shows), {slot.pair for slot in newest.slots} if newest else set()
    known = placed | {pair.id for pair in await store.pairs.many(gathering, told.keys() - placed)}
    open_ = {head.id for head in shows}

    def as_told() -> PlanVersion:
        stood = {slot.pair: slot for slot in published.slots}
        over = [slot for slot in published.slots if slot.show not in open_]
        slots = (
            replace(stood.get(pair, Slot(pair, show, start, 0, start)), show=show, start=start)
            for pair, (show, start) in told.items()
            if pair in known
        )
        return replace(published, slots=(*over, *slots))

    # Thousands are told: the loop goes on meanwhile.
    return await asyncio.to_thread(as_told)
