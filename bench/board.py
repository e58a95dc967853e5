"""Each screen of the links board with 10,000 workers and their families: time to its last byte and processor time.

A machine with nothing else to do gives the times; the processor time is the server's own, over ROUNDS requests.
Run: python bench/board.py
"""

import asyncio
import re
import sys
from urllib.parse import quote

from _crowds import everybody
from _screens import Screen, ask, linked, take, visit
from _serving import Server, folder, serving, table
from aiohttp import ClientSession

from reunion.demo.gathering import GATHERING

WORKERS = 10_000
ROUNDS = 20
BAR_MS = 200
AT = f"/staff/{GATHERING}/links"


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
    async with visit(server, cookie) as session:
        await linked(session, AT)
        _, text = await ask(session, Screen("uncertain", AT))
        shown = re.findall(r'<option value="([^"]+)">', text)
        towns = [value for value in shown if value.isdecimal() and len(value) > 3]
        rules = [value for value in shown if value.isascii() and "-" in value]
        await decide_some(session)
        for screen in screens("李", rules[0], towns[0]):
            taken = await take(session, server, screen, ROUNDS)
            figures = (taken.first, taken.p50, taken.worst, taken.cpu)
            ok = "" if taken.p50 <= BAR_MS else "over"
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
