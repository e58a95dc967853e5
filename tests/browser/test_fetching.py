"""“Fetch now” on a volunteer's telephone while the server is away: nothing that was pressed is lost or stored twice."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest_asyncio
from playwright.async_api import Locator, Page, Route, expect

from reunion.config import Settings
from reunion.domain.access import Role
from reunion.domain.commands import MarkReady
from reunion.domain.instants import MINUTE, Instant
from reunion.domain.people import Side
from reunion.domain.readiness import Ready
from reunion.web.keys import STAGES, STORE
from tests.browser.house import House, Plan
from tests.conftest import EVENING

PLAN = Plan(Instant(EVENING + 30 * MINUTE), opening_s=120, every_s=240, whole_s=40 * 60)
AWAY = "ERR_CONNECTION|ERR_FAILED|401"
NOT_SENT = "还没有送到："
NOT_THEIRS = "没有记下，因为说的那一家已经不在这里了："
RENEW = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest_asyncio.fixture(loop_scope="session")
async def house(settings: Settings) -> AsyncIterator[House]:
    made = House(settings)
    await made.open()
    await made.fill(PLAN)
    yield made
    if made.listening:
        await made.close()


async def fetching(house: House, phone: Any) -> Page:
    page: Page = await phone(expected=AWAY)
    await house.enter(
        page,
        "志愿者-一",
        Role.VOLUNTEER,
        "/staff/dongxing/fetch",
        township="511011100",
        village="双坳",
    )
    return page


def row(page: Page, number: int) -> Locator:
    return page.locator(f"[id^=gala-it-{number}-]")


async def test_a_press_while_the_server_is_away_stays_on_its_row_and_is_sent_again_by_its_button(
    house: House, phone: Any
) -> None:
    page = await fetching(house, phone)
    await house.close()
    await row(page, 1).get_by_role("button", name="电话").tap()
    await row(page, 2).get_by_role("button", name="到了").tap()
    await expect(row(page, 1).get_by_role("alert")).to_contain_text(f"{NOT_SENT} 电话")
    await expect(row(page, 2).get_by_role("alert")).to_contain_text(f"{NOT_SENT} 到了")
    await expect(page.locator("#stale")).to_be_visible()
    await house.open()
    await row(page, 1).get_by_role("button", name="再送一次").tap()
    await expect(row(page, 1).locator("a[href^=tel]")).to_have_text("13900139001")
    await expect(row(page, 1).get_by_role("alert")).to_have_count(0)
    await expect(row(page, 2).get_by_role("alert")).to_contain_text(f"{NOT_SENT} 到了")
    await row(page, 2).get_by_role("button", name="再送一次").tap()
    await expect(page.get_by_text("已经到了的：1 家")).to_be_visible()
    assert await house.ready(2) is Ready.WAITING


async def test_once_the_line_is_back_a_press_goes_out_by_itself(house: House, phone: Any) -> None:
    page = await fetching(house, phone)
    await house.close()
    await row(page, 2).get_by_role("button", name="来不了").tap()
    await expect(row(page, 2).get_by_role("alert")).to_be_visible()
    await house.open()
    await page.evaluate(RENEW)
    await expect(row(page, 2).get_by_text("来不了").first).to_be_visible()
    await expect(page.get_by_role("alert")).to_have_count(0)
    await expect(page.locator("#stale")).to_be_hidden()
    assert await house.ready(2) is Ready.NO_SHOW


async def test_a_press_whose_answer_was_lost_is_stored_once_and_writes_over_nothing_said_since(
    house: House, phone: Any
) -> None:
    page = await fetching(house, phone)

    async def lose_the_answer(route: Route) -> None:
        if route.request.method == "POST":
            await route.fetch()
            await route.abort()
        else:
            await route.fallback()

    await page.route("**/fetch", lose_the_answer)
    await row(page, 2).get_by_role("button", name="到了").tap()
    await expect(row(page, 2).get_by_role("alert")).to_be_visible()
    stage = await house.app[STAGES].get("gala")
    assert stage is not None
    await stage.perform(MarkReady("it-2", Side.FAMILY, Ready.READY), "desk", "st-1")
    await page.unroute("**/fetch")
    await row(page, 2).get_by_role("button", name="再送一次").tap()
    await expect(row(page, 2).get_by_text("坐好了")).to_be_visible()
    assert (await house.ready(2), stage.show.revision) == (Ready.READY, 2)


async def test_a_press_that_waited_goes_to_no_other_family_that_took_over_the_turn(
    house: House, phone: Any
) -> None:
    page = await fetching(house, phone)
    await house.close()
    await row(page, 2).get_by_role("button", name="坐好了").tap()
    await expect(row(page, 2).get_by_role("alert")).to_be_visible()
    await house.open()
    await give(house, 2, to=1)
    await page.evaluate(RENEW)
    await expect(page.locator("#dropped")).to_contain_text(f"{NOT_THEIRS} 坐好了")
    await expect(page.get_by_role("alert")).to_have_count(0)
    await row(page, 3).get_by_role("button", name="坐好了").tap()
    await expect(page.get_by_text("已经到了的：1 家")).to_be_visible()
    assert (await house.ready(2), await house.ready(3)) == (Ready.INVITED, Ready.READY)
    assert await page.evaluate("localStorage.length") == 0


async def test_a_press_on_a_page_from_before_is_not_stored_for_whoever_took_over_the_turn(
    house: House, phone: Any
) -> None:
    page = await fetching(house, phone)
    await give(house, 2, to=1)
    await row(page, 2).get_by_role("button", name="坐好了").tap()
    await expect(page.locator("#dropped")).to_have_text(f"{NOT_THEIRS} 坐好了")
    await expect(row(page, 2)).to_contain_text("李秀英")
    assert await house.ready(2) is Ready.INVITED


async def test_a_tab_with_an_older_list_takes_nothing_that_was_pressed_in_another(
    house: House, phone: Any
) -> None:
    await give(house, 2, to=1)
    older = await fetching(house, phone)
    await give(house, 2, to=2)
    page = await older.context.new_page()
    await page.goto(older.url)
    await house.close()
    await row(page, 2).get_by_role("button", name="坐好了").tap()
    await expect(row(page, 2).get_by_role("alert")).to_be_visible()
    await row(older, 3).get_by_role("button", name="来不了").tap()
    await expect(row(older, 3).get_by_role("alert")).to_be_visible()
    assert await page.evaluate("localStorage.length") == 2
    await house.open()
    await page.evaluate(RENEW)
    await expect(page.get_by_text("已经到了的：1 家")).to_be_visible()
    assert await house.ready(2) is Ready.READY
    await expect(older.locator("#dropped")).to_be_empty()


async def give(house: House, number: int, *, to: int) -> None:
    """The turn of a pair becomes that of another."""
    stage = await house.app[STAGES].get("gala")
    assert stage is not None
    key = f"it-{number}"
    card = replace(stage.loaded.rundown.cards[key], people=(f"w-{to}", f"f-{to}"))
    await house.app[STORE].shows.put_cards("gala", stage.show.run, {key: card})
    await stage.read_anew()


async def test_a_press_after_the_session_ended_waits_for_the_same_account_and_for_no_other(
    house: House, phone: Any
) -> None:
    page = await fetching(house, phone)
    (session,) = await page.context.cookies()
    await page.context.clear_cookies()
    await row(page, 2).get_by_role("button", name="到了").tap()
    await expect(page.get_by_role("heading", name="登录")).to_be_visible()
    await expect(page.get_by_text("按过的内容还没有送出")).to_be_visible()

    await enter_another(house, page)
    await expect(row(page, 2)).to_be_visible()
    await page.evaluate(RENEW)
    await expect(page.get_by_role("alert")).to_have_count(0)
    assert await house.ready(2) is Ready.INVITED

    await page.context.add_cookies([session])
    await page.reload()
    await expect(row(page, 2).get_by_role("alert")).to_contain_text("到了")
    await page.evaluate(RENEW)
    await expect(page.get_by_text("已经到了的：1 家")).to_be_visible()
    assert await house.ready(2) is Ready.WAITING
    assert await page.evaluate("localStorage.length") == 0


async def test_a_page_from_before_somebody_else_signed_in_sends_nothing_under_their_name(
    house: House, phone: Any
) -> None:
    page = await fetching(house, phone)
    await enter_another(house, await page.context.new_page())
    await row(page, 2).get_by_role("button", name="到了").tap()
    await expect(page.get_by_text("这里现在登录的是另一个账号")).to_be_visible()
    await expect(page.get_by_role("alert")).to_have_count(0)
    assert await house.ready(2) is Ready.INVITED


async def enter_another(house: House, page: Page) -> None:
    """The telephone is handed on: another volunteer of the same village signs in."""
    place = {"township": "511011100", "village": "双坳"}
    await house.enter(page, "志愿者-二", Role.VOLUNTEER, "/staff/dongxing/fetch", **place)
