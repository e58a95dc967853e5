"""Rundowns for calendars: each row with the number and the time its families were told last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reunion.actions.answering import own_slot
from reunion.actions.ports import Loaded, Store
from reunion.actions.running import Stages
from reunion.domain.appointments import Appointment, appointments, turns_of
from reunion.domain.instants import Instant
from reunion.domain.lists import RundownList, RundownRow
from reunion.domain.people import Gathering, Registration
from reunion.domain.rundown import PARKED
from reunion.domain.show import fold


async def dated(store: Store, gathering: Gathering, shows: Sequence[RundownList]) -> tuple[RundownList, ...]:
    """The same shows with what a calendar needs, and the pairs that fell out of every rundown."""
    known = appointments(await store.shows.tellings(gathering.id))
    standing: set[str] = set()
    for head in await store.shows.every(gathering.id):
        loaded = await store.journal.load(head.id)
        standing |= {item.pair for item in loaded.rundown.show.items.values()} if loaded else set()
    made = []
    for show in shows:
        loaded = await store.journal.load(show.show)
        rows = _rows(show, loaded, known) if loaded else show.rows
        gone = tuple(
            RundownRow("", one.start, 60, appointment=pair, sequence=one.sequence_gone, changed=one.changed)
            for pair, one in known.items()
            if one.show == show.show and pair not in standing
        )
        made.append(replace(show, rows=rows, gone=gone))
    return tuple(made)


def _rows(show: RundownList, loaded: Loaded, known: Mapping[str, Appointment]) -> tuple[RundownRow, ...]:
    entries = [recorded.entry for recorded in loaded.entries]
    now = fold(loaded.rundown.show, entries)
    turns = turns_of(loaded.rundown.show, entries)
    rows, segments = [], 0
    for row in show.rows:
        item = now.items[row.id]
        told = known.get(item.pair)
        out = item.state in PARKED
        if told is None:
            # nobody was told of a segment: it is known by its place among them, and by the run its time is of
            segments += 1
            name = f"{show.show}.segment-{segments}"
            run = int(loaded.head.run.removeprefix("r") or 0)
            rows.append(replace(row, appointment=name, sequence=run, cancelled=out))
        else:
            number = told.sequence(turns.get(row.id, 0))
            rows.append(
                replace(
                    row,
                    start=told.start,
                    appointment=item.pair,
                    sequence=number,
                    changed=told.changed,
                    cancelled=out,
                )
            )
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class OwnDate:
    """What a family's calendar shows."""

    pair: str
    start: Instant
    seconds: int
    sequence: int
    changed: Instant
    cancelled: bool = False


async def own_date(store: Store, stages: Stages, mine: Registration) -> OwnDate | None:
    """The time a family was told last, or that it fell away; None while it has none."""
    slot = await own_slot(store, stages, mine)
    known = appointments(await store.shows.tellings(mine.gathering))
    if slot is None:
        for pair in await store.pairs.of(mine.id):
            if pair.id in known:
                last = known[pair.id]
                return OwnDate(pair.id, last.start, 60, last.sequence_gone, last.changed, cancelled=True)
        return None
    told, loaded = known.get(slot.pair), await store.journal.load(slot.show)
    if loaded is None:
        return None
    entries = [recorded.entry for recorded in loaded.entries]
    item = fold(loaded.rundown.show, entries).items[slot.item]
    turns = turns_of(loaded.rundown.show, entries).get(slot.item, 0)
    told = told or Appointment(slot.show, item.planned, item.planned, times=1)
    number, out = told.sequence(turns), item.state in PARKED
    return OwnDate(slot.pair, told.start, item.seconds, number, told.changed, out)
