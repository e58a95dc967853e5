"""The live desk in Chromium on the real server: two hosts, the public screens' feed, and a restart in between."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Locator, Page, expect

from reunion.actions.admitting import Admitting
from reunion.actions.ports import Rundown
from reunion.app import build
from reunion.config import Settings
from reunion.domain.access import Role
from reunion.domain.plans import ShowHead
from reunion.web.keys import STAGES, STORE
from tests.browser.fake_desk import START, rundown
from tests.conftest import GATHERING, HandClock

Desk = Callable[..., Awaitable[Page]]
LOST_LINE = "WebSocket connection|net::ERR_CONNECTION_REFUSED"
"""A desk whose line is down also asks whether its host is still signed in."""


@dataclass
class Evening:
    """The server with one published show."""

    settings: Settings
    clock: HandClock
    port: int = 0
    runner: web.AppRunner | None = None

    async def open(self) -> web.Application:
        """Listen, on the same port as before."""
        app = build(self.settings, now=self.clock)
        self.runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self.runner.addresses[0][1]
        return app

    async def close(self) -> None:
        """Stop, as before a restart."""
        assert self.runner is not None
        await self.runner.cleanup()

    @property
    def app(self) -> web.Application:
        assert self.runner is not None
        return self.runner.app


@pytest_asyncio.fixture(loop_scope="session")
async def evening(settings: Settings) -> AsyncIterator[Evening]:
    made = Evening(settings, HandClock(START))
    store = (await made.open())[STORE]
    await store.gatherings.put(GATHERING)
    show, cast = rundown(6)
    head = ShowHead("gala", GATHERING.id, cast.title, "main", START, show.planned_end, 0)
    await store.shows.put(head)
    await store.shows.begin_run(replace(head, run=show.run), Rundown(show, cast.cards))
    yield made
    await made.close()


@pytest_asyncio.fixture(loop_scope="session")
async def desk(evening: Evening, laptop: Any) -> Desk:
    """`page = await desk("林导")`: that host's page, signed in."""

    async def sit_down(name: str) -> Page:
        admitting = Admitting(evening.app[STORE], evening.clock)
        account = await admitting.create(name, Role.HOST, GATHERING.id)
        token = await admitting.sign_in(account, 12)
        page: Page = await laptop(expected=LOST_LINE)
        await page.context.add_cookies(
            [{"name": "reunion-staff", "value": token, "domain": "127.0.0.1", "path": "/"}]
        )
        await page.goto(f"http://127.0.0.1:{evening.port}/shows/gala/desk")
        await expect(page.locator(".badge")).to_have_text("实时")
        return page

    return sit_down


async def start(page: Page) -> None:
    await page.locator(".take").click()
    await page.get_by_role("button", name="再按一次，开始直播").click(delay=500)
    await expect(page.locator(".phase")).to_have_text("直播中")


async def may_take(page: Page) -> None:
    await expect(page.locator(".take")).to_have_class(re.compile(r"\bgo\b"))


async def publish_turned(evening: Evening) -> Rundown:
    """Another plan in which each item is another pair's."""
    stage = await evening.app[STAGES].get("gala")
    assert stage is not None
    before = stage.loaded.rundown
    slots = [key for key, card in before.cards.items() if card.worker]
    turned = dict(zip(slots, (before.cards[key] for key in reversed(slots)), strict=True))
    fresh = Rundown(replace(before.show, run="r2"), {**before.cards, **turned})
    await evening.app[STORE].shows.begin_run(replace(stage.loaded.head, run="r2"), fresh)
    await stage.read_anew()
    return fresh


async def test_two_hosts_press_at_once_and_the_show_goes_on_by_one(evening: Evening, desk: Desk):
    lin, zhou = await desk("林导"), await desk("小周")
    await start(lin)
    await expect(zhou.locator(".phase")).to_have_text("直播中")

    await asyncio.gather(lin.keyboard.press("Space"), zhou.keyboard.press("Space"))
    await expect(lin.locator(".row.on_air")).to_have_id("row-it-1")
    await expect(zhou.locator(".row.on_air")).to_have_id("row-it-1")

    refusals = [await page.get_by_role("alert").text_content() for page in (lin, zhou)]
    names = {"小周已经先切播了，请看现在播出的是谁", "林导已经先切播了，请看现在播出的是谁"}
    assert len(names.intersection(refusals)) == 1
    stage = await evening.app[STAGES].get("gala")
    assert stage is not None
    assert (stage.show.on_air, stage.show.revision) == ("it-1", 2)


async def test_the_desk_goes_on_by_itself_after_a_restart(evening: Evening, desk: Desk):
    page = await desk("林导")
    await start(page)
    await may_take(page)
    await page.keyboard.press("Space")
    await expect(page.locator(".row.on_air")).to_have_id("row-it-1")

    await evening.close()
    await expect(page.locator(".badge")).to_contain_text("已断线")
    await may_take(page)
    await page.keyboard.press("Space")
    await expect(page.locator(".unsaved")).to_be_visible()
    await evening.open()

    await expect(page.locator(".row.on_air")).to_have_id("row-it-2", timeout=10_000)
    await expect(page.locator(".badge")).to_have_text("实时")
    stage = await evening.app[STAGES].get("gala")
    assert stage is not None
    assert (stage.show.on_air, stage.show.revision) == ("it-2", 3)


async def test_a_desk_that_opens_after_a_restart_says_what_was_done_and_what_u_takes_back(
    evening: Evening, desk: Desk
):
    page = await desk("林导")
    await start(page)
    await may_take(page)
    await page.keyboard.press("s")
    await expect(page.locator("#row-it-1 .state")).to_have_text("已跳过")
    done = await page.locator(".log li", has=page.locator("kbd")).text_content()

    await evening.close()
    await evening.open()
    await page.reload()

    step = page.locator(".log li", has=page.locator("kbd"))
    await expect(step).to_have_text(done or "", timeout=10_000)
    assert "林导 跳过了" in (done or "")
    await expect(page.locator(".log li")).to_have_count(2)


async def test_everything_a_host_does_is_taken_by_the_real_rules(evening: Evening, desk: Desk):
    page = await desk("林导")
    await start(page)
    await may_take(page)
    await page.keyboard.press("Space")
    await expect(page.locator(".row.on_air")).to_have_id("row-it-1")

    await page.keyboard.press("+")
    await page.keyboard.press("h")
    await expect(page.locator(".phase")).to_have_text("保持中")
    await page.keyboard.press("h")
    await page.keyboard.press("n")
    await expect(page.locator("#row-it-2 .state")).to_have_text("未到")
    await page.get_by_role("button", name="撤销").click()
    await expect(page.locator("#row-it-2 .place")).to_have_text("2下一个")
    await page.get_by_role("button", name="下移").click()
    await expect(page.locator(".row").nth(1)).to_have_id("row-it-3")
    await page.get_by_role("button", name="备注", exact=True).click()
    await page.get_by_role("textbox").fill("第一行\n第二行")
    await page.get_by_role("button", name="保存").click()
    await expect(page.locator(".card .remark")).to_contain_text("第一行 第二行")
    await page.get_by_role("button", name="务工方 没消息").click()
    await page.get_by_role("dialog").get_by_role("button", name="掉线").click()
    await expect(page.locator(".next .light.lost")).to_be_visible()

    await expect(page.get_by_role("alert")).to_be_empty()
    stage = await evening.app[STAGES].get("gala")
    assert stage is not None
    assert stage.show.items["it-1"].seconds == 195


async def test_a_card_box_that_is_open_while_another_plan_is_published_writes_on_no_other_pairs_card(
    evening: Evening, desk: Desk
):
    page = await desk("林导")
    stage = await evening.app[STAGES].get("gala")
    assert stage is not None
    await page.locator(".card.of-slot").get_by_role("button", name="改提词卡").first.click()
    story = page.get_by_label("故事").first
    await story.fill("修了十年船")
    name = await page.locator(".wording legend").first.inner_text()

    fresh = await publish_turned(evening)

    await expect(page.locator(".wording .warn")).to_contain_text("刚发布了新的安排")
    await expect(page.get_by_role("button", name="保存")).to_have_count(0)
    await expect(story).to_have_value("修了十年船")
    assert await page.locator(".wording legend").first.inner_text() == name
    assert stage.loaded.rundown.cards == fresh.cards


async def test_another_plan_takes_away_what_was_chosen_and_a_note_goes_to_nobody_else(
    evening: Evening, desk: Desk
):
    page = await desk("林导")
    await page.locator("#row-it-4").click()
    title = await page.locator("#row-it-4 .title").inner_text()
    await page.locator(".actions").get_by_role("button", name="备注").click()
    box = page.get_by_role("dialog")
    await box.get_by_role("textbox").fill("慢一点")

    await publish_turned(evening)

    await expect(box.locator(".warn")).to_contain_text("刚发布了新的安排")
    await expect(box.get_by_role("textbox")).to_have_value("慢一点")
    await expect(box.get_by_role("button", name="保存")).to_have_count(0)
    await expect(box).to_contain_text(title)
    await expect(page.locator("#row-it-4 .title")).not_to_have_text(title)
    await expect(page.locator(".row[aria-selected=true]")).to_have_id("row-it-1")


async def test_a_new_segment_goes_before_nobody_else_when_another_plan_comes(evening: Evening, desk: Desk):
    page = await desk("林导")
    await page.get_by_role("button", name="插入板块").first.click()
    box = page.get_by_role("dialog")
    await box.get_by_role("textbox").fill("连线北京")

    await publish_turned(evening)

    await expect(box.locator(".warn")).to_contain_text("刚发布了新的安排")
    await expect(box.get_by_role("textbox")).to_have_value("连线北京")
    await expect(box.locator("button[type=submit]")).to_have_count(0)


async def test_a_note_that_is_refused_stays_in_its_box(evening: Evening, desk: Desk):
    lin, zhou = await desk("林导"), await desk("小周")
    card = lin.locator(".card.of-slot").first
    await card.get_by_role("button", name="写备注").click()
    await lin.get_by_role("textbox").fill("奶奶耳朵不好")
    await lin.get_by_role("button", name="保存").click()
    boxes = [page.get_by_role("dialog") for page in (lin, zhou)]
    for page, box, words in zip((lin, zhou), boxes, ("奶奶听得见", "奶奶坐轮椅来"), strict=True):
        await page.locator(".card.of-slot").first.get_by_role("button", name="改这条备注").click()
        await box.get_by_role("textbox").fill(words)
    await boxes[0].get_by_role("button", name="保存").click()
    await expect(zhou.locator(".card.of-slot").first.locator(".remark")).to_have_text("✎ 奶奶听得见")

    await boxes[1].get_by_role("button", name="保存").click()

    await expect(boxes[1].get_by_role("alert")).to_have_text("刚才有人先改了这条备注，请再看一眼")
    await expect(boxes[1].get_by_role("textbox")).to_have_value("奶奶坐轮椅来")
    await expect(boxes[0]).to_have_count(0)


async def test_a_note_that_was_closed_with_esc_is_there_again_until_it_is_stored(desk: Desk):
    lin = await desk("林导")
    cards, box = lin.locator(".card.of-slot"), lin.get_by_role("dialog")
    words = box.get_by_role("textbox")
    await cards.first.get_by_role("button", name="写备注").click()
    await words.fill("奶奶耳朵不好")
    await lin.keyboard.press("Escape")
    await lin.keyboard.press("?")
    await lin.keyboard.press("Escape")
    await cards.nth(1).get_by_role("button", name="写备注").click()
    await expect(words).to_have_value("")
    await lin.keyboard.press("Escape")
    await cards.first.get_by_role("button", name="写备注").click()
    await expect(words).to_have_value("奶奶耳朵不好")
    await box.get_by_role("button", name="保存").click()
    await expect(cards.first.locator(".remark")).to_have_text("✎ 奶奶耳朵不好")
    await cards.first.get_by_role("button", name="写备注").click()
    await expect(words).to_have_value("")


async def test_a_note_that_is_being_typed_outlives_another_language_until_it_is_stored(desk: Desk):
    page = await desk("林导")
    card, words = page.locator(".card.of-slot").first, page.get_by_role("dialog").get_by_role("textbox")
    await card.get_by_role("button", name="写备注").click()
    await words.fill("奶奶耳朵不好")
    await page.keyboard.press("Escape")
    await page.keyboard.press("?")
    await page.get_by_role("button", name="English").click()
    await card.get_by_role("button", name="Add a note").click()
    await expect(words).to_have_value("奶奶耳朵不好")
    await page.get_by_role("button", name="Save").click()
    await expect(card.locator(".remark")).to_have_text("✎ 奶奶耳朵不好")
    await page.reload()
    await card.get_by_role("button", name="Add a note").click()
    await expect(words).to_have_value("")


async def test_a_note_that_is_being_typed_outlives_a_session_that_ran_out_and_is_nobody_elses(
    evening: Evening, desk: Desk
):
    page = await desk("林导")
    words = await half_a_note(page)
    at, (session,) = page.url, await page.context.cookies()
    await page.context.clear_cookies()
    await page.goto(at)
    await expect(page.get_by_role("heading", name="登录")).to_be_visible()
    await page.context.add_cookies(await (await desk("王姐")).context.cookies())
    await page.goto(at)
    await page.locator(".card.of-slot").first.get_by_role("button", name="写备注").click()
    await expect(words).to_have_value("")

    await page.context.add_cookies([session])
    await page.goto(at)
    await page.locator(".card.of-slot").first.get_by_role("button", name="写备注").click()
    await expect(words).to_have_value("奶奶耳朵不好")


@pytest.mark.parametrize("tab", ["the same tab", "another tab", "another tab, this one at the overview"])
async def test_signing_out_takes_along_what_was_half_typed(tab: str, evening: Evening, desk: Desk):
    page = await desk("林导")
    await half_a_note(page)
    overview = page.url.partition("/shows")[0] + "/staff/dongxing"
    if tab.endswith("at the overview"):
        await page.goto(overview)
    assert await page.evaluate("sessionStorage.length") == 1
    other = page if tab == "the same tab" else await page.context.new_page()
    await other.goto(overview)
    await other.get_by_role("button", name="退出登录").click()
    await expect(page.get_by_role("heading", name="登录")).to_be_visible()
    assert await page.evaluate("sessionStorage.length") == 0


async def half_a_note(page: Page) -> Locator:
    """Closed before it was stored."""
    words = page.get_by_role("dialog").get_by_role("textbox")
    await page.locator(".card.of-slot").first.get_by_role("button", name="写备注").click()
    await words.fill("奶奶耳朵不好")
    await page.keyboard.press("Escape")
    return words


async def test_a_note_is_corrected_and_taken_away(evening: Evening, desk: Desk):
    page = await desk("林导")
    card = page.locator(".card.of-slot").first
    await card.get_by_role("button", name="写备注").click()
    await page.get_by_role("textbox").fill("奶奶耳朵不好")
    await page.get_by_role("button", name="保存").click()
    await expect(card.locator(".remark")).to_contain_text("奶奶耳朵不好")

    await card.get_by_role("button", name="改这条备注").click()
    text = page.get_by_role("dialog").get_by_role("textbox")
    await expect(text).to_have_value("奶奶耳朵不好")
    await text.fill("奶奶听得见")
    await page.get_by_role("button", name="保存").click()
    await expect(card.locator(".remark")).to_have_text("✎ 奶奶听得见")
    await card.get_by_role("button", name="改这条备注").click()
    await page.get_by_role("button", name="删掉这条备注").click()

    await expect(card.locator(".remark")).to_have_count(0)
    stage = await evening.app[STAGES].get("gala")
    assert stage is not None
    assert (stage.show.notes, stage.show.revision) == ({"it-2": ()}, 3)
