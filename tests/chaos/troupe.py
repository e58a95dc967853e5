"""Desks and screens of an independent WebSocket client, the history they keep, and the check of it."""

import asyncio
import contextlib
import json
import random
import sqlite3
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from reunion.actions.admitting import Admitting
from reunion.app import opened, system_clock
from reunion.cli.serving import bind
from reunion.config import Settings
from reunion.domain.access import Role
from tests.actions.gala import stored
from tests.conftest import GATHERING, SECRET

GONE = (OSError, WebSocketException, asyncio.TimeoutError)


async def prepared(data: Path, *, slots: int = 85) -> str:
    """A database with one show; gives a host's bearer token."""
    async with opened(Settings(data=data, secret=SECRET)) as store:
        await store.gatherings.put(GATHERING)
        await stored(store, slots=slots)
        return await Admitting(store, system_clock).program(Role.HOST, GATHERING.id, 24)


@dataclass
class Server:
    """The server process, which is killed and started again on the same data and port."""

    data: Path
    port: int = 0
    process: asyncio.subprocess.Process | None = None
    opened_after: list[float] = field(default_factory=list)
    """Seconds from each start to the open port."""

    def __post_init__(self) -> None:
        with bind("127.0.0.1", 0) as free:
            self.port = free.getsockname()[1]

    @property
    def address(self) -> str:
        return f"ws://127.0.0.1:{self.port}/shows/gala"

    async def start(self, *flags: str) -> None:
        began = time.monotonic()
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.chaos.launch",
            str(self.data),
            str(self.port),
            *flags,
            stdout=asyncio.subprocess.PIPE,
        )
        assert self.process.stdout is not None
        line = await asyncio.wait_for(self.process.stdout.readline(), 60)
        assert line.startswith(b"Listening"), line
        self.opened_after.append(time.monotonic() - began)

    async def kill(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
        await self.died()

    async def died(self) -> None:
        if self.process is not None:
            await asyncio.wait_for(self.process.wait(), 60)
            self.process = None


@dataclass
class History:
    """What the desks sent and what they were told."""

    sent: dict[str, str] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    enough: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once twenty commands were acknowledged."""

    def faults(self, data: Path) -> list[str]:
        """What the journal says against it; nothing is right."""
        with contextlib.closing(sqlite3.connect(data / "reunion.sqlite3")) as raw:
            rows = raw.execute(
                "SELECT revision, command FROM entry WHERE show = 'gala' ORDER BY revision"
            ).fetchall()
        stored = {command: revision for revision, command in rows}
        found = [f"gap at {revision}" for number, (revision, _) in enumerate(rows, 1) if revision != number]
        found += [f"lost {key} told {told}" for key, told in self.done.items() if stored.get(key) != told]
        found += [f"refused but stored {key}" for key in self.refused if key in stored]
        found += [f"never sent {key}" for key in stored if key not in self.sent]
        if len(stored) != len(rows):
            found.append("an id twice")
        return found


@dataclass
class Desk:
    """One desk: commands at a steady rate; half of what was unanswered at a cut is sent again with its id."""

    server: Server
    token: str
    name: str
    history: History
    chance: random.Random
    rate: float = 13.0
    back_after: list[float] = field(default_factory=list)
    _show: dict[str, Any] = field(default_factory=dict)
    _order: list[str] = field(default_factory=list)
    _waiting: dict[str, str] = field(default_factory=dict)
    _number: int = 0

    async def run(self) -> None:
        """Work until cancelled."""
        cut: float | None = None
        while True:
            headers = {"Authorization": f"Bearer {self.token}"}
            try:
                async with connect(
                    f"{self.server.address}/desk/socket", additional_headers=headers
                ) as socket:
                    await self._hear(json.loads(await asyncio.wait_for(socket.recv(), 20)))
                    if cut is not None:
                        self.back_after.append(time.monotonic() - cut)
                    cut = None
                    async with asyncio.TaskGroup() as group:
                        group.create_task(self._talk(socket))
                        group.create_task(self._listen(socket))
            except* GONE:
                cut = cut or time.monotonic()
                await asyncio.sleep(self.chance.uniform(0.02, 0.1))

    async def _listen(self, socket: ClientConnection) -> None:
        while True:
            await self._hear(json.loads(await socket.recv()))

    async def _hear(self, frame: dict[str, Any]) -> None:
        match frame["type"]:
            case "hello" | "change":
                self._show = frame["show"]
                self._order = frame.get("order", self._order)
            case "done":
                self._waiting.pop(frame["id"], None)
                assert self.history.done.setdefault(frame["id"], frame["revision"]) == frame["revision"]
                if len(self.history.done) >= 20:
                    self.history.enough.set()
            case "refused":
                self._waiting.pop(frame["id"], None)
                if frame["code"] != "not-saved":
                    self.history.refused[frame["id"]] = frame["code"]

    async def _talk(self, socket: ClientConnection) -> None:
        for key, text in list(self._waiting.items()):
            if self.chance.random() < 0.5:
                await socket.send(text)
            else:
                del self._waiting[key]
        while True:
            self._number += 1
            key = f"{self.name}-{self._number}"
            text = json.dumps({"type": "do", "id": key, **self._command()})
            self.history.sent[key] = text
            self._waiting[key] = text
            await socket.send(text)
            await asyncio.sleep(1 / self.rate)

    def _command(self) -> dict[str, Any]:
        item = self.chance.choice(self._order)
        on_air = self._show["on_air"]
        kinds: list[dict[str, Any]] = [
            {"do": "take", "leaving": on_air},
            {"do": "take", "leaving": None},
            {"do": "extend", "item": item, "seconds": self.chance.choice((-15, 15))},
            {"do": "no_show", "item": item},
            {"do": "recall", "item": item},
            {"do": "note", "item": item, "text": "慢一点"},
            {"do": "ready", "item": item, "side": "family", "state": "waiting"},
            {"do": "insert", "segment": {"title": "歌", "seconds": 30}, "before": None},
            {"do": "hold"},
            {"do": "resume"},
            {"do": "undo", "revision": self._show.get("undoable") or 1},
        ]
        return {"do": "start"} if self._show["state"] == "ready" else self.chance.choice(kinds)


@dataclass
class Screen:
    """One screen: keeps the newest picture, and comes back by itself."""

    server: Server
    chance: random.Random
    revision: int = -1
    back: asyncio.Event = field(default_factory=asyncio.Event)
    went_back: int = 0

    async def run(self) -> None:
        """Watch until cancelled."""
        while True:
            try:
                async with connect(f"{self.server.address}/screen/socket", open_timeout=20) as socket:
                    first = True
                    async for text in socket:
                        self._see(json.loads(text), first=first)
                        first = False
            except GONE:
                pass
            self.back.clear()
            await asyncio.sleep(self.chance.uniform(0.05, 0.5))

    def _see(self, frame: dict[str, Any], *, first: bool) -> None:
        if frame["type"] != "picture":
            return
        if frame["revision"] < self.revision and not first:
            self.went_back += 1
        self.revision = frame["revision"]
        self.back.set()


@contextlib.asynccontextmanager
async def at_work(*people: Desk | Screen) -> AsyncIterator[None]:
    """Everybody at work for as long as the block runs."""
    tasks = [asyncio.create_task(person.run()) for person in people]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        for end in ended:
            if isinstance(end, Exception):
                raise end
