"""What really ran, and the day's report for the organisers: from the journal of each show's current run."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from reunion.actions.exporting import Cast, card_at, casts
from reunion.actions.ports import Store
from reunion.domain.asrun import Airing, Parked, Ran, ran
from reunion.domain.doubles import folded
from reunion.domain.instants import SECOND, Instant
from reunion.domain.lists import AsRun, AsRunRow, Report, Tally
from reunion.domain.people import Gathering, Pair, Registration, Side
from reunion.domain.rundown import State

_ENDS: Final = {State.AIRED: "aired", State.SKIPPED: "skipped", State.NO_SHOW: "missed"}
TAKEN_BACK: Final = "taken_back"
"""What became of an item whose TAKE was undone: it aired until then."""
_Count = Counter[tuple[str, str]]
"""(township, what is counted)."""


async def as_run(store: Store, gathering: Gathering, show: str = "") -> tuple[AsRun, ...]:
    """What really aired and when, each time it did; without telephones."""
    who = await _accounts(store)
    return tuple(_as_run(cast, _ran(cast), who) for cast in await casts(store, gathering, show))


async def daily(store: Store, gathering: Gathering, day: str) -> Report:
    """The report of a day (2027-02-05 in the gathering's zone); registrations are those up to its end.

    What aired counts for the day its show was planned to begin on: an evening over midnight is one evening. Pairs
    have no date and are counted as they stand.
    """
    zone, who = ZoneInfo(gathering.zone), await _accounts(store)
    names = {town.code: town.name for town in gathering.home.townships}
    everybody = folded(await store.registrations.every(gathering.id), await store.doubles.every(gathering.id))
    people = {person.id: person for person in everybody}
    counts: _Count = Counter()
    for person in everybody:
        if (came := _day(person.created, zone)) <= day:
            town = names.get(person.township, "")
            counts[town, "workers" if person.side is Side.WORKER else "families"] += 1
            counts[town, "fresh"] += came == day
    towns = {pair.id: _town(pair, people, names) for pair in await store.pairs.every(gathering.id)}
    for town in towns.values():
        counts[town, "pairs"] += 1
    shows = []
    for cast in await casts(store, gathering):
        if _day(cast.head.planned_start, zone) == day:
            happened = _ran(cast)
            _count(counts, cast, happened, towns)
            shows.append(_as_run(cast, happened, who))
    order = [*names.values(), ""]
    found = {town for (town, _), count in counts.items() if count}
    rows = tuple(_tally(town, counts) for town in sorted(found, key=order.index))
    return Report(day, _sum(rows), rows, tuple(shows))


async def days(store: Store, gathering: Gathering, now: Instant) -> tuple[str, ...]:
    """The days that have a report: those of the shows, and today, newest first."""
    zone = ZoneInfo(gathering.zone)
    heads = await store.shows.every(gathering.id)
    return tuple(sorted({_day(now, zone), *(_day(head.planned_start, zone) for head in heads)}, reverse=True))


def today(gathering: Gathering, now: Instant) -> str:
    """The day it is in the gathering's zone."""
    return _day(now, ZoneInfo(gathering.zone))


def _ran(cast: Cast) -> Ran:
    entries = ((recorded.entry, recorded.by) for recorded in cast.loaded.entries)
    return ran(cast.loaded.rundown.show, entries)


def _count(counts: _Count, cast: Cast, happened: Ran, towns: Mapping[str, str]) -> None:
    for key, item in cast.show.items.items():
        if not item.pair:
            continue
        family = card_at(cast, key).family
        # A pair that was taken apart since is still known by its card.
        town = towns.get(item.pair, family.township if family else "")
        counts[town, "placed"] += 1
        if what := _ENDS.get(item.state):
            counts[town, what] += 1
        counts[town, "recalled"] += key in happened.recalled


def _tally(town: str, counts: _Count) -> Tally:
    return Tally(town, **{what: counts[town, what] for what in _NUMBERS})


def _sum(rows: Iterable[Tally]) -> Tally:
    listed = list(rows)
    return Tally("", **{what: sum(getattr(row, what) for row in listed) for what in _NUMBERS})


_NUMBERS: Final = tuple(one.name for one in fields(Tally) if one.name != "township")


def _town(pair: Pair, people: Mapping[str, Registration], names: Mapping[str, str]) -> str:
    """The family's township, else the worker's."""
    members = [*pair.family.registrations, *pair.worker.registrations]
    codes = (people[id_].township for id_ in members if id_ in people)
    return names.get(next((code for code in codes if code), ""), "")


def _as_run(cast: Cast, happened: Ran, who: Mapping[str, str]) -> AsRun:
    aired = [_aired(cast, airing, happened, who) for airing in happened.airings]
    seen = {airing.item for airing in happened.airings if airing.state is cast.show.items[airing.item].state}
    rest = [_left(cast, key, happened, who) for key in cast.show.order if key not in seen]
    show = cast.show
    return AsRun(cast.head.id, cast.head.title, cast.head.stage, (*aired, *rest), show.started, show.ended)


def _aired(cast: Cast, airing: Airing, happened: Ran, who: Mapping[str, str]) -> AsRunRow:
    parked = happened.parked.get(airing.item) if airing.state is not State.AIRED else None
    return _row(
        cast,
        airing.item,
        parked,
        state=TAKEN_BACK if airing.taken_back else airing.state,
        started=airing.started,
        ended=airing.ended,
        held_s=round(airing.held_ms / SECOND),
        by=who.get(airing.by, airing.by),
    )


def _left(cast: Cast, key: str, happened: Ran, who: Mapping[str, str]) -> AsRunRow:
    parked = happened.parked.get(key)
    by = who.get(parked.by, parked.by) if parked else ""
    return _row(cast, key, parked, state=cast.show.items[key].state, by=by)


def _row(cast: Cast, key: str, parked: Parked | None, *, state: str, by: str, **ran_at: object) -> AsRunRow:
    item, card, texts = cast.show.items[key], card_at(cast, key), cast.loaded.texts
    published = cast.loaded.rundown.show.items.get(key, item)
    said = [parked.reason if parked else "", *cast.show.notes.get(key, ())]
    return AsRunRow(
        id=key,
        planned=item.planned,
        seconds=published.seconds,
        state=state,
        title=card.title,
        worker=card.worker.name if card.worker else "",
        family=card.family.name if card.family else "",
        township=card.family.township if card.family else "",
        note="；".join(texts[word] for word in said if word in texts),
        by=by,
        **ran_at,  # type: ignore[arg-type]
    )


async def _accounts(store: Store) -> Mapping[str, str]:
    return {account.id: account.name for account in await store.accounts.every()}


def _day(instant: Instant, zone: ZoneInfo) -> str:
    return f"{datetime.fromtimestamp(instant / SECOND, UTC).astimezone(zone):%Y-%m-%d}"
