"""What stands before every handler: language, where a request comes from, who asks; plain errors, headers.

Default deny: a request reaches its handler only when the route table names the role of whoever asks.
"""

import ipaddress
import secrets
from collections.abc import Mapping
from contextlib import suppress
from typing import Final
from urllib.parse import quote

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from reunion.actions.ports import Conflict, NotSaved
from reunion.domain.access import PUBLIC, STAFF, Identity, Role, of_account
from reunion.domain.people import Registration, Standing
from reunion.domain.refusal import Refused
from reunion.web.compressing import compress
from reunion.web.keys import IDENTITY, LANGUAGE, NAMES, NOW, SETTINGS, STATIC_ROOT, STORE
from reunion.web.locale import negotiate
from reunion.web.pages import answer, render, see_other
from reunion.web.reading import LANGUAGE_COOKIE, remember_choices
from reunion.web.requests import Refusal, not_found
from reunion.web.routing import Kind, Route
from reunion.web.slashes import without_slash
from reunion.web.tokens import FAMILY_COOKIE, STAFF_COOKIE, cookie_of, digest

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; font-src 'self'; media-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(), payment=()",
}
ROUTE: web.AppKey[Mapping[object, Route]] = web.AppKey("ROUTE", Mapping)
"""The table's row of each aiohttp resource route."""
MINE: web.RequestKey[Registration] = web.RequestKey("MINE", Registration)
"""The registration of a family's link, on the routes of families."""

log = structlog.get_logger("reunion.web")


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let a request through to its handler, or answer why not.

    One middleware and not five: each would keep a frame of its own for as long as a socket lives.
    """
    request = _behind_proxy(request)
    request[LANGUAGE] = negotiate(
        request.headers.get("Accept-Language"),
        request.cookies.get(LANGUAGE_COOKIE),
        request.query.get("lang"),
    )
    try:
        _check_origin(request)
        response = await _check_role(request) or await handler(request)
    except web.HTTPException as raised:
        if raised.status < 400:
            raise
        meant = await without_slash(request) if raised.status == 404 and request.method == "GET" else ""
        await _recognise(request)
        response = (
            see_other(meant)
            if meant
            else refused(request, Refusal(raised.status, _CODES.get(raised.status, "refused")))
        )
        if isinstance(raised, web.HTTPMethodNotAllowed):
            response.headers["Allow"] = raised.headers["Allow"]
    except Exception as failure:  # noqa: BLE001 - nothing a client sends ends in a traceback
        await _recognise(request)
        response = refused(request, _refusal_of(request, failure))
    if not response.prepared:
        _protect(request, response)
        route = route_of(request)
        if route is not None and route.kind is Kind.PAGE:
            remember_choices(request, response)
        compress(request, response, ours=_from_us(request))
    return response


async def keep_static(request: web.Request, response: web.StreamResponse) -> None:
    """A file is kept by browsers for ever, its address changes with it; whether it is there is known only now."""
    if _is_static(request):
        kept = "public, max-age=31536000, immutable" if response.status < 400 else "no-store"
        response.headers["Cache-Control"] = kept


def route_of(request: web.Request) -> Route | None:
    """The row of the route table this request goes to; None for what has no row (404, 405)."""
    return request.app[ROUTE].get(request.match_info.route)


def refused(request: web.Request, refusal: Refusal) -> web.Response:
    """The refusal in the form the route speaks."""
    route = route_of(request)
    if request.path.startswith("/api/") or (route is not None and route.kind in (Kind.API, Kind.SOCKET)):
        error = {"code": refusal.code, "message": refusal.message, "fields": dict(refusal.fields)}
        response = answer({"error": error}, status=refusal.status)
    else:
        response = render(request, "public/error.html", status=refusal.status, refusal=refusal)
    if refusal.status == 413:
        # What was not read would be taken for the next request.
        response.force_close()
    return response


def origins(request: web.Request) -> frozenset[str]:
    """The origins of our own pages."""
    configured = request.app[SETTINGS].public_url
    if configured:
        return frozenset({configured})
    return frozenset({f"http://{request.host}", f"https://{request.host}"})


def _is_static(request: web.Request) -> bool:
    return request.path.startswith(request.app[STATIC_ROOT])


def _behind_proxy(request: web.Request) -> web.Request:
    """The request with the address of whoever stands behind our own proxies; others' headers prove nothing."""
    trusted = request.app[SETTINGS].trusted_proxies
    if request.remote not in trusted:
        return request
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    stranger = next((hop for hop in reversed(hops) if hop not in trusted), "")
    try:
        return request.clone(remote=str(ipaddress.ip_address(stranger)))
    except ValueError:
        return request


def _refusal_of(request: web.Request, failure: Exception) -> Refusal:
    match failure:
        case Refusal():
            return failure
        case Refused():
            return Refusal(409, failure.code)
        case Conflict():
            return Refusal(409, "changed-meanwhile")
        case NotSaved():
            return Refusal(503, "not-saved")
    reference = secrets.token_hex(4)
    route = _pattern(request)
    log.error("request failed", route=route, method=request.method, reference=reference, exc_info=failure)
    return Refusal(500, "failed", reference)


def _protect(request: web.Request, response: web.StreamResponse) -> None:
    """Security headers on everything; personal answers are not stored by anybody."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.app[SETTINGS].secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if not _is_static(request):
        response.headers.setdefault("Cache-Control", "no-store")


def _check_origin(request: web.Request) -> None:
    """Changes and sockets are taken only from our own pages, or from programs that carry no cookie."""
    route = route_of(request)
    if route is not None and route.kind is Kind.SOCKET:
        _check_socket(request, route)
    elif request.method not in SAFE_METHODS and not _from_us(request):
        raise Refusal(403, "cross-site")


async def _check_role(request: web.Request) -> web.Response | None:
    """Find out who asks and look into the route table; the way to the sign-in page for a stranger."""
    route = route_of(request)
    if route is None:
        return None
    identity = request[IDENTITY] = await _identify(request, route.roles)
    await _check_gathering(request, identity)
    if identity.role in route.roles:
        return None
    if identity.role is not Role.PUBLIC:
        raise Refusal(403, "not-allowed")
    if route.kind is Kind.PAGE and request.method in SAFE_METHODS and route.roles & STAFF:
        return see_other(f"/staff/sign-in?next={quote(request.path)}")
    raise Refusal(401, "sign-in")


async def _recognise(request: web.Request) -> None:
    """Who meets a refusal that came before anybody was asked for: the page leads staff back to their own pages."""
    if IDENTITY not in request and request.cookies and not _is_static(request):
        # It may be the store that failed; the page is for a stranger then.
        with suppress(Exception):
            request[IDENTITY] = await _identify(request, STAFF)


def _from_us(request: web.Request) -> bool:
    if _bearer(request):
        return True
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin in origins(request)
    # Neither header: not a browser of the last ten years. A program has no cookie it could be tricked with.
    return not request.cookies


def _check_socket(request: web.Request, route: Route) -> None:
    origin = request.headers.get("Origin")
    if origin is None:
        if not (_bearer(request) or (route.open_origin and not request.cookies)):
            raise Refusal(403, "cross-site")
    elif origin not in origins(request):
        raise Refusal(403, "cross-site")


async def _identify(request: web.Request, roles: frozenset[Role]) -> Identity:
    """Staff by bearer token or cookie, a family by its link's cookie; whom the route is for comes first."""
    wants_family = Role.FAMILY in roles and not roles & STAFF
    finders = (_family, _staff) if wants_family else (_staff, _family)
    for find in finders:
        identity = await find(request)
        if identity is not None:
            return identity
    return PUBLIC


async def _staff(request: web.Request) -> Identity | None:
    bearer = _bearer(request)
    token = bearer or cookie_of(request, STAFF_COOKIE)
    if not token:
        return None
    kind = "bearer" if bearer else "session"
    account = await request.app[STORE].accounts.by_token(digest(token), kind, now=request.app[NOW]())
    if account is None:
        return None
    request.app[NAMES].known[account.id] = account.name
    return of_account(account, bearer=bool(bearer))


async def _family(request: web.Request) -> Identity | None:
    token = cookie_of(request, FAMILY_COOKIE)
    if not token:
        return None
    registration = await request.app[STORE].registrations.by_link(digest(token))
    if registration is None or registration.standing is not Standing.ACTIVE:
        return None
    request[MINE] = registration
    return Identity(Role.FAMILY, registration.id, registration.gathering)


async def _check_gathering(request: web.Request, identity: Identity) -> None:
    """What belongs to another gathering does not exist for staff of this one, nor another show for a control."""
    if identity.role not in STAFF | {Role.CONTROL}:
        return
    gathering = request.match_info.get("gathering")
    show = request.match_info.get("show")
    if gathering is None and show is not None:
        head = await request.app[STORE].shows.get(show)
        if head is None:
            raise not_found()
        gathering = head.gathering
    route = route_of(request)
    public = route is not None and Role.PUBLIC in route.roles
    if gathering is not None and not public and not (identity.at(gathering) and identity.show in ("", show)):
        raise not_found()


def _bearer(request: web.Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _pattern(request: web.Request) -> str:
    """The route's pattern, never the address: that may hold a token."""
    route = route_of(request)
    return route.path if route else "-"


_CODES: Final = {
    400: "bad-request",
    401: "sign-in",
    403: "not-allowed",
    404: "not-found",
    405: "wrong-method",
    413: "too-large",
    415: "wrong-type",
    429: "too-many",
}
