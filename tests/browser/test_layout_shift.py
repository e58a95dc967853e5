"""Nothing moves under the eyes or the finger: the cumulative layout shift of every page for families and viewers.

The scripts come only once the page has been painted, as on a slow line: whatever they put where no place was
kept for it pushes down what somebody reads already.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Final

import pytest
import pytest_asyncio
from playwright.async_api import Page, Route

from .sample import Sample, sample
from .test_elder_rules import PAGES

MOST: Final = 0.03
"""A third of what Lighthouse calls good: one line of letters that comes late at the top of a telephone is more."""
FAR: Final = "America/Los_Angeles"
"""Where it is often another day: the longest of what is said beside the gathering's time."""
NEAR: Final = ("Asia/Shanghai", "Asia/Tokyo")
"""The gathering's own zone, and one an hour ahead."""
TIMES: Final = ("gathering", "show", "my page with a slot")
"""The pages that say when."""
METER: Final = """(() => {
  window.shifts = [];
  new PerformanceObserver((list) => list.getEntries().forEach((one) => window.shifts.push(one)))
    .observe({ type: "layout-shift", buffered: true });
})()"""
# two frames after the last change it has been told
SHIFTED: Final = """() => new Promise((told) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() =>
  told(window.shifts.reduce((sum, one) => sum + one.value, 0))))))"""
# on what day it runs must not matter: two figures each, and Chinese digits are equally wide
LONGEST: Final = "北京时间 · 您当地 12月28日 20:00"
GROWN: Final = """(longest) => [...document.querySelectorAll(".own-time")].filter((one) => one.offsetHeight)
  .map((one) => {
    const before = one.offsetHeight;
    one.textContent = longest;
    return one.offsetHeight - before;
  })"""
"""By how much each line that says whose time it is grows with this in it (CSS px)."""
PAINTED: Final = "() => performance.getEntriesByName('first-contentful-paint').length > 0"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def whole(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sample]:
    async with sample(tmp_path_factory.mktemp("sample")) as made:
        yield made


async def painted_first(page: Page) -> asyncio.Event:
    """Holds the scripts of this page back until the event is set."""
    painted = asyncio.Event()

    async def wait(route: Route) -> None:
        await painted.wait()
        await route.continue_()

    await page.route("**/*.js", wait)
    return painted


async def shift_of(page: Page, address: str) -> float:
    """How much of the screen moved, how far, after it was painted for the first time and until all was drawn."""
    await page.add_init_script(METER)
    painted = await painted_first(page)
    await page.goto(address, wait_until="commit")
    await page.wait_for_function(PAINTED)
    painted.set()
    await page.wait_for_load_state("networkidle")
    return float(await page.evaluate(SHIFTED))


@pytest.mark.parametrize(
    ("name", "zone"), [*((name, FAR) for name in PAGES), *((name, zone) for name in TIMES for zone in NEAR)]
)
async def test_no_page_moves_while_it_is_read(whole, phone, name, zone):
    _, arrive = PAGES[name]
    page = await phone(expected="404|WebSocket", timezone_id=zone)
    await arrive(page, whole)
    assert await shift_of(page, page.url) <= MOST


@pytest.mark.parametrize("name", TIMES)
async def test_another_day_and_its_hour_keep_to_their_line(whole, phone, name):
    page = await phone(expected="404|WebSocket")
    await PAGES[name][1](page, whole)
    grown = await page.evaluate(GROWN, LONGEST)
    assert grown
    assert set(grown) == {0}


async def test_control_words_without_a_place_of_their_own_move_the_page(whole, phone):
    page = await phone(expected="WebSocket", timezone_id="Asia/Tokyo")

    async def without_place(route: Route) -> None:
        answer = await route.fetch()
        body = re.sub(r"(<small class=.own-time[^>]*>)[^<]+", r"\1", await answer.text())
        await route.fulfill(response=answer, body=body)

    address = whole.path("/shows/{show}")
    await page.route(address, without_place)
    assert await shift_of(page, address) > MOST


@pytest.mark.parametrize(("scripts", "offered"), [(True, 1), (False, 0)])
async def test_what_only_a_script_can_do_is_offered_only_where_one_runs(whole, phone, scripts, offered):
    page = await phone(java_script_enabled=scripts)
    await page.goto(whole.path("/l/{token}", token=whole.families["waiting"]))
    await page.goto(whole.path("/me/invite"))
    assert await page.get_by_role("button", name="复制这段话").count() == offered
