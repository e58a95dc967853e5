"""Filters of the list of registrations that an account keeps: their words, which are personal, stand in no address."""

import secrets
from typing import Final
from urllib.parse import urlencode

from aiohttp import web

from reunion.actions.ports import Conflict
from reunion.domain.access import PLANNERS
from reunion.domain.filters import MOST, TITLE_MOST, SavedFilter
from reunion.domain.people import Gathering
from reunion.web.finding import the_gathering
from reunion.web.keys import IDENTITY, NOW, STORE
from reunion.web.pages import say, see_other
from reunion.web.registration_rows import asked_by, wanted_of
from reunion.web.requests import read_form
from reunion.web.routing import Route
from reunion.web.staff_registrations import list_page
from reunion.web.staff_sections import one


async def save(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/registrations/filters: keep what the list shows under a name."""
    gathering, form = await the_gathering(request), await read_form(request)
    wanted, title = asked_by(form), one(form, "title", TITLE_MOST)
    if not title:
        return await list_page(request, wanted, wrong=say(request, "Give the filter a name."))
    saved = SavedFilter(
        f"fl-{secrets.token_hex(6)}",
        request[IDENTITY].id,
        gathering.id,
        title,
        wanted.fields,
        wanted.search.words,
    )
    try:
        await request.app[STORE].filters.put(saved, at=request.app[NOW]())
    except Conflict:
        wrong = say(request, "You keep %(most)d filters already: delete one first.") % {"most": MOST}
        return await list_page(request, wanted, wrong=wrong, title=title)
    return _leads_to(gathering, saved, "filter")


async def shown(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/registrations/filters/{filter}: the list as it was kept."""
    gathering, saved = await _own(request)
    if saved is None:
        return see_other(_at(gathering))  # deleted: the way back from its last answer leads here
    if saved.words:
        return await list_page(request, wanted_of(saved.fields, saved.words))
    return see_other(f"{_at(gathering)}?{urlencode(saved.fields)}")


async def drop(request: web.Request) -> web.StreamResponse:
    """POST …/filters/{filter}/drop: the list stays as it is, with a button that keeps the filter again."""
    gathering, saved = await _own(request)
    if saved is None:
        return see_other(_at(gathering))
    await request.app[STORE].filters.drop(saved.staff, saved.id)
    return await list_page(request, wanted_of(saved.fields, saved.words), dropped=saved)


async def _own(request: web.Request) -> tuple[Gathering, SavedFilter | None]:
    """The filter of the address, of whoever asks; None where they have none such (any more)."""
    gathering = await the_gathering(request)
    for saved in await request.app[STORE].filters.of(request[IDENTITY].id, gathering.id):
        if saved.id == request.match_info["filter"]:
            return gathering, saved
    return gathering, None


def _leads_to(gathering: Gathering, saved: SavedFilter, done: str) -> web.Response:
    if saved.words:
        return see_other(f"{_at(gathering)}/filters/{saved.id}?done={done}")
    return see_other(f"{_at(gathering)}?{urlencode({**saved.fields, 'done': done})}")


def _at(gathering: Gathering) -> str:
    return f"/staff/{gathering.id}/registrations"


_AT: Final = "/staff/{gathering}/registrations/filters"
ROUTES: tuple[Route, ...] = (
    Route("POST", _AT, save, PLANNERS),
    Route("GET", _AT + "/{filter}", shown, PLANNERS),
    Route("POST", _AT + "/{filter}/drop", drop, PLANNERS),
)
