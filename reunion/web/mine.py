"""One's own page: the registration, the slot and its countdown, answers, corrections, and the way out."""

import json
from typing import Any, Final

from aiohttp import web

from reunion.actions import answering
from reunion.actions.ports import Conflict
from reunion.domain.access import EVERYONE, Role
from reunion.domain.consent import Purpose
from reunion.domain.people import Gathering, Registration
from reunion.domain.readiness import Ready
from reunion.domain.refusal import Refused
from reunion.web import families
from reunion.web.answers import asked_of, told_of
from reunion.web.countdown import SENTENCES, Step, countdown
from reunion.web.days import clock, long_day
from reunion.web.finding import gathering_of, picture_of, scene_of
from reunion.web.forms import Say
from reunion.web.found import found
from reunion.web.frames import answers_of, review, with_further_numbers
from reunion.web.guard import MINE
from reunion.web.keys import ATTENDING, HUB, IDENTITY, LINKING, NOW, STAGES, STORE
from reunion.web.meanwhile import opened_on, standing_now
from reunion.web.pages import address, language_of, render, say, see_other
from reunion.web.requests import not_found
from reunion.web.routing import Route
from reunion.web.signup import REVIEW, Frame, examine, sign_up
from reunion.web.steps import Turn, begin, turn
from reunion.web.tokens import FAMILY_COOKIE, cookie_of, drop_cookie

NOT_AGREED: Final = (
    "You have not agreed to be shown on air, so your turn waits. Press “Change something” and agree."
)
LOST_TIME: Final = (
    "Your time on %(day)s at about %(clock)s holds no more: we planned the evening anew. "
    "We look for another one; it will stand on this page."
)
FAMILY: Final = frozenset({Role.FAMILY})


async def my_page(request: web.Request) -> web.StreamResponse:
    """GET /me: everything about one's own registration; who has no link is told how to get it."""
    if request[IDENTITY].role is not Role.FAMILY:
        return render(request, "family/who.html")
    mine, gathering, frame = await _own(request)
    shown = _stored(request, mine, frame)
    # Asked before the slot is read: who was looked at by then is in the pair that stays.
    looking = request.app[LINKING].looking(mine)
    live = await live_of(request, gathering, mine)
    agreed = mine.consent.to(Purpose.ON_AIR)
    return render(
        request,
        "family/me.html",
        gathering=gathering,
        mine=mine,
        new=request.query.get("new") == "1",
        changed=request.query.get("changed") == "1",
        review=review(frame, shown.form, shown.persons, _say(request)),
        link=personal_address(request),
        live=live,
        looking=looking,
        agreed=agreed,
        not_agreed=say(request, NOT_AGREED),
        lost=await lost_of(request, gathering, mine) if agreed and not live else "",
        found=None if live else await found(request, gathering, mine),
    )


async def say_it(request: web.Request) -> web.StreamResponse:
    """POST /me/answer: I will come, or I am here."""
    says = (await families.answers(request)).get("says", "")
    if says not in answering.ANSWERS:
        raise Refused("malformed")
    watched = request.app[ATTENDING].is_open
    await answering.answer(
        request.app[STORE], request.app[STAGES], request[MINE], Ready(says), watched=watched
    )
    return see_other("/me")


async def correct(request: web.Request) -> web.StreamResponse:
    """GET /me/correct: the form again, from its review, with everything in it."""
    mine, gathering, frame = await _own(request)
    shown = _stored(request, mine, frame)
    return _correcting(request, gathering, frame, shown, revision=mine.revision)


async def press(request: web.Request) -> web.StreamResponse:
    """POST /me/correct: another page of the form, or the stored correction."""
    mine, gathering, frame = await _own(request)
    posted = await families.answers(request)
    shown = turn(frame, posted, _say(request))
    revision = opened_on(posted)
    if shown.values is None:
        return families.back_works(_correcting(request, gathering, frame, shown, revision=revision))
    form = with_further_numbers(mine, sign_up(frame, shown.values))
    try:
        await families.registering(request).correct(mine.id, form, opened_on=revision)
    except Conflict:
        return await _changed_meanwhile(request, gathering, frame, shown)
    return see_other("/me?changed=1")


async def _changed_meanwhile(
    request: web.Request, gathering: Gathering, frame: Frame, typed: Turn
) -> web.Response:
    """The last look once more: what was typed, beside what another page has stored."""
    mine = await request.app[STORE].registrations.get(request[MINE].id)
    if mine is None or typed.values is None:
        raise not_found()
    stored = _stored(request, mine, frame).form
    values = examine(frame, stored.answers, _say(request)).values
    again = begin(frame, typed.form.answers, _say(request), step=REVIEW)
    stood = standing_now(stored, values, typed.values)
    page = _correcting(request, gathering, frame, again, revision=mine.revision, stood=stood)
    page.set_status(409)
    return families.back_works(page)


def _correcting(
    request: web.Request, gathering: Gathering, frame: Frame, shown: Turn, **more: Any
) -> web.Response:
    action = request.path
    return families.page(request, gathering, frame, shown, action=action, correcting=True, ticket="-", **more)


async def leaving(request: web.Request) -> web.StreamResponse:
    """GET /me/withdraw: what leaving means."""
    mine, gathering, _ = await _own(request)
    return render(request, "family/withdraw.html", gathering=gathering, mine=mine)


async def leave(request: web.Request) -> web.StreamResponse:
    """POST /me/withdraw: take everything out."""
    mine, gathering, _ = await _own(request)
    await families.registering(request).withdraw(mine.id)
    request.app[HUB].dismiss(mine.id, 4001, "withdrawn")
    response = render(request, "family/withdrawn.html", gathering=gathering, number=mine.number)
    drop_cookie(request, response, FAMILY_COOKIE)
    return response


async def live_of(request: web.Request, gathering: Gathering, mine: Registration) -> dict[str, Any] | None:
    """The own slot as the page and its script need it; None while there is none."""
    slot = await answering.own_slot(request.app[STORE], request.app[STAGES], mine)
    scene = await scene_of(request, slot.show) if slot else None
    line = scene.line(slot.pair, slot.side) if slot and scene else None
    if slot is None or scene is None or line is None:
        return None
    head = await request.app[STORE].shows.get(slot.show)
    you = json.loads(scene.you(line).text)
    picture = picture_of(scene)
    said = countdown(you, picture, request.app[NOW]())
    language, start = language_of(request), said.expected or you["promise"]
    words = {
        "minutes": said.minutes,
        "clock": clock(start, gathering.zone, language),
        "day": long_day(start, gathering.zone, language),
    }
    parked = say(request, _parked(mine, barred=slot.barred))
    return {
        "you": you,
        "picture": picture,
        "step": said.step,
        "sentence": parked if said.step is Step.PARKED else say(request, SENTENCES[said.step]) % words,
        "parked": parked,
        "day": words["day"],
        "promise": clock(you["promise"], gathering.zone, language),
        "show": head.title if head else "",
        "ready": slot.ready,
        "asks": asked_of(request, you, request.app[NOW]()),
        "told": told_of(request, you, gathering),
    }


async def lost_of(request: web.Request, gathering: Gathering, mine: Registration) -> str:
    """That a time which was told holds no more; empty where none was."""
    store = request.app[STORE]
    starts = [await store.shows.lost(pair.id) for pair in await store.pairs.of(mine.id)]
    told = next((start for start in starts if start is not None), None)
    if told is None:
        return ""
    language = language_of(request)
    return say(request, LOST_TIME) % {
        "day": long_day(told, gathering.zone, language),
        "clock": clock(told, gathering.zone, language),
    }


def _parked(mine: Registration, *, barred: bool) -> str:
    """Why there is no time; who has not agreed is told so, and nothing about the other side."""
    if not barred:
        return SENTENCES[Step.PARKED]
    if not mine.consent.to(Purpose.ON_AIR):
        return NOT_AGREED
    return "Something is still open with us. Please keep your telephone near: we will ring you."


def personal_address(request: web.Request) -> str:
    """The personal link this browser came with."""
    return address(request, f"/l/{cookie_of(request, FAMILY_COOKIE)}")


async def _own(request: web.Request) -> tuple[Registration, Gathering, Frame]:
    mine = request[MINE]
    gathering = await gathering_of(request.app[STORE], mine.gathering)
    return mine, gathering, await families.the_frame(request, gathering, mine.side)


def _stored(request: web.Request, mine: Registration, frame: Frame) -> Turn:
    return begin(frame, answers_of(mine, frame), _say(request), step=REVIEW)


def _say(request: web.Request) -> Say:
    return lambda msgid: say(request, msgid)


ROUTES = (
    Route("GET", "/me", my_page, EVERYONE),
    Route("POST", "/me/answer", say_it, FAMILY),
    Route("GET", "/me/correct", correct, FAMILY),
    Route("POST", "/me/correct", press, FAMILY),
    Route("GET", "/me/withdraw", leaving, FAMILY),
    Route("POST", "/me/withdraw", leave, FAMILY),
)
