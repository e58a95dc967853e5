"""What a family takes away: its data, a calendar entry, its links as pictures; and the same as JSON."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from aiohttp import web

from reunion.actions.answering import own_slot
from reunion.actions.attending import Place
from reunion.actions.dating import OwnDate, own_date
from reunion.domain.instants import Instant
from reunion.domain.people import Registration
from reunion.domain.phones import local
from reunion.exports.codes import qr_code
from reunion.web.finding import gathering_of
from reunion.web.guard import MINE
from reunion.web.inviting import invite_address
from reunion.web.keys import ATTENDING, STAGES, STORE
from reunion.web.knowing import unless_known
from reunion.web.mine import FAMILY, live_of, personal_address
from reunion.web.pages import address, answer, say
from reunion.web.requests import not_found
from reunion.web.routing import Kind, Route

MODULE: Final = 8
"""Pixels of a dot: the picture is about 300 wide, sharp on a phone and large enough on paper."""
REMIND: Final = timedelta(minutes=30)


async def my_qr(request: web.Request) -> web.StreamResponse:
    """GET /me/qr.png: the personal link as a picture that a long press in WeChat finds."""
    return web.Response(body=qr_png(personal_address(request)), content_type="image/png")


async def invite_qr(request: web.Request) -> web.StreamResponse:
    """GET /me/invite.png: the invite link as a picture."""
    return web.Response(body=qr_png(invite_address(request, request[MINE])), content_type="image/png")


async def my_data(request: web.Request) -> web.StreamResponse:
    """GET /api/v1/me: everything that is kept about this registration."""
    return answer(own_data(request[MINE]))


async def download(request: web.Request) -> web.StreamResponse:
    """GET /me/data.json: the same as a file."""
    mine = request[MINE]
    response = answer(own_data(mine))
    response.headers["Content-Disposition"] = f'attachment; filename="reunion-{mine.number}.json"'
    return response


async def my_slot(request: web.Request) -> web.StreamResponse:
    """GET /api/v1/me/slot?open=1: picture and own line, for open pages whose socket does not get through."""
    mine = request[MINE]
    gathering = await gathering_of(request.app[STORE], mine.gathering)
    slot = await own_slot(request.app[STORE], request.app[STAGES], mine)
    live = await live_of(request, gathering, mine)
    if slot is None or live is None:
        return answer({})
    if request.query.get("open") == "1":
        request.app[ATTENDING].polled(Place(slot.show, slot.pair, slot.side))
    return answer({key: live[key] for key in ("you", "picture", "step", "sentence")})


async def calendar(request: web.Request) -> web.StreamResponse:
    """GET /me/slot.ics: the own slot with a reminder half an hour before."""
    mine = request[MINE]
    date = await own_date(request.app[STORE], request.app[STAGES], mine)
    if date is None:
        raise not_found()
    gathering = await gathering_of(request.app[STORE], mine.gathering)
    words = say(request, "Open your own page half an hour before: it counts down for you.")
    made = calendar_of(date, mine.number, gathering.title, words, address(request, "/me"))
    name = f'attachment; filename="reunion-{mine.number}.ics"'
    return unless_known(request, made, "text/calendar", {"Content-Disposition": name})


def calendar_of(date: OwnDate, number: int, title: str, words: str, page: str) -> bytes:
    """The slot as one event (RFC 5545) that reminds; UID stays, SEQUENCE rises when it takes another time."""
    from icalendar import Alarm, Calendar, Event  # a server opens its port sooner without it

    event = Event()
    event.add("uid", f"{date.pair}.{number}@reunion")
    # when it was told, not now: the same time must give the same bytes
    event.add("dtstamp", _when(date.changed))
    event.add("last-modified", _when(date.changed))
    event.add("dtstart", _when(date.start))
    event.add("duration", timedelta(seconds=date.seconds))
    event.add("sequence", date.sequence)
    event.add("status", "CANCELLED" if date.cancelled else "CONFIRMED")
    event.add("summary", title)
    event.add("description", words)
    event.add("url", page)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -REMIND)
    if not date.cancelled:
        event.add_component(alarm)
    made = Calendar()
    made.add("prodid", "-//Reunion//zh")
    made.add("version", "2.0")
    made.add_component(event)
    return bytes(made.to_ical())


def qr_png(text: str) -> bytes:
    """The address as big as a telephone shows it."""
    return qr_code(text, MODULE)


def own_data(mine: Registration) -> dict[str, Any]:
    """A registration as its owner may read it; telephone numbers as they are dialled."""
    return {
        "number": mine.number,
        "side": mine.side,
        "name": mine.name,
        "phones": [local(phone) for phone in mine.phones],
        "township": mine.township,
        "village": mine.village,
        "group": mine.group,
        "place": mine.place,
        "others": [
            {"name": one.name, "relation": one.relation, "phones": [local(phone) for phone in one.phones]}
            for one in mine.others
        ],
        "invite_code": mine.invite_code,
        "code_given": mine.code_given,
        "persons": mine.persons,
        "dialect": mine.dialect,
        "years_away": mine.years_away,
        "windows": [[window.start, window.end] for window in mine.windows],
        "story": mine.story,
        "message": mine.message,
        "source": mine.source,
        "consents": {
            purpose: {"version": given.version, "channel": given.channel, "at": given.at}
            for purpose, given in mine.consent.given.items()
        },
        "created": mine.created,
        "revision": mine.revision,
    }


def _when(instant: Instant) -> datetime:
    return datetime.fromtimestamp(instant // 1000, UTC)


ROUTES = (
    Route("GET", "/me/qr.png", my_qr, FAMILY, Kind.FILE),
    Route("GET", "/me/invite.png", invite_qr, FAMILY, Kind.FILE),
    Route("GET", "/me/data.json", download, FAMILY, Kind.FILE),
    Route("GET", "/me/slot.ics", calendar, FAMILY, Kind.FILE),
    Route("GET", "/api/v1/me", my_data, FAMILY, Kind.API, "Everything kept about one's own registration"),
    Route("GET", "/api/v1/me/slot", my_slot, FAMILY, Kind.API, "One's own slot and the show's picture"),
)
