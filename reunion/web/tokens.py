"""Opaque random tokens: what the browser holds, and the digest that is stored."""

import hashlib
import secrets

from aiohttp import web

from reunion.web.keys import SETTINGS

STAFF_COOKIE = "reunion-staff"
FAMILY_COOKIE = "reunion-family"
_FAMILY_DAYS = 120


def fresh() -> str:
    """A new token of 192 random bits."""
    return secrets.token_urlsafe(24)


def digest(token: str) -> bytes:
    """What is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def cookie_of(request: web.Request, name: str) -> str:
    """The token in a cookie; empty when there is none."""
    return request.cookies.get(_full(request, name), "")


def set_cookie(request: web.Request, response: web.StreamResponse, name: str, token: str) -> None:
    """Give the browser a token that scripts cannot read and other sites cannot send with a change."""
    settings = request.app[SETTINGS]
    age = settings.session_hours * 3600 if name == STAFF_COOKIE else _FAMILY_DAYS * 24 * 3600
    response.set_cookie(
        _full(request, name),
        token,
        max_age=age,
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="Lax",
    )


def drop_cookie(request: web.Request, response: web.StreamResponse, name: str) -> None:
    """Make the browser forget it."""
    secure = request.app[SETTINGS].secure
    response.del_cookie(_full(request, name), path="/", secure=secure, httponly=True, samesite="Lax")


def _full(request: web.Request, name: str) -> str:
    # The prefix makes browsers refuse the cookie from another host or over plain HTTP; a bare LAN address has
    # no HTTPS to offer, and there the plain name is all a browser keeps.
    return f"__Host-{name}" if request.app[SETTINGS].secure else name
