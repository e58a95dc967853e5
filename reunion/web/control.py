"""External control: commands of one show over HTTP, and how it stands, for Companion, a Stream Deck or vMix.

The commands, their answers and their refusals are those of a desk's socket (docs/control.md).
"""

import secrets
from collections.abc import Mapping
from typing import Any, Final

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from reunion.actions.running import Stage
from reunion.actions.suggesting import Suggesting
from reunion.domain.access import CONTROLS
from reunion.domain.refusal import Refused
from reunion.live import wire
from reunion.web.allowing import allow_press
from reunion.web.commanding import answer_to, may_ask, named
from reunion.web.finding import scene_of
from reunion.web.keys import FOLLOWING, IDENTITY, NAMES, NOW, STAGES, STORE
from reunion.web.pages import answer
from reunion.web.requests import Refusal, not_found, read_body
from reunion.web.routing import Kind, Route
from reunion.web.sockets import DESK_MESSAGE

_STATUS: Final = {"malformed": 422, "not-allowed": 403, "not-saved": 503}
"""Every other refusal is a 409: the show does not stand as the button thought."""
_PLAIN: Final = frozenset({"application/json", "text/plain", "application/octet-stream"})
"""Simple boxes name no type, or the wrong one."""


class Press(BaseModel):
    """A desk's `do` without its type (docs/protocol.md); what a button cannot know may be left out."""

    model_config = ConfigDict(extra="allow")

    do: str
    id: str | None = None


class Pressed(BaseModel):
    """`done` and the revision it was stored as, or `suggestions`."""

    model_config = ConfigDict(extra="allow")

    type: str
    id: str
    revision: int | None = None


class Standing(BaseModel):
    """How the show stands; times are UTC milliseconds, lengths seconds."""

    show: str
    run: str
    revision: int
    rundown_revision: int
    undoable: int | None
    server_time: int
    state: str
    on_air: dict[str, Any] | None
    remaining: int | None
    next: dict[str, Any] | None
    over_under: int
    projected_end: int


async def press(request: web.Request) -> web.Response:
    """POST /api/v1/shows/{show}/do: one command; answered when it is stored, or refused."""
    await allow_press(request)
    stage = await _stage(request)
    if request.content_type not in _PLAIN:
        raise Refusal(415, "wrong-type", "send application/json")
    text = _text(await read_body(request, DESK_MESSAGE))
    who, made = request[IDENTITY], f"press-{secrets.token_hex(8)}"
    request_id = made
    try:
        asked = wire.pressed(text, made, stage.show.on_air)
        request_id = asked.id
        if not may_ask(who.role, asked):
            raise Refused("not-allowed")
        suggesting = Suggesting(request.app[STORE], request.app[NOW])
        said = await answer_to(asked, stage, who, suggesting, request.app[FOLLOWING])
    except Refused as refusal:
        told = named(refusal, request_id, request.app[NAMES])
        return _refused(wire.refusal_of(*told, stage.show.revision))
    return web.Response(body=said, content_type="application/json", charset="utf-8")


async def standing(request: web.Request) -> web.Response:
    """GET /api/v1/shows/{show}/control: how the show stands right now, to light a button by."""
    await allow_press(request)
    scene = await scene_of(request, request.match_info["show"])
    if scene is None:
        raise not_found()
    return answer(scene.button())


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as wrong:
        raise Refusal(400, "broken-json", "the body is not JSON in UTF-8") from wrong


async def _stage(request: web.Request) -> Stage:
    stage = await request.app[STAGES].get(request.match_info["show"])
    if stage is None:
        raise not_found()
    return stage


def _refused(message: Mapping[str, Any]) -> web.Response:
    """The refusal as a desk hears it, and the `error` of every other address beside it."""
    code = message["code"]
    fields = {message["field"]: [code]} if "field" in message else {}
    error = {"code": code, "message": code, "fields": fields}
    return answer({**message, "error": error}, status=_STATUS.get(code, 409))


_AT: Final = "/api/v1/shows/{show}"
ROUTES = (
    Route("POST", _AT + "/do", press, CONTROLS, Kind.API, "Command the show", Press, Pressed),
    Route(
        "GET",
        _AT + "/control",
        standing,
        CONTROLS,
        Kind.API,
        "How the show stands, for buttons",
        None,
        Standing,
    ),
)
