"""Sign-up as people do it: on a phone, without scripts, with large letters, with mistakes, with a draft left over."""

import pytest
import pytest_asyncio
from playwright.async_api import Error, expect

from reunion.actions.admitting import Admitting
from reunion.app import system_clock
from reunion.domain.access import Role
from reunion.web.keys import STORE

from .measuring import FINE, barriers, measured
from .serving import running

FORM = "/g/dongxing/signup/family"
MAIN = ".thumb .button-main"
HEAR = """() => {
  window.heard = new Promise((done) => addEventListener("storage", (one) => one.oldValue && done(one.oldValue)));
}"""
STEPS = (
    {"name": "李秀英", "phone": "13900139000", "village": "双坳村3组"},
    {"1-other_name": "张晓明", "1-other_relation": "儿子"},
    {},
    {"message": "等你回家。"},
)


@pytest_asyncio.fixture(loop_scope="session")
async def server(tmp_path):
    async with running(tmp_path, starts_in=3600) as made:
        yield made


async def step(page, number):
    for name, text in STEPS[number].items():
        await page.fill(f'[name="{name}"]', text)
    if number == 0:
        await page.select_option("[name=township]", "511011100")
    if number == 3:
        await page.check("[name=c-store]")
        await page.check("[name=c-on_air]")


async def test_a_family_signs_up_on_a_phone_and_every_page_keeps_the_elder_friendly_measures(
    server, phone, axe
):
    page = await phone(server.address + FORM)
    for number in range(4):
        assert await measured(page) == FINE
        assert await barriers(page, axe) == []
        await step(page, number)
        await page.click(MAIN)
    assert await measured(page) == FINE
    assert await barriers(page, axe) == []
    await page.click(MAIN)
    await page.wait_for_url("**/me?new=1")
    assert "报名成功" in await page.inner_text("h1")
    assert await measured(page) == FINE
    assert await barriers(page, axe) == []


async def test_it_works_without_javascript(server, phone):
    page = await phone(server.address + FORM, java_script_enabled=False)
    for number in range(4):
        await step(page, number)
        await page.click(MAIN)
    await page.click(MAIN)
    assert "报名成功" in await page.inner_text("h1")
    await page.click('[name=size][value="huge"]')
    assert "size-huge" in await page.get_attribute("html", "class")


async def test_going_back_loses_nothing_without_javascript(server, phone):
    page = await phone(server.address + FORM, java_script_enabled=False)
    for number in range(2):
        await step(page, number)
        await page.click(MAIN)
    for field, typed in (("1-other_name", "张晓明"), ("name", "李秀英")):
        await page.click('.thumb [value="back"]')
        assert await page.input_value(f'[name="{field}"]') == typed


async def signed_up(page):
    for number in range(4):
        await step(page, number)
        await page.click(MAIN)
    await page.click(MAIN)
    await page.wait_for_url("**/me?new=1")


async def test_the_phones_back_after_signing_up_leads_to_ones_own_page(server, phone):
    page = await phone(server.address + FORM)
    await signed_up(page)
    await page.go_back(wait_until="commit")
    await page.wait_for_url("**/me")
    assert await page.inner_text("h1") == "李秀英，您好"


async def test_after_signing_up_no_script_can_read_what_the_personal_link_is_made_of(server, phone):
    page = await phone(server.address + FORM)
    ticket = await page.input_value("[name=ticket]")
    await signed_up(page)
    await page.wait_for_function("sessionStorage.length === 1")
    assert await page.evaluate("JSON.stringify([localStorage, sessionStorage])") == (
        f'[{{}},{{"reunion-signed-up":"{ticket[:6]}"}}]'
    )


async def signed_in(server, page):
    """A volunteer; the cookie of their session, and their account."""
    admitting = Admitting(server.app[STORE], system_clock)
    account = await admitting.create("阿芳", Role.VOLUNTEER, "dongxing", township="511011100", village="双坳")
    token = await admitting.sign_in(account, 12)
    cookie = {"name": "reunion-staff", "value": token, "url": server.address}
    await page.context.add_cookies([cookie])
    return cookie, account


async def half_a_household(server, page):
    await page.goto(server.address + "/staff/dongxing/helper/family")
    await step(page, 0)
    await page.click(MAIN)
    await page.wait_for_selector('[name="1-other_name"]')
    assert "李秀英" in await page.evaluate("JSON.stringify(sessionStorage)")


async def leave(server, page):
    await page.goto(server.address + "/staff/dongxing/helper")
    await page.click("[action='/staff/sign-out'] button")
    await page.wait_for_url("**/staff/sign-in")


@pytest.mark.parametrize("reading", ["", "/staff/dongxing/helper", "/staff/dongxing/fetch"])
async def test_a_household_half_typed_goes_from_its_tab_when_its_volunteer_signs_out_in_another(
    server, laptop, reading
):
    page = await laptop()
    await signed_in(server, page)
    await half_a_household(server, page)
    if reading:
        await page.goto(server.address + reading)
        assert "李秀英" in await page.evaluate("JSON.stringify(sessionStorage)")
    await leave(server, await page.context.new_page())
    await page.wait_for_url("**/staff/sign-in?next=**")
    assert await page.evaluate("sessionStorage.length") == 0


async def test_a_household_half_typed_stays_when_somebody_else_signs_out(server, laptop):
    page = await laptop()
    await signed_in(server, page)
    await half_a_household(server, page)
    await page.evaluate(HEAR)
    other = await page.context.new_page()
    await other.goto(server.address + "/staff/sign-in?left=a-another")
    assert await page.evaluate("heard") == "a-another"
    assert "李秀英" in await page.evaluate("JSON.stringify(sessionStorage)")
    assert await page.is_visible('[name="1-other_name"]')


async def test_signing_out_takes_nothing_of_a_session_that_began_since_when_its_page_is_loaded_again(
    server, laptop
):
    left = await laptop()
    cookie, account = await signed_in(server, left)
    await leave(server, left)
    cookie["value"] = await Admitting(server.app[STORE], system_clock).sign_in(account, 12)
    await left.context.add_cookies([cookie])
    page = await left.context.new_page()
    await half_a_household(server, page)
    await left.reload()
    await left.click(".languages summary")
    await left.click("[name=lang][value=en]")
    await left.wait_for_selector("html[lang=en]")
    assert "李秀英" in await page.evaluate("JSON.stringify(sessionStorage)")
    assert await page.is_visible('[name="1-other_name"]')


async def test_back_after_a_volunteer_has_signed_out_shows_no_household(server, laptop):
    page = await laptop(expected="ERR_CACHE_MISS")
    await signed_in(server, page)
    await half_a_household(server, page)
    assert "李秀英" in await page.content()

    await leave(server, page)
    await page.go_back()
    await page.wait_for_url("**/staff/sign-in?next=**")
    with pytest.raises(Error, match="ERR_CACHE_MISS"):
        await page.go_back()
    await expect(page.get_by_text("ERR_CACHE_MISS")).to_be_visible()


async def test_the_phones_back_after_signing_up_without_javascript_shows_the_last_look_of_the_same_number(
    server, phone
):
    page = await phone(server.address + FORM, java_script_enabled=False)
    await signed_up(page)
    number = await page.inner_text(".joy-number")
    await page.go_back()
    assert await page.inner_text("h1") == "看看都对吗？"
    await page.click(MAIN)
    assert await page.inner_text(".joy-number") == number


async def test_the_confirmation_prints_with_number_code_and_whom_to_ring_and_without_buttons(server, phone):
    page = await phone(server.address + FORM)
    for number in range(4):
        await step(page, number)
        await page.click(MAIN)
    await page.click(MAIN)
    await page.wait_for_url("**/me?new=1")
    await page.emulate_media(media="print")
    printed = await page.inner_text("body")
    assert [words in printed for words in ("报名成功", "0832-5550100", "邀请码")] == [True] * 3
    assert await page.is_visible(".joy-number")
    assert await page.is_visible("img.qr >> nth=0")
    shown = "(all) => all.filter((one) => one.offsetParent).map((one) => one.textContent)"
    assert await page.eval_on_selector_all("button, .button", shown) == []


async def test_mistakes_take_the_focus_and_lead_to_their_field(server, phone, axe):
    page = await phone(server.address + FORM)
    await page.click(MAIN)
    await page.wait_for_selector("#errors:focus")
    assert await barriers(page, axe) == []
    await page.click("#errors a >> nth=1")
    await page.wait_for_selector("#f-phone:focus")


async def test_the_next_step_takes_the_focus_to_its_title(server, phone):
    page = await phone(server.address + FORM)
    await step(page, 0)
    await page.click(MAIN)
    await page.wait_for_selector("#title:focus")


async def test_a_draft_is_kept_and_forgotten_after_the_sign_up(server, phone):
    page = await phone(server.address + FORM)
    await step(page, 0)
    await page.click(MAIN)
    await page.fill('[name="1-other_name"]', "张晓明")
    await page.goto(server.address + FORM)
    await page.click("button:text-is('接着填')")
    assert await page.input_value('[name="1-other_name"]') == "张晓明"
    for number in range(1, 4):
        await step(page, number)
        await page.click(MAIN)
    await page.click(MAIN)
    await page.wait_for_url("**/me?new=1")
    await page.wait_for_function("localStorage.length === 0")
    await page.goto(server.address + FORM)
    assert await page.query_selector("button:text-is('接着填')") is None


async def test_the_letters_grow_at_once(server, phone):
    page = await phone(server.address + FORM)
    before = await page.evaluate("parseFloat(getComputedStyle(document.querySelector('label')).fontSize)")
    await page.click('[name=size][value="huge"]')
    after = await page.evaluate("parseFloat(getComputedStyle(document.querySelector('label')).fontSize)")
    assert (before, after) == (20, 30)


async def test_the_whole_form_can_be_filled_in_with_the_keyboard(server, laptop):
    page = await laptop(server.address + FORM)
    await page.focus("[name=name]")
    await page.keyboard.type("李秀英")
    await page.keyboard.press("Tab")
    await page.keyboard.type("13900139000")
    await page.keyboard.press("Tab")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("text=第 2 步，共 4 步")
