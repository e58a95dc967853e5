"""The three sockets of the live protocol: screen, desk and family (docs/protocol.md).

Origin, session and role were checked by guard.py before the upgrade; here messages are carried and nothing is
decided.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

import structlog
from aiohttp import WSMsgType, web

from reunion.actions.answering import own_slot
from reunion.actions.attending import Place
from reunion.actions.following import Following
from reunion.actions.running import Stage
from reunion.actions.suggesting import Suggesting
from reunion.domain.access import EVERYONE, HOSTS, Identity, Role
from reunion.domain.refusal import Refused
from reunion.live import wire
from reunion.live.desks import Since
from reunion.live.hub import Socket
from reunion.live.room import Room
from reunion.live.seats import Seat
from reunion.web.commanding import answer_to, may_ask, named
from reunion.web.guard import MINE
from reunion.web.keys import ATTENDING, FOLLOWING, HUB, IDENTITY, NAMES, NOW, STAGES, STORE, Names
from reunion.web.requests import Refusal, not_found
from reunion.web.routing import Kind, Route
from reunion.web.tokens import STAFF_COOKIE, cookie_of, digest

_MESSAGES: Final = frozenset({WSMsgType.TEXT, WSMsgType.BINARY})
log = structlog.get_logger("reunion.sockets")

DESK_MESSAGE: Final = 16 * 1024
SCREEN_MESSAGE: Final = 256
"""Bytes of one message."""
DESK_HEARTBEAT_S: Final = 15.0
DESK_RATE: Final = 50.0
DESK_BURST: Final = 100.0
"""Messages a second that a desk may sustain, and at once; a hand with key repeat stays below."""
DESK_WARNINGS: Final = 50.0
"""Refusals `too-many` before the socket is closed; one a second is forgiven."""
SCREEN_TOLERATED: Final = 5
"""Messages of a screen that are overheard; it has nothing to say."""


class Ears(Protocol):
    """Who takes what a socket says."""

    async def hear(self, socket: Socket, text: str) -> None:
        """One message; closes the socket when it breaks a rule."""


async def screen_socket(request: web.Request) -> web.StreamResponse:
    """GET /shows/{show}/screen/socket: the masked picture, for anyone."""
    _, room = await _room(request, request.match_info["show"])
    return await follow_screen(request, room)


async def follow_screen(request: web.Request, room: Room) -> web.StreamResponse:
    """Carry a page of this room that only shows."""
    socket = Socket(max_msg_size=SCREEN_MESSAGE)
    return await _carry(request, socket, request.app[HUB].enter(request, socket, room), _screen)


async def family_socket(request: web.Request) -> web.StreamResponse:
    """GET /me/socket: the masked picture and a family's own line, by its link's cookie."""
    slot = await own_slot(request.app[STORE], request.app[STAGES], request[MINE])
    if slot is None:
        raise not_found()
    _, room = await _room(request, slot.show)
    socket = Socket(max_msg_size=SCREEN_MESSAGE)
    owner, place = request[IDENTITY].id, Place(slot.show, slot.pair, slot.side)
    entering = request.app[HUB].enter(request, socket, room, owner=owner, subject=slot.pair, side=slot.side)
    request.app[ATTENDING].came(place)
    try:
        return await _carry(request, socket, entering, _screen)
    finally:
        request.app[ATTENDING].left(place)


async def desk_socket(request: web.Request) -> web.StreamResponse:
    """GET /shows/{show}/desk/socket?run=&since=&listen=: changes in order, and commands, for its hosts.

    Who only listens (a prompter) sits at no desk and may ask for nothing.
    """
    stage, room = await _room(request, request.match_info["show"])
    suggesting = Suggesting(request.app[STORE], request.app[NOW])
    return await follow_desk(request, stage, room, suggesting, request.app[FOLLOWING])


async def follow_desk(
    request: web.Request,
    stage: Stage,
    room: Room,
    suggesting: Suggesting,
    following: Following | None = None,
) -> web.StreamResponse:
    """Carry a desk of this room."""
    host, names, listens = request[IDENTITY], request.app[NAMES], request.query.get("listen") == "1"
    # A desk's hello has hundreds of rows and shrinks to a sixth; for a picture deflating is not worth it.
    socket = Socket(max_msg_size=DESK_MESSAGE, heartbeat=DESK_HEARTBEAT_S, compress=True)
    token = cookie_of(request, STAFF_COOKIE)
    entering = request.app[HUB].enter(
        request,
        socket,
        room,
        owner=host.id,
        who="" if listens else host.name or host.id,
        session=digest(token) if token else b"",
        since=_since(request),
        desk=True,
    )
    return await _carry(
        request, socket, entering, lambda seat: _Desk(room, stage, host, seat, names, suggesting, following)
    )


async def _carry(
    request: web.Request, socket: Socket, entering: Awaitable[Seat], ears_of: Callable[[Seat], Ears]
) -> web.StreamResponse:
    """Seat the socket and listen until it closes; after the upgrade an error can be shown on no page."""
    try:
        ears = ears_of(await entering)
        # `async for` would keep one more frame for every page that never says anything.
        while (message := await socket.receive()).type in _MESSAGES:
            if message.type is WSMsgType.TEXT:
                await ears.hear(socket, message.data)
            else:
                await socket.close(code=1003, message=b"text only")
    except ConnectionError:
        if not socket.prepared:
            # It went away during the upgrade; nobody reads this answer.
            return web.Response(status=503)
    except Exception:
        if not socket.prepared:
            raise
        log.exception("socket failed")
        await socket.close(code=1011)
    finally:
        request.app[HUB].leave(socket)
    return socket


async def _room(request: web.Request, show: str) -> tuple[Stage, Room]:
    stage = await request.app[STAGES].get(show)
    room = request.app[HUB].room(show)
    if stage is None or room is None:
        raise not_found()
    unless_full(request, room)
    return stage, room


def unless_full(request: web.Request, room: Room) -> None:
    """Refuse one page too many."""
    if not request.app[HUB].has_place(room, request.remote):
        raise Refusal(503, "full", "too many pages are open; try again in a few seconds")


def _since(request: web.Request) -> Since | None:
    """What the desk has seen; anything that cannot be read gets a hello."""
    run, since = request.query.get("run", ""), request.query.get("since", "")
    if not run or not since.isascii() or not since.isdigit() or len(since) > 15:
        return None
    return Since(run, int(since))


class _Screen:
    """A page that has nothing to say."""

    __slots__ = ("_heard",)

    def __init__(self) -> None:
        self._heard = 0

    async def hear(self, socket: Socket, _: str) -> None:
        """Overhear a few messages."""
        self._heard += 1
        if self._heard > SCREEN_TOLERATED:
            await socket.close(code=1008, message=b"a screen only listens")


def _screen(_: Seat) -> Ears:
    return _Screen()


class Allowance:
    """How many messages may still come: `rate` a second, `burst` at once."""

    __slots__ = ("_at", "_burst", "_left", "_rate")

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate, self._burst = rate, burst
        self._left, self._at = burst, now

    def spend(self, now: float) -> bool:
        """Count one message at `now` (seconds); False when it is one too many."""
        self._left = min(self._burst, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class _Desk:
    """One desk's side of the conversation."""

    def __init__(
        self,
        room: Room,
        stage: Stage,
        host: Identity,
        seat: Seat,
        names: Names,
        suggesting: Suggesting,
        following: Following | None = None,
    ) -> None:
        self._room, self._stage, self._host, self._seat, self._names = room, stage, host, seat, names
        self._suggesting, self._following = suggesting, following
        self._clock = asyncio.get_running_loop().time
        self._allowance = Allowance(DESK_RATE, DESK_BURST, self._clock())
        self._warnings = Allowance(1.0, DESK_WARNINGS, self._clock())

    async def hear(self, socket: Socket, text: str) -> None:
        """Answer a message; one after the other, as they came."""
        self._room.desks.hear(self._seat)
        calm = self._allowance.spend(self._clock())
        self._room.answer(self._seat, await self._answer(text, calm=calm))
        if not calm and not self._warnings.spend(self._clock()):
            await socket.close(code=1008, message=b"too many messages")

    async def _answer(self, text: str, *, calm: bool) -> bytes:
        request_id = ""
        try:
            asked = wire.asked(text)
            request_id = asked.id
            self._admit(asked, calm=calm)
            if isinstance(asked.command, wire.Edit):
                return self._edit(asked.id, asked.command.item)
            return await answer_to(asked, self._stage, self._host, self._suggesting, self._following)
        except Refused as refusal:
            return wire.refused(*named(refusal, request_id, self._names), self._stage.show.revision)

    def _edit(self, request_id: str, item: str | None) -> bytes:
        if item is not None and item not in self._stage.show.items:
            raise Refused("unknown-item")
        return wire.editing(request_id, item, self._room.desks.edit(self._seat, item))

    def _admit(self, asked: wire.Asked, *, calm: bool) -> None:
        if not calm:
            raise Refused("too-many")
        # Who only listens sits at no desk.
        if not may_ask(self._host.role, asked) or not self._seat.who:
            raise Refused("not-allowed")


ROUTES: Final = (
    Route("GET", "/shows/{show}/screen/socket", screen_socket, EVERYONE, Kind.SOCKET, open_origin=True),
    Route("GET", "/me/socket", family_socket, frozenset({Role.FAMILY}), Kind.SOCKET),
    Route("GET", "/shows/{show}/desk/socket", desk_socket, HOSTS, Kind.SOCKET),
)
