"""The volunteer's page of the evening: whom to fetch now; and whom the desk rings."""

from typing import Any, Final

from aiohttp import web
from pydantic import BaseModel

from reunion.actions import contacting
from reunion.actions.fetching import MARKS, Fetch, OtherPair, mark, pair_of, same_pair, take_back, to_fetch
from reunion.actions.running import Stage
from reunion.domain.access import HELPERS, HOSTS
from reunion.domain.instants import MINUTE, Instant
from reunion.domain.people import Gathering, Side
from reunion.domain.readiness import Ready
from reunion.domain.refusal import Refused
from reunion.web.finding import the_gathering
from reunion.web.keys import IDENTITY, NOW, STAGES, STORE
from reunion.web.pages import answer, render, say, see_other
from reunion.web.requests import not_found, read_form
from reunion.web.routing import Kind, Route
from reunion.web.staff_sections import frame, one

STATES: Final = {
    Ready.INVITED: "has not answered",
    Ready.CONFIRMED: "will come",
    Ready.WAITING: "is here",
    Ready.CHECKED: "is here, camera tried",
    Ready.READY: "sits ready",
    Ready.LOST: "line is broken",
    Ready.NO_SHOW: "cannot come",
}


class Person(BaseModel):
    """Somebody to ring."""

    name: str
    phones: list[str]


class ContactsAnswer(BaseModel):
    """The people of both sides of a slot."""

    masked: bool
    worker: list[Person]
    family: list[Person]


async def page(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/fetch: whom of the village to fetch now, by their time."""
    gathering = await the_gathering(request)
    return await _page(request, gathering, {})


async def press(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/fetch: what a volunteer says of a family; or its numbers, on record."""
    gathering = await the_gathering(request)
    form = await read_form(request)
    if one(form, "account", 64) not in ("", request[IDENTITY].id):
        # The page is from before somebody else signed in here: nobody's word is stored as another's.
        return see_other(f"/staff/{gathering.id}/fetch?done=other-account")
    show, item, pair = one(form, "show", 64), one(form, "item", 64), one(form, "pair", 20)
    says, seen, press = one(form, "says", 20), one(form, "seen", 20), one(form, "press", 40)
    place = request.app[STORE], request.app[STAGES], request[IDENTITY], gathering.id, show, item
    try:
        if says == "numbers":
            return await _page(request, gathering, await _numbers(request, gathering, show, item, pair))
        if says == "not-here" and seen in MARKS:
            await take_back(*place, Ready(seen), press, pair)
        elif says in MARKS:
            await mark(*place, Ready(says), press, pair)
        else:
            raise Refused("malformed")
    except OtherPair:
        return see_other(f"/staff/{gathering.id}/fetch?done=other-family")
    return see_other(f"/staff/{gathering.id}/fetch")


async def _numbers(
    request: web.Request, gathering: Gathering, show: str, item: str, pair: str
) -> dict[str, tuple[str, ...]]:
    stage = await request.app[STAGES].get(show)
    if stage is None:
        raise not_found()
    same_pair(pair, pair_of(stage, item))
    row = next((row for row in await _rows(request, gathering) if (row.show, row.item) == (show, item)), None)
    if row is None:
        raise not_found()
    people = await contacting.reveal(
        request.app[STORE], stage, item, by=request[IDENTITY].id, clock=request.app[NOW]
    )
    own = {person.id for person in row.people}
    return {person.id: person.phones for person in people[Side.FAMILY] if person.id in own}


async def contacts(request: web.Request) -> web.StreamResponse:
    """GET /api/v1/shows/{show}/items/{item}/contacts: whom the desk rings, numbers hidden."""
    stage = await _stage(request)
    found = await contacting.contacts_of(request.app[STORE], stage, request.match_info["item"])
    return _answer(found, masked=True)


async def contacts_revealed(request: web.Request) -> web.StreamResponse:
    """POST /api/v1/shows/{show}/items/{item}/contacts: the numbers written out; who looked is recorded."""
    stage = await _stage(request)
    found = await contacting.reveal(
        request.app[STORE],
        stage,
        request.match_info["item"],
        by=request[IDENTITY].id,
        clock=request.app[NOW],
    )
    return _answer(found, masked=False)


async def _stage(request: web.Request) -> Stage:
    stage = await request.app[STAGES].get(request.match_info["show"])
    if stage is None or request.match_info["item"] not in stage.show.items:
        raise not_found()
    return stage


def _answer(found: contacting.Contacts, *, masked: bool) -> web.Response:
    people = {
        side.value: [Person(name=each.name, phones=list(each.phones)) for each in found[side]]
        for side in Side
    }
    return answer(ContactsAnswer(masked=masked, **people).model_dump())


async def _rows(request: web.Request, gathering: Gathering) -> tuple[Fetch, ...]:
    store, stages = request.app[STORE], request.app[STAGES]
    return await to_fetch(store, stages, gathering.id, request[IDENTITY], request.app[NOW])


async def _page(
    request: web.Request, gathering: Gathering, numbers: dict[str, tuple[str, ...]]
) -> web.Response:
    now = request.app[NOW]()
    rows = [_shown(request, row, now) for row in await _rows(request, gathering)]
    towns = {town.code: town.name for town in gathering.home.townships}
    return render(
        request,
        "staff/fetch.html",
        **frame(request, gathering, "fetch"),
        rows=[row for row in rows if not row["fetch"].there],
        there=[row for row in rows if row["fetch"].there],
        numbers=numbers,
        towns=towns,
        village=request[IDENTITY].village,
        now=now,
    )


def _shown(request: web.Request, row: Fetch, now: Instant) -> dict[str, Any]:
    since = None if row.since is None else max(0, (now - row.since) // MINUTE)
    return {
        "fetch": row,
        "minutes": max(0, (row.start - now) // MINUTE),
        "state": say(request, STATES[row.ready]),
        "since": since,
    }


_CONTACTS: Final = "/api/v1/shows/{show}/items/{item}/contacts"
ROUTES = (
    Route("GET", "/staff/{gathering}/fetch", page, HELPERS),
    Route("POST", "/staff/{gathering}/fetch", press, HELPERS),
    Route(
        "GET",
        _CONTACTS,
        contacts,
        HOSTS,
        Kind.API,
        "Whom to ring about a slot, masked",
        answer=ContactsAnswer,
    ),
    Route(
        "POST",
        _CONTACTS,
        contacts_revealed,
        HOSTS,
        Kind.API,
        "The same written out, on record",
        answer=ContactsAnswer,
    ),
)
