"""Signing in: password, one-time link, choosing a password, signing out."""

import asyncio
from typing import Final

from aiohttp import web
from limits import RateLimitItemPerMinute

from reunion.actions.admitting import PASSWORD_LEAST, PASSWORD_MOST, Admitting, agrees, hashed
from reunion.domain.access import EVERYONE, STAFF
from reunion.web.keys import HUB, IDENTITY, NOW, SETTINGS, STORE, WINDOWS
from reunion.web.pages import render, say, see_other
from reunion.web.requests import Refusal, read_form
from reunion.web.routing import Route
from reunion.web.staff_sections import frame, one
from reunion.web.tokens import STAFF_COOKIE, cookie_of, digest, drop_cookie, set_cookie

_TRIES: Final = RateLimitItemPerMinute(10, 15)
"""For one name from one address; and three times that from the address with whatever names."""


async def sign_in_page(request: web.Request) -> web.StreamResponse:
    """GET /staff/sign-in."""
    next_, left = _next(request.query.get("next", "")), request.query.get("left", "")
    around = frame(request, None, "")
    return render(request, "staff/sign_in.html", **around, wrong="", name="", next=next_, left=left)


async def sign_in(request: web.Request) -> web.StreamResponse:
    """POST /staff/sign-in: a session, or the same answer for an unknown name and a wrong password."""
    form = await read_form(request)
    name, password, next_ = one(form, "name"), one(form, "password", PASSWORD_MOST), one(form, "next")
    await _allow(request, name)
    known = await request.app[STORE].accounts.by_name(name)
    right = await asyncio.to_thread(agrees, known[1] if known else "", password)
    if known is None or not right or known[0].disabled:
        wrong = say(request, "Name or password is not right. After ten tries it is closed for 15 minutes.")
        around = frame(request, None, "")
        return render(
            request,
            "staff/sign_in.html",
            status=422,
            **around,
            wrong=wrong,
            name=name,
            next=_next(next_),
            left="",
        )
    token = await _admitting(request).sign_in(known[0], request.app[SETTINGS].session_hours)
    return _entered(request, token, _next(next_) or "/staff")


async def sign_out(request: web.Request) -> web.StreamResponse:
    """POST /staff/sign-out: the session ends, and with it the desks that were opened in it.

    The page it leads to hears who left: what the browser kept of that account goes too.
    """
    token = cookie_of(request, STAFF_COOKIE)
    await _admitting(request).leave(token)
    request.app[HUB].end_session(digest(token))
    response = see_other(f"/staff/sign-in?left={request[IDENTITY].id}")
    drop_cookie(request, response, STAFF_COOKIE)
    return response


async def enter_page(request: web.Request) -> web.StreamResponse:
    """GET /staff/enter/{token}: a button, if the link still holds; programs that look ahead must not use it up."""
    token = request.match_info["token"][:100]
    held = await request.app[STORE].accounts.by_token(digest(token), "once", now=request.app[NOW]())
    return _entering(request, spent=held is None)


async def enter(request: web.Request) -> web.StreamResponse:
    """POST /staff/enter/{token}: sign in with a one-time link."""
    await _allow(request, "")
    token = await _admitting(request).enter(
        request.match_info["token"][:100], request.app[SETTINGS].session_hours
    )
    if token is None:
        return _entering(request, spent=True)
    return _entered(request, token, "/staff/password?first=1")


async def password_page(request: web.Request) -> web.StreamResponse:
    """GET /staff/password."""
    first = request.query.get("first") == "1"
    return render(
        request,
        "staff/password.html",
        **frame(request, None, ""),
        wrong="",
        first=first,
        least=PASSWORD_LEAST,
    )


async def choose_password(request: web.Request) -> web.StreamResponse:
    """POST /staff/password: a new password; every other session of the account ends, and every desk."""
    form = await read_form(request)
    password, again = one(form, "password", PASSWORD_MOST + 1), one(form, "again", PASSWORD_MOST + 1)
    first = one(form, "first") == "1"
    wrong = ""
    if not PASSWORD_LEAST <= len(password) <= PASSWORD_MOST:
        wrong = say(request, "A password has at least %(least)d characters.") % {"least": PASSWORD_LEAST}
    elif password != again:
        wrong = say(request, "The two passwords are not the same: type them again.")
    if wrong:
        around = frame(request, None, "")
        return render(
            request,
            "staff/password.html",
            status=422,
            **around,
            wrong=wrong,
            first=first,
            least=PASSWORD_LEAST,
        )
    store, identity = request.app[STORE], request[IDENTITY]
    await store.accounts.set_password(identity.id, await asyncio.to_thread(hashed, password))
    request.app[HUB].dismiss(identity.id, 4001, "signed out")
    account = await store.accounts.get(identity.id)
    if account is None:
        raise Refusal(401, "sign-in")
    token = await _admitting(request).sign_in(account, request.app[SETTINGS].session_hours)
    return _entered(request, token, "/staff?done=password")


def _admitting(request: web.Request) -> Admitting:
    return Admitting(request.app[STORE], request.app[NOW])


def _entering(request: web.Request, *, spent: bool) -> web.Response:
    return render(
        request,
        "staff/enter.html",
        status=410 if spent else 200,
        **frame(request, None, ""),
        action=request.path,
        spent=spent,
    )


def _entered(request: web.Request, token: str, address: str) -> web.Response:
    response = see_other(address)
    set_cookie(request, response, STAFF_COOKIE, token)
    return response


def _next(address: str) -> str:
    """A path of ours to go on to, or nothing."""
    ours = address.startswith("/staff") and "\\" not in address and address.isprintable()
    return address if ours else ""


async def _allow(request: web.Request, name: str) -> None:
    address = request.remote or ""
    crowd = RateLimitItemPerMinute(_TRIES.amount * 3, _TRIES.multiples)
    windows = request.app[WINDOWS]
    # The address first: one that tries ever new names must not fill the memory with them.
    if not (
        await windows.hit(crowd, "sign-in", address) and await windows.hit(_TRIES, "sign-in", address, name)
    ):
        raise Refusal(429, "too-many", "too many tries: wait a quarter of an hour")


ROUTES: tuple[Route, ...] = (
    Route("GET", "/staff/sign-in", sign_in_page, EVERYONE),
    Route("POST", "/staff/sign-in", sign_in, EVERYONE),
    Route("POST", "/staff/sign-out", sign_out, STAFF),
    Route("GET", "/staff/enter/{token}", enter_page, EVERYONE),
    Route("POST", "/staff/enter/{token}", enter, EVERYONE),
    Route("GET", "/staff/password", password_page, STAFF),
    Route("POST", "/staff/password", choose_password, STAFF),
)
