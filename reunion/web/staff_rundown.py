"""The rundown board: plan, move, lock, take out, publish; each change as a form (as JSON in staff_rundown_data)."""

import asyncio
from datetime import datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from aiohttp import web

from reunion.actions.arranging import Impossible
from reunion.actions.missing import Listed
from reunion.actions.moving import hold, let_go, lock, lock_at, move, take_out
from reunion.actions.ports import Conflict
from reunion.actions.publishing import publish
from reunion.domain.access import PLANNERS
from reunion.domain.filters import WORDS_MOST
from reunion.domain.instants import SECOND, Instant
from reunion.domain.people import Gathering
from reunion.domain.plans import Held
from reunion.exports.zoned import local_time
from reunion.planner import Moves
from reunion.web.finding import the_gathering
from reunion.web.keys import IDENTITY, NOW, STAGES, STORE
from reunion.web.pages import render, say, see_other
from reunion.web.requests import Refusal, read_form
from reunion.web.routing import Route
from reunion.web.sought import NAME, asked_at, words_asked
from reunion.web.staff_planning import CHANGED, asked_moves, begin_planning, job_of
from reunion.web.staff_rows import board_of
from reunion.web.staff_sections import frame, one, page_number

DECISIONS: Final = {
    "lock": "locked",
    "unlock": "unlocked",
    "out": "taken-out",
    "show": "held-show",
    "never": "held-out",
    "must": "held-must",
    "free": "unlocked",
    "may": "unlocked",
}
"""What staff may decide about a pair, and what the page says then."""


async def board(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/rundown: every show with its rows, and a page of who has no slot and why."""
    return await _board(request, await the_gathering(request))


async def find(request: web.Request) -> web.StreamResponse:
    """POST …/find: the same with who of them is meant by words, which are personal and stay out of addresses."""
    gathering = await the_gathering(request)
    form = await read_form(request)
    at, fields = f"/staff/{gathering.id}/rundown", {"page": str(page_number(one(form, "page", 6)))}
    return see_other(f"{asked_at(request, at, one(form, 'words', WORDS_MOST), fields)}#unplaced")


async def start_planning(request: web.Request) -> web.StreamResponse:
    """POST …/plan: begin planning; the board shows how far it is."""
    gathering = await the_gathering(request)
    moves, most = asked_moves(await read_form(request))
    begin_planning(request, gathering.id, request[IDENTITY].id, moves, most=most)
    return see_other(f"/staff/{gathering.id}/rundown")


async def enough(request: web.Request) -> web.StreamResponse:
    """POST …/enough: keep the best plan so far."""
    gathering = await the_gathering(request)
    job = job_of(request, gathering.id)
    if job is not None:
        job.enough = True
    return see_other(f"/staff/{gathering.id}/rundown")


async def before_publishing(request: web.Request) -> web.StreamResponse:
    """GET …/publish: how many families would be told what, and what on the plan is not yet as it should be."""
    gathering = await the_gathering(request)
    seen = await board_of(request, gathering)
    if not seen["version"]:
        return see_other(f"/staff/{gathering.id}/rundown")
    return render(request, "staff/rundown_publish.html", **frame(request, gathering, "rundown"), board=seen)


async def press_publish(request: web.Request) -> web.StreamResponse:
    """POST …/publish: the plan that was looked at becomes the rundown of every show that has not begun."""
    gathering = await the_gathering(request)
    seen = one(await read_form(request), "version", 9)
    if not seen.isdecimal():
        raise Refusal(422, "invalid")
    store, stages, who, now = request.app[STORE], request.app[STAGES], request[IDENTITY].id, request.app[NOW]
    try:
        await publish(store, stages, gathering, by=who, clock=now, version=int(seen))
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
        elif does == "at":
            await lock_to_time(request, gathering, pair, one(form, "show"), one(form, "time", 8))
        elif does in DECISIONS:
            await decide(request, gathering, pair, does, one(form, "show"))
        else:
            raise Refusal(422, "invalid")
    except Impossible as wrong:
        return await _board(request, gathering, wrong=say(request, wrong.sentence) % wrong.params)
    except Conflict:
        return await _board(request, gathering, wrong=say(request, CHANGED))
    done = {"move": "moved", "at": "locked"}.get(does) or DECISIONS[does]
    return see_other(f"/staff/{gathering.id}/rundown?done={done}&pair={pair}#chosen")


async def decide(request: web.Request, gathering: Gathering, pair: str, does: str, show: str) -> None:
    """One of DECISIONS about a pair."""
    store, of = request.app[STORE], gathering.id
    who, now = request[IDENTITY].id, request.app[NOW]
    if does in ("lock", "unlock"):
        await lock(store, of, pair, locked=does == "lock", by=who, clock=now)
    elif does == "out":
        await take_out(store, of, pair, by=who, clock=now)
    elif does == "free":
        await let_go(store, of, pair, (Held.SHOW, Held.OUT), by=who, clock=now)
    elif does == "may":
        await let_go(store, of, pair, (Held.MUST,), by=who, clock=now)
    else:
        kind = {"show": Held.SHOW, "never": Held.OUT, "must": Held.MUST}[does]
        await hold(store, of, pair, kind, show=show if kind is Held.SHOW else "", by=who, clock=now)


async def _move(request: web.Request, gathering: Gathering, pair: str, show: str, before: str | None) -> None:
    who, now = request[IDENTITY].id, request.app[NOW]
    await move(request.app[STORE], gathering.id, pair, show, before, by=who, clock=now)


async def lock_to_time(request: web.Request, gathering: Gathering, pair: str, show: str, text: str) -> None:
    """Put the pair on a show at a time of day and lock it there; raises Impossible."""
    who, now, store = request[IDENTITY].id, request.app[NOW], request.app[STORE]
    head = await store.shows.get(show)
    if head is None or head.gathering != gathering.id:
        raise Impossible("That show or that pair cannot be arranged any more.")
    at = second_of(text, head.planned_start, gathering.zone)
    await lock_at(store, gathering.id, pair, show, at, by=who, clock=now)


def second_of(text: str, opens: Instant, zone: str) -> int:
    """The first second with this time of day from the beginning of a show on; raises Impossible."""
    try:
        wanted = time.fromisoformat(text.replace("：", ":"))
    except ValueError:
        raise Impossible("“%(text)s” is not a time: write it like 20:05.", text=text) from None
    day = local_time(opens, zone).date()
    for later_by in (0, 1):
        moment = datetime.combine(day + timedelta(days=later_by), wanted, ZoneInfo(zone))
        second = int(moment.timestamp())
        if second * SECOND >= opens:
            break
    return second


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
    chosen = request.query.get("pair", "")[:80]
    listed = Listed(page_number(request.query.get("page", "")), words_asked(request), chosen)
    seen = await board_of(request, gathering, listed)
    if not wrong and job is not None and job.wrong is not None and not running:
        wrong = say(request, job.wrong.sentence) % job.wrong.params
    rows = [
        row | {"show": show["id"], "open": show["open"]} for show in seen["shows"] for row in show["rows"]
    ]
    found = next((row for row in [*rows, *seen["unplaced"]] if row.get("pair") == chosen), None)
    # with hundreds of pairs it takes some hundredths of a second: screens get their frames meanwhile
    return await asyncio.to_thread(
        render,
        request,
        "staff/rundown.html",
        status=409 if wrong else 200,
        **frame(request, gathering, "rundown"),
        board=seen,
        chosen=found,
        job=job,
        running=running,
        waiting=job is not None and not running and job.proposal is not None,
        moves=Moves.NEEDED if seen["told_before"] else Moves.FREE,
        wrong=wrong,
        sought=request.query.get(NAME, ""),
    )


_AT: Final = "/staff/{gathering}/rundown"
ROUTES: tuple[Route, ...] = (
    Route("GET", _AT, board, PLANNERS),
    Route("POST", _AT, press, PLANNERS),
    Route("POST", _AT + "/find", find, PLANNERS),
    Route("POST", _AT + "/plan", start_planning, PLANNERS),
    Route("POST", _AT + "/enough", enough, PLANNERS),
    Route("GET", _AT + "/publish", before_publishing, PLANNERS),
    Route("POST", _AT + "/publish", press_publish, PLANNERS),
)
