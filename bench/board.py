"""Each screen of the links board with 10,000 workers and their families: time to its last byte and processor time.

A machine with nothing else to do gives the times; the processor time is the server's own, over ROUNDS requests.
Run: python bench/board.py
"""

import asyncio
import re
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from _crowds import everybody
from _serving import Server, cpu_s, folder, percentile, serving, table
from aiohttp import ClientSession

from reunion.demo.gathering import GATHERING

WORKERS = 10_000
ROUNDS = 20
BAR_MS = 200
LINKED_WITHIN_S = 600.0
AT = f"/staff/{GATHERING}/links"


@dataclass(frozen=True, slots=True)
class Screen:
    """A page of the board as a browser asks for it; with a form it is posted."""

    name: str
    path: str
    form: Mapping[str, str] | None = None


def screens(surname: str, rule: str, township: str) -> tuple[Screen, ...]:
    """Everything a member of staff can open; the words come from the board itself."""
    wanted = {"standing": "review"}
    return (
        Screen("uncertain", AT),
        Screen("uncertain, last page", f"{AT}?page=9"),
        Screen("linked", f"{AT}?standing=linked"),
        Screen("linked, page 100", f"{AT}?standing=linked&page=100"),
        Screen("refused", f"{AT}?standing=refused"),
        Screen("one township", f"{AT}?standing=linked&township={township}"),
        Screen("one reason", f"{AT}?rule={quote(rule)}"),
        Screen("one reason of the linked", f"{AT}?standing=linked&rule=sure"),
        Screen("search a name", f"{AT}/find", wanted | {"words": surname}),
        Screen("search four digits", f"{AT}/find", wanted | {"words": "2468"}),
        Screen("search among the linked", f"{AT}/find", {"standing": "linked", "words": surname}),
        Screen("batch preview", f"{AT}/batch", {"standing": "review"}),
        Screen("batch preview of the linked", f"{AT}/batch", {"standing": "linked", "least": "99"}),
        Screen("registered twice", f"{AT}/doubles"),
        Screen("spot check", f"{AT}/checks"),
        Screen("lessons", f"{AT}/lessons"),
        Screen("JSON of a page", f"/api/v1/gatherings/{GATHERING}/links"),
    )


async def ask(session: ClientSession, screen: Screen) -> tuple[float, str]:
    """Milliseconds to the last byte, and the page."""
    method = "GET" if screen.form is None else "POST"
    begun = time.perf_counter()
    async with session.request(method, screen.path, data=screen.form) as answer:
        text = await answer.text()
        if answer.status != 200:
            raise SystemExit(f"{screen.name}: {answer.status}")
    return (time.perf_counter() - begun) * 1000, text


async def linked(session: ClientSession) -> None:
    """Wait until everybody was looked at."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < LINKED_WITHIN_S:
        async with session.get(f"{AT}?standing=linked") as answer:
            text = await answer.text()
        if "tile-chosen" in text and "#i-clock" not in text.split('id="showing"', 1)[1].split("</p>", 1)[0]:
            return
        await asyncio.sleep(1.0)
    raise SystemExit("not everybody was looked at within ten minutes")


async def decide_some(session: ClientSession) -> None:
    """Batches of decisions, so that there is something to learn from and to take back."""
    for standing in ("review", "linked", "linked"):
        _, text = await ask(session, Screen("batch", f"{AT}/batch", {"standing": standing}))
        links = re.search(r'name="links" value="([^"]+)"', text)
        if links is None:
            continue
        form = {"links": links[1], "tab": standing}
        async with session.post(f"{AT}/batch/confirm", data=form, allow_redirects=False) as answer:
            if answer.status != 303:
                raise SystemExit(f"a batch was not confirmed: {answer.status}")


async def measure(server: Server, cookie: str) -> list[tuple[str, ...]]:
    """A row a screen."""
    rows = []
    headers = {"Origin": server.origin, "Cookie": f"reunion-staff={cookie}"}
    async with ClientSession(server.origin, headers=headers) as session:
        await linked(session)
        _, text = await ask(session, Screen("uncertain", AT))
        shown = re.findall(r'<option value="([^"]+)">', text)
        towns = [value for value in shown if value.isdecimal() and len(value) > 3]
        rules = [value for value in shown if value.isascii() and "-" in value]
        await decide_some(session)
        for screen in screens("李", rules[0], towns[0]):
            first, _ = await ask(session, screen)
            before = cpu_s(server.pid)
            times = [(await ask(session, screen))[0] for _ in range(ROUNDS)]
            busy = (cpu_s(server.pid) - before) / ROUNDS * 1000
            figures = (first, percentile(times, 0.5), max(times), busy)
            ok = "" if percentile(times, 0.5) <= BAR_MS else "over"
            rows.append((screen.name, *(f"{one:.0f}" for one in figures), ok))
    return rows


def main() -> None:
    """One table."""
    with folder() as data:
        _, people, cookie = asyncio.run(everybody(data, WORKERS))
        with serving(data) as server:
            rows = asyncio.run(measure(server, cookie))
    header = ("screen", "first ms", "p50 ms", "worst ms", "CPU ms", f"p50 > {BAR_MS}")
    table(f"The links board with {people:,} registrations", header, rows)


if __name__ == "__main__":
    sys.exit(main())
