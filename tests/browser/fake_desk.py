"""A server with nothing but the desk's page and its socket: the real rules and frames, and a hand on everything else.

A test may make it deaf, cut its lines, move its clock, or let somebody else press first.
"""

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from aiohttp import WSMsgType, web

from reunion.domain.access import Identity, Role
from reunion.domain.cards import Card, CardSide
from reunion.domain.commands import Command, HandOver
from reunion.domain.instants import Instant
from reunion.domain.readiness import Ready
from reunion.domain.refusal import Refused
from reunion.domain.rundown import Item, Kind, Show
from reunion.domain.show import apply, decide, words
from reunion.domain.timing import project
from reunion.live import rows, ways, wire
from reunion.live.cast import Cast
from reunion.live.recent import Step, recent
from reunion.web.guard import HEADERS
from reunion.web.pages import Environments

ROOT: Final = Path(__file__).resolve().parents[2]
START: Final = Instant(1_801_915_200_000)
"""2027-02-06 20:00 in China."""
SLOT_S: Final = 120

_SURNAMES: Final = (
    ("王", "Wáng"),
    ("李", "Lǐ"),
    ("张", "Zhāng"),
    ("刘", "Liú"),
    ("陈", "Chén"),
    ("欧阳", "Ōuyáng"),
)
_GIVEN: Final = (
    ("建国", "Jiànguó"),
    ("秀英", "Xiùyīng"),
    ("小芳", "Xiǎofāng"),
    ("志强", "Zhìqiáng"),
    ("玉兰", "Yùlán"),
)
_TOWNS: Final = ("田家镇", "郭北镇", "高梁镇", "白合镇", "永兴镇", "双才镇", "椑木镇")


def person(number: int) -> tuple[str, str]:
    """A made-up name and its pinyin."""
    surname, given = _SURNAMES[number % len(_SURNAMES)], _GIVEN[number % len(_GIVEN)]
    return surname[0] + given[0], f"{surname[1]} {given[1]}"


def card(number: int) -> Card:
    """A made-up pair."""
    worker, family = person(number), person(number * 7 + 3)
    town = _TOWNS[number % len(_TOWNS)]
    return Card(
        worker=CardSide(
            *worker, place="温岭市泽国镇鞋业园区", town="温岭", relation="儿子", township=town, years_away=number % 5,
            dialect="sichuan", message="爸妈，今年不回来了，你们保重身体，等疫情过了我就带孩子回家看你们。",
            story="在温岭的鞋厂做了八年，去年当上了班组长，孩子今年上小学，一家三口租住在厂区旁边。",
        ),
        family=CardSide(
            *family, place=f"{town}三村二组", town=town, relation="母亲", township=town, persons=1 + number % 4,
            dialect="东兴话", message="家里都好，腊肉给你们寄了十斤，要记得吃。",
        ),
    )  # fmt: skip


def rundown(slots: int) -> tuple[Show, Cast]:
    """An opening, so many slots and a closing, one after the other."""
    rows = [Item("it-1", Kind.SEGMENT, 180, START)]
    cards = {"it-1": Card("开场：区领导新春致辞")}
    for number in range(slots):
        key = f"it-{number + 2}"
        at = Instant(START + 180_000 + number * SLOT_S * 1000)
        rows.append(Item(key, Kind.SLOT, SLOT_S, at, pair=f"pair-{number}"))
        cards[key] = card(number)
    end = Instant(START + 180_000 + slots * SLOT_S * 1000)
    rows.append(Item(f"it-{slots + 2}", Kind.SEGMENT, 120, end))
    cards[f"it-{slots + 2}"] = Card("尾声：合唱《我们的祝福》", shortest_s=60, optional=True)
    ready = {f"it-{n}": sides for n, sides in zip(range(2, slots + 2), _readiness(), strict=False)}
    show = Show(
        id="gala", run="run-1", planned_start=START, planned_end=Instant(end + 120_000), buffer_s=0,
        items={row.id: row for row in rows}, order=tuple(row.id for row in rows), readiness=ready,
    )  # fmt: skip
    return show, Cast("为爱止步 四海为家 · 第一场", cards)


def _readiness() -> list[tuple[Ready, Ready]]:
    first = [(Ready.READY, Ready.READY), (Ready.READY, Ready.WAITING), (Ready.CHECKED, Ready.READY)]
    return [
        *first,
        (Ready.LOST, Ready.READY),
        (Ready.CONFIRMED, Ready.NO_SHOW),
        (Ready.WAITING, Ready.CONFIRMED),
    ]


class FakeDesk:
    """The page and the socket; `heard` is every command that came, in order."""

    def __init__(self, slots: int = 12) -> None:
        self.show, self.cast = rundown(slots)
        self.now = START
        self.deaf = False
        """Commands are heard and forgotten, as if the line had died under them."""
        self.closed = False
        """New lines are refused, as while a server restarts."""
        self.address = ""
        """Where the page is, once somebody serves it."""
        self.heard: list[dict[str, Any]] = []
        self.ways: list[Any] = []
        """What it suggests."""
        self.asked = asyncio.Event()
        """It was asked for suggestions."""
        self.joined: list[str] = []
        """The query of every connection."""
        self.present = ["林导", "小周"]
        self.editing: list[dict[str, str]] = []
        self.auto: dict[str, Any] | None = None
        self.role = "host"
        self.languages = ("zh_Hans", "zh-Hans")
        """Of the catalogue, and as the page names it."""
        """Who writes on which card."""
        self.edits: list[str | None] = []
        """What this page said it writes on, in order."""
        self._changes: dict[int, bytes] = {}
        self._answers: dict[str, bytes] = {}
        self._sockets: list[web.WebSocketResponse] = []

    def app(self) -> web.Application:
        """Everything under one address."""
        app = web.Application()
        app.router.add_static("/static", ROOT / "static")
        app.router.add_get("/shows/gala/desk", self.page)
        app.router.add_get("/shows/gala/desk/prompter", self.page)
        app.router.add_get("/shows/gala/desk/socket", self.socket)
        return app

    async def page(self, request: web.Request) -> web.Response:
        """The desk's or the prompter's template as the server fills it."""
        name = f"{request.path.rpartition('/')[2]}.html"
        catalogue, language = self.languages
        template = Environments(strict=True)[catalogue].get_template(f"desk/{name}")
        text = template.render(
            language=language,
            here=request.path,
            title=self.cast.title,
            show="gala",
            room="gala",
            rehearsal=False,
            role=self.role,
            who="小周",
            identity=Identity(Role.HOST, "st-1"),
            zone="Asia/Shanghai",
            static=lambda path: f"/static/{path}",
        )
        return web.Response(text=text, content_type="text/html", headers=HEADERS)

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        """The desk's line."""
        if self.closed:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.joined.append(request.query_string)
        since = request.query.get("since")
        if since is not None and request.query["run"] == self.show.run:
            for revision in range(int(since) + 1, self.show.revision + 1):
                await socket.send_str(self._changes[revision].decode())
            await socket.send_str(self._tick().decode())
        else:
            await socket.send_str(
                rows.hello(self.show, project(self.show, self.now), self.cast, self.now).decode()
            )
            await socket.send_str(self._tick().decode())
        self._sockets.append(socket)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._answer(socket, message.data)
        self._sockets.remove(socket)
        return socket

    async def _answer(self, socket: web.WebSocketResponse, text: str) -> None:
        asked = wire.asked(text)
        if isinstance(asked.command, wire.Suggest):
            # A question, no command; the page asks by itself.
            if not self.deaf:
                self.asked.set()
                await socket.send_str(ways.suggestions(asked.id, self.show.revision, self.ways).decode())
            return
        if isinstance(asked.command, wire.Edit):
            item = asked.command.item
            self.edits.append(item)
            first = next((edit["by"] for edit in self.editing if edit["item"] == item), "")
            await socket.send_str(wire.editing(asked.id, item, first).decode())
            return
        self.heard.append(json.loads(text))
        if isinstance(asked.command, wire.Veto):
            await socket.send_str(wire.vetoed(asked.id).decode())
            return
        if isinstance(asked.command, wire.Auto):
            self.auto = {"after": asked.command.seconds, "by": "编导小李"}
            await socket.send_str(wire.switched(asked.id, asked.command.seconds).decode())
            await self.later(0)
            return
        if self.deaf:
            return
        if asked.id not in self._answers:
            try:
                if asked.run not in {None, self.show.run}:
                    raise Refused("rundown-changed")
                revision = await self.do(asked.command, by="小周")
                self._answers[asked.id] = wire.done(asked.id, revision)
            except Refused as refused:
                refused.by = "林导"
                self._answers[asked.id] = wire.refused(asked.id, refused, self.show.revision)
        await socket.send_str(self._answers[asked.id].decode())

    async def do(self, command: Command, by: str = "林导", *, tell: bool = True) -> int:
        """Somebody's command, stored and told to every desk; `tell` False loses the change on the way."""
        entry = decide(self.show, command, self.now)
        texts = {**self.cast.texts, **words(command, entry)}
        before, self.show = self.show, apply(self.show, entry)
        done = recent([*self.cast.recent, Step(self.show.revision, by, entry)])
        self.cast = replace(self.cast, texts=texts, recent=done)
        if isinstance(command, HandOver):
            self.cast = replace(
                self.cast, authors={**self.cast.authors, **dict.fromkeys(words(command, entry), by)}
            )
        stored = rows.Stored(before, self.show, entry, by)
        change = rows.change(stored, project(self.show, self.now), self.cast, self.now)
        self._changes[self.show.revision] = change
        if tell:
            await self.say(change)
        return self.show.revision

    async def later(self, seconds: float) -> None:
        """The clock stands that much later, and every desk hears it."""
        self.now = Instant(self.now + int(seconds * 1000))
        await self.say(self._tick())

    async def say(self, message: bytes) -> None:
        """To every desk."""
        for socket in list(self._sockets):
            await socket.send_str(message.decode())

    async def cut(self, code: int = 1012) -> None:
        """Close every line."""
        for socket in list(self._sockets):
            await socket.close(code=code)

    def _tick(self) -> bytes:
        standing = rows.standing(self.show, project(self.show, self.now))
        at = {**standing, "desks": self.present, "editing": self.editing}
        return wire.tick(self.now, self.show.revision, {**at, "auto": self.auto} if self.auto else at)
