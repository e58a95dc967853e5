"""What a new run of a show begins with: who is there already, and what its families are told by its publishing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from reunion.actions.arranging import current_show
from reunion.actions.ports import Loaded, Recorded, Rundown, Store
from reunion.domain.cards import Card, renewed, rewritten, words
from reunion.domain.entries import Agreed, Called, Entry, HandedOver, Marked, Promised
from reunion.domain.instants import MINUTE, Instant
from reunion.domain.people import Side
from reunion.domain.plans import ShowHead
from reunion.domain.promises import must_hear
from reunion.domain.readiness import THERE, Origin, Ready
from reunion.domain.rundown import PARKED, Item, Kind, Show, Why

BY: Final = "publishing"
"""Who stands in the journal for what a new run begins with."""

Promises = Mapping[str, tuple[str, Instant]]
"""By pair, the show and the start last told to its family."""


@dataclass(frozen=True, slots=True)
class Before:
    """The run that a new one replaces."""

    show: Show
    cards: Mapping[str, Card]
    texts: Mapping[str, str]
    authors: Mapping[str, str]
    """By the id of a hand-over note, the account of who wrote it."""


def replaced(show: Show, loaded: Loaded) -> Before:
    """The run as the stage has it, with the words that storage has."""
    notes = [one for one in loaded.entries if isinstance(one.entry, HandedOver)]
    authors = {one.entry.text: one.by for one in notes if isinstance(one.entry, HandedOver)}
    return Before(show, loaded.rundown.cards, loaded.texts, authors)


@dataclass(frozen=True, slots=True)
class Telling:
    """What the families of one show are told by its publishing."""

    placed: Mapping[str, Instant]
    """By pair: it has a time for the first time."""
    moved: Mapping[str, tuple[Instant, Instant]]
    """By pair, what it was told before and its time now."""

    @property
    def pairs(self) -> frozenset[str]:
        """Whoever hears something."""
        return frozenset(self.placed) | frozenset(self.moved)


async def told_before(store: Store, shows: Iterable[ShowHead]) -> dict[str, tuple[str, Instant]]:
    """By pair, the show and the start that its family was told last; not of whoever was taken out since.

    Who is on no rundown and was never told so knows the old time: its pair had come apart and is together again.
    """
    told: dict[str, tuple[str, Instant]] = {}
    apart: dict[str, tuple[str, Instant]] = {}
    for head in shows:
        current = await current_show(store, head.id)
        rows = current.items.values() if current else ()
        parked = {item.pair: item.state in PARKED for item in rows}
        for pair, start in (await store.shows.promises(head.id)).items():
            if not parked.get(pair):
                (told if pair in parked else apart)[pair] = head.id, start
    return apart | told


def telling(show: Show, told: Promises, tell_after: int) -> Telling:
    """Who of this show must be told its planned time; `tell_after` in minutes."""
    placed, moved = {}, {}
    for item in show.items.values():
        if item.kind is not Kind.SLOT:
            continue
        before = told.get(item.pair)
        if before is None:
            placed[item.pair] = item.planned
        elif must_hear(*before, show.id, item.planned, tell_after * MINUTE):
            moved[item.pair] = (before[1], item.planned)
    return Telling(placed, moved)


def begun(fresh: Rundown, before: Before | None, news: Telling, now: Instant) -> Rundown:
    """The rundown with the journal it begins with; `before` is the run that it replaces."""
    if before is None:
        return _with_entries(fresh, [], list(_told(fresh.show, news, now)))
    carried: list[Entry] = list(_carried(fresh.show, before.show, news.pairs, now))
    note = before.show.handover
    if note is not None:
        # It is entry 1 here: under its old number it would stand in the way of a later one.
        carried.insert(0, HandedOver(note.at, "hand-1"))
        fresh = replace(fresh, texts={"hand-1": before.texts.get(note.text, "")})
    made = _with_entries(_with_words(fresh, before), carried, list(_told(fresh.show, news, now)))
    if note is None:
        return made
    first = replace(made.entries[0], by=before.authors.get(note.text, BY))
    return replace(made, entries=(first, *made.entries[1:]))


def _with_entries(fresh: Rundown, carried: list[Entry], told: list[Promised]) -> Rundown:
    run = fresh.show.run
    rows = enumerate([*carried, *told], start=1)
    entries = tuple(Recorded(n, f"publishing-{run}-{n}", BY, row) for n, row in rows)
    return replace(fresh, entries=entries, silent=len(carried))


def _with_words(fresh: Rundown, before: Before) -> Rundown:
    """The cards with what desks wrote on those of the same pairs, unless the people say something else now."""
    old = {item.pair: before.cards[key] for key, item in before.show.items.items() if key in before.cards}
    cards = dict(fresh.cards)
    for key, item in fresh.show.items.items():
        was = old.get(item.pair) if item.kind is Kind.SLOT else None
        if was is not None and was.said is not None and was.people == cards[key].people:
            said = words(cards[key])
            written = rewritten(was, renewed(was, said), read=False)
            cards[key] = replace(written, said=said)
    return replace(fresh, cards=cards)


def _carried(fresh: Show, before: Show, told: frozenset[str], now: Instant) -> Iterator[Entry]:
    """What is still true of the slots of both runs."""
    old = {item.pair: item for item in before.items.values() if item.kind is Kind.SLOT}
    for item in fresh.items.values():
        was = old.get(item.pair) if item.kind is Kind.SLOT else None
        if was is None:
            continue
        for side in Side:
            yield from _marks(before, was, item, side, told=item.pair in told)
        for made in before.calls.get(was.id, ()):
            yield Called(made.at, item.id, made.call, made.start, made.sides)
        last = before.told.get(was.id)
        if last is not None and item.pair not in told:
            yield Promised(last.at, last.why, ((item.id, last.start),), ((item.id, last.was),))
        if was.agreed and item.pair not in told:
            yield Agreed(now, item.id, agreed=True)


def _marks(before: Show, was: Item, item: Item, side: Side, *, told: bool) -> Iterator[Entry]:
    """Entries that fold to the readiness of one side as it stood; who said yes to another time said yes to that."""
    state, mark = before.side(was.id, side)
    if mark is None or (told and state is Ready.CONFIRMED):
        return
    origin = Origin.OWN if mark.watched else Origin.CREW
    if state is Ready.LOST and mark.before in THERE:
        yield Marked(mark.heard or mark.since, item.id, side, mark.before, Origin.OWN)
        yield Marked(mark.since, item.id, side, state, Origin.LINE)
        return
    yield Marked(mark.since, item.id, side, state, origin)
    if mark.heard is not None and mark.heard != mark.since:
        yield Marked(mark.heard, item.id, side, state, origin)


def _told(fresh: Show, news: Telling, now: Instant) -> Iterator[Promised]:
    by_pair = {item.pair: item.id for item in fresh.items.values() if item.kind is Kind.SLOT}
    if news.placed:
        yield Promised(now, Why.PLACED, tuple((by_pair[pair], at) for pair, at in news.placed.items()))
    if news.moved:
        starts = tuple((by_pair[pair], at) for pair, (_, at) in news.moved.items())
        was = tuple((by_pair[pair], at) for pair, (at, _) in news.moved.items())
        yield Promised(now, Why.PLANNED, starts, was)
