"""What staff's decisions say about how this gathering is linked; used only when somebody presses the button."""

from typing import Final

from aiohttp import web

from reunion.actions.weighing import lesson, take_back, take_lesson
from reunion.domain.access import PLANNERS
from reunion.domain.plans import MatchStanding
from reunion.web.finding import the_gathering
from reunion.web.keys import IDENTITY, LINKING, NOW, STORE
from reunion.web.link_words import clue_words
from reunion.web.pages import render, say, see_other
from reunion.web.requests import Refusal, read_form
from reunion.web.routing import Route
from reunion.web.staff_links import links_frame
from reunion.web.staff_sections import one


async def page(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/links/lessons: what would change, and which version is in use."""
    gathering = await the_gathering(request)
    store = request.app[STORE]
    estimate = await lesson(store, gathering.id)
    tally = await store.reviews.tally(gathering.id)
    versions = await store.reviews.weighings(gathering.id)
    accounts = {account.id: account.name for account in await store.accounts.every()}
    return render(
        request,
        "staff/links_lessons.html",
        **await links_frame(request, gathering, "lessons"),
        estimate=estimate,
        changes=[
            (change, clue_words(change.field, change.level, lambda msgid: say(request, msgid)))
            for change in estimate.changes
        ],
        confirmed=tally[MatchStanding.CONFIRMED],
        refused=tally[MatchStanding.REFUSED],
        versions=[(version, accounts.get(version.by, "")) for version in versions],
    )


async def press(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/links/lessons: use what the decisions say, or what was used before; links follow."""
    gathering = await the_gathering(request)
    form = await read_form(request)
    act = {"take": take_lesson, "back": take_back}.get(one(form, "act"))
    if act is None:
        raise Refusal(422, "invalid")
    stored = await act(request.app[STORE], gathering.id, by=request[IDENTITY].id, clock=request.app[NOW])
    if stored is None:
        return see_other(f"/staff/{gathering.id}/links/lessons?done=weights-none")
    await request.app[LINKING].anew(gathering.id)
    done = "weights" if act is take_lesson else "weights-back"
    return see_other(f"/staff/{gathering.id}/links/lessons?done={done}")


_AT: Final = "/staff/{gathering}/links/lessons"
ROUTES: tuple[Route, ...] = (
    Route("GET", _AT, page, PLANNERS),
    Route("POST", _AT, press, PLANNERS),
)
