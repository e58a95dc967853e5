"""Whoever looks at a page whose connection is lost reads so, without a barrier, inside its edges; and it comes back."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from reunion.domain.access import Role

from .lost_states import CUT_OFF, LOST, MAY_BE_OLD, on_air
from .measuring import is_open_to_everybody
from .sample import Sample, sample


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def whole(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sample]:
    async with sample(tmp_path_factory.mktemp("sample")) as made:
        await on_air(made)
        yield made


@pytest.mark.parametrize("name", LOST)
async def test_a_page_without_its_line_has_no_barriers_and_fits_a_telephone(whole, phone, axe, name):
    role, arrive = LOST[name]
    page = await phone(expected=CUT_OFF)
    if role is not Role.PUBLIC:
        await page.context.add_cookies([await whole.staff(role)])
    await arrive(page, whole)
    await is_open_to_everybody(page, axe)


async def test_what_lies_over_the_picture_that_is_sent_says_nothing_of_its_line(whole, laptop):
    page = await laptop(expected=CUT_OFF)
    await LOST["lost overlay"][1](page, whole)
    await expect(page.locator("#segment")).to_be_visible()
    await expect(page.get_by_text(MAY_BE_OLD)).to_have_count(0)


async def test_the_volunteers_list_that_could_not_renew_itself_says_so_until_it_can(whole, phone):
    page = await phone(expected=CUT_OFF)
    await page.context.add_cookies([await whole.staff(Role.VOLUNTEER)])
    await LOST["lost fetch"][1](page, whole)
    await page.context.set_offline(False)
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await expect(page.get_by_text(MAY_BE_OLD)).to_be_hidden()


async def test_a_volunteer_whose_session_ended_is_led_to_sign_in(whole, phone):
    page = await phone(expected=CUT_OFF)
    await page.context.add_cookies([await whole.staff(Role.VOLUNTEER)])
    await page.goto(whole.path("/staff/{gathering}/fetch"))
    await page.context.clear_cookies()
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await expect(page.get_by_role("heading", name="登录")).to_be_visible()
