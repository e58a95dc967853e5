"""Each screen of the links board with 10,000 workers and their families: time to its last byte and processor time.

A machine with nothing else to do gives the times; the processor time is the server's own, over ROUNDS requests.
Run: python bench/board.py [--chromium]   (the latter as a person sees them, and twenty links decided by keyboard)
"""

import argparse
import asyncio
import re
import sys
from urllib.parse import quote

from _crowds import everybody
from _opened import decided, figures, opened, signed_in
from _screens import Screen, ask, linked, take, visit
from _serving import Server, folder, percentile, serving, table
from aiohttp import ClientSession

from reunion.demo.gathering import GATHERING

WORKERS = 10_000
ROUNDS = 20
OPENINGS = 5
LINKS = 20
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


async def shown(session: ClientSession) -> tuple[Screen, ...]:
    """The screens once everybody was looked at and some links are decided."""
    await linked(session, AT)
    _, text = await ask(session, Screen("uncertain", AT))
    offered = re.findall(r'<option value="([^"]+)"', text)
    towns = [value for value in offered if value.isdecimal() and len(value) > 3]
    rules = [value for value in offered if value.isascii() and "-" in value]
    await decide_some(session)
    return screens("李", rules[0], towns[0])


async def measure(server: Server, cookie: str) -> list[tuple[str, ...]]:
    """A row a screen."""
    rows = []
    async with visit(server, cookie) as session:
        for screen in await shown(session):
            taken = await take(session, server, screen, ROUNDS)
            figures = (taken.first, taken.p50, taken.worst, taken.cpu)
            ok = "" if taken.p50 <= BAR_MS else "over"
            rows.append((screen.name, *(f"{one:.0f}" for one in figures), ok))
    return rows


async def look(server: Server, cookie: str) -> list[tuple[str, ...]]:
    """A row for each screen that has an address, as Chromium shows it, and one for links decided by keyboard."""
    rows = []
    async with visit(server, cookie) as session, signed_in(server, cookie) as page:
        for screen in await shown(session):
            if screen.form is None and screen.path.startswith("/staff"):
                answered, usable = await opened(page, server.origin + screen.path, OPENINGS)
                ok = "" if percentile(answered, 0.5) <= BAR_MS else "over"
                rows.append((screen.name, *figures(answered), *figures(usable), ok))
        await page.goto(server.origin + AT)
        rows.append((f"{LINKS} links by keyboard", "", "", *figures(await decided(page, LINKS)), ""))
    return rows


def main() -> None:
    """One table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chromium", action="store_true", help="as a person sees the screens")
    chromium = parser.parse_args().chromium
    with folder() as data:
        _, people, cookie = asyncio.run(everybody(data, WORKERS))
        with serving(data) as server:
            rows = asyncio.run((look if chromium else measure)(server, cookie))
    header: tuple[str, ...] = ("screen", "first ms", "p50 ms", "worst ms", "CPU ms", f"p50 > {BAR_MS}")
    if chromium:
        answered, usable = ("answer p50 ms", "worst"), ("usable p50 ms", "worst")
        header = ("screen", *answered, *usable, f"answer > {BAR_MS}")
    table(f"The links board with {people:,} registrations", header, rows)


if __name__ == "__main__":
    sys.exit(main())
