"""Pages for everybody: the gatherings, one gathering, a show's now and next, the notice about data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from reunion.domain.access import EVERYONE
from reunion.domain.instants import Instant
from reunion.domain.people import Gathering
from reunion.domain.plans import ShowHead
from reunion.domain.rundown import AHEAD, Kind, Phase, State
from reunion.domain.timing import project
from reunion.live.pictures import seen
from reunion.live.scene import Scene
from reunion.web.days import evening
from reunion.web.finding import gathering_of, picture_of, scene_of, the_gathering, the_show
from reunion.web.keeping import kept_page, state_of
from reunion.web.keys import JOINING, NOW, STATIC_ROOT, STORE
from reunion.web.pages import language_of, render, see_other
from reunion.web.recap import Recap, recap
from reunion.web.routing import Kind as Answer
from reunion.web.routing import Route
from reunion.web.towns import drawn

_UNSEEN = frozenset({*AHEAD, State.SKIPPED, State.NO_SHOW})
_OVER = frozenset({State.AIRED, State.SKIPPED, State.NO_SHOW})
_WHOLE = 16
"""So many rows are read without a fold."""
_NEAR = 10
_BEFORE = 2
"""Of the rows near now, those that are over."""


@dataclass(frozen=True, slots=True)
class Programme:
    """One show in a list of shows."""

    id: str
    title: str
    when: str
    start: Instant
    end: Instant
    phase: Phase
    recap: Recap | None


@dataclass(frozen=True, slots=True)
class Row:
    """One item of a show as strangers see it."""

    item: str
    position: int
    """In the whole order, by which pages shift the times."""
    title: str
    places: str
    planned: Instant
    expected: Instant | None
    state: State
    segment: bool
    seconds: int


@dataclass(frozen=True, slots=True)
class Folded:
    """The rows of an evening: those that are shown, and those before and after them."""

    before: Sequence[Row]
    near: Sequence[Row]
    after: Sequence[Row]


async def home(request: web.Request) -> web.StreamResponse:
    """GET /: the only gathering, or a list of them."""
    gatherings = await request.app[STORE].gatherings.every()
    if len(gatherings) == 1:
        return see_other(f"/g/{gatherings[0].id}")
    return render(request, "public/gatherings.html", gatherings=gatherings)


async def gathering(request: web.Request) -> web.StreamResponse:
    """GET /g/{gathering}: what it is, whom it joins, where to sign up, its shows."""
    found = await the_gathering(request)
    heads = await request.app[STORE].shows.every(found.id)
    shows = tuple([await _programme(request, head, found) for head in heads])
    numbers = await request.app[JOINING].of(found)

    def context() -> Mapping[str, Any]:
        return {"gathering": found, "shows": shows, "numbers": numbers, "towns": drawn(numbers)}

    return kept_page(request, "public/gathering.html", (found, shows, numbers), context)


async def show(request: web.Request) -> web.StreamResponse:
    """GET /shows/{show}: now, next and the whole schedule with masked names; afterwards what there was."""
    head, found = await the_show(request)
    scene = await scene_of(request, head.id)
    now = request.app[NOW]()
    late = now > head.planned_start

    def context() -> Mapping[str, Any]:
        return {
            "gathering": found,
            "show": head,
            "when": evening(head.planned_start, head.planned_end, found.zone, language_of(request)),
            "now": now,
            "picture": picture_of(scene) if scene else None,
            "rows": folded(schedule(scene, now) if scene else ()),
            "recap": recap(scene) if scene else None,
        }

    return kept_page(request, "public/show.html", (head, found, late, *state_of(scene, now)), context)


async def privacy(request: web.Request) -> web.StreamResponse:
    """GET /privacy?g=: who keeps what, for how long, and how to leave."""
    wanted = request.query.get("g", "")
    found = await gathering_of(request.app[STORE], wanted) if wanted else None
    return render(request, "public/privacy.html", gathering=found)


async def favicon(request: web.Request) -> web.StreamResponse:
    """GET /favicon.ico: our mark, for browsers that ask without looking at the page."""
    return see_other(f"{request.app[STATIC_ROOT]}/img/mark-red.svg")


def folded(rows: Sequence[Row]) -> Folded:
    """What was on and what is far off folded away around now; a short evening stands as it is."""
    if len(rows) <= _WHOLE:
        return Folded((), rows, ())
    now = next((at for at, row in enumerate(rows) if row.state not in _OVER), 0)
    first = max(0, min(now - _BEFORE, len(rows) - _NEAR))
    return Folded(rows[:first], rows[first : first + _NEAR], rows[first + _NEAR :])


def schedule(scene: Scene, now: Instant) -> Sequence[Row]:
    """The items in order, as strangers may see them; what is not to be aired as it stands is left out.

    Of a show that is over only what was aired is listed.
    """
    projection = project(scene.show, now)
    over = scene.show.phase is Phase.ENDED
    rows = []
    for position, key in enumerate(scene.show.order):
        item = scene.show.items[key]
        if item.state is not State.AIRED and (over or (key in scene.show.barred and item.state in _UNSEEN)):
            continue
        shown = seen(scene.show, scene.cast, key)
        places = (shown.get(side, {}).get("place", "") for side in ("worker", "family"))
        rows.append(
            Row(
                item=key,
                position=position,
                title=shown["title"],
                places=" ↔ ".join(place for place in places if place),
                planned=item.planned,
                expected=item.started or projection.expected.get(key) or item.planned,
                state=item.state,
                segment=item.kind is Kind.SEGMENT,
                seconds=item.seconds,
            )
        )
    return rows


async def _programme(request: web.Request, head: ShowHead, found: Gathering) -> Programme:
    scene = await scene_of(request, head.id)
    return Programme(
        head.id,
        head.title,
        evening(head.planned_start, head.planned_end, found.zone, language_of(request)),
        head.planned_start,
        head.planned_end,
        scene.show.phase if scene else Phase.READY,
        recap(scene) if scene else None,
    )


ROUTES = (
    Route("GET", "/", home, EVERYONE),
    Route("GET", "/favicon.ico", favicon, EVERYONE, Answer.FILE),
    Route("GET", "/g/{gathering}", gathering, EVERYONE),
    Route("GET", "/shows/{show}", show, EVERYONE),
    Route("GET", "/privacy", privacy, EVERYONE),
)
