"""The lists of the staff's pages by keyboard alone: found, ticked, stored, taken back; an account and its link."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Page, expect

from reunion.actions.admitting import Admitting
from reunion.actions.reminding import remind
from reunion.app import build, system_clock
from reunion.config import Settings
from reunion.domain.access import Role
from reunion.domain.consent import Consent, Purpose
from reunion.web.keys import LINKING, STORE
from tests.actions.scenes import GATHERING, begin, family, worker

from ..conftest import SECRET
from .test_boards import Office, _complete, violations

TABS_MOST = 80
NEVER_ASKED = Consent()


@pytest_asyncio.fixture(loop_scope="session")
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    app = build(Settings(data=tmp_path, secret=SECRET))
    server = TestServer(app)
    await server.start_server()
    await app[LINKING].stop()
    store = app[STORE]
    await begin(
        store,
        worker("w1", "张伟", "李秀英", "母亲"),
        *(
            family(f"f{number}", f"李芳{number}", "张伟", "儿子", consent=NEVER_ASKED)
            for number in range(1, 5)
        ),
    )
    admitting = Admitting(store, system_clock)
    account = await admitting.create("管理员", Role.ADMINISTRATOR)
    await admitting.create("小周", Role.HOST, GATHERING.id)
    url = str(server.make_url("/"))
    cookie = {"name": "reunion-staff", "value": await admitting.sign_in(account, 1), "url": url}
    state = {"cookies": [_complete(cookie)], "origins": []}
    yield Office(str(server.make_url("/staff/dongxing")), app, state)
    await server.close()


async def tab_to(page: Page, selector: str) -> None:
    """Go on with Tab until that element has the focus."""
    for _ in range(TABS_MOST):
        if await page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is out of reach of the Tab key")


async def agreed(office: Office) -> list[str]:
    people = await office.app[STORE].registrations.every(GATHERING.id)
    return [person.id for person in people if person.consent.to(Purpose.ON_AIR)]


async def test_consents_are_stored_and_taken_back_without_a_mouse(office: Office, laptop: Any) -> None:
    page = await laptop(f"{office.address}/registrations", storage_state=office.state)
    await page.keyboard.press("/")
    await page.keyboard.type("李芳")
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-row]")).to_have_count(4)
    for key in ("j", "x", "j", "j", "x", "k", "ArrowUp", "ArrowDown"):
        await page.keyboard.press(key)
    await expect(page.get_by_text("已勾选 2 人")).to_be_visible()
    await tab_to(page, "button[value=paper]")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("将对 2 人生效")).to_be_visible()
    assert await agreed(office) == ["w1"]
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("已登记 2 人的纸质同意书。")).to_be_visible()
    assert await agreed(office) == ["w1", "f2", "f4"]
    await tab_to(page, "form.notice button")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("已撤销")).to_be_visible()
    assert await agreed(office) == ["w1"]


async def test_a_registration_is_opened_by_enter_and_letters_in_the_search_stay_letters(
    office: Office, laptop: Any
) -> None:
    page = await laptop(f"{office.address}/registrations", storage_state=office.state)
    await page.keyboard.press("/")
    await page.keyboard.type("jxk/")
    await expect(page.get_by_role("searchbox")).to_have_value("jxk/")
    await page.keyboard.press("Escape")
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("李芳3")


async def test_a_colleague_is_found_and_given_a_link_without_a_mouse(office: Office, laptop: Any) -> None:
    page = await laptop(f"{office.address}/people", storage_state=office.state)
    await page.keyboard.press("/")
    await page.keyboard.type("xz")
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-row]")).to_have_count(1)
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("小周")
    await tab_to(page, "form[action$='/link'] button")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("/staff/enter/")).to_be_visible()


async def test_the_lists_are_accessible(office: Office, laptop: Any, axe: str) -> None:
    page = await laptop(storage_state=office.state)
    found = []
    for path in ("", "/registrations", "/registrations?standing=withdrawn", "/people", "/audit"):
        await page.goto(office.address + path)
        found += [f"{path}: {one}" for one in await violations(page, axe)]
    assert found == []


async def test_a_filter_with_words_is_kept_by_keyboard_and_stands_above_the_list_of_another_machine(
    office: Office, laptop: Any, axe: str
) -> None:
    page: Page = await laptop(f"{office.address}/registrations", storage_state=office.state)
    await page.keyboard.press("/")
    await page.keyboard.type("李芳3")
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-row]")).to_have_count(1)
    await tab_to(page, ".keep-filter summary")
    await page.keyboard.press("Enter")
    await tab_to(page, "#title")
    await page.keyboard.type("三号家")
    assert await violations(page, axe) == []
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("link", name="三号家")).to_have_attribute("aria-current", "true")
    assert "李芳" not in page.url

    other: Page = await laptop(f"{office.address}/registrations", storage_state=office.state)
    await expect(other.locator("[data-row]")).to_have_count(5)
    await other.get_by_role("link", name="三号家").click()
    await expect(other.locator("[data-row]")).to_have_count(1)
    assert await violations(other, axe) == []
    await other.get_by_role("button", name="删除筛选“三号家”").click()
    await expect(other.locator(".chip")).to_have_count(0)
    await other.get_by_role("button", name="撤销").click()
    await expect(other.get_by_role("link", name="三号家")).to_be_visible()


async def test_a_message_that_was_copied_says_so_and_without_scripts_there_is_no_button_for_it(
    office: Office, laptop: Any
) -> None:
    store = office.app[STORE]
    (clerk,) = [account for account in await store.accounts.every() if account.role is Role.ADMINISTRATOR]
    of = await remind(store, GATHERING.id, ["f1", "f2"], by=clerk.id, clock=system_clock)
    at = f"{office.address}/messages?of={of}"
    page = await laptop(at, storage_state=office.state, permissions=["clipboard-read", "clipboard-write"])
    first, second = await page.locator("[data-copy]").all()
    await second.click()
    await expect(second).to_have_text("已复制")
    await expect(first).to_have_text("复制")
    text = await page.locator("#message-2").input_value()
    assert await page.evaluate("navigator.clipboard.readText()") == text
    plain = await laptop(at, storage_state=office.state, java_script_enabled=False)
    await expect(plain.locator("#message-2")).to_be_visible()
    await expect(plain.locator("[data-copy=message-2]")).to_be_hidden()
