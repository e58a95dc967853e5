"""What the plans of a gathering go by: points, lengths and the director's wishes."""

from dataclasses import asdict, replace
from typing import Final

from aiohttp import web

from reunion.actions.ports import Conflict, Deed
from reunion.domain.access import PLANNERS
from reunion.domain.priorities import LEAST, MOST, Priorities
from reunion.web.finding import the_gathering
from reunion.web.keys import IDENTITY, NOW, STORE
from reunion.web.pages import render, say, see_other
from reunion.web.requests import read_form
from reunion.web.routing import Route
from reunion.web.staff_planning import CHANGED
from reunion.web.staff_sections import frame, one

GROUPS: Final = (
    ("Whose slot counts how much", ("pair", "year", "years_most", "elderly", "children")),
    ("How long a greeting is, in seconds", ("shortest_s", "each_more_s", "longest_s", "dialect_more_s")),
    ("What the programme looks like", ("person_gap_s", "near_s", "rhythm")),
)
LABELS: Final = {
    "pair": "Points of every pair",
    "year": "More for each year since the last visit home",
    "years_most": "Years that are counted at most",
    "elderly": "More when grandparents sit at home",
    "children": "More when the worker's children sit at home",
    "shortest_s": "A greeting of two people",
    "each_more_s": "More for each further person",
    "longest_s": "At most",
    "dialect_more_s": "More for a family that speaks the home dialect",
    "person_gap_s": "Seconds between two greetings of one person",
    "near_s": "Neighbours of one township at least so many seconds apart, where possible",
    "rhythm": "A segment after so many greetings (0: no wish)",
}


async def page(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/rundown/priorities."""
    gathering = await the_gathering(request)
    return await _page(request, {name: str(value) for name, value in asdict(gathering.priorities).items()})


async def press(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/rundown/priorities: stored, or shown again with what is wrong."""
    gathering = await the_gathering(request)
    form = await read_form(request)
    answers = {name: one(form, name, 6) for name in MOST}
    for name, text in answers.items():
        if not (text.isdecimal() and LEAST.get(name, 0) <= int(text) <= MOST[name]):
            words = say(request, "“%(field)s”: write a whole number from %(least)d to %(most)d.")
            numbers = {"field": say(request, LABELS[name]), "least": LEAST.get(name, 0), "most": MOST[name]}
            return await _page(request, answers, wrong=words % numbers)
    wished = Priorities(**{name: int(text) for name, text in answers.items()})
    store, at = request.app[STORE], request.app[NOW]()
    try:
        await store.gatherings.change(gathering, replace(gathering, priorities=wished))
    except Conflict:
        return await _page(request, answers, wrong=say(request, CHANGED))
    who = request[IDENTITY].id
    await store.audit.record(
        Deed(gathering.id, who, at, "settings", gathering.id, {"changed": ["priorities"]})
    )
    return see_other(f"/staff/{gathering.id}/rundown?done=priorities")


async def _page(request: web.Request, answers: dict[str, str], *, wrong: str = "") -> web.Response:
    groups = [
        (
            say(request, title),
            [
                (name, say(request, LABELS[name]), answers[name], LEAST.get(name, 0), MOST[name])
                for name in names
            ],
        )
        for title, names in GROUPS
    ]
    return render(
        request,
        "staff/rundown_priorities.html",
        status=422 if wrong else 200,
        **frame(request, await the_gathering(request), "rundown"),
        groups=groups,
        wrong=wrong,
    )


_AT: Final = "/staff/{gathering}/rundown/priorities"
ROUTES: tuple[Route, ...] = (Route("GET", _AT, page, PLANNERS), Route("POST", _AT, press, PLANNERS))
