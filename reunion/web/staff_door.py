"""The door: a volunteer's or the crew's telephone reads a code, or finds a number, and checks a party in."""

from typing import Final

from aiohttp import web

from reunion.actions import arriving
from reunion.domain.access import HELPERS, HOSTS
from reunion.domain.people import Gathering, Registration
from reunion.domain.readiness import Ready
from reunion.domain.refusal import Refused
from reunion.web.fetching import STATES
from reunion.web.finding import the_gathering
from reunion.web.keys import IDENTITY, NOW, STAGES, STORE
from reunion.web.pages import render, say, see_other
from reunion.web.requests import not_found, read_form
from reunion.web.routing import Route
from reunion.web.sought import asked_at, search_asked
from reunion.web.staff_sections import frame, one

DOOR: Final = HELPERS | HOSTS
_SAYS: Final = {"here": arriving.check_in, "not-here": arriving.take_back}


async def door(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/door: who comes next, a field for a number, and whom it found.

    The person of a number, or the only one whose telephone ends so, is shown at once.
    """
    gathering, search = await the_gathering(request), search_asked(request)
    if search is None:
        return await _door(request, gathering, (), "")
    store, who, clock = request.app[STORE], request[IDENTITY], request.app[NOW]
    found = await arriving.find(store, who, gathering.id, search.words, clock, search.shown)
    search.shown.update(person.id for person in found)
    if len(found) == 1:
        return see_other(f"{request.path}/{found[0].id}")
    return await _door(request, gathering, found, search.words)


async def look_up(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/door: on to whom these words find, which are personal and stay out of addresses."""
    await the_gathering(request)
    return see_other(asked_at(request, request.path, one(await read_form(request), "words", 40), {}))


async def person(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/door/{registration}: whose code this is, and one button."""
    gathering, whose = await _whose(request)
    stages, store, who = request.app[STAGES], request.app[STORE], request[IDENTITY]
    turn = await arriving.turn_of(stages, store, who, whose, request.app[NOW])
    head = await store.shows.get(turn.show) if turn else None
    return render(
        request,
        "staff/door_person.html",
        **frame(request, gathering, "door"),
        person=whose,
        turn=turn,
        show=head.title if head else "",
        towns={town.code: town.name for town in gathering.home.townships},
        state=say(request, STATES[turn.ready]) if turn else "",
        waiting=turn is not None and turn.ready is Ready.WAITING,
    )


async def press(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/door/{registration}: the party is here, or not after all."""
    _, whose = await _whose(request)
    act = _SAYS.get(one(await read_form(request), "says", 20))
    if act is None:
        raise Refused("malformed")
    await act(request.app[STORE], request.app[STAGES], request[IDENTITY], whose, clock=request.app[NOW])
    return see_other(request.path)


async def _whose(request: web.Request) -> tuple[Gathering, Registration]:
    gathering = await the_gathering(request)
    key = request.match_info["registration"]
    found = await arriving.whom(request.app[STORE], request[IDENTITY], gathering.id, key)
    if found is None:
        raise not_found()
    return gathering, found


async def _door(
    request: web.Request, gathering: Gathering, found: tuple[Registration, ...], words: str
) -> web.Response:
    who, now = request[IDENTITY], request.app[NOW]
    return render(
        request,
        "staff/door.html",
        **frame(request, gathering, "door"),
        turns=await arriving.coming(request.app[STORE], request.app[STAGES], gathering.id, who, now),
        found=found,
        words=words,
        village=who.village,
        towns={town.code: town.name for town in gathering.home.townships},
    )


_AT: Final = "/staff/{gathering}/door"
ROUTES = (
    Route("GET", _AT, door, DOOR),
    Route("POST", _AT, look_up, DOOR),
    Route("GET", _AT + "/{registration}", person, DOOR),
    Route("POST", _AT + "/{registration}", press, DOOR),
)
