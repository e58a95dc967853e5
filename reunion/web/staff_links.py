"""The links board: suggestions by doubt, both sides next to each other, confirmed or refused, and taken back."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from reunion.actions.pairing import LinkCounts, decide, relink, suggestions
from reunion.actions.ports import Deed
from reunion.domain.access import PLANNERS
from reunion.domain.people import Gathering, Registration
from reunion.domain.places import Home
from reunion.domain.plans import MatchRow, MatchStanding
from reunion.web.finding import the_gathering
from reunion.web.keys import IDENTITY, NOW, STORE
from reunion.web.pages import answer, render, say, see_other
from reunion.web.requests import Refusal, not_found, read_form, read_json
from reunion.web.routing import Kind, Route
from reunion.web.staff_comparing import tile
from reunion.web.staff_sections import frame, one

PAGE: Final = 60
"""Links on the board at a time; what is decided makes room for the next ones."""
LOOKED: Final = "link"
"""Deed of having looked at everybody; whoever registered later was not looked at yet."""
EVEN: Final = 5000
"""Even chances, in ten-thousandths."""
_TABS: Final = {
    "review": (MatchStanding.REVIEW,),
    "linked": (MatchStanding.LINKED, MatchStanding.CONFIRMED),
    "refused": (MatchStanding.REFUSED,),
}


class Decision(BaseModel):
    """What a member of staff says about one link."""

    model_config = ConfigDict(extra="forbid")
    worker: str = Field(max_length=64)
    family: str = Field(max_length=64)
    standing: Literal["confirmed", "refused", "review", "linked"]


async def board(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/links: the links of one tab, the most doubtful first, one of them laid open."""
    gathering = await the_gathering(request)
    tab = request.query.get("standing", "review")
    rows, total = await _rows(request, gathering, tab)
    chosen = (request.query.get("worker", ""), request.query.get("family", ""))
    current = next((row for row in rows if (row["worker"], row["family"]) == chosen), None)
    if current is None and all(chosen):
        current = await _single(request, gathering, *chosen)
        rows = [current, *rows] if current else rows
    store = request.app[STORE]
    return render(
        request,
        "staff/links.html",
        **frame(request, gathering, "links"),
        tab=tab if tab in _TABS else "review",
        rows=rows,
        total=total,
        current=current or next(iter(rows), None),
        counts=await store.gatherings.counts(gathering.id),
    )


async def press(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/links: one decision by a button."""
    gathering = await the_gathering(request)
    form = await read_form(request)
    standing = one(form, "standing")
    if standing not in list(MatchStanding):
        raise Refusal(422, "invalid")
    await _decide(request, gathering, one(form, "worker"), one(form, "family"), MatchStanding(standing))
    done = {"confirmed": "confirmed", "refused": "refused"}.get(standing, "undone")
    tab = one(form, "tab")
    return see_other(f"/staff/{gathering.id}/links?standing={tab if tab in _TABS else 'review'}&done={done}")


async def again(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/links/again: look at everybody anew."""
    gathering = await the_gathering(request)
    await link_anew(request, gathering.id)
    return see_other(f"/staff/{gathering.id}/links?done=linked")


async def board_data(request: web.Request) -> web.StreamResponse:
    """GET /api/v1/gatherings/{gathering}/links?standing=review."""
    gathering = await the_gathering(request)
    rows, total = await _rows(request, gathering, request.query.get("standing", "review"))
    return answer({"links": rows, "total": total})


async def decide_data(request: web.Request) -> web.StreamResponse:
    """POST /api/v1/gatherings/{gathering}/links: one decision; answers how the link stands now."""
    gathering = await the_gathering(request)
    said = await read_json(request, Decision)
    await _decide(request, gathering, said.worker, said.family, MatchStanding(said.standing))
    counts = await request.app[STORE].gatherings.counts(gathering.id)
    numbers = {name: counts[name] for name in ("review", "linked", "pairs")}
    return answer({"standing": said.standing, **numbers})


async def link_anew(request: web.Request, gathering: str) -> LinkCounts:
    """Find who belongs together, in a thread beside the pages that are open."""

    async def suggest(people: Sequence[Registration], home: Home) -> Sequence[MatchRow]:
        return await asyncio.to_thread(suggestions, people, home)

    store, now = request.app[STORE], request.app[NOW]()
    counts = await relink(store, gathering, suggest=suggest)
    details = {"linked": counts.linked, "review": counts.review}
    await store.audit.record(Deed(gathering, request[IDENTITY].id, now, LOOKED, gathering, details))
    return counts


async def _decide(
    request: web.Request, gathering: Gathering, worker: str, family: str, standing: MatchStanding
) -> None:
    try:
        await decide(
            request.app[STORE],
            gathering.id,
            [(worker, family, standing)],
            by=request[IDENTITY].id,
            clock=request.app[NOW],
        )
    except LookupError:
        raise not_found() from None


async def _rows(request: web.Request, gathering: Gathering, tab: str) -> tuple[list[dict[str, Any]], int]:
    store = request.app[STORE]
    found: list[MatchRow] = []
    for standing in _TABS.get(tab, _TABS["review"]):
        found += await store.matches.every(gathering.id, standing)
    # What stands nearest to even chances needs a person most; of what stands already, the least certain.
    found.sort(key=lambda row: abs(row.score - EVEN) if tab == "review" else row.score)
    return await _tiles(request, gathering, found[:PAGE]), len(found)


async def _single(
    request: web.Request, gathering: Gathering, worker: str, family: str
) -> dict[str, Any] | None:
    rows = [row for row in await request.app[STORE].matches.of(worker) if row.family == family]
    return next(iter(await _tiles(request, gathering, rows)), None)


async def _tiles(
    request: web.Request, gathering: Gathering, rows: Sequence[MatchRow]
) -> list[dict[str, Any]]:
    ids = {id_ for row in rows for id_ in (row.worker, row.family)}
    people = await request.app[STORE].registrations.many(sorted(ids))
    towns = {town.code: town.name for town in gathering.home.townships}

    def speak(msgid: str) -> str:
        return say(request, msgid)

    mine = [
        (row, people[row.worker], people[row.family])
        for row in rows
        if row.worker in people and row.family in people
    ]
    return [
        tile(row, worker, family, towns, speak)
        for row, worker, family in mine
        if worker.gathering == family.gathering == gathering.id
    ]


_API: Final = "/api/v1/gatherings/{gathering}/links"
ROUTES: tuple[Route, ...] = (
    Route("GET", "/staff/{gathering}/links", board, PLANNERS),
    Route("POST", "/staff/{gathering}/links", press, PLANNERS),
    Route("POST", "/staff/{gathering}/links/again", again, PLANNERS),
    Route("GET", _API, board_data, PLANNERS, Kind.API, "Links of one standing, the most doubtful first"),
    Route("POST", _API, decide_data, PLANNERS, Kind.API, "Confirm, refuse or take back one link", Decision),
)
