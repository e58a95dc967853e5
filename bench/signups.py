"""Durable sign-ups a second over HTTP: one server process, one client process, every answer after its commit.

The control is the same server with a commit for every sign-up. Run: python bench/signups.py
"""

import asyncio
import json
import secrets
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

from _serving import Line, Server, cpu_s, folder, percentile, serving, settings, table

from reunion.app import opened, system_clock
from reunion.cli.serving import run
from reunion.demo.evenings import evenings
from reunion.demo.people import generate
from reunion.domain.instants import HOUR, Instant
from reunion.domain.people import Gathering

LINES = 64
WARM_UP = 500
SIGN_UPS = 8000
CONTROL_SIGN_UPS = 3000
ROUNDS = 3
ACT_OF_EACH = 1


async def people(data: Path) -> None:
    """A gathering with its two shows, so that the form asks what it asks for real."""
    crowd = generate(1, 60)
    start = Instant(system_clock() + HOUR)
    gathering = Gathering("bench", "Bench", crowd.home, "温岭", "Asia/Shanghai", ("bench",))
    async with opened(settings(data)) as store:
        await store.gatherings.put(gathering)
        for head in evenings("bench", start, 255, 1):
            await store.shows.put(head)


def requests(number: int, port: int) -> list[bytes]:
    """The last press of the form, each for somebody else."""
    crowd = generate(7, max(200, number // 60))
    township = crowd.home.townships[0]
    persons = list(crowd.persons.values())
    made = []
    for at in range(number):
        one, other = persons[at % len(persons)], persons[(at + 1) % len(persons)]
        answers = {
            "name": one.name,
            "phone": f"13900{at % 10**6:06d}",
            "township": township.code,
            "village": "长岩村3组",
            "1-other_name": other.name,
            "1-other_relation": "母亲",
            "1-other_phone": f"13800{at % 10**6:06d}",
            "place": "温岭大溪",
            "persons": "1",
            "years": "2",
            "message": "妈，我在这边一切都好。",
            "c-store": "1",
            "c-on_air": "1",
            "c-recording": "1",
        }
        form = {"step": "5", "go": "submit", "seen": "1", "ticket": secrets.token_urlsafe(16)}
        body = urlencode({**form, "kept": json.dumps(answers, ensure_ascii=False)}).encode()
        head = (
            f"POST /g/bench/signup/worker HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        made.append(head.encode() + body)
    return made


async def fire(server: Server, asked: list[bytes]) -> tuple[float, list[float], int]:
    """All requests over LINES connections: seconds, seconds of each, how many were not taken."""
    waiting = iter(asked)
    times: list[float] = []
    refused = 0

    async def one_line() -> None:
        nonlocal refused
        line = await Line.open(server.port)
        for request in waiting:
            begun = time.perf_counter()
            status, head = await line.ask(request)
            times.append(time.perf_counter() - begun)
            refused += status != 303 or b"new=1" not in head
        line.close()

    begun = time.perf_counter()
    await asyncio.gather(*(one_line() for _ in range(LINES)))
    return time.perf_counter() - begun, times, refused


def measure(number: int, *command: str) -> tuple[str, ...]:
    """One round on a fresh database; counts afterwards what is stored."""
    with folder() as data:
        asyncio.run(people(data))
        with serving(data, *command) as server:
            run(fire(server, requests(WARM_UP, server.port)))
            before = cpu_s(server.pid)
            seconds, times, refused = run(fire(server, requests(number, server.port)))
            busy = cpu_s(server.pid) - before
        stored = asyncio.run(count(data))
    if refused or stored != number + WARM_UP:
        raise SystemExit(
            f"{refused} refused, {stored} stored of {number + WARM_UP}: the figures mean nothing"
        )
    return (
        f"{number / seconds:,.0f}",
        f"{percentile(times, 0.5) * 1000:.1f}",
        f"{percentile(times, 0.99) * 1000:.1f}",
        f"{busy / number * 1e6:.0f}",
    )


async def count(data: Path) -> int:
    """Registrations in the database."""
    async with opened(settings(data)) as store:
        return (await store.gatherings.counts("bench"))["workers"]


def main() -> None:
    """Interleaved rounds, one table."""
    rows = []
    for number in range(1, ROUNDS + 1):
        rows.append((f"group commit, round {number}", *measure(SIGN_UPS)))
        control = ("bench/_commit_each.py",)
        rows.append((f"a commit each, round {number}", *measure(CONTROL_SIGN_UPS, *control)))
    header = ("", "sign-ups/s", "p50 ms", "p99 ms", "server CPU µs each")
    table(f"Durable sign-ups over HTTP ({LINES} connections, one server process)", header, rows)


if __name__ == "__main__":
    sys.exit(main())
