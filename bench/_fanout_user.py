"""What one broadcast costs in our own code: the same loops over transports that do nothing."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from statistics import median

from aiohttp import web
from aiohttp._websocket.writer import WebSocketWriter

from reunion.live.crowd import Crowd
from reunion.live.frames import Shared
from reunion.live.seats import Limits, Seat

BLOCK = 5
"""Broadcasts in a row."""


class Nowhere:
    """A transport that is always ready; its methods are Python's, as those of asyncio's own are."""

    __slots__ = ("_buffer", "_closing")

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._closing = False

    def get_write_buffer_size(self) -> int:
        return len(self._buffer)

    def is_closing(self) -> bool:
        return self._closing

    def write(self, _: bytes) -> None:
        pass


class Protocol:
    """What aiohttp's writer asks of its protocol."""

    _paused = False

    async def _drain_helper(self) -> None:
        """Never full."""


def sockets(count: int) -> list[web.WebSocketResponse]:
    made = []
    for _ in range(count):
        socket = web.WebSocketResponse()
        socket._writer = WebSocketWriter(Protocol(), Nowhere())
        made.append(socket)
    return made


async def ours(crowd: Crowd) -> None:
    loop = asyncio.get_running_loop()
    rested = loop.create_future()

    def look() -> None:
        # A callback costs a quarter of a task's turn, which is none of the hub's business.
        if crowd._step_due is None:
            rested.set_result(None)
        else:
            loop.call_soon(look)

    crowd.show()
    look()
    await rested


async def bare(transports: list[Nowhere], frame: bytes) -> None:
    for transport in transports:
        transport.write(frame)


async def naive(responses: list[web.WebSocketResponse], text: str) -> None:
    for response in responses:
        await response.send_str(text)


async def together(responses: list[web.WebSocketResponse], text: str) -> None:
    await asyncio.gather(*(response.send_str(text) for response in responses))


async def cost_per_client(count: int, rounds: int, text: bytes) -> dict[str, float]:
    """Nanoseconds a client, by way of broadcasting; medians of interleaved rounds."""
    message = Shared(text)
    limits = Limits(join_window=0)
    crowd = Crowd(asyncio.get_running_loop(), limits, lambda: message, lambda _: None)
    for _ in range(count):
        crowd.join(Seat(Nowhere()))
    responses, transports = sockets(count), [Nowhere() for _ in range(count)]
    ways = {
        "bare write": lambda: bare(transports, message.plain),
        "hub": lambda: ours(crowd),
        "send_str loop": lambda: naive(responses, text.decode()),
        "send_str gather": lambda: together(responses, text.decode()),
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            # The first of each block finds the caches full of somebody else's objects.
            costs = [await cpu_of(way) for _ in range(BLOCK)]
            taken[name].append(median(costs[1:]) / count)
    return {name: median(times) for name, times in taken.items()}


async def cpu_of(way: Callable[[], Awaitable[None]]) -> int:
    """Nanoseconds of this process that one broadcast takes; others on the machine are not counted."""
    start = time.process_time_ns()
    await way()
    return time.process_time_ns() - start
