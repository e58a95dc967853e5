"""What strangers and families see of a show: the picture and a family's own line. Pure.

A picture says nothing that a stranger may not know: masked names, towns, no item that may not be aired.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from reunion.domain.calls import asked
from reunion.domain.cards import Card, CardSide
from reunion.domain.instants import SECOND, Instant
from reunion.domain.names import mask
from reunion.domain.people import Side
from reunion.domain.promises import promised
from reunion.domain.readiness import worse
from reunion.domain.rundown import AHEAD, Kind, Phase, Show
from reunion.domain.timing import Projection
from reunion.live.cast import Cast
from reunion.live.wire import encoded

PICTURE_MOST: Final = 2048
"""Bytes of a picture."""
NEXT_MOST: Final = 3
_DAY_S: Final = 86_400

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Room:
    """How much of a picture may be used for words and for steps of the drift."""

    title: int
    """Columns; a Chinese character takes two."""
    town: int
    quantum: int
    """Seconds."""
    steps: int


_ROOMS: Final = (
    _Room(title=40, town=16, quantum=5, steps=60),
    _Room(title=40, town=16, quantum=15, steps=40),
    _Room(title=32, town=12, quantum=60, steps=20),
    _Room(title=16, town=8, quantum=300, steps=10),
    _Room(title=4, town=4, quantum=900, steps=4),
)
"""From plenty to what fits always."""


def picture(show: Show, projection: Projection, cast: Cast, now: Instant) -> bytes:
    """The whole of what a screen needs, at most 2 KB: names and drift get coarser until it fits."""
    text = b""
    for room in _ROOMS:
        text = encoded(_picture(show, projection, cast, now, room))
        if len(text) <= PICTURE_MOST:
            break
    return text


def _picture(show: Show, projection: Projection, cast: Cast, now: Instant, room: _Room) -> Fields:
    over = show.phase is Phase.ENDED
    ahead = [] if over else list(projection.expected.items())[:NEXT_MOST]
    return {
        "type": "picture",
        "show": show.id,
        "title": cut(cast.title, room.title),
        "run": show.run,
        "revision": show.revision,
        "server_time": now,
        "state": show.phase.value,
        "on_air": _on_air(show, projection, cast, room),
        "next": [{**_seen(show, cast, key, room), "expected": expected} for key, expected in ahead],
        "drift": coarse(projection.drift, room.quantum, room.steps),
        "over_under": projection.over_under,
        "planned_end": show.planned_end,
        "projected_end": projection.projected_end,
    }


def _on_air(show: Show, projection: Projection, cast: Cast, room: _Room) -> Fields | None:
    if show.on_air is None:
        return None
    item = show.items[show.on_air]
    return {**_seen(show, cast, item.id, room), "since": item.started, "until": projection.until}


def seen(show: Show, cast: Cast, key: str) -> Fields:
    """An item as strangers see it, in its full length, for pages that list the whole show."""
    return _seen(show, cast, key, _ROOMS[0])


def _seen(show: Show, cast: Cast, key: str, room: _Room) -> Fields:
    """An item as strangers see it."""
    if show.items[key].kind is Kind.SEGMENT:
        return {"item": key, "title": cut(cast.title_of(key), room.title)}
    card = cast.cards.get(key, Card())
    if key in show.barred:
        # Barred while on air: the name goes at once, whatever the director does next.
        card = Card()
    sides = {"worker": _masked(card.worker, room), "family": _masked(card.family, room)}
    title = " ↔ ".join(side["name"] for side in sides.values() if side["name"])
    return {"item": key, "title": title, **sides}


def _masked(side: CardSide | None, room: _Room) -> dict[str, str]:
    if side is None:
        return {"name": "", "place": ""}
    name = mask(side.name) if side.name else ""
    return {"name": cut(name, 8), "place": cut(side.town or side.township, room.town)}


def cut(text: str, columns: int) -> str:
    """The text without control characters, cut with … to so many columns of a fixed-width page."""
    kept: list[str] = []
    used = 0
    for character in text:
        if unicodedata.category(character) in {"Cc", "Cs"}:
            continue
        # Combining marks take no column of their own but bytes, so they are counted like letters.
        width = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if used + width > columns:
            while kept and used + 1 > columns:
                used -= 2 if unicodedata.east_asian_width(kept.pop()) in "WF" else 1
            return "".join(kept) + "…"
        kept.append(character)
        used += width
    return "".join(kept)


def coarse(drift: Sequence[tuple[int, int]], quantum: int, most: int) -> list[tuple[int, int]]:
    """The drift in whole quanta, rounded towards earlier so that nobody is told to come too late.

    The quantum doubles until there are at most `most` steps.
    """
    while quantum <= _DAY_S:
        steps: list[tuple[int, int]] = []
        for position, seconds in drift:
            rounded = seconds // quantum * quantum
            if not steps or steps[-1][1] != rounded:
                steps.append((position, rounded))
        if len(steps) <= most:
            return steps
        quantum *= 2
    return [(drift[0][0], min(seconds for _, seconds in drift))]


def button(show: Show, projection: Projection, cast: Cast, now: Instant) -> Fields:
    """How the show stands, for a box of buttons: what is on air, what comes next, how long. Names are masked."""
    until, coming = projection.until, next(iter(projection.expected.items()), None)
    return {
        "show": show.id,
        "run": show.run,
        "revision": show.revision,
        "rundown_revision": show.order_revision,
        "undoable": show.undoable,
        "server_time": now,
        "state": show.phase.value,
        "on_air": _on_air(show, projection, cast, _ROOMS[0]),
        "remaining": None if until is None else (until - now) // SECOND,
        "next": coming
        and {
            **seen(show, cast, coming[0]),
            "expected": coming[1],
            "starts_in": (coming[1] - now) // SECOND,
            "readiness": worse(show.sides(coming[0])).value if show.items[coming[0]].pair else None,
        },
        "over_under": projection.over_under,
        "projected_end": projection.projected_end,
    }


def own(show: Show, cast: Cast, item: str, position: int, side: Side) -> Fields:
    """What one side is told about its own item; it is told again when any of this differs."""
    row = show.items[item]
    state, mark = show.side(item, side)
    call = asked(show.heard(item, side), state, mark) if row.state in AHEAD else None
    told = show.told.get(item)
    return {
        "item": item,
        "kind": row.kind.value,
        "position": position,
        "planned": row.planned,
        "promise": promised(show, cast.promises, row),
        "told": told and {"why": told.why.value, "was": told.was, "at": told.at},
        "state": row.state.value,
        "readiness": worse(show.sides(item)).value,
        "ready": state.value,
        "asked": call and {"call": call.call.value, "at": call.at},
    }


def you(show: Show, projection: Projection, line: Mapping[str, Any], now: Instant) -> bytes:
    """A family's own line; `expected` is null once the item is not ahead any more."""
    expected = projection.expected.get(line["item"])
    return encoded(
        {"type": "you", "revision": show.revision, "server_time": now, **line, "expected": expected}
    )
