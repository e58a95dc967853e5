"""What is done for several registrations at once: shown first with its effect on each, done, and taken back."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from aiohttp import web

from reunion.actions import exporting, reminding
from reunion.actions.arranging import Impossible
from reunion.actions.consenting import agree_on_paper, agreed_at, take_back
from reunion.actions.moving import made_must, must_air, need_not_air
from reunion.domain.access import PLANNERS
from reunion.domain.consent import Purpose
from reunion.domain.instants import Instant
from reunion.domain.people import Gathering, Registration, Standing
from reunion.exports import lists
from reunion.exports.pages import Form
from reunion.web.families import registering
from reunion.web.finding import the_gathering
from reunion.web.keys import HUB, IDENTITY, NOW, STAGES, STORE
from reunion.web.pages import render, say, see_other
from reunion.web.registration_rows import Deal, Effect, Stroke, Wanted, asked_by
from reunion.web.requests import Refusal, read_form
from reunion.web.routing import Kind, Route
from reunion.web.sought import asked_at
from reunion.web.staff_import import download
from reunion.web.staff_reminding import ask, to_ask
from reunion.web.staff_sections import frame, one

TICKED_MOST: Final = 50
"""What one page of the list has."""
FOUND_MOST: Final = 500
"""Of a search, at one stroke: some seconds of writing; a thousand sheets are two strokes."""
EXPORT_MOST: Final = 10_000
SHOWN: Final = 20
"""Rows of a preview that are written out."""


async def preview(request: web.Request) -> web.StreamResponse:
    """POST …/chosen: what would become of each; a list of them is given at once, it changes nothing."""
    gathering, form = await the_gathering(request), await read_form(request)
    if one(form, "do") == "export":
        return await _export(request, gathering, await _chosen(request, gathering, form, EXPORT_MOST))
    return await _preview(request, gathering, form)


async def do(request: web.Request) -> web.StreamResponse:
    """POST …/chosen/do: done for those that were shown; are they others by now, they are shown anew."""
    gathering, form = await the_gathering(request), await read_form(request)
    deal = _deal(form)
    people = await _chosen(request, gathering, form, FOUND_MOST if deal.found_too else TICKED_MOST)
    if _mark(people) != one(form, "mark", 64):
        wrong = say(request, "The list changed meanwhile: look once more.")
        return await _preview(request, gathering, form, wrong=wrong)
    ids = [effect.person.id for effect in await deal.effects(request, people) if not effect.why]
    try:
        done = await deal.carry(Stroke(request, gathering, ids, form))
    except Impossible as why:
        return await _preview(request, gathering, form, wrong=say(request, why.sentence) % why.params)
    wanted = asked_by(form)
    fields = dict(wanted.fields) | ({"done": done} if done else {})
    return see_other(asked_at(request, _list(gathering), wanted.search.words, fields))


async def undo(request: web.Request) -> web.StreamResponse:
    """POST …/chosen/undo: as it was before, for whom nobody changed it since."""
    gathering, form = await the_gathering(request), await read_form(request)
    kind, _, of = one(form, "of", 40).partition("-")
    store, by, clock = request.app[STORE], request[IDENTITY].id, request.app[NOW]
    if not (of.isdecimal() and len(of) < 16):
        raise Refusal(422, "invalid")
    if kind == "must":
        await need_not_air(store, gathering.id, int(of), by=by, clock=clock)
    elif kind == "ask":
        await reminding.take_back(store, gathering.id, Instant(int(of)), by=by, clock=clock)
    else:
        await take_back(store, request.app[STAGES], gathering.id, Instant(int(of)), by=by, clock=clock)
    return see_other(f"{_list(gathering)}?done=undone")


async def paper(request: web.Request) -> web.StreamResponse:
    """POST …/paper: the sheet of one person, from their own page."""
    gathering, form = await the_gathering(request), await read_form(request)
    id_ = one(form, "chosen", 64)
    agreed = await _agree(Stroke(request, gathering, [id_], form))
    return see_other(f"{_list(gathering)}/{id_}" + ("?done=agreed" if agreed else ""))


async def undo_of(request: web.Request, gathering: Gathering) -> Mapping[str, Any] | None:
    """What the list can take back right now, by the `done` of its address."""
    kind, _, of = request.query.get("done", "").partition("-")
    if not (of.isdecimal() and len(of) < 16):
        return None
    store = request.app[STORE]
    if kind == "paper":
        count = await agreed_at(store, gathering.id, Instant(int(of)), by=request[IDENTITY].id)
    elif kind == "must":
        count = len(await made_must(store, gathering.id, int(of)))
    elif kind == "ask":
        count = len(await reminding.reminded(store, gathering.id, Instant(int(of)), by=request[IDENTITY].id))
    else:
        return None
    return {"kind": kind, "of": f"{kind}-{of}", "at": of, "count": count} if count else None


async def _preview(
    request: web.Request, gathering: Gathering, form: Mapping[str, list[str]], *, wrong: str = ""
) -> web.Response:
    deal = _deal(form)
    people = await _chosen(request, gathering, form, FOUND_MOST if deal.found_too else TICKED_MOST)
    effects = await deal.effects(request, people)
    return render(
        request,
        "staff/chosen.html",
        status=409 if wrong else 200,
        **frame(request, gathering, "registrations"),
        does=one(form, "do"),
        effects=effects[:SHOWN],
        total=len(effects),
        acts=sum(not effect.why for effect in effects),
        kept=Counter(effect.why for effect in effects if effect.why).most_common(),
        mark=_mark(people),
        everything=bool(form.get("everything")) and deal.found_too,
        chosen=[person.id for person in people],
        wanted=asked_by(form),
        wrong=wrong,
        purposes=list(Purpose),
        townships={town.code: town.name for town in gathering.home.townships},
        most=FOUND_MOST,
    )


async def _chosen(
    request: web.Request, gathering: Gathering, form: Mapping[str, list[str]], most: int
) -> Sequence[Registration]:
    """Who was ticked, or all that the search finds, in the list's order; nobody of another gathering."""
    store = request.app[STORE]
    if form.get("everything") and most > TICKED_MOST:
        wanted: Wanted = asked_by(form)
        rows, _ = await store.registrations.search(gathering.id, wanted.search, limit=most, offset=0)
        return rows
    ticked = list(dict.fromkeys(form.get("chosen", [])[:TICKED_MOST]))
    known = await store.registrations.many(ticked)
    return [known[id_] for id_ in ticked if id_ in known and known[id_].gathering == gathering.id]


async def _export(
    request: web.Request, gathering: Gathering, people: Sequence[Registration]
) -> web.StreamResponse:
    """The contact list of those people; that it was taken is recorded first."""
    store, clock = request.app[STORE], request.app[NOW]
    identity = request[IDENTITY]
    reader = exporting.reader_of(identity, identity.name)

    def speak(msgid: str) -> str:
        return say(request, msgid)

    found = await asyncio.to_thread(exporting.contacts_of, people, gathering, reader, speak)
    rows = len(found.rows)
    await exporting.record_export(store, gathering.id, "contacts", Form.XLSX, reader, rows=rows, clock=clock)
    cover = exporting.cover_of(gathering, reader, clock())
    made = await asyncio.to_thread(lists.contacts, found, cover, Form.XLSX, speak)
    return download(made.data, made.filename, made.media_type.partition(";")[0])


async def _to_agree(request: web.Request, people: Sequence[Registration]) -> list[Effect]:
    gone, agreed = say(request, "has withdrawn"), say(request, "agreed to everything already")

    def why(person: Registration) -> str:
        if person.standing is Standing.WITHDRAWN:
            return gone
        return agreed if len(person.consent.given) == len(Purpose) else ""

    return [Effect(person, why(person)) for person in people]


async def _agree(stroke: Stroke) -> str:
    purposes = [Purpose(value) for value in stroke.form.get("purpose", []) if value in list(Purpose)]
    app, by = stroke.request.app, stroke.request[IDENTITY].id
    agreed = await agree_on_paper(
        app[STORE],
        app[STAGES],
        stroke.gathering.id,
        stroke.ids,
        purposes=purposes,
        by=by,
        clock=app[NOW],
    )
    return f"paper-{agreed.at}" if agreed.people else ""


async def _to_air(request: web.Request, people: Sequence[Registration]) -> list[Effect]:
    alone = say(request, "is in no pair yet")
    pairs = request.app[STORE].pairs
    return [Effect(person, "" if await pairs.of(person.id) else alone) for person in people]


async def _air(stroke: Stroke) -> str:
    app, by = stroke.request.app, stroke.request[IDENTITY].id
    pairs = [pair.id for id_ in stroke.ids for pair in await app[STORE].pairs.of(id_)]
    plan = await must_air(app[STORE], stroke.gathering.id, list(dict.fromkeys(pairs)), by=by, clock=app[NOW])
    return f"must-{plan.version}"


async def _to_withdraw(request: web.Request, people: Sequence[Registration]) -> list[Effect]:
    gone = say(request, "has withdrawn")
    return [Effect(person, gone if person.standing is Standing.WITHDRAWN else "") for person in people]


async def _withdraw(stroke: Stroke) -> str:
    for id_ in stroke.ids:
        await registering(stroke.request).withdraw(id_, by=stroke.request[IDENTITY].id)
        stroke.request.app[HUB].dismiss(id_, 4001, "withdrawn")
    return "withdrawn-many"


_DEALS: Final = {
    "paper": Deal(_to_agree, _agree),
    "must": Deal(_to_air, _air),
    "ask": Deal(to_ask, ask),
    # It forgets their words and numbers, which nothing brings back: one by one, by eye.
    "withdraw": Deal(_to_withdraw, _withdraw, found_too=False),
}


def _deal(form: Mapping[str, list[str]]) -> Deal:
    deal = _DEALS.get(one(form, "do"))
    if deal is None:
        raise Refusal(422, "invalid")
    return deal


def _mark(people: Sequence[Registration]) -> str:
    """Changes when others are chosen, or one of them was changed."""
    text = " ".join(f"{person.id}.{person.revision}" for person in people)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _list(gathering: Gathering) -> str:
    return f"/staff/{gathering.id}/registrations"


_AT: Final = "/staff/{gathering}/registrations"
ROUTES: tuple[Route, ...] = (
    Route("POST", _AT + "/paper", paper, PLANNERS),
    Route("POST", _AT + "/chosen", preview, PLANNERS, Kind.FILE),
    Route("POST", _AT + "/chosen/do", do, PLANNERS),
    Route("POST", _AT + "/chosen/undo", undo, PLANNERS),
)
