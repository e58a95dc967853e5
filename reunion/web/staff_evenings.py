"""Families without a slot, and the message that asks each for another time. It is for them: always in Chinese."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from aiohttp import web

from reunion.actions.missing import turned_to
from reunion.actions.placing import first_fit
from reunion.actions.ports import Store, WithoutSlot
from reunion.actions.posing import instance
from reunion.actions.scheduling import unplaced
from reunion.actions.surveying import AT_ONCE, Situation, people_of, situation
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
from reunion.web.staff_sections import frame, page_number

ASKED: Final = frozenset({Reason.NO_COMMON_TIME, Reason.OUTSIDE_SHOWS, Reason.CAPACITY})
"""Reasons that another time of the family would end."""
SHOWN: Final = 100
"""A page: more than anybody rings in a day."""


async def page(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/rundown/evenings: before planning whoever cannot fit, afterwards whoever did not."""
    gathering, store = await the_gathering(request), request.app[STORE]
    now = await situation(store, gathering.id, request.app[NOW](), of=())
    placed, told = await asyncio.to_thread(_known, now.before)
    asked = WithoutSlot(
        placed, among=[*told, *await _fit_nowhere(store, gathering.id, now, [*placed, *told])]
    )
    wanted = page_number(request.query.get("page", ""))
    pairs, count, number = await turned_to(store, gathering.id, asked, wanted, SHOWN)
    people = {**now.people, **await people_of(store, pairs)}
    now = replace(now, pairs=(*now.pairs, *pairs), people=people)
    words = await words_of(request, gathering, now)
    return render(
        request,
        "staff/rundown_evenings.html",
        **frame(request, gathering, "rundown"),
        rows=await asyncio.to_thread(_rows, now, pairs, told, words),
        first=(number - 1) * SHOWN + 1,
        count=count,
        page=number,
        pages=-(-count // SHOWN),
        planned=now.before is not None,
    )


def _known(plan: PlanVersion | None) -> tuple[set[str], dict[str, Unplaced]]:
    """Who has a slot, and of whom the plan says that another time would help."""
    if plan is None:
        return set(), {}
    return {slot.pair for slot in plan.slots}, {one.pair: one for one in plan.unplaced if one.reason in ASKED}


async def _fit_nowhere(store: Store, gathering: str, now: Situation, known: Collection[str]) -> list[str]:
    """Everybody but those known already who fits on no show: who came since, and who has other times now."""
    found: list[str] = []
    seen, total = 0, 1
    while seen < total:
        asked = WithoutSlot(known)
        pairs, total = await store.pairs.missing(gathering, asked, limit=AT_ONCE, offset=seen)
        part = replace(now, pairs=pairs, people=await people_of(store, pairs))
        found += await asyncio.to_thread(_hopeless, part)
        seen += AT_ONCE
    return found


def _hopeless(now: Situation) -> list[str]:
    return [one.pair for one in without_room(instance(now))]


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


def _rows(
    now: Situation, pairs: Sequence[Pair], told: Mapping[str, Unplaced], words: Words
) -> list[dict[str, Any]]:
    posed = instance(replace(now, pairs=tuple(pairs)))
    asked = {one.id: one for one in posed.pairs}
    # Who fits nowhere now is told that, whatever the plan said.
    why = {**told, **{one.pair: one for one in without_room(posed)}}
    return [_row(now, pair, asked[pair.id], words, why[pair.id]) for pair in pairs if pair.id in why]


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
