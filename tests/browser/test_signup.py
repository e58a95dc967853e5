"""Sign-up as people do it: on a phone, without scripts, with large letters, with mistakes, with a draft left over."""

import pytest
import pytest_asyncio

from .serving import running

FORM = "/g/dongxing/signup/family"
MAIN = ".thumb .button-main"
STEPS = (
    {"name": "李秀英", "phone": "13900139000", "village": "双坳村3组"},
    {"1-other_name": "张晓明", "1-other_relation": "儿子"},
    {},
    {"message": "等你回家。"},
)
MEASURE = """() => {
  const seen = (one) => one.offsetParent !== null && one.getClientRects().length > 0 && !one.closest(".unseen, .skip");
  const all = (query) => Array.from(document.querySelectorAll(query)).filter(seen);
  const texts = all("body *").filter((one) => Array.from(one.childNodes).some((node) => node.nodeType === 3 && node.data.trim()));
  const box = (one) => one.closest("label") || one;
  const inline = (one) => one.tagName === "A" && getComputedStyle(one).display === "inline";
  const targets = all("a, button, input:not([type=hidden]), select, textarea, summary").filter((one) => !inline(one));
  return {
    small: texts.filter((one) => parseFloat(getComputedStyle(one).fontSize) < 17.99).map((one) => one.outerHTML.slice(0, 80)),
    tight: texts.filter((one) => one.tagName === "P" && parseFloat(getComputedStyle(one).lineHeight) < 1.29 * parseFloat(getComputedStyle(one).fontSize)).map((one) => one.outerHTML.slice(0, 80)),
    narrow: targets.filter((one) => { const r = box(one).getBoundingClientRect(); return r.height < 43.9 || r.width < 43.9; }).map((one) => one.outerHTML.slice(0, 120)),
    low: all(".thumb .button, .input").filter((one) => one.getBoundingClientRect().height < 59.9).map((one) => one.outerHTML.slice(0, 120)),
    main: all(".button-main").length,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  };
}"""  # noqa: E501 - one expression for the page
FINE = {"small": [], "tight": [], "narrow": [], "low": [], "wide": 0}


@pytest_asyncio.fixture(loop_scope="session")
async def server(tmp_path):
    async with running(tmp_path, starts_in=3600) as made:
        yield made


async def measured(page, mains=1):
    found = await page.evaluate(MEASURE)
    assert found.pop("main") <= mains
    return found


async def checked(page, axe):
    await page.evaluate(axe)
    result = await page.evaluate(
        "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })"
    )
    return [(one["id"], one["nodes"][0]["html"][:120]) for one in result["violations"]]


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
        assert await checked(page, axe) == []
        await step(page, number)
        await page.click(MAIN)
    assert await measured(page) == FINE
    assert await checked(page, axe) == []
    await page.click(MAIN)
    await page.wait_for_url("**/me?new=1")
    assert "报名成功" in await page.inner_text("h1")
    assert await measured(page) == FINE
    assert await checked(page, axe) == []


async def test_it_works_without_javascript(server, phone):
    page = await phone(server.address + FORM, java_script_enabled=False)
    for number in range(4):
        await step(page, number)
        await page.click(MAIN)
    await page.click(MAIN)
    assert "报名成功" in await page.inner_text("h1")
    await page.click('[name=size][value="huge"]')
    assert "size-huge" in await page.get_attribute("html", "class")


async def test_mistakes_take_the_focus_and_lead_to_their_field(server, phone, axe):
    page = await phone(server.address + FORM)
    await page.click(MAIN)
    await page.wait_for_selector("#errors:focus")
    assert await checked(page, axe) == []
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


@pytest.mark.parametrize("size", ["normal", "large", "huge"])
@pytest.mark.parametrize("width", [320, 360, 768])
async def test_no_page_scrolls_sideways_whatever_the_letters(server, phone, size, width):
    page = await phone(viewport={"width": width, "height": 740})
    address = {"name": "reunion-size", "value": size, "url": server.address}
    await page.context.add_cookies([address])
    for path in (
        FORM,
        "/g/dongxing",
        "/shows/gala",
        "/privacy?g=dongxing",
        "/me",
        "/l/a-link-of-128-random-bits",
    ):
        await page.goto(server.address + path)
        assert (path, (await page.evaluate(MEASURE))["wide"]) == (path, 0)


async def test_the_letters_grow_at_once(server, phone):
    page = await phone(server.address + FORM)
    before = await page.evaluate("parseFloat(getComputedStyle(document.querySelector('label')).fontSize)")
    await page.click('[name=size][value="huge"]')
    after = await page.evaluate("parseFloat(getComputedStyle(document.querySelector('label')).fontSize)")
    assert (before, after) == (20, 30)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/g/dongxing", "/shows/gala", "/privacy?g=dongxing", "/me", "/l/a-link-of-128-random-bits", FORM]
)
async def test_pages_have_no_barriers_in_light_and_dark(server, phone, axe, theme, path):
    page = await phone(server.address + path, color_scheme=theme)
    assert await checked(page, axe) == []


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
