"""Many links at one stroke: looked through before, confirmed together, taken back together."""

import re
from dataclasses import replace
from typing import Final

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from reunion.actions.reviewing import confirm_many, undo
from reunion.domain.access import PLANNERS
from reunion.domain.latecomers import WAITS
from reunion.domain.linking.decide import PERHAPS
from reunion.domain.plans import UNDECIDED
from reunion.web.finding import the_gathering
from reunion.web.keys import IDENTITY, LINKING, NOW, STORE
from reunion.web.link_rows import FILTERS, tiles, wanted_of
from reunion.web.pages import answer, render, see_other
from reunion.web.requests import Refusal, not_found, read_form, read_json
from reunion.web.routing import Kind, Route
from reunion.web.sought import asked_at, words_asked
from reunion.web.staff_links import changed, links_frame
from reunion.web.staff_sections import one

BATCH_MOST: Final = 200
"""Links that one person can still look through; the rest comes with the next batch."""
EVEN: Final = 50
"""Per cent: below it a link is left out unless somebody takes the tick away."""
LOOK: Final = frozenset({WAITS, PERHAPS})
"""Rules of links that wait for a person whatever their probability is."""
_LINK: Final = re.compile(r"([\w-]{1,64}):([\w-]{1,64})")


class Taking(BaseModel):
    """Which batch is taken back."""

    model_config = ConfigDict(extra="forbid")
    batch: str = Field(max_length=64)


async def several(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/links/batch: on to the address of these links; words stay out of it."""
    gathering = await the_gathering(request)
    form = await read_form(request)
    asked = wanted_of({name: one(form, name, 40) for name in FILTERS}).fields
    return see_other(asked_at(request, f"/staff/{gathering.id}/links/batch", one(form, "words", 60), asked))


async def preview(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/links/batch: exactly the links that would be confirmed, each with its tick."""
    gathering = await the_gathering(request)
    # Without its words it would offer the links of everybody to be confirmed.
    words = words_asked(request, without=f"/staff/{gathering.id}/links")
    wanted = wanted_of(request.query, words)
    open_ = tuple(standing for standing in wanted.filter.standings if standing in UNDECIDED)
    waiting, total = await request.app[STORE].reviews.queue(
        gathering.id, replace(wanted.filter, standings=open_), limit=BATCH_MOST
    )
    wait = {(one.match.worker, one.match.family) for one in waiting if one.match.rule in LOOK}
    rows = await tiles(request, gathering, waiting, briefly=True)
    for row in rows:
        # Two workers for one family at one stroke, who waits for a look, or what is more likely wrong, nobody means
        # by "several".
        waits = (row["worker"], row["family"]) in wait
        row["left_out"] = bool(row["rivals"]) or waits or row["score"] < EVEN
    return render(
        request,
        "staff/links_batch.html",
        **await links_frame(request, gathering, wanted.tab),
        rows=rows,
        kept=sum(not row["left_out"] for row in rows),
        total=total,
        most=BATCH_MOST,
    )


async def confirm(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/links/batch/confirm: those that were shown, without the ones ticked to be left out."""
    gathering = await the_gathering(request)
    form = await read_form(request)
    shown = _LINK.findall(next(iter(form.get("links", ())), ""))
    without = {match for text in form.get("without", ()) for match in _LINK.findall(text)}
    links = [link for link in dict.fromkeys(shown) if link not in without][:BATCH_MOST]
    tab = wanted_of({"standing": one(form, "tab")}).tab
    if not shown:
        raise Refusal(422, "invalid")
    if not links:
        return see_other(f"/staff/{gathering.id}/links?standing={tab}")
    batch = await confirm_many(
        request.app[STORE], gathering.id, links, by=request[IDENTITY].id, clock=request.app[NOW]
    )
    done = "batch" if batch.links else "batch-none"
    return see_other(f"/staff/{gathering.id}/links?standing={tab}&done={done}")


async def take_back(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/links/batch/undo."""
    gathering = await the_gathering(request)
    form = await read_form(request)
    try:
        undone = await undo(
            request.app[STORE],
            gathering.id,
            one(form, "batch", 64),
            by=request[IDENTITY].id,
            clock=request.app[NOW],
            note=request.app[LINKING].note,
        )
    except LookupError:
        raise not_found() from None
    back = "/doubles" if one(form, "back") == "doubles" else ""
    done = "batch-undone" if not undone.left else "batch-partly"
    return see_other(f"/staff/{gathering.id}/links{back}?done={done}")


async def take_back_data(request: web.Request) -> web.StreamResponse:
    """POST /api/v1/gatherings/{gathering}/links/undo: a batch, or a merge, at one stroke."""
    gathering = await the_gathering(request)
    said = await read_json(request, Taking)
    try:
        undone = await undo(
            request.app[STORE],
            gathering.id,
            said.batch,
            by=request[IDENTITY].id,
            clock=request.app[NOW],
            note=request.app[LINKING].note,
        )
    except LookupError:
        raise not_found() from None
    return answer({"undone": undone.links, "left": undone.left, **await changed(request, gathering)})


_AT: Final = "/staff/{gathering}/links/batch"
ROUTES: tuple[Route, ...] = (
    Route("GET", _AT, preview, PLANNERS),
    Route("POST", _AT, several, PLANNERS),
    Route("POST", _AT + "/confirm", confirm, PLANNERS),
    Route("POST", _AT + "/undo", take_back, PLANNERS),
    Route(
        "POST",
        "/api/v1/gatherings/{gathering}/links/undo",
        take_back_data,
        PLANNERS,
        Kind.API,
        "Take a batch of decisions or a merge back",
        Taking,
    ),
)
