"""Pages and feeds for everybody, made once for each state of what they show and given out again until it changes."""

from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from reunion.domain.access import PUBLIC
from reunion.domain.instants import SECOND, Instant
from reunion.domain.rundown import Phase
from reunion.live.scene import Scene
from reunion.web.compressing import CODING, packed, takes_gzip
from reunion.web.keys import KEPT
from reunion.web.knowing import unless_known
from reunion.web.locale import tag
from reunion.web.pages import address, language_of, render_text, size_of, theme_of

STANDS_MS = 10 * SECOND
"""Until a show is over its expected times move by themselves; pages tell minutes."""


def kept_page(
    request: web.Request,
    template: str,
    state: tuple[object, ...],
    context: Callable[[], Mapping[str, Any]],
) -> web.Response:
    """The page as anybody sees it; `state` is everything it is made of.

    Who asks is kept from the template: the next visitor gets the same bytes.
    """
    language = language_of(request)

    def make() -> bytes:
        return render_text(
            request, template, **context(), who="", identity=PUBLIC, here=request.path
        ).encode()

    chosen = (language, size_of(request), theme_of(request))
    headers = {"Content-Language": tag(language), "Vary": "Cookie, Accept-Language, Accept-Encoding"}
    return kept_text(
        request, (request.path, address(request, ""), *chosen), state, make, "text/html", headers
    )


def kept_text(
    request: web.Request,
    key: tuple[object, ...],
    state: tuple[object, ...],
    make: Callable[[], bytes],
    kind: str,
    headers: Mapping[str, str],
) -> web.Response:
    """What was made for everybody, packed with it for all who take it so."""
    if not takes_gzip(request):
        return unless_known(request, request.app[KEPT].body((*key, ""), state, make), kind, headers)
    body = request.app[KEPT].body((*key, CODING), state, lambda: packed(make()))
    return unless_known(request, body, kind, {**headers, "Content-Encoding": CODING})


def state_of(scene: Scene | None, now: Instant) -> tuple[object, ...]:
    """All that a page about a show depends on."""
    if scene is None:
        return ()
    over = scene.show.phase is Phase.ENDED
    return scene.mark, 0 if over else now // STANDS_MS
