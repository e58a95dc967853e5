"""Cue cards at the desk: correcting what a host reads, and saying whether a correction replaces what is being read."""

from typing import Final

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from reunion.actions.cueing import Correcting, Seen, Who
from reunion.domain import limits
from reunion.domain.access import HOSTS
from reunion.domain.people import Side
from reunion.web.keys import IDENTITY, NOW, STAGES, STORE
from reunion.web.pages import answer
from reunion.web.requests import not_found, read_json
from reunion.web.routing import Kind, Route

_CLEAN: Final = r"^[^\x00-\x09\x0b-\x1f\x7f]*$"
"""No control character but the end of a line."""


class SideWords(BaseModel):
    """Fields of one side that become another; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    relation: str = Field(default="", max_length=limits.RELATION_MOST, pattern=_CLEAN)
    years_away: int | None = Field(default=None, ge=0, le=limits.YEARS_AWAY_MOST)
    dialect: str = Field(default="", max_length=limits.RELATION_MOST, pattern=_CLEAN)
    story: str = Field(default="", max_length=limits.STORY_MOST, pattern=_CLEAN)
    message: str = Field(default="", max_length=limits.MESSAGE_MOST, pattern=_CLEAN)


class CardWords(BaseModel):
    """A correction of the card as it was in that run and version."""

    model_config = ConfigDict(extra="forbid")

    run: str = Field(max_length=64)
    version: int = Field(ge=0)
    worker: SideWords = SideWords()
    family: SideWords = SideWords()


class OfferSettled(BaseModel):
    """Whether what was offered replaces the card."""

    model_config = ConfigDict(extra="forbid")

    run: str = Field(max_length=64)
    version: int = Field(ge=0)
    use: bool


class CardWritten(BaseModel):
    """The card's version now; `offered` when it is being read and the correction waits for a yes."""

    version: int
    offered: bool


async def reword(request: web.Request) -> web.Response:
    """PUT /api/v1/shows/{show}/items/{item}/card: correct it."""
    said = await read_json(request, CardWords)
    sides = {
        side: words.model_dump(exclude_unset=True)
        for side, words in zip(Side, (said.worker, said.family), strict=True)
    }
    item = request.match_info["item"]
    card, offered = await (await _correcting(request)).reword(item, Seen(said.run, said.version), sides)
    return answer({"version": card.version, "offered": offered})


async def settle(request: web.Request) -> web.Response:
    """POST /api/v1/shows/{show}/items/{item}/card/offer: use what was offered, or keep the card."""
    said = await read_json(request, OfferSettled)
    item = request.match_info["item"]
    seen = Seen(said.run, said.version)
    card = await (await _correcting(request)).settle(item, seen, use=said.use)
    return answer({"version": card.version, "offered": False})


async def _correcting(request: web.Request) -> Correcting:
    stage = await request.app[STAGES].get(request.match_info["show"])
    if stage is None:
        raise not_found()
    host = request[IDENTITY]
    return Correcting(request.app[STORE], stage, request.app[NOW], Who(host.id, host.name or host.id))


_AT: Final = "/api/v1/shows/{show}/items/{item}/card"
ROUTES = (
    Route("PUT", _AT, reword, HOSTS, Kind.API, "Correct a cue card", CardWords, CardWritten),
    Route("POST", _AT + "/offer", settle, HOSTS, Kind.API, "Use what was offered", OfferSettled, CardWritten),
)
