"""The links board: what a person must look at, both sides next to each other, decided and taken back."""

import asyncio
from typing import Any, Final, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from reunion.actions.pairing import decide
from reunion.actions.ports import Choice, Conflict, Deed
from reunion.actions.ports.reviewing import Adds, Waiting
from reunion.domain.access import PLANNERS
from reunion.domain.instants import Instant
from reunion.domain.people import Gathering
from reunion.domain.plans import MatchStanding
from reunion.web.finding import the_gathering
from reunion.web.keys import IDENTITY, LINKING, NOW, STORE
from reunion.web.link_rows import FILTERS, PAGE, TABS, Wanted, elsewhere_of, page_of, tiles, wanted_of
from reunion.web.link_words import rule_words
from reunion.web.pages import answer, render, say, see_other
from reunion.web.requests import Refusal, not_found, read_form, read_json
from reunion.web.routing import Kind, Route
from reunion.web.sought import NAME, asked_at, words_asked
from reunion.web.staff_sections import frame, one

LOOKED: Final = "link"
"""Deed of having looked at everybody."""
BATCHES: Final = 5
_LINKING: Final = ("sure", "same-person-twice", "by-hand")
"""Rules that make a link stand."""


class Decision(BaseModel):
    """What a member of staff says about one link."""

    model_config = ConfigDict(extra="forbid")
    worker: str = Field(max_length=64)
    family: str = Field(max_length=64)
    standing: Literal["confirmed", "refused", "review", "linked"]
    was: Literal["confirmed", "refused", "review", "linked"] | None = None
    """How it stood when this was chosen: stands it otherwise by now, nothing changes. None: whatever it is."""
    decided: int | None = Field(default=None, ge=0, le=1 << 53)
    """When that was decided, as the link says; null for any time."""


async def board(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/links: one page of a tab, what adds most first, one link of it laid open."""
    gathering = await the_gathering(request)
    wanted = wanted_of(request.query, words_asked(request))
    chosen = (request.query.get("worker", ""), request.query.get("family", ""))
    return await _board(request, gathering, wanted, chosen)


async def find(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/links/find: the same with words, which are personal and stay out of addresses."""
    gathering = await the_gathering(request)
    form = await read_form(request)
    asked = wanted_of({name: one(form, name, 40) for name in FILTERS}).fields
    return see_other(asked_at(request, f"/staff/{gathering.id}/links", one(form, "words", 60), asked))


async def press(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/links: one decision by a button."""
    gathering = await the_gathering(request)
    form = await read_form(request)
    standing, was, decided = one(form, "standing"), one(form, "was"), one(form, "decided", 20)
    if standing not in list(MatchStanding) or was not in ("", *MatchStanding):
        raise Refusal(422, "invalid")
    said = Decision.model_construct(
        worker=one(form, "worker", 64),
        family=one(form, "family", 64),
        standing=standing,
        was=was or None,
        decided=int(decided) if decided.isdecimal() and len(decided) < 16 else None,
    )
    done = {"confirmed": "confirmed", "refused": "refused"}.get(standing, "undone")
    try:
        await _decide(request, gathering, said)
    except Conflict:
        done = "meanwhile"
    tab = one(form, "tab")
    return see_other(f"/staff/{gathering.id}/links?standing={tab if tab in TABS else 'review'}&done={done}")


async def again(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/links/again: look at everybody anew."""
    gathering = await the_gathering(request)
    await link_anew(request, gathering.id)
    return see_other(f"/staff/{gathering.id}/links?done=linked")


async def board_data(request: web.Request) -> web.StreamResponse:
    """GET /api/v1/gatherings/{gathering}/links?standing=review&page=1&township=…&village=…&rule=…&least=99.

    With `worker` and `family` it is that one link, in whatever standing, with what the board counts now.
    """
    gathering = await the_gathering(request)
    chosen = (request.query.get("worker", ""), request.query.get("family", ""))
    if all(chosen):
        row = await _single(request, gathering, *chosen)
        single = {"links": [row] if row else [], "total": 1 if row else 0, "page": 1, "pages": 1}
        return answer({**single, **await changed(request, gathering)})
    wanted = wanted_of(request.query)
    rows, total = await page_of(request, gathering, wanted)
    return answer({"links": rows, "total": total, "page": wanted.page, "pages": _pages(total)})


async def decide_data(request: web.Request) -> web.StreamResponse:
    """POST /api/v1/gatherings/{gathering}/links: one decision; answers how the link stands now, and since when.

    409 `changed-meanwhile` when it stands otherwise than `was` and `decided` say.
    """
    gathering = await the_gathering(request)
    said = await read_json(request, Decision)
    at = await _decide(request, gathering, said)
    return answer({"standing": said.standing, "decided": at, **await changed(request, gathering)})


async def changed(request: web.Request, gathering: Gathering) -> dict[str, Any]:
    """What the board counts after a change: the numbers of its tabs, and by rule the links that wait."""
    rules = await request.app[STORE].reviews.rules(gathering.id, [MatchStanding.REVIEW])
    return {**await numbers(request, gathering), "rules": rules}


async def numbers(request: web.Request, gathering: Gathering) -> dict[str, int]:
    """What the tabs say: links that wait, that stand, that were refused, and the pairs they make."""
    tally = await request.app[STORE].reviews.tally(gathering.id)
    linked = tally[MatchStanding.LINKED] + tally[MatchStanding.CONFIRMED]
    return {
        "review": tally[MatchStanding.REVIEW],
        "linked": linked,
        "refusals": tally[MatchStanding.REFUSED],
        "doubles": tally.get("double-review", 0),
        "pairs": tally["pairs"],
    }


async def link_anew(request: web.Request, gathering: str) -> None:
    """Look at everybody, beside the pages that are open."""
    counts = await request.app[LINKING].anew(gathering)
    details = {"linked": counts.linked, "review": counts.review}
    deed = Deed(gathering, request[IDENTITY].id, request.app[NOW](), LOOKED, gathering, details)
    await request.app[STORE].audit.record(deed)


async def links_frame(request: web.Request, gathering: Gathering, tab: str) -> dict[str, Any]:
    """The context of staff/links_frame.html."""
    return {**frame(request, gathering, "links"), "tab": tab, "counts": await numbers(request, gathering)}


async def _board(
    request: web.Request, gathering: Gathering, wanted: Wanted, chosen: tuple[str, str]
) -> web.Response:
    store = request.app[STORE]
    rows, total = await page_of(request, gathering, wanted)
    current = next((row for row in rows if (row["worker"], row["family"]) == chosen), None)
    if current is None and all(chosen):
        current = await _single(request, gathering, *chosen)
        rows = [current, *rows] if current else rows
    rules = await _rules(request, gathering, wanted)
    batches = [one for one in await store.reviews.batches(gathering.id, limit=BATCHES) if one.links]
    fresh = next((one for one in batches if request.query.get("done") == "batch"), None)
    # a page of forty links takes some hundredths of a second: screens get their frames meanwhile
    return await asyncio.to_thread(
        render,
        request,
        "staff/links.html",
        **await links_frame(request, gathering, wanted.tab),
        rows=rows,
        total=total,
        page=wanted.page,
        pages=_pages(total),
        current=current or next(iter(rows), None),
        words=wanted.filter.words,
        elsewhere={} if rows else await elsewhere_of(request, gathering, wanted),
        sought=request.query.get(NAME, ""),
        filters=wanted.fields,
        narrowed=wanted.narrowed,
        townships=gathering.home.townships,
        rules=rules,
        batches=batches,
        fresh_batch=fresh if fresh and fresh.undone_at is None else None,
        waiting=request.app[LINKING].waiting(gathering.id),
    )


async def _rules(
    request: web.Request, gathering: Gathering, wanted: Wanted
) -> list[tuple[str, str, int | None]]:
    """The rules to choose from in words, with how many links each decided where that is quick to find out."""

    def speak(msgid: str) -> str:
        return say(request, msgid)

    if wanted.tab == "linked":
        return [(rule, rule_words(rule, speak), None) for rule in _LINKING]
    counts = await request.app[STORE].reviews.rules(gathering.id, wanted.filter.standings)
    return [(rule, rule_words(rule, speak), count) for rule, count in counts.items() if rule]


async def _decide(request: web.Request, gathering: Gathering, said: Decision) -> Instant:
    at = request.app[NOW]()
    choice = Choice(
        said.worker,
        said.family,
        MatchStanding(said.standing),
        MatchStanding(said.was) if said.was else None,
        at=None if said.decided is None else Instant(said.decided),
    )
    by = request[IDENTITY].id
    try:
        await decide(request.app[STORE], gathering.id, [choice], by=by, clock=lambda: at)
    except LookupError:
        raise not_found() from None
    return at


async def _single(
    request: web.Request, gathering: Gathering, worker: str, family: str
) -> dict[str, Any] | None:
    people = await request.app[STORE].registrations.many([worker, family])
    if any(person.gathering != gathering.id for person in people.values()):
        return None
    rows = [row for row in await request.app[STORE].matches.of(worker) if row.family == family]
    found = await tiles(request, gathering, [Waiting(row, Adds.NOTHING) for row in rows])
    return next(iter(found), None)


def _pages(total: int) -> int:
    return max(-(-total // PAGE), 1)


_API: Final = "/api/v1/gatherings/{gathering}/links"
ROUTES: tuple[Route, ...] = (
    Route("GET", "/staff/{gathering}/links", board, PLANNERS),
    Route("POST", "/staff/{gathering}/links", press, PLANNERS),
    Route("POST", "/staff/{gathering}/links/find", find, PLANNERS),
    Route("POST", "/staff/{gathering}/links/again", again, PLANNERS),
    Route("GET", _API, board_data, PLANNERS, Kind.API, "One page of the links of one standing"),
    Route("POST", _API, decide_data, PLANNERS, Kind.API, "Confirm, refuse or take back one link", Decision),
)
