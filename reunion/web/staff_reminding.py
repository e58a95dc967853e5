"""The messages that ask many again for what their sign-up lacks. They are for families: always in Chinese.

Like the question about a link they carry the invite link, never a personal one (reunion.web.link_questions).
"""

import asyncio
from collections.abc import Sequence
from typing import Final

from aiohttp import web

from reunion.actions import exporting
from reunion.actions.reminding import Lack, lacking, lately_asked, remind, reminded
from reunion.domain.access import PLANNERS
from reunion.domain.instants import Instant
from reunion.domain.people import Gathering, Registration, Standing
from reunion.exports.messages import messages
from reunion.exports.pages import Form
from reunion.web.finding import the_gathering
from reunion.web.inviting import invite_address
from reunion.web.keys import IDENTITY, NOW, STORE
from reunion.web.link_questions import chinese
from reunion.web.pages import render, say
from reunion.web.registration_rows import Effect, Stroke
from reunion.web.requests import not_found, read_form
from reunion.web.routing import Kind, Route
from reunion.web.staff_import import download
from reunion.web.staff_sections import frame, one

_ASKS: Final = {
    Lack.CONSENT: "May we show you in the programme? If you agree, say so on your own page, which your personal link "
    "opens, or ask us for the sheet to sign; an answer to this message is not enough.",
    Lack.OTHER_SIDE: "%(them)s has not been found among the sign-ups yet. Please pass this link on: whoever signs up "
    "there, or fills in your invite code %(code)s, is linked with you for certain.",
}


def reminder(
    request: web.Request, gathering: Gathering, person: Registration, missing: Sequence[Lack]
) -> str:
    """What is sent to one of them."""
    them = "、".join(one.name for one in person.others if one.name) or chinese("your relative")
    hello = chinese("Hello %(name)s, this is the office of “%(title)s”.")
    lines = [hello % {"name": person.name, "title": gathering.title}]
    lines += [chinese(_ASKS[lack]) % {"them": them, "code": person.invite_code} for lack in missing]
    if Lack.OTHER_SIDE in missing:
        lines.append(invite_address(request, person))
    if gathering.contact:
        lines.append(chinese("Thank you! Questions: %(contact)s") % {"contact": gathering.contact})
    return "\n".join(lines)


async def to_ask(request: web.Request, people: Sequence[Registration]) -> list[Effect]:
    """Whom it would be sent to what, and who is left out why."""
    store, now = request.app[STORE], request.app[NOW]()
    gathering = await the_gathering(request)
    lately = await lately_asked(store, gathering.id, [person.id for person in people], now)
    gone, nothing = say(request, "has withdrawn"), say(request, "lacks nothing it could bring itself")
    asked = say(request, "was asked within a day")
    effects = []
    for person in people:
        missing = await lacking(store, person)
        if person.standing is Standing.WITHDRAWN:
            effects.append(Effect(person, gone))
        elif not missing or person.id in lately:
            effects.append(Effect(person, asked if missing else nothing))
        else:
            effects.append(Effect(person, text=reminder(request, gathering, person, missing)))
    return effects


async def ask(stroke: Stroke) -> str:
    """Note them as asked; gives by what the list finds them again, nothing when a second press found nobody left."""
    if not stroke.ids:
        return ""
    app, by = stroke.request.app, stroke.request[IDENTITY].id
    at = await remind(app[STORE], stroke.gathering.id, stroke.ids, by=by, clock=app[NOW])
    return f"ask-{at}"


async def page(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/messages?of=…: what this reader noted as asked at that instant, ready to be copied."""
    gathering, at = await the_gathering(request), _instant(request.query.get("of", "0"))
    found = await _messages(request, gathering, at)
    return render(
        request,
        "staff/messages.html",
        **frame(request, gathering, "registrations"),
        rows=[{"person": person, "text": text} for person, text in found],
        of=at,
    )


async def file(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/messages: the same as a workbook; that it was taken is recorded first."""
    gathering, at = await the_gathering(request), _instant(one(await read_form(request), "of", 16))
    found = await _messages(request, gathering, at)
    identity, clock, store = request[IDENTITY], request.app[NOW], request.app[STORE]
    reader = exporting.reader_of(identity, identity.name)

    def speak(msgid: str) -> str:
        return say(request, msgid)

    people = exporting.contacts_of([person for person, _ in found], gathering, reader, speak)
    await exporting.record_export(
        store, gathering.id, "messages", Form.XLSX, reader, rows=len(found), clock=clock
    )
    cover = exporting.cover_of(gathering, reader, clock())
    made = await asyncio.to_thread(messages, people, tuple(text for _, text in found), cover, speak)
    return download(made.data, made.filename, made.media_type)


async def _messages(
    request: web.Request, gathering: Gathering, at: Instant
) -> list[tuple[Registration, str]]:
    """Everybody who was asked then and is still there, with what is to be asked now."""
    store = request.app[STORE]
    ids = await reminded(store, gathering.id, at, by=request[IDENTITY].id)
    known = await store.registrations.many(ids)
    people = [known[id_] for id_ in ids if id_ in known and known[id_].standing is Standing.ACTIVE]
    missing = [(person, await lacking(store, person)) for person in people]
    return [(person, reminder(request, gathering, person, lack)) for person, lack in missing if lack]


def _instant(text: str) -> Instant:
    if not (text.isdecimal() and len(text) < 16):
        raise not_found()
    return Instant(int(text))


ROUTES: tuple[Route, ...] = (
    Route("GET", "/staff/{gathering}/messages", page, PLANNERS),
    Route("POST", "/staff/{gathering}/messages", file, PLANNERS, Kind.FILE),
)
