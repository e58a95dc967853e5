"""TAKE at a running desk while rosters of 10,000 rows come in and everybody is linked, and without.

255 TAKEs each time, three desks and 200 screens as in take.py. Run: python bench/importing.py
"""

import asyncio
import sys
import time

import take
from _crowds import everybody
from _serving import Server, cpu_s, folder, percentile, serving, table
from aiohttp import ClientSession, FormData

from reunion.demo.gathering import GATHERING
from reunion.demo.people import generate
from reunion.demo.rosters import SIDES, rosters

WORKERS = 10_000
PAUSE_S = 0.15
"""Between two presses: the TAKEs last as long as the import."""
BAR_MS = 250
AT = f"/staff/{GATHERING}/import"


async def bring(server: Server, cookie: str) -> tuple[int, float]:
    """Rows brought in by all rosters, and seconds until the last of them was stored."""
    headers = {"Origin": server.origin, "Cookie": f"reunion-staff={cookie}"}
    begun = time.perf_counter()
    stored = 0
    async with ClientSession(server.origin, headers=headers) as session:
        for name, content in rosters(generate(1, WORKERS)).items():
            form = FormData()
            form.add_field("side", str(SIDES[name]))
            form.add_field("file", content, filename=name)
            async with session.post(AT, data=form) as answer:
                path = answer.url.path
            async with session.post(path) as answer:
                answer.raise_for_status()
            job = f"/api/v1/gatherings/{GATHERING}/imports/{path.rpartition('/')[2]}"
            while True:
                async with session.get(job) as answer:
                    told = await answer.json()
                if not told["running"]:
                    break
                await asyncio.sleep(0.2)
            stored += told["rows"]
    return stored, time.perf_counter() - begun


async def beside(server: Server, token: str, cookie: str) -> tuple[list[float], list[float], int, float]:
    """The times of the TAKEs, rows and seconds of the import that ran meanwhile."""
    bringing = asyncio.create_task(bring(server, cookie))
    done, seen = await take.show_runs(server, token)
    return done, seen, *await bringing


def main() -> None:
    """One table."""
    take.PAUSE_S = PAUSE_S
    rows = []
    for importing in (False, True):
        with folder() as data:
            _, people, cookie = asyncio.run(everybody(data, WORKERS, on_paper=False))
            token = asyncio.run(take.a_show(data))
            with serving(data) as server:
                before = cpu_s(server.pid)
                if importing:
                    done, seen, stored, seconds = asyncio.run(beside(server, token, cookie))
                    what = f"{stored:,} rows in {seconds:.0f} s"
                else:
                    done, seen = asyncio.run(take.show_runs(server, token))
                    what = f"linking {people:,} at the start"
                busy = cpu_s(server.pid) - before
        for name, times in (("done", done), ("last screen", seen)):
            shown = [percentile(times, share) for share in (0.5, 0.99, 1.0)]
            ok = "" if shown[1] <= BAR_MS else f"p99 > {BAR_MS}"
            rows.append((what, name, *(f"{one:.1f}" for one in shown), f"{busy:.0f}", ok))
    table("TAKE beside an import", ("meanwhile", "ms to", "p50", "p99", "worst", "server CPU s", ""), rows)


if __name__ == "__main__":
    sys.exit(main())
