"""A suggestion that is about to take itself, as a host at a desk in Chromium sees it, and how any key stops it."""

import json
from typing import Any

import pytest
from playwright.async_api import expect

from reunion.actions.following import Count
from reunion.actions.suggesting import Suggestion
from reunion.domain import commands as do
from reunion.live.ways import counted
from reunion.planner.live_line import Score
from tests.browser.fake_desk import FakeDesk


@pytest.fixture
def fake(fake: FakeDesk) -> FakeDesk:
    """The same desk, with a producer at it."""
    fake.role = "producer"
    return fake


async def counting(fake: FakeDesk, seconds: int) -> None:
    """The server says that the third pair is about to be pulled up."""
    score = Score(0, 0, 0)
    command = do.Arrange(fake.show.order_revision, ("it-3",))
    way = Suggestion("idle", "it-3", True, None, (command,), (), score, score)
    due = fake.now + seconds * 1000
    told = counted(Count(seconds, "st-9", due, way, fake.show.revision), "编导小李")
    fake.auto = json.loads(json.dumps(told))
    await fake.later(0)


@pytest.mark.parametrize("press", ["x", "Escape", "click", "swipe"])
async def test_what_is_counted_down_is_in_sight_and_any_key_or_press_stops_it(
    fake: FakeDesk, laptop: Any, press: str
):
    page = await laptop(fake.address)
    await fake.do(do.Start())
    await fake.do(do.Take(None))
    await counting(fake, 30)
    strip = page.locator(".countdown-auto")
    await expect(strip).to_contain_text("秒后自动执行")
    await expect(strip).to_contain_text("按任意键取消")
    await expect(page.get_by_role("button", name="自动 · 30 秒")).to_be_visible()

    if press == "click":
        await page.locator(".rundown h2").click()
    elif press == "swipe":
        session = await page.context.new_cdp_session(page)
        swipe = {"x": 300, "y": 600, "yDistance": -200, "gestureSourceType": "touch"}
        await session.send("Input.synthesizeScrollGesture", swipe)
    else:
        await page.keyboard.press(press)
        await page.keyboard.press(press)

    await expect(strip).to_have_count(0)
    assert [one["do"] for one in fake.heard if one["do"] != "suggest"] == ["veto"]


async def test_a_producer_switches_it_on_and_everybody_sees_that_it_is(fake: FakeDesk, laptop: Any):
    page = await laptop(fake.address)
    await expect(page.locator(".badge")).to_have_text("实时")
    await page.keyboard.press("?")
    await page.get_by_role("button", name="建议自动执行").click()
    box = page.get_by_role("dialog")
    await expect(box).to_contain_text("绝不会自己切播")
    await box.get_by_role("button", name="30 秒后执行").click()
    await expect(box).to_have_count(0)
    await expect(page.get_by_role("button", name="自动 · 30 秒")).to_be_visible()
    assert [(one["do"], one.get("seconds")) for one in fake.heard] == [("auto", 30)]


async def test_a_host_may_only_switch_it_off(fake: FakeDesk, laptop: Any):
    fake.role = "host"
    page = await laptop(fake.address)
    await expect(page.locator(".badge")).to_have_text("实时")
    await page.keyboard.press("?")
    await page.get_by_role("button", name="建议自动执行").click()
    box = page.get_by_role("dialog")
    await expect(box.locator(".choices button")).to_have_text(["关闭：不自动执行"])
    await expect(box).to_contain_text("只有编导可以打开")
