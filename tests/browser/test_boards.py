"""The two boards in Chromium: links by keyboard alone, and a plan made, changed and published."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Page, expect

from reunion.actions.admitting import Admitting
from reunion.actions.pairing import make_pairs
from reunion.app import build, system_clock
from reunion.config import Settings
from reunion.domain.access import Role
from reunion.domain.plans import Clue, MatchRow, MatchStanding
from reunion.web.keys import LINKING, STORE
from tests.actions.scenes import EVE_ONE, EVE_TWO, GATHERING, begin, family, suggest, worker

from ..conftest import SECRET

REVIEW, LINKED = MatchStanding.REVIEW, MatchStanding.LINKED
CLUES = (
    Clue("name", "same-sound", 6.5),
    Clue("worker-phone", "one-slip", 9.0),
    Clue("village", "other", -4.0),
)


@dataclass
class Office:
    """The server, and the cookie of a producer."""

    address: str
    app: Any
    state: dict[str, Any]

    async def matches(self) -> dict[tuple[str, str], str]:
        rows = await self.app[STORE].matches.every(GATHERING.id)
        return {(row.worker, row.family): str(row.standing) for row in rows}


@pytest_asyncio.fixture(loop_scope="session")
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    app = build(Settings(data=tmp_path, secret=SECRET))
    server = TestServer(app)
    await server.start_server()
    # The links of these tests are made by hand: nobody is to be looked at beside them.
    await app[LINKING].stop()
    store = app[STORE]
    pairs = [(f"w{n}", f"f{n}") for n in range(1, 6)]
    await begin(
        store,
        *(
            worker(w, f"张{'伟强军勇杰'[int(w[1]) - 1]}", f"李{w[1]}妈", "母亲", village="双桥")
            for w, _ in pairs
        ),
        *(family(f, f"李{'芳秀英兰珍'[int(f[1]) - 1]}", "张卫", "儿子", village="正子") for _, f in pairs),
        shows=(EVE_ONE, EVE_TWO),
    )
    await suggest(
        store,
        [
            MatchRow(w, f, 5000 + 500 * at, REVIEW if at < 3 else LINKED, CLUES, "not-sure-enough")
            for at, (w, f) in enumerate(pairs)
        ],
    )
    await make_pairs(store, GATHERING.id)
    admitting = Admitting(store, system_clock)
    account = await admitting.create("编导", Role.PRODUCER, GATHERING.id)
    cookie = {
        "name": "reunion-staff",
        "value": await admitting.sign_in(account, 1),
        "url": str(server.make_url("/")),
    }
    yield Office(
        str(server.make_url("/staff/dongxing")), app, {"cookies": [_complete(cookie)], "origins": []}
    )
    await server.close()


def _complete(cookie: dict[str, str]) -> dict[str, Any]:
    """As Playwright stores it."""
    return {
        "name": cookie["name"],
        "value": cookie["value"],
        "domain": "127.0.0.1",
        "path": "/",
        "expires": -1,
        "httpOnly": True,
        "secure": False,
        "sameSite": "Lax",
    }


async def violations(page: Page, axe: str) -> list[str]:
    await page.evaluate(axe)
    found = await page.evaluate("axe.run()")
    return [
        f"{violation['id']}: {node['html'][:120]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


async def test_links_are_decided_by_keyboard_alone_and_taken_back(office: Office, laptop: Any) -> None:
    page = await laptop(f"{office.address}/links", storage_state=office.state)
    chosen = page.locator(".tile-chosen")
    await expect(chosen).to_contain_text("张伟 ↔ 李芳")
    await expect(page.locator(".bar-row").first).to_contain_text("务工人员姓名：同音")
    await page.keyboard.press("ArrowDown")
    await expect(chosen).to_contain_text("张强 ↔ 李秀")
    await page.keyboard.press("y")
    await expect(page.locator(".links-list li")).to_have_count(2)
    await expect(page.locator(".toast")).to_contain_text("张强 ↔ 李秀：已确认")
    assert (await office.matches())["w2", "f2"] == "confirmed"
    await page.keyboard.press("n")
    await expect(page.locator(".links-list li")).to_have_count(1)
    assert (await office.matches())["w3", "f3"] == "refused"
    await page.keyboard.press("u")
    await expect(chosen).to_contain_text("张军 ↔ 李英")
    await expect(page.locator("#count-review")).to_have_text("2")
    assert (await office.matches())["w3", "f3"] == "review"


async def test_links_are_decided_without_javascript(office: Office, laptop: Any) -> None:
    page = await laptop(f"{office.address}/links", storage_state=office.state, java_script_enabled=False)
    await page.get_by_role("link", name="张军 ↔ 李英").click()
    await page.get_by_role("button", name="是一家", exact=True).click()
    await expect(page.get_by_text("已确认。")).to_be_visible()
    assert (await office.matches())["w3", "f3"] == "confirmed"


async def test_a_plan_is_made_changed_and_published(office: Office, laptop: Any) -> None:
    page = await laptop(f"{office.address}/links", storage_state=office.state)
    for left in (2, 1, 0):
        await page.keyboard.press("y")
        await expect(page.locator("#count-review")).to_have_text(str(left))
    await page.goto(f"{office.address}/rundown")
    await page.get_by_role("button", name="自动编排").click()
    await expect(page.locator("#standing")).to_contain_text("第 1 版", timeout=20_000)
    slots = page.locator("button.tile[data-pair]")
    total = await slots.count()
    assert total >= 4
    last = slots.nth(1)
    name = await last.locator("b").inner_text()
    await last.click()
    await page.get_by_role("button", name="上移").click()
    await expect(page.locator(".toast")).to_contain_text(name)
    await expect(slots.first).to_contain_text(name)
    await page.get_by_role("button", name="锁定时间").click()
    await expect(slots.first).to_have_class("tile tile-locked tile-chosen")
    await page.get_by_role("link", name="发布……").click()
    await page.get_by_role("button", name="发布", exact=True).click()
    await expect(page.get_by_text("已发布，各家现在能看到自己的时间。")).to_be_visible()
    assert [show.run for show in await office.app[STORE].shows.every(GATHERING.id)] == ["r1", "r1"]


async def test_a_pair_is_dragged_to_another_evening(office: Office, laptop: Any) -> None:
    page = await laptop(f"{office.address}/rundown", storage_state=office.state)
    await page.get_by_role("button", name="自动编排").click()
    await expect(page.locator("#standing")).to_contain_text("第 1 版", timeout=20_000)
    first = page.locator(".board-column").nth(0).locator("button.tile")
    name = await first.first.locator("b").inner_text()
    await first.first.drag_to(
        page.locator(".board-column").nth(1).locator(".board-body"), target_position={"x": 60, "y": 300}
    )
    await expect(page.locator(".board-column").nth(1)).to_contain_text(name)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/registrations",
        "/import",
        "/links",
        "/rundown",
        "/exports",
        "/audit",
        "/shows/new",
        "/registrations/w1",
    ],
)
async def test_a_page_for_the_staff_is_accessible(office: Office, laptop: Any, axe: str, path: str) -> None:
    page = await laptop(f"{office.address}{path}", storage_state=office.state)
    await page.wait_for_timeout(100)
    assert await violations(page, axe) == []
    wider = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wider, json.dumps(path)
