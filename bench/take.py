"""TAKE on a show of 255 items: three desks, 200 screens; from the press to `done`, and to the last screen.

Every TAKE is durable before it is answered. Run: python bench/take.py
"""

import asyncio
import base64
import json
import re
import secrets
import sys
import time
from pathlib import Path

from _serving import Server, folder, percentile, serving, settings, table
from websockets.asyncio.client import ClientConnection, connect

from reunion.actions.admitting import Admitting
from reunion.actions.ports import Rundown
from reunion.app import opened, system_clock
from reunion.demo.people import generate
from reunion.domain.access import Role
from reunion.domain.cards import Card, CardSide
from reunion.domain.instants import HOUR, SECOND, Instant
from reunion.domain.people import Gathering
from reunion.domain.plans import ShowHead
from reunion.domain.rundown import Item, Kind, Show

ITEMS = 255
DESKS = 3
SCREENS = 200
ROUNDS = 3
PAUSE_S = 0.05
"""Between two presses; a host is a hundred times slower."""
WITHIN_S = 5.0
PICTURE = re.compile(rb'"type":"picture".{0,400}?"revision":(\d+)', re.DOTALL)


async def a_show(data: Path) -> str:
    """A show of ITEMS slots with a card each; gives a host's bearer token."""
    crowd = generate(3, ITEMS)
    names = [person.name for person in crowd.persons.values()]
    start = Instant(system_clock() + HOUR)
    items, cards = {}, {}
    for number in range(ITEMS):
        key = f"it-{number + 1}"
        planned = Instant(start + number * 85 * SECOND)
        items[key] = Item(key, Kind.SLOT, 75, planned, pair=f"p-{number}")
        sides = [CardSide(names[number * 2 + at], "Zhāng Yǎjuān", "温岭大溪", "温岭") for at in (0, 1)]
        cards[key] = Card("", *sides)
    end = Instant(start + ITEMS * 85 * SECOND)
    head = ShowHead("evening", "bench", "Evening", "main", start, end, 10, run="r1")
    show = Show("evening", "r1", start, end, 10, items, tuple(items))
    gathering = Gathering("bench", "Bench", crowd.home, "温岭", "Asia/Shanghai", ("bench",))
    async with opened(settings(data)) as store:
        await store.gatherings.put(gathering)
        await store.shows.put(head)
        await store.shows.begin_run(head, Rundown(show, cards))
        return await Admitting(store, system_clock).program(Role.HOST, "bench", 1)


class Desk:
    """A desk that answers what it asked and hears the rest."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._answers: dict[str, asyncio.Future[dict[str, object]]] = {}
        self.listening = asyncio.create_task(self._listen())

    async def do(self, **command: object) -> dict[str, object]:
        """The answer to one command."""
        asked = secrets.token_hex(8)
        answer = self._answers[asked] = asyncio.get_running_loop().create_future()
        await self._socket.send(json.dumps({"type": "do", "id": asked, **command}))
        async with asyncio.timeout(WITHIN_S):
            return await answer

    async def _listen(self) -> None:
        async for text in self._socket:
            message = json.loads(text)
            if message.get("id") in self._answers:
                self._answers.pop(message["id"]).set_result(message)


class Screens:
    """All screens: when the last of them has the picture of a revision."""

    def __init__(self) -> None:
        self.number = 0
        self._at: dict[int, list[float]] = {}
        self._full: dict[int, asyncio.Event] = {}

    async def have(self, revision: int) -> float:
        """The instant at which the last one had it."""
        event = self._full.setdefault(revision, asyncio.Event())
        async with asyncio.timeout(WITHIN_S):
            await event.wait()
        return max(self._at[revision])

    def seen(self, revision: int) -> None:
        """One more has it."""
        heard = self._at.setdefault(revision, [])
        heard.append(time.perf_counter())
        if len(heard) == self.number:
            self._full.setdefault(revision, asyncio.Event()).set()


class Screen(asyncio.Protocol):
    """One screen as cheap as it can be: 200 real clients in this process would be what is measured."""

    def __init__(self, screens: Screens, port: int) -> None:
        self._screens, self._port = screens, port
        self._upgraded = False
        screens.number += 1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        key = base64.b64encode(secrets.token_bytes(16)).decode()
        transport.write(
            f"GET /shows/evening/screen/socket HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n"
            f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key}\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        if not self._upgraded:
            self._upgraded = True
            if b" 101 " not in data[:20]:
                raise SystemExit("a screen was not let in")
        for found in PICTURE.finditer(data):
            self._screens.seen(int(found[1]))


async def show_runs(server: Server, token: str) -> tuple[list[float], list[float]]:
    """Milliseconds from each TAKE to `done`, and to the last screen."""
    origin = f"ws://127.0.0.1:{server.port}/shows/evening"
    bearer = {"Authorization": f"Bearer {token}"}
    desks = [
        Desk(await connect(f"{origin}/desk/socket", additional_headers=bearer, max_size=None))
        for _ in range(DESKS)
    ]
    screens = Screens()
    loop = asyncio.get_running_loop()
    for _ in range(SCREENS):
        await loop.create_connection(lambda: Screen(screens, server.port), "127.0.0.1", server.port)
    await desks[0].do(do="start")
    done, seen = [], []
    leaving = None
    for number in range(1, ITEMS + 1):
        to = f"it-{number}"
        begun = time.perf_counter()
        answer = await desks[number % DESKS].do(do="take", leaving=leaving, to=to)
        done.append((time.perf_counter() - begun) * 1000)
        if answer["type"] != "done":
            raise SystemExit(f"TAKE was refused: {answer}")
        seen.append((await screens.have(int(str(answer["revision"]))) - begun) * 1000)
        leaving = to
        await asyncio.sleep(PAUSE_S)
    for desk in desks:
        desk.listening.cancel()
    return done, seen


def main() -> None:
    """Fresh shows, one table."""
    rows = []
    for number in range(1, ROUNDS + 1):
        with folder() as data:
            token = asyncio.run(a_show(data))
            with serving(data) as server:
                done, seen = asyncio.run(show_runs(server, token))
        for what, times in (("done", done), ("last screen", seen)):
            figures = (f"{percentile(times, share):.1f}" for share in (0.5, 0.99, 1.0))
            rows.append((f"round {number}", what, *figures))
    header = ("", "ms to", "p50", "p99", "worst")
    table(f"TAKE on {ITEMS} items, {DESKS} desks, {SCREENS} screens", header, rows)


if __name__ == "__main__":
    sys.exit(main())
