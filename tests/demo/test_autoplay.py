import asyncio
import time
from dataclasses import dataclass

import pytest
from aiohttp.test_utils import TestServer

from reunion.app import build, opened
from reunion.demo import memory
from reunion.demo.autoplay import play
from reunion.demo.preparing import prepare, scripted_host_token
from reunion.domain.instants import SECOND, Instant
from reunion.domain.rundown import Phase, State
from reunion.domain.show import apply
from reunion.web.keys import STORE
from tests.conftest import EVENING

pytestmark = pytest.mark.chaos


@dataclass
class QuickClock:
    """A clock that runs so many times as fast as the wall's."""

    times: int
    begun: float

    def __call__(self) -> Instant:
        return Instant(EVENING + int((time.monotonic() - self.begun) * SECOND) * self.times)


@pytest.fixture
def quick():
    return QuickClock(150, time.monotonic())


async def a_served_demo(settings, clock):
    wanted = memory.begin(1, 12, 1, Instant(clock() + 120 * SECOND))
    async with opened(settings) as store:
        prepared = await prepare(store, settings.data, wanted, clock, lambda *_: None)
        token = await scripted_host_token(store, clock)
    server = TestServer(build(settings, now=clock))
    await server.start_server()
    return prepared, token, server


async def folded(store, show):
    loaded = await store.journal.load(show)
    state = loaded.rundown.show
    for recorded in loaded.entries:
        state = apply(state, recorded.entry)
    return state, loaded.entries


async def test_the_first_show_runs_by_itself_to_its_end(settings, quick):
    prepared, token, server = await a_served_demo(settings, quick)
    origin = str(server.make_url("/")).rstrip("/")
    async with asyncio.timeout(90):
        await play(prepared, origin, token, quick)
    state, entries = await folded(server.app[STORE], prepared.shows[0].id)
    await server.close()
    assert state.phase is Phase.ENDED
    aired = [item for item in state.items.values() if item.state is State.AIRED]
    assert len(aired) > len(state.items) / 2
    answered = [e for e in entries if e.entry.kind == "marked" and e.by.startswith("r-")]
    assert answered
