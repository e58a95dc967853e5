"""An instance from a file on the board: what it would change is shown first, then it is planned in the background."""

import asyncio
from collections.abc import Iterable
from typing import Any, Final

from aiohttp import web

from reunion.actions.bringing import Brought, brought
from reunion.actions.surveying import situation
from reunion.domain.access import PLANNERS
from reunion.domain.planning import Lock
from reunion.web.clash_words import Words
from reunion.web.finding import the_gathering
from reunion.web.keys import IDENTITY, NOW, STORE
from reunion.web.pages import render, say, see_other
from reunion.web.requests import read_form
from reunion.web.routing import Route
from reunion.web.staff_planning import asked_moves, begin_planning, job_of
from reunion.web.staff_rows import words_of
from reunion.web.staff_sections import frame

NAMED: Final = 40
"""Pairs that are named in each list; of the rest only how many there are."""


async def page(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/rundown/brought: what the file asks otherwise than the board; nothing is stored."""
    gathering = await the_gathering(request)
    job = job_of(request, gathering.id)
    if job is None or job.file is None or job.task is not None:
        return see_other(f"/staff/{gathering.id}/rundown/files")
    now = await situation(request.app[STORE], gathering.id, request.app[NOW]())
    found = await asyncio.to_thread(brought, now, job.file)
    words = await words_of(request, gathering, now)
    return render(
        request,
        "staff/rundown_brought.html",
        **frame(request, gathering, "rundown"),
        found=found,
        differences=_lists(request, found, words),
        stands=now.before is not None,
    )


async def press(request: web.Request) -> web.StreamResponse:
    """POST …/rundown/brought: plan as the file asks; the answer is a proposal to be kept or dropped."""
    gathering = await the_gathering(request)
    moves, most = asked_moves(await read_form(request))
    job = job_of(request, gathering.id)
    if job is None or job.file is None:
        return see_other(f"/staff/{gathering.id}/rundown/files")
    begin_planning(request, gathering.id, request[IDENTITY].id, moves, job.file, most)
    return see_other(f"/staff/{gathering.id}/rundown")


def _lists(request: web.Request, found: Brought, words: Words) -> list[dict[str, Any]]:
    """Each list with its heading, how many it has, and the first of them by name."""
    locks = [f"{words.name(pair)}：{_lock(request, words, lock)}" for pair, lock in found.locks.items()]
    weights = [f"{words.name(pair)}：{own} → {other}" for pair, (own, other) in found.weights.items()]
    names = [words.name(pair) for pair in found.narrowed]
    left_out = "warn"
    return [
        _list(say(request, "Locks, kept on the board with the plan"), locks),
        _list(say(request, "Counts more or less than on the board, in this planning only"), weights),
        _list(say(request, "Has less time than they named, in this planning only"), names),
        _list(
            say(request, "Left out: time that they never named"),
            [words.name(pair) for pair in found.wider],
            left_out,
        ),
        _list(
            say(request, "Left out: a lock to a show or a time that cannot be arranged"),
            [words.name(pair) for pair in found.odd_locks],
            left_out,
        ),
        _list(say(request, "Left out: pairs that cannot be planned here"), found.unknown, left_out),
    ]


def _list(title: str, lines: Iterable[str], kind: str = "") -> dict[str, Any]:
    every = list(lines)
    return {"title": title, "count": len(every), "lines": every[:NAMED], "kind": kind}


def _lock(request: web.Request, words: Words, lock: Lock | None) -> str:
    if lock is None:
        return say(request, "free again")
    if lock.unscheduled:
        return say(request, "locked out")
    head = words.shows.get(lock.lane)
    title = head.title if head else lock.lane
    if lock.start is None:
        return say(request, "locked to “%(show)s”") % {"show": title}
    return say(request, "locked to %(time)s in “%(show)s”") % {"show": title, "time": words.at(lock.start)}


_AT: Final = "/staff/{gathering}/rundown/brought"
ROUTES: tuple[Route, ...] = (
    Route("GET", _AT, page, PLANNERS),
    Route("POST", _AT, press, PLANNERS),
)
