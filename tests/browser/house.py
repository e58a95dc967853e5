"""A gathering with one evening on a clock that the test moves, in the loop of the browser."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from aiohttp import web
from playwright.async_api import Page

from reunion.actions.admitting import Admitting
from reunion.actions.attending import Place
from reunion.actions.ports import Choice, NewRegistration, Rundown
from reunion.app import build
from reunion.beside.linker import Here
from reunion.config import Settings
from reunion.domain.access import Role
from reunion.domain.cards import Card, CardSide
from reunion.domain.instants import Instant
from reunion.domain.people import Pair, Party, Registration, Side
from reunion.domain.plans import MatchStanding, ShowHead
from reunion.domain.readiness import Ready
from reunion.domain.rundown import Item, Kind, Show
from reunion.live.seats import Turns
from reunion.web.keys import ATTENDING, CALLING, STAGES, STORE
from reunion.web.tokens import digest
from tests.actions.scenes import agreed, put_pairs
from tests.conftest import GATHERING, HandClock

NAMES = (
    ("张晓明", "李秀英"),
    ("王强", "王大娘"),
    ("陈建军", "陈德才"),
    ("刘洋", "刘桂芳"),
    ("赵敏", "赵长福"),
)
BUFFER_S = 15


@dataclass(frozen=True)
class Plan:
    """One show: an opening, then a pair every so many seconds."""

    start: Instant
    opening_s: int
    every_s: int
    whole_s: int
    names: Sequence[tuple[str, str]] = NAMES


@dataclass
class House:
    """The server on a clock that the test moves; closed and opened again, it is a restart."""

    settings: Settings
    clock: HandClock = field(default_factory=HandClock)
    turns: Turns | None = None
    port: int = 0
    runner: web.AppRunner | None = None
    listening: bool = False

    async def open(self) -> None:
        """Listen, on the same port as before."""
        app = build(self.settings, now=self.clock, ticks=self.clock, turns=self.turns, circles=Here)
        self.runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self.runner.addresses[0][1]
        self.listening = True

    async def close(self) -> None:
        """Stop, as before a restart."""
        assert self.runner is not None
        self.listening = False
        await self.runner.cleanup()

    @property
    def app(self) -> web.Application:
        assert self.runner is not None
        return self.runner.app

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def pass_(self, minutes: float, *, step_s: int = 5) -> None:
        """Let time pass as the server's rounds see it."""
        for _ in range(round(minutes * 60 / step_s)):
            self.clock.move(seconds=step_s)
            await self.look()

    async def look(self) -> None:
        await self.app[ATTENDING].look()
        await self.app[CALLING].look()

    async def show(self) -> Show:
        stage = await self.app[STAGES].get("gala")
        assert stage is not None
        return stage.show

    async def line(self, number: int, *, open_: bool) -> None:
        """Until the server has seen the line of that family's page open or close; the browser may be ahead of it."""
        place = Place("gala", f"p-{number}", Side.FAMILY)
        async with asyncio.timeout(10):
            while self.app[ATTENDING].is_open(place) is not open_:  # noqa: ASYNC110 - the server says it to nobody
                await asyncio.sleep(0)

    async def ready(self, number: int) -> Ready:
        return (await self.show()).side(f"it-{number}", Side.FAMILY)[0]

    async def enter(self, page: Page, name: str, role: Role, path: str, **place: str) -> None:
        """Sign somebody in and open a page."""
        admitting = Admitting(self.app[STORE], self.clock)
        account = await admitting.create(name, role, GATHERING.id, **place)
        cookie = {"name": "reunion-staff", "value": await admitting.sign_in(account, 12), "url": self.address}
        await page.context.add_cookies([cookie])
        await page.goto(self.address + path)

    async def fill(self, plan: Plan) -> None:
        """Publish the show; the link of the family of pair 3 is `link-f-3`."""
        store = self.app[STORE]
        await store.gatherings.put(GATHERING)
        rows, cards = [Item("it-0", Kind.SEGMENT, plan.opening_s, plan.start)], {"it-0": Card("开场")}
        people, pairs = [], []
        for number, names in enumerate(plan.names, start=1):
            at = Instant(plan.start + (plan.opening_s + (number - 1) * plan.every_s) * 1000)
            key, ids = f"it-{number}", (f"w-{number}", f"f-{number}")
            rows.append(Item(key, Kind.SLOT, plan.every_s - BUFFER_S, at, pair=f"p-{number}"))
            cards[key] = Card("", *_sides(names), people=ids)
            people += [
                _person(id_, side, name, number) for id_, side, name in zip(ids, Side, names, strict=True)
            ]
            pairs.append(
                Pair(f"p-{number}", GATHERING.id, Party(Side.WORKER, ids[:1]), Party(Side.FAMILY, ids[1:]))
            )
        end = Instant(plan.start + plan.whole_s * 1000)
        head = ShowHead("gala", GATHERING.id, "除夕场", "一号直播间", plan.start, end, BUFFER_S, run="r1")
        items = {row.id: row for row in rows}
        show = Show("gala", "r1", plan.start, end, BUFFER_S, items, tuple(items))
        await store.registrations.add(people)
        # The linker of a restart takes apart what nobody confirmed.
        chosen = [Choice(f"w-{n}", f"f-{n}", MatchStanding.CONFIRMED) for n in range(1, len(pairs) + 1)]
        await store.matches.decide(GATHERING.id, chosen, by="st-1", at=self.clock())
        await put_pairs(store, pairs)
        await store.shows.begin_run(head, Rundown(show, cards))


def _sides(names: tuple[str, str]) -> tuple[CardSide, CardSide]:
    worker, family = names
    return CardSide(worker, town="温岭"), CardSide(family, place="家里", town="田家镇")


def _person(id_: str, side: Side, name: str, number: int) -> NewRegistration:
    digits = 1380013800 if side is Side.WORKER else 1390013900
    place = {"township": "511011100", "village": "火花" if number == 4 else "双坳"}
    one = Registration(
        id_,
        GATHERING.id,
        side,
        0,
        name,
        (f"+86{digits}{number}",),
        invite_code=id_.upper(),
        consent=agreed(),
        **(place if side is Side.FAMILY else {}),
    )
    return NewRegistration(one, digest(f"link-{id_}"))
