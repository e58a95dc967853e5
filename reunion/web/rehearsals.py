"""Rehearsals: the desk, the prompter and the big screen on a run of their own, for hosts only."""

from aiohttp import web

from reunion.actions.rehearsing import any_time
from reunion.actions.running import Stage
from reunion.actions.suggesting import Suggesting
from reunion.domain.access import HOSTS
from reunion.domain.refusal import Refused
from reunion.live.room import Room
from reunion.web.desk_page import board
from reunion.web.finding import scene_of, the_show
from reunion.web.keys import HUB, NOW, REHEARSALS, STORE
from reunion.web.pages import render
from reunion.web.requests import not_found
from reunion.web.routing import Kind, Route
from reunion.web.screens import shown
from reunion.web.sockets import follow_desk, follow_screen, unless_full


def rehearsal_room(show: str) -> str:
    """The name of a rehearsal's room, and its place in addresses; no show's id has a slash."""
    return f"{show}/rehearsal"


async def rehearsal(request: web.Request) -> web.StreamResponse:
    """GET /shows/{show}/rehearsal: what a rehearsal is, and the way to it."""
    return await _page(request)


async def begin(request: web.Request) -> web.StreamResponse:
    """POST /shows/{show}/rehearsal: rehearse from the first row on."""
    try:
        begun = await request.app[REHEARSALS].begin(request.match_info["show"])
    except Refused:
        return await _page(request, status=409)
    if begun is None:
        raise not_found()
    raise web.HTTPSeeOther(f"/shows/{rehearsal_room(begun.id)}/desk")


async def _page(request: web.Request, *, status: int = 200) -> web.StreamResponse:
    head, gathering = await the_show(request)
    scene = await scene_of(request, head.id)
    page = render(
        request,
        "desk/rehearsal.html",
        title=head.title,
        show=head.id,
        gathering=gathering.id,
        phase=scene.show.phase.value if scene else "",
        running=request.app[REHEARSALS].get(head.id) is not None,
    )
    page.set_status(status)
    return page


async def desk(request: web.Request) -> web.StreamResponse:
    """GET /shows/{show}/rehearsal/desk: the desk of the rehearsal."""
    _, room = _going_on(request)
    return await board(request, "desk/desk.html", published=True, room=room)


async def prompter(request: web.Request) -> web.StreamResponse:
    """GET /shows/{show}/rehearsal/desk/prompter: its prompter."""
    _, room = _going_on(request)
    return await board(request, "desk/prompter.html", published=True, room=room)


async def hall(request: web.Request) -> web.StreamResponse:
    """GET /shows/{show}/rehearsal/hall: its big screen, marked as a rehearsal."""
    _, room = _going_on(request)
    head, gathering = await the_show(request)
    return shown(request, head, gathering, _seats(request, room).scene, room)


async def desk_socket(request: web.Request) -> web.StreamResponse:
    """GET /shows/{show}/rehearsal/desk/socket: as a show's own, of the rehearsal."""
    stage, name = _going_on(request)
    room = _seats(request, name)
    unless_full(request, room)
    suggesting = Suggesting(request.app[STORE], request.app[NOW], any_time)
    return await follow_desk(request, stage, room, suggesting)


async def screen_socket(request: web.Request) -> web.StreamResponse:
    """GET /shows/{show}/rehearsal/screen/socket: as a show's own, but for hosts only."""
    _, name = _going_on(request)
    room = _seats(request, name)
    unless_full(request, room)
    return await follow_screen(request, room)


def _going_on(request: web.Request) -> tuple[Stage, str]:
    show = request.match_info["show"]
    stage = request.app[REHEARSALS].get(show)
    if stage is None:
        raise not_found()
    return stage, rehearsal_room(show)


def _seats(request: web.Request, name: str) -> Room:
    room = request.app[HUB].room(name)
    if room is None:
        raise not_found()
    return room


ROUTES = (
    Route("GET", "/shows/{show}/rehearsal", rehearsal, HOSTS),
    Route("POST", "/shows/{show}/rehearsal", begin, HOSTS),
    Route("GET", "/shows/{show}/rehearsal/desk", desk, HOSTS),
    Route("GET", "/shows/{show}/rehearsal/desk/prompter", prompter, HOSTS),
    Route("GET", "/shows/{show}/rehearsal/hall", hall, HOSTS),
    Route("GET", "/shows/{show}/rehearsal/desk/socket", desk_socket, HOSTS, Kind.SOCKET),
    Route("GET", "/shows/{show}/rehearsal/screen/socket", screen_socket, HOSTS, Kind.SOCKET),
)
