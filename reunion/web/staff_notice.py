"""The notice for the board of a village or a dormitory: what it is about, and the codes to sign up with."""

import base64
from dataclasses import dataclass

from aiohttp import web

from reunion.domain.access import PLANNERS
from reunion.domain.people import Side
from reunion.web.belongings import qr_png
from reunion.web.days import hours, long_day
from reunion.web.finding import the_gathering
from reunion.web.keys import SETTINGS, STORE
from reunion.web.pages import address, language_of, render
from reunion.web.routing import Route
from reunion.web.staff_sections import frame


@dataclass(frozen=True, slots=True)
class Code:
    """An address and its QR picture as a `data:` address."""

    side: Side
    address: str
    picture: str


async def notice(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/notice: one A4 page."""
    gathering = await the_gathering(request)
    heads = await request.app[STORE].shows.every(gathering.id)
    zone, language = gathering.zone, language_of(request)
    evenings = dict.fromkeys(
        (
            long_day(head.planned_start, zone, language),
            hours(head.planned_start, head.planned_end, zone, language),
        )
        for head in heads
    )
    return render(
        request,
        "staff/notice.html",
        **frame(request, gathering, "overview"),
        codes=[_code(request, gathering.id, side) for side in (Side.WORKER, Side.FAMILY)],
        evenings=list(evenings),
        public=bool(request.app[SETTINGS].public_url),
        origin=address(request, ""),
    )


def _code(request: web.Request, gathering: str, side: Side) -> Code:
    ours = address(request, f"/g/{gathering}/signup/{side}")
    return Code(side, ours, "data:image/png;base64," + base64.b64encode(qr_png(ours)).decode())


ROUTES: tuple[Route, ...] = (Route("GET", "/staff/{gathering}/notice", notice, PLANNERS),)
