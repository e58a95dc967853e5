"""What one open page costs a phone: bytes a second while nothing happens, and bytes a change, over real sockets.

Beside it stands what Ontime sends with the same 255 slots: 280 B/s while it plays, and after any edit 83 B and a
fetch of 111,801 B by every client. Exits 1 when a bar is missed. Run: python bench/viewers.py [seconds]
"""

import asyncio
import os
import statistics
import sys
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, replace

from _fanout_show import evening
from _serving import table
from aiohttp import web

from reunion.app import system_clock
from reunion.domain import commands as do
from reunion.domain.instants import Instant
from reunion.domain.rundown import Show
from reunion.domain.show import apply, decide
from reunion.live.hub import Hub, Socket
from reunion.live.rows import Stored

IDLE_S = 65.0
CHANGES = 40
ONTIME_IDLE = 280
ONTIME_EDIT = 83 + 111_801


@dataclass
class Viewer:
    """A page on a bare connection: every byte that comes is counted, frames and headers of frames alike."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    """Held, or the line would be closed."""
    taken: int = 0

    async def listen(self) -> None:
        """Count until the line ends."""
        while chunk := await self.reader.read(65_536):
            self.taken += len(chunk)


async def main(idle_s: float) -> int:
    """One table; 0 when every bar is met."""
    show, cast = evening()
    late = system_clock() - show.planned_start
    show = _later(show, late)
    hub = Hub(system_clock)
    room = hub.open(show, cast)

    async def screen(request: web.Request) -> web.StreamResponse:
        socket = Socket(max_msg_size=256)
        await hub.enter(request, socket, room)
        async for _ in socket:
            pass
        hub.leave(socket)
        return socket

    def perform(command: do.Command) -> None:
        before = room.scene.show
        entry = decide(before, command, system_clock())
        room.follow(Stored(before, apply(before, entry), entry, "host"))

    app = web.Application()
    app.router.add_get("/screen", screen)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        return await _measured(runner.addresses[0][1], perform, lambda: room.scene.show, idle_s)
    finally:
        await hub.close()
        await runner.cleanup()


async def _measured(
    port: int, perform: Callable[[do.Command], None], show: Callable[[], Show], idle_s: float
) -> int:
    viewer = await _joined(port)
    task = asyncio.create_task(viewer.listen())
    perform(do.Start())
    perform(do.Take(None))
    await asyncio.sleep(1)
    before = viewer.taken
    await asyncio.sleep(idle_s)
    idle = (viewer.taken - before) / idle_s
    changes = [await _change(viewer, perform, show, number) for number in range(CHANGES)]
    task.cancel()
    most = max(changes)
    rows = [
        ("idle, live show of 255", f"{idle:.1f} B/s", f"{ONTIME_IDLE} B/s", "≤ 10 B/s", _met(idle <= 10)),
        (
            f"a change, {CHANGES} of them",
            f"median {statistics.median(changes):.0f} B, most {most} B",
            f"{ONTIME_EDIT:,} B",
            "≤ 2 KB",
            _met(min(changes) > 0 and most <= 2_048 + 16),
        ),
    ]
    table("One viewer's page", ("", "measured", "Ontime", "bar", "met"), rows)
    return 0 if all(row[-1] == "yes" for row in rows) else 1


async def _change(
    viewer: Viewer, perform: Callable[[do.Command], None], show: Callable[[], Show], number: int
) -> int:
    """The bytes of one change, as a desk makes them: takes, other lengths, moves."""
    before, now = viewer.taken, show()
    ahead = [key for key in now.order if now.items[key].started is None]
    commands: list[do.Command] = [
        do.Take(now.on_air),
        do.Extend(ahead[1], 15),
        do.Move(ahead[3], ahead[1], now.order_revision),
    ]
    perform(commands[number % len(commands)])
    await asyncio.sleep(0.2)
    return viewer.taken - before


async def _joined(port: int) -> Viewer:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    key = b64encode(os.urandom(16)).decode()
    writer.write(
        f"GET /screen HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    await reader.readuntil(b"\r\n\r\n")
    return Viewer(reader, writer)


def _later(show: Show, by: int) -> Show:
    """The evening as if it began now."""
    items = {key: replace(item, planned=Instant(item.planned + by)) for key, item in show.items.items()}
    start, end = Instant(show.planned_start + by), Instant(show.planned_end + by)
    return replace(show, items=items, planned_start=start, planned_end=end)


def _met(reached: bool) -> str:
    return "yes" if reached else "NO"


if __name__ == "__main__":
    sys.exit(asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else IDLE_S)))
