"""From the answer to a sign-up to the page that says "paired", beside 255 and 10,000 people who signed up before.

Each probe is a worker and then the family that names them; measured is the family's time. Run: python bench/at_once.py
"""

import asyncio
import json
import re
import secrets
import sys
import time
from pathlib import Path
from random import Random

from _serving import Server, cpu_s, folder, percentile, serving, settings, table
from aiohttp import ClientSession

from reunion.actions.importing import registration_of
from reunion.actions.ports import NewRegistration
from reunion.app import opened, system_clock
from reunion.demo.evenings import evenings
from reunion.demo.people import generate
from reunion.demo.rosters import SIDES, rosters
from reunion.domain.instants import HOUR, Instant
from reunion.domain.people import Gathering
from reunion.domain.places import Home
from reunion.imports.rosters import read_roster

CROWDS = (255, 10_000)
PROBES = 60
PAUSE_S = 0.2
POLL_S = 0.002
WITHIN_S = 180.0
FAMILIES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = "诗涵雨桐宇轩子墨梓萱浩然欣怡俊杰思远嘉懿"


async def people(data: Path, workers: int) -> Home:
    """A gathering with that many workers and their families, from rosters."""
    crowd = generate(1, workers)
    now = system_clock()
    gathering = Gathering("bench", "Bench", crowd.home, "温岭", "Asia/Shanghai", ("bench",))
    async with opened(settings(data)) as store:
        await store.gatherings.put(gathering)
        for head in evenings("bench", Instant(now + HOUR), 255, 1):
            await store.shows.put(head)
        for name, content in rosters(crowd).items():
            rows = read_roster(content, name, SIDES[name], crowd.home).accepted
            await store.registrations.add(
                [NewRegistration(registration_of(row.draft, "bench", now)) for row in rows]
            )
    return crowd.home


class Probe:
    """A worker and a family who name each other."""

    def __init__(self, number: int, home: Home) -> None:
        dice = Random(number)
        town = home.townships[number % len(home.townships)]
        surname = FAMILIES[number % len(FAMILIES)]
        worker = surname + "".join(dice.sample(GIVEN, 2))
        mother = dice.choice(FAMILIES) + "".join(dice.sample(GIVEN, 2))
        phones = f"1390{number:07d}", f"1380{number:07d}"
        place = {"township": town.code, "village": town.villages[number % len(town.villages)]}
        agreed = {"c-store": "1", "c-on_air": "1", "persons": "1"}
        self.worker = {
            "name": worker,
            "phone": phones[0],
            "place": "温岭大溪",
            "years": "2",
            "1-other_name": mother,
            "1-other_relation": "母亲",
            "1-other_phone": phones[1],
            **place,
            **agreed,
        }
        self.family = {
            "name": mother,
            "phone": phones[1],
            "1-other_name": worker,
            "1-other_relation": "儿子",
            "1-other_phone": phones[0],
            **place,
            **agreed,
        }


async def sign_up(session: ClientSession, side: str, answers: dict[str, str]) -> str:
    """The token of the personal link."""
    kept = json.dumps(answers, ensure_ascii=False)
    form = {"step": "5", "go": "submit", "seen": "1", "ticket": secrets.token_urlsafe(16), "kept": kept}
    address = f"/g/bench/signup/{side}"
    async with session.post(address, data=form, allow_redirects=False) as answer:
        if answer.status != 303:
            found = re.findall(r'class="error"[^>]*>([^<]*)', await answer.text())
            raise SystemExit(f"the sign-up was not taken: {found}")
        return answer.cookies["reunion-family"].value


async def paired_after(session: ClientSession, token: str, begun: float) -> float:
    """Seconds until the family's page says so."""
    headers = {"Cookie": f"reunion-family={token}"}
    while time.perf_counter() - begun < WITHIN_S:
        async with session.get("/api/v1/me/found", headers=headers) as answer:
            if (await answer.json())["step"] == "paired":
                return time.perf_counter() - begun
        await asyncio.sleep(POLL_S)
    raise SystemExit("a family was not paired within three minutes")


async def probe(server: Server, home: Home) -> tuple[float, list[float], float]:
    """Seconds until the first probe (everybody is read and asked before), of the others, and CPU a probe."""
    times: list[float] = []
    async with ClientSession(server.origin) as session:
        begun = time.perf_counter()
        before = 0.0
        for number in range(PROBES + 1):
            one = Probe(number, home)
            await sign_up(session, "worker", one.worker)
            token = await sign_up(session, "family", one.family)
            times.append(await paired_after(session, token, time.perf_counter()))
            if not number:
                first = time.perf_counter() - begun
                before = cpu_s(server.pid)
            await asyncio.sleep(PAUSE_S)
    return first, times[1:], (cpu_s(server.pid) - before) / PROBES


def main() -> None:
    """One table."""
    rows = []
    for workers in CROWDS:
        with folder() as data:
            home = asyncio.run(people(data, workers))
            with serving(data) as server:
                first, times, busy = asyncio.run(probe(server, home))
        figures = (f"{percentile(times, share) * 1000:.0f}" for share in (0.5, 0.95, 1.0))
        rows.append((f"{workers:,} workers", *figures, f"{first:.1f}", f"{busy * 1000:.0f}"))
    header = ("", "p50 ms", "p95 ms", "worst ms", "first after start s", "server CPU ms a probe")
    table("From the answer to a sign-up to the page that says “paired”", header, rows)


if __name__ == "__main__":
    sys.exit(main())
