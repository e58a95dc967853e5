"""A whole crowd in a database: everybody who signs up on the web and the rosters, as `reunion demo` has them."""

import asyncio
from pathlib import Path

from _serving import settings

from reunion.actions.admitting import Admitting
from reunion.actions.ports import Upload
from reunion.actions.running import Stages
from reunion.app import opened, system_clock
from reunion.demo.evenings import evenings
from reunion.demo.gathering import GATHERING, Workshop, sign_everybody_up
from reunion.demo.memory import begin
from reunion.demo.offices import bring_rosters
from reunion.demo.people import generate
from reunion.domain.access import Role
from reunion.domain.instants import HOUR, Instant
from reunion.domain.people import Gathering
from reunion.domain.places import Home
from reunion.domain.planning import Instance, Plan
from reunion.domain.rosters import Roster
from reunion.imports.rosters import read_roster
from reunion.planner import plan


async def parse(upload: Upload, gathering: Gathering) -> Roster:
    return await asyncio.to_thread(read_roster, upload.data, upload.filename, upload.side, gathering.home)


async def _link(_: str) -> None:
    """The server that is started beside it links them."""


async def _solve(posed: Instance) -> Plan:
    return await asyncio.to_thread(plan, posed, 1, 100)


async def everybody(data: Path, workers: int, *, on_paper: bool = True) -> tuple[Home, int, str]:
    """The home, how many registrations there are, and a producer's cookie; without `on_paper` no rosters."""
    crowd = generate(1, workers)
    start = Instant(system_clock() + HOUR)
    memory = begin(1, workers, 1, start)
    shows = evenings(GATHERING, start, 255, 1)
    gathering = Gathering(GATHERING, "Bench", crowd.home, "温岭", "Asia/Shanghai", ("bench",))
    async with opened(settings(data)) as store:
        await store.gatherings.put(gathering)
        for head in shows:
            await store.shows.put(head)
        admitting = Admitting(store, system_clock)
        account = await admitting.create("编导", Role.PRODUCER, GATHERING)
        stages = Stages(store.journal, system_clock, lambda _: None)
        shop = Workshop(store, stages, system_clock, parse, _link, _solve, account.id, lambda *_: None)
        await sign_everybody_up(shop, crowd, shows, memory)
        if on_paper:
            await bring_rosters(store, crowd, gathering, parse=parse, by=account.id, clock=system_clock)
    people, cookie = await producer(data)
    return crowd.home, people, cookie


async def producer(data: Path) -> tuple[int, str]:
    """How many registrations stand there, and a cookie of the producer who brought them."""
    async with opened(settings(data)) as store:
        counts = await store.gatherings.counts(GATHERING)
        account = next(one for one in await store.accounts.every() if one.role is Role.PRODUCER)
        cookie = await Admitting(store, system_clock).sign_in(account, 24)
    return counts["workers"] + counts["families"], cookie
