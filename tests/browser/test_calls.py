"""Readiness and calls as people meet them: one family's page, the desk and the volunteer's page, in fast time."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from reunion.actions.ports import Rundown
from reunion.config import Settings
from reunion.domain.access import Role
from reunion.domain.instants import MINUTE, Instant
from reunion.domain.people import Pair, Party, Side
from reunion.domain.plans import ShowHead
from reunion.domain.readiness import Ready
from reunion.web.keys import HUB, STORE
from tests.actions.scenes import put_pairs
from tests.browser.house import BUFFER_S, House, Plan
from tests.conftest import EVENING, GATHERING

PLAN = Plan(Instant(EVENING + 55 * MINUTE), opening_s=120, every_s=240, whole_s=40 * 60)
TICK_MS = 15_000
"""A desk looks at who is silent when a tick comes, every 5 s."""
OWN = 3
ITEM = "it-3"


@pytest_asyncio.fixture(loop_scope="session")
async def house(settings: Settings) -> AsyncIterator[House]:
    made = House(settings)
    await made.open()
    await made.fill(PLAN)
    yield made
    await made.close()


@pytest.fixture
def look(tmp_path: Path) -> Callable[[Page, str], Awaitable[None]]:
    async def taken(page: Page, name: str) -> None:
        await page.screenshot(path=tmp_path / f"{name}.png", full_page=True)

    return taken


async def minutes_said(family: Page) -> int | None:
    """How many minutes the page says, if it says minutes."""
    said = re.search(r"(\d+) 分钟", str(await family.locator(".countdown-words").text_content()))
    return int(said[1]) if said else None


async def test_a_family_is_called_answers_is_lost_and_comes_back(
    house: House, phone: Any, laptop: Any, look: Any
) -> None:
    desk, volunteer = await laptop(), await phone()
    await house.enter(desk, "host-一", Role.HOST, "/shows/gala/desk")
    place = {"township": "511011100", "village": "双坳"}
    await house.enter(volunteer, "志愿者-一", Role.VOLUNTEER, "/staff/dongxing/fetch", **place)
    family = await phone(house.address + "/l/link-f-3", expected="WebSocket|ERR_")
    await expect(family.locator("#connection")).to_contain_text("已连接")

    # T-60: the page asks, the family answers with one press and stays on its page.
    await house.pass_(6)
    await expect(family.locator(".call h2")).to_contain_text("能来吗")
    await look(family, "family-1-hour")
    await family.get_by_role("button", name="我一定来").tap()
    await expect(family.locator(".call")).to_have_count(0)
    assert await house.ready(OWN) is Ready.CONFIRMED

    # Silence at T-60 and T-30 of the others turns their rows amber, then red.
    await house.pass_(22)
    row = desk.locator("#row-it-2")
    await expect(row.locator(".silence.amber")).to_be_visible(timeout=TICK_MS)
    await look(desk, "desk-1-amber")
    await house.pass_(18)
    await expect(row.locator(".silence.red")).to_be_visible(timeout=TICK_MS)
    await volunteer.reload()
    await look(volunteer, "volunteer-1")
    names = await volunteer.locator(".fetch-names b").all_text_contents()
    assert names == ["李秀英", "王大娘", "陈德才", "赵长福"]

    # Whom to ring: hidden until the host asks, and asking is on record.
    await row.click()
    await desk.get_by_role("button", name="电话", exact=True).click()
    await expect(desk.locator(".numbers")).to_contain_text("139****9002")
    await look(desk, "desk-2-phone")
    await desk.get_by_role("button", name="显示号码").click()
    await expect(desk.locator(".numbers")).to_contain_text("13900139002")
    (deed,) = await house.app[STORE].audit.newest(GATHERING.id, limit=1)
    assert (deed.action, deed.subject) == ("reveal", "it-2")
    await desk.keyboard.press("Escape")

    # T-10: it is here.
    await house.pass_(10)
    await expect(family.locator(".call h2")).to_contain_text("您到了吗")
    await look(family, "family-2-ten")
    await family.get_by_role("button", name="我到了").tap()
    await expect(family.get_by_text("我们知道您到了")).to_be_visible()
    assert await house.ready(OWN) is Ready.WAITING
    light = desk.locator(f"#row-{ITEM} .light").nth(1)
    await expect(light).to_have_class(re.compile("waiting"))
    await look(family, "family-3-here")
    await look(desk, "desk-3-here")

    # Without its line for twenty seconds it is lost; back, it is what it was.
    # The answer loaded the page anew: its new line must be there before it can be lost.
    await expect(family.locator("#connection")).to_contain_text("已连接")
    await house.line(OWN, open_=True)
    await family.goto("about:blank")
    await house.line(OWN, open_=False)
    await house.pass_(0.25)
    assert await house.ready(OWN) is Ready.WAITING
    await house.pass_(0.25)
    assert await house.ready(OWN) is Ready.LOST
    await expect(light).to_have_class(re.compile("lost"))
    await look(desk, "desk-4-lost")
    await family.goto(house.address + "/me")
    await expect(family.locator("#connection")).to_contain_text("已连接")
    await house.line(OWN, open_=True)
    await house.pass_(0.25)
    assert await house.ready(OWN) is Ready.WAITING

    # The show does not begin: the family is told once, why and when; the countdown never goes back unsaid.
    before = await minutes_said(family)
    assert before is not None
    await house.pass_(6)
    await expect(family.locator(".told")).to_contain_text("直播开始得比计划晚")
    after = await minutes_said(family)
    assert after is None or after <= before or await family.locator(".countdown-why").is_visible()
    await look(family, "family-4-told")
    told = [one for one in await house.app[STORE].outbox.newest("gala", limit=99) if one.kind == "promise"]
    assert len({one.key for one in told if one.item == ITEM}) == 2

    # The volunteer says for a family without a telephone that it sits ready.
    await volunteer.reload()
    first = volunteer.locator(".fetch", has_text="李秀英")
    await first.get_by_role("button", name="坐好了").tap()
    await expect(volunteer.locator(".fetches-there")).to_contain_text("李秀英")
    assert await house.ready(1) is Ready.READY
    await expect(desk.locator("#row-it-1 .light").nth(1)).to_have_class(re.compile("ready"))
    await look(volunteer, "volunteer-2")
    await look(desk, "desk-5-end")


async def test_a_page_that_comes_back_to_another_pair_is_all_of_its_time(
    house: House, phone: Any, look: Any
) -> None:
    family = await phone(house.address + "/l/link-f-3", expected="WebSocket|ERR_")
    await expect(family.locator("#connection")).to_contain_text("已连接")
    await expect(family.locator(".countdown-when")).to_contain_text("21:05")
    other = Pair("p-4", GATHERING.id, Party(Side.WORKER, ("w-4",)), Party(Side.FAMILY, ("f-3", "f-4")))
    await put_pairs(house.app[STORE], [other])
    for socket in list(house.app[HUB]._sockets):
        socket.cut()
    await expect(family.locator(".countdown-when")).to_contain_text("21:09", timeout=20_000)
    await expect(family.locator(".countdown-words")).to_contain_text("21:09")
    await look(family, "family-7-other-pair")


async def test_a_page_that_comes_back_to_the_same_row_of_another_stage_is_all_of_its_time(
    house: House, phone: Any
) -> None:
    family = await phone(house.address + "/l/link-f-3", expected="WebSocket|ERR_")
    await expect(family.locator("#connection")).to_contain_text("已连接")
    await expect(family.locator(".countdown-when")).to_contain_text("21:05")
    here = await house.show()
    rows = [
        replace(row, planned=Instant(row.planned + MINUTE), pair=row.pair and f"west-{row.pair}")
        for row in here.items.values()
    ]
    there = replace(here, id="west", items={row.id: row for row in rows})
    head = ShowHead(
        "west", GATHERING.id, "除夕场", "二号直播间", PLAN.start, here.planned_end, BUFFER_S, run="r1"
    )
    await house.app[STORE].shows.begin_run(head, Rundown(there, {}))
    other = Pair("west-p-3", GATHERING.id, Party(Side.WORKER, ("w-3",)), Party(Side.FAMILY, ("f-3",)))
    await put_pairs(house.app[STORE], [other])
    for socket in list(house.app[HUB]._sockets):
        socket.cut()
    await expect(family.locator(".countdown-when")).to_contain_text("21:06", timeout=20_000)


async def test_camera_and_microphone_are_tried_on_the_telephone_alone(
    house: House, playwright: Any, look: Any
) -> None:
    """A browser of its own, with a camera and a microphone that Chromium plays itself."""
    from tests.browser.conftest import CHINA, CHROMIUM, FLAGS, PHONE

    fake = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
    browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=[*FLAGS, *fake])
    page = await (await browser.new_context(**PHONE, **CHINA)).new_page()
    house.clock.move(seconds=40 * 60)
    await page.goto(house.address + "/l/link-f-3")
    sent: list[str] = []
    await expect(page.locator("#connection")).to_contain_text("已连接")
    page.on("request", lambda request: sent.append(request.url))
    await page.get_by_role("button", name="现在试一试").tap()
    await expect(page.get_by_text("画面有了，声音也有了")).to_be_visible(timeout=15_000)
    assert [address for address in sent if "/static/" not in address] == []
    await look(page, "family-5-trying")
    await page.get_by_role("button", name="看得清、听得见").tap()
    await expect(page.get_by_text("我们知道您到了")).to_be_visible()
    assert await house.ready(OWN) is Ready.CHECKED
    await browser.close()


async def test_without_encryption_the_page_says_why_it_cannot_try(
    house: House, phone: Any, look: Any
) -> None:
    house.clock.move(seconds=40 * 60)
    page = await phone()
    await page.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    await page.goto(house.address + "/l/link-f-3")
    await expect(page.locator("#try-said")).to_contain_text("没有加密")
    await expect(page.locator("#try")).to_be_hidden()
    await look(page, "family-6-http")
