"""The staff's pages with 100,000 registrations: time to the last byte, and processor time.

A machine with nothing else to do gives the times; the processor time is the server's own, over ROUNDS requests.
Run: python bench/staff.py [DIRECTORY]; what was made there before is measured again without making it anew.
"""

import asyncio
import os
import sys
from contextlib import nullcontext
from pathlib import Path

from _crowds import everybody, producer
from _screens import Screen, ask, linked, take, visit
from _serving import Server, folder, serving, table

from reunion.demo.gathering import GATHERING

WORKERS = 46_200
"""With their families and who registered twice: 100,000 registrations."""
ROUNDS = 40
BAR_MS = 100
"""The 95th percentile of the list's pages."""
AT = f"/staff/{GATHERING}"
LIST = f"{AT}/registrations"


def screens(township: str) -> tuple[Screen, ...]:
    """What a clerk does all day."""
    return (
        Screen("list", LIST),
        Screen("list, one township's families", f"{LIST}?side=family&township={township}"),
        Screen("list, not agreed to be on air", f"{LIST}?consent=missing"),
        Screen("list, withdrawn", f"{LIST}?standing=withdrawn"),
        Screen("list, deep page", f"{LIST}?page=1900"),
        Screen("list by name, page 500", f"{LIST}?sort=name&page=500"),
        Screen("search a rare name", LIST, {"words": "欧阳"}),
        Screen("search a surname", LIST, {"words": "李"}),
        Screen("search pinyin initials", LIST, {"words": "zxm"}),
        Screen("search last four digits", LIST, {"words": "2468"}),
        Screen("search a whole number", LIST, {"words": "13800138000"}),
        Screen("search nobody", LIST, {"words": "没有这人"}),
        Screen("JSON of a page", f"/api/v1/gatherings/{GATHERING}/registrations?side=worker"),
        Screen("overview", AT),
        Screen("links board", f"{AT}/links"),
        Screen("rundown board", f"{AT}/rundown"),
        Screen("lists to download", f"{AT}/exports"),
        Screen("record", f"{AT}/audit"),
    )


async def measure(server: Server, cookie: str) -> list[tuple[str, ...]]:
    """A row a screen."""
    rows = []
    async with visit(server, cookie) as session:
        await linked(session, f"{AT}/links")
        _, text = await ask(session, Screen("list", LIST))
        township = text.split('name="township"', 1)[1].split('<option value="', 2)[2].split('"', 1)[0]
        for screen in screens(township):
            taken = await take(session, server, screen, ROUNDS)
            figures = (taken.first, taken.p50, taken.p95, taken.cpu)
            ok = "" if taken.p95 <= BAR_MS else "over"
            rows.append((screen.name, *(f"{one:.0f}" for one in figures), ok))
    return rows


async def _stands(data: Path) -> tuple[int, str]:
    if (data / "reunion.sqlite3").exists():
        return await producer(data)
    _, people, cookie = await everybody(data, WORKERS)
    return people, cookie


def main() -> None:
    """One table."""
    with nullcontext(Path(sys.argv[1])) if sys.argv[1:] else folder() as data:
        people, cookie = asyncio.run(_stands(data))
        with serving(data) as server:
            rows = asyncio.run(measure(server, cookie))
    header = ("screen", "first ms", "p50 ms", "p95 ms", "CPU ms", f"p95 > {BAR_MS}")
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    table(f"The staff's pages with {people:,} registrations (load {load})", header, rows)


if __name__ == "__main__":
    sys.exit(main())
