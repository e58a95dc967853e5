"""Readiness and calls as people meet them: one family's page, the desk and the volunteer's page, in fast time."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Page, expect

from reunion.actions.admitting import Admitting
from reunion.actions.attending import Place
from reunion.actions.ports import NewRegistration, Rundown
from reunion.app import build
from reunion.beside.linker import Here
from reunion.config import Settings
from reunion.domain.access import Role
from reunion.domain.cards import Card, CardSide
from reunion.domain.instants import MINUTE, Instant
from reunion.domain.people import Pair, Party, Registration, Side
from reunion.domain.plans import ShowHead
from reunion.domain.readiness import Ready
from reunion.domain.rundown import Item, Kind, Show
from reunion.web.keys import ATTENDING, CALLING, STAGES, STORE
from reunion.web.tokens import digest
from tests.actions.scenes import put_pairs
from tests.conftest import EVENING, GATHERING, HandClock

START = Instant(EVENING + 55 * MINUTE)
NAMES = (
    ("张晓明", "李秀英"),
    ("王强", "王大娘"),
    ("陈建军", "陈德才"),
    ("刘洋", "刘桂芳"),
    ("赵敏", "赵长福"),
)
TICK_MS = 15_000
"""A desk looks at who is silent when a tick comes, every 5 s."""
ITEM = "it-3"
MINUTES_EACH = 4


@dataclass
class House:
    """The server on a clock that the test moves."""

    app: web.Application
    clock: HandClock
    address: str

    async def pass_(self, minutes: float, *, step_s: int = 5) -> None:
        """Let time pass as the server's rounds see it."""
        for _ in range(round(minutes * 60 / step_s)):
            self.clock.move(seconds=step_s)
            await self.look()

    async def look(self) -> None:
        await self.app[ATTENDING].look()
        await self.app[CALLING].look()

    async def stage(self) -> Any:
        return await self.app[STAGES].get("gala")

    async def line(self, *, open_: bool) -> None:
        """Until the server has seen the line of the family's page open or close; the browser may be ahead of it."""
        place = Place("gala", "p-3", Side.FAMILY)
        async with asyncio.timeout(10):
            while self.app[ATTENDING].is_open(place) is not open_:  # noqa: ASYNC110 - the server says it to nobody
                await asyncio.sleep(0)

    async def ready(self) -> Ready:
        return (await self.stage()).show.side(ITEM, Side.FAMILY)[0]


async def fill(app: web.Application) -> None:
    store = app[STORE]
    await store.gatherings.put(GATHERING)
    rows, cards, people, pairs = [Item("it-0", Kind.SEGMENT, 120, START)], {"it-0": Card("开场")}, [], []
    for number, (worker, family) in enumerate(NAMES, start=1):
        at = Instant(START + (2 + (number - 1) * MINUTES_EACH) * MINUTE)
        rows.append(Item(f"it-{number}", Kind.SLOT, 60 * MINUTES_EACH - 15, at, pair=f"p-{number}"))
        ids = (f"w-{number}", f"f-{number}")
        sides = (CardSide(worker, town="温岭"), CardSide(family, place="家里", town="田家镇"))
        cards[f"it-{number}"] = Card("", *sides, people=ids)
        place = {"township": "511011100", "village": "双坳" if number != 4 else "火花"}
        for id_, side, name, digits in zip(
            ids, Side, (worker, family), (1380013800, 1390013900), strict=True
        ):
            phones = (f"+86{digits}{number}",)
            more = place if side is Side.FAMILY else {}
            one = Registration(id_, GATHERING.id, side, 0, name, phones, invite_code=id_.upper(), **more)
            people.append(NewRegistration(one, digest(f"link-{id_}")))
        pairs.append(
            Pair(f"p-{number}", GATHERING.id, Party(Side.WORKER, ids[:1]), Party(Side.FAMILY, ids[1:]))
        )
    end = Instant(START + 40 * MINUTE)
    head = ShowHead("gala", GATHERING.id, "除夕场", "一号直播间", START, end, 15, run="r1")
    show = Show("gala", "r1", START, end, 15, {row.id: row for row in rows}, tuple(row.id for row in rows))
    await store.shows.begin_run(head, Rundown(show, cards))
    await store.registrations.add(people)
    await put_pairs(store, pairs)


@pytest_asyncio.fixture(loop_scope="session")
async def house(settings: Settings) -> AsyncIterator[House]:
    clock = HandClock()
    app = build(settings, now=clock, ticks=clock, circles=Here)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    await fill(app)
    yield House(app, clock, f"http://127.0.0.1:{runner.addresses[0][1]}")
    await runner.cleanup()


@pytest.fixture
def look(tmp_path: Path) -> Callable[[Page, str], Awaitable[None]]:
    async def taken(page: Page, name: str) -> None:
        await page.screenshot(path=tmp_path / f"{name}.png", full_page=True)

    return taken


async def entered(house: House, page: Page, role: Role, path: str, **place: str) -> None:
    admitting = Admitting(house.app[STORE], house.clock)
    account = await admitting.create(f"{role}-一", role, GATHERING.id, **place)
    cookie = {"name": "reunion-staff", "value": await admitting.sign_in(account, 12), "url": house.address}
    await page.context.add_cookies([cookie])
    await page.goto(house.address + path)


async def minutes_said(family: Page) -> int | None:
    """How many minutes the page says, if it says minutes."""
    said = re.search(r"(\d+) 分钟", str(await family.locator(".countdown-words").text_content()))
    return int(said[1]) if said else None


async def test_a_family_is_called_answers_is_lost_and_comes_back(
    house: House, phone: Any, laptop: Any, look: Any
) -> None:
    desk, volunteer = await laptop(), await phone()
    await entered(house, desk, Role.HOST, "/shows/gala/desk")
    await entered(
        house, volunteer, Role.VOLUNTEER, "/staff/dongxing/fetch", township="511011100", village="双坳"
    )
    family = await phone(house.address + "/l/link-f-3", expected="WebSocket|ERR_")
    await expect(family.locator("#connection")).to_contain_text("已连接")

    # T-60: the page asks, the family answers with one press and stays on its page.
    await house.pass_(6)
    await expect(family.locator(".call h2")).to_contain_text("能来吗")
    await look(family, "family-1-hour")
    await family.get_by_role("button", name="我一定来").tap()
    await expect(family.locator(".call")).to_have_count(0)
    assert await house.ready() is Ready.CONFIRMED

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
    assert await house.ready() is Ready.WAITING
    light = desk.locator(f"#row-{ITEM} .light").nth(1)
    await expect(light).to_have_class(re.compile("waiting"))
    await look(family, "family-3-here")
    await look(desk, "desk-3-here")

    # Without its line for twenty seconds it is lost; back, it is what it was.
    # The answer loaded the page anew: its new line must be there before it can be lost.
    await expect(family.locator("#connection")).to_contain_text("已连接")
    await house.line(open_=True)
    await family.goto("about:blank")
    await house.line(open_=False)
    await house.pass_(0.25)
    assert await house.ready() is Ready.WAITING
    await house.pass_(0.25)
    assert await house.ready() is Ready.LOST
    await expect(light).to_have_class(re.compile("lost"))
    await look(desk, "desk-4-lost")
    await family.goto(house.address + "/me")
    await expect(family.locator("#connection")).to_contain_text("已连接")
    await house.line(open_=True)
    await house.pass_(0.25)
    assert await house.ready() is Ready.WAITING

    # The show does not begin: the family is told once, why and when; the countdown never goes back unsaid.
    before = await minutes_said(family)
    assert before is not None
    await house.pass_(6)
    await expect(family.locator(".told")).to_contain_text("直播晚一点开始")
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
    stage = await house.stage()
    assert stage.show.side("it-1", Side.FAMILY)[0] is Ready.READY
    await expect(desk.locator("#row-it-1 .light").nth(1)).to_have_class(re.compile("ready"))
    await look(volunteer, "volunteer-2")
    await look(desk, "desk-5-end")


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
    assert await house.ready() is Ready.CHECKED
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
