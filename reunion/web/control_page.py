"""The buttons of a show: tokens for Companion, a Stream Deck or vMix, made and ended by whoever plans it."""

from typing import Any, Final

from aiohttp import web

from reunion.actions.admitting import Admitting
from reunion.actions.ports import Conflict, Deed
from reunion.domain.access import PLANNERS, Account, Role
from reunion.domain.instants import HOUR, later
from reunion.domain.plans import ShowHead
from reunion.web.finding import the_show
from reunion.web.guard import origins
from reunion.web.keys import IDENTITY, NOW, SETTINGS, STORE
from reunion.web.pages import render, say, see_other
from reunion.web.requests import not_found, read_form
from reunion.web.routing import Route
from reunion.web.staff_sections import one

NAME_MOST: Final = 40
AFTER_HOURS: Final = 12
"""A control holds so long after the planned end of its show."""


async def listed(request: web.Request) -> web.Response:
    """GET /shows/{show}/controls: which there are, and how to make another."""
    return await _page(request)


async def make(request: web.Request) -> web.Response:
    """POST /shows/{show}/controls: another one, its token shown this once."""
    head, _ = await the_show(request)
    name = one(await read_form(request), "name", NAME_MOST)
    if not name or not name.isprintable():
        return await _page(request, wrong=say(request, "Write what the control is called."), status=422)
    now = request.app[NOW]()
    last = later(max(now, head.planned_end), milliseconds=AFTER_HOURS * HOUR)
    hours = -(-(last - now) // HOUR)
    try:
        token = await Admitting(request.app[STORE], request.app[NOW]).control(head, hours, name)
    except Conflict:
        wrong = say(request, "Somebody has this name already: add a second name.")
        return await _page(request, wrong=wrong, status=409)
    await _record(request, head, "control", name)
    return await _page(request, token=token, name=name, until=last)


async def end(request: web.Request) -> web.Response:
    """POST /shows/{show}/controls/{account}/end: its token commands nothing any more."""
    head, _ = await the_show(request)
    account = await request.app[STORE].accounts.get(request.match_info["account"])
    if account is None or account not in await _controls(request, head):
        raise not_found()
    await Admitting(request.app[STORE], request.app[NOW]).disable(account)
    await _record(request, head, "control-ended", account.id)
    return see_other(f"/shows/{head.id}/controls")


async def _controls(request: web.Request, head: ShowHead) -> list[Account]:
    every = await request.app[STORE].accounts.every()
    return [one for one in every if (one.role, one.show, one.disabled) == (Role.CONTROL, head.id, False)]


async def _record(request: web.Request, head: ShowHead, action: str, subject: str) -> None:
    deed = Deed(head.gathering, request[IDENTITY].id, request.app[NOW](), action, subject, {"show": head.id})
    await request.app[STORE].audit.record(deed)


async def _page(request: web.Request, *, status: int = 200, **more: Any) -> web.Response:
    head, gathering = await the_show(request)
    context: dict[str, Any] = {"wrong": "", "token": "", "name": "", "until": None} | more
    origin = request.app[SETTINGS].public_url or next(iter(sorted(origins(request))))
    return render(
        request,
        "desk/controls.html",
        status=status,
        title=head.title,
        show=head.id,
        zone=gathering.zone,
        controls=await _controls(request, head),
        address=f"{origin}/api/v1/shows/{head.id}",
        **context,
    )


_AT: Final = "/shows/{show}/controls"
ROUTES = (
    Route("GET", _AT, listed, PLANNERS),
    Route("POST", _AT, make, PLANNERS),
    Route("POST", _AT + "/{account}/end", end, PLANNERS),
)
