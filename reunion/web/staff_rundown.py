"""The rundown board: plan, move, lock, take out, publish; each change as a form and as JSON."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from reunion.actions.arranging import Impossible
from reunion.actions.moving import lock, move, take_out
from reunion.actions.ports import Conflict
from reunion.actions.publishing import publish
from reunion.domain.access import PLANNERS
from reunion.domain.people import Gathering
from reunion.web.finding import the_gathering
from reunion.web.keys import IDENTITY, NOW, STAGES, STORE
from reunion.web.pages import answer, render, say, see_other
from reunion.web.requests import Refusal, read_form, read_json
from reunion.web.routing import Kind, Route
from reunion.web.staff_planning import CHANGED, begin_planning, job_of
from reunion.web.staff_rows import board_of
from reunion.web.staff_sections import frame, impossible, one


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


async def board(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/rundown: every show with its rows, and who has no slot and why."""
    return await _board(request, await the_gathering(request))


async def start_planning(request: web.Request) -> web.StreamResponse:
    """POST …/plan: begin planning; the board shows how far it is."""
    gathering = await the_gathering(request)
    begin_planning(request, gathering.id, request[IDENTITY].id)
    return see_other(f"/staff/{gathering.id}/rundown")


async def enough(request: web.Request) -> web.StreamResponse:
    """POST …/enough: keep the best plan so far."""
    gathering = await the_gathering(request)
    job = job_of(request, gathering.id)
    if job is not None:
        job.enough = True
    return see_other(f"/staff/{gathering.id}/rundown")


async def press_publish(request: web.Request) -> web.StreamResponse:
    """POST …/publish: the newest plan becomes the rundown of every show that has not begun."""
    gathering = await the_gathering(request)
    who, now = request[IDENTITY].id, request.app[NOW]
    try:
        await publish(request.app[STORE], request.app[STAGES], gathering, by=who, clock=now)
    except Impossible as wrong:
        return await _board(request, gathering, wrong=say(request, wrong.sentence) % wrong.params)
    except Conflict:
        return await _board(request, gathering, wrong=say(request, CHANGED))
    return see_other(f"/staff/{gathering.id}/rundown?done=published")


async def press(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/rundown: one change of a pair by a button."""
    gathering = await the_gathering(request)
    form = await read_form(request)
    pair, does = one(form, "pair"), one(form, "do")
    try:
        if does == "move":
            await _move(request, gathering, pair, one(form, "show"), await _before(request, gathering, form))
        elif does in ("lock", "unlock"):
            await _lock(request, gathering, pair, locked=does == "lock")
        elif does == "out":
            await _take_out(request, gathering, pair)
        else:
            raise Refusal(422, "invalid")
    except Impossible as wrong:
        return await _board(request, gathering, wrong=say(request, wrong.sentence) % wrong.params)
    except Conflict:
        return await _board(request, gathering, wrong=say(request, CHANGED))
    done = {"move": "moved", "lock": "locked", "unlock": "unlocked", "out": "taken-out"}[does]
    return see_other(f"/staff/{gathering.id}/rundown?done={done}&pair={pair}#chosen")


async def board_data(request: web.Request) -> web.StreamResponse:
    """GET /api/v1/gatherings/{gathering}/plan."""
    return answer(await board_of(request, await the_gathering(request)))


async def progress_data(request: web.Request) -> web.StreamResponse:
    """GET /api/v1/gatherings/{gathering}/planning: how far the planner is."""
    gathering = await the_gathering(request)
    job = job_of(request, gathering.id)
    wrong = say(request, job.wrong.sentence) % job.wrong.params if job and job.wrong else ""
    return answer(
        {"running": bool(job and job.running), "percent": job.percent if job else 0, "wrong": wrong}
    )


async def move_data(request: web.Request) -> web.StreamResponse:
    """POST /api/v1/gatherings/{gathering}/plan/move."""
    said = await read_json(request, Moved)
    return await _changed(request, lambda at: _move(request, at, said.pair, said.show, said.before))


async def lock_data(request: web.Request) -> web.StreamResponse:
    """POST /api/v1/gatherings/{gathering}/plan/lock."""
    said = await read_json(request, Locked)
    return await _changed(request, lambda at: _lock(request, at, said.pair, locked=said.locked))


async def take_out_data(request: web.Request) -> web.StreamResponse:
    """POST /api/v1/gatherings/{gathering}/plan/take-out."""
    said = await read_json(request, TakenOut)
    return await _changed(request, lambda at: _take_out(request, at, said.pair))


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


async def _move(request: web.Request, gathering: Gathering, pair: str, show: str, before: str | None) -> None:
    who, now = request[IDENTITY].id, request.app[NOW]
    await move(request.app[STORE], gathering.id, pair, show, before, by=who, clock=now)


async def _lock(request: web.Request, gathering: Gathering, pair: str, *, locked: bool) -> None:
    who, now = request[IDENTITY].id, request.app[NOW]
    await lock(request.app[STORE], gathering.id, pair, locked=locked, by=who, clock=now)


async def _take_out(request: web.Request, gathering: Gathering, pair: str) -> None:
    await take_out(request.app[STORE], gathering.id, pair, by=request[IDENTITY].id, clock=request.app[NOW])


async def _before(request: web.Request, gathering: Gathering, form: Any) -> str | None:
    """Whom the pair is to stand before, from the number of the place that was typed."""
    text, pair = one(form, "place", 6), one(form, "pair")
    plan = await request.app[STORE].plans.newest(gathering.id)
    if plan is None or not text.isdecimal():
        return None
    row = [slot.pair for slot in plan.slots if slot.show == one(form, "show") and slot.pair != pair]
    place = max(int(text), 1) - 1
    return row[place] if place < len(row) else None


async def _board(request: web.Request, gathering: Gathering, *, wrong: str = "") -> web.Response:
    job = job_of(request, gathering.id)
    # Asked before the plan is read: what ends in between is not shown here yet, and the page must look again.
    running = job is not None and job.running
    seen = await board_of(request, gathering)
    if not wrong and job is not None and job.wrong is not None and not running:
        wrong = say(request, job.wrong.sentence) % job.wrong.params
    chosen = request.query.get("pair", "")
    rows = [
        row | {"show": show["id"], "open": show["open"]} for show in seen["shows"] for row in show["rows"]
    ]
    found = next((row for row in [*rows, *seen["unplaced"]] if row.get("pair") == chosen), None)
    return render(
        request,
        "staff/rundown.html",
        status=409 if wrong else 200,
        **frame(request, gathering, "rundown"),
        board=seen,
        chosen=found,
        job=job,
        running=running,
        wrong=wrong,
    )


_AT: Final = "/staff/{gathering}/rundown"
_API: Final = "/api/v1/gatherings/{gathering}"
ROUTES: tuple[Route, ...] = (
    Route("GET", _AT, board, PLANNERS),
    Route("POST", _AT, press, PLANNERS),
    Route("POST", _AT + "/plan", start_planning, PLANNERS),
    Route("POST", _AT + "/enough", enough, PLANNERS),
    Route("POST", _AT + "/publish", press_publish, PLANNERS),
    Route("GET", _API + "/plan", board_data, PLANNERS, Kind.API, "The newest plan of every show"),
    Route("GET", _API + "/planning", progress_data, PLANNERS, Kind.API, "How far the planner is"),
    Route("POST", _API + "/plan/move", move_data, PLANNERS, Kind.API, "Move a pair in the plan", Moved),
    Route("POST", _API + "/plan/lock", lock_data, PLANNERS, Kind.API, "Lock a pair to its time", Locked),
    Route("POST", _API + "/plan/take-out", take_out_data, PLANNERS, Kind.API, "Take a pair out", TakenOut),
)
