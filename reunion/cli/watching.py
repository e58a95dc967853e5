"""`reunion watch`: follows a show in the terminal over its screen socket."""

import asyncio
import json
import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import click

Picture = Mapping[str, Any]

SILENCE_S: Final = 45.0
"""The server says something every 20 s; after this long the connection is taken for dead."""
MESSAGE_MOST: Final = 64 * 1024
COME_BACK_S: Final = 5.0
"""Whoever was cut off comes back at a random moment within this time, so that not all come at once."""


def address_of(url: str) -> str:
    """The socket of a show, from its page's address or its own; raises ValueError with a sentence."""
    parts = urlsplit(url if "//" in url else f"http://{url}")
    scheme = {"http": "ws", "https": "wss"}.get(parts.scheme, parts.scheme)
    steps = [step for step in parts.path.split("/") if step]
    if scheme not in {"ws", "wss"} or not parts.hostname or len(steps) < 2 or steps[0] != "shows":
        raise ValueError(f"{url} is not the address of a show; it looks like http://host:8080/shows/NAME")
    return urlunsplit((scheme, parts.netloc, f"/shows/{steps[1]}/screen/socket", "", ""))


def span(seconds: int) -> str:
    """Seconds as minutes and seconds, 65 → 1:05; hours where there are any."""
    minutes, rest = divmod(abs(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    sign = "-" if seconds < 0 else ""
    return f"{sign}{hours}:{minutes:02}:{rest:02}" if hours else f"{sign}{minutes}:{rest:02}"


def clock(instant: int) -> str:
    """UTC milliseconds as the time of day where the terminal is."""
    return datetime.fromtimestamp(instant / 1000, UTC).astimezone().strftime("%H:%M:%S")


def standing(picture: Picture) -> str:
    """How the show stands against its plan."""
    over = picture["over_under"]
    against = "as planned" if over == 0 else f"{span(abs(over))} {'over' if over > 0 else 'under'}"
    return f"{against}, projected end {clock(picture['projected_end'])}"


def on_air(picture: Picture, now: int) -> str:
    """What is on air and for how long, and how much of its time is left; `now` is the server's clock."""
    item = picture["on_air"]
    if item is None:
        return "nothing on air"
    elapsed, left = (now - item["since"]) // 1000, (item["until"] - now) // 1000
    rest = f"{span(left)} left" if left >= 0 else f"{span(-left)} over its length"
    return f"on air {item['title'] or item['item']} for {span(elapsed)}, {rest}"


def block(picture: Picture, now: int) -> list[str]:
    """What a terminal shows, line by line."""
    coming = [f"  {clock(item['expected'])}  {item['title'] or item['item']}" for item in picture["next"]]
    return [
        f"{picture['title'] or picture['show']}  [{picture['state']}]  {clock(now)}  revision {picture['revision']}",
        on_air(picture, now),
        *(["next:", *coming] if coming else []),
        standing(picture),
    ]


def line(picture: Picture) -> str:
    """What a pipe gets: one line for every change."""
    now = picture["server_time"]
    coming = [f"{clock(item['expected'])} {item['title'] or item['item']}" for item in picture["next"]]
    following = f"; next {', '.join(coming)}" if coming else ""
    return f"{clock(now)} {picture['state']}: {on_air(picture, now)}{following}; {standing(picture)}"


class Terminal:
    """Draws the newest picture over the last one, once a second."""

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
            lines = block(self._picture, self._picture["server_time"] + passed)
        lines = [*lines, self._remark] if self._remark else list(lines)
        up = f"\x1b[{self._drawn}A\x1b[J" if self._drawn else ""
        self._write(up + "".join(f"{text}\n" for text in lines))
        self._drawn = len(lines)


class Pipe:
    """Prints one line for every change, and none for a mere sign of life."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write
        self._last: tuple[object, ...] = ()

    def hear(self, picture: Picture) -> None:
        """Print the picture when it says something new."""
        news = (picture["run"], picture["revision"], picture["state"])
        if news != self._last:
            self._last = news
            self._write(line(picture) + "\n")

    def remark(self, text: str) -> None:
        """Remarks about the connection are for people, not for programs."""
        click.echo(text, err=True)

    def draw(self) -> None:
        """Nothing is redrawn."""


def come_back_in() -> float:
    """Seconds to wait before connecting again."""
    return random.uniform(0, COME_BACK_S)  # noqa: S311 - spreads load, guards nothing


async def follow(address: str, page: Terminal | Pipe, *, pause: Callable[[], float] = come_back_in) -> None:
    """Follow the show for ever; after a break it comes back by itself."""
    from websockets.asyncio.client import connect
    from websockets.exceptions import ConnectionClosed

    async for socket in connect(address, max_size=MESSAGE_MOST):
        try:
            while True:
                message = json.loads(await asyncio.wait_for(socket.recv(), SILENCE_S))
                if message.get("type") == "picture":
                    page.hear(message)
        except TimeoutError:
            page.remark(f"nothing heard for {SILENCE_S:.0f} s, connecting again …")
        except ConnectionClosed as closed:
            page.remark(
                f"the connection closed ({closed.rcvd.code if closed.rcvd else 'cut'}), connecting again …"
            )
        await asyncio.sleep(pause())


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
    from websockets.exceptions import InvalidStatus

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
        reason = "there is no such show" if status == 404 else f"the server answered {status}"
        raise click.ClickException(f"{url}: {reason}") from refused
