"""While the other side has not signed up: a message to forward, a code to scan, a code to read out."""

from aiohttp import web

from reunion.actions.telling import Step, news_of
from reunion.domain.access import Role
from reunion.domain.people import Gathering, Registration, Side
from reunion.web.finding import gathering_of
from reunion.web.guard import MINE
from reunion.web.keys import LINKING, STORE
from reunion.web.pages import address, render, say
from reunion.web.routing import Route


async def invite(request: web.Request) -> web.StreamResponse:
    """GET /me/invite: everything that brings the other side to its form."""
    mine = request[MINE]
    gathering = await gathering_of(request.app[STORE], mine.gathering)
    news = await news_of(request.app[STORE], mine, looking=request.app[LINKING].looking(mine))
    return render(
        request,
        "family/invite.html",
        gathering=gathering,
        mine=mine,
        paired=news.step is Step.PAIRED,
        invitation=invitation(request, gathering, mine),
        join=address(request, f"/g/{gathering.id}"),
    )


def invite_address(request: web.Request, mine: Registration) -> str:
    """The link that brings the other side to its form, with the invite code in it."""
    return address(request, f"/g/{mine.gathering}/join/{mine.invite_code}?side={mine.side.other}")


def invitation(request: web.Request, gathering: Gathering, mine: Registration) -> str:
    """A message to pass on; it names nobody."""
    sentence = (
        "I have signed up for “%(title)s” from far away. Please sign up at home too, then we meet on the screen."
        if mine.side is Side.WORKER
        else "We have signed up for “%(title)s” at home. Please sign up too, then we meet on the screen."
    )
    # Some telephones take every sign up to the next space for a part of the address, a comma too: it stands alone.
    how = "Open this address:\n%(link)s\nor give the invite code %(code)s when you sign up."
    words = {
        "title": gathering.title,
        "link": invite_address(request, mine),
        "code": mine.invite_code,
    }
    return f"{say(request, sentence) % words}\n{say(request, how) % words}"


ROUTES = (Route("GET", "/me/invite", invite, frozenset({Role.FAMILY})),)
