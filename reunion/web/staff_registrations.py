"""Registrations: the list with its search, and one registration: corrected, withdrawn, consents, personal link."""

import base64
from collections.abc import Sequence
from typing import Any, Final

from aiohttp import web

from reunion.actions.ports import Conflict, Deed
from reunion.actions.reminding import newest_stroke
from reunion.domain.access import PLANNERS
from reunion.domain.consent import Purpose
from reunion.domain.filters import SavedFilter
from reunion.domain.people import Gathering, Registration, Standing
from reunion.domain.phones import local, mask
from reunion.exports.codes import qr_code
from reunion.web.families import registering
from reunion.web.finding import the_gathering
from reunion.web.forms import Form
from reunion.web.guard import origins
from reunion.web.keys import HUB, IDENTITY, NOW, SETTINGS, STORE
from reunion.web.meanwhile import opened_on, standing_now
from reunion.web.pages import answer, render, say, see_other
from reunion.web.registration_rows import Wanted, asked_by, found, list_context, wanted_of
from reunion.web.requests import not_found, read_form
from reunion.web.routing import Kind, Route
from reunion.web.sought import asked_at, words_asked
from reunion.web.staff_chosen import undo_of
from reunion.web.staff_correcting import answers_of, form_of, read, sign_up
from reunion.web.staff_sections import frame
from reunion.web.tokens import digest, fresh


async def listed(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/registrations: one page of the list; the filters stand in the address."""
    return await list_page(request, wanted_of(request.query, words_asked(request)))


async def searched(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/registrations: the same with words, which are personal and stay out of addresses.

    It goes on to an address, which without words can be kept as a bookmark.
    """
    wanted = asked_by(await read_form(request))
    fields = dict(wanted.fields) | ({"page": str(wanted.page)} if wanted.page > 1 else {})
    return see_other(asked_at(request, request.path, wanted.search.words, fields))


async def list_page(
    request: web.Request,
    wanted: Wanted,
    *,
    wrong: str = "",
    title: str = "",
    dropped: SavedFilter | None = None,
) -> web.Response:
    """One page of the list, below the account's own filters; `wrong` and `title` of one that was not stored."""
    gathering = await the_gathering(request)
    rows, total = await found(request, gathering, wanted)
    store, mine = request.app[STORE], request[IDENTITY].id
    saved = await store.filters.of(mine, gathering.id)
    asked = (wanted.fields, wanted.search.words)
    undo = await undo_of(request, gathering)
    return render(
        request,
        "staff/registrations.html",
        status=422 if wrong else 200,
        **frame(request, gathering, "registrations"),
        **list_context(gathering, wanted, total),
        rows=rows,
        undo=undo,
        messages=None if undo else await newest_stroke(store, gathering.id, request.app[NOW](), by=mine),
        saved=saved,
        kept=next((one for one in saved if (one.fields, one.words) == asked), None),
        wrong=wrong,
        title=title,
        dropped=dropped,
    )


async def listed_data(request: web.Request) -> web.StreamResponse:
    """GET /api/v1/gatherings/{gathering}/registrations: one page of the list, telephones masked."""
    gathering, wanted = await the_gathering(request), wanted_of(request.query)
    rows, total = await found(request, gathering, wanted)
    return answer({"total": total, "page": wanted.page, "registrations": [_row(person) for person in rows]})


async def shown(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/registrations/{registration}."""
    gathering, person = await _one(request)
    return await _page(request, gathering, person)


async def revealed(request: web.Request) -> web.StreamResponse:
    """POST …/reveal: the page with the telephone numbers written out; who looked is recorded."""
    gathering, person = await _one(request)
    await _record(request, person, "reveal")
    return await _page(request, gathering, person, revealed=True)


async def correct_page(request: web.Request) -> web.StreamResponse:
    """POST …/open: the form; it holds telephone numbers, so opening it is recorded."""
    gathering, person = await _active(request)
    await _record(request, person, "reveal")
    form = form_of(person, gathering, lambda msgid: say(request, msgid), answers_of(person))
    return _form(request, gathering, person, form)


async def correct(request: web.Request) -> web.StreamResponse:
    """POST …/correct."""
    gathering, person = await _active(request)
    answers = {name: values[-1] for name, values in (await read_form(request)).items()}

    def speak(msgid: str) -> str:
        return say(request, msgid)

    checked = read(person, gathering, speak, answers)
    if checked.errors:
        form = form_of(person, gathering, speak, answers, checked.errors)
        return _form(request, gathering, person, form, status=422, revision=opened_on(answers))
    typed = sign_up(person, checked.values)
    try:
        await registering(request).correct(
            person.id, typed, by=request[IDENTITY].id, consents_stay=True, opened_on=opened_on(answers)
        )
    except Conflict:
        gathering, now = await _active(request)
        stored = form_of(now, gathering, speak, answers_of(now))
        values = read(now, gathering, speak, stored.answers).values
        form = form_of(now, gathering, speak, answers)
        stood = standing_now(stored, values, checked.values)
        return _form(request, gathering, now, form, status=409, stood=stood)
    return see_other(f"/staff/{gathering.id}/registrations/{person.id}?done=saved")


async def withdraw(request: web.Request) -> web.StreamResponse:
    """POST …/withdraw."""
    gathering, person = await _one(request)
    await registering(request).withdraw(person.id, by=request[IDENTITY].id)
    request.app[HUB].dismiss(person.id, 4001, "withdrawn")
    return see_other(f"/staff/{gathering.id}/registrations/{person.id}?done=withdrawn")


async def new_link(request: web.Request) -> web.StreamResponse:
    """POST …/link: a new personal link with its picture; the old one ends."""
    gathering, person = await _active(request)
    token = fresh()
    await request.app[STORE].registrations.set_link(person.id, digest(token))
    await _record(request, person, "new-link")
    origin = request.app[SETTINGS].public_url or next(iter(sorted(origins(request))))
    address = f"{origin}/l/{token}"
    return await _page(request, gathering, person, link=address, picture=_picture(address))


def _row(person: Registration) -> dict[str, Any]:
    return {
        "id": person.id,
        "number": person.number,
        "side": person.side,
        "name": person.name,
        "phones": [mask(number) for number in person.phones],
        "township": person.township,
        "village": person.village,
        "standing": person.standing,
        "source": person.source,
        "agreed": sorted(person.consent.given),
    }


async def _page(
    request: web.Request, gathering: Gathering, person: Registration, **more: Any
) -> web.Response:
    store = request.app[STORE]
    matches = await store.matches.of(person.id)
    others = await store.registrations.many(
        [row.family if row.worker == person.id else row.worker for row in matches]
    )
    helper = await store.accounts.get(person.helper) if person.helper else None
    context: dict[str, Any] = {"revealed": False, "link": "", "picture": ""} | more
    return render(
        request,
        "staff/registration.html",
        **frame(request, gathering, "registrations"),
        person=person,
        matches=[(row, others.get(row.family if row.worker == person.id else row.worker)) for row in matches],
        pairs=await store.pairs.of(person.id),
        helper=helper.name if helper else "",
        townships={town.code: town.name for town in gathering.home.townships},
        purposes=list(Purpose),
        local_phone=local,
        **context,
    )


def _form(
    request: web.Request,
    gathering: Gathering,
    person: Registration,
    form: Form,
    *,
    status: int = 200,
    revision: int | None = None,
    stood: Sequence[tuple[str, str]] = (),
) -> web.Response:
    """The form; `revision` where it was opened on an older one than the person's."""
    return render(
        request,
        "staff/correct.html",
        status=status,
        **frame(request, gathering, "registrations"),
        person=person,
        form=form,
        revision=person.revision if revision is None else revision,
        stood=stood,
        others=sum(key.endswith("-other_name") for key in form.fields),
    )


async def _one(request: web.Request) -> tuple[Gathering, Registration]:
    gathering = await the_gathering(request)
    person = await request.app[STORE].registrations.get(request.match_info["registration"])
    if person is None or person.gathering != gathering.id:
        raise not_found()
    return gathering, person


async def _active(request: web.Request) -> tuple[Gathering, Registration]:
    gathering, person = await _one(request)
    if person.standing is not Standing.ACTIVE:
        raise not_found()
    return gathering, person


async def _record(request: web.Request, person: Registration, action: str) -> None:
    deed = Deed(person.gathering, request[IDENTITY].id, request.app[NOW](), action, person.id, {})
    await request.app[STORE].audit.record(deed)


def _picture(address: str) -> str:
    """The address as a QR picture inside the page, so that no address with a token is asked for."""
    return "data:image/png;base64," + base64.b64encode(qr_code(address, 6)).decode()


_AT: Final = "/staff/{gathering}/registrations"
_API: Final = "/api/v1/gatherings/{gathering}/registrations"
_ONE: Final = _AT + "/{registration}"
ROUTES: tuple[Route, ...] = (
    Route("GET", _AT, listed, PLANNERS),
    Route("POST", _AT, searched, PLANNERS),
    Route("GET", _API, listed_data, PLANNERS, Kind.API, "One page of the registrations, telephones masked"),
    Route("GET", _ONE, shown, PLANNERS),
    Route("POST", _ONE + "/reveal", revealed, PLANNERS),
    Route("POST", _ONE + "/open", correct_page, PLANNERS),
    Route("POST", _ONE + "/correct", correct, PLANNERS),
    Route("POST", _ONE + "/withdraw", withdraw, PLANNERS),
    Route("POST", _ONE + "/link", new_link, PLANNERS),
)
