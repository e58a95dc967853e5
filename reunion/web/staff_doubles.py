"""Who registered twice: the page that shows them side by side, merges them and takes it back."""

from collections.abc import Mapping
from typing import Any, Final

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from reunion.actions.merging import merge, say_of_two
from reunion.domain.access import PLANNERS
from reunion.domain.doubles import Double, DoubleStanding
from reunion.domain.people import Gathering, Registration
from reunion.domain.phones import mask
from reunion.web.finding import the_gathering
from reunion.web.forms import Say
from reunion.web.keys import IDENTITY, LINKING, NOW, STORE
from reunion.web.link_words import sentence
from reunion.web.pages import answer, render, say, see_other
from reunion.web.requests import Refusal, not_found, read_form, read_json
from reunion.web.routing import Kind, Route
from reunion.web.staff_comparing import Line, lines
from reunion.web.staff_links import changed, links_frame
from reunion.web.staff_sections import one, page_number

PAGE: Final = 20
_DONE: Final = {
    DoubleStanding.MERGED: "merged",
    DoubleStanding.APART: "apart",
    DoubleStanding.REVIEW: "undone",
}


class Merging(BaseModel):
    """Two registrations of one side that are one person's."""

    model_config = ConfigDict(extra="forbid")
    one: str = Field(max_length=64)
    other: str = Field(max_length=64)


async def page(request: web.Request) -> web.StreamResponse:
    """GET /staff/{gathering}/links/doubles?standing=review: the doubles of one standing, side by side."""
    gathering = await the_gathering(request)
    asked, number = request.query.get("standing", ""), request.query.get("page", "")
    standing = DoubleStanding(asked) if asked in list(DoubleStanding) else DoubleStanding.REVIEW
    at = page_number(number)
    store = request.app[STORE]
    rows, total = await store.doubles.page(gathering.id, standing, limit=PAGE, offset=(at - 1) * PAGE)
    last = await store.doubles.latest(gathering.id, request[IDENTITY].id)
    shown = [*rows, last] if last else rows
    people = await store.registrations.many(sorted({id_ for row in shown for id_ in (row.first, row.second)}))
    towns = {town.code: town.name for town in gathering.home.townships}

    def speak(msgid: str) -> str:
        return say(request, msgid)

    return render(
        request,
        "staff/links_doubles.html",
        **await links_frame(request, gathering, "doubles"),
        standing=standing,
        tally=await store.reviews.tally(gathering.id),
        rows=[_card(row, people, towns, speak) for row in rows],
        last=last,
        last_people=[people[id_] for id_ in (last.first, last.second)] if last else [],
        total=total,
        page=at,
        pages=max(-(-total // PAGE), 1),
    )


async def press(request: web.Request) -> web.StreamResponse:
    """POST /staff/{gathering}/links/doubles: one person, two people, or taken back."""
    gathering = await the_gathering(request)
    form = await read_form(request)
    said = one(form, "standing")
    if said not in (DoubleStanding.MERGED, DoubleStanding.APART, DoubleStanding.REVIEW):
        raise Refusal(422, "invalid")
    standing = DoubleStanding(said)
    try:
        await _say(request, gathering, one(form, "first", 64), one(form, "second", 64), standing)
    except LookupError:
        raise not_found() from None
    back = one(form, "tab")
    tab = back if back in list(DoubleStanding) else "review"
    return see_other(f"/staff/{gathering.id}/links/doubles?standing={tab}&done={_DONE[standing]}")


async def merge_data(request: web.Request) -> web.StreamResponse:
    """POST /api/v1/gatherings/{gathering}/links/merge: two registrations are one person's."""
    gathering = await the_gathering(request)
    said = await read_json(request, Merging)
    try:
        batch = await merge(request.app[STORE], gathering.id, said.one, said.other, **_who(request))
    except LookupError:
        raise not_found() from None
    return answer({"batch": batch.id, "links": len(batch.links), **await changed(request, gathering)})


async def _say(
    request: web.Request, gathering: Gathering, first: str, second: str, standing: DoubleStanding
) -> None:
    store = request.app[STORE]
    if standing is DoubleStanding.MERGED:
        await merge(store, gathering.id, first, second, **_who(request))
        return
    await say_of_two(store, gathering.id, first, second, standing, **_who(request))


def _who(request: web.Request) -> dict[str, Any]:
    """Who says it, and who hears of it."""
    return {"by": request[IDENTITY].id, "clock": request.app[NOW], "note": request.app[LINKING].note}


def _card(
    row: Double, people: Mapping[str, Registration], towns: Mapping[str, str], speak: Say
) -> dict[str, Any]:
    first, second = sorted((people[row.first], people[row.second]), key=lambda person: person.number)
    return {
        "first": first,
        "second": second,
        "side": row.side,
        "standing": row.standing,
        "sentence": sentence(row.clues, speak),
        "lines": lines(_lines(first, second, towns, speak)),
    }


def _lines(first: Registration, second: Registration, towns: Mapping[str, str], speak: Say) -> list[Line]:
    def phones(person: Registration) -> str:
        return "、".join(mask(number) for number in person.phones)

    def others(person: Registration) -> str:
        return "、".join(
            f"{other.name}({other.relation})" if other.relation else other.name
            for other in person.others
            if other.name
        )

    rows = (
        (speak("Name"), first.name, second.name),
        (speak("Telephone"), phones(first), phones(second)),
        (speak("Township"), towns.get(first.township, ""), towns.get(second.township, "")),
        (speak("Village"), first.village, second.village),
        (speak("Group"), first.group, second.group),
        (speak("Wants to see"), others(first), others(second)),
        (speak("Place"), first.place, second.place),
    )
    same_phone = bool(set(first.phones) & set(second.phones))
    return [
        Line(
            label,
            one,
            other,
            (one == other or (label == speak("Telephone") and same_phone)) if one and other else None,
        )
        for label, one, other in rows
        if one or other
    ]


_AT: Final = "/staff/{gathering}/links/doubles"
ROUTES: tuple[Route, ...] = (
    Route("GET", _AT, page, PLANNERS),
    Route("POST", _AT, press, PLANNERS),
    Route(
        "POST",
        "/api/v1/gatherings/{gathering}/links/merge",
        merge_data,
        PLANNERS,
        Kind.API,
        "Say that two registrations of one side are one person's",
        Merging,
    ),
)
