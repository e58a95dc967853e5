"""The first page of a gathering's staff: what is there, what needs attention now, and the shows."""

from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from reunion.actions.arranging import current_show
from reunion.domain.access import HOSTS, PLANNERS, STAFF, Role
from reunion.domain.people import Gathering
from reunion.domain.plans import PlanVersion, ShowHead
from reunion.domain.rundown import Phase, Show, State
from reunion.web.finding import the_gathering
from reunion.web.keys import IDENTITY, STORE
from reunion.web.pages import answer, render, say
from reunion.web.routing import Kind, Route
from reunion.web.staff_sections import frame

NOT_AGREED: Final = "%(count)d people have not agreed to be on air."
NOT_AGREED_BARRED: Final = (
    "%(count)d people have not agreed to be on air; "
    "because of it %(slots)d slots of the rundown cannot be aired."
)


@dataclass(frozen=True, slots=True)
class Showing:
    """A show as the overview lists it."""

    head: ShowHead
    phase: Phase
    slots: int
    aired: int
    barred: int


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do next, with the page or the button that does it."""

    words: str
    button: str
    href: str
    post: bool = False
    icon: str = "arrow-right"


async def overview(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}: the numbers, what to do next, and the shows."""
    gathering = await the_gathering(request)
    store = request.app[STORE]
    counts = await store.gatherings.counts(gathering.id)
    plan = await store.plans.newest(gathering.id)
    shows = [await _showing(request, head) for head in await store.shows.every(gathering.id)]
    return render(
        request,
        "staff/overview.html",
        **frame(request, gathering, "overview"),
        counts=counts,
        plan=plan,
        shows=shows,
        steps=_steps(request, gathering, counts, plan, shows),
        volunteer=request[IDENTITY].role is Role.VOLUNTEER,
        hosts=request[IDENTITY].role in HOSTS,
    )


async def counts_data(request: web.Request) -> web.StreamResponse:
    """GET /api/v1/gatherings/{gathering}/counts: the numbers of the overview."""
    gathering = await the_gathering(request)
    return answer(dict(await request.app[STORE].gatherings.counts(gathering.id)))


async def _showing(request: web.Request, head: ShowHead) -> Showing:
    show: Show | None = await current_show(request.app[STORE], head.id)
    if show is None:
        return Showing(head, Phase.READY, 0, 0, 0)
    slots = [item for item in show.items.values() if item.pair]
    return Showing(
        head, show.phase, len(slots), sum(item.state is State.AIRED for item in slots), len(show.barred)
    )


def _barred(shows: list[Showing]) -> int:
    """Slots that cannot be aired, of the shows that are not over yet."""
    return sum(one.barred for one in shows if one.phase is not Phase.ENDED)


def _steps(
    request: web.Request,
    gathering: Gathering,
    counts: Any,
    plan: PlanVersion | None,
    shows: list[Showing],
) -> list[Step]:
    """What a planner would do next, the most urgent first."""
    if request[IDENTITY].role not in PLANNERS:
        return []
    at = f"/staff/{gathering.id}"
    found = []

    def step(words: str, button: str, href: str, **more: Any) -> None:
        found.append(Step(say(request, words) % more.pop("numbers", {}), say(request, button), href, **more))

    if not counts["workers"] or not counts["families"]:
        step("One side has no registrations yet.", "Import a roster", f"{at}/import", icon="upload")
    if not shows:
        step("There is no show yet.", "Set up a show", f"{at}/shows/new", icon="calendar")
    if counts["workers"] and counts["families"] and not counts["linked"] + counts["review"]:
        step(
            "Nobody is linked yet.", "Find who belongs together", f"{at}/links/again", post=True, icon="link"
        )
    if counts["review"]:
        numbers = {"count": counts["review"]}
        step("Uncertain links: %(count)d.", "Look at them", f"{at}/links", numbers=numbers, icon="link")
    if counts["unconsented"]:
        numbers = {"count": counts["unconsented"], "slots": _barred(shows)}
        words = NOT_AGREED_BARRED if numbers["slots"] else NOT_AGREED
        step(words, "Ask them", f"{at}/registrations?consent=missing", numbers=numbers, icon="phone")
    if counts["pairs"] and shows and plan is None:
        step("The pairs have no times yet.", "Plan", f"{at}/rundown", icon="calendar")
    if plan is not None and plan.unplaced:
        numbers = {"count": len(plan.unplaced)}
        step("Pairs without a slot: %(count)d.", "See why", f"{at}/rundown#unplaced", numbers=numbers)
    if plan is not None and not plan.published and plan.slots:
        step("The newest plan is not published.", "Look at it", f"{at}/rundown", icon="send")
    return found


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
