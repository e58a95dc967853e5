"""The prompter in Chromium: the card of whoever is on air, by itself, whatever becomes of the line."""

import re
from typing import Any, Final

from playwright.async_api import Page, expect

from reunion.domain import commands as do
from tests.browser.fake_desk import FakeDesk, person

LOST_LINE: Final = "WebSocket connection"


async def on_card(page: Page, number: int, kind: str) -> None:
    """Wait until this pair's card is shown as that."""
    name, pinyin = person(number)
    await expect(page.locator(".name").first).to_contain_text(name)
    await expect(page.locator(".pinyin").first).to_have_text(pinyin)
    await expect(page.locator("header")).to_have_class(kind)


async def scrolled(page: Page) -> float:
    place: float = await page.locator("main").evaluate("text => text.scrollTop")
    return place


async def test_the_card_follows_what_is_on_air_by_itself_and_nothing_is_asked(fake: FakeDesk, laptop: Any):
    page = await laptop(f"{fake.address}/prompter")
    await on_card(page, 0, "later")

    await fake.do(do.Start())
    await fake.do(do.Take(None))
    await on_card(page, 0, "next")
    await fake.do(do.Take("it-1"))
    await on_card(page, 0, "air")
    await fake.do(do.Take("it-2"))
    await on_card(page, 1, "air")

    await expect(page.locator(".message").first).to_contain_text("保重身体")
    await expect(page.get_by_role("timer")).to_contain_text("2:00")
    assert (fake.heard, fake.joined) == ([], ["listen=1"])


async def test_a_look_ahead_ends_with_the_next_take(fake: FakeDesk, laptop: Any):
    page = await laptop(f"{fake.address}/prompter")
    await fake.do(do.Start())
    await fake.do(do.Take(None, "it-2"))
    await on_card(page, 0, "air")

    await page.keyboard.press("n")
    await expect(page.locator(".name").first).to_contain_text(person(1)[0])
    await fake.do(do.Take("it-2", "it-4"))

    await on_card(page, 2, "air")


async def test_space_and_arrows_scroll_and_a_new_card_begins_at_its_top(fake: FakeDesk, laptop: Any):
    low = {"width": 1366, "height": 480}
    page = await laptop(f"{fake.address}/prompter", reduced_motion="reduce", viewport=low)
    await on_card(page, 0, "later")

    places = [await scrolled(page)]
    for key in ("ArrowDown", "Space", "Shift+Space", "ArrowUp"):
        await page.keyboard.press(key)
        places.append(await scrolled(page))
    await page.keyboard.press("PageDown")
    await fake.do(do.Start())
    await fake.do(do.Take(None, "it-3"))
    await on_card(page, 1, "air")

    start, line, onward, back, top = places
    assert start == top == 0 < line == back < onward
    assert await scrolled(page) == 0


async def test_size_and_mirror_are_chosen_by_keys_and_remembered(fake: FakeDesk, laptop: Any):
    page = await laptop(f"{fake.address}/prompter")
    await on_card(page, 0, "later")
    height = "text => parseFloat(getComputedStyle(text).fontSize)"

    before = await page.locator("main").evaluate(height)
    await page.keyboard.press("+")
    await page.keyboard.press("m")
    after = await page.locator("main").evaluate(height)
    await page.reload()
    await on_card(page, 0, "later")

    assert after > before
    assert await page.locator("main").evaluate(height) == after
    await expect(page.locator("#prompter")).to_have_class(re.compile("mirror"))
    turned = await page.locator("#prompter").evaluate("part => getComputedStyle(part).transform")
    assert turned.startswith("matrix(-1")


async def test_a_cut_line_leaves_the_card_and_comes_back_by_itself(fake: FakeDesk, laptop: Any):
    page = await laptop(f"{fake.address}/prompter", expected=LOST_LINE)
    await fake.do(do.Start())
    await fake.do(do.Take(None, "it-2"))
    await on_card(page, 0, "air")

    fake.closed = True
    await fake.cut()
    await expect(page.locator(".badge")).to_contain_text("已断线")
    await on_card(page, 0, "air")
    await fake.do(do.Take("it-2", "it-3"))
    fake.closed = False

    await on_card(page, 1, "air")
    await expect(page.locator(".badge")).to_have_count(0)
    assert fake.joined[-1] == "run=run-1&since=2&listen=1"


async def test_the_desk_leads_to_the_prompter(fake: FakeDesk, laptop: Any):
    page = await laptop(fake.address)
    link = page.get_by_role("link", name="提词器")
    assert await link.get_attribute("href") == "/shows/gala/desk/prompter"


async def test_nothing_runs_over_the_side_and_axe_finds_nothing(fake: FakeDesk, laptop: Any, axe: str):
    page = await laptop(f"{fake.address}/prompter", bypass_csp=True)
    await fake.do(do.Start())
    await fake.do(do.Take(None, "it-2"))
    await on_card(page, 0, "air")
    await page.evaluate(axe)
    found = await page.evaluate("axe.run().then(found => found.violations.map(one => one.id))")
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert (found, wide) == ([], 0)
