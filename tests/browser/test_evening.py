"""Ten minutes of a show as four people see them, in fast time: two desks, a family's page, the hall's screen.

Server and pages run on one clock that the test moves, so nothing waits for anything. A fifth page is the family's too,
with the rule against silent jumps taken out: the control of what is asserted at the end.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from reunion.config import Settings
from reunion.domain.access import Role
from reunion.domain.commands import MarkReady, Start, Take
from reunion.domain.instants import MINUTE, Instant
from reunion.domain.people import Side
from reunion.domain.readiness import Ready
from reunion.domain.rundown import State
from reunion.web.keys import STAGES
from tests.browser.conftest import CHINA, LAPTOP, PHONE, complaints_of
from tests.browser.house import NAMES, House, Plan
from tests.conftest import EVENING, GATHERING, HandClock
from tests.live.staging import Clockwork

START: Final = Instant(EVENING + 5 * MINUTE)
NAMED: Final = (*NAMES, ("孙丽", "孙守业"), ("周浩", "周秀兰"))
PLAN: Final = Plan(START, opening_s=60, every_s=90, whole_s=690, names=NAMED)
OWN: Final = 6
"""The pair whose family is looked at."""
STEP_S: Final = 2
DAY_S: Final = 86_400
SCREEN_TICK_S: Final = 20
"""A sign of life comes to a screen every so many seconds, to a desk every five."""
EXPECTED: Final = "WebSocket|ERR_|Failed to load|navigator.vibrate"
"""A page that lost its line says so, and one that nobody has touched may not shake the telephone."""

RECORD: Final = """
window.said = [];
document.addEventListener("DOMContentLoaded", () => {
  const box = document.getElementById("countdown");
  const words = box.querySelector(".countdown-words"), why = box.querySelector(".countdown-why");
  const note = () => {
    const now = [words.textContent, why.hidden ? "" : why.textContent];
    const last = window.said[window.said.length - 1];
    if (!last || last[0] !== now[0] || last[1] !== now[1]) window.said.push(now);
  };
  note();
  new MutationObserver(note).observe(box, { childList: true, characterData: true, subtree: true, attributes: true });
});
"""
"""Keeps whatever the countdown shows, with the line below it."""
REASONS: Final = ("多聊了会儿", "顺序有点调整", "稍停一下", "比计划晚")


@dataclass
class Studio:
    """The house with everybody's page, and one hand on the clock of all of them."""

    house: House
    clockwork: Clockwork
    folder: Path
    pages: dict[str, Page] = field(default_factory=dict)
    complaints: list[list[str]] = field(default_factory=list)
    shots: int = 0

    async def pass_(self, seconds: int) -> None:
        """Step by step for the server, and for every page."""
        for step in (*[STEP_S] * (seconds // STEP_S), *[1] * (seconds % STEP_S)):
            await asyncio.gather(*(page.clock.run_for(step * 1000) for page in self.pages.values()))
            # The server last: what it says of its clock finds the pages' own at the same second.
            self.house.clock.move(seconds=step)
            if self.house.listening:
                await self.house.look()
                self.clockwork.advance(step)

    async def until(self, second: int) -> None:
        """So many seconds after the planned start."""
        await self.pass_(second - (self.house.clock() - START) // 1000)

    async def back(self) -> None:
        """Until every page has its line again."""
        lines = {
            who: page.locator(".badge.live") for who, page in self.pages.items() if who in ("lin", "zhou")
        }
        lines |= {who: self.pages[who].get_by_text("已连接") for who in ("family", "unruly")}
        for _ in range(30):
            await self.pass_(1)
            if all([await line.is_visible() for line in lines.values()]):
                return
        raise AssertionError([who for who, line in lines.items() if not await line.is_visible()])

    async def look(self, name: str) -> None:
        """A picture of every page."""
        self.shots += 1
        for who, page in self.pages.items():
            await page.screenshot(path=self.folder / f"{self.shots:02d}-{name}-{who}.png")

    async def ready(self, *numbers: int) -> None:
        """Both sides of these pairs are there, as a volunteer and the crew say."""
        stage = await self.house.app[STAGES].get("gala")
        for number in numbers:
            for side in Side:
                command = MarkReady(f"it-{number}", side, Ready.READY)
                await stage.perform(command, f"r-{number}-{side}-{stage.show.revision}", "crew")

    async def take(self, who: str, item: str) -> None:
        """TAKE by keyboard; both desks and the hall follow."""
        await self.pass_(2)
        await self.pages[who].keyboard.press("Space")
        await self.on_air(item)

    async def on_air(self, item: str) -> None:
        """Until everybody shows this item on air."""
        for who in ("lin", "zhou"):
            await expect(self.pages[who].locator(".row.on_air")).to_have_id(f"row-{item}")
        await self.pass_(1)
        number = int(item.removeprefix("it-"))
        title = f"{PLAN.names[number - 1][0][0]}* ↔ {PLAN.names[number - 1][1][0]}*" if number else "开场"
        await expect(self.pages["hall"].locator("#title")).to_have_text(title)

    def wall(self, form: str) -> str:
        """What the clock on the wall of the studio says."""
        return f"{datetime.fromtimestamp(self.house.clock() / 1000, ZoneInfo(GATHERING.zone)):{form}}"

    async def said(self, who: str) -> list[tuple[str, str]]:
        """Every countdown that was shown, with what stood below it."""
        return [(words, why) for words, why in await self.pages[who].evaluate("window.said")]


@pytest_asyncio.fixture(loop_scope="session")
async def studio(settings: Settings, chromium: Browser, tmp_path: Path) -> AsyncIterator[Studio]:
    clockwork = Clockwork()
    house = House(settings, HandClock(Instant(START - 4 * MINUTE)), clockwork)
    await house.open()
    await house.fill(PLAN)
    made = Studio(house, clockwork, tmp_path)
    contexts = []
    for who, device in (
        ("lin", LAPTOP),
        ("zhou", LAPTOP),
        ("hall", LAPTOP),
        ("family", PHONE),
        ("unruly", PHONE),
    ):
        context = await chromium.new_context(**device, **CHINA)
        contexts.append(context)
        await context.clock.install(time=house.clock() / 1000 - 1)
        await context.clock.pause_at(house.clock() / 1000)
        made.pages[who] = page = await context.new_page()
        made.complaints.append(complaints_of(page, EXPECTED))
    yield made
    for context in contexts:
        await context.close()
    await house.close()
    assert [complaint for page in made.complaints for complaint in page] == []


async def sit_down(studio: Studio) -> None:
    """Everybody opens a page; the unruly one gets a script that never says why it is later."""
    house, pages = studio.house, studio.pages
    await house.enter(pages["lin"], "林导", Role.HOST, "/shows/gala/desk")
    await house.enter(pages["zhou"], "小周", Role.HOST, "/shows/gala/desk")
    await pages["hall"].goto(house.address + "/shows/gala/hall")

    async def silenced(route: Any) -> None:
        answer = await route.fetch()
        text = await answer.text()
        assert "later = reason();" in text
        await route.fulfill(response=answer, body=text.replace("later = reason();", ""))

    await pages["unruly"].route(re.compile(r"/js/family\.js$"), silenced)
    for who in ("family", "unruly"):
        await pages[who].add_init_script(RECORD)
        await pages[who].goto(f"{house.address}/l/link-f-{OWN}")
    await studio.back()


def minutes(words: str) -> int | None:
    """How near their turn a family reads that it is; None where no minutes are said."""
    if "轮到您了，请接听" in words:
        return 0
    if "快到了" in words:
        return 3
    said = re.search(r"(\d+) 分钟", words)
    return int(said[1]) if said else None


def silent_jumps(said: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What was shown before and after the countdown went back without "再等" and a reason."""
    counted = [(words, why, near) for words, why in said if (near := minutes(words)) is not None]
    return [
        (before[0], after[0])
        for before, after in pairwise(counted)
        if after[2] > before[2]
        and not (after[0].startswith("再等约") and any(one in after[1] for one in REASONS))
    ]


async def test_ten_minutes_of_a_show_at_every_page(studio: Studio) -> None:
    lin, zhou, family = (studio.pages[who] for who in ("lin", "zhou", "family"))
    await sit_down(studio)
    await studio.ready(1, 3, 4, 5, 7)
    await studio.until(-60)
    await family.get_by_role("button", name="我到了").tap()
    await expect(family.get_by_text("我们知道您到了")).to_be_visible()
    await studio.until(-2)
    await studio.look("before")

    await lin.get_by_role("button", name="开始直播").click()
    await studio.pass_(2)
    await lin.get_by_role("button", name="再按一次，开始直播").click()
    await expect(zhou.locator(".phase")).to_have_text("直播中")
    await studio.take("lin", "it-0")
    await studio.until(60)
    await studio.take("lin", "it-1")
    await studio.look("on-air")

    # Nobody of the next pair's family came: one key, and both desks see it.
    await studio.until(135)
    await expect(zhou.locator(".take.unready")).to_be_visible()
    await studio.look("not-there")
    await lin.keyboard.press("n")
    for page in (lin, zhou):
        await expect(page.locator("#row-it-2 .state")).to_have_text("未到")
    await studio.pass_(4)
    await studio.look("no-show")

    # Both press TAKE at once: the show goes on by one, and one of them reads who was first.
    await asyncio.gather(lin.keyboard.press("Space"), zhou.keyboard.press("Space"))
    await studio.on_air("it-3")
    refusals = [await page.get_by_role("alert").text_content() or "" for page in (lin, zhou)]
    assert len([one for one in refusals if "已经先切播了" in one]) == 1
    await studio.look("conflict")

    # They talk on for more than a minute; meanwhile the missing family comes and is recalled.
    await studio.until(280)
    await expect(lin.locator(".countdown.over")).to_be_visible()
    await studio.look("overrun")
    await studio.ready(2)
    await zhou.keyboard.press("r")
    await studio.pass_(1)
    await zhou.get_by_role("dialog").get_by_role("button", name="王强").click()
    await expect(lin.locator(".row.up-next")).to_have_id("row-it-2")
    await studio.pass_(4)
    await expect(family.locator(".countdown-words")).to_contain_text("再等约")
    await studio.look("recall")
    await studio.take("zhou", "it-2")

    # A hold of forty seconds, begun at one desk and ended at the other.
    await studio.until(330)
    await lin.keyboard.press("h")
    await expect(zhou.locator(".phase")).to_have_text("保持中")
    await studio.pass_(40)
    await expect(studio.pages["hall"].locator("#label")).to_have_text("稍停一下")
    await studio.look("hold")
    await zhou.keyboard.press("h")
    await expect(lin.locator(".phase")).to_have_text("直播中")

    # Somebody is moved before the family, and it is taken back.
    await studio.pass_(10)
    await lin.locator("#row-it-7").click()
    await lin.get_by_role("button", name="上移").click()
    await expect(zhou.locator("#row-it-7 + .row")).to_have_id("row-it-6")
    await studio.pass_(6)
    await expect(family.locator(".countdown-why")).to_have_text("前后顺序有点调整。")
    await studio.look("move")
    await lin.keyboard.press("u")
    await expect(zhou.locator("#row-it-6 + .row")).to_have_id("row-it-7")
    await studio.pass_(6)
    await studio.look("undo")

    # The server stops: every page says so. It is back where it was, and nothing went on air by itself.
    await studio.house.close()
    await studio.pass_(10)
    for page in (lin, zhou):
        await expect(page.locator(".badge")).to_contain_text("已断线")
    await studio.look("stopped")
    await studio.house.open()
    await studio.back()
    await studio.on_air("it-2")
    await studio.look("back")

    await studio.until(436)
    await studio.take("lin", "it-4")
    await studio.until(520)
    await studio.take("zhou", "it-5")
    await expect(family.locator(".countdown-words")).to_have_text("快到了，请准备")
    await studio.look("soon")
    await studio.until(600)
    await studio.take("lin", "it-6")
    await expect(family.locator(".countdown-words")).to_have_text("轮到您了，请接听")
    await studio.look("their-turn")
    await studio.until(680)
    await studio.take("zhou", "it-7")
    await expect(family.locator(".countdown-words")).to_contain_text("您已经播出了")
    await zhou.get_by_role("button", name="结束", exact=True).click()
    await studio.pass_(2)
    await zhou.get_by_role("button", name="再按一次结束").click()
    await expect(lin.locator(".phase")).to_have_text("已结束")
    await studio.pass_(2)
    await studio.look("end")

    show = await studio.house.show()
    assert {show.items[f"it-{n}"].state for n in range(8)} == {State.AIRED}
    said = await studio.said("family")
    assert [words for words, _ in said][-2:] == ["轮到您了，请接听", "您已经播出了，谢谢您！"]
    assert silent_jumps(said) == []
    assert silent_jumps(await studio.said("unruly")) != []


IN_EIGHT: Final = "大约还有 8 分钟"


@pytest.mark.parametrize(
    ("step_s", "words"),
    [(3600, IN_EIGHT), (-3600, "大约 20:13 轮到您"), (86_400, IN_EIGHT), (-1, IN_EIGHT)],
)
async def test_a_clock_that_steps_puts_nothing_on_air_and_every_page_is_right_after_the_next_tick(
    studio: Studio, step_s: int, words: str
) -> None:
    """R9."""
    lin, hall, family = (studio.pages[who] for who in ("lin", "hall", "family"))
    await sit_down(studio)
    await studio.until(0)
    stage = await studio.house.app[STAGES].get("gala")
    assert stage is not None
    await stage.perform(Start(), "start", "st-1")
    await stage.perform(Take(None), "take", "st-1")
    await studio.on_air("it-0")
    before = stage.show

    studio.house.clock.move(seconds=step_s)
    read = await lin.locator(".clock dd").text_content()
    assert read != studio.wall("%H:%M:%S") or abs(step_s) == DAY_S
    await studio.pass_(2 * SCREEN_TICK_S)

    assert (stage.show.on_air, stage.show.items, stage.show.order) == (
        before.on_air,
        before.items,
        before.order,
    )
    await expect(lin.locator(".clock dd")).to_have_text(studio.wall("%H:%M:%S"))
    await expect(hall.locator("#clock")).to_have_text(studio.wall("%H:%M"))
    await expect(family.locator(".countdown-words")).to_have_text(words)
