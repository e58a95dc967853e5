"""Signing up: the form for both sides, the invite link, and the personal link that opens one's own page."""

import secrets
from typing import Any

from aiohttp import web

from reunion.actions.registering import Receipt, Registering
from reunion.domain.access import DOORKEEPERS, EVERYONE
from reunion.domain.codes import check_code
from reunion.domain.faults import Unfit
from reunion.domain.limits import OTHERS_MOST
from reunion.domain.people import Gathering, Side
from reunion.web.allowing import allow_sign_up
from reunion.web.finding import the_gathering
from reunion.web.frames import RELATIONS, frame_of, places, review, villages
from reunion.web.keys import CHANCE, IDENTITY, LINKING, NOW, STAGES, STORE
from reunion.web.pages import language_of, render, say, see_other
from reunion.web.questions import CONSENTS
from reunion.web.requests import not_found, read_form
from reunion.web.routing import Route
from reunion.web.signup import REVIEW, Frame, sign_up
from reunion.web.steps import Turn, begin, turn
from reunion.web.tokens import FAMILY_COOKIE, digest, set_cookie


async def first_page(request: web.Request) -> web.StreamResponse:
    """GET /g/{gathering}/signup/{side}: the first of four steps."""
    gathering = await the_gathering(request)
    frame = await the_frame(request, gathering, the_side(request))
    return page(request, gathering, frame, begin(frame, {}, _say(request)), action=request.path)


async def press(request: web.Request) -> web.StreamResponse:
    """POST /g/{gathering}/signup/{side}: the next step, or the stored registration."""
    gathering = await the_gathering(request)
    frame = await the_frame(request, gathering, the_side(request))
    posted = await answers(request)
    next_ = turn(frame, posted, _say(request))
    if next_.values is None:
        ticket = posted.get("ticket", "")
        step = back_works(page(request, gathering, frame, next_, action=request.path, ticket=ticket))
        # Signing up sets a cookie: a step kept under the cookies from before would not be found again.
        step.headers["Vary"] = "Accept-Language"
        return step
    await allow_sign_up(request)
    form = sign_up(frame, next_.values, posted.get("ticket", ""))
    receipt = await registering(request).register(gathering.id, form)
    return _signed_up(request, receipt)


async def join(request: web.Request) -> web.StreamResponse:
    """GET /g/{gathering}/join/{code}?side=: the form with the invite code in it, or the choice of the side.

    Whether the code belongs to anybody is not looked up: the page must not tell.
    """
    gathering = await the_gathering(request)
    try:
        code = check_code(request.match_info["code"][:40])
    except Unfit:
        code = ""
    side = request.query.get("side", "")
    if side not in (Side.WORKER, Side.FAMILY):
        return render(request, "family/join.html", gathering=gathering, code=code, at=request.path)
    frame = await the_frame(request, gathering, Side(side))
    action = f"/g/{gathering.id}/signup/{side}"
    start = begin(frame, {"code": code} if code else {}, _say(request))
    return page(request, gathering, frame, start, action=action, code=code, wrong_code=not code)


async def personal_link(request: web.Request) -> web.StreamResponse:
    """GET /l/{token}: remember the personal link in a cookie and go to the page it opens.

    Whoever minds a door has read it off somebody's telephone: for them it leads to the check-in of that person.
    """
    token = request.match_info["token"]
    found = await request.app[STORE].registrations.by_link(digest(token))
    if found is None:
        raise not_found()
    who = request[IDENTITY]
    if who.role in DOORKEEPERS and who.at(found.gathering):
        return see_other(f"/staff/{found.gathering}/door/{found.id}")
    response = see_other("/me")
    set_cookie(request, response, FAMILY_COOKIE, token)
    return response


def registering(request: web.Request) -> Registering:
    """The action, with this server's store, stages and links."""
    app = request.app
    return Registering(app[STORE], app[NOW], app[STAGES], app[CHANCE], app[LINKING].note)


def the_side(request: web.Request) -> Side:
    """`worker` or `family` in the address, else 404."""
    side = request.match_info["side"]
    if side not in (Side.WORKER, Side.FAMILY):
        raise not_found()
    return Side(side)


async def the_frame(request: web.Request, gathering: Gathering, side: Side, *, helper: bool = False) -> Frame:
    """What the form asks in this gathering."""
    heads = await request.app[STORE].shows.every(gathering.id)
    return frame_of(gathering, side, heads, language_of(request), now=request.app[NOW](), helper=helper)


async def answers(request: web.Request) -> dict[str, str]:
    """The posted form; of a field sent twice the last one counts."""
    return {name: values[-1] for name, values in (await read_form(request)).items()}


def page(
    request: web.Request,
    gathering: Gathering,
    frame: Frame,
    shown: Turn,
    *,
    action: str,
    ticket: str = "",
    **more: Any,
) -> web.Response:
    """One step of the form, or its review."""
    by_township = villages(gathering)
    last = shown.step == REVIEW
    context: dict[str, Any] = {
        "gathering": gathering,
        "frame": frame,
        "step": shown.step,
        "form": shown.form,
        "persons": shown.persons,
        "kept": shown.kept,
        "seen_review": shown.seen_review,
        "moved": shown.moved,
        "action": action,
        "ticket": ticket or secrets.token_urlsafe(16),
        "by_township": by_township,
        "villages": sorted({name for names in by_township.values() for name in names}),
        "relations": RELATIONS,
        "places": places(gathering, frame.side),
        "most_persons": OTHERS_MOST,
        "consents": CONSENTS,
        "review": review(frame, shown.form, shown.persons, _say(request)) if last else (),
        "on_air": bool(shown.form.value("c-on_air")),
        "correcting": False,
        "revision": None,
        "stood": (),
        "before": None,
        "code": "",
        "wrong_code": False,
    }
    return render(request, "family/signup.html", **(context | more))


def back_works(step: web.Response) -> web.Response:
    """Let this browser keep a posted step: without it the phone's Back shows an error in its place.

    Under its cookies: a device that several people use shows it to nobody once they are signed out.
    """
    step.headers["Cache-Control"] = "private, no-cache"
    return step


def _signed_up(request: web.Request, receipt: Receipt) -> web.Response:
    """Remember the personal link in this browser, and show the confirmation on the page it opens."""
    response = see_other("/me?new=1")
    set_cookie(request, response, FAMILY_COOKIE, receipt.token)
    return response


def _say(request: web.Request) -> Any:
    return lambda msgid: say(request, msgid)


ROUTES = (
    Route("GET", "/g/{gathering}/signup/{side}", first_page, EVERYONE),
    Route("POST", "/g/{gathering}/signup/{side}", press, EVERYONE),
    Route("GET", "/g/{gathering}/join/{code}", join, EVERYONE),
    Route("GET", "/l/{token}", personal_link, EVERYONE),
)
