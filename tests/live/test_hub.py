"""The hub on real sockets; the peer is `websockets`, which shares no code with aiohttp."""

import asyncio
import contextlib
import gc
import json
import socket
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp import ClientSession, WSMsgType, web
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

from reunion.domain import commands
from reunion.domain.instants import Instant
from reunion.live import hub
from reunion.live.desks import Since
from reunion.live.hub import Hub, Socket, counted
from reunion.live.seats import Limits

from .staging import EIGHT, a_show, stored

SMALL = ClientPerMessageDeflateFactory(client_max_window_bits=True)


class Studio:
    """A server with one show; /screen, /family, /desk and /packed (a screen that negotiates deflate)."""

    def __init__(self, limits: Limits) -> None:
        self.hub = Hub(lambda: Instant(EIGHT), limits=limits)
        self.failed: list[object] = []
        self.url = ""

    async def open(self) -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: self.failed.append(context))
        show, cast = a_show()
        self.room = self.hub.open(show, cast)
        app = web.Application()
        app.router.add_get("/{audience}", self._join)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"ws://{host}:{port}"

    async def close(self) -> None:
        await self.hub.close()
        await self._runner.cleanup()

    def do(self, *asked: commands.Command) -> None:
        for command in asked:
            self.room.follow(stored(self.room.scene.show, command))

    async def _join(self, request: web.Request) -> web.StreamResponse:
        audience = request.match_info["audience"]
        ws = Socket(max_msg_size=256, compress=audience in {"desk", "packed"})
        subject = "pr-2" if audience == "family" else ""
        since = Since("r1", int(request.query["since"])) if "since" in request.query else None
        seat = await self.hub.enter(
            request, ws, self.room, owner=audience, subject=subject, since=since, desk=audience == "desk"
        )
        try:
            async for message in ws:
                if message.type is WSMsgType.TEXT:
                    self.room.answer(seat, message.data.encode())
                else:
                    await ws.close(code=1003)
        finally:
            self.hub.leave(ws)
        return ws


@contextlib.asynccontextmanager
async def studio(**limits) -> AsyncIterator[Studio]:
    place = Studio(replace(Limits(), **limits))
    await place.open()
    try:
        yield place
    finally:
        await place.close()
        assert place.failed == []


async def heard(peer, count):
    return [json.loads(await asyncio.wait_for(peer.recv(), 5)) for _ in range(count)]


async def until(true):
    """Let the loop turn until something that comes over the network is there."""
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110 - what is waited for happens in code under test
            await asyncio.sleep(0)


async def last_words(peer):
    """Read to the end; the closing code."""
    with contextlib.suppress(ConnectionClosed):
        while True:
            await asyncio.wait_for(peer.recv(), 5)
    return peer.close_code


async def gone(place, left=0):
    """Wait until the server has noticed who left."""
    await until(lambda: len(place.hub) <= left)


async def test_screens_families_and_desks_follow_a_show_over_the_network():
    async with (
        studio() as place,
        connect(f"{place.url}/screen") as screen,
        connect(f"{place.url}/family") as family,
        connect(f"{place.url}/desk") as desk,
    ):
        place.do(commands.Start())

        told = [await heard(screen, 2), await heard(family, 3), await heard(desk, 3)]

    assert [[(m["type"], m["revision"]) for m in messages] for messages in told] == [
        [("picture", 0), ("picture", 1)],
        [("you", 0), ("picture", 0), ("picture", 1)],
        [("hello", 0), ("tick", 0), ("change", 1)],
    ]


def test_the_hub_works_on_uvloop_too():
    uvloop = pytest.importorskip("uvloop")

    async def follow():
        async with studio() as place, connect(f"{place.url}/desk") as desk:
            place.do(commands.Start())
            return await heard(desk, 3)

    assert [m["type"] for m in uvloop.run(follow())] == ["hello", "tick", "change"]


async def test_a_desk_resumes_over_the_network():
    async with studio() as place:
        place.do(commands.Start(), commands.Hold(), commands.Resume())
        async with connect(f"{place.url}/desk?since=1") as desk:
            told = await heard(desk, 3)

    assert [(m["type"], m["revision"]) for m in told] == [("change", 2), ("change", 3), ("tick", 3)]


@pytest.mark.parametrize("offer", [None, "client_max_window_bits", "server_max_window_bits=9"])
async def test_packed_and_plain_frames_are_read_by_both_clients_in_any_order(offer):
    factories = {
        None: None,
        "client_max_window_bits": [SMALL],
        "server_max_window_bits=9": [ClientPerMessageDeflateFactory(server_max_window_bits=9)],
    }
    async with (
        studio() as place,
        ClientSession() as session,
        connect(f"{place.url}/desk", extensions=factories[offer], compression=None) as peer,
        session.ws_connect(f"{place.url}/desk", compress=15 if offer else 0) as other,
    ):
        place.do(commands.Start(), commands.Take(None))
        await peer.send('{"answer":1}')
        await other.send_str('{"answer":2}')
        long = json.dumps({"answer": "团聚" * 20})
        await peer.send(long)
        place.do(commands.Take("it-1"))

        mine = await heard(peer, 8)
        theirs = [await asyncio.wait_for(other.receive_json(), 5) for _ in range(6)]

    assert [m["revision"] for m in mine if m.get("type") == "change"] == [1, 2, 3]
    assert [m["answer"] for m in mine if "answer" in m] == [1, "团聚" * 20]
    assert [m["revision"] for m in theirs if m.get("type") == "change"] == [1, 2, 3]


async def test_control_a_message_that_aiohttp_packs_among_shared_packed_frames_is_not_read_right():
    """Why nobody but the hub writes: aiohttp's compressor remembers only what it wrote itself."""
    place = web.Application()

    async def mixed(request: web.Request) -> web.StreamResponse:
        ws = web.WebSocketResponse(compress=True)
        await ws.prepare(request)
        from reunion.live.frames import Shared

        text = "".join(f"团聚 {number} " for number in range(400))
        await ws.send_str(text)
        request.transport.write(Shared(text[::-1].encode()).deflated)
        await ws.send_str(text)
        await ws.close()
        return ws

    place.router.add_get("/", mixed)
    runner = web.AppRunner(place)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    try:
        async with connect(f"ws://{host}:{port}/", extensions=[SMALL], compression=None) as peer:
            first = await peer.recv()
            await peer.recv()
            with contextlib.suppress(ConnectionClosed):
                assert await peer.recv() != first
    finally:
        await runner.cleanup()


async def test_a_restart_is_said_to_everybody_with_1012_and_nothing_after_it():
    async with studio() as place:
        peers = [
            await connect(f"{place.url}/{name}") for name in ("screen", "family", "desk") for _ in range(5)
        ]
        closing = asyncio.ensure_future(place.hub.close())
        codes = [(await last_words(peer), peer.close_reason) for peer in peers]
        await closing

        assert (codes, len(place.hub), len(place.room)) == ([(1012, "restart")] * 15, 0, 0)
        assert not place.hub.has_place(place.room, "192.0.2.1")


async def test_who_is_dismissed_is_closed_and_the_others_stay():
    async with (
        studio() as place,
        connect(f"{place.url}/desk") as desk,
        connect(f"{place.url}/screen") as screen,
    ):
        await heard(screen, 1)
        place.hub.dismiss("desk", 4001, "signed out")
        assert await last_words(desk) == 4001
        place.do(commands.Start())

        assert [m["revision"] for m in await heard(screen, 1)] == [1]


async def test_only_the_family_whose_pair_is_its_own_no_more_hears_so():
    async with studio() as place, connect(f"{place.url}/screen") as screen:
        async with connect(f"{place.url}/family") as family:
            await heard(family, 2)
            sits = place.hub.places({"family", "somebody"})
            place.hub.lose("somebody", "pr-2")
            place.hub.lose("family", "pr-2")
            said = [message["type"] for message in await heard(family, 1)]
        await gone(place, left=1)
        place.hub.lose("family", "pr-2")
        place.do(commands.Start())

        assert sits == {("family", "pr-2")}
        assert said == ["gone"]
        assert [message["type"] for message in await heard(screen, 2)] == ["picture"] * 2
    assert place.hub.places({"family"}) == frozenset()


async def test_a_message_too_big_closes_with_1009_and_no_data_follows():
    async with studio() as place, connect(f"{place.url}/screen") as screen:
        await heard(screen, 1)

        await screen.send("x" * 300)
        place.do(commands.Start())

        assert await last_words(screen) == 1009


async def test_five_hundred_connects_and_disconnects_leave_nothing_behind():
    async with studio() as place:
        tasks = len(asyncio.all_tasks())

        async def visit(number: int) -> None:
            peer = await connect(f"{place.url}/{('screen', 'family', 'desk')[number % 3]}")
            if number % 2:
                await peer.close()
            else:
                peer.transport.abort()

        for start in range(0, 500, 50):
            await asyncio.gather(*(visit(number) for number in range(start, start + 50)))
        await gone(place)
        for _ in range(20):
            await asyncio.sleep(0)

        assert (len(place.room), place.hub._by_address, place.hub._sockets) == (0, {}, set())
        assert len(place.room.crowd.lagging) + len(place.room.desks.lagging) == 0
        assert len(asyncio.all_tasks()) <= tasks
        gc.collect()
        assert [thing for thing in gc.get_objects() if isinstance(thing, Socket)] == []


async def test_pages_that_go_without_a_word_are_forgotten_without_the_collector():
    async with studio() as place:
        gc.collect()
        gc.disable()
        try:
            peers = [await connect(f"{place.url}/{('screen', 'desk')[number % 2]}") for number in range(20)]
            for peer in peers:
                peer.transport.abort()
            await gone(place)
            await asyncio.sleep(0)
            left = sum(isinstance(thing, Socket) for thing in gc.get_objects())
        finally:
            gc.enable()

    assert left == 0


async def test_a_crowd_is_kept_from_the_collector_and_given_back_when_it_has_gone(monkeypatch):
    monkeypatch.setattr(hub, "FREEZE_EVERY", 10)
    monkeypatch.setattr(hub, "FEW", 5)
    before = gc.get_freeze_count()
    async with studio() as place:
        peers = [await connect(f"{place.url}/screen") for _ in range(12)]
        frozen = place.hub._frozen, gc.get_freeze_count() > before
        for peer in peers:
            await peer.close()
        await gone(place)
        thawed = place.hub._frozen
    gc.unfreeze()

    assert (frozen, thawed) == ((10, True), 0)


async def stalled_backlog(place: Studio, changes: int) -> int:
    """Bytes that pile up in the server for a screen that stops reading."""
    host, port = place.url.removeprefix("ws://").split(":")
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(raw, (host, int(port)))
    await loop.sock_sendall(
        raw,
        b"GET /screen HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
    )
    await until(place.room.crowd.seats)
    (seat,) = place.room.crowd.seats()
    for _ in range(changes):
        place.room._show()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    unsent = seat.wire.get_write_buffer_size()
    raw.close()
    return unsent


async def test_a_screen_that_stops_reading_holds_a_bounded_backlog():
    async with studio(join_window=0) as place:
        assert await stalled_backlog(place, 600) <= 32 * 1024 + 2048


async def test_control_without_the_bound_the_backlog_grows():
    async with studio(join_window=0, screen_backlog=10**9) as place:
        assert await stalled_backlog(place, 600) > 200 * 1024


async def test_the_kernel_keeps_little_for_a_screen_and_waits_for_nobody_dead():
    async with studio() as place, connect(f"{place.url}/screen") as screen:
        await heard(screen, 1)
        (seat,) = place.room.crowd.seats()
        raw = seat.wire.get_extra_info("socket")

        bounds = [
            raw.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF),
            raw.getsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT),
            raw.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT),
        ]

    assert bounds == [64 * 1024, 16 * 1024, 17_000]


async def test_there_is_a_place_until_the_room_or_the_address_is_full():
    async with (
        studio(per_room=2, per_address=1) as place,
        connect(f"{place.url}/screen") as first,
    ):
        await heard(first, 1)
        place.hub._by_address["192.0.2.1"] = 1

        one = [
            place.hub.has_place(place.room, address) for address in ("127.0.0.1", "192.0.2.1", "192.0.2.2")
        ]
        async with connect(f"{place.url}/screen") as second:
            await heard(second, 1)
            full = place.hub.has_place(place.room, "127.0.0.1")

    assert (one, full) == ([True, False, True], False)


def test_an_address_of_this_machine_is_a_proxy_and_not_counted():
    addresses = ("127.0.0.1", "::1", "192.0.2.1", "2001:db8::1", "", None)
    assert [counted(address) for address in addresses] == ["", "", "192.0.2.1", "2001:db8::1", "", ""]


async def test_a_room_of_another_name_is_apart_from_the_shows_own():
    async with studio() as place, connect(f"{place.url}/screen") as screen:
        show, cast = a_show(1)

        other = place.hub.open(replace(show, run="x1"), cast, "gala/rehearsal")

        assert place.hub.room("gala/rehearsal") is other is not place.room
        assert [m["run"] for m in await heard(screen, 1)] == ["r1"]
        assert (len(place.room), len(other)) == (1, 0)


async def test_a_show_that_begins_another_run_keeps_its_room_and_seats():
    async with studio() as place, connect(f"{place.url}/screen") as screen:
        show, cast = a_show(1)

        room = place.hub.open(replace(show, run="r2"), cast)

        assert room is place.room is place.hub.room("gala")
        assert [m["run"] for m in await heard(screen, 2)] == ["r1", "r2"]
