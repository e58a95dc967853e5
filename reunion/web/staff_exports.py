"""Lists to take away, and the call sheet of a village to print."""

from dataclasses import replace

from aiohttp import web

from reunion.actions import exporting
from reunion.domain.access import HELPERS, LISTS, Role
from reunion.domain.faults import Unfit
from reunion.exports.pages import Form
from reunion.web.finding import the_gathering
from reunion.web.keys import IDENTITY, NOW, STORE
from reunion.web.offers import OFFERS, Wanted, village_sheets, written
from reunion.web.pages import address, render, say
from reunion.web.requests import Refusal, read_form
from reunion.web.routing import Kind, Route
from reunion.web.staff_import import download
from reunion.web.staff_sections import frame, one


async def choose(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/exports: which list, of which show, in which form."""
    gathering = await the_gathering(request)
    shows = [show for show in await request.app[STORE].shows.every(gathering.id) if show.run]
    return render(
        request,
        "staff/exports.html",
        **frame(request, gathering, "exports"),
        shows=shows,
        offers=OFFERS,
        phones=_reader(request).phones,
    )


async def take(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/exports: the file; who took it is recorded before it is given out."""
    form = await read_form(request)
    kind, form_, show = one(form, "list", 20), one(form, "form", 10), one(form, "show", 64)
    if kind not in OFFERS or form_ not in list(Form):
        raise Refusal(422, "invalid", "no such list or form")
    wanted = await _wanted(request, _reader(request), show)
    try:
        made = await written(wanted, kind, Form(form_))
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
    wanted = await _wanted(request, reader)
    found = await village_sheets(wanted)
    if reader.phones:
        rows = sum(len(sheet.calls) for sheet in found)
        await exporting.record_export(
            wanted.store, wanted.gathering.id, "callsheets", "page", reader, rows=rows, clock=wanted.clock
        )
    return render(
        request,
        "staff/callsheet.html",
        **frame(request, wanted.gathering, "callsheet" if reader.role is Role.VOLUNTEER else "exports"),
        sheets=found,
        village=reader.village,
        phones=reader.phones,
    )


async def _wanted(request: web.Request, reader: exporting.Reader, show: str = "") -> Wanted:
    return Wanted(
        request.app[STORE],
        await the_gathering(request),
        reader,
        lambda msgid: say(request, msgid),
        request.app[NOW],
        show,
        address(request, ""),
    )


def _reader(request: web.Request) -> exporting.Reader:
    identity = request[IDENTITY]
    return exporting.reader_of(identity, identity.name)


ROUTES: tuple[Route, ...] = (
    Route("GET", "/staff/{gathering}/exports", choose, LISTS),
    Route("POST", "/staff/{gathering}/exports", take, LISTS, Kind.FILE),
    Route("GET", "/staff/{gathering}/callsheet", callsheet, HELPERS),
    Route("POST", "/staff/{gathering}/callsheet", callsheet_with_phones, HELPERS),
)
