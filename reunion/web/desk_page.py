"""The live desk's page; everything on it comes through its socket."""

from aiohttp import web

from reunion.domain.access import HOSTS
from reunion.web.finding import scene_of, the_show
from reunion.web.keys import IDENTITY
from reunion.web.pages import render
from reunion.web.routing import Route


async def desk_page(request: web.Request) -> web.StreamResponse:
    """GET /shows/{show}/desk: the host's page, or what to do first when no rundown was published."""
    return await board(request, "desk/desk.html", published=await _published(request))


async def prompter_page(request: web.Request) -> web.StreamResponse:
    """GET /shows/{show}/desk/prompter: the cue card alone, large, for the person before the camera."""
    return await board(request, "desk/prompter.html", published=await _published(request))


async def _published(request: web.Request) -> bool:
    return await scene_of(request, request.match_info["show"]) is not None


async def board(
    request: web.Request, template: str, *, published: bool, room: str = ""
) -> web.StreamResponse:
    """A page of the desk; `room` is where its line is, when that is not the show's own."""
    head, gathering = await the_show(request)
    host = request[IDENTITY]
    return render(
        request,
        template if published else "desk/unpublished.html",
        show=head.id,
        room=room or head.id,
        rehearsal=bool(room),
        title=head.title,
        gathering=gathering.id,
        zone=gathering.zone,
        role=host.role.value,
        who=host.name or host.id,
    )


ROUTES = (
    Route("GET", "/shows/{show}/desk", desk_page, HOSTS),
    Route("GET", "/shows/{show}/desk/prompter", prompter_page, HOSTS),
)
