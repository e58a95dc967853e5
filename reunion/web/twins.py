"""The public pages as JSON, and a sign-up in one request; the same rules as the pages, from the same declarations."""

import asyncio
from typing import Annotated, Any, Final

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from reunion.domain.access import EVERYONE
from reunion.domain.consent import Purpose
from reunion.domain.limits import OTHERS_MOST
from reunion.domain.people import Gathering, Side
from reunion.domain.places import find_township
from reunion.domain.plans import ShowHead
from reunion.web.allowing import allow_sign_up
from reunion.web.families import registering
from reunion.web.finding import scene_of, the_gathering, the_show
from reunion.web.frames import frame_of
from reunion.web.keys import NOW, STORE
from reunion.web.pages import answer, language_of, say
from reunion.web.requests import Refusal, read_json
from reunion.web.routing import Kind, Route
from reunion.web.signup import examine, sign_up

FRESH_S: Final = 1.0
_Asked = tuple[Gathering, tuple[ShowHead, ...]]
ASKED: web.AppKey[dict[str, tuple[float, asyncio.Future[_Asked]]]] = web.AppKey("ASKED", dict)

Text = Annotated[str, Field(max_length=1000)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class OtherPerson(_Strict):
    """One person of the other side."""

    name: Text
    relation: Text = ""
    phone: Text = ""


class NewSignUp(_Strict):
    """A sign-up in one request."""

    side: Annotated[Side, Field(strict=False)]
    name: Text
    phone: Text = ""
    township: Text = ""
    """Code or name of a township of the home county."""
    village: Text = ""
    others: Annotated[list[OtherPerson], Field(min_length=1, max_length=OTHERS_MOST)]
    invite_code: Text = ""
    place: Text = ""
    persons: Annotated[int, Field(ge=1, le=200)] = 1
    dialect: Text = ""
    years_away: Annotated[int, Field(ge=0, le=60)] | None = None
    shows: Annotated[dict[str, Text], Field(max_length=50)] = {}
    """By show: `all`, `none`, `until-<UTC ms>` or `from-<UTC ms>`; a show that is not named suits."""
    message: Text = ""
    story: Text = ""
    consents: Annotated[list[Annotated[Purpose, Field(strict=False)]], Field(max_length=4)] = []
    ticket: Annotated[str, Field(max_length=64)] = ""
    """Random text of at least 22 characters; the same one registers once."""


class SignedUp(BaseModel):
    """A stored sign-up."""

    number: int
    invite_code: str
    link: str
    """Path of the personal link."""


class GatheringSummary(BaseModel):
    """A gathering as everybody may see it."""

    id: str
    title: str
    home: str
    away: str
    zone: str
    organisers: list[str]
    contact: str
    shows: list[dict[str, Any]]


class Gatherings(BaseModel):
    """All gatherings of this server."""

    gatherings: list[GatheringSummary]


async def new_registration(request: web.Request) -> web.StreamResponse:
    """POST /api/v1/gatherings/{gathering}/registrations: sign up in one request."""
    asked = await read_json(request, NewSignUp)
    gathering, heads = await _asking(request)
    frame = frame_of(gathering, asked.side, heads, language_of(request), now=request.app[NOW]())
    checked = examine(frame, _answers(asked, gathering), lambda msgid: say(request, msgid))
    if checked.errors:
        fields = {_name(key): list(sentences) for key, sentences in checked.errors.items()}
        raise Refusal(422, "invalid", "some fields are wrong", fields)
    await allow_sign_up(request)
    form = sign_up(frame, checked.values, asked.ticket)
    receipt = await registering(request).register(gathering.id, form)
    stored = receipt.registration
    return answer({"number": stored.number, "invite_code": stored.invite_code, "link": f"/l/{receipt.token}"})


async def gatherings(request: web.Request) -> web.StreamResponse:
    """GET /api/v1/gatherings: all gatherings."""
    every = await request.app[STORE].gatherings.every()
    return answer({"gatherings": [await _summary(request, one) for one in every]})


async def gathering_summary(request: web.Request) -> web.StreamResponse:
    """GET /api/v1/gatherings/{gathering}: one gathering and its shows."""
    return answer(await _summary(request, await the_gathering(request)))


async def show_picture(request: web.Request) -> web.StreamResponse:
    """GET /api/v1/shows/{show}: the picture every screen gets; only the plan before a rundown is published."""
    head, _ = await the_show(request)
    scene = await scene_of(request, head.id)
    if scene is not None:
        return web.Response(body=scene.picture().text, content_type="application/json", charset="utf-8")
    return answer(
        {
            "type": "planned",
            "title": head.title,
            "planned_start": head.planned_start,
            "planned_end": head.planned_end,
        }
    )


async def _asking(request: web.Request) -> _Asked:
    """The gathering and its shows, at most a second old: programs send sign-ups by the thousand."""
    known = request.app[ASKED]
    key, now = request.match_info["gathering"], asyncio.get_running_loop().time()
    kept = known.get(key)
    if kept is None or now - kept[0] > FRESH_S:
        # Whoever comes while it is read waits for the same reading.
        kept = known[key] = (now, asyncio.ensure_future(_read(request)))
    try:
        return await asyncio.shield(kept[1])
    except Refusal:
        known.pop(key, None)
        raise


async def _read(request: web.Request) -> _Asked:
    found = await the_gathering(request)
    return found, await request.app[STORE].shows.every(found.id)


async def _summary(request: web.Request, found: Gathering) -> dict[str, Any]:
    heads = await request.app[STORE].shows.every(found.id)
    return {
        "id": found.id,
        "title": found.title,
        "home": found.home.name,
        "away": found.away,
        "zone": found.zone,
        "organisers": list(found.organisers),
        "contact": found.contact,
        "shows": [
            {
                "id": head.id,
                "title": head.title,
                "stage": head.stage,
                "planned_start": head.planned_start,
                "planned_end": head.planned_end,
            }
            for head in heads
        ],
    }


def _answers(asked: NewSignUp, gathering: Gathering) -> dict[str, str]:
    town = find_township(gathering.home, asked.township) if asked.township else None
    answers = {
        "name": asked.name,
        "phone": asked.phone,
        "township": town.code if town else asked.township,
        "village": asked.village,
        "code": asked.invite_code,
        "place": asked.place,
        "persons": str(asked.persons),
        "dialect": asked.dialect,
        "years": "" if asked.years_away is None else str(asked.years_away),
        "message": asked.message,
        "story": asked.story,
    }
    for number, other in enumerate(asked.others, start=1):
        answers[f"{number}-other_name"] = other.name
        answers[f"{number}-other_relation"] = other.relation
        answers[f"{number}-other_phone"] = other.phone
    answers |= {f"w-{show}": choice for show, choice in asked.shows.items()}
    answers |= {f"c-{purpose}": "1" for purpose in asked.consents}
    return answers


def _name(key: str) -> str:
    """The JSON field of a form key: 2-other_name -> others.1.name."""
    number, _, rest = key.partition("-")
    if number.isdecimal():
        return f"others.{int(number) - 1}.{rest.removeprefix('other_')}"
    if number == "w":
        return f"shows.{rest}"
    return {"c": "consents", "code": "invite_code", "years": "years_away"}.get(number, key)


ROUTES = (
    Route("GET", "/api/v1/gatherings", gatherings, EVERYONE, Kind.API, "All gatherings", answer=Gatherings),
    Route(
        "GET",
        "/api/v1/gatherings/{gathering}",
        gathering_summary,
        EVERYONE,
        Kind.API,
        "One gathering and its shows",
        answer=GatheringSummary,
    ),
    Route(
        "POST",
        "/api/v1/gatherings/{gathering}/registrations",
        new_registration,
        EVERYONE,
        Kind.API,
        "Sign up in one request",
        body=NewSignUp,
        answer=SignedUp,
    ),
    Route("GET", "/api/v1/shows/{show}", show_picture, EVERYONE, Kind.API, "What is on and what comes next"),
)
