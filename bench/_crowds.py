"""A whole crowd in a database: everybody who signs up on the web and the rosters, as `reunion demo` has them."""

import asyncio
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeVar

from _serving import settings

from reunion.actions.admitting import Admitting
from reunion.actions.ports import Upload
from reunion.actions.running import Stages
from reunion.app import opened, system_clock
from reunion.demo.crowd import Row
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

TELL_EVERY: Final = 5000
AT_ONCE: Final = 1024
"""Sign-ups on their way: the commits, a tenth of a second each on a busy disk, hold as many as they may."""
R = TypeVar("R", bound=Row)


async def parse(upload: Upload, gathering: Gathering) -> Roster:
    return await asyncio.to_thread(read_roster, upload.data, upload.filename, upload.side, gathering.home)


async def _link(_: str) -> None:
    """The server that is started beside it links them."""


async def _solve(posed: Instance) -> Plan:
    return await asyncio.to_thread(plan, posed, 1, 100)


def told(doing: str, done: int, of: int) -> None:
    """One line that says how far something long is, on a terminal and in a log."""
    if done % TELL_EVERY == 0 or done == of:
        at = time.strftime("%H:%M:%S")
        print(f"  {at} {doing}: {done:,} of {of:,}", file=sys.stderr, flush=True)


async def everybody(
    data: Path, workers: int, *, on_paper: bool = True, on_web: bool = False
) -> tuple[Home, int, str]:
    """The home, how many registrations there are, and a producer's cookie; without `on_paper` no rosters.

    With `on_web` the offices' people sign up on the web too: the same people without reading a roster.
    """
    crowd = generate(1, workers)
    if on_web:
        crowd = replace(crowd, workers=_on_web(crowd.workers), families=_on_web(crowd.families))
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
        shop = Workshop(store, stages, system_clock, parse, _link, _solve, account.id, told)
        await sign_everybody_up(shop, crowd, shows, memory, at_once=AT_ONCE)
        if on_paper and not on_web:
            await bring_rosters(store, crowd, gathering, parse=parse, by=account.id, clock=system_clock)
    people, cookie = await producer(data)
    return crowd.home, people, cookie


def _on_web(rows: tuple[R, ...]) -> tuple[R, ...]:
    return tuple(replace(row, source="web") for row in rows)


async def producer(data: Path) -> tuple[int, str]:
    """How many registrations stand there, and a cookie of the producer who brought them."""
    async with opened(settings(data)) as store:
        counts = await store.gatherings.counts(GATHERING)
        account = next(one for one in await store.accounts.every() if one.role is Role.PRODUCER)
        cookie = await Admitting(store, system_clock).sign_in(account, 24)
    return counts["workers"] + counts["families"], cookie
