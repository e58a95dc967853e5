"""The staff's pages with 100,000 registrations: time to the last byte, and processor time.

A machine with nothing else to do gives the times; the processor time is the server's own, over ROUNDS requests. Who
names one another stands linked with evidence, as the linker stores it, so that boards have something to show; the
server begins to look at everybody when it starts, and is measured while it does.
Run: python bench/staff.py [DIRECTORY]; what was made there before is measured again without making it anew.
"""

import asyncio
import os
import sys
from contextlib import nullcontext
from pathlib import Path

from _crowds import everybody, producer, told
from _screens import Screen, ask, take, visit
from _serving import Server, folder, serving, settings, table

from reunion.actions.pairing import pairs_of
from reunion.app import opened
from reunion.demo.gathering import GATHERING
from reunion.domain.instants import SECOND, Instant
from reunion.domain.people import Side
from reunion.domain.plans import Clue, MatchRow, MatchStanding, PlanVersion, Slot, Unplaced

WORKERS = 46_200
"""With their families and who registered twice: 100,000 registrations."""
ROUNDS = 20
BAR_MS = 100
"""The 95th percentile of the list's pages."""
AT = f"/staff/{GATHERING}"
CHUNK = 500
PLACED = 255
EACH_S = 82
FULL = {
    "says": "All %(segments)d stretches of the shows that suit it are full (%(needed)d s and a buffer are needed).",
    "says.segments": 8,
    "says.needed": 60,
}
CLUES = tuple(
    Clue(field, "same", bits)
    for field, bits in (
        ("name", 12.0),
        ("other-name", 11.5),
        ("village", 4.0),
        ("relation", 1.5),
        ("township", 2.0),
    )
)
WHOLE = "whole"
"""Marks a folder whose people were all made."""
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
        Screen("lists to download", f"{AT}/exports"),
        Screen("record", f"{AT}/audit"),
        Screen("rundown board", f"{AT}/rundown"),
    )


async def measure(server: Server, cookie: str) -> list[tuple[str, ...]]:
    """A row a screen."""
    rows = []
    async with visit(server, cookie) as session:
        _, text = await ask(session, Screen("list", LIST))
        township = text.split('name="township"', 1)[1].split('<option value="', 2)[2].split('"', 1)[0]
        for screen in screens(township):
            taken = await take(session, server, screen, ROUNDS)
            figures = (taken.first, taken.p50, taken.p95, taken.cpu)
            ok = "" if taken.p95 <= BAR_MS else "over"
            print(
                f"  {screen.name}: {taken.p95:.0f} ms, {taken.cpu:.0f} of processor time",
                file=sys.stderr,
                flush=True,
            )
            rows.append((screen.name, *(f"{one:.0f}" for one in figures), ok))
    return rows


async def _stands(data: Path) -> tuple[int, str]:
    if (data / WHOLE).exists():
        return await producer(data)
    await everybody(data, WORKERS, on_web=True)
    await link_by_name(data)
    await place_some(data)
    (data / WHOLE).touch()
    return await producer(data)


async def link_by_name(data: Path) -> None:
    """Links and pairs of who names one another; every fortieth waits for a look."""
    async with opened(settings(data)) as store:
        people = await store.registrations.every(GATHERING)
        workers: dict[tuple[str, str], str] = {}
        for one in people:
            if one.side is Side.WORKER:
                workers |= {(one.name, other.name): one.id for other in one.others}
        rows = []
        for one in people:
            keys = [(other.name, one.name) for other in one.others] if one.side is Side.FAMILY else []
            for worker in {workers[key] for key in keys if key in workers}:
                sure = len(rows) % 40 != 0
                standing = MatchStanding.LINKED if sure else MatchStanding.REVIEW
                score = 9990 - len(rows) % 60 if sure else 5000 + len(rows) % 3000
                rows.append(
                    MatchRow(worker, one.id, score, standing, CLUES, "sure" if sure else "not-sure-enough")
                )
        for start in range(0, len(rows), CHUNK):
            chunk = rows[start : start + CHUNK]
            changed = await store.matches.suggest_for(GATHERING, [row.family for row in chunk], chunk)
            # all in one change: nobody waits behind it, and a hundred thousand would be five thousand commits
            await store.pairs.remake(GATHERING, sorted(changed), pairs_of)
            told("links", min(start + CHUNK, len(rows)), len(rows))


async def place_some(data: Path) -> None:
    """A plan as for one evening, PLACED pairs one after the other, and why nobody else has a slot."""
    async with opened(settings(data)) as store:
        head = (await store.shows.every(GATHERING))[0]
        pairs = await store.pairs.every(GATHERING)
        starts = (Instant(head.planned_start + at * EACH_S * SECOND) for at in range(PLACED))
        slots = tuple(
            Slot(pair.id, head.id, start, EACH_S, start) for pair, start in zip(pairs, starts, strict=False)
        )
        rest = tuple(Unplaced(pair.id, "CAPACITY", FULL) for pair in pairs[PLACED:])
        by = (await store.accounts.every())[0].id
        await store.plans.put(GATHERING, PlanVersion(1, head.planned_start, by, slots, rest))


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
