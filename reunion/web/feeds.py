"""A show's schedule for calendars and other programs, with masked names; polling costs nothing until it changes."""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from aiohttp import web

from reunion.domain.access import EVERYONE
from reunion.domain.instants import Instant
from reunion.domain.people import Gathering
from reunion.domain.plans import ShowHead
from reunion.domain.rundown import State
from reunion.web.finding import scene_of, the_show
from reunion.web.keeping import kept_text, state_of
from reunion.web.keys import KEPT, NOW
from reunion.web.knowing import unless_known
from reunion.web.pages import address
from reunion.web.public import Row, schedule
from reunion.web.routing import Kind, Route

_NUMBER: Final = re.compile(rb"^SEQUENCE:.*\r\n", re.MULTILINE)
_GONE = frozenset({State.SKIPPED, State.NO_SHOW})


async def frab(request: web.Request) -> web.StreamResponse:
    """GET /shows/{show}/schedule.json: the show in the frab schema."""
    base = address(request, "")

    def made(head: ShowHead, gathering: Gathering, rows: Sequence[Row]) -> bytes:
        return json.dumps(frab_of(head, gathering, rows, base), ensure_ascii=False).encode()

    return await _feed(request, base, made, "application/json")


async def ics(request: web.Request) -> web.StreamResponse:
    """GET /shows/{show}/schedule.ics: the show as a calendar."""
    base = address(request, "")

    def made(head: ShowHead, gathering: Gathering, rows: Sequence[Row]) -> bytes:
        return ics_of(head, gathering, rows, f"{base}/shows/{head.id}")

    return await _feed(request, base, made, "text/calendar")


def frab_of(head: ShowHead, gathering: Gathering, rows: Sequence[Row], base: str) -> dict[str, Any]:
    """The schedule as frab writes it: one conference, one day, one room."""
    zone = ZoneInfo(gathering.zone)
    start, room = _local(head.planned_start, zone), head.stage or head.title
    events = [_frab_event(row, head, zone, base) for row in rows if row.expected is not None]
    day = {
        "index": 1,
        "date": start.date().isoformat(),
        "day_start": start.isoformat(),
        "day_end": _local(head.planned_end, zone).isoformat(),
        "rooms": {room: events},
    }
    conference = {
        "acronym": _acronym(gathering.id),
        "title": gathering.title,
        "start": start.date().isoformat(),
        "end": _local(head.planned_end, zone).date().isoformat(),
        "daysCount": 1,
        "timeslot_duration": "00:01",
        "time_zone_name": gathering.zone,
        "rooms": [{"name": room, "guid": _guid(f"{gathering.id}/{room}")}],
        "days": [day],
    }
    return {"schedule": {"version": _version(rows), "base_url": base, "conference": conference}}


def ics_of(head: ShowHead, gathering: Gathering, rows: Sequence[Row], page: str) -> bytes:
    """One event for the show; what happens in it stands in its description."""
    from icalendar import Calendar, Event  # a server opens its port sooner without it

    zone = ZoneInfo(gathering.zone)
    made = Calendar()
    made.add("prodid", "-//Reunion//zh")
    made.add("version", "2.0")
    event = Event()
    event.add("uid", f"{head.id}@{gathering.id}.reunion")
    # The same schedule must give the same bytes, or no reader could ever keep what it has.
    event.add("dtstamp", datetime.fromtimestamp(head.planned_start // 1000, UTC))
    event.add("dtstart", datetime.fromtimestamp(head.planned_start // 1000, UTC))
    event.add("dtend", datetime.fromtimestamp(head.planned_end // 1000, UTC))
    # a show takes another time only with a new run
    event.add("sequence", int(head.run.removeprefix("r") or 0))
    event.add("summary", f"{gathering.title} {head.title}")
    event.add("url", page)
    lines = [
        f"{_local(row.expected, zone):%H:%M} {row.title} {row.places}".rstrip()
        for row in rows
        if row.expected
    ]
    event.add("description", "\n".join(lines))
    made.add_component(event)
    return bytes(made.to_ical())


def _frab_event(row: Row, head: ShowHead, zone: ZoneInfo, base: str) -> dict[str, Any]:
    start = _local(row.expected or head.planned_start, zone)
    # frab knows whole minutes only: rounded up, so that nothing lasts no time; the seconds stand in the description
    minutes = -(-row.seconds // 60)
    return {
        "guid": _guid(f"{head.id}/{row.item}"),
        "id": _number(row.item),
        "date": start.isoformat(),
        "start": f"{start:%H:%M}",
        "duration": f"{minutes // 60:02}:{minutes % 60:02}",
        "room": head.stage or head.title,
        "slug": f"{head.id}-{row.item}".lower(),
        "url": f"{base}/shows/{head.id}",
        "title": row.title,
        "subtitle": row.places,
        "track": None,
        "type": "segment" if row.segment else "slot",
        "language": "zh",
        "abstract": "",
        "description": f"{row.seconds} s",
        "recording_license": "",
        "persons": [],
        "links": [],
        "attachments": [],
    }


async def _feed(
    request: web.Request,
    base: str,
    made: Callable[[ShowHead, Gathering, Sequence[Row]], bytes],
    kind: str,
) -> web.Response:
    head, gathering = await the_show(request)
    scene, now = await scene_of(request, head.id), request.app[NOW]()

    def make() -> bytes:
        rows = schedule(scene, now) if scene else ()
        return made(head, gathering, [row for row in rows if row.state not in _GONE])

    state = (head, gathering, *state_of(scene, now))
    key, open_to_all = (request.path, base), {"Access-Control-Allow-Origin": "*"}
    if kind != "text/calendar":
        return kept_text(request, key, state, make, kind, {**open_to_all, "Vary": "Accept-Encoding"})
    body = request.app[KEPT].body(key, state, make)
    # each publishing raises a calendar's number; alone it is no news to whoever has the same times already
    return unless_known(request, body, kind, open_to_all, says=_NUMBER.sub(b"", body))


def _version(rows: Sequence[Row]) -> str:
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:12]


def _acronym(gathering: str) -> str:
    """The id in the letters that frab allows there, and as long as it must be."""
    return f"{gathering.lower().replace('-', '_'):_<4}"


def _guid(name: str) -> str:
    wide = hashlib.sha256(name.encode()).hexdigest()
    return f"{wide[:8]}-{wide[8:12]}-{wide[12:16]}-{wide[16:20]}-{wide[20:32]}"


def _number(item: str) -> int:
    """frab wants a number; it is made from the item's id, so it stays the same."""
    return int(hashlib.sha256(item.encode()).hexdigest()[:7], 16)


def _local(instant: Instant, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(instant // 1000, UTC).astimezone(zone)


ROUTES = (
    Route("GET", "/shows/{show}/schedule.json", frab, EVERYONE, Kind.FEED),
    Route("GET", "/shows/{show}/schedule.ics", ics, EVERYONE, Kind.FEED),
)
