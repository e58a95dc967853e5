"""Who works here: accounts, their roles, one-time links, and shutting somebody out."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from aiohttp import web

from reunion.actions.admitting import Admitting
from reunion.actions.ports import Conflict, Deed, Session
from reunion.domain.access import Account, Role
from reunion.domain.limits import VILLAGE_MOST
from reunion.domain.names import initials
from reunion.domain.people import Gathering
from reunion.exports.codes import qr_code
from reunion.web.finding import the_gathering
from reunion.web.guard import origins
from reunion.web.keys import HUB, IDENTITY, NOW, SETTINGS, STORE
from reunion.web.pages import render, say, see_other
from reunion.web.requests import not_found, read_form
from reunion.web.routing import Route
from reunion.web.sought import asked_at, words_asked
from reunion.web.staff_sections import frame, one
from reunion.web.tokens import STAFF_COOKIE, cookie_of, digest

NAME_MOST: Final = 40
ROLES: Final = (Role.PRODUCER, Role.HOST, Role.MEDIA, Role.VOLUNTEER, Role.ADMINISTRATOR)
_ADMINISTRATORS: Final = frozenset({Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which accounts are listed."""

    words: str = ""
    role: str = ""
    standing: str = ""
    """`in`: signed in now, `out`: never or not now, `shut`: shut out."""
    sort: str = "name"

    def fits(self, account: Account, sessions: Sequence[Session]) -> bool:
        """Whether it is one of them."""
        standing = "shut" if account.disabled else "in" if sessions else "out"
        return (
            self.role in ("", account.role)
            and self.standing in ("", standing)
            and any(self.words.lower() in text for text in (account.name.lower(), initials(account.name)))
        )

    def key(self, account: Account, sessions: Sequence[Session]) -> tuple[object, ...]:
        """By what they are sorted."""
        if self.sort == "role":
            return (tuple(Role).index(account.role), initials(account.name))
        if self.sort == "seen":
            return (-sessions[0].created if sessions else 0, initials(account.name))
        return (initials(account.name), account.name)


async def listed(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/people?role=&standing=&sort=."""
    return await _page(
        request, await the_gathering(request), wanted=_wanted(request.query, words_asked(request))
    )


async def searched(request: web.Request) -> web.StreamResponse:
    """POST …/people/find: the same by name, which stays out of addresses."""
    form = await read_form(request)
    fields = {name: one(form, name, 20) for name in ("role", "standing", "sort")}
    gathering = await the_gathering(request)
    at, words = f"/staff/{gathering.id}/people", one(form, "words", NAME_MOST)
    return see_other(asked_at(request, at, words, {name: text for name, text in fields.items() if text}))


async def shown(request: web.Request) -> web.StreamResponse:
    """GET …/{account}: one account, where it is signed in, and what can be done."""
    gathering, account = await _one(request)
    return await _account_page(request, gathering, account)


async def end(request: web.Request) -> web.StreamResponse:
    """POST …/{account}/end: one session, or all of them and the links not used yet; its desks close at once."""
    gathering, account = await _one(request)
    store, hub = request.app[STORE], request.app[HUB]
    which = one(await read_form(request), "session", 64)
    if which:
        every = (await store.accounts.sessions(now=request.app[NOW]())).get(account.id, ())
        for session in every:
            if session.digest.hex() == which:
                await store.accounts.drop_token(session.digest)
                hub.end_session(session.digest)
                await _record(request, gathering, "account-session-ended", account)
    else:
        await store.accounts.end_sessions(account.id)
        hub.dismiss(account.id, 4001, "signed out")
        await _record(request, gathering, "account-signed-out", account)
    return see_other(f"/staff/{gathering.id}/people/{account.id}?done=signed-out")


async def create(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/people: a new account, with the link that lets them in once."""
    gathering = await the_gathering(request)
    form = await read_form(request)
    name, role = one(form, "name", NAME_MOST), one(form, "role", 20)
    township, village = one(form, "township", 12), one(form, "village", VILLAGE_MOST)
    answers = {"name": name, "role": role, "township": township, "village": village}
    wrong = ""
    if not name or not name.isprintable():
        wrong = say(request, "Write the name with which they sign in.")
    elif role not in ROLES:
        wrong = say(request, "Choose what they do.")
    elif role == Role.VOLUNTEER and not (township and village):
        wrong = say(request, "A volunteer sees one village: choose the township and write the village.")
    if wrong:
        return await _page(request, gathering, wrong=wrong, status=422, answers=answers)
    admitting = Admitting(request.app[STORE], request.app[NOW])
    place = {"township": township, "village": village} if role == Role.VOLUNTEER else {}
    home = "" if role == Role.ADMINISTRATOR else gathering.id
    try:
        account = await admitting.create(name, Role(role), home, **place)
    except Conflict:
        wrong = say(request, "Somebody has this name already: add a second name.")
        return await _page(request, gathering, wrong=wrong, status=409, answers=answers)
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
    return see_other(f"/staff/{gathering.id}/people/{account.id}?done={'shut' if shut else 'let-in'}")


async def _with_link(request: web.Request, gathering: Gathering, account: Account) -> web.Response:
    path = await Admitting(request.app[STORE], request.app[NOW]).link(account)
    origin = request.app[SETTINGS].public_url or next(iter(sorted(origins(request))))
    picture = "data:image/png;base64," + base64.b64encode(qr_code(origin + path, 5)).decode()
    return await _account_page(request, gathering, account, link=origin + path, picture=picture)


async def _one(request: web.Request) -> tuple[Gathering, Account]:
    gathering = await the_gathering(request)
    account = await request.app[STORE].accounts.get(request.match_info["account"])
    if account is None or account.gathering not in ("", gathering.id):
        raise not_found()
    return gathering, account


async def _record(request: web.Request, gathering: Gathering, action: str, account: Account) -> None:
    deed = Deed(gathering.id, request[IDENTITY].id, request.app[NOW](), action, account.id, {})
    await request.app[STORE].audit.record(deed)


def _wanted(fields: Mapping[str, str], words: str = "") -> Wanted:
    role, standing, sort = (fields.get(name, "") for name in ("role", "standing", "sort"))
    return Wanted(
        words.strip(),
        role if role in ROLES else "",
        standing if standing in ("in", "out", "shut") else "",
        sort if sort in ("role", "seen") else "name",
    )


async def _page(
    request: web.Request,
    gathering: Gathering,
    *,
    status: int = 200,
    wanted: Wanted = Wanted(),
    wrong: str = "",
    answers: Mapping[str, str] = MappingProxyType({}),
) -> web.Response:
    store = request.app[STORE]
    every = [one for one in await store.accounts.every() if one.gathering in ("", gathering.id)]
    sessions = await store.accounts.sessions(now=request.app[NOW]())
    rows = [account for account in every if wanted.fits(account, sessions.get(account.id, ()))]
    return render(
        request,
        "staff/people.html",
        status=status,
        **frame(request, gathering, "people"),
        accounts=sorted(rows, key=lambda account: wanted.key(account, sessions.get(account.id, ()))),
        total=len(every),
        sessions=sessions,
        wanted=wanted,
        townships={town.code: town.name for town in gathering.home.townships},
        roles=ROLES,
        wrong=wrong,
        answers=answers,
    )


async def _account_page(
    request: web.Request, gathering: Gathering, account: Account, *, link: str = "", picture: str = ""
) -> web.Response:
    sessions = await request.app[STORE].accounts.sessions(now=request.app[NOW]())
    return render(
        request,
        "staff/account.html",
        **frame(request, gathering, "people"),
        account=account,
        sessions=sessions.get(account.id, ()),
        mine=digest(cookie_of(request, STAFF_COOKIE)),
        townships={town.code: town.name for town in gathering.home.townships},
        link=link,
        picture=picture,
    )


_AT: Final = "/staff/{gathering}/people"
ROUTES: tuple[Route, ...] = (
    Route("GET", _AT, listed, _ADMINISTRATORS),
    Route("POST", _AT, create, _ADMINISTRATORS),
    Route("POST", _AT + "/find", searched, _ADMINISTRATORS),
    Route("GET", _AT + "/{account}", shown, _ADMINISTRATORS),
    Route("POST", _AT + "/{account}/end", end, _ADMINISTRATORS),
    Route("POST", _AT + "/{account}/link", new_link, _ADMINISTRATORS),
    Route("POST", _AT + "/{account}/disable", disable, _ADMINISTRATORS),
)
