"""The three sockets of the live protocol: screen, desk and family (docs/protocol.md).

Origin, session and role were checked by guard.py before the upgrade; here messages are carried and nothing is
decided.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Final

import structlog
from aiohttp import WSMsgType, web

from reunion.actions.running import Stage
from reunion.domain.access import DESK_COMMANDS, EVERYONE, HOSTS, Identity, Role
from reunion.domain.refusal import Refused
from reunion.domain.rundown import Phase
from reunion.live import wire
from reunion.live.desks import Since
from reunion.live.hub import Socket
from reunion.live.room import Room
from reunion.live.seats import Seat
from reunion.web.guard import MINE
from reunion.web.keys import HUB, IDENTITY, NAMES, STAGES, STORE, Names
from reunion.web.requests import Refusal, not_found
from reunion.web.routing import Kind, Route

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


async def screen_socket(request: web.Request) -> web.StreamResponse:
    """GET /shows/{show}/screen/socket: the masked picture, for anyone."""
    _, room = await _room(request, request.match_info["show"])
    socket = Socket(max_msg_size=SCREEN_MESSAGE)
    return await _carry(socket, request.app[HUB].seated(request, socket, room), lambda _: _overhear(socket))


async def family_socket(request: web.Request) -> web.StreamResponse:
    """GET /me/socket: the masked picture and a family's own line, by its link's cookie."""
    show, pair = await _own_slot(request)
    _, room = await _room(request, show)
    socket = Socket(max_msg_size=SCREEN_MESSAGE)
    seated = request.app[HUB].seated(request, socket, room, owner=request[IDENTITY].id, subject=pair)
    return await _carry(socket, seated, lambda _: _overhear(socket))


async def desk_socket(request: web.Request) -> web.StreamResponse:
    """GET /shows/{show}/desk/socket?run=&since=: changes in order, and commands, for its hosts."""
    stage, room = await _room(request, request.match_info["show"])
    host = request[IDENTITY]
    # A desk's hello has hundreds of rows and shrinks to a sixth; for a picture deflating is not worth it.
    socket = Socket(max_msg_size=DESK_MESSAGE, heartbeat=DESK_HEARTBEAT_S, compress=True)
    seated = request.app[HUB].seated(
        request, socket, room, owner=host.id, who=host.name or host.id, since=_since(request), desk=True
    )
    names = request.app[NAMES]
    return await _carry(socket, seated, lambda seat: _Desk(room, stage, host, seat, names).converse(socket))


async def _carry(
    socket: Socket, seated: AbstractAsyncContextManager[Seat], talk: Callable[[Seat], Awaitable[None]]
) -> web.StreamResponse:
    """Seat the socket and talk until it closes; after the upgrade an error can be shown on no page."""
    try:
        async with seated as seat:
            await talk(seat)
    except ConnectionError:
        if not socket.prepared:
            # It went away during the upgrade; nobody reads this answer.
            return web.Response(status=503)
    except Exception:
        if not socket.prepared:
            raise
        log.exception("socket failed")
        await socket.close(code=1011)
    return socket


async def _room(request: web.Request, show: str) -> tuple[Stage, Room]:
    stage = await request.app[STAGES].get(show)
    hub = request.app[HUB]
    room = hub.room(show)
    if stage is None or room is None:
        raise not_found()
    if not hub.has_place(room, request.remote):
        raise Refusal(503, "full", "too many pages are open; try again in a few seconds")
    return stage, room


async def _own_slot(request: web.Request) -> tuple[str, str]:
    """Show and pair of the family that asks: in the first show that has not ended, else in the last one."""
    store, stages = request.app[STORE], request.app[STAGES]
    found = None
    for pair in await store.pairs.of(request[MINE].id):
        for show, _ in await store.shows.items_of(pair.id):
            stage = await stages.get(show)
            if stage is None:
                continue
            found = (show, pair.id)
            if stage.show.phase is not Phase.ENDED:
                return found
    if found is None:
        raise not_found()
    return found


def _since(request: web.Request) -> Since | None:
    """What the desk has seen; anything that cannot be read gets a hello."""
    run, since = request.query.get("run", ""), request.query.get("since", "")
    if not run or not since.isascii() or not since.isdigit() or len(since) > 15:
        return None
    return Since(run, int(since))


async def _overhear(socket: Socket) -> None:
    """Wait until a page that has nothing to say goes away."""
    heard = 0
    async for message in socket:
        if message.type is WSMsgType.ERROR:
            return
        if message.type is not WSMsgType.TEXT:
            await socket.close(code=1003, message=b"text only")
            return
        heard += 1
        if heard > SCREEN_TOLERATED:
            await socket.close(code=1008, message=b"a screen only listens")
            return


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

    def __init__(self, room: Room, stage: Stage, host: Identity, seat: Seat, names: Names) -> None:
        self._room, self._stage, self._host, self._seat, self._names = room, stage, host, seat, names

    async def converse(self, socket: Socket) -> None:
        """Answer every message, one after the other, until the socket closes or a rule is broken."""
        clock = asyncio.get_running_loop().time
        allowance = Allowance(DESK_RATE, DESK_BURST, clock())
        warnings = Allowance(1.0, DESK_WARNINGS, clock())
        async for message in socket:
            if message.type is WSMsgType.ERROR:
                return
            if message.type is not WSMsgType.TEXT:
                await socket.close(code=1003, message=b"text only")
                return
            calm = allowance.spend(clock())
            self._room.answer(self._seat, await self._answer(message.data, calm=calm))
            if not calm and not warnings.spend(clock()):
                await socket.close(code=1008, message=b"too many messages")
                return

    async def _answer(self, text: str, *, calm: bool) -> bytes:
        request_id = ""
        try:
            asked = wire.asked(text)
            request_id = asked.id
            self._admit(asked, calm=calm)
            if isinstance(asked.command, wire.Suggest):
                return wire.suggestions(asked.id, self._stage.show.revision, ())
            return wire.done(asked.id, await self._stage.perform(asked.command, asked.id, self._host.id))
        except wire.Malformed as refusal:
            return wire.refused(refusal.id, refusal, self._stage.show.revision)
        except Refused as refusal:
            first = self._names.of(refusal.by) or refusal.by
            return wire.refused(
                request_id,
                Refused(refusal.code, by=first, revision=refusal.revision),
                self._stage.show.revision,
            )

    def _admit(self, asked: wire.Asked, *, calm: bool) -> None:
        if not calm:
            raise Refused("too-many")
        roles = HOSTS if isinstance(asked.command, wire.Suggest) else DESK_COMMANDS[type(asked.command)]
        if self._host.role not in roles:
            raise Refused("not-allowed")


ROUTES: Final = (
    Route("GET", "/shows/{show}/screen/socket", screen_socket, EVERYONE, Kind.SOCKET, open_origin=True),
    Route("GET", "/me/socket", family_socket, frozenset({Role.FAMILY}), Kind.SOCKET),
    Route("GET", "/shows/{show}/desk/socket", desk_socket, HOSTS, Kind.SOCKET),
)
