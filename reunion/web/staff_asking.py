"""Asking a family, or a worker: the message ready to send, and who asked when."""

from typing import Any, Final, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from reunion.actions.reviewing import ask, both_there, take_question_back
from reunion.domain.access import PLANNERS
from reunion.domain.people import Gathering, Registration, Side
from reunion.domain.plans import MatchRow
from reunion.web.finding import the_gathering
from reunion.web.keys import IDENTITY, NOW, STORE
from reunion.web.link_questions import message
from reunion.web.link_rows import asked_words
from reunion.web.pages import answer, render, see_other
from reunion.web.requests import not_found, read_form, read_json
from reunion.web.routing import Kind, Route
from reunion.web.staff_links import links_frame
from reunion.web.staff_sections import one


class Question(BaseModel):
    """Whom a member of staff asks about which link, and whether it was sent."""

    model_config = ConfigDict(extra="forbid")
    worker: str = Field(max_length=64)
    family: str = Field(max_length=64)
    whom: Literal["worker", "family"] = "family"
    sent: Literal["no", "yes", "back"] = "no"
    """`no` only gives the message, `yes` stores that it was sent, `back` that it was not after all."""


async def page(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/links/ask?worker=…&family=…&whom=family: the message to copy."""
    gathering = await the_gathering(request)
    asked = Question.model_construct(
        worker=request.query.get("worker", "")[:64],
        family=request.query.get("family", "")[:64],
        whom="worker" if request.query.get("whom") == "worker" else "family",
    )
    found = await _message(request, gathering, asked)
    return render(
        request,
        "staff/links_ask.html",
        **await links_frame(request, gathering, "review"),
        asked=asked,
        **found,
    )


async def press(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/links/ask: it was sent, or it was not after all."""
    gathering = await the_gathering(request)
    form = await read_form(request)
    said = Question.model_construct(
        worker=one(form, "worker", 64),
        family=one(form, "family", 64),
        whom="worker" if one(form, "whom") == "worker" else "family",
        sent="back" if one(form, "sent") == "back" else "yes",
    )
    await _store(request, gathering, said)
    if said.sent == "yes":
        return see_other(f"/staff/{gathering.id}/links?done=asked")
    where = f"worker={said.worker}&family={said.family}&whom={said.whom}"
    return see_other(f"/staff/{gathering.id}/links/ask?{where}&done=undone")


async def data(request: web.Request) -> web.StreamResponse:
    """POST /api/v1/gatherings/{gathering}/links/ask: the message, and who asked already."""
    gathering = await the_gathering(request)
    said = await read_json(request, Question)
    if said.sent != "no":
        await _store(request, gathering, said)
    found = await _message(request, gathering, said)
    return answer({"message": found["message"], "before": found["before"], "name": found["person"].name})


async def _message(request: web.Request, gathering: Gathering, said: Question) -> dict[str, Any]:
    worker, family, row = await _link(request, gathering, said)
    person = family if said.whom == "family" else worker
    return {
        "person": person,
        "message": message(request, gathering, person, row),
        "before": await asked_words(request, gathering, said.worker, said.family),
    }


async def _store(request: web.Request, gathering: Gathering, said: Question) -> None:
    await _link(request, gathering, said)
    ids = (said.family, said.worker) if said.whom == "family" else (said.worker, said.family)
    act = ask if said.sent == "yes" else take_question_back
    await act(request.app[STORE], gathering.id, *ids, by=request[IDENTITY].id, clock=request.app[NOW])


async def _link(
    request: web.Request, gathering: Gathering, said: Question
) -> tuple[Registration, Registration, MatchRow]:
    store = request.app[STORE]
    try:
        worker, family = await both_there(store, gathering.id, said.worker, said.family)
    except LookupError:
        raise not_found() from None
    rows = [row for row in await store.matches.of(worker.id) if row.family == family.id]
    if not rows or (worker.side, family.side) != (Side.WORKER, Side.FAMILY):
        raise not_found()
    return worker, family, rows[0]


_AT: Final = "/staff/{gathering}/links/ask"
ROUTES: tuple[Route, ...] = (
    Route("GET", _AT, page, PLANNERS),
    Route("POST", _AT, press, PLANNERS),
    Route(
        "POST",
        "/api/v1/gatherings/{gathering}/links/ask",
        data,
        PLANNERS,
        Kind.API,
        "The message that asks about a link, and that it was sent",
        Question,
    ),
)
