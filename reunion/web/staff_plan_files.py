"""Instance and plan of the board as files of the format reunion-rundown/1, and both from such a file.

The files hold ids only, no names. A plan from a file is a proposal like the planner's own: looked at, then kept. An
instance is planned first (reunion.web.staff_brought).
"""

import json
from typing import Any, Final

from aiohttp import web

from reunion.actions.posing import Situation, instance, placements, situation
from reunion.actions.scheduling import proposal_of
from reunion.domain.access import PLANNERS
from reunion.domain.conflicts import clashes
from reunion.domain.planning import (
    Instance,
    Plan,
    Reason,
    Sentence,
    Unreadable,
    WhyNot,
    check,
    instance_from,
    instance_to,
    plan_from,
    plan_to,
)
from reunion.domain.plans import PlanVersion
from reunion.planner import why_not
from reunion.web.finding import the_gathering
from reunion.web.keys import IDENTITY, NOW, STORE
from reunion.web.pages import render, say, see_other
from reunion.web.requests import read_upload
from reunion.web.routing import Kind, Route
from reunion.web.staff_brought import bring
from reunion.web.staff_import import download
from reunion.web.staff_planning import PLANNINGS, Job, job_of
from reunion.web.staff_rows import words_of
from reunion.web.staff_sections import frame

MOST_BYTES: Final = 8_000_000
"""A plan of 10,000 pairs is under one."""
SHOWN: Final = 8
"""Broken rules that are named."""


async def page(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/rundown/files."""
    return await _page(request)


async def instance_file(request: web.Request) -> web.StreamResponse:
    """GET …/rundown/instance.json: what the planner is asked."""
    gathering = await the_gathering(request)
    posed = instance(await situation(request.app[STORE], gathering.id, request.app[NOW]()))
    return _file(instance_to(posed), f"{gathering.id}-instance.json")


async def plan_file(request: web.Request) -> web.StreamResponse:
    """GET …/rundown/plan.json: the newest plan with its reasons and tiers."""
    gathering = await the_gathering(request)
    now = await situation(request.app[STORE], gathering.id, request.app[NOW]())
    posed = instance(now)
    stands = _as_plan(now.before, posed)
    return _file(plan_to(stands), f"{gathering.id}-plan-v{now.before.version if now.before else 0}.json")


async def press(request: web.Request) -> web.StreamResponse:
    """POST …/rundown/files: a plan file becomes a proposal, an instance is looked at before it is planned."""
    gathering = await the_gathering(request)
    standing = job_of(request, gathering.id)
    if standing is not None and standing.running:
        return await _page(
            request, wrong=[say(request, "The planner is at work: wait until it has finished.")]
        )
    try:
        _, data, _ = await read_upload(request, "file", MOST_BYTES)
        value = json.loads(data.decode("utf-8-sig"))
        if isinstance(value, dict) and "format" in value:
            return bring(request, gathering, instance_from(value))
        found = plan_from(value)
    except Unreadable as wrong:
        words = say(request, "This is neither a plan file nor an instance (%(reason)s).")
        return await _page(request, wrong=[words % {"reason": str(wrong)}])
    except (ValueError, RecursionError):
        return await _page(request, wrong=[say(request, "This is not a plan file: it is no JSON text.")])
    now = await situation(request.app[STORE], gathering.id, request.app[NOW]())
    posed = instance(now)
    broken = clashes(posed, Plan(found.assign))
    if broken:
        names = await words_of(request, gathering, now)
        lines = [f"{names.name(clash.pair)}：{names.clash(clash)}" for clash in broken[:SHOWN]]
        head = say(request, "The plan of the file breaks %(count)d rules and was not taken over:")
        return await _page(request, wrong=[head % {"count": len(broken)}, *lines])
    whole = Plan(found.assign, why_not(posed, Plan(found.assign)))
    who, at = request[IDENTITY].id, request.app[NOW]()
    job = request.app[PLANNINGS][gathering.id] = Job()
    job.proposal = proposal_of(now, whole, by=who, at=at, made="file")
    return see_other(f"/staff/{gathering.id}/rundown/proposal")


def _as_plan(version: PlanVersion | None, posed: Instance) -> Plan:
    """The stored plan in the format's values; a reason by hand is a lock to whoever reads the file."""
    if version is None:
        return Plan({})
    stands = placements(version, posed)
    asked = {request.id for request in posed.pairs}
    known = set(Reason)
    why = {
        one.pair: WhyNot(
            Reason(one.reason) if one.reason in known else Reason.LOCKED,
            Sentence("Taken out by hand."),
        )
        for one in version.unplaced
        if one.pair in asked and one.pair not in stands.assign
    }
    whole = Plan(stands.assign, why)
    return Plan(stands.assign, why, check(posed, whole).objective)


def _file(value: dict[str, Any], name: str) -> web.Response:
    text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    return download(text.encode(), name, "application/json")


async def _page(request: web.Request, *, wrong: list[str] | None = None) -> web.Response:
    gathering = await the_gathering(request)
    now: Situation = await situation(request.app[STORE], gathering.id, request.app[NOW]())
    return render(
        request,
        "staff/rundown_files.html",
        status=422 if wrong else 200,
        **frame(request, gathering, "rundown"),
        version=now.before.version if now.before else 0,
        wrong="\n".join(wrong or ()),
    )


_AT: Final = "/staff/{gathering}/rundown"
ROUTES: tuple[Route, ...] = (
    Route("GET", _AT + "/files", page, PLANNERS),
    Route("POST", _AT + "/files", press, PLANNERS),
    Route("GET", _AT + "/instance.json", instance_file, PLANNERS, Kind.FILE),
    Route("GET", _AT + "/plan.json", plan_file, PLANNERS, Kind.FILE),
)
