"""What a desk sees of a show: everything when it joins, then one change for every stored entry. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reunion.domain.calls import silent
from reunion.domain.cards import Card, CardSide
from reunion.domain.entries import Entry, HandedOver, to_record
from reunion.domain.instants import Instant
from reunion.domain.people import Side
from reunion.domain.readiness import worse
from reunion.domain.rundown import AHEAD, Item, Kind, Show
from reunion.domain.timing import Projection, back
from reunion.live.cast import Cast
from reunion.live.recent import Step
from reunion.live.wire import encoded

Fields = dict[str, Any]


def standing(show: Show, projection: Projection) -> Fields:
    """How the show stands against its plan, exact, for desks."""
    return {
        "drift": projection.drift,
        "over_under": projection.over_under,
        "planned_end": show.planned_end,
        "projected_end": projection.projected_end,
    }


def hello(show: Show, projection: Projection, cast: Cast, now: Instant) -> bytes:
    """Everything a desk needs when it joins."""
    return encoded(
        {
            "type": "hello",
            "run": show.run,
            "revision": show.revision,
            "server_time": now,
            "show": _head(show, cast),
            "items": [_row(show, cast, show.items[key]) for key in show.order],
            "order": show.order,
            "people": _people(show, cast, show.order),
            "handover": _handover(show, cast),
            "back": back(show),
            "log": [_step(step) for step in cast.recent],
            **standing(show, projection),
        }
    )


@dataclass(frozen=True, slots=True)
class Stored:
    """One stored entry with the show before and after it."""

    before: Show
    after: Show
    entry: Entry
    by: str
    """Who asked for it, as the other desks see them."""


def _step(step: Step) -> Fields:
    """A change without what it changed."""
    return {
        "revision": step.revision,
        "by": step.by,
        "at": step.entry.at,
        "entry": to_record(step.entry),
    }


def change(stored: Stored, projection: Projection, cast: Cast, now: Instant) -> bytes:
    """One stored entry for desks: only the rows that changed, the order only when it changed."""
    before, after = stored.before, stored.after
    rows = [item for item in after.items.values() if _differs(before, after, item)]
    message: Fields = {
        "type": "change",
        **_step(Step(after.revision, stored.by, stored.entry)),
        "server_time": now,
        "show": _head(after, cast),
        "items": [_row(after, cast, item) for item in rows],
        "back": back(after),
    }
    if isinstance(stored.entry, HandedOver):
        message["handover"] = _handover(after, cast)
    if before.order != after.order:
        message["order"] = after.order
    added = [item.id for item in rows if item.id not in before.items]
    if people := _people(after, cast, added):
        message["people"] = people
    return encoded({**message, **standing(after, projection)})


def _differs(before: Show, after: Show, item: Item) -> bool:
    key = item.id
    return (
        before.items.get(key) != item
        or before.readiness.get(key) != after.readiness.get(key)
        or before.marks.get(key) != after.marks.get(key)
        or before.calls.get(key) != after.calls.get(key)
        or before.told.get(key) != after.told.get(key)
        or before.notes.get(key) != after.notes.get(key)
        or (key in before.barred) != (key in after.barred)
    )


def _head(show: Show, cast: Cast) -> Fields:
    return {
        "id": show.id,
        "title": cast.title,
        "state": show.phase.value,
        "on_air": show.on_air,
        "standby": show.standby,
        "held_since": show.held_since,
        "started": show.started,
        "ended": show.ended,
        "planned_start": show.planned_start,
        "planned_end": show.planned_end,
        "rundown_revision": show.order_revision,
        "undoable": show.undoable,
    }


def _handover(show: Show, cast: Cast) -> Fields | None:
    """What the last host left for the next one."""
    if show.handover is None:
        return None
    text, at = show.handover.text, show.handover.at
    return {"text": cast.texts.get(text, ""), "by": cast.authors.get(text, ""), "at": at}


def _row(show: Show, cast: Cast, item: Item) -> Fields:
    # who withdrew took the words of a remark along
    notes = [note for note in show.notes.get(item.id, ()) if note in cast.texts]
    row: Fields = {
        "item": item.id,
        "kind": item.kind.value,
        "state": item.state.value,
        "seconds": item.seconds,
        "planned": item.planned,
        "earliest": item.earliest,
        "started": item.started,
        "ended": item.ended,
        "held_ms": item.held_ms,
        "notes": [cast.texts[note] for note in notes],
    }
    if notes:
        row["note_ids"] = notes
    if item.kind is Kind.SEGMENT:
        return {**row, "title": cast.title_of(item.id), **_elastic(cast, item)}
    sides = show.sides(item.id)
    return {
        **row,
        **_heard(show, item),
        "title": cast.title_of(item.id),
        "pair": item.pair,
        "ready": sides,
        "readiness": worse(sides).value,
        "barred": item.id in show.barred,
    }


def _elastic(cast: Cast, item: Item) -> Fields:
    """What may be done to a segment when the show runs late."""
    card, may = cast.cards.get(item.id), Fields()
    if card is not None and card.shortest_s is not None:
        may["shortest"] = card.shortest_s
    if card is not None and card.optional:
        may["optional"] = True
    return may


def _heard(show: Show, item: Item) -> Fields:
    """Since when each side is what it is, and from when its silence after a call is amber and red."""
    said: Fields = {}
    if item.id in show.marks:
        said["since"] = [mark and mark.since for mark in show.marks[item.id]]
    if item.agreed:
        said["agreed"] = True
    if told := show.told.get(item.id):
        said["promise"] = told.start
    made = show.calls.get(item.id, ())
    if made and item.state in AHEAD and item.id not in show.barred:
        silence = [silent(show.heard(item.id, side), *show.side(item.id, side)) for side in Side]
        said["call"] = made[-1].call.value
        said["amber"] = [one and one[0] for one in silence]
        said["red"] = [one and one[1] for one in silence]
    return said


def _people(show: Show, cast: Cast, keys: Sequence[str]) -> Fields:
    slots = [key for key in keys if key in cast.cards and show.items[key].kind is Kind.SLOT]
    return {
        key: {
            "worker": _side(cast.cards[key].worker),
            "family": _side(cast.cards[key].family),
            "version": cast.cards[key].version,
            **_offer(cast.cards[key]),
        }
        for key in slots
    }


def _offer(card: Card) -> Fields:
    """The fields that somebody wants to be others while the card is being read."""
    if card.offer is None:
        return {}
    offered: Fields = {"by": card.offer.by}
    for name, now, new in (
        ("worker", card.worker, card.offer.worker),
        ("family", card.family, card.offer.family),
    ):
        stands, becomes = _side(now) or {}, _side(new) or {}
        offered[name] = {key: value for key, value in becomes.items() if stands.get(key) != value}
    return {"offer": offered}


def _side(side: CardSide | None) -> Fields | None:
    if side is None:
        return None
    return {
        "name": side.name,
        "pinyin": side.pinyin,
        "place": side.place or side.town,
        "relation": side.relation,
        "township": side.township,
        "persons": side.persons,
        "years_away": side.years_away,
        "dialect": side.dialect,
        "story": side.story,
        "message": side.message,
    }
