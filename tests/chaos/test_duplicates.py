"""R10 and R11 over real sockets: commands that come twice, late or over another socket happen once.

The peers are `websockets`. Meanwhile a desk that folds the changes, a desk that is cut and resumes all the time and
a screen follow along; in the end all three agree with the journal.
"""

import asyncio
import contextlib
import json
import os
import random

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from reunion.domain.access import Role
from reunion.web import sockets
from tests.actions import gala
from tests.conftest import Site

pytestmark = pytest.mark.chaos

NIGHTLY = "REUNION_NIGHTLY" in os.environ
COMMANDS = 100_000 if NIGHTLY else 5_000
RACES = 1_000 if NIGHTLY else 100
SLOTS = 80
ANSWERS = frozenset({"done", "refused"})


class Desk:
    """A desk over one socket: asks, keeps every answer by id, folds what it hears."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.waiting: dict[str, list[asyncio.Future[dict]]] = {}
        self.revision = -1
        self.rows: dict[str, dict] = {}
        self.order: list[str] = []
        self.show: dict = {}
        self.reading = asyncio.ensure_future(self._read())

    async def ask(self, message: dict) -> dict:
        answer = asyncio.get_running_loop().create_future()
        self.waiting.setdefault(message["id"], []).append(answer)
        await self.socket.send(json.dumps(message))
        return await asyncio.wait_for(answer, 30)

    async def reach(self, revision: int) -> None:
        """Read until this revision has come."""
        async with asyncio.timeout(30):
            while self.revision < revision:  # noqa: ASYNC110 - it comes over the network
                await asyncio.sleep(0.001)

    async def _read(self) -> None:
        with contextlib.suppress(ConnectionClosed):
            while True:
                self.take(json.loads(await self.socket.recv()))

    def take(self, frame: dict) -> None:
        if frame["type"] in ANSWERS:
            self.waiting[frame["id"]].pop(0).set_result(frame)
        elif frame["type"] == "hello":
            self.revision, self.show, self.order = frame["revision"], frame["show"], frame["order"]
            self.rows = {row["item"]: row for row in frame["items"]}
        elif frame["type"] == "change":
            assert frame["revision"] == self.revision + 1, "a gap, or one that came twice"
            self.revision, self.show = frame["revision"], frame["show"]
            self.order = frame.get("order", self.order)
            self.rows |= {row["item"]: row for row in frame["items"]}

    @property
    def state(self) -> tuple:
        return self.revision, self.show, self.order, [self.rows[key] for key in self.order]


@contextlib.asynccontextmanager
async def desk(site: Site, headers: dict[str, str], query: str = ""):
    address = site.origin.replace("http", "ws") + "/shows/gala/desk/socket" + query
    async with connect(address, additional_headers=headers, max_size=2**24, max_queue=None) as socket:
        yield Desk(socket)


def message_of(chance: random.Random, number: int, view: Desk) -> dict:
    """Something a host might press, right or wrong."""
    item = f"it-{chance.randrange(SLOTS)}"
    fields = chance.choice(
        [
            {"do": "take", "leaving": view.show.get("on_air")},
            {"do": "extend", "item": item, "seconds": chance.choice([-15, 15])},
            {"do": "note", "item": item, "text": "声音小"},
            {"do": "ready", "item": item, "side": "family", "state": "checked"},
            {"do": "skip", "item": item},
            {"do": "recall", "item": item},
            {
                "do": "move",
                "item": item,
                "before": None,
                "rundown_revision": view.show.get("rundown_revision", 0),
            },
            {"do": chance.choice(["hold", "resume"])},
            {"do": "undo", "revision": view.show.get("undoable") or 0},
        ]
    )
    return {"type": "do", "id": f"c-{number}", **fields}


async def flicker(site: Site, headers: dict[str, str], view: Desk, ended: asyncio.Event) -> None:
    """Keep coming back with what was seen last; `view` folds over all the sockets."""
    while not ended.is_set():
        query = f"?run=r1&since={view.revision}"
        async with desk(site, headers, query) as short:
            short.reading.cancel()
            with contextlib.suppress(TimeoutError, ConnectionClosed):
                for _ in range(20):
                    view.take(json.loads(await asyncio.wait_for(short.socket.recv(), 0.05)))


@pytest.fixture
async def headers(site: Site, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    # At the 50 messages a second that a desk may send, this would take half a minute of waiting.
    monkeypatch.setattr(sockets, "DESK_BURST", 1e9)
    await gala.stored(site.store, slots=max(SLOTS, RACES))
    return await site.bearer(Role.HOST)


async def test_commands_that_come_twice_late_or_over_another_socket_happen_once(site, headers):
    seed = random.randrange(10**9)
    chance = random.Random(seed)
    answers: dict[str, list[dict]] = {}
    async with desk(site, headers) as ann, desk(site, headers) as bo, desk(site, headers) as idle:
        returning, ended = Desk(idle.socket), asyncio.Event()
        returning.reading.cancel()
        await idle.reach(0)
        flickering = asyncio.ensure_future(flicker(site, headers, returning, ended))
        await ann.ask({"type": "do", "id": "start", "do": "start"})
        late: list[dict] = []

        async def send(over: Desk, message: dict) -> None:
            answers.setdefault(message["id"], []).append(await over.ask(message))

        for number in range(COMMANDS):
            message = message_of(chance, number, idle)
            if chance.random() < 0.1:
                late.append(message)
                continue
            sending = [send(ann, message)]
            if chance.random() < 0.3:
                sending.append(send(chance.choice([ann, bo]), message))
            if late and chance.random() < 0.1:
                sending += [send(bo, late.pop(chance.randrange(len(late))))]
            await asyncio.gather(*sending)
        journal = await site.store.journal.load("gala")
        await idle.reach(len(journal.entries))
        await ann.reach(len(journal.entries))
        ended.set()
        await flickering
        async with desk(site, headers, f"?run=r1&since={returning.revision}") as last:
            last.reading.cancel()
            while returning.revision < len(journal.entries):
                returning.take(json.loads(await asyncio.wait_for(last.socket.recv(), 5)))
        async with desk(site, headers) as fresh:
            await fresh.reach(len(journal.entries))

            assert idle.state == ann.state == returning.state == fresh.state, f"seed {seed}"

    stored = {recorded.command: recorded.revision for recorded in journal.entries}
    assert [recorded.revision for recorded in journal.entries] == list(range(1, len(stored) + 1))
    for key, given in answers.items():
        assert all(answer == given[0] for answer in given), (seed, key)
        assert given[0]["type"] == "refused" or stored[key] == given[0]["revision"], (seed, key)
    assert len(stored) > COMMANDS / 10


async def test_two_hosts_who_press_take_at_once_take_once_every_time(site, headers):
    async with desk(site, headers) as ann, desk(site, headers) as bo:
        await ann.ask({"type": "do", "id": "start", "do": "start"})
        for race in range(RACES):
            await ann.reach(race + 1)
            both = [
                host.ask({"type": "do", "id": f"{name}-{race}", "do": "take", "leaving": ann.show["on_air"]})
                for name, host in (("ann", ann), ("bo", bo))
            ]
            given = await asyncio.gather(*both)
            assert sorted(answer.get("code", "done") for answer in given) == ["already-taken", "done"]

    journal = await site.store.journal.load("gala")
    assert len(journal.entries) == RACES + 1
