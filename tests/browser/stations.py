"""What people do at each station of the whole path, as they do it: by thumb, mouse and keyboard."""

import csv
import re
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from playwright.async_api import Page, expect

from reunion.domain.instants import MINUTE, Instant
from reunion.exports.zoned import local_time
from reunion.web.keys import HUB
from tests.browser.test_desk_on_air import Evening, may_take
from tests.conftest import HandClock

Look = Callable[[Page, str], Awaitable[None]]
WORKER = {
    "name": "张晓明",
    "phone": "138 0013 8000",
    "township": "田家镇",
    "village": "双坳",
    "1-other_name": "李秀英",
    "1-other_relation": "母亲",
    "place": "温岭 大溪",
    "years": "3",
    "message": "妈，我很好，别担心。",
}
FAMILY = {
    "name": "李秀英",
    "phone": "139 0013 9000",
    "township": "田家镇",
    "village": "双坳",
    "1-other_name": "张晓明",
    "1-other_relation": "儿子",
    "place": "家里",
    "message": "幺儿，啥时候回来？",
}
SHOW = {
    "title": "除夕云团聚",
    "stage": "一号直播间",
    "day": "2027-02-05",
    "from": "20:00",
    "to": "20:30",
    "0-title": "开场",
    "0-at": "20:00",
    "0-minutes": "2",
    "1-title": "尾声",
    "1-at": "20:25",
    "1-minutes": "5",
}


def at(evening: Evening, path: str) -> str:
    return f"http://127.0.0.1:{evening.port}{path}"


async def enter(page: Page, address: str) -> None:
    """Sign in with a one-time link."""
    await page.goto(address)
    await page.get_by_role("button", name="登录", exact=True).click()
    await page.get_by_role("link", name="以后再说").click()


async def fill(page: Page, answers: Mapping[str, str]) -> None:
    """Whatever of the answers this page asks for."""
    for name, value in answers.items():
        asked = page.locator(f"[name='{name}']")
        if await asked.count():
            await (asked.select_option(label=value) if name == "township" else asked.fill(value))


async def sign_up(page: Page, answers: Mapping[str, str], look: Look) -> None:
    """All four steps and the review, as a thumb does it."""
    for step in range(1, 5):
        await expect(page.get_by_text(f"第 {step} 步，共 4 步")).to_be_visible()
        await fill(page, answers)
        if step == 4:
            for consent in ("同意保存我填的内容", "同意我在直播里出镜"):
                await page.get_by_label(consent).check()
        await look(page, f"{answers['name']}-{step}")
        await page.get_by_role("button", name="下一步").last.tap()
    await expect(page.get_by_role("heading", name="看看都对吗？")).to_be_visible()
    await expect(page.get_by_text(answers["message"])).to_be_visible()
    await page.get_by_role("button", name="都对，报名").tap()
    await expect(page.get_by_role("heading", name="报名成功")).to_be_visible()
    await look(page, f"{answers['name']}-done")


async def invited(worker: Page) -> str:
    """The link in the message that the worker passes on; the worker is back on the own page afterwards."""
    await worker.get_by_role("link", name="邀请家人报名").click()
    found = re.search(r"http\S+/join/[^\s，]+", await worker.get_by_label("转发给家人的话").input_value())
    assert found is not None
    await worker.get_by_role("link", name="回到我的页面").click()
    await expect(worker).to_have_url(re.compile("/me$"))
    return found[0]


async def set_up_show(staff: Page, evening: Evening) -> None:
    await staff.goto(at(evening, "/staff/dongxing/shows/new"))
    await fill(staff, SHOW)
    await staff.get_by_role("button", name="保存场次").click()
    await expect(staff.get_by_text("场次已保存。")).to_be_visible()


async def link(staff: Page, evening: Evening, look: Look) -> None:
    await staff.goto(at(evening, "/staff/dongxing/links"))
    await staff.get_by_role("button", name="重新配对").click()
    await staff.get_by_role("link", name="已配对").click()
    await expect(staff.get_by_text("邀请码：相同")).to_be_visible()
    await look(staff, "links")
    await staff.keyboard.press("y")
    await expect(staff.get_by_text("张晓明 ↔ 李秀英：已确认")).to_be_visible()


async def plan_and_publish(staff: Page, evening: Evening, look: Look) -> None:
    await staff.goto(at(evening, "/staff/dongxing/rundown"))
    await staff.get_by_role("button", name="自动编排").click()
    await expect(staff.get_by_text("未发布")).to_be_visible(timeout=30_000)
    await expect(staff.locator("#board")).to_contain_text("20:02张晓明 ↔ 李秀英")
    await staff.get_by_role("link", name="发布……").click()
    await staff.get_by_role("button", name="发布", exact=True).click()
    await expect(staff.get_by_text("已发布，各家现在能看到自己的时间。")).to_be_visible()
    await look(staff, "rundown")


async def invite_host(staff: Page, evening: Evening, look: Look) -> str:
    """The one-time link of a new host."""
    await staff.goto(at(evening, "/staff/dongxing/people"))
    await staff.get_by_label("登录名").fill("林导")
    await staff.locator("#role").select_option("host")
    await staff.get_by_role("button", name="建立账号并生成链接").click()
    await look(staff, "people")
    return str(await staff.get_by_text("/staff/enter/").text_content()).strip()


async def on_time(app: web.Application, show: str, clock: HandClock, host: Page) -> None:
    """The desk hears now what time it is: what it asks is wanted for ten seconds of the server's clock."""
    room = app[HUB].room(show)
    assert room is not None
    room.desks.tick()
    minutes = (local_time(Instant(clock() + later), "Asia/Shanghai") for later in (0, MINUTE))
    await expect(host.locator(".clock dd")).to_have_text(
        re.compile("|".join(f"{one:%H:%M}" for one in minutes))
    )


async def take(host: Page, title: str) -> None:
    """TAKE by keyboard."""
    await may_take(host)
    await host.keyboard.press("Space")
    await expect(host.locator(".row.on_air")).to_contain_text(title)


async def start(host: Page) -> None:
    """START by keyboard: pressed twice, so that nobody starts a show by accident."""
    await host.get_by_role("button", name="开始直播").focus()
    await host.keyboard.press("Enter")
    await expect(host.get_by_role("button", name="再按一次，开始直播")).to_be_visible()
    await host.keyboard.press("Space", delay=500)
    await expect(host.locator(".phase")).to_have_text("直播中")


async def end(host: Page) -> None:
    """END, pressed twice."""
    await host.get_by_role("button", name="结束", exact=True).click()
    await host.get_by_role("button", name="再按一次结束").click(delay=500)
    await expect(host.locator(".phase")).to_have_text("已结束")


async def as_run(staff: Page, evening: Evening) -> list[list[str]]:
    """The rows of the as-run list as a CSV file."""
    await staff.goto(at(evening, "/staff/dongxing/exports"))
    card = staff.locator("section", has=staff.get_by_role("heading", name="播出记录"))
    async with staff.expect_download() as download:
        await card.get_by_role("button", name="CSV").click()
    path = await (await download.value).path()
    return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
