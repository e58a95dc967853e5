"""The day's report for the organisers: a page to read or print, the same as a workbook and as JSON."""

import asyncio
from dataclasses import asdict

from aiohttp import web

from reunion.actions import exporting, reporting
from reunion.domain.access import LISTS
from reunion.domain.lists import Report
from reunion.domain.people import Gathering
from reunion.exports.reports import COLUMNS, write_report
from reunion.exports.zoned import seconds_between, span
from reunion.web.finding import the_gathering
from reunion.web.keys import IDENTITY, NOW, STORE
from reunion.web.pages import answer, render, say
from reunion.web.requests import not_found, read_form
from reunion.web.routing import Kind, Route
from reunion.web.staff_import import download
from reunion.web.staff_sections import frame, one


async def page(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/report?day=2027-02-05: the day by township, and what ran."""
    gathering = await the_gathering(request)
    days = await reporting.days(request.app[STORE], gathering, request.app[NOW]())
    report = await _report(request, gathering, request.query.get("day", ""))
    return render(
        request,
        "staff/report.html",
        **frame(request, gathering, "exports"),
        report=report,
        days=days,
        columns=COLUMNS,
        length=lambda row: span(seconds_between(row.started, row.ended)) if row.ended else "",
        later=lambda row: span(seconds_between(row.planned, row.started)) if row.started else "",
        span=span,
    )


async def take(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/report: the workbook; who took it is recorded before it is given out."""
    gathering, store = await the_gathering(request), request.app[STORE]
    identity, now = request[IDENTITY], request.app[NOW]
    report = await _report(request, gathering, one(await read_form(request), "day", 10))
    reader = exporting.reader_of(identity, identity.name)
    rows = len(report.townships) + sum(len(show.rows) for show in report.shows)
    await exporting.record_export(store, gathering.id, "report", "xlsx", reader, rows=rows, clock=now)
    cover = exporting.cover_of(gathering, reader, now())
    made = await asyncio.to_thread(write_report, report, cover, lambda msgid: say(request, msgid))
    return download(made.data, made.filename, made.media_type)


async def data(request: web.Request) -> web.StreamResponse:
    """GET /api/v1/gatherings/{gathering}/report?day=: the numbers of the page."""
    report = await _report(request, await the_gathering(request), request.query.get("day", ""))
    return answer(asdict(report))


async def _report(request: web.Request, gathering: Gathering, day: str) -> Report:
    """Of that day, else of the newest that is not to come; 404 for a day without a report."""
    store, now = request.app[STORE], request.app[NOW]()
    days = await reporting.days(store, gathering, now)
    if day and day not in days:
        raise not_found()
    return await reporting.daily(store, gathering, day or reporting.today(gathering, now))


ROUTES: tuple[Route, ...] = (
    Route("GET", "/staff/{gathering}/report", page, LISTS),
    Route("POST", "/staff/{gathering}/report", take, LISTS, Kind.FILE),
    Route(
        "GET",
        "/api/v1/gatherings/{gathering}/report",
        data,
        LISTS,
        Kind.API,
        "One day by township, and what ran",
    ),
)
