"""The review queue of a crowd that signed up and was linked by the ordinary code: by night, of ten thousand workers."""

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, Final

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Page, expect

from reunion.actions.admitting import Admitting
from reunion.actions.running import Stages
from reunion.app import build, system_clock
from reunion.config import Settings
from reunion.demo.evenings import evenings
from reunion.demo.gathering import Workshop, sign_everybody_up
from reunion.demo.memory import begin
from reunion.demo.people import generate
from reunion.domain.access import Role
from reunion.domain.instants import HOUR, Instant
from reunion.web.keys import LINKING, STORE
from reunion.web.link_rows import PAGE, TABS
from tests.actions.scenes import GATHERING

from ..conftest import SECRET
from .test_boards import Office, _complete

WORKERS: Final = 10_000 if "REUNION_NIGHTLY" in os.environ else 1_000
LINKED_WITHIN_S: Final = 900.0
REVIEWED: Final = 20


async def nothing(*_: object) -> Any:
    """Rosters, the planner and the linking of a workshop are not asked: everybody comes by the web."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    app = build(Settings(data=tmp_path_factory.mktemp("crowd"), secret=SECRET))
    server = TestServer(app)
    await server.start_server()
    store, start = app[STORE], Instant(system_clock() + HOUR)
    crowd, shows = generate(1, WORKERS), evenings(GATHERING.id, start, 255, 1)
    crowd = replace(
        crowd,
        workers=tuple(replace(row, source="web") for row in crowd.workers),
        families=tuple(replace(row, source="web") for row in crowd.families),
    )
    await store.gatherings.put(replace(GATHERING, home=crowd.home))
    account = await Admitting(store, system_clock).create("编导", Role.PRODUCER, GATHERING.id)
    stages = Stages(store.journal, system_clock, lambda _: None)
    shop = Workshop(store, stages, system_clock, nothing, nothing, nothing, account.id, lambda *_: None)
    await sign_everybody_up(shop, crowd, shows, begin(1, WORKERS, 1, start), at_once=256)
    await app[LINKING].anew(GATHERING.id, within_s=LINKED_WITHIN_S)
    url = str(server.make_url("/"))
    session = await Admitting(store, system_clock).sign_in(account, 1)
    cookie = _complete({"name": "reunion-staff", "value": session, "url": url})
    yield Office(str(server.make_url("/staff/dongxing")), app, {"cookies": [cookie], "origins": []})
    await server.close()


async def counted(page: Page) -> int:
    return int(await page.locator("#count-review").inner_text())


async def test_twenty_links_of_a_crowd_are_reviewed_without_a_mouse_and_all_taken_back(
    office: Office, laptop: Any
) -> None:
    page: Page = await laptop(f"{office.address}/links", storage_state=office.state)
    before, waits = await office.matches(), await counted(page)
    assert waits == sum(standing == "review" for standing in before.values()) > REVIEWED
    tiles = page.locator(".links-list .tile")
    await expect(tiles).to_have_count(min(PAGE, waits))

    for done in range(1, REVIEWED + 1):
        await page.keyboard.press("n" if done % 4 == 0 else "y")
        await expect(page.locator("#count-review")).to_have_text(str(waits - done))
        await expect(page.locator(".tile-chosen")).to_be_in_viewport()
    after = await office.matches()
    changed = [standing for link, standing in after.items() if before[link] != standing]
    assert sorted(changed) == ["confirmed"] * 15 + ["refused"] * 5

    for back in range(REVIEWED):
        await page.keyboard.press("u")
        await expect(page.locator("#count-review")).to_have_text(str(waits - REVIEWED + back + 1))
    assert await office.matches() == before


async def test_a_tab_of_a_crowd_holds_one_page_of_it_and_is_turned_by_keyboard(
    office: Office, laptop: Any
) -> None:
    page: Page = await laptop(storage_state=office.state)
    for tab in TABS:
        await page.goto(f"{office.address}/links?standing={tab}")
        assert await page.locator(".links-list .tile").count() <= PAGE
        assert not await page.evaluate("document.documentElement.scrollWidth > innerWidth"), tab
    await page.goto(f"{office.address}/links?standing=linked")
    first = await page.locator(".links-list b").first.inner_text()
    await page.keyboard.press("]")
    await expect(page.locator(".links-list b").first).not_to_have_text(first)
    await page.keyboard.press("[")
    await expect(page.locator(".links-list b").first).to_have_text(first)
