"""One way to broadcast, in a process of its own: `_fanout_server.py WAY SIZE`, driven over its pipe."""

import asyncio
import gc
import json
import resource
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from _fanout_show import EIGHT, evening, text_of
from aiohttp import WSMsgType, web
from websockets.asyncio.server import ServerConnection, broadcast, serve

from reunion.domain.instants import Instant
from reunion.live.frames import Shared, text_frame
from reunion.live.hub import Hub, Socket
from reunion.live.seats import Limits

Send = Callable[[], Awaitable[None]]
"""Writes one message to every client and returns when every write was made."""
ACCEPTED = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"


async def site(handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> int:
    app = web.Application()
    app.router.add_get("/", handler)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=4096).start()
    return int(runner.addresses[0][1])


async def hub(text: bytes, *, compress: bool = False, slice_: int = 250) -> tuple[int, Send]:
    """Our own."""
    show, cast = evening()
    limits = replace(Limits(), slice=slice_, join_window=0)
    place = Hub(lambda: Instant(EIGHT), limits=limits)
    crowd = place.open(show, cast).crowd
    room = place.room(show.id)
    message = Shared(text)
    crowd._newest = lambda: message

    async def join(request: web.Request) -> web.StreamResponse:
        socket = Socket(max_msg_size=256, compress=compress)
        await place.enter(request, socket, room)
        while (await socket.receive()).type is WSMsgType.TEXT:
            pass
        place.leave(socket)
        return socket

    async def send() -> None:
        crowd.show()
        while crowd._step_due is not None:
            await asyncio.sleep(0)

    return await site(join), send


async def aiohttp_way(text: bytes, *, together: bool, compress: bool = False) -> tuple[int, Send]:
    """`send_str` to one after the other, or to all with gather."""
    sockets: set[web.WebSocketResponse] = set()
    said = text.decode()

    async def join(request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(compress=compress)
        await socket.prepare(request)
        sockets.add(socket)
        async for _ in socket:
            pass
        sockets.discard(socket)
        return socket

    async def send() -> None:
        if together:
            await asyncio.gather(*(socket.send_str(said) for socket in sockets))
        else:
            for socket in list(sockets):
                await socket.send_str(said)

    return await site(join), send


async def raw(text: bytes) -> tuple[int, Send]:
    """Bare asyncio transports and a shared frame."""
    transports: set[asyncio.Transport] = set()
    frame = text_frame(text)

    class Bare(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport = transport

        def data_received(self, data: bytes) -> None:
            if data.endswith(b"\r\n\r\n"):
                self.transport.write(ACCEPTED)
                transports.add(self.transport)

        def connection_lost(self, _: Exception | None) -> None:
            transports.discard(self.transport)

    server = await asyncio.get_running_loop().create_server(Bare, "127.0.0.1", 0, backlog=4096)

    async def send() -> None:
        for transport in list(transports):
            transport.write(frame)

    return int(server.sockets[0].getsockname()[1]), send


async def peers(text: bytes) -> tuple[int, Send]:
    """`websockets` and its broadcast."""
    connections: set[ServerConnection] = set()
    said = text.decode()

    async def join(connection: ServerConnection) -> None:
        connections.add(connection)
        await connection.wait_closed()
        connections.discard(connection)

    server = await serve(join, "127.0.0.1", 0, compression=None, ping_interval=None, backlog=4096)

    async def send() -> None:
        broadcast(list(connections), said)

    return int(server.sockets[0].getsockname()[1]), send


WAYS: dict[str, Callable[[bytes], Awaitable[tuple[int, Send]]]] = {
    "raw": raw,
    "hub": hub,
    "hub, unsliced": lambda text: hub(text, slice_=10**9),
    "hub, deflate": lambda text: hub(text, compress=True),
    "send_str loop": lambda text: aiohttp_way(text, together=False),
    "send_str gather": lambda text: aiohttp_way(text, together=True),
    "send_str, deflate": lambda text: aiohttp_way(text, together=False, compress=True),
    "websockets": peers,
}


async def longest_wait(send: Send) -> float:
    """Milliseconds that others have to wait for the loop during one broadcast, at most."""
    longest, done = 0.0, asyncio.ensure_future(send())
    while not done.done():
        start = time.perf_counter()
        await asyncio.sleep(0)
        longest = max(longest, time.perf_counter() - start)
    return longest * 1000


async def main(way: str, size: int) -> None:
    port, send = await WAYS[way](text_of(size))
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    say({"port": port})
    # As app.py does after the start.
    gc.set_threshold(50_000, 20, 20)
    gc.freeze()
    while line := (await reader.readline()).decode().strip():
        if line == "broadcast":
            cpu, wall = time.process_time_ns(), time.perf_counter_ns()
            await send()
            say({"cpu": time.process_time_ns() - cpu, "began": wall, "wall": time.perf_counter_ns() - wall})
        elif line == "wait":
            say({"wait": await longest_wait(send)})
        elif line == "collect":
            start = time.perf_counter()
            gc.collect()
            say({"pause": (time.perf_counter() - start) * 1000})
        elif line == "memory":
            say({"kb": memory(), "cpu_s": sum(resource.getrusage(resource.RUSAGE_SELF)[:2])})


def memory() -> int:
    """Resident kilobytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def say(message: dict[str, object]) -> None:
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
