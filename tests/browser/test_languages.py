"""Three languages and two clocks: the switch with and without scripts, and the time of who is far away."""

import pytest
import pytest_asyncio
from playwright.async_api import expect

from reunion.actions.admitting import Admitting
from reunion.app import system_clock
from reunion.domain.access import Role
from reunion.domain.instants import DAY, HOUR, Instant
from reunion.domain.plans import ShowHead
from reunion.web.keys import STORE

from ..conftest import GATHERING
from .serving import LINK, running

FORM = "/g/dongxing/signup/worker"


@pytest_asyncio.fixture(loop_scope="session")
async def server(tmp_path):
    async with running(tmp_path, starts_in=3600) as made:
        yield made


async def choose(page, name):
    await page.click(".languages summary")
    await page.click(f"text={name}")
    await page.wait_for_load_state()


async def test_without_scripts_the_language_is_chosen_once_and_kept(server, phone):
    page = await phone(server.address + "/g/dongxing", java_script_enabled=False)
    await choose(page, "English")
    assert page.url == server.address + "/g/dongxing"
    assert await page.get_attribute("html", "lang") == "en"
    await page.goto(server.address + "/privacy")
    assert await page.inner_text("h1") == "How we treat your data"
    await choose(page, "繁體中文")
    assert await page.inner_text("h1") == "怎樣對待您的資訊"


async def test_in_the_middle_of_signing_up_what_was_filled_in_stays(server, phone):
    page = await phone(server.address + FORM)
    await page.fill("[name=name]", "张晓明")
    await page.fill("[name=phone]", "13800138000")
    await choose(page, "English")
    assert await page.input_value("[name=name]") == "张晓明"
    assert await page.inner_text("h1") == "Who are you?"
    await page.click(".thumb .button-main")
    assert await page.inner_text("h1") == "Whom would you like to see?"


async def ground(page):
    return await page.evaluate("getComputedStyle(document.body).backgroundColor")


async def test_without_scripts_the_colours_are_chosen_once_and_kept_whatever_the_device_wants(server, phone):
    address = server.address + "/g/dongxing"
    page = await phone(address, java_script_enabled=False, color_scheme="light")
    by_day = await ground(page)
    await choose(page, "深色")
    assert page.url == address
    by_night = await ground(page)
    assert by_night != by_day
    await page.goto(server.address + FORM)
    assert await ground(page) == by_night
    await page.emulate_media(media="print")
    assert await ground(page) == "rgb(255, 255, 255)"
    await page.emulate_media(media="screen", color_scheme="dark")
    await choose(page, "浅色")
    assert await ground(page) == by_day
    await choose(page, "跟随设备")
    assert await ground(page) == by_night


async def test_the_list_fits_a_narrow_phone_and_breaks_no_rule(server, phone, axe):
    page = await phone(server.address + "/g/dongxing", viewport={"width": 320, "height": 640})
    await page.click(".languages summary")
    assert await page.evaluate("document.documentElement.scrollWidth") == 320
    box = await page.locator(".languages-list").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    await page.evaluate(axe)
    result = await page.evaluate("axe.run()")
    assert [one["id"] for one in result["violations"]] == []


async def own_times(page):
    return [text for text in await page.locator("[data-own]").all_inner_texts() if text]


async def test_who_is_in_another_zone_reads_the_own_time_too(server, phone):
    far = await phone(server.address + "/g/dongxing", timezone_id="Asia/Tokyo")
    begins = await far.locator("[data-own]").first.get_attribute("data-own")
    theirs = await far.evaluate(
        "(at) => new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })",
        int(begins),
    )
    assert (await own_times(far))[0].replace("\u2060", "").startswith("北京时间 · 您当地 ")
    assert theirs in (await own_times(far))[0]


UNKNOWN = """Intl.DateTimeFormat = new Proxy(Intl.DateTimeFormat, { construct(of, [lang, parts]) {
  if (parts && parts.timeZone) throw new RangeError("no such zone");
  return new of(lang, parts);
} });"""
"""A browser that knows no zone but its own."""
ROWS = """() => [...document.querySelectorAll("tr[data-item], #coming li")].map((row) =>
  [row.querySelector("time").textContent, row.querySelector("small.own-hour").textContent])"""
"""The gathering's hour of each row, and what stands beside it."""


async def test_where_a_browser_does_not_know_the_zone_the_page_goes_on_without_it(server, phone):
    page = await phone(timezone_id="Asia/Tokyo")
    await page.add_init_script(UNKNOWN)
    await page.goto(f"{server.address}/l/{LINK}")
    await page.wait_for_selector("#connection:has-text('已连接')")
    assert await own_times(page) == ["北京时间"]


def an_hour_later(hour: str) -> str:
    return f"{(int(hour[:2]) + 1) % 24:02}{hour[2:]}"


async def test_every_row_of_a_show_has_the_hour_of_who_is_in_another_zone_beside_it(server, phone):
    tokyo = await phone(f"{server.address}/shows/gala", timezone_id="Asia/Tokyo")
    means = tokyo.get_by_text("括号里是您当地的时间。")
    await expect(means).to_be_visible()
    rows = await tokyo.evaluate(ROWS)
    assert len(rows) == 8
    assert [mine for _, mine in rows] == [f"({an_hour_later(at)})" for at, _ in rows]
    near = await phone(f"{server.address}/shows/gala")
    assert {mine for _, mine in await near.evaluate(ROWS)} == {""}
    await expect(near.get_by_text("括号里是您当地的时间。")).to_be_hidden()


async def test_the_half_hours_to_choose_say_the_own_hour_too(server, phone):
    start = Instant(system_clock() // DAY * DAY + 2 * DAY + 12 * HOUR)
    evening = ShowHead("long", "dongxing", "长场", "一号直播间", start, Instant(start + 2 * HOUR), 15)
    await server.app[STORE].shows.put(evening)

    async def halves(zone: str) -> list[str]:
        page = await phone(f"{server.address}/l/{LINK}", timezone_id=zone)
        await page.goto(f"{server.address}/me/correct")
        await page.get_by_role("button", name="修改").nth(2).click()
        return await page.locator("[name=w-long] option").all_inner_texts()

    assert (await halves("Asia/Shanghai"))[1:3] == ["只有 20:30 以前行", "只有 21:00 以前行"]
    assert (await halves("Asia/Tokyo"))[1:3] == [
        "只有 20:30 以前行（您当地 21:30）",
        "只有 21:00 以前行（您当地 22:00）",
    ]


async def test_who_is_in_the_gatherings_zone_reads_one_time_and_whose_it_is(server, phone):
    assert await own_times(await phone(server.address + "/g/dongxing")) == ["北京时间"]
    manila = await phone(server.address + "/g/dongxing", timezone_id="Asia/Manila")
    assert await own_times(manila) == ["北京时间"]
    plain = await phone(server.address + "/shows/gala", java_script_enabled=False, timezone_id="Asia/Tokyo")
    assert await own_times(plain) == ["北京时间"]


async def test_on_another_day_the_own_time_has_its_date(server, phone):
    start = Instant(system_clock() // DAY * DAY + 2 * DAY + 2 * HOUR)
    morning = ShowHead("morning", "dongxing", "早场", "一号直播间", start, Instant(start + 2 * HOUR), 15)
    await server.app[STORE].shows.put(morning)
    far = await phone(f"{server.address}/shows/morning", timezone_id="America/Los_Angeles")
    date = await far.evaluate(
        "(at) => new Date(at).toLocaleDateString('zh-CN', { month: 'short', day: 'numeric' })",
        start,
    )
    (said,) = await own_times(far)
    assert said.startswith(f"北京时间 · 您当地 {date} ")
    assert "–" not in said


async def test_at_the_desk_and_the_prompter_the_language_is_chosen_and_kept(server, laptop):
    admitting = Admitting(server.app[STORE], system_clock)
    host = await admitting.create("林导", Role.HOST, GATHERING.id)
    cookie = {"name": "reunion-staff", "value": await admitting.sign_in(host, 1), "url": server.address}
    desk = f"{server.address}/shows/gala/desk"
    page = await laptop()
    await page.context.add_cookies([cookie])
    await page.goto(desk)
    await expect(page.locator(".badge")).to_have_text("实时")
    await page.keyboard.press("?")
    await page.get_by_role("button", name="English").click()
    await expect(page.locator(".badge")).to_have_text("Up to date")
    assert page.url == desk
    await page.keyboard.press("?")
    await page.keyboard.press("Escape")
    await page.keyboard.press("?")
    await expect(page.get_by_role("button", name="English")).to_have_attribute("aria-pressed", "true")
    await page.goto(f"{desk}/prompter")
    await page.get_by_role("button", name="繁體中文").click()
    await expect(page.get_by_role("main", name="提詞卡")).to_be_visible()
    await page.goto(desk)
    await expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")


@pytest.mark.parametrize(
    ("lang", "next_"), [("en", "Coming next"), ("zh-Hant", "接下來"), ("zh-Hans", "接下来")]
)
async def test_a_screen_speaks_the_language_of_its_address(server, laptop, lang, next_):
    page = await laptop(f"{server.address}/shows/gala/hall?lang={lang}")
    await expect(page.get_by_role("heading", name=next_)).to_be_visible()
    await page.goto(f"{server.address}/shows/gala/overlay")
    assert await page.get_attribute("html", "lang") == lang
