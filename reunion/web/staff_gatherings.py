"""The gatherings of whoever is signed in, and setting up another one for any county."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from aiohttp import web

from reunion.actions.ports import Deed
from reunion.domain.access import STAFF, Role
from reunion.domain.faults import Unfit, reason_text
from reunion.domain.homelists import read_county, with_townships
from reunion.domain.instants import DAY, later
from reunion.domain.limits import (
    CONTACT_MOST,
    HOMELIST_MOST,
    ORGANISERS_MOST,
    PLACE_MOST,
    STORY_MOST,
    TITLE_MOST,
)
from reunion.domain.people import Gathering
from reunion.domain.places import Home
from reunion.imports.homes import load_home, shipped_homes
from reunion.web.forms import clean
from reunion.web.keys import IDENTITY, NOW, STORE
from reunion.web.pages import render, say, see_other
from reunion.web.requests import not_found, read_form
from reunion.web.routing import Route
from reunion.web.staff_sections import frame, one

KEPT_DAYS: Final = 120
"""From the setting up to the erasure, unless somebody sets another day: an event of a season and 30 days."""
FORM_BYTES: Final = 256 * 1024
"""The longest list of townships, nine bytes a character as browsers send it, and the other fields."""
SAID_MOST: Final = 5
"""Sentences about a list at once: who mends these looks again anyway."""
OTHER: Final = "other"
"""The value of `home` for a county that is described in the form."""
_ADMINISTRATORS: Final = frozenset({Role.ADMINISTRATOR})
_ID: Final = re.compile(r"[a-z][a-z0-9-]{2,29}")


class Wrong(Exception):
    """The form cannot be taken; the text is for its reader."""


async def gatherings(request: web.Request) -> web.StreamResponse:
    """GET /staff: the gatherings this person has to do with; one alone opens at once."""
    identity = request[IDENTITY]
    every = await request.app[STORE].gatherings.every()
    mine = [gathering for gathering in every if identity.at(gathering.id)]
    if len(mine) == 1 and (identity.role is not Role.ADMINISTRATOR or request.query.get("all") != "1"):
        done = request.query.get("done", "")
        return see_other(f"/staff/{mine[0].id}" + (f"?done={done}" if done.isalpha() else ""))
    return _list(request, mine)


async def set_up(request: web.Request) -> web.StreamResponse:
    """POST /staff: a new gathering."""
    answers = await read_answers(request)
    store, now = request.app[STORE], request.app[NOW]()
    id_ = answers.get("id", "")
    try:
        if not _ID.fullmatch(id_):
            raise Wrong(
                say(request, "The address has 3 to 30 small letters, digits and dashes: dongxing-2027.")
            )
        if await store.gatherings.get(id_) is not None:
            raise Wrong(say(request, "There is a gathering with this address already: choose another one."))
        kept = later(now, milliseconds=KEPT_DAYS * DAY)
        empty = Gathering(id_, "", _home(request, answers), "", "Asia/Shanghai", keep_until=kept)
        made = with_words(request, answers, empty)
    except Wrong as wrong:
        every = list(await store.gatherings.every())
        return _list(request, every, wrong=str(wrong), answers=answers, status=422)
    await store.gatherings.put(made)
    await store.audit.record(Deed(id_, request[IDENTITY].id, now, "set-up", id_, {}))
    return see_other(f"/staff/{id_}?done=saved")


async def read_answers(request: web.Request) -> Mapping[str, str]:
    """The form as it was typed, to be shown again; nothing longer than any field can be."""
    form = await read_form(request, FORM_BYTES)
    return {name: one(form, name, HOMELIST_MOST + 1) for name in form}


def with_words(request: web.Request, answers: Mapping[str, str], before: Gathering) -> Gathering:
    """The gathering with the title, city, organisers, contact and story that were typed. Raises Wrong."""

    def field(name: str, label: str, most: int, *, lines: bool = False) -> str:
        try:
            return clean(answers.get(name, ""), say(request, label), most, lines=lines)
        except Unfit as unfit:
            raise Wrong(sentence(request, unfit)) from unfit

    title, away = field("title", "Title", TITLE_MOST), field("away", "City where the workers are", PLACE_MOST)
    if not title or not away:
        raise Wrong(say(request, "Write a title and the city where the workers are."))
    organisers = field("organisers", "Organisers, parted by 、", ORGANISERS_MOST)
    return replace(
        before,
        title=title,
        away=away,
        organisers=tuple(filter(None, (part.strip() for part in organisers.split("、")))),
        contact=field("contact", "Whom families ring with questions", CONTACT_MOST),
        story=field("story", "What it is about, in a few sentences", STORY_MOST, lines=True),
    )


def read_list(request: web.Request, home: Home, text: str) -> Home:
    """The county with the townships that were typed. Raises Wrong with all that is wrong with them."""
    listed, wrong = with_townships(home, text)
    if wrong:
        raise Wrong("\n".join(sentence(request, unfit) for unfit in wrong[:SAID_MOST]))
    return listed


def sentence(request: web.Request, unfit: Unfit) -> str:
    """What is wrong, in the reader's language."""
    return reason_text(unfit.code, unfit.params, lambda msgid: say(request, msgid))


def _home(request: web.Request, answers: Mapping[str, str]) -> Home:
    chosen = answers.get("home", "")
    if chosen in shipped_homes():
        return load_home(chosen)
    if chosen != OTHER:
        raise Wrong(say(request, "Choose the home county."))
    try:
        code, name = answers.get("county-code", ""), answers.get("county", "")
        county = read_county(code, name, answers.get("county-above", ""))
    except Unfit as unfit:
        raise Wrong(sentence(request, unfit)) from unfit
    return read_list(request, county, answers.get("townships", ""))


def _list(
    request: web.Request,
    mine: list[Gathering],
    *,
    wrong: str = "",
    answers: Mapping[str, str] | None = None,
    status: int = 200,
) -> web.Response:
    if request[IDENTITY].role not in _ADMINISTRATORS and not mine:
        raise not_found()
    homes = [(code, load_home(code)) for code in shipped_homes()]
    return render(
        request,
        "staff/gatherings.html",
        status=status,
        **frame(request, None, ""),
        mine=mine,
        homes=homes,
        wrong=wrong,
        answers=answers or {},
        chosen=(answers or {}).get("home") or homes[0][0],
        may_set_up=request[IDENTITY].role in _ADMINISTRATORS,
    )


ROUTES: tuple[Route, ...] = (
    Route("GET", "/staff", gatherings, STAFF),
    Route("POST", "/staff", set_up, _ADMINISTRATORS),
)
