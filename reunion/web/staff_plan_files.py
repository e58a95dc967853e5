"""Instance and plan of the board as files of the format reunion-rundown/1, and both from such a file.

The files hold ids only, no names. A plan from a file is a proposal like the planner's own: looked at, then kept. An
instance is planned first (reunion.web.staff_brought).
"""

import asyncio
import json
from typing import Final

from aiohttp import web

from reunion.actions.posing import instance
from reunion.actions.scheduling import proposal_of
from reunion.actions.surveying import Situation, in_parts, situation
from reunion.domain.access import PLANNERS
from reunion.domain.conflicts import Clash, clashes
from reunion.domain.planning import (
    Instance,
    Plan,
    Unreadable,
    instance_from,
    plan_from,
)
from reunion.exports.plan_pieces import instance_pieces, plan_pieces
from reunion.planner import why_not
from reunion.web.finding import the_gathering
from reunion.web.keys import IDENTITY, NOW, STORE
from reunion.web.pages import render, say, see_other
from reunion.web.requests import read_upload
from reunion.web.routing import Kind, Route
from reunion.web.staff_import import download
from reunion.web.staff_planning import Job, put_forward
from reunion.web.staff_rows import words_of
from reunion.web.staff_sections import frame

MOST_BYTES: Final = 8_000_000
"""An instance of 10,000 pairs is five, a plan under one; json reads this many in a tenth of a second."""
SHOWN: Final = 8
"""Broken rules that are named."""
_JSON: Final = "application/json"


async def page(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/rundown/files."""
    return await _page(request)


async def instance_file(request: web.Request) -> web.StreamResponse:
    """GET …/rundown/instance.json: what the planner is asked."""
    gathering, store = await the_gathering(request), request.app[STORE]
    now = await situation(store, gathering.id, request.app[NOW](), of=())
    pieces = instance_pieces(now, in_parts(store, gathering.id, now))
    return download(pieces, f"{gathering.id}-instance.json", _JSON)


async def plan_file(request: web.Request) -> web.StreamResponse:
    """GET …/rundown/plan.json: the newest plan with its reasons and tiers."""
    gathering, store = await the_gathering(request), request.app[STORE]
    now = await situation(store, gathering.id, request.app[NOW](), of=())
    name = f"{gathering.id}-plan-v{now.before.version if now.before else 0}.json"
    return download(plan_pieces(now, in_parts(store, gathering.id, now)), name, _JSON)


async def press(request: web.Request) -> web.StreamResponse:
    """POST …/rundown/files: a plan file becomes a proposal, an instance is looked at before it is planned."""
    gathering = await the_gathering(request)
    try:
        _, data, _ = await read_upload(request, "file", MOST_BYTES)
        found = await asyncio.to_thread(_read, data)
    except Unreadable as wrong:
        words = say(request, "This is neither a plan file nor an instance (%(reason)s).")
        return await _page(request, wrong=[words % {"reason": str(wrong)}])
    except (ValueError, RecursionError):
        return await _page(request, wrong=[say(request, "This is not a plan file: it is no JSON text.")])
    if isinstance(found, Instance):
        return await _put_forward(request, Job(file=found), "brought")
    now = await situation(request.app[STORE], gathering.id, request.app[NOW]())
    broken, whole = await asyncio.to_thread(_looked_at, now, found)
    if broken:
        names = await words_of(request, gathering, now)
        lines = [f"{names.name(clash.pair)}：{names.clash(clash)}" for clash in broken[:SHOWN]]
        head = say(request, "The plan of the file breaks %(count)d rules and was not taken over:")
        return await _page(request, wrong=[head % {"count": len(broken)}, *lines])
    who, at = request[IDENTITY].id, request.app[NOW]()
    proposal = await asyncio.to_thread(proposal_of, now, whole, by=who, at=at, made="file")
    return await _put_forward(request, Job(proposal=proposal), "proposal")


def _read(data: bytes) -> Instance | Plan:
    """What the file holds; raises Unreadable, ValueError or RecursionError."""
    value = json.loads(data.decode("utf-8-sig"))
    return instance_from(value) if isinstance(value, dict) and "format" in value else plan_from(value)


def _looked_at(now: Situation, found: Plan) -> tuple[tuple[Clash, ...], Plan]:
    """The rules that the plan breaks on the board; it with a reason for everybody left out when it breaks none."""
    posed, bare = instance(now), Plan(found.assign)
    broken = clashes(posed, bare)
    return broken, bare if broken else Plan(found.assign, why_not(posed, bare))


async def _put_forward(request: web.Request, job: Job, page: str) -> web.Response:
    gathering = await the_gathering(request)
    if not put_forward(request, gathering.id, job):
        words = say(request, "The planner is at work: wait until it has finished.")
        return await _page(request, wrong=[words])
    return see_other(f"/staff/{gathering.id}/rundown/{page}")


async def _page(request: web.Request, *, wrong: list[str] | None = None) -> web.Response:
    gathering = await the_gathering(request)
    newest = await request.app[STORE].plans.newest(gathering.id)
    return render(
        request,
        "staff/rundown_files.html",
        status=422 if wrong else 200,
        **frame(request, gathering, "rundown"),
        version=newest.version if newest else 0,
        wrong="\n".join(wrong or ()),
    )


_AT: Final = "/staff/{gathering}/rundown"
ROUTES: tuple[Route, ...] = (
    Route("GET", _AT + "/files", page, PLANNERS),
    Route("POST", _AT + "/files", press, PLANNERS),
    Route("GET", _AT + "/instance.json", instance_file, PLANNERS, Kind.FILE),
    Route("GET", _AT + "/plan.json", plan_file, PLANNERS, Kind.FILE),
)
