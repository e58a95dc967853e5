"""The record of who saw, changed or downloaded what: by person, kind and day, a page at a time, and as a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from aiohttp import web

from reunion.actions import exporting
from reunion.actions.ports import Deed, Deeds, Mark, Store
from reunion.domain.access import PLANNERS
from reunion.domain.instants import SECOND, Instant
from reunion.domain.people import Gathering, Registration
from reunion.exports.pages import MEDIA_TYPES, Form, filename
from reunion.exports.tables import write_table
from reunion.exports.zoned import local_time
from reunion.web.deed_words import DEEDS, KINDS, what, who, whom
from reunion.web.finding import the_gathering
from reunion.web.keys import IDENTITY, NOW, STORE
from reunion.web.pages import render, say
from reunion.web.requests import read_form
from reunion.web.routing import Kind, Route
from reunion.web.staff_import import download
from reunion.web.staff_sections import frame, one

PAGE: Final = 100
FILE_MOST: Final = 10_000
FILTERS: Final = ("by", "kind", "since", "until")


@dataclass(frozen=True, slots=True)
class Row:
    """One deed in words; `subject` is the registration it was about."""

    at: Instant
    who: str
    what: str
    whom: str
    subject: str = ""


async def record(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/audit?by=&kind=&since=&until=&past=: the newest first."""
    gathering = await the_gathering(request)
    fields = {name: request.query.get(name, "")[:64] for name in FILTERS}
    store = request.app[STORE]
    accounts = await _accounts(store, gathering)
    deeds, more = await store.audit.page(
        gathering.id, _wanted(fields, gathering), limit=PAGE, past=_mark(request.query.get("past", ""))
    )
    kept = {name: value for name, value in fields.items() if value}
    return render(
        request,
        "staff/audit.html",
        **frame(request, gathering, "audit"),
        rows=await _rows(request, gathering, deeds),
        accounts=accounts,
        kinds={kind: say(request, words) for kind, words in KINDS.items()},
        fields=kept,
        first=not request.query.get("past"),
        newest="?" + urlencode(kept) if kept else "",
        older="?" + urlencode({**kept, "past": f"{more[0]}-{more[1]}"}) if more else "",
    )


async def take(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/audit: the same as CSV, at most FILE_MOST rows; that it was taken is recorded first."""
    gathering, form = await the_gathering(request), await read_form(request)
    store, identity, clock = request.app[STORE], request[IDENTITY], request.app[NOW]
    wanted = _wanted({name: one(form, name, 64) for name in FILTERS}, gathering)
    deeds, _ = await store.audit.page(gathering.id, wanted, limit=FILE_MOST)
    rows = await _rows(request, gathering, deeds)
    reader = exporting.Reader(identity.role, identity.id, identity.name, masked=True)
    await exporting.record_export(store, gathering.id, "audit", Form.CSV, reader, rows=len(rows), clock=clock)
    headings = [say(request, words) for words in ("When", "Who", "What happened", "Whom or which")]
    data = write_table(
        headings,
        [
            (f"{local_time(row.at, gathering.zone):%Y-%m-%d %H:%M:%S}", row.who, row.what, row.whom)
            for row in rows
        ],
    )
    today = f"{local_time(clock(), gathering.zone):%Y%m%d}"
    name = filename((gathering.home.name, gathering.title, say(request, "Record"), today), Form.CSV)
    return download(data, name, MEDIA_TYPES[Form.CSV].partition(";")[0])


async def _rows(request: web.Request, gathering: Gathering, deeds: Sequence[Deed]) -> list[Row]:
    store = request.app[STORE]
    shows = {head.id: head.title for head in await store.shows.every(gathering.id)}
    accounts = {**await _accounts(store, gathering), **shows}
    ids = {id_ for deed in deeds for id_ in (deed.by, deed.subject)} - accounts.keys()
    people: Mapping[str, Registration] = await store.registrations.many(sorted(ids))

    def speak(msgid: str) -> str:
        return say(request, msgid)

    return [
        Row(
            deed.at,
            who(deed, accounts, people, speak),
            what(deed, speak),
            whom(deed, accounts, people, speak),
            deed.subject if deed.subject in people else "",
        )
        for deed in deeds
    ]


async def _accounts(store: Store, gathering: Gathering) -> Mapping[str, str]:
    every = await store.accounts.every()
    return {one.id: one.name for one in every if one.gathering in ("", gathering.id)}


def _wanted(fields: Mapping[str, str], gathering: Gathering) -> Deeds:
    """The filters; what makes no sense filters nothing. The day that is written last is among them."""
    return Deeds(
        by=fields["by"],
        actions=tuple(DEEDS.get(fields["kind"], ())),
        since=_begin(fields["since"], gathering.zone),
        until=_begin(fields["until"], gathering.zone, days_later=1),
    )


def _begin(text: str, zone: str, *, days_later: int = 0) -> Instant | None:
    try:
        day = date.fromisoformat(text) + timedelta(days=days_later)
        start = datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return Instant(int(start.timestamp()) * SECOND)


def _mark(text: str) -> Mark | None:
    at, _, number = text.partition("-")
    if not all(part.isdecimal() and part.isascii() and len(part) < 16 for part in (at, number)):
        return None
    return int(at), int(number)


_AT: Final = "/staff/{gathering}/audit"
ROUTES: tuple[Route, ...] = (
    Route("GET", _AT, record, PLANNERS),
    Route("POST", _AT, take, PLANNERS, Kind.FILE),
)
