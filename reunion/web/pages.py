"""Rendering: Jinja pages in the visitor's language, with nothing inline, and the JSON answers beside them."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import jinja2
from aiohttp import web

from reunion import __version__
from reunion.domain.access import PUBLIC
from reunion.domain.names import mask
from reunion.domain.phones import mask as mask_phone
from reunion.web.days import clock, day, hours, long_day, zone_name
from reunion.web.keys import IDENTITY, LANGUAGE, NAMES, PAGES, SETTINGS, STATIC_ROOT
from reunion.web.locale import DEFAULT, LANGUAGES, OWN_NAMES, SWITCH, tag, translations

SIZES: Final = ("normal", "large", "huge")
SIZE_COOKIE: Final = "reunion-size"
THEMES: Final = ("device", "light", "dark")
THEME_COOKIE: Final = "reunion-theme"


def asset_folder(name: str) -> Path:
    """`templates` or `static`: inside the installed package, or at the top of a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


def static_files(folder: Path) -> Mapping[str, Path]:
    """Every file of the tree by its path in it."""
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}


def static_digest(folder: Path) -> str:
    """A short digest of the whole tree; it stands in every address, so browsers keep files for ever."""
    total = hashlib.sha256()
    for name, path in static_files(folder).items():
        total.update(name.encode())
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


class Environments(dict[str, jinja2.Environment]):
    """The templates by language, each made when the first page in it is asked for: a server starts sooner.

    `strict` makes a missing name an error (tests). Raises KeyError for what is none of locale.LANGUAGES.
    """

    def __init__(self, *, strict: bool = False) -> None:
        super().__init__()
        self._strict = strict

    def __missing__(self, language: str) -> jinja2.Environment:
        if language not in LANGUAGES:
            raise KeyError(language)
        made = self[language] = _environment(language, self._strict)
        return made


def say(request: web.Request, msgid: str) -> str:
    """A sentence in the visitor's language."""
    return str(translations(language_of(request)).gettext(msgid))


def language_of(request: web.Request) -> str:
    """One of locale.LANGUAGES."""
    return str(request.get(LANGUAGE, DEFAULT))


def address(request: web.Request, path: str) -> str:
    """The whole address of a path, as it is printed and put into pictures."""
    return f"{request.app[SETTINGS].public_url or f'{request.scheme}://{request.host}'}{path}"


def size_of(request: web.Request) -> str:
    """The letters this visitor chose, one of SIZES."""
    size = request.cookies.get(SIZE_COOKIE, "normal")
    return size if size in SIZES else "normal"


def theme_of(request: web.Request) -> str:
    """The colours this visitor chose, one of THEMES: the address' `?theme=`, else the cookie, else the device's."""
    asked = (request.query.get("theme"), request.cookies.get(THEME_COOKIE))
    return next((theme for theme in asked if theme in THEMES), THEMES[0])


def render(request: web.Request, template: str, /, *, status: int = 200, **context: Any) -> web.Response:
    """The page as a response."""
    return web.Response(
        # half a sign, as an escape in a file may write it, is no text that can be sent
        body=render_text(request, template, **context).encode("utf-8", "replace"),
        status=status,
        content_type="text/html",
        charset="utf-8",
        headers={"Content-Language": tag(language_of(request)), "Vary": "Cookie, Accept-Language"},
    )


def render_text(request: web.Request, template: str, /, **context: Any) -> str:
    """The page as text; every template knows what `_context` gives."""
    page = request.app[PAGES][language_of(request)].get_template(template)
    return page.render({**_context(request), **context})


def answer(value: Mapping[str, Any] | list[Any], *, status: int = 200) -> web.Response:
    """A JSON answer."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return web.Response(
        body=text.encode("utf-8", "replace"), status=status, content_type="application/json", charset="utf-8"
    )


def see_other(address: str) -> web.Response:
    """Go on there with GET, after a change."""
    return web.Response(status=303, headers={"Location": address})


def _context(request: web.Request) -> dict[str, Any]:
    language = language_of(request)
    identity = request.get(IDENTITY, PUBLIC)
    root = request.app[STATIC_ROOT]
    return {
        "language": tag(language),
        "locale": language,
        "size": size_of(request),
        "theme": theme_of(request),
        "static": lambda path: f"{root}/{path}",
        "identity": identity,
        "who": request.app[NAMES].of(identity.id),
        "here": str(request.rel_url.without_query_params("lang", "theme", "left")),
        "path": request.path,
        "base": address(request, ""),
        "clock": lambda instant, zone: clock(instant, zone, language),
        "day": lambda instant, zone: day(instant, zone, language),
        "hours": lambda start, end, zone: hours(start, end, zone, language),
        "long_day": lambda instant, zone: long_day(instant, zone, language),
        "zone_name": lambda zone: zone_name(zone, language),
    }


def _environment(language: str, strict: bool) -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(asset_folder("templates")),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        undefined=jinja2.StrictUndefined if strict else jinja2.Undefined,
    )
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    made.filters |= {"masked": mask, "masked_phone": mask_phone}
    made.globals["version"] = __version__
    made.globals["languages"] = {tag(language): name for language, name in OWN_NAMES.items()}
    made.globals["switch"] = SWITCH
    return made
