"""The first page of a gathering's staff: what is there, what needs attention now, and the shows."""

from aiohttp import web

from reunion.actions.arranging import current_show
from reunion.actions.missing import count_missing
from reunion.actions.ports import Deeds
from reunion.domain.access import HOSTS, PLANNERS, STAFF, Role
from reunion.domain.latecomers import WAITS
from reunion.domain.people import Gathering
from reunion.domain.plans import MatchStanding, ShowHead
from reunion.web.attention import Office, Showing, attention, showing, way
from reunion.web.finding import the_gathering
from reunion.web.keys import IDENTITY, NOW, STORE
from reunion.web.pages import answer, render, say
from reunion.web.routing import Kind, Route
from reunion.web.staff_namesakes import asking_in_vain
from reunion.web.staff_sections import frame


async def overview(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}: the numbers, what needs attention now, and the shows."""
    gathering = await the_gathering(request)
    plans = request[IDENTITY].role in PLANNERS
    office = await _office(request, gathering)

    def speak(msgid: str) -> str:
        return say(request, msgid)

    return render(
        request,
        "staff/overview.html",
        **frame(request, gathering, "overview"),
        counts=office.counts,
        plan=office.plan,
        missing=office.missing,
        shows=office.shows,
        steps=attention(office, speak) if plans else [],
        way=way(office, speak) if plans else [],
        volunteer=request[IDENTITY].role is Role.VOLUNTEER,
        hosts=request[IDENTITY].role in HOSTS,
    )


async def counts_data(request: web.Request) -> web.StreamResponse:
    """GET /api/v1/gatherings/{gathering}/counts: the numbers of the overview."""
    gathering = await the_gathering(request)
    return answer(dict(await request.app[STORE].gatherings.counts(gathering.id)))


async def _office(request: web.Request, gathering: Gathering) -> Office:
    store = request.app[STORE]
    plan = await store.plans.newest(gathering.id)
    missing, urgent = await count_missing(store, gathering.id, plan)
    return Office(
        gathering,
        await store.gatherings.counts(gathering.id),
        plan,
        await store.plans.published(gathering.id) is not None,
        [await _showing(request, gathering, head) for head in await store.shows.every(gathering.id)],
        await _refused(request, gathering),
        missing,
        len(urgent),
        await asking_in_vain(request, gathering.id),
        (await store.reviews.rules(gathering.id, [MatchStanding.REVIEW])).get(WAITS, 0),
    )


async def _showing(request: web.Request, gathering: Gathering, head: ShowHead) -> Showing:
    store = request.app[STORE]
    show = await current_show(store, head.id)
    unreached = await store.outbox.unreached(head.id, head.run) if show else ()
    apart = await store.shows.apart(head.id)
    return showing(head, show, unreached, request.app[NOW](), gathering.zone, apart)


async def _refused(request: web.Request, gathering: Gathering) -> int:
    deeds, _ = await request.app[STORE].audit.page(gathering.id, Deeds(actions=("import",)), limit=1)
    return sum(int(deed.details.get("refused", 0)) for deed in deeds)


ROUTES: tuple[Route, ...] = (
    Route("GET", "/staff/{gathering}", overview, STAFF),
    Route(
        "GET",
        "/api/v1/gatherings/{gathering}/counts",
        counts_data,
        PLANNERS,
        Kind.API,
        "How many registrations, links, pairs and shows there are",
    ),
)
