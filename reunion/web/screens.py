"""Pages that only show: the hall's big screen and the overlay over the stream."""

from aiohttp import web

from reunion.domain.access import EVERYONE
from reunion.domain.people import Gathering
from reunion.domain.plans import ShowHead
from reunion.live.scene import Scene
from reunion.web.finding import picture_of, scene_of, the_show
from reunion.web.keys import NOW
from reunion.web.pages import render
from reunion.web.routing import Route


async def hall(request: web.Request) -> web.StreamResponse:
    """GET /shows/{show}/hall: now and next for a projector, 1920×1080."""
    head, gathering = await the_show(request)
    return shown(request, head, gathering, await scene_of(request, head.id))


def shown(
    request: web.Request, head: ShowHead, gathering: Gathering, scene: Scene | None, room: str = ""
) -> web.StreamResponse:
    """The big screen; `room` is where its line is, when that is not the show's own."""
    return render(
        request,
        "screens/hall.html",
        gathering=gathering,
        show=head,
        room=room or head.id,
        rehearsal=bool(room),
        picture=picture_of(scene) if scene else None,
        now=request.app[NOW](),
    )


async def overlay(request: web.Request) -> web.StreamResponse:
    """GET /shows/{show}/overlay: the lower third on a transparent page, for the stream's mixer."""
    head, gathering = await the_show(request)
    return render(request, "screens/overlay.html", gathering=gathering, show=head)


ROUTES = (
    Route("GET", "/shows/{show}/hall", hall, EVERYONE),
    Route("GET", "/shows/{show}/overlay", overlay, EVERYONE),
)
