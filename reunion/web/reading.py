"""How somebody likes to read: language, size of the letters, light or dark, each remembered in a cookie."""

from typing import Final

from aiohttp import web

from reunion.domain.access import EVERYONE
from reunion.web.locale import known, tag
from reunion.web.pages import SIZE_COOKIE, SIZES, THEME_COOKIE, THEMES, see_other
from reunion.web.requests import read_form
from reunion.web.routing import Route

LANGUAGE_COOKIE: Final = "reunion-language"
_YEAR_S: Final = 365 * 24 * 3600


async def letters(request: web.Request) -> web.StreamResponse:
    """POST /letters: remember the size of the letters and go back."""
    form = await read_form(request)
    size = form.get("size", ["normal"])[0]
    response = see_other(await _way_back(request, form.get("back", ["/"])[0]))
    _keep(response, SIZE_COOKIE, size if size in SIZES else "normal")
    return response


async def language(request: web.Request) -> web.StreamResponse:
    """POST /language: remember the language and go back."""
    form = await read_form(request)
    response = see_other(await _way_back(request, form.get("back", ["/"])[0]))
    if chosen := known(form.get("lang", [""])[0]):
        _keep(response, LANGUAGE_COOKIE, tag(chosen))
    return response


async def theme(request: web.Request) -> web.StreamResponse:
    """POST /theme: remember the colours and go back."""
    form = await read_form(request)
    response = see_other(await _way_back(request, form.get("back", ["/"])[0]))
    if (chosen := form.get("theme", [""])[0]) in THEMES:
        _keep(response, THEME_COOKIE, chosen)
    return response


def remember_choices(request: web.Request, response: web.StreamResponse) -> None:
    """An address with `?lang=` or `?theme=` is a choice too: the pages after it are as it is."""
    if chosen := known(request.query.get("lang", "")):
        _keep(response, LANGUAGE_COOKIE, tag(chosen))
    if (colours := request.query.get("theme")) in THEMES:
        _keep(response, THEME_COOKIE, colours)


def _keep(response: web.StreamResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=_YEAR_S, path="/", samesite="Lax")


async def _way_back(request: web.Request, address: str) -> str:
    """The page to go back to, or the nearest above it: the answer to a button cannot be opened again."""
    path = _own_path(address)
    while path != "/" and not await _opens(request, path):
        path = path.split("?")[0].rpartition("/")[0] or "/"
    return path


async def _opens(request: web.Request, path: str) -> bool:
    found = await request.app.router.resolve(request.clone(method="GET", rel_url=path))
    return found.http_exception is None


def _own_path(address: str) -> str:
    """A path on this server, never another host (`//elsewhere`, `/\\elsewhere`)."""
    if not address.startswith("/") or address[1:2] in ("/", "\\"):
        return "/"
    return address if address.isprintable() and len(address) < 500 else "/"


ROUTES = (
    Route("POST", "/letters", letters, EVERYONE),
    Route("POST", "/language", language, EVERYONE),
    Route("POST", "/theme", theme, EVERYONE),
)
