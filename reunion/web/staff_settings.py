"""Changing what a gathering says about itself, the townships of its home, and the day of the erasure."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from reunion.actions.arranging import Impossible
from reunion.actions.describing import describe
from reunion.actions.erasing import delete_sample, wipe
from reunion.actions.ports import Conflict
from reunion.domain.access import PLANNERS, Role
from reunion.domain.homelists import written_list
from reunion.domain.instants import SECOND, Instant
from reunion.domain.people import Gathering
from reunion.exports.zoned import local_time
from reunion.web.families import registering
from reunion.web.finding import the_gathering
from reunion.web.keys import HUB, IDENTITY, NOW, REHEARSALS, STAGES, STORE
from reunion.web.pages import render, say, see_other
from reunion.web.rehearsals import rehearsal_room
from reunion.web.requests import not_found, read_form
from reunion.web.routing import Route
from reunion.web.staff_gatherings import Wrong, read_answers, read_list, with_words
from reunion.web.staff_sections import frame, one


async def settings(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/settings."""
    gathering = await the_gathering(request)
    return _page(request, gathering, _answers(gathering))


async def change(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/settings: stored, or shown again with what is wrong."""
    answers = await read_answers(request)
    while True:
        with suppress(Conflict):  # somebody stored in this instant: look at what stands now
            return await _change(request, await the_gathering(request), answers)


async def _change(request: web.Request, before: Gathering, answers: Mapping[str, str]) -> web.Response:
    if changed := _changed_meanwhile(before, answers):
        return _page(request, before, _merged(before, answers), changed=changed, status=409)
    try:
        after = _read(request, before, answers)
        await describe(request.app[STORE], before, after, by=request[IDENTITY].id, clock=request.app[NOW])
    except Wrong as wrong:
        return _page(request, before, answers, wrong=str(wrong), status=422)
    except Impossible as wrong:
        words = say(request, wrong.sentence) % wrong.params
        return _page(request, before, answers, wrong=words, status=409)
    return see_other(f"/staff/{before.id}?done=settings")


async def wipe_sample(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/wipe: erase everybody of a sample gathering, once its title was typed."""
    gathering = await _sample(request)
    if not await _title_typed(request, gathering):
        wrong = say(request, "That is not its title: nobody was erased.")
        return _page(request, gathering, _answers(gathering), wrong=wrong, status=422)
    hub = request.app[HUB]
    try:
        await wipe(
            request.app[STORE],
            registering(request),
            gathering,
            gone=lambda person: hub.dismiss(person, 4001, "withdrawn"),
            by=request[IDENTITY].id,
            clock=request.app[NOW],
        )
    except Impossible as wrong:
        return _impossible(request, gathering, wrong)
    return see_other(f"/staff/{gathering.id}?done=wiped")


def _impossible(request: web.Request, gathering: Gathering, wrong: Impossible) -> web.Response:
    words = say(request, wrong.sentence) % wrong.params
    return _page(request, gathering, _answers(gathering), wrong=words, status=409)


async def delete_whole(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/delete: take a sample away that nobody is in any more, once its title was typed."""
    gathering, app = await _sample(request), request.app
    if not await _title_typed(request, gathering):
        wrong = say(request, "That is not its title: nothing was deleted.")
        return _page(request, gathering, _answers(gathering), wrong=wrong, status=422)
    accounts = [one.id for one in await app[STORE].accounts.every() if one.gathering == gathering.id]
    try:
        shows = await delete_sample(
            app[STORE],
            app[STAGES],
            app[REHEARSALS],
            gathering,
            by=request[IDENTITY].id,
            clock=app[NOW],
        )
    except Impossible as wrong:
        return _impossible(request, gathering, wrong)
    for room in (name for show in shows for name in (show, rehearsal_room(show))):
        app[HUB].shut(room, 4001, "deleted")
    for account in accounts:
        app[HUB].dismiss(account, 4001, "signed out")
    return see_other("/staff?done=deleted")


async def _sample(request: web.Request) -> Gathering:
    gathering = await the_gathering(request)
    if not gathering.sample:
        raise not_found()
    return gathering


async def _title_typed(request: web.Request, gathering: Gathering) -> bool:
    """Whether the form says which gathering it is about: what the button does is for good."""
    return one(await read_form(request), "typed", 100).split() == gathering.title.split()


def _read(request: web.Request, before: Gathering, answers: Mapping[str, str]) -> Gathering:
    after = with_words(request, answers, before)
    home, text = before.home, answers.get("townships", "")
    if text.split() != written_list(home).split():
        home = read_list(request, home, text)
    kept = _kept(request, before, answers.get("kept", ""))
    return replace(after, home=home, keep_until=kept, tell_after=_minutes(request, before, answers))


def _kept(request: web.Request, before: Gathering, text: str) -> Instant:
    """The end of the day that was written; the stored instant where the day is still the same."""
    if text == _last_day(before):
        return before.keep_until
    try:
        day = date.fromisoformat(text) + timedelta(days=1)
        end = datetime.combine(day, time(), ZoneInfo(before.zone)).astimezone(UTC)
        return Instant(int(end.timestamp()) * SECOND)
    except (ValueError, OverflowError):
        raise Wrong(say(request, "Write the day like 2027-02-05.")) from None


def _minutes(request: web.Request, before: Gathering, answers: Mapping[str, str]) -> int:
    text = answers.get("tell_after", str(before.tell_after))
    if not (text.isdecimal() and len(text) <= 2 and 1 <= int(text) <= 60):
        raise Wrong(say(request, "Write the minutes as a number from 1 to 60."))
    return int(text)


def _last_day(gathering: Gathering) -> str:
    """The last day on which the people are there; nothing where nobody ever set one."""
    if not gathering.keep_until:
        return ""
    return f"{local_time(Instant(gathering.keep_until - 1), gathering.zone):%Y-%m-%d}"


def _answers(gathering: Gathering) -> Mapping[str, str]:
    return {
        "title": gathering.title,
        "away": gathering.away,
        "organisers": "、".join(gathering.organisers),
        "contact": gathering.contact,
        "story": gathering.story,
        "kept": _last_day(gathering),
        "tell_after": str(gathering.tell_after),
        "townships": written_list(gathering.home),
    }


def _marks(answers: Mapping[str, str]) -> dict[str, str]:
    """A short mark of each field; line ends are what a browser makes of them."""
    return {
        name: hashlib.sha256("\n".join(text.split()).encode()).hexdigest()[:12]
        for name, text in answers.items()
    }


def _changed_meanwhile(stored: Gathering, answers: Mapping[str, str]) -> list[str]:
    """The fields that somebody else stored anew since this form was made."""
    return [name for name, mark in _marks(_answers(stored)).items() if _seen(answers).get(name, mark) != mark]


def _merged(stored: Gathering, answers: Mapping[str, str]) -> Mapping[str, str]:
    """What was typed; what this form left as it was stands as it is stored now."""
    typed, seen = _marks(answers), _seen(answers)
    return {
        name: text if typed.get(name) == seen.get(name) else answers.get(name, text)
        for name, text in _answers(stored).items()
    }


def _seen(answers: Mapping[str, str]) -> Mapping[str, str]:
    try:
        found = json.loads(answers.get("seen") or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _page(
    request: web.Request,
    gathering: Gathering,
    answers: Mapping[str, str],
    *,
    wrong: str = "",
    changed: Sequence[str] = (),
    status: int = 200,
) -> web.Response:
    return render(
        request,
        "staff/settings.html",
        status=status,
        **frame(request, gathering, "overview"),
        answers=answers,
        seen=json.dumps(_marks(_answers(gathering))),
        stored=_answers(gathering),
        changed=changed,
        wrong=wrong,
    )


ROUTES: tuple[Route, ...] = (
    Route("GET", "/staff/{gathering}/settings", settings, PLANNERS),
    Route("POST", "/staff/{gathering}/settings", change, PLANNERS),
    Route("POST", "/staff/{gathering}/wipe", wipe_sample, frozenset({Role.ADMINISTRATOR})),
    Route("POST", "/staff/{gathering}/delete", delete_whole, frozenset({Role.ADMINISTRATOR})),
)
