"""Who works here: accounts, their roles, one-time links, and shutting somebody out."""

import base64
import io
from typing import Any, Final

import segno
from aiohttp import web

from reunion.actions.admitting import Admitting
from reunion.actions.ports import Conflict, Deed
from reunion.domain.access import Account, Role
from reunion.domain.limits import VILLAGE_MOST
from reunion.domain.people import Gathering
from reunion.web.finding import the_gathering
from reunion.web.guard import origins
from reunion.web.keys import HUB, IDENTITY, NOW, SETTINGS, STORE
from reunion.web.pages import render, say, see_other
from reunion.web.requests import not_found, read_form
from reunion.web.routing import Route
from reunion.web.staff_sections import frame, one

NAME_MOST: Final = 40
ROLES: Final = (Role.PRODUCER, Role.HOST, Role.MEDIA, Role.VOLUNTEER, Role.ADMINISTRATOR)
_ADMINISTRATORS: Final = frozenset({Role.ADMINISTRATOR})


async def listed(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/people."""
    return await _page(request, await the_gathering(request))


async def create(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/people: a new account, with the link that lets them in once."""
    gathering = await the_gathering(request)
    form = await read_form(request)
    name, role = one(form, "name", NAME_MOST), one(form, "role", 20)
    township, village = one(form, "township", 12), one(form, "village", VILLAGE_MOST)
    wrong = ""
    if not name or not name.isprintable():
        wrong = say(request, "Write the name with which they sign in.")
    elif role not in ROLES:
        wrong = say(request, "Choose what they do.")
    elif role == Role.VOLUNTEER and not (township and village):
        wrong = say(request, "A volunteer sees one village: choose the township and write the village.")
    if wrong:
        return await _page(request, gathering, wrong=wrong, status=422)
    admitting = Admitting(request.app[STORE], request.app[NOW])
    place = {"township": township, "village": village} if role == Role.VOLUNTEER else {}
    home = "" if role == Role.ADMINISTRATOR else gathering.id
    try:
        account = await admitting.create(name, Role(role), home, **place)
    except Conflict:
        wrong = say(request, "Somebody has this name already: add a second name.")
        return await _page(request, gathering, wrong=wrong, status=409)
    await _record(request, gathering, "account", account)
    return await _with_link(request, gathering, account)


async def new_link(request: web.Request) -> web.StreamResponse:
    """POST …/{account}/link: another one-time link, for a forgotten password."""
    gathering, account = await _one(request)
    if account.role is Role.CONTROL:
        # It opens no page.
        raise not_found()
    await _record(request, gathering, "account-link", account)
    return await _with_link(request, gathering, account)


async def disable(request: web.Request) -> web.StreamResponse:
    """POST …/{account}/disable: shut out or let in again; every open session and desk ends at once."""
    gathering, account = await _one(request)
    if account.id == request[IDENTITY].id:
        wrong = say(request, "You cannot shut yourself out.")
        return await _page(request, gathering, wrong=wrong, status=409)
    shut = not account.disabled
    await Admitting(request.app[STORE], request.app[NOW]).disable(account, disabled=shut)
    if shut:
        request.app[HUB].dismiss(account.id, 4001, "signed out")
    await _record(request, gathering, "account-disabled" if shut else "account-enabled", account)
    return see_other(f"/staff/{gathering.id}/people?done=account")


async def _with_link(request: web.Request, gathering: Gathering, account: Account) -> web.Response:
    path = await Admitting(request.app[STORE], request.app[NOW]).link(account)
    origin = request.app[SETTINGS].public_url or next(iter(sorted(origins(request))))
    made = io.BytesIO()
    segno.make(origin + path, error="m").save(made, kind="png", scale=5, border=2)
    picture = "data:image/png;base64," + base64.b64encode(made.getvalue()).decode()
    return await _page(request, gathering, link=origin + path, picture=picture, newest=account)


async def _one(request: web.Request) -> tuple[Gathering, Account]:
    gathering = await the_gathering(request)
    account = await request.app[STORE].accounts.get(request.match_info["account"])
    if account is None or account.gathering not in ("", gathering.id):
        raise not_found()
    return gathering, account


async def _record(request: web.Request, gathering: Gathering, action: str, account: Account) -> None:
    deed = Deed(gathering.id, request[IDENTITY].id, request.app[NOW](), action, account.id, {})
    await request.app[STORE].audit.record(deed)


async def _page(
    request: web.Request, gathering: Gathering, *, status: int = 200, **more: Any
) -> web.Response:
    every = await request.app[STORE].accounts.every()
    context: dict[str, Any] = {"wrong": "", "link": "", "picture": "", "newest": None} | more
    return render(
        request,
        "staff/people.html",
        status=status,
        **frame(request, gathering, "people"),
        accounts=[account for account in every if account.gathering in ("", gathering.id)],
        townships={town.code: town.name for town in gathering.home.townships},
        roles=ROLES,
        **context,
    )


_AT: Final = "/staff/{gathering}/people"
ROUTES: tuple[Route, ...] = (
    Route("GET", _AT, listed, _ADMINISTRATORS),
    Route("POST", _AT, create, _ADMINISTRATORS),
    Route("POST", _AT + "/{account}/link", new_link, _ADMINISTRATORS),
    Route("POST", _AT + "/{account}/disable", disable, _ADMINISTRATORS),
)
