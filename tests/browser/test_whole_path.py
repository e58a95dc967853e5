"""The whole path in Chromium on the real server: from two sign-ups to the list of what was on air."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from reunion.actions.admitting import Admitting
from reunion.config import Settings
from reunion.domain.instants import Instant
from reunion.web.keys import STAGES, STORE
from tests.browser.follower import follower
from tests.browser.stations import (
    FAMILY,
    WORKER,
    Look,
    as_run,
    at,
    end,
    enter,
    invite_host,
    invited,
    link,
    on_time,
    plan_and_publish,
    set_up_show,
    sign_up,
    start,
    take,
)
from tests.browser.test_desk_on_air import Evening
from tests.conftest import EVENING, GATHERING, HandClock

BROKEN_OFF: Final = "WebSocket connection|ERR_CONNECTION_REFUSED"
"""What Chromium writes to the console of a page whose server restarts."""
AIRED: Final = {
    "场次": "除夕云团聚",
    "序号": "2",
    "内容": "连线问候",
    "务工人员": "张晓明",
    "家属": "李秀英",
    "乡镇": "田家镇",
    "计划开始": "20:02:00",
    "实际开始": "20:02:00",
    "实际结束": "20:03:15",
    "计划时长": "1:00",
    "实际时长": "1:15",
    "晚于计划": "0:00",
    "状态": "已播出",
    "保持时长": "",
    "操作人": "林导",
    "备注": "",
}
WIDE: Final = {"viewport": {"width": 1920, "height": 1080}}


@pytest_asyncio.fixture(loop_scope="session")
async def evening(settings: Settings) -> AsyncIterator[Evening]:
    """A server with a gathering and nothing else, half an hour before the show."""
    made = Evening(settings, HandClock(Instant(EVENING - 30 * 60_000)))
    await (await made.open())[STORE].gatherings.put(GATHERING)
    yield made
    await made.close()


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """`await look(page, "hall")` keeps a picture, so that one can see how a run went."""

    async def taken(page: Page, name: str) -> None:
        await page.screenshot(path=tmp_path / f"{name}.png", full_page=True)

    return taken


@dataclass
class People:
    """Everybody's page of one evening."""

    host: Page
    worker: Page
    family: Page
    public: Page
    hall: Page
    overlay: Page

    async def look(self, look: Look, when: str) -> None:
        for name in ("host", "worker", "family", "public", "hall", "overlay"):
            await look(getattr(self, name), f"{when}-{name}")


async def prepared(evening: Evening, phone: Any, laptop: Any, look: Look) -> tuple[Page, Page, Page, str]:
    """Staff, worker and family with a published show, and the host's link."""
    staff = await laptop()
    first = await Admitting(evening.app[STORE], evening.clock).first_administrator("admin")
    await enter(staff, at(evening, str(first)))
    await set_up_show(staff, evening)
    worker = await phone(expected=BROKEN_OFF)
    await worker.clock.install()
    await worker.goto(at(evening, "/g/dongxing/signup/worker"))
    await sign_up(worker, WORKER, look)
    family = await phone(await invited(worker), expected=BROKEN_OFF)
    await sign_up(family, FAMILY, look)
    await link(staff, evening, look)
    await plan_and_publish(staff, evening, look)
    return staff, worker, family, await invite_host(staff, evening, look)


async def gathered(
    evening: Evening, phone: Any, laptop: Any, pages: tuple[Page, Page], way_in: str
) -> People:
    """Everybody before their page, half an hour before the show."""
    worker, family = pages
    host = await laptop(expected=BROKEN_OFF)
    await enter(host, way_in)
    await host.get_by_role("link", name="打开控制台").click()
    await expect(host.locator(".badge")).to_have_text("实时")
    show = host.url.removesuffix("/desk")
    await family.reload()
    await worker.clock.fast_forward(61_000)
    for page in (worker, family):
        await expect(page.get_by_text("除夕云团聚 · 大约 20:02")).to_be_visible()
    public = await phone(show, expected=BROKEN_OFF)
    await expect(public.get_by_text("20:00 开始")).to_be_visible()
    hall = await laptop(f"{show}/hall", expected=BROKEN_OFF, **WIDE)
    await expect(hall.get_by_text("大约还有 30 分钟开始")).to_be_visible()
    overlay = await laptop(f"{show}/overlay", expected=BROKEN_OFF, **WIDE)
    return People(host, worker, family, public, hall, overlay)


async def opened(evening: Evening, people: People) -> None:
    """The show begins; the family says that it is there, and the host sees it."""
    await start(people.host)
    await take(people.host, "开场")
    for page in (people.public, people.hall, people.overlay):
        await expect(page.get_by_text("开场").first).to_be_visible()
    await expect(people.family.get_by_text("快到了，请准备").first).to_be_visible()
    await people.family.get_by_role("button", name="我到了").tap()
    await expect(people.family.get_by_text("我们知道您到了")).to_be_visible()
    await expect(people.host.locator(".row", has_text="张晓明")).to_contain_text("等候中")


async def restarted(evening: Evening, people: People, look: Look) -> None:
    """The server goes and comes back; nobody loads a page anew."""
    await evening.close()
    await expect(people.host.locator(".badge")).to_contain_text("已断线")
    for page in (people.worker, people.family, people.hall):
        await expect(page.get_by_text("看到的可能不是最新的").first).to_be_visible(timeout=10_000)
    await people.look(look, "broken-off")
    await evening.open()
    await expect(people.host.locator(".badge")).to_have_text("实时", timeout=10_000)
    for page in (people.worker, people.family):
        await expect(page.get_by_text("已连接，本页会自动更新")).to_be_visible(timeout=20_000)
    await expect(people.hall.get_by_text("看到的可能不是最新的")).to_be_hidden(timeout=20_000)


async def later(evening: Evening, people: People, seconds: int) -> None:
    evening.clock.move(seconds=seconds)
    await on_time(evening.app, people.public.url.rpartition("/")[2], evening.clock, people.host)


async def test_a_pair_goes_from_two_sign_ups_to_the_list_of_what_was_on_air(
    evening: Evening, phone: Any, laptop: Any, look: Look
):
    staff, worker, family, way_in = await prepared(evening, phone, laptop, look)
    people = await gathered(evening, phone, laptop, (worker, family), way_in)
    await people.look(look, "before")
    async with follower(people.public.url) as program:
        await later(evening, people, 30 * 60)
        await opened(evening, people)
        await people.look(look, "opening")
        await program.sees(lambda picture: bool(picture["on_air"]) and picture["on_air"]["title"] == "开场")

        await restarted(evening, people, look)

        await later(evening, people, 120)
        await take(people.host, "张晓明 ↔ 李秀英")
        for page in (people.worker, people.family):
            await expect(page.get_by_text("轮到您了，请接听").first).to_be_visible()
        for page in (people.public, people.hall):
            await expect(page.get_by_text("张* ↔ 李*").first).to_be_visible()
            await expect(page.get_by_text("张晓明")).to_have_count(0)
        await expect(people.overlay.locator("#worker")).to_have_text("张*温岭")
        await expect(people.overlay.locator("#family")).to_have_text("李*田家镇")
        await program.sees(lambda picture: picture["on_air"]["title"] == "张* ↔ 李*")
        await people.look(look, "on-air")

        await later(evening, people, 75)
        await take(people.host, "尾声")
        for page in (people.worker, people.family):
            await expect(page.get_by_text("您已经播出了，谢谢您！").first).to_be_visible()
        await later(evening, people, 60)
        await end(people.host)
        for page in (people.public, people.hall):
            await expect(page.get_by_text("谢谢收看，新年快乐！")).to_be_visible()
        ended = await program.sees(lambda picture: picture["state"] == "ended")
        stage = await evening.app[STAGES].get(people.public.url.rpartition("/")[2])
        assert stage is not None
        assert ended["revision"] == stage.show.revision
        await people.look(look, "ended")

    await staff.goto(at(evening, "/staff/dongxing"))
    await look(staff, "overview")
    rows = await as_run(staff, evening)
    assert [dict(zip(rows[0], row, strict=True)) for row in rows if "张晓明" in row] == [AIRED]
