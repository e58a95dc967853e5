"""The hub: rooms by show, and the one place where the fan-out meets aiohttp's sockets.

aiohttp upgrades, reads and writes control frames; every data frame is shared between sockets and written
straight to the transport. The two are never mixed on one socket: a message that aiohttp compressed with a
context of its own would be read against the history of ours.
"""

import asyncio
import gc
import ipaddress
import socket as sockets
from collections import Counter
from collections.abc import Callable, Collection
from contextlib import suppress
from typing import Final

from aiohttp import web

from reunion.domain.instants import Instant
from reunion.domain.people import Side
from reunion.domain.rundown import Show
from reunion.live.cast import Cast
from reunion.live.desks import Since
from reunion.live.frames import close_frame
from reunion.live.room import Room
from reunion.live.seats import Limits, Seat, Turns

NOTSENT_LOWAT: Final = 16 * 1024
SEND_BUFFER: Final = 32 * 1024
"""The kernel doubles it for its own books; both bound what a stalled page finds when it reads again."""
USER_TIMEOUT_MS: Final = 17_000
"""The kernel buries a peer that acknowledged nothing for so long; our own patience with laggards is 30 s."""
PROBED_MS: Final = 15_000
"""The same for a family's line, which is probed every 5 s."""
GOODBYE_S: Final = 2.0
"""How long pages get to answer the closing frame of a restart."""
FREEZE_EVERY: Final = 2000
"""Sockets after which their objects are taken out of the collector's sight; a full collection over 10,000
sockets would stop the loop for 0.3 s."""

FEW: Final = 500
"""With so few sockets a full collection is short (0.1 s)."""


class Socket(web.WebSocketResponse):
    """A WebSocket whose data frames only the hub writes, and none after its closing frame."""

    _room: Room | None = None
    _seat: Seat | None = None
    _said = False

    def __init__(self, *, max_msg_size: int, heartbeat: float | None = None, compress: bool = False) -> None:
        super().__init__(max_msg_size=max_msg_size, heartbeat=heartbeat, compress=compress)

    @property
    def seat(self) -> Seat | None:
        """Its seat, also after it was given up."""
        return self._seat

    def sit(self, room: Room, seat: Seat) -> None:
        """Remember the seat: it is given up before the socket closes, from whichever side."""
        self._room, self._seat = room, seat

    def farewell(self, frame: bytes) -> None:
        """Write this closing frame; whoever closes the socket later writes none."""
        if self._room is not None and self._seat is not None:
            self.leave()
            self._seat.line.write(frame)
            self._said = True

    async def close(self, *, code: int = 1000, message: bytes = b"", drain: bool = True) -> bool:
        """Leave the room first, then close."""
        self.leave()
        if self._said and self._seat is not None:
            # `farewell` said it; aiohttp finds the transport closed and writes no second closing frame.
            self._seat.line.close()
        return await super().close(code=code, message=message, drain=drain)

    def lose(self) -> None:
        """Tell the family that sits here that this pair is its own no more."""
        if self._room is not None and self._seat is not None:
            self._room.lose(self._seat)

    def cut(self) -> None:
        """Close at once."""
        if self._seat is not None:
            self._seat.line.abort()

    def leave(self) -> None:
        """Give the seat up; doing it twice is allowed."""
        room, self._room = self._room, None
        if room is not None and self._seat is not None:
            room.leave(self._seat)


class Hub:
    """All rooms of this node; `now` is the wall clock, `turns` the running loop unless a test turns it."""

    def __init__(
        self, now: Callable[[], Instant], *, limits: Limits | None = None, turns: Turns | None = None
    ) -> None:
        self._now = now
        self._limits = limits or Limits()
        self._turns = turns
        self._rooms: dict[str, Room] = {}
        self._sockets: set[Socket] = set()
        self._by_address: Counter[str] = Counter()
        self._frozen = 0
        self._empty = asyncio.Event()
        self.closing = False

    def __len__(self) -> int:
        return len(self._sockets)

    def open(self, show: Show, cast: Cast, name: str = "") -> Room:
        """The room of that name, else of the show's id, made when there is none.

        Its seats stay when the show begins another run.
        """
        name = name or show.id
        room = self._rooms.get(name)
        if room is None:
            turns = self._turns or asyncio.get_running_loop()
            room = self._rooms[name] = Room(show, cast, self._now, turns, self._limits)
        else:
            room.begin(show, cast)
        return room

    def room(self, name: str) -> Room | None:
        """A room that was opened."""
        return self._rooms.get(name)

    def shut(self, name: str, code: int, reason: str) -> None:
        """Close a room for good, and the sockets of everybody in it."""
        room = self._rooms.pop(name, None)
        if room is not None:
            room.stop()
            seats = frozenset(room.seats())
            self._dismiss(lambda seat: seat in seats, close_frame(code, reason))

    def has_place(self, room: Room, remote: str | None) -> bool:
        """Whether one more socket may join this room from that address."""
        if self.closing or len(room) >= self._limits.per_room:
            return False
        address = counted(remote)
        return not address or self._by_address[address] < self._limits.per_address

    async def enter(
        self,
        request: web.Request,
        socket: Socket,
        room: Room,
        *,
        owner: str = "",
        who: str = "",
        subject: str = "",
        side: Side = Side.FAMILY,
        session: bytes = b"",
        since: Since | None = None,
        desk: bool = False,
    ) -> Seat:
        """Upgrade the request and seat its socket; whoever calls this calls `leave` in the end."""
        await socket.prepare(request)
        transport = request.transport
        if transport is None:
            raise ConnectionResetError("gone before it was seated")
        _tune(transport, small=not desk, watched=bool(subject))
        address = counted(request.remote)
        bits = int(socket.compress)
        seat = Seat(
            transport,
            window_bits=bits,
            address=address,
            owner=owner,
            who=who,
            subject=subject,
            side=side,
            session=session,
        )
        socket.sit(room, seat)
        self._sockets.add(socket)
        self._by_address[address] += 1
        self._spare_the_collector()
        if desk:
            room.join_desk(seat, since)
        else:
            room.join_crowd(seat)
        return seat

    def leave(self, socket: Socket) -> None:
        """Forget a socket, seated or not."""
        socket.leave()
        _forget_traces(socket.exception())
        if socket not in self._sockets or socket.seat is None:
            return
        self._sockets.discard(socket)
        if not self._sockets:
            self._empty.set()
        address = socket.seat.address
        self._by_address[address] -= 1
        if not self._by_address[address]:
            del self._by_address[address]
        self._spare_the_collector()

    async def close(self, *, code: int = 1012, reason: str = "restart") -> None:
        """Say goodbye to everybody with one shared frame; cut who has not answered in time."""
        self.closing = True
        frame = close_frame(code, reason)
        for room in self._rooms.values():
            room.stop()
        everybody = list(self._sockets)
        for start in range(0, len(everybody), self._limits.slice):
            for socket in everybody[start : start + self._limits.slice]:
                socket.farewell(frame)
            await asyncio.sleep(0)
        if self._sockets:
            self._empty.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._empty.wait(), GOODBYE_S)
        for socket in list(self._sockets):
            socket.cut()

    def dismiss(self, owner: str, code: int, reason: str) -> None:
        """Close every socket of an account or registration: signed out (4001), erased, another role."""
        self._dismiss(lambda seat: seat.owner == owner, close_frame(code, reason))

    def end_session(self, session: bytes) -> None:
        """Close with 4001 what was opened with this token; the same person's other machine stays."""
        if session:
            self._dismiss(lambda seat: seat.session == session, close_frame(4001, "signed out"))

    def places(self, owners: Collection[str]) -> frozenset[tuple[str, str]]:
        """(registration, pair) of every open page of these families."""
        seats = [one.seat for one in self._sockets if one.seat is not None and one.seat.subject]
        return frozenset((seat.owner, seat.subject) for seat in seats if seat.owner in owners)

    def lose(self, owner: str, subject: str) -> None:
        """Tell every open page of this registration that this pair is its own no more."""
        for socket in self._sockets:
            if socket.seat is not None and (socket.seat.owner, socket.seat.subject) == (owner, subject):
                socket.lose()

    def _dismiss(self, meant: Callable[[Seat], bool], frame: bytes) -> None:
        turns = self._turns or asyncio.get_running_loop()
        for socket in [one for one in self._sockets if one.seat is not None and meant(one.seat)]:
            socket.farewell(frame)
            turns.call_later(GOODBYE_S, socket.cut)

    def _spare_the_collector(self) -> None:
        count = len(self._sockets)
        if count >= self._frozen + FREEZE_EVERY:
            gc.freeze()
            self._frozen = count
        elif self._frozen and count < FEW:
            # The crowd has gone: what it left behind in the frozen part is cleared once, while nobody waits.
            self._frozen = 0
            gc.unfreeze()
            gc.collect()
            gc.freeze()


def _forget_traces(broken: BaseException | None) -> None:
    """Cut the ring socket → exception → traceback → frame → socket.

    Every page that goes without a closing handshake leaves one, 11 KB each, and what is frozen is never collected.
    """
    while broken is not None:
        broken.__traceback__ = None
        broken = broken.__context__


def counted(address: str | None) -> str:
    """The address as it is counted; empty for this machine's own: a proxy stands for everybody behind it."""
    if not address:
        return ""
    with suppress(ValueError):
        if ipaddress.ip_address(address).is_loopback:
            return ""
    return address


def _tune(transport: asyncio.Transport, *, small: bool, watched: bool) -> None:
    """Bound what the kernel keeps for a peer that does not read, and how long it waits for a dead one.

    A family's line is probed by the kernel: a phone without coverage closes nothing, and the desk has to know.
    """
    raw = transport.get_extra_info("socket")
    if raw is None or raw.family not in {sockets.AF_INET, sockets.AF_INET6}:
        return
    # Only Linux has both options.
    options = {"TCP_USER_TIMEOUT": USER_TIMEOUT_MS, "TCP_NOTSENT_LOWAT": NOTSENT_LOWAT}
    if watched:
        options |= {"TCP_USER_TIMEOUT": PROBED_MS, "TCP_KEEPIDLE": 5, "TCP_KEEPINTVL": 5}
    with suppress(OSError):
        raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_KEEPALIVE, watched)
        for name, value in options.items():
            if option := getattr(sockets, name, None):
                raw.setsockopt(sockets.IPPROTO_TCP, option, value)
        if small:
            raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_SNDBUF, SEND_BUFFER)
