"""Pages of the staff as a browser asks for them, how long each takes, and what it costs the server."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass

from _serving import Server, cpu_s, percentile
from aiohttp import ClientSession

LINKED_WITHIN_S = 1800.0


@dataclass(frozen=True, slots=True)
class Screen:
    """One page; with a form it is posted."""

    name: str
    path: str
    form: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds to the last byte of the first and the later requests, and of processor time of each."""

    first: float
    p50: float
    p95: float
    worst: float
    cpu: float


def visit(server: Server, cookie: str) -> ClientSession:
    """A browser in which a producer is signed in."""
    headers = {"Origin": server.origin, "Cookie": f"reunion-staff={cookie}"}
    return ClientSession(server.origin, headers=headers)


async def ask(session: ClientSession, screen: Screen) -> tuple[float, str]:
    """Milliseconds to the last byte, and the page."""
    method = "GET" if screen.form is None else "POST"
    begun = time.perf_counter()
    async with session.request(method, screen.path, data=screen.form) as answer:
        text = await answer.text()
        if answer.status != 200:
            raise SystemExit(f"{screen.name}: {answer.status}")
    return (time.perf_counter() - begun) * 1000, text


async def take(session: ClientSession, server: Server, screen: Screen, rounds: int) -> Taken:
    """Ask once, then `rounds` times."""
    first, _ = await ask(session, screen)
    before = cpu_s(server.pid)
    times = [(await ask(session, screen))[0] for _ in range(rounds)]
    busy = (cpu_s(server.pid) - before) / rounds * 1000
    return Taken(first, percentile(times, 0.5), percentile(times, 0.95), max(times), busy)


async def linked(session: ClientSession, board: str) -> None:
    """Wait until the links board says that everybody was looked at."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < LINKED_WITHIN_S:
        _, text = await ask(session, Screen("links board", f"{board}?standing=linked"))
        if "tile-chosen" in text and "#i-clock" not in text.split('id="showing"', 1)[1].split("</p>", 1)[0]:
            return
        await asyncio.sleep(1.0)
    raise SystemExit("not everybody was looked at within half an hour")
