"""Versions of the plan and proposals: who changes how, side by side; keep, drop, or back to an earlier one."""

import asyncio
from collections.abc import Iterable
from typing import Any, Final

from aiohttp import web

from reunion.actions.arranging import Impossible
from reunion.actions.ports import Conflict
from reunion.actions.posing import instance, placements
from reunion.actions.scheduling import Differences, by_show, differences, keep, take_back
from reunion.actions.surveying import situation
from reunion.domain.access import PLANNERS
from reunion.domain.instants import MINUTE
from reunion.domain.people import Gathering
from reunion.domain.planning import check
from reunion.domain.plans import PlanVersion, Slot
from reunion.web.clash_words import Words
from reunion.web.days import clock, day
from reunion.web.finding import the_gathering
from reunion.web.keys import IDENTITY, NAMES, NOW, STORE
from reunion.web.pages import language_of, render, say, see_other
from reunion.web.requests import not_found, read_form
from reunion.web.routing import Route
from reunion.web.staff_planning import CHANGED, Job, job_of
from reunion.web.staff_rows import words_of
from reunion.web.staff_sections import frame, one

SHOWN: Final = 60
"""Versions in the list."""
MADE: Final = {
    "plan": "planned by the program",
    "move": "a pair was moved",
    "lock": "a time was locked or freed",
    "out": "a pair was taken out",
    "hold": "a decision about a pair",
    "file": "from a file",
}


async def proposal_page(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/rundown/proposal: what the planner proposes, before anybody accepts it."""
    gathering = await the_gathering(request)
    job = job_of(request, gathering.id)
    if job is None or job.running or job.proposal is None:
        return see_other(f"/staff/{gathering.id}/rundown")
    made = job.proposal
    return await _compared(
        request,
        gathering,
        made.now.before,
        made.version,
        told=made.told if made.now.published else None,
        proposal=True,
        job=job if made.version.made == "plan" else None,
    )


async def press_keep(request: web.Request) -> web.StreamResponse:
    """POST …/rundown/keep: the proposal becomes the newest version."""
    gathering = await the_gathering(request)
    job = job_of(request, gathering.id)
    done = ""
    if job is not None and job.proposal is not None:
        proposal, job.proposal = job.proposal, None
        try:
            await keep(request.app[STORE], gathering.id, proposal, clock=request.app[NOW])
            done = "?done=kept"
        except Conflict:
            job.wrong = Impossible(CHANGED)
    return see_other(f"/staff/{gathering.id}/rundown{done}")


async def press_drop(request: web.Request) -> web.StreamResponse:
    """POST …/rundown/drop: everything stays as it was."""
    gathering = await the_gathering(request)
    job = job_of(request, gathering.id)
    if job is not None:
        job.proposal = None
    return see_other(f"/staff/{gathering.id}/rundown?done=dropped")


async def versions(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/rundown/versions."""
    return await _versions(request, await the_gathering(request))


async def press_back(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/rundown/versions: back to one of them, as a new version."""
    gathering = await the_gathering(request)
    number = one(await read_form(request), "version", 9)
    who, now = request[IDENTITY].id, request.app[NOW]
    try:
        version = int(number) if number.isdecimal() else 0
        await take_back(request.app[STORE], gathering.id, version, by=who, clock=now)
    except Impossible as wrong:
        return await _versions(request, gathering, wrong=say(request, wrong.sentence) % wrong.params)
    except Conflict:
        return await _versions(request, gathering, wrong=say(request, CHANGED))
    return see_other(f"/staff/{gathering.id}/rundown?done=back")


async def compare(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/rundown/compare?from=3&to=5: two versions side by side."""
    gathering = await the_gathering(request)
    store, found = request.app[STORE], []
    for name in ("from", "to"):
        text = request.query.get(name, "")[:9]
        version = await store.plans.get(gathering.id, int(text)) if text.isdecimal() else None
        if version is None:
            raise not_found()
        found.append(version)
    return await _compared(request, gathering, found[0], found[1])


async def _versions(request: web.Request, gathering: Gathering, *, wrong: str = "") -> web.Response:
    store = request.app[STORE]
    names = {account.id: account.name for account in await store.accounts.every()}
    language, zone = language_of(request), gathering.zone
    rows = [
        {
            "version": plan.version,
            "published": plan.published,
            "when": f"{day(plan.at, zone, language)} {clock(plan.at, zone, language)}",
            "by": names.get(plan.by, "") or request.app[NAMES].of(plan.by),
            "made": _made(request, plan),
            "placed": len(plan.slots),
            "missing": len(plan.unplaced),
        }
        for plan in await store.plans.latest(gathering.id, SHOWN)
    ]
    return render(
        request,
        "staff/rundown_versions.html",
        status=409 if wrong else 200,
        **frame(request, gathering, "rundown"),
        rows=rows,
        wrong=wrong,
    )


def _made(request: web.Request, plan: PlanVersion) -> str:
    if plan.made.startswith("back-"):
        return say(request, "as version %(version)s was") % {"version": plan.made.removeprefix("back-")}
    return say(request, MADE[plan.made]) if plan.made in MADE else ""


async def _compared(
    request: web.Request,
    gathering: Gathering,
    before: PlanVersion | None,
    after: PlanVersion,
    *,
    told: Differences | None = None,
    proposal: bool = False,
    job: Job | None = None,
) -> web.Response:
    asked = _named(before, after, told)
    now = await situation(request.app[STORE], gathering.id, request.app[NOW](), of=asked)
    words, posed = await words_of(request, gathering, now), await asyncio.to_thread(instance, now)
    found = differences(before, after, now.tell_after)
    marks = _marks(found)
    old, new = by_show(before.slots) if before else {}, by_show(after.slots)
    shows = [
        {
            "title": head.title,
            "before": [_row(words, slot, marks) for slot in old.get(head.id, ())],
            "after": [_row(words, slot, marks) for slot in new.get(head.id, ())],
        }
        for head in words.shows.values()
    ]
    goals = [
        (await asyncio.to_thread(check, posed, placements(plan, posed))).objective if plan else None
        for plan in (before, after)
    ]
    return render(
        request,
        "staff/rundown_compare.html",
        **frame(request, gathering, "rundown"),
        before=before,
        after=after,
        goals=goals,
        shows=shows,
        told=_told(words, told) if told else [],
        told_count=told.told if told else 0,
        silent=len(told.shifted) if told else 0,
        published=told is not None,
        changed=_told(words, found),
        shifted=len(found.shifted),
        proposal=proposal,
        job=job,
    )


def _named(before: PlanVersion | None, after: PlanVersion, told: Differences | None) -> set[str]:
    """The pairs of both versions, and who would lose what they were told."""
    slots = (*(before.slots if before else ()), *after.slots, *(told.lost if told else ()))
    return {slot.pair for slot in slots}


def _marks(found: Differences) -> dict[str, str]:
    marks = {new.pair: "moved" for _, new in found.moved} | {new.pair: "shifted" for _, new in found.shifted}
    return marks | {slot.pair: "new" for slot in found.gained} | {slot.pair: "gone" for slot in found.lost}


def _row(words: Words, slot: Slot, marks: dict[str, str]) -> dict[str, Any]:
    return {"time": _clock(words, slot), "name": words.name(slot.pair), "mark": marks.get(slot.pair, "")}


def _told(words: Words, found: Differences) -> list[dict[str, Any]]:
    """Who, the old time, the new one, and how much later; the lost first."""
    return [
        *({"name": words.name(old.pair), "old": _when(words, old), "new": ""} for old in found.lost),
        *(
            {
                "name": words.name(old.pair),
                "old": _when(words, old),
                "new": _when(words, new),
                "minutes": round((new.start - old.start) / MINUTE) if old.show == new.show else None,
            }
            for old, new in found.moved
        ),
        *_gained(words, found.gained),
    ]


def _gained(words: Words, slots: Iterable[Slot]) -> list[dict[str, Any]]:
    return [{"name": words.name(slot.pair), "old": "", "new": _when(words, slot)} for slot in slots]


def _when(words: Words, slot: Slot) -> str:
    head = words.shows.get(slot.show)
    return f"{head.title} {_clock(words, slot)}" if head else _clock(words, slot)


def _clock(words: Words, slot: Slot) -> str:
    return clock(slot.start, words.gathering.zone, language_of(words.request))


_AT: Final = "/staff/{gathering}/rundown"
ROUTES: tuple[Route, ...] = (
    Route("GET", _AT + "/proposal", proposal_page, PLANNERS),
    Route("POST", _AT + "/keep", press_keep, PLANNERS),
    Route("POST", _AT + "/drop", press_drop, PLANNERS),
    Route("GET", _AT + "/versions", versions, PLANNERS),
    Route("POST", _AT + "/versions", press_back, PLANNERS),
    Route("GET", _AT + "/compare", compare, PLANNERS),
)
