"""Families without a slot, and the message that asks each for another time. It is for them: always in Chinese."""

import asyncio
from typing import Any, Final

from aiohttp import web

from reunion.actions.placing import first_fit
from reunion.actions.ports import Store, WithoutSlot
from reunion.actions.posing import instance
from reunion.actions.scheduling import unplaced
from reunion.actions.surveying import Situation, situation
from reunion.domain.access import PLANNERS
from reunion.domain.people import Gathering, Pair, Registration
from reunion.domain.planning import Instance, PairRequest, Plan, Reason
from reunion.domain.plans import PlanVersion, Unplaced
from reunion.planner import why_not
from reunion.web.clash_words import Words
from reunion.web.days import evening
from reunion.web.finding import the_gathering
from reunion.web.keys import NOW, STORE
from reunion.web.link_questions import chinese
from reunion.web.locale import DEFAULT
from reunion.web.pages import render
from reunion.web.routing import Route
from reunion.web.staff_rows import why_words, words_of
from reunion.web.staff_sections import frame

ASKED: Final = frozenset({Reason.NO_COMMON_TIME, Reason.OUTSIDE_SHOWS, Reason.CAPACITY})
"""Reasons that another time of the family would end."""
SHOWN: Final = 100
"""More than anybody rings in a day; of the others only how many they are."""


async def page(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/rundown/evenings: before planning whoever cannot fit, afterwards whoever did not."""
    gathering, store = await the_gathering(request), request.app[STORE]
    plan = await store.plans.newest(gathering.id)
    asked = await _asked(store, gathering.id, plan) if plan else None
    now = await situation(store, gathering.id, request.app[NOW](), of=asked)
    words = await words_of(request, gathering, now)
    rows, count = await asyncio.to_thread(_rows, now, words)
    return render(
        request,
        "staff/rundown_evenings.html",
        **frame(request, gathering, "rundown"),
        rows=rows,
        count=count,
        planned=now.before is not None,
    )


async def _asked(store: Store, gathering: str, plan: PlanVersion) -> list[str]:
    """The first of those that the plan says another time would help, and of those that it does not know yet."""
    known = {slot.pair for slot in plan.slots} | {one.pair for one in plan.unplaced}
    fresh, _ = await store.pairs.missing(gathering, WithoutSlot(known), limit=SHOWN)
    return [*sorted(_told(plan))[:SHOWN], *(pair.id for pair in fresh)]


def _told(plan: PlanVersion) -> dict[str, Unplaced]:
    return {one.pair: one for one in plan.unplaced if one.reason in ASKED}


def _missing(now: Situation, posed: Instance) -> list[Unplaced]:
    """Those another time would help: by the plan's reasons, and who fits on no show at all."""
    hopeless = {one.pair: one for one in without_room(posed)}
    told = _told(now.before) if now.before else {}
    placed = {slot.pair for slot in now.before.slots} if now.before else set()
    wants = {request.id for request in posed.pairs}
    found = {pair: one for pair, one in (told | hopeless).items() if pair in wants and pair not in placed}
    return [found[pair] for pair in sorted(found)]


def without_room(posed: Instance) -> list[Unplaced]:
    """Pairs that fit on no show even with nobody else there, and why."""
    alone = tuple(
        request
        for request in posed.pairs
        if not any(first_fit(request, lane, lane.open) is not None for lane in posed.lanes)
    )
    if not alone:
        return []
    part = Instance(posed.lanes, alone, posed.rules)
    return [unplaced(pair, why) for pair, why in why_not(part, Plan({})).items() if why.reason in ASKED]


def _rows(now: Situation, words: Words) -> tuple[list[dict[str, Any]], int]:
    """The first of them, and how many they are."""
    posed = instance(now)
    missing = _missing(now, posed)
    pairs, asked = {one.id: one for one in now.pairs}, {one.id: one for one in posed.pairs}
    rows = [_row(now, pairs[one.pair], asked[one.pair], words, one) for one in missing[:SHOWN]]
    return rows, len(missing) + (max(len(_told(now.before)) - SHOWN, 0) if now.before else 0)


def _row(now: Situation, pair: Pair, asked: PairRequest, words: Words, one: Unplaced) -> dict[str, Any]:
    return {
        "name": words.name(one.pair),
        "why": why_words(words.request, one, words)[:1],
        "worker": words.times(asked.worker_windows),
        "family": words.times(asked.family_windows),
        "messages": [
            {"to": person.name, "id": person.id, "text": message(words.gathering, now, person)}
            for person in _people(now, pair)
        ],
    }


def message(gathering: Gathering, now: Situation, person: Registration) -> str:
    """What is sent to one side: every show that is still to come, nothing about the other side's times."""
    shows = "\n".join(
        f"{number}. {head.title}：{evening(head.planned_start, head.planned_end, gathering.zone, DEFAULT)}"
        for number, head in enumerate(now.shows, 1)
    )
    lines = [
        chinese("Hello %(name)s, this is the office of “%(title)s”.")
        % {"name": person.name, "title": gathering.title},
        chinese("At the times you gave we have not found a slot for you yet. Could you make it then?"),
        shows,
        chinese("Answer with the number, or change your times on your own page."),
    ]
    if gathering.contact:
        lines.append(chinese("Thank you! Questions: %(contact)s") % {"contact": gathering.contact})
    return "\n".join(lines)


def _people(now: Situation, pair: Pair) -> list[Registration]:
    """Both sides, the family first: it is they who named a narrow time most often."""
    ids = (*pair.family.registrations, *pair.worker.registrations)
    return [now.people[id_] for id_ in ids if id_ in now.people]


ROUTES: tuple[Route, ...] = (Route("GET", "/staff/{gathering}/rundown/evenings", page, PLANNERS),)
