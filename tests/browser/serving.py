"""The whole server for pages in Chromium, in the loop of the browser, on the clock the browser has."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp.test_utils import TestServer

from reunion.actions.ports import Choice, NewRegistration, Rundown
from reunion.app import build, system_clock
from reunion.config import Settings
from reunion.domain.cards import Card, CardSide
from reunion.domain.commands import Command
from reunion.domain.instants import Instant
from reunion.domain.people import Pair, Party, Registration, Side
from reunion.domain.plans import MatchStanding, ShowHead
from reunion.domain.rundown import Item, Kind, Show
from reunion.web.keys import STAGES, STORE
from reunion.web.tokens import digest
from tests.actions.scenes import put_pairs

from ..conftest import GATHERING, SECRET

LINK = "a-link-of-128-random-bits"
NAMES = (
    ("张晓明", "李秀英"),
    ("欧阳建国", "欧阳德才、潘桂芳"),
    ("阿依古丽·买买提", "买买提·艾山"),
    ("王强", "王大娘"),
)


class Running:
    """A gathering with one show of four slots; the third one is the family's whose link is LINK."""

    def __init__(self, server: TestServer, app: Any) -> None:
        self.address = str(server.make_url("/")).rstrip("/")
        self.app = app
        self._presses = 0

    async def press(self, command: Command) -> int:
        """A command as a host sends it."""
        stage = await self.app[STAGES].get("gala")
        self._presses += 1
        revision: int = await stage.perform(command, f"c{self._presses}", "st-1")
        return revision


@asynccontextmanager
async def running(folder: Path, *, starts_in: int) -> AsyncIterator[Running]:
    """Serve from a fresh folder; the show begins in so many seconds."""
    app = build(Settings(data=folder, secret=SECRET))
    server = TestServer(app)
    await server.start_server()
    await _fill(app, Instant(system_clock() + starts_in * 1000))
    yield Running(server, app)
    await server.close()


async def _fill(app: Any, start: Instant) -> None:
    store = app[STORE]
    rows = [Item("it-0", Kind.SEGMENT, 60, start)]
    cards = {"it-0": Card("开场：两地领导拜年")}
    for number, (worker, family) in enumerate(NAMES, start=1):
        at = Instant(start + (60 + (number - 1) * 105) * 1000)
        rows.append(Item(f"it-{number}", Kind.SLOT, 90, at, pair=f"p-{number}"))
        cards[f"it-{number}"] = Card("", CardSide(worker, town="温岭"), CardSide(family, town="田家镇"))
    end = Instant(start + 600_000)
    head = ShowHead("gala", GATHERING.id, "除夕场", "一号直播间", start, end, 15, run="r1")
    show = Show("gala", "r1", start, end, 15, {row.id: row for row in rows}, tuple(row.id for row in rows))
    await store.gatherings.put(GATHERING)
    mother = Registration("rg-1", GATHERING.id, Side.FAMILY, 1, "买买提·艾山", invite_code="ABCDEF")
    son = Registration("rg-2", GATHERING.id, Side.WORKER, 2, "艾山·买买提", invite_code="ABCDEG")
    await store.registrations.add([NewRegistration(mother, digest(LINK)), NewRegistration(son)])
    belong = [Choice(son.id, mother.id, MatchStanding.CONFIRMED)]
    await store.matches.decide(GATHERING.id, belong, by="st-1", at=start)
    pair = Pair("p-3", GATHERING.id, Party(Side.WORKER, (son.id,)), Party(Side.FAMILY, (mother.id,)))
    await put_pairs(store, [pair])
    await store.shows.begin_run(head, Rundown(show, cards))
