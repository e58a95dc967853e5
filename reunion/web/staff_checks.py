"""The spot check: thirty links a day that nobody looked at, judged by hand, and the precision that follows."""

from collections.abc import Mapping
from typing import Any, Final

from aiohttp import web

from reunion.actions.ports import Conflict
from reunion.actions.ports.reviewing import Adds, Waiting
from reunion.actions.spotchecking import draw, judge, still_to_draw, todays
from reunion.domain.access import PLANNERS
from reunion.domain.spotchecks import SAMPLE, Verdict, precision
from reunion.web.finding import the_gathering
from reunion.web.keys import IDENTITY, NOW, STORE
from reunion.web.link_rows import tiles
from reunion.web.pages import render, see_other
from reunion.web.requests import Refusal, not_found, read_form
from reunion.web.routing import Route
from reunion.web.staff_links import links_frame
from reunion.web.staff_sections import one


async def page(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/links/checks: today's sample, and what all samples say."""
    gathering = await the_gathering(request)
    store = request.app[STORE]
    today = await todays(store, gathering, clock=request.app[NOW])
    checked = {(one.worker, one.family): one for one in today}
    rows = await store.reviews.rows(gathering.id, sorted(checked))
    shown = await tiles(request, gathering, [Waiting(row, Adds.NOTHING) for row in rows])
    for row in shown:
        row["verdict"] = checked[_link(row)].verdict
    mine = [one for one in today if one.by == request[IDENTITY].id and one.verdict != Verdict.OPEN]
    last = max(mine, key=lambda one: one.at or 0, default=None)
    # What is not judged yet comes first, the least certain of it first.
    shown.sort(key=lambda row: (row["verdict"] != Verdict.OPEN, row["score"], row["worker"]))
    every = await store.reviews.checks(gathering.id)
    linked, expected = await store.reviews.expected(gathering.id)
    return render(
        request,
        "staff/links_checks.html",
        **await links_frame(request, gathering, "checks"),
        rows=shown,
        last=next((row for row in shown if last and _link(row) == (last.worker, last.family)), None),
        sample=SAMPLE,
        more=len(await still_to_draw(store, gathering, clock=request.app[NOW])),
        open=sum(row["verdict"] == Verdict.OPEN for row in shown),
        days=len({one.day for one in every if one.verdict is not Verdict.OPEN}),
        measured=precision(one.verdict for one in every),
        expected=expected,
        linked=linked,
    )


def _link(row: Mapping[str, Any]) -> tuple[str, str]:
    return row["worker"], row["family"]


async def press(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/links/checks: right, wrong, or taken back."""
    gathering = await the_gathering(request)
    form = await read_form(request)
    said = one(form, "verdict")
    if said not in list(Verdict):
        raise Refusal(422, "invalid")
    try:
        await judge(
            request.app[STORE],
            gathering.id,
            one(form, "worker", 64),
            one(form, "family", 64),
            Verdict(said),
            by=request[IDENTITY].id,
            clock=request.app[NOW],
        )
    except LookupError:
        raise not_found() from None
    except Conflict:
        return see_other(f"/staff/{gathering.id}/links/checks?done=meanwhile")
    return see_other(f"/staff/{gathering.id}/links/checks?done=" + (f"judged-{said}" if said else "undone"))


async def draw_sample(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/links/checks/draw: today's sample by lot."""
    gathering = await the_gathering(request)
    await draw(request.app[STORE], gathering, clock=request.app[NOW])
    return see_other(f"/staff/{gathering.id}/links/checks")


_AT: Final = "/staff/{gathering}/links/checks"
ROUTES: tuple[Route, ...] = (
    Route("GET", _AT, page, PLANNERS),
    Route("POST", _AT, press, PLANNERS),
    Route("POST", _AT + "/draw", draw_sample, PLANNERS),
)
