"""The live desk's page; everything on it comes through its socket."""

from aiohttp import web

from reunion.domain.access import HOSTS
from reunion.web.finding import scene_of, the_show
from reunion.web.keys import IDENTITY
from reunion.web.pages import render
from reunion.web.routing import Route


async def desk_page(request: web.Request) -> web.StreamResponse:
    """GET /shows/{show}/desk: the host's page, or what to do first when no rundown was published."""
    head, gathering = await the_show(request)
    published = await scene_of(request, head.id) is not None
    return render(
        request,
        "desk/desk.html" if published else "desk/unpublished.html",
        show=head.id,
        title=head.title,
        gathering=gathering.id,
        zone=gathering.zone,
        role=request[IDENTITY].role.value,
    )


ROUTES = (Route("GET", "/shows/{show}/desk", desk_page, HOSTS),)
