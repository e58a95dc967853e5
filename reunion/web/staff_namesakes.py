"""Who was offered nobody because too many have the name that they ask for, and what settles it."""

from collections.abc import Mapping
from typing import Any, Final

from aiohttp import web

from reunion.actions.ports.reviewing import Namesakes
from reunion.domain.access import PLANNERS
from reunion.domain.instants import MINUTE, Instant
from reunion.domain.people import Gathering, Registration
from reunion.web.finding import the_gathering
from reunion.web.keys import NOW, STORE
from reunion.web.pages import answer, render
from reunion.web.routing import Kind, Route
from reunion.web.staff_links import links_frame

SHOWN: Final = 50
"""Names on the page, those first for whom most families wait."""
NAMED: Final = 6
"""Families of one name that are named; a press shows all of them."""
KEPT: Final = 5 * MINUTE
"""So long the overview says the number it knows: of a hundred thousand it takes 30 ms, and seldom becomes another."""
IN_VAIN: web.AppKey[dict[str, tuple[Instant, int]]] = web.AppKey("IN_VAIN", dict)
"""By gathering when the families were counted last, and how many they are."""


async def page(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/links/namesakes: each such name, its workers, and who asks for it in vain."""
    gathering = await the_gathering(request)
    store = request.app[STORE]
    found = await _found(request, gathering.id)
    shown = found[:SHOWN]
    people = await store.registrations.many([id_ for one in shown for id_ in one.families[:NAMED]])
    return render(
        request,
        "staff/links_namesakes.html",
        **await links_frame(request, gathering, "namesakes"),
        rows=[_row(one, people, gathering) for one in shown],
        total=len(found),
    )


async def page_data(request: web.Request) -> web.StreamResponse:
    """GET /api/v1/gatherings/{gathering}/links/namesakes: the same, everybody by id."""
    gathering = await the_gathering(request)
    found = await _found(request, gathering.id)
    return answer(
        {
            "waiting": _families(found),
            "namesakes": [
                {"name": one.name, "workers": one.workers, "families": list(one.families)} for one in found
            ],
        }
    )


async def asking_in_vain(request: web.Request, gathering: str) -> int:
    """How many families were offered nobody for it, now or a few minutes ago."""
    counted, known = request.app[IN_VAIN].get(gathering, (Instant(0), 0))
    if 0 <= request.app[NOW]() - counted < KEPT:
        return known
    return _families(await _found(request, gathering))


async def _found(request: web.Request, gathering: str) -> tuple[Namesakes, ...]:
    found = await request.app[STORE].reviews.namesakes(gathering)
    request.app[IN_VAIN][gathering] = request.app[NOW](), _families(found)
    return found


def _families(found: tuple[Namesakes, ...]) -> int:
    """How many they are; some ask for two such people."""
    return len({family for one in found for family in one.families})


def _row(one: Namesakes, people: Mapping[str, Registration], gathering: Gathering) -> dict[str, Any]:
    towns = {town.code: town.name for town in gathering.home.townships}
    named = [people[id_] for id_ in one.families[:NAMED] if id_ in people]
    return {
        "name": one.name,
        "workers": one.workers,
        "families": [
            {
                "id": person.id,
                "number": person.number,
                "name": person.name,
                "place": " ".join(filter(None, (towns.get(person.township, ""), person.village))),
            }
            for person in named
        ],
        "more": len(one.families) - len(named),
    }


ROUTES: tuple[Route, ...] = (
    Route("GET", "/staff/{gathering}/links/namesakes", page, PLANNERS),
    Route(
        "GET",
        "/api/v1/gatherings/{gathering}/links/namesakes",
        page_data,
        PLANNERS,
        Kind.API,
        "Families that were offered nobody, because too many have the name they ask for",
    ),
)
