"""A list that comes back: choose the file, look at every changed cell, take them, undo them as a whole."""

import asyncio
from collections.abc import Mapping
from functools import cache
from typing import Final

from aiohttp import web

from reunion.actions import returning
from reunion.domain.access import PLANNERS
from reunion.domain.faults import Say, Unfit, reason_text
from reunion.domain.people import Gathering
from reunion.domain.returning import CELLS, HEADINGS, Becomes, Edit, Row
from reunion.imports.returned import read_returned
from reunion.web.families import registering
from reunion.web.finding import the_gathering
from reunion.web.keys import IDENTITY, NOW, STORE
from reunion.web.locale import LANGUAGES, translations
from reunion.web.pages import render, say, see_other
from reunion.web.requests import read_form, read_upload
from reunion.web.routing import Route
from reunion.web.staff_sections import FILE_GONE, frame, one

SHOWN: Final = 500
"""Changed cells on the page; whoever changed more sees how many there are."""


async def choose(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/returned: a place for the file."""
    return await _choose(request)


async def look(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/returned: the file is kept sealed, and its changed cells are shown."""
    gathering = await the_gathering(request)
    filename, data, _ = await read_upload(request, "file")
    try:
        await _parse(data, filename)
    except Unfit as unfit:
        return await _choose(request, _sentence(request, unfit), 422)
    store, by = request.app[STORE], request[IDENTITY].id
    upload = await returning.keep(store, gathering, filename or "xlsx", data, by=by, clock=request.app[NOW])
    return see_other(f"{request.path}/{upload}")


async def look_at(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/returned/{upload}: cell by cell, what was and what is to be."""
    gathering = await the_gathering(request)
    try:
        looked = await returning.look(
            request.app[STORE], gathering, request.match_info["upload"], parse=_parse
        )
    except LookupError:
        return await _gone(request, gathering)
    return render(
        request,
        "staff/returned_preview.html",
        **frame(request, gathering, "exports"),
        looked=looked,
        groups=[(becomes, [edit for edit in looked.edits if edit.becomes is becomes]) for becomes in Becomes],
        shown=SHOWN,
        headings=CELLS,
        sentence=lambda edit: _wrong(request, edit),
    )


async def take(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/returned/{upload}: take the changed cells."""
    gathering = await the_gathering(request)
    form = await read_form(request)
    try:
        await returning.take(
            request.app[STORE],
            registering(request),
            gathering,
            request.match_info["upload"],
            parse=_parse,
            clashes=one(form, "clashes", 2) == "1",
            by=request[IDENTITY].id,
            clock=request.app[NOW],
        )
    except LookupError:
        return await _gone(request, gathering)
    return see_other(f"{request.path}/taken")


async def taken(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/returned/{upload}/taken: what came of it, with its undo."""
    gathering = await the_gathering(request)
    try:
        came = await returning.taken(request.app[STORE], gathering, request.match_info["upload"])
    except LookupError:
        return await look_at(request)
    return render(request, "staff/returned_taken.html", **frame(request, gathering, "exports"), taken=came)


async def undo(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/returned/{upload}/undo: put back what still stands as it was taken."""
    gathering = await the_gathering(request)
    try:
        await returning.undo(
            request.app[STORE],
            registering(request),
            gathering,
            request.match_info["upload"],
            by=request[IDENTITY].id,
            clock=request.app[NOW],
        )
    except LookupError:
        return await _gone(request, gathering)
    return see_other(f"/staff/{gathering.id}/returned?done=undone")


async def _gone(request: web.Request, gathering: Gathering) -> web.Response:
    """The file waits no longer: on to what came of it, where it was taken."""
    upload = request.match_info["upload"]
    try:
        await returning.taken(request.app[STORE], gathering, upload)
    except LookupError:
        return await _choose(request, say(request, FILE_GONE), 404)
    return see_other(f"/staff/{gathering.id}/returned/{upload}/taken")


async def _choose(request: web.Request, wrong: str = "", status: int = 200) -> web.Response:
    gathering, store = await the_gathering(request), request.app[STORE]
    undoable = await returning.undoable(store, gathering)
    accounts = {one.id: one.name for one in await store.accounts.every()} if undoable else {}
    around = frame(request, gathering, "exports") | {"undoable": undoable, "accounts": accounts}
    return render(request, "staff/returned.html", status=status, **around, wrong=wrong)


async def _parse(data: bytes, filename: str) -> tuple[Row, ...]:
    return await asyncio.to_thread(read_returned, data, filename, headings())


@cache
def headings() -> Mapping[str, str]:
    """Which column a heading of such a list means, in every language a list may have been made in."""
    spoken: list[Say] = [translations(language).gettext for language in LANGUAGES]
    return {speak(msgid): field for field, msgid in HEADINGS.items() for speak in spoken}


def _wrong(request: web.Request, edit: Edit) -> str:
    return _sentence(request, edit.wrong) if edit.wrong else ""


def _sentence(request: web.Request, unfit: Unfit) -> str:
    params = {
        name: say(request, str(value)) if name == "field" else value for name, value in unfit.params.items()
    }
    return reason_text(unfit.code, params, lambda msgid: say(request, msgid))


_AT: Final = "/staff/{gathering}/returned"
ROUTES = (
    Route("GET", _AT, choose, PLANNERS),
    Route("POST", _AT, look, PLANNERS),
    Route("GET", _AT + "/{upload}", look_at, PLANNERS),
    Route("POST", _AT + "/{upload}", take, PLANNERS),
    Route("GET", _AT + "/{upload}/taken", taken, PLANNERS),
    Route("POST", _AT + "/{upload}/undo", undo, PLANNERS),
)
