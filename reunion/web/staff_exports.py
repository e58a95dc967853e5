"""Lists to take away, and the call sheet of a village to print."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from aiohttp import web

from reunion.actions import exporting, reporting
from reunion.actions.dating import dated
from reunion.actions.ports import Clock, Store
from reunion.domain.access import HELPERS, LISTS, Role
from reunion.domain.faults import Say, Unfit
from reunion.domain.people import Gathering
from reunion.exports import lists
from reunion.exports.pages import Exported, Form
from reunion.exports.programmes import programme
from reunion.web.finding import the_gathering
from reunion.web.keys import IDENTITY, NOW, STORE
from reunion.web.pages import render, say
from reunion.web.requests import Refusal, read_form
from reunion.web.routing import Kind, Route
from reunion.web.staff_import import download
from reunion.web.staff_sections import frame, one

_Write = Callable[..., Exported]
FORMS: Final = {
    "rundown": (Form.XLSX, Form.CSV, Form.ICS, Form.JSON),
    "programme": (Form.XLSX, Form.CSV),
    "callsheets": (Form.XLSX, Form.CSV, Form.JSON),
    "contacts": (Form.XLSX, Form.CSV, Form.JSON),
    "asrun": (Form.XLSX, Form.CSV, Form.JSON),
}


async def choose(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/exports: which list, of which show, in which form."""
    gathering = await the_gathering(request)
    shows = [show for show in await request.app[STORE].shows.every(gathering.id) if show.run]
    return render(
        request,
        "staff/exports.html",
        **frame(request, gathering, "exports"),
        shows=shows,
        forms=FORMS,
        phones=_reader(request).phones,
    )


async def take(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/exports: the file; who took it is recorded before it is given out."""
    gathering = await the_gathering(request)
    form = await read_form(request)
    kind, form_, show = one(form, "list", 20), one(form, "form", 10), one(form, "show", 64)
    if kind not in FORMS or form_ not in FORMS[kind]:
        raise Refusal(422, "invalid", "no such list or form")
    try:
        made = await written(
            request.app[STORE],
            gathering,
            kind,
            Form(form_),
            show,
            reader=_reader(request),
            speak=lambda msgid: say(request, msgid),
            clock=request.app[NOW],
        )
    except Unfit as unfit:
        raise Refusal(422, "invalid", unfit.code) from unfit
    return download(made.data, made.filename, made.media_type.partition(";")[0])


async def callsheet(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/callsheet: whom to gather when, of a volunteer's own village or of all."""
    return await _callsheet(request, replace(_reader(request), masked=True))


async def callsheet_with_phones(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/callsheet: the same with the telephones written out; who looked is recorded."""
    return await _callsheet(request, _reader(request))


async def _callsheet(request: web.Request, reader: exporting.Reader) -> web.Response:
    gathering = await the_gathering(request)
    store = request.app[STORE]
    found = await exporting.callsheets(store, gathering, reader, lambda msgid: say(request, msgid))
    if reader.phones:
        rows = sum(len(sheet.calls) for sheet in found)
        await exporting.record_export(
            store, gathering.id, "callsheets", "page", reader, rows=rows, clock=request.app[NOW]
        )
    return render(
        request,
        "staff/callsheet.html",
        **frame(request, gathering, "callsheet" if reader.role is Role.VOLUNTEER else "exports"),
        sheets=found,
        village=reader.village,
        phones=reader.phones,
    )


async def written(
    store: Store,
    gathering: Gathering,
    kind: str,
    form: Form,
    show: str,
    *,
    reader: exporting.Reader,
    speak: Say,
    clock: Clock,
) -> Exported:
    """One of the lists as a file, put on record first; raises Unfit for a form it does not have."""
    cover = exporting.cover_of(gathering, reader, clock())
    write: tuple[_Write, Any]
    if kind == "rundown":
        shows = await exporting.rundowns(store, gathering, reader, show)
        rows = sum(len(one.rows) for one in shows)
        if form is Form.ICS:
            shows = await dated(store, gathering, shows)
        write = (lists.rundown, shows)
    elif kind == "programme":
        shows = await dated(store, gathering, await exporting.rundowns(store, gathering, reader, show))
        rows = sum(len(one.rows) for one in shows)
        write = (programme, shows)
    elif kind == "callsheets":
        sheets = await exporting.callsheets(store, gathering, reader, speak, show)
        rows = sum(len(one.calls) for one in sheets)
        write = (lists.callsheets, sheets)
    elif kind == "contacts":
        (contacts,) = await exporting.contacts(store, gathering, reader, speak)
        rows = len(contacts.rows)
        write = (lists.contacts, contacts)
    else:
        runs = await reporting.as_run(store, gathering, show)
        rows = sum(len(one.rows) for one in runs)
        write = (lists.asrun, runs)
    await exporting.record_export(store, gathering.id, kind, form, reader, rows=rows, clock=clock)
    return await asyncio.to_thread(write[0], write[1], cover, form, speak)


def _reader(request: web.Request) -> exporting.Reader:
    identity = request[IDENTITY]
    return exporting.reader_of(identity, identity.name)


ROUTES: tuple[Route, ...] = (
    Route("GET", "/staff/{gathering}/exports", choose, LISTS),
    Route("POST", "/staff/{gathering}/exports", take, LISTS, Kind.FILE),
    Route("GET", "/staff/{gathering}/callsheet", callsheet, HELPERS),
    Route("POST", "/staff/{gathering}/callsheet", callsheet_with_phones, HELPERS),
)
