"""`reunion watch`: follows a show in the terminal over its screen socket."""

import asyncio
import json
import os
import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit, urlunsplit

import click

from reunion.cli.speaking import Refusal, say
from reunion.cli.zones import schedule_of, zone_at

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

Picture = Mapping[str, Any]

SILENCE_S: Final = 45.0
"""The server says something every 20 s; after this long the connection is taken for dead."""
MESSAGE_MOST: Final = 64 * 1024
BUSY: Final = frozenset({500, 502, 503, 504})
OPEN_S: Final = 5.0
COME_BACK_S: Final = 5.0
"""Whoever was cut off comes back at a random moment within this time, so that not all come at once."""


def address_of(url: str) -> str:
    """The socket of a show, from its page's address or its own; raises ValueError with a sentence."""
    try:
        parts = urlsplit(url if "//" in url else f"http://{url}")
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        parts, named = urlsplit(""), False
    scheme = {"http": "ws", "https": "wss"}.get(parts.scheme, parts.scheme)
    steps = [step for step in parts.path.split("/") if step]
    if scheme not in {"ws", "wss"} or not named or len(steps) < 2 or steps[0] != "shows":
        told = say("%(url)s is not the address of a show; it looks like http://host:8080/shows/NAME")
        raise ValueError(told % {"url": url})
    return urlunsplit((scheme, parts.netloc, f"/shows/{steps[1]}/screen/socket", "", ""))


def span(seconds: int) -> str:
    """Seconds as minutes and seconds, 65 → 1:05; hours where there are any."""
    minutes, rest = divmod(abs(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    sign = "-" if seconds < 0 else ""
    return f"{sign}{hours}:{minutes:02}:{rest:02}" if hours else f"{sign}{minutes}:{rest:02}"


def clock(instant: int, zone: tzinfo | None = None) -> str:
    """UTC milliseconds as the time of day in the zone, or where the terminal is."""
    return datetime.fromtimestamp(instant / 1000, UTC).astimezone(zone).strftime("%H:%M:%S")


def standing(picture: Picture, zone: tzinfo | None = None) -> str:
    """How the show stands against its plan."""
    over = picture["over_under"]
    against = say("as planned") if over == 0 else say("%(span)s over") if over > 0 else say("%(span)s under")
    told = {"against": against % {"span": span(abs(over))}, "end": clock(picture["projected_end"], zone)}
    return say("%(against)s, projected end %(end)s") % told


def on_air(picture: Picture, now: int) -> str:
    """What is on air and for how long, and how much of its time is left; `now` is the server's clock."""
    item = picture["on_air"]
    if item is None:
        return say("nothing on air")
    elapsed, left = (now - item["since"]) // 1000, (item["until"] - now) // 1000
    rest = say("%(span)s left") if left >= 0 else say("%(span)s over its length")
    told = {
        "title": item["title"] or item["item"],
        "elapsed": span(elapsed),
        "rest": rest % {"span": span(abs(left))},
    }
    return say("on air %(title)s for %(elapsed)s, %(rest)s") % told


def state_of(picture: Picture) -> str:
    """The state as a word; one that this version does not know stays as it is."""
    return say(picture["state"])


def block(picture: Picture, now: int, zone: tzinfo | None = None) -> list[str]:
    """What a terminal shows, line by line."""
    coming = [
        f"  {clock(item['expected'], zone)}  {item['title'] or item['item']}" for item in picture["next"]
    ]
    title, revision = picture["title"] or picture["show"], say("revision %(number)d")
    return [
        f"{title}  [{state_of(picture)}]  {clock(now, zone)}  {revision % {'number': picture['revision']}}",
        on_air(picture, now),
        *([say("next:"), *coming] if coming else []),
        standing(picture, zone),
    ]


def line(picture: Picture, zone: tzinfo | None = None) -> str:
    """What a pipe gets: one line for every change."""
    now = picture["server_time"]
    coming = [f"{clock(item['expected'], zone)} {item['title'] or item['item']}" for item in picture["next"]]
    following = say("; next %(items)s") % {"items": ", ".join(coming)} if coming else ""
    return f"{clock(now, zone)} {state_of(picture)}: {on_air(picture, now)}{following}; {standing(picture, zone)}"


class Terminal:
    """Draws the newest picture over the last one, once a second."""

    zone: tzinfo | None = None

    def __init__(self, write: Callable[[str], object], monotonic: Callable[[], float]) -> None:
        self._write = write
        self._monotonic = monotonic
        self._drawn = 0
        self._picture: Picture | None = None
        self._heard = 0.0
        self._remark = ""

    def hear(self, picture: Picture) -> None:
        """Take over a picture and draw it."""
        self._picture, self._heard, self._remark = picture, self._monotonic(), ""
        self.draw()

    def remark(self, text: str) -> None:
        """Say how the connection stands, below the picture."""
        self._remark = text
        self.draw()

    def draw(self) -> None:
        """Draw what is known now; the show's clock is the server's."""
        lines: Sequence[str] = ()
        if self._picture is not None:
            passed = int((self._monotonic() - self._heard) * 1000)
            lines = block(self._picture, self._picture["server_time"] + passed, self.zone)
        lines = [*lines, self._remark] if self._remark else list(lines)
        up = f"\x1b[{self._drawn}A\x1b[J" if self._drawn else ""
        self._write(up + "".join(f"{text}\n" for text in lines))
        self._drawn = len(lines)


class Pipe:
    """Prints one line for every change, and none for a mere sign of life."""

    zone: tzinfo | None = None

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write
        self._last: tuple[object, ...] = ()

    def hear(self, picture: Picture) -> None:
        """Print the picture when it says something new."""
        news = (picture["run"], picture["revision"], picture["state"])
        if news != self._last:
            self._last = news
            self._write(line(picture, self.zone) + "\n")

    def remark(self, text: str) -> None:
        """Remarks about the connection are for people, not for programs."""
        click.echo(text, err=True)

    def draw(self) -> None:
        """Nothing is redrawn."""


def come_back_in() -> float:
    """Seconds to wait before connecting again."""
    return random.uniform(0, COME_BACK_S)  # noqa: S311 - spreads load, guards nothing


async def follow(address: str, page: Terminal | Pipe, *, pause: Callable[[], float] = come_back_in) -> None:
    """Follow the show for ever; after a break it comes back by itself, and says so.

    Raises InvalidHandshake where trying again would not help: there is no such show, or no such server.
    """
    remarked = ""
    while True:
        reached = await _connected(address)
        if isinstance(reached, str):
            trouble = reached
        else:
            if remarked:
                page.remark(say("connected again"))
            remarked = ""
            trouble = await _hear(reached, address, page)
        if trouble != remarked:
            page.remark(trouble)
            remarked = trouble
        await asyncio.sleep(pause())


async def _connected(address: str) -> "ClientConnection | str":
    """The connection, or why there is none for now."""
    from websockets.asyncio.client import connect
    from websockets.exceptions import InvalidMessage, InvalidStatus

    try:
        return await connect(address, max_size=MESSAGE_MOST, open_timeout=OPEN_S)
    except InvalidStatus as refused:
        if refused.response.status_code not in BUSY:
            raise
        why = say("the server answered %(status)d") % {"status": refused.response.status_code}
    except InvalidMessage as wrong:
        if not isinstance(wrong.__cause__, EOFError):
            raise
        why = say("cut")
    except OSError as wrong:
        why = _reason(wrong)
    told = {"server": urlsplit(address).netloc, "why": why}
    return say("%(server)s cannot be reached (%(why)s), trying again …") % told


def _reason(wrong: OSError) -> str:
    if isinstance(wrong, TimeoutError):
        return say("no answer")
    if wrong.errno is None or wrong.errno <= 0:
        return str(wrong)
    return say(os.strerror(wrong.errno))


async def _hear(socket: "ClientConnection", address: str, page: Terminal | Pipe) -> str:
    """Hear the show until the connection ends; how it ended."""
    from websockets.exceptions import ConnectionClosed

    try:
        if page.zone is None:
            page.zone = await asyncio.to_thread(zone_at, schedule_of(address))
            if page.zone is None:
                page.remark(say("the show's time zone is not known: times are those of this machine"))
        while True:
            message = json.loads(await asyncio.wait_for(socket.recv(), SILENCE_S))
            if message.get("type") == "picture":
                page.hear(message)
    except TimeoutError:
        return say("nothing heard for %(seconds)d s, connecting again …") % {"seconds": SILENCE_S}
    except ConnectionClosed as closed:
        code = closed.rcvd.code if closed.rcvd else say("cut")
        return say("the connection closed (%(code)s), connecting again …") % {"code": code}
    finally:
        await socket.close()


async def _watch(address: str, page: Terminal | Pipe) -> None:
    async def redraw() -> None:
        while True:
            await asyncio.sleep(1)
            page.draw()

    drawing = asyncio.ensure_future(redraw())
    try:
        await follow(address, page)
    finally:
        drawing.cancel()


@click.command("watch")
@click.argument("url")
def watch_command(url: str) -> None:
    """Follow a show in the terminal; URL is its public page, or its socket."""
    from websockets.exceptions import InvalidHandshake, InvalidStatus

    try:
        address = address_of(url)
    except ValueError as wrong:
        raise click.BadParameter(str(wrong), param_hint="URL") from wrong

    def write(text: str) -> None:
        click.echo(text, nl=False)

    page = Terminal(write, time.monotonic) if sys.stdout.isatty() else Pipe(write)
    try:
        with suppress(KeyboardInterrupt):
            asyncio.run(_watch(address, page))
    except InvalidStatus as refused:
        status = refused.response.status_code
        answered = say("the server answered %(status)d") % {"status": status}
        reason = say("there is no such show") if status == 404 else answered
        raise Refusal(f"{url}: {reason}") from refused
    except InvalidHandshake as other:
        raise Refusal(f"{url}: {say('what answers there is not a server of reunion')}") from other
