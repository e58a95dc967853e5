"""What an entry makes of a show. Nothing is refused here: what was stored has happened."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, Final

from reunion.domain import entries as did
from reunion.domain.arrangement import arranged
from reunion.domain.calls import Made, with_call, without
from reunion.domain.instants import Instant
from reunion.domain.people import Side
from reunion.domain.readiness import UNMARKED, Origin, marked
from reunion.domain.rundown import Before, Handed, Item, Kind, Phase, Show, State, Told

UNDO_DEPTH: Final = 50
"""Changes that can be taken back; far more than a host remembers."""


def apply(show: Show, entry: did.Entry) -> Show:
    """The show after this entry, one revision further."""
    revision = show.revision + 1
    match entry:
        case did.Marked() | did.Noted() | did.HandedOver() | did.Barred():
            return replace(show, revision=revision, **_remarked(show, entry))
        case did.Called() | did.Promised():
            return replace(show, revision=revision, **_spoken(show, entry))
        case did.Undone():
            return _undone(show, revision)
        case _:
            changes = _changed(show, entry)
            return replace(
                show,
                revision=revision,
                history=(*show.history[1 - UNDO_DEPTH :], _before(show, changes, revision)),
                order_revision=revision if "order" in changes else show.order_revision,
                **changes,
            )


def _changed(show: Show, entry: did.Entry) -> dict[str, Any]:
    match entry:
        case did.Started(at):
            return {"phase": Phase.LIVE, "started": at}
        case did.Ended(at):
            left = {**show.items, **_leave(show, State.AIRED, at).get("items", {})}
            left |= {row.id: row for row in _stood_down(show)}
            gone = {"on_air": None, "standby": None, "held_since": None}
            return {"phase": Phase.ENDED, "ended": at, "items": left, **gone}
        case did.Held(at):
            return {"phase": Phase.HELD, "held_since": at}
        case did.Resumed(at):
            return {"phase": Phase.LIVE, "held_since": None, "items": _rows(show, *_released(show, at))}
        case did.Taken(at, item, _):
            return _taken(show, item, at)
        case did.Extended(_, item, seconds):
            row = show.items[item]
            return {"items": _rows(show, replace(row, seconds=row.seconds + seconds))}
        case did.Agreed(_, item, agreed):
            return {"items": _rows(show, replace(show.items[item], agreed=agreed))}
        case did.StoodBy(_, item):
            row = replace(show.items[item], state=State.STANDBY, earliest=Instant(0))
            return {"items": _rows(show, *_stood_down(show), row), "standby": item}
        case did.Skipped(at, item, _):
            return _parked(show, item, State.SKIPPED, at)
        case did.Missed(at, item, _):
            return _parked(show, item, State.NO_SHOW, at)
        case did.Recalled() | did.Moved() | did.Inserted():
            return _reordered(show, entry)
        case did.Arranged():
            return arranged(show, entry)
    raise AssertionError(entry)


def _reordered(show: Show, entry: did.Recalled | did.Moved | did.Inserted) -> dict[str, Any]:
    match entry:
        case did.Recalled(_, item, before):
            # The host's hand overrides what the family was told: the line waits for nobody it has called.
            row = replace(
                show.items[item],
                state=State.PLANNED,
                started=None,
                ended=None,
                held_ms=0,
                earliest=Instant(0),
            )
            head = before or next((key for key in show.order if show.items[key].state is State.PLANNED), None)
            return {"items": _rows(show, row), "order": _placed(show.order, item, head)}
        case did.Moved(_, item, before):
            row = replace(show.items[item], earliest=Instant(0))
            return {"items": _rows(show, row), "order": _placed(show.order, item, before)}
        case did.Inserted(_, item, seconds, before):
            planned = show.planned_end if before is None else show.items[before].planned
            row = Item(item, Kind.SEGMENT, seconds, planned)
            return {"items": _rows(show, row), "order": _placed(show.order, item, before)}


def _taken(show: Show, item: str, at: Instant) -> dict[str, Any]:
    row = replace(show.items[item], state=State.ON_AIR, started=at, ended=None, held_ms=0)
    left = _leave(show, State.AIRED, at)
    return {
        "phase": Phase.LIVE,
        "held_since": None,
        "on_air": item,
        "standby": None if show.standby == item else show.standby,
        "items": {**left.get("items", show.items), item: row},
    }


def _parked(show: Show, item: str, state: State, at: Instant) -> dict[str, Any]:
    if item == show.on_air:
        return _leave(show, state, at)
    row = replace(show.items[item], state=state)
    return {"items": _rows(show, row), "standby": None if show.standby == item else show.standby}


def _leave(show: Show, state: State, at: Instant) -> dict[str, Any]:
    """What is on air ends at `at`."""
    if show.on_air is None:
        return {}
    (row,) = _released(show, at) or (show.items[show.on_air],)
    return {"on_air": None, "items": _rows(show, replace(row, state=state, ended=at))}


def _released(show: Show, at: Instant) -> tuple[Item, ...]:
    """The item on air with the hold that ends at `at` counted."""
    if show.on_air is None or show.held_since is None:
        return ()
    row = show.items[show.on_air]
    # A clock that stepped back during the hold must not shorten the item.
    return (replace(row, held_ms=row.held_ms + max(0, at - show.held_since)),)


def _stood_down(show: Show) -> tuple[Item, ...]:
    if show.standby is None:
        return ()
    return (replace(show.items[show.standby], state=State.PLANNED),)


def _remarked(show: Show, entry: did.Marked | did.Noted | did.HandedOver | did.Barred) -> dict[str, Any]:
    match entry:
        case did.Marked(at, item, side, state, origin):
            worker, family = show.sides(item)
            sides = (state, family) if side is Side.WORKER else (worker, state)
            others, calls = origin is Origin.PAIR, show.calls.get(item, ())
            mark = None if others else marked(*show.side(item, side), state, origin, at)
            before = show.marks.get(item, UNMARKED)
            marks = (mark, before[1]) if side is Side.WORKER else (before[0], mark)
            return {
                "readiness": {**show.readiness, item: sides},
                "marks": {**show.marks, item: marks},
                "calls": {**show.calls, item: without(calls, side)} if others else show.calls,
            }
        case did.Noted(_, item, text, instead):
            stood = show.notes.get(item, ())
            notes = [text if note == instead else note for note in stood] if instead else [*stood, text]
            return {"notes": {**show.notes, item: tuple(filter(None, notes))}}
        case did.HandedOver(at, text):
            return {"handover": Handed(text, at) if text else None}
        case did.Barred(_, item, True):
            changes: dict[str, Any] = {"barred": show.barred | {item}}
            if show.standby == item:
                changes |= {"standby": None, "items": _rows(show, *_stood_down(show))}
            return changes
        case did.Barred(_, item, _):
            return {"barred": show.barred - {item}}


def _spoken(show: Show, entry: did.Called | did.Promised) -> dict[str, Any]:
    """What families were told."""
    match entry:
        case did.Called(at, item, call, start, sides):
            made = with_call(show.calls.get(item, ()), Made(call, at, start, sides))
            return {"calls": {**show.calls, item: made}}
        case did.Promised(at, why, starts, was):
            told, earlier = {}, dict(was)
            for item, start in starts:
                before = show.told.get(item)
                last = before.start if before else earlier.get(item, show.items[item].planned)
                told[item] = Told(start, last, why, at)
            late = {
                item
                for item, one in told.items()
                if one.start > one.was and one.start >= show.items[item].earliest
            }
            return {"told": {**show.told, **told}, **_agreed_no_more(show, late)}


def _agreed_no_more(show: Show, late: Collection[str]) -> dict[str, Any]:
    """Without the word of whoever agreed to an earlier time than they are told now; no undo brings it back."""
    rows = [replace(show.items[key], agreed=False) for key in late if show.items[key].agreed]
    if not rows:
        return {}
    history = tuple(
        replace(
            one,
            items=tuple(
                (key, replace(row, agreed=False) if row and key in late else row) for key, row in one.items
            ),
        )
        for one in show.history
    )
    return {"items": _rows(show, *rows), "history": history}


def _undone(show: Show, revision: int) -> Show:
    *history, before = show.history
    items = dict(show.items)
    for key, row in before.items:
        if row is None:
            del items[key]
        else:
            items[key] = row
    standby = before.standby
    if standby is not None:
        # Barred since: what may not be aired never comes back as the next one.
        barred = standby in show.barred
        items[standby] = replace(items[standby], state=State.PLANNED if barred else State.STANDBY)
        standby = None if barred else standby
    return replace(
        show,
        revision=revision,
        order_revision=revision if before.order != show.order else show.order_revision,
        history=tuple(history),
        items=items,
        order=before.order,
        phase=before.phase,
        on_air=before.on_air,
        standby=standby,
        held_since=before.held_since,
        started=before.started,
        ended=before.ended,
    )


def _before(show: Show, changes: Mapping[str, Any], revision: int) -> Before:
    after: Mapping[str, Item] = changes.get("items", show.items)
    rows = (
        ()
        if after is show.items
        else tuple((key, show.items.get(key)) for key, row in after.items() if show.items.get(key) is not row)
    )
    return Before(
        revision,
        rows,
        show.order,
        show.phase,
        show.on_air,
        show.standby,
        show.held_since,
        show.started,
        show.ended,
    )


def _rows(show: Show, *rows: Item) -> Mapping[str, Item]:
    return {**show.items, **{row.id: row for row in rows}} if rows else show.items


def _placed(order: tuple[str, ...], item: str, before: str | None) -> tuple[str, ...]:
    if item == before:
        return order
    rest = [key for key in order if key != item]
    rest.insert(len(rest) if before is None else rest.index(before), item)
    return tuple(rest)
