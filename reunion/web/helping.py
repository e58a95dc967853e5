"""Helper mode: a volunteer signs up one household after another for people without a phone."""

from base64 import b64encode
from typing import Any

from aiohttp import web

from reunion.actions.ports import Search
from reunion.domain.access import HELPERS
from reunion.domain.people import Gathering
from reunion.web import families
from reunion.web.belongings import qr_png
from reunion.web.finding import the_gathering
from reunion.web.keys import IDENTITY, STORE
from reunion.web.pages import address, render, say
from reunion.web.routing import Route
from reunion.web.signup import REVIEW, sign_up
from reunion.web.staff_sections import frame as around
from reunion.web.steps import begin, turn

LATELY = 20
"""Households listed on the first page."""


async def start(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/helper: which side, and whom this volunteer signed up lately."""
    gathering = await the_gathering(request)
    who = request[IDENTITY]
    search = Search(helper=who.id)
    lately, total = await request.app[STORE].registrations.search(
        gathering.id, search, limit=LATELY, offset=0
    )
    return render(
        request, "family/helper.html", **around(request, gathering, "helping"), lately=lately, total=total
    )


async def first_page(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/helper/{side}: an empty form; the volunteer's own village is filled in."""
    gathering = await the_gathering(request)
    frame = await families.the_frame(request, gathering, families.the_side(request), helper=True)
    who = request[IDENTITY]
    own = {key: text for key, text in (("township", who.township), ("village", who.village)) if text}
    shown = begin(frame, own, lambda msgid: say(request, msgid))
    return families.page(request, gathering, frame, shown, action=request.path, **_around(request, gathering))


async def press(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/helper/{side}: the next step, or the stored household with its slip."""
    gathering = await the_gathering(request)
    frame = await families.the_frame(request, gathering, families.the_side(request), helper=True)
    posted = await families.answers(request)
    shown = turn(frame, posted, lambda msgid: say(request, msgid))
    ticket = posted.get("ticket", "")
    around_ = _around(request, gathering)
    if shown.values is None:
        step = families.page(request, gathering, frame, shown, action=request.path, ticket=ticket, **around_)
        return families.back_works(step)
    form = sign_up(frame, shown.values, ticket)
    before = await families.registering(request).signed_up_before(gathering.id, form)
    if before is not None and posted.get("again") != str(before.number):
        again = begin(frame, shown.form.answers, lambda msgid: say(request, msgid), step=REVIEW)
        step = families.page(
            request, gathering, frame, again, action=request.path, ticket=ticket, before=before, **around_
        )
        return families.back_works(step)
    receipt = await families.registering(request).register(gathering.id, form, helper=request[IDENTITY].id)
    # The token is known only now, so the slip is this very answer; sent again it is the same slip.
    link = address(request, f"/l/{receipt.token}")
    picture = f"data:image/png;base64,{b64encode(qr_png(link)).decode()}"
    return render(
        request,
        "family/slip.html",
        gathering=gathering,
        **around_,
        stored=receipt.registration,
        link=link,
        picture=picture,
    )


def _around(request: web.Request, gathering: Gathering) -> dict[str, Any]:
    return {
        name: value for name, value in around(request, gathering, "helping").items() if name != "gathering"
    }


ROUTES = (
    Route("GET", "/staff/{gathering}/helper", start, HELPERS),
    Route("GET", "/staff/{gathering}/helper/{side}", first_page, HELPERS),
    Route("POST", "/staff/{gathering}/helper/{side}", press, HELPERS),
)
