"""The rundown board as JSON: the board, every place a pair could go, and each change."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from reunion.actions.arranging import Impossible
from reunion.actions.missing import PAGE, Listed
from reunion.actions.moving import move
from reunion.actions.placing import Place, places
from reunion.actions.posing import instance, placements
from reunion.actions.scheduling import take_back, unplaced
from reunion.actions.surveying import situation
from reunion.domain.access import PLANNERS
from reunion.domain.filters import WORDS_MOST
from reunion.domain.instants import SECOND
from reunion.domain.people import Gathering
from reunion.domain.plans import PlanVersion
from reunion.planner import why_not
from reunion.web.clash_words import Words
from reunion.web.finding import the_gathering
from reunion.web.keys import IDENTITY, NOW, STORE
from reunion.web.pages import answer, say
from reunion.web.requests import Refusal, not_found, read_json
from reunion.web.routing import Kind, Route
from reunion.web.staff_planning import job_of
from reunion.web.staff_rows import board_of, missing_of, why_words, words_of
from reunion.web.staff_rundown import decide, lock_to_time
from reunion.web.staff_sections import impossible

ASKED_MOST: Final = PAGE + 1
"""A page of those without a slot, and the chosen pair above it."""


class Moved(BaseModel):
    """Where a pair is to stand: before another one, or at the end of the show."""

    model_config = ConfigDict(extra="forbid")
    pair: str = Field(max_length=80)
    show: str = Field(max_length=64)
    before: str | None = Field(default=None, max_length=80)


class Locked(BaseModel):
    """Whether a pair keeps its time in every later plan."""

    model_config = ConfigDict(extra="forbid")
    pair: str = Field(max_length=80)
    locked: bool


class TakenOut(BaseModel):
    """A pair that is to have no slot."""

    model_config = ConfigDict(extra="forbid")
    pair: str = Field(max_length=80)


class Decided(BaseModel):
    """What staff decide about a pair: `show` needs the show, `at` the show and the time of day."""

    model_config = ConfigDict(extra="forbid")
    pair: str = Field(max_length=80)
    does: Literal["lock", "unlock", "out", "show", "never", "must", "free", "may", "at"]
    show: str = Field(default="", max_length=64)
    time: str = Field(default="", max_length=8)


class TakenBack(BaseModel):
    """The version as which the plan is to stand again."""

    model_config = ConfigDict(extra="forbid")
    version: int = Field(ge=1)


class Sought(BaseModel):
    """Which pairs without a slot: a page, or those with a person whom the words find, and the chosen one."""

    model_config = ConfigDict(extra="forbid")
    page: int = Field(default=1, ge=1, le=99_999)
    words: str = Field(default="", max_length=WORDS_MOST)
    chosen: str = Field(default="", max_length=80)


async def board_data(request: web.Request) -> web.StreamResponse:
    """GET /api/v1/gatherings/{gathering}/plan."""
    return answer(await board_of(request, await the_gathering(request)))


async def missing_data(request: web.Request) -> web.StreamResponse:
    """POST /api/v1/gatherings/{gathering}/plan/missing: words are personal and stand in no address."""
    said = await read_json(request, Sought)
    listed = Listed(said.page, said.words.strip(), said.chosen)
    return answer(await missing_of(request, await the_gathering(request), listed))


async def progress_data(request: web.Request) -> web.StreamResponse:
    """GET /api/v1/gatherings/{gathering}/planning: how far the planner is."""
    gathering = await the_gathering(request)
    job = job_of(request, gathering.id)
    wrong = say(request, job.wrong.sentence) % job.wrong.params if job and job.wrong else ""
    return answer(
        {
            "running": bool(job and job.running),
            "percent": job.percent if job else 0,
            "wrong": wrong,
            "proposal": bool(job and job.proposal),
        }
    )


async def move_data(request: web.Request) -> web.StreamResponse:
    """POST /api/v1/gatherings/{gathering}/plan/move."""
    said = await read_json(request, Moved)
    return await _changed(request, lambda at: _move(request, at, said))


async def lock_data(request: web.Request) -> web.StreamResponse:
    """POST /api/v1/gatherings/{gathering}/plan/lock."""
    said = await read_json(request, Locked)
    return await _changed(
        request, lambda at: decide(request, at, said.pair, "lock" if said.locked else "unlock", "")
    )


async def take_out_data(request: web.Request) -> web.StreamResponse:
    """POST /api/v1/gatherings/{gathering}/plan/take-out."""
    said = await read_json(request, TakenOut)
    return await _changed(request, lambda at: decide(request, at, said.pair, "out", ""))


async def _changed(
    request: web.Request, change: Callable[[Gathering], Awaitable[None]]
) -> web.StreamResponse:
    """The board after a change, or why it cannot be."""
    gathering = await the_gathering(request)
    try:
        await change(gathering)
    except Impossible as wrong:
        raise impossible(request, wrong) from wrong
    return answer(await board_of(request, gathering))


async def decide_data(request: web.Request) -> web.StreamResponse:
    """POST /api/v1/gatherings/{gathering}/plan/decide."""
    said = await read_json(request, Decided)
    if said.does == "at":
        return await _changed(request, lambda at: lock_to_time(request, at, said.pair, said.show, said.time))
    return await _changed(request, lambda at: decide(request, at, said.pair, said.does, said.show))


async def take_back_data(request: web.Request) -> web.StreamResponse:
    """POST /api/v1/gatherings/{gathering}/plan/take-back."""
    said = await read_json(request, TakenBack)

    async def back(gathering: Gathering) -> None:
        who, now = request[IDENTITY].id, request.app[NOW]
        await take_back(request.app[STORE], gathering.id, said.version, by=who, clock=now)

    return await _changed(request, back)


async def places_data(request: web.Request) -> web.StreamResponse:
    """GET /api/v1/gatherings/{gathering}/plan/places?pair=…: every place it could go, and both sides' windows."""
    gathering = await the_gathering(request)
    pair = request.query.get("pair", "")[:80]
    now = await situation(request.app[STORE], gathering.id, request.app[NOW](), of=[pair])
    posed = await asyncio.to_thread(instance, now)
    asked = next((one for one in posed.pairs if one.id == pair), None)
    if asked is None:
        raise not_found()
    plan = now.before or PlanVersion(0, request.app[NOW](), "", (), ())
    words = await words_of(request, gathering, now)
    found = await asyncio.to_thread(places, now, plan, pair)
    shows: dict[str, list[dict[str, Any]]] = {}
    for place in found:
        shows.setdefault(place.show, []).append(_place(words, place))
    return answer(
        {
            "pair": pair,
            "worker": [[a * SECOND, b * SECOND] for a, b in asked.worker_windows],
            "family": [[a * SECOND, b * SECOND] for a, b in asked.family_windows],
            "worker_says": words.times(asked.worker_windows),
            "family_says": words.times(asked.family_windows),
            "shows": shows,
        }
    )


async def why_data(request: web.Request) -> web.StreamResponse:
    """GET /api/v1/gatherings/{gathering}/plan/why?pair=…&pair=…: their reasons anew, for the plan as it stands now."""
    gathering = await the_gathering(request)
    asked = request.query.getall("pair", [])
    if not 1 <= len(asked) <= ASKED_MOST:
        wrong = say(request, "Name 1 to %(most)d pairs.") % {"most": ASKED_MOST}
        raise Refusal(422, "invalid", wrong, {"pair": [wrong]})
    now = await situation(request.app[STORE], gathering.id, request.app[NOW](), of=asked)
    posed, words = await asyncio.to_thread(instance, now), await words_of(request, gathering, now)
    stands = placements(now.before, posed) if now.before else None
    found = await asyncio.to_thread(why_not, posed, stands) if stands else {}
    return answer(
        {pair: why_words(request, unplaced(pair, why), words) for pair, why in found.items() if pair in asked}
    )


def _place(words: Words, place: Place) -> dict[str, Any]:
    says = [words.clash(clash) for clash in place.clashes]
    says += [words.blocked(place.blocked)] if place.blocked else []
    told = {
        "before": place.before,
        "time": words.at(place.start),
        "fits": place.fits,
        "moves": place.moves,
        "says": says,
    }
    return {**told, "locks": place.locks}


async def _move(request: web.Request, gathering: Gathering, said: Moved) -> None:
    who, now = request[IDENTITY].id, request.app[NOW]
    await move(request.app[STORE], gathering.id, said.pair, said.show, said.before, by=who, clock=now)


_API: Final = "/api/v1/gatherings/{gathering}"
ROUTES: tuple[Route, ...] = (
    Route("GET", _API + "/plan", board_data, PLANNERS, Kind.API, "The newest plan of every show"),
    Route("GET", _API + "/planning", progress_data, PLANNERS, Kind.API, "How far the planner is"),
    Route("POST", _API + "/plan/missing", missing_data, PLANNERS, Kind.API, "Pairs without a slot", Sought),
    Route("GET", _API + "/plan/places", places_data, PLANNERS, Kind.API, "Every place a pair could go"),
    Route("GET", _API + "/plan/why", why_data, PLANNERS, Kind.API, "Why pairs have no slot, asked anew"),
    Route("POST", _API + "/plan/move", move_data, PLANNERS, Kind.API, "Move a pair in the plan", Moved),
    Route("POST", _API + "/plan/lock", lock_data, PLANNERS, Kind.API, "Lock a pair to its time", Locked),
    Route("POST", _API + "/plan/take-out", take_out_data, PLANNERS, Kind.API, "Take a pair out", TakenOut),
    Route("POST", _API + "/plan/decide", decide_data, PLANNERS, Kind.API, "Decide about a pair", Decided),
    Route(
        "POST", _API + "/plan/take-back", take_back_data, PLANNERS, Kind.API, "Back to a version", TakenBack
    ),
)
