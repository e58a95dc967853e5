"""The news on one's own page: whether the other side was found, in sentences."""

from typing import Any, Final

from aiohttp import web

from reunion.actions.telling import News, Step, news_of
from reunion.domain.access import Role
from reunion.domain.people import Gathering, Registration, Side
from reunion.web.finding import gathering_of
from reunion.web.guard import MINE
from reunion.web.keys import LINKING, STORE
from reunion.web.pages import answer, say
from reunion.web.routing import Kind, Route

TITLES: Final = {
    Step.PAIRED: "You are paired",
    Step.FOUND: "Somebody was found",
    Step.LOOKING: "We are looking for your family",
    Step.NOBODY: "Not found yet",
}
OTHERWISE: Final = (
    "You are paired with somebody in %(place)s whose name is written otherwise than %(names)s. "
    "If that is not whom you mean, please ring us."
)


async def found(request: web.Request, gathering: Gathering, mine: Registration) -> dict[str, Any]:
    """The news as the page prints it: step, title and lines; `looking` while a correction waits to be looked at."""
    looking = request.app[LINKING].looking(mine)
    news = await news_of(request.app[STORE], mine, looking=looking)
    place = gathering.home.name if mine.side is Side.WORKER else gathering.away
    return {
        "step": news.step,
        "title": say(request, TITLES[news.step]),
        "lines": list(lines(request, news, place)),
        "looking": looking,
    }


def lines(request: web.Request, news: News, place: str) -> list[str]:
    """The sentences; `place` is where the other side is, as everybody knows it."""

    def sentence(msgid: str, names: tuple[str, ...] = ()) -> str:
        return say(request, msgid) % {"names": say(request, ", ").join(names), "place": place}

    said = []
    if news.paired:
        said.append(sentence("%(names)s in %(place)s and you are paired.", news.paired))
    elif news.otherwise:
        said.append(sentence(OTHERWISE, news.otherwise))
    elif news.step is Step.PAIRED:
        said.append(sentence("Your family signed up too, and you are paired."))
    if news.found:
        said.append(
            sentence("%(names)s in %(place)s was found. Our staff still have to confirm it.", news.found)
        )
    if news.step is Step.LOOKING:
        said.append(sentence("This takes a few seconds. The page renews itself."))
    elif news.missing:
        said.append(sentence("%(names)s was not found yet.", news.missing))
    elif news.step is Step.NOBODY:
        said.append(sentence("Nobody who belongs to you was found yet."))
    return said


async def my_news(request: web.Request) -> web.StreamResponse:
    """GET /api/v1/me/found: the same for the page that is open."""
    mine = request[MINE]
    gathering = await gathering_of(request.app[STORE], mine.gathering)
    return answer(await found(request, gathering, mine))


ROUTES = (
    Route(
        "GET",
        "/api/v1/me/found",
        my_news,
        frozenset({Role.FAMILY}),
        Kind.API,
        "Whether one's own other side was found",
    ),
)
