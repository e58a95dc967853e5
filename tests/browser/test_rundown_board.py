"""The rundown board in Chromium at the size of the real evening: 255 pairs over two shows."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Page, expect

from reunion.actions.admitting import Admitting
from reunion.actions.pairing import make_pairs
from reunion.actions.ports import NewRegistration, Store
from reunion.app import build, system_clock
from reunion.config import Settings
from reunion.domain.access import Role
from reunion.domain.instants import HOUR, Instant
from reunion.domain.plans import Held, MatchRow, MatchStanding, PlanVersion
from reunion.web.keys import LINKING, STORE
from reunion.web.staff_planning import PLANNINGS, Job
from reunion.web.tokens import digest
from tests.actions.scenes import EVE_ONE, EVE_TWO, GATHERING, between, family, suggest, worker

from ..conftest import SECRET
from .test_boards import _complete, violations

PAIRS = 255
LONG = 3
"""Hours of each evening: 255 greetings of a minute fit with room to move."""
NARROW = 7
"""The worker of this pair is there for the first half hour of the first evening only."""
LINK = "a-link-of-128-random-bits"
AT = """() => {
  const rows = JSON.parse(document.getElementById("rows").textContent).shows.flatMap((show) => show.rows);
  return [...document.querySelectorAll("[data-show] .tile[data-pair]")].map((tile) => {
    const row = rows.find((one) => one.pair === tile.dataset.pair);
    return [row.start, tile.closest("li").offsetTop];
  });
}"""
"""[start, pixels from the top] of every pair that is shown."""


@dataclass
class Office:
    """The server, and the cookie of a producer."""

    address: str
    root: str
    app: web.Application
    store: Store
    state: dict[str, Any]


async def _fill(store: Store) -> None:
    await store.gatherings.put(GATHERING)
    for head in (EVE_ONE, EVE_TWO):
        await store.shows.put(replace(head, planned_end=Instant(head.planned_start + LONG * HOUR)))
    people = []
    for n in range(1, PAIRS + 1):
        town = f"51101110{n % 3 + 1}"
        narrow = {"windows": (between(0, 30),)} if n == NARROW else {}
        people += [
            NewRegistration(
                worker(f"w{n}", f"张{_name(n)}", f"李{_name(n)}", "母亲", township=town, **narrow)
            ),
            NewRegistration(
                family(f"f{n}", f"李{_name(n)}", f"张{_name(n)}", "儿子", township=town),
                digest(LINK) if n == NARROW else None,
            ),
        ]
    await store.registrations.add(people)
    rows = [MatchRow(f"w{n}", f"f{n}", 9990, MatchStanding.LINKED) for n in range(1, PAIRS + 1)]
    await suggest(store, rows)
    await make_pairs(store, GATHERING.id)


def _name(n: int) -> str:
    return (
        "伟强军勇杰芳秀英兰珍"[n // 100 % 10]
        + "春夏秋冬晨光明亮文武"[n // 10 % 10]
        + "一二三四五六七八九十"[n % 10]
    )


@pytest_asyncio.fixture(loop_scope="session")
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    app = build(Settings(data=tmp_path, secret=SECRET))
    server = TestServer(app)
    await server.start_server()
    await app[LINKING].stop()
    await _fill(app[STORE])
    admitting = Admitting(app[STORE], system_clock)
    account = await admitting.create("编导", Role.PRODUCER, GATHERING.id)
    cookie = _complete({"name": "reunion-staff", "value": await admitting.sign_in(account, 1)})
    root = str(server.make_url("/")).rstrip("/")
    yield Office(f"{root}/staff/dongxing", root, app, app[STORE], {"cookies": [cookie], "origins": []})
    await server.close()


async def planned(office: Office, open_page: Any) -> Page:
    page: Page = await open_page(f"{office.address}/rundown", storage_state=office.state)
    await page.get_by_role("button", name="自动编排").click()
    await expect(page.locator("#standing")).to_contain_text("已排 255 对", timeout=60_000)
    return page


def tile(page: Page, n: int) -> Any:
    return page.locator(f'.board-column [data-pair="p-dongxing-{n}"]')


async def slot_of(office: Office, n: int) -> Any:
    plan = await office.store.plans.newest(GATHERING.id)
    assert plan is not None
    return next((slot for slot in plan.slots if slot.pair == f"p-dongxing-{n}"), None)


async def pair_of(office: Office, worker_: int = NARROW) -> int:
    """Number of a worker's pair; unasked, of the one whose worker is there for half an hour."""
    pairs = await office.store.pairs.of(f"w{worker_}")
    return int(pairs[0].id.rsplit("-", 1)[1])


async def drag_by_finger(page: Page, start: tuple[float, float], end: tuple[float, float]) -> Any:
    """A finger goes from one place to another and stays down; what is returned lifts it."""
    touch = await page.context.new_cdp_session(page)

    async def finger(kind: str, *at: tuple[float, float]) -> None:
        points = [{"x": x, "y": y} for x, y in at]
        await touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    await finger("touchStart", start)
    for step in range(1, 9):
        x, y = (a + (b - a) * step / 8 for a, b in zip(start, end, strict=True))
        await finger("touchMove", (x, y))
    return lambda: finger("touchEnd")


async def handle_of(row: Any) -> tuple[float, float]:
    box = await row.locator("[data-handle]").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


async def two_stages(office: Office) -> None:
    """A second stage on each evening, at the same hours."""
    for number, beside in enumerate((EVE_ONE, EVE_TWO), 3):
        end = Instant(beside.planned_start + LONG * HOUR)
        await office.store.shows.put(replace(beside, id=f"s-{number}", stage="二号直播间", planned_end=end))


async def test_a_plan_of_255_pairs_is_changed_by_mouse_planned_again_and_published(
    office: Office, laptop: Any
) -> None:
    page = await planned(office, laptop)
    n = await pair_of(office)
    stood = await slot_of(office, n)
    assert stood.show == "s-1"

    # Dragged onto the second evening, where its worker cannot be: the label says why, nothing is stored.
    await tile(page, n).scroll_into_view_if_needed()
    box = await tile(page, n).bounding_box()
    goal = await page.locator('[data-show="s-2"] .tile[data-pair]').nth(2).bounding_box()
    await page.mouse.move(box["x"] + 60, box["y"] + 15)
    await page.mouse.down()
    await page.mouse.move(goal["x"] + 60, goal["y"] + 6, steps=6)
    label = page.locator(".plan-label")
    await expect(label).to_contain_text("这里不行：务工方只有", timeout=15_000)
    await expect(label).to_have_class("plan-label plan-bad")
    await page.mouse.up()
    await expect(page.locator(".toast")).to_contain_text("务工方只有")
    assert await slot_of(office, n) == stood

    # Both sides' times are drawn beside the rows, and a place that fits takes it.
    await expect(page.locator('[data-show="s-1"] li.in-worker').first).to_be_visible()
    assert await page.locator('[data-show="s-2"] li.in-worker').count() == 0
    await page.locator(".plan-fitting button").first.click()
    await expect(page.locator("#standing")).to_contain_text("第 2 版", timeout=15_000)
    moved = await slot_of(office, n)
    assert (moved.show, moved.start != stood.start) == ("s-1", True)

    await page.get_by_role("button", name="锁定时间", exact=True).click()
    await expect(tile(page, n)).to_have_class("tile tile-locked tile-chosen")
    await page.get_by_role("link", name="发布……").click()
    await page.get_by_role("button", name="发布", exact=True).click()
    await expect(page.get_by_text("已发布，各家现在能看到自己的时间。")).to_be_visible(timeout=15_000)

    # Another one leaves; planning again shows who would have to be told, before it is kept.
    other = await pair_of(office, 40)
    await tile(page, other).scroll_into_view_if_needed()
    await tile(page, other).click()
    await page.get_by_role("button", name="锁定不排").click()
    await expect(page.locator("#unplaced")).to_contain_text("工作人员已定为不排入节目单")
    await page.locator("#plan").click()
    await expect(page.get_by_label("只动必要的")).to_be_checked()
    await page.get_by_role("button", name="开始编排").click()
    await expect(page.get_by_role("heading", name="新方案：采用还是放弃？")).to_be_visible(timeout=60_000)
    told = page.locator("#told")
    await expect(told.locator("h2 .badge")).to_have_text("1")
    await expect(told.locator("tbody tr")).to_contain_text("没有时段了")
    await page.locator("#keep").click()
    await expect(page.get_by_text("新方案已采用，确认无误后再发布。")).to_be_visible()
    assert (await slot_of(office, n)).start == moved.start
    assert await slot_of(office, other) is None
    await page.get_by_role("link", name="发布……").click()
    await page.get_by_role("button", name="发布", exact=True).click()
    await expect(page.get_by_text("已发布，各家现在能看到自己的时间。")).to_be_visible(timeout=15_000)

    theirs = await laptop(f"{office.root}/l/{LINK}")
    clock = await tile(page, n).locator(".time").inner_text()
    await expect(theirs.locator("main")).to_contain_text(clock)


async def test_by_keyboard_alone_a_pair_is_carried_to_where_it_fits_and_taken_back(
    office: Office, laptop: Any
) -> None:
    page = await planned(office, laptop)
    n = await pair_of(office)
    stood = await slot_of(office, n)
    await tile(page, n).focus()
    await page.keyboard.press("m")
    label = page.locator(".plan-label")
    await expect(label).to_be_visible(timeout=15_000)
    await page.keyboard.press("ArrowRight")
    await expect(label).to_contain_text("这里不行：务工方只有")
    await page.keyboard.press("Escape")
    await expect(label).to_be_hidden()
    await tile(page, n).focus()
    await page.keyboard.press("m")
    await expect(label).to_contain_text("可以")
    first = await page.locator('[data-show="s-1"] .tile[data-pair]').first.get_attribute("data-pair")
    await page.keyboard.press("ArrowDown" if first == f"p-dongxing-{n}" else "ArrowUp")
    await page.keyboard.press("Enter")
    await expect(page.locator("#standing")).to_contain_text("第 2 版", timeout=15_000)
    assert (await slot_of(office, n)).start != stood.start
    await page.locator(".toast button").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#standing")).to_contain_text("第 3 版", timeout=15_000)
    assert await slot_of(office, n) == stood
    await tile(page, n).focus()
    await page.keyboard.press("l")
    await expect(page.locator("#standing")).to_contain_text("第 4 版", timeout=15_000)
    assert (await slot_of(office, n)).locked


async def test_a_finger_carries_a_pair_by_its_handle_and_scrolls_beside_it(
    office: Office, phone: Any
) -> None:
    page = await planned(office, phone)
    column = page.locator('[data-show="s-1"]')
    first, third = column.locator(".tile[data-pair]").nth(0), column.locator(".tile[data-pair]").nth(2)
    await column.locator(".tile[data-pair]").nth(4).scroll_into_view_if_needed()
    name = await first.locator("b").inner_text()
    goal = await third.bounding_box()
    x, y = await handle_of(first)
    lift = await drag_by_finger(page, (x, y), (x, goal["y"] + goal["height"] - 8))
    await expect(page.locator(".plan-label")).to_contain_text("可以", timeout=15_000)
    await lift()
    await expect(page.locator(".toast")).to_contain_text(name, timeout=15_000)
    await expect(third).to_contain_text(name)
    wide = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide


async def test_a_finger_carries_a_pair_to_the_stage_beside_where_both_stand_true_to_time(
    office: Office, phone: Any
) -> None:
    await two_stages(office)

    async def tablet(address: str, **more: Any) -> Page:
        page: Page = await phone(address, viewport={"width": 1024, "height": 768}, **more)
        return page

    page = await planned(office, tablet)
    one, two = page.locator('[data-show="s-1"]'), page.locator('[data-show="s-3"]')
    await expect(page.get_by_role("button", name="按时间并排")).to_have_attribute("aria-pressed", "true")
    mine = one.locator(".tile[data-pair]").nth(2)
    pair, name = await mine.get_attribute("data-pair"), await mine.locator("b").inner_text()
    await two.locator(".tile[data-pair]").nth(4).scroll_into_view_if_needed()
    goal = await two.locator(".tile[data-pair]").nth(4).bounding_box()
    assert (await mine.bounding_box())["height"] >= 44, "too flat for a finger"
    wide, high = goal["x"] + goal["width"] / 2, goal["y"] + 4
    lift = await drag_by_finger(page, await handle_of(mine), (wide, high))
    label = page.locator(".plan-label.plan-fits")
    await expect(label).to_contain_text("可以", timeout=15_000)
    box = await label.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1024
    await lift()
    await expect(page.locator(".toast")).to_contain_text(name, timeout=15_000)
    await expect(two.locator(f'[data-pair="{pair}"]')).to_be_visible()

    # A finger beside the handle scrolls and carries nothing.
    version = await page.locator("#standing").inner_text()
    other = await one.locator(".tile[data-pair]").nth(5).bounding_box()
    lift = await drag_by_finger(page, (other["x"] + 40, other["y"] + 10), (other["x"] + 40, other["y"] - 150))
    await expect(page.locator(".plan-label")).to_be_hidden()
    await lift()
    assert await page.locator("#standing").inner_text() == version


async def test_a_pair_locked_to_its_time_says_so_while_it_is_carried_and_is_locked_to_the_new_one(
    office: Office, laptop: Any
) -> None:
    page = await planned(office, laptop)
    n = await pair_of(office)
    stood = await slot_of(office, n)
    await tile(page, n).focus()
    await page.keyboard.press("l")
    await expect(page.locator("#standing")).to_contain_text("第 2 版", timeout=15_000)
    first = await page.locator('[data-show="s-1"] .tile[data-pair]').first.get_attribute("data-pair")
    await tile(page, n).focus()
    await page.keyboard.press("m")
    label = page.locator(".plan-label")
    await expect(label).to_be_visible(timeout=15_000)
    await page.keyboard.press("ArrowDown" if first == f"p-dongxing-{n}" else "ArrowUp")
    await expect(label).to_contain_text("这一对已锁定时间；放到这里会改锁在 ", timeout=15_000)
    await page.keyboard.press("Enter")
    await expect(page.locator(".toast")).to_contain_text("并锁定在新时间", timeout=15_000)
    there = await slot_of(office, n)
    assert (there.start != stood.start, there.locked) == (True, True)
    await page.locator(".toast button").click()
    await expect(page.locator("#standing")).to_contain_text("第 4 版", timeout=15_000)
    assert await slot_of(office, n) == replace(stood, locked=True)


async def test_the_pages_around_the_board_are_accessible(office: Office, laptop: Any, axe: str) -> None:
    page = await planned(office, laptop)
    await tile(page, await pair_of(office, 3)).click()
    await expect(page.locator(".plan-fitting button").first).to_be_visible(timeout=15_000)
    assert await violations(page, axe) == []
    await page.locator("#plan").click()
    await page.get_by_label("重新排").check()
    await page.get_by_role("button", name="开始编排").click()
    await expect(page.locator("#keep")).to_be_visible(timeout=60_000)
    assert await violations(page, axe) == []
    await page.locator("#keep").click()
    for path in ("versions", "compare?from=1&to=2", "files", "priorities", "evenings"):
        await page.goto(f"{office.address}/rundown/{path}")
        assert await violations(page, axe) == [], path


async def test_two_stages_at_once_stand_side_by_side_true_to_time(office: Office, laptop: Any) -> None:
    await two_stages(office)
    page = await planned(office, laptop)
    one, two = page.locator('[data-show="s-1"]'), page.locator('[data-show="s-3"]')
    await expect(page.get_by_role("button", name="按时间并排")).to_have_attribute("aria-pressed", "true")
    # One evening at a time: the other has no hour in common with it.
    await expect(page.locator("[data-show]")).to_have_count(2)

    # A second later is further down by the same on both stages, and what is longer is taller.
    rows = await page.evaluate(AT)
    assert len(rows) > 100
    paces = [(top - rows[0][1]) / (start - rows[0][0]) for start, top in rows if start - rows[0][0] > HOUR]
    assert max(paces) - min(paces) < 0.01 * max(paces)

    mine = one.locator(".tile[data-pair]").nth(3)
    await mine.focus()
    await page.keyboard.press("ArrowRight")
    there = two.locator(".tile:focus")
    height = (await mine.bounding_box())["y"]
    assert abs((await there.bounding_box())["y"] - height) <= 60
    await mine.click()
    await expect(one.locator(".plan-span-worker").first).to_be_attached(timeout=15_000)
    await expect(two.locator(".plan-span-family").first).to_be_attached()

    # Carried across to the other stage, and back into a list by the button.
    name = await mine.locator("b").inner_text()
    pair = await mine.get_attribute("data-pair")
    box, goal = await mine.bounding_box(), await two.locator(".tile[data-pair]").nth(5).bounding_box()
    await page.mouse.move(box["x"] + 60, box["y"] + 10)
    await page.mouse.down()
    await page.mouse.move(goal["x"] + 60, goal["y"] + 4, steps=6)
    await expect(page.locator(".plan-label.plan-fits")).to_be_visible(timeout=15_000)
    await page.mouse.up()
    await expect(page.locator(".toast")).to_contain_text(name, timeout=15_000)
    await expect(two.locator(f'[data-pair="{pair}"]')).to_be_visible()
    await page.get_by_role("button", name="逐条列出").click()
    await expect(page.locator("[data-show]")).to_have_count(4)
    assert await page.locator(".plan-row").count() == 0


async def test_the_strip_above_a_show_has_its_greetings_too_and_no_hour_is_cut_in_half(
    office: Office, laptop: Any
) -> None:
    page = await planned(office, laptop)
    show = page.locator("[data-show]").first
    greetings = await show.locator(".tile[data-pair]").count()

    assert await show.locator(".plan-time-slot").count() == greetings > 0
    await page.get_by_role("button", name="按时间并排").click()
    first = await page.locator(".plan-hours-body > span").first.bounding_box()
    head = await page.locator(".plan-hours .column-head").bounding_box()
    assert first is not None
    assert head is not None
    assert first["y"] >= head["y"] + head["height"] - 1


SCROLLS = """() => [document.documentElement.scrollHeight > innerHeight,
  [...document.querySelectorAll(".board-body")].map((list) => list.scrollHeight > list.clientHeight)]"""
"""Whether the page scrolls, and whether each list does."""


async def test_in_a_large_window_only_the_lists_scroll_by_wheel_and_keys_alike(
    office: Office, laptop: Any
) -> None:
    page = await planned(office, laptop)
    assert await page.evaluate(SCROLLS) == [False, [True, True]]
    column = page.locator('[data-show="s-1"]')
    last = column.locator(".tile[data-pair]").last
    box = await column.bounding_box()
    await page.mouse.move(box["x"] + 60, box["y"] + 300)
    await page.mouse.wheel(0, 30_000)
    await expect(last).to_be_in_viewport()
    await expect(column.locator(".board-head")).to_be_in_viewport()
    await column.locator(".tile[data-pair]").nth(-2).focus()
    await page.keyboard.press("ArrowDown")
    await expect(last).to_be_focused()
    await last.click()
    await expect(page.get_by_role("heading", name="选中的一对")).to_be_in_viewport()


async def test_in_a_small_window_only_the_page_scrolls_and_the_chosen_pair_lies_on_its_edge(
    office: Office, phone: Any
) -> None:
    page = await planned(office, phone)
    assert await page.evaluate(SCROLLS) == [True, [False, False]]
    far = page.locator('[data-show="s-1"] .tile[data-pair]').nth(60)
    await far.scroll_into_view_if_needed()
    await far.click()
    chosen = page.locator("#chosen")
    await expect(chosen).to_contain_text(await far.locator("b").inner_text())
    await expect(chosen.get_by_role("heading")).to_be_in_viewport()
    await expect(far).to_be_in_viewport()
    await chosen.get_by_role("button", name="关闭").click()
    await expect(chosen).to_contain_text("点选一对")
    await expect(chosen).not_to_be_in_viewport()


async def test_the_chosen_pair_keeps_its_buttons_when_a_change_puts_it_on_another_page(
    office: Office, laptop: Any
) -> None:
    await office.store.plans.put(GATHERING.id, PlanVersion(1, Instant(0), "a", (), ()))
    last = max(pair.id for pair in await office.store.pairs.every(GATHERING.id))
    page: Page = await laptop(f"{office.address}/rundown?pair={last}", storage_state=office.state)
    chosen = page.locator("#chosen")
    # The script has the board by now: before, the button sends a form.
    await expect(page.locator(f'#unplaced [data-pair="{last}"]')).to_have_attribute("aria-pressed", "true")
    await chosen.get_by_role("button", name="必须播出", exact=True).click()
    await chosen.get_by_role("button", name="取消必须播出").click()
    await expect(page.locator("#standing")).to_contain_text("第 3 版", timeout=15_000)
    await expect(chosen.get_by_role("button", name="必须播出", exact=True)).to_be_visible()
    await expect(page.locator(f'#unplaced [data-pair="{last}"]')).to_have_attribute("aria-pressed", "true")


async def before_the_script(office: Office, open_page: Any) -> Page:
    """The board as the server printed it."""
    page: Page = await open_page(storage_state=office.state, expected="ERR_")
    await page.route("**/rundown.js", lambda route: route.abort())
    await page.goto(f"{office.address}/rundown")
    return page


async def searched(page: Page) -> None:
    """One pair was searched for, and now the script is there."""
    await page.unroute("**/rundown.js")
    search = page.get_by_role("searchbox", name="在各对中搜索")
    await search.fill(f"张{_name(NARROW)}")
    await search.press("Enter")
    await page.wait_for_url("**/rundown?*sought=*")


async def test_a_search_sent_before_the_script_came_leads_to_the_sign_ups_and_one_that_fails_says_so(
    office: Office, laptop: Any
) -> None:
    page = await before_the_script(office, laptop)
    await searched(page)
    await page.locator("button[data-pair]").click()
    sign_up = page.get_by_role("link", name="报名 1")
    assert await sign_up.get_attribute("href") == f"/staff/dongxing/registrations/w{NARROW}"

    await page.context.set_offline(True)
    for press in ("重新核对原因", "显示全部"):
        await page.evaluate("document.getElementById('toasts').textContent = ''")
        await page.locator("#unplaced").get_by_role("button", name=press).click()
        await expect(page.locator(".toast")).to_have_text("查询没有成功，请再试一次。")


async def test_a_search_sent_while_the_planner_works_ends_on_the_board(office: Office, laptop: Any) -> None:
    over = asyncio.Event()
    office.app[PLANNINGS][GATHERING.id] = Job(task=asyncio.create_task(_until(over)))
    page = await before_the_script(office, laptop)
    await searched(page)
    await expect(page.locator("#progress")).to_be_visible()
    over.set()
    await page.wait_for_url("**/rundown")
    await expect(page.locator("#unplaced [data-pair]")).to_have_count(50)


async def _until(over: asyncio.Event) -> None:
    await over.wait()


async def test_who_has_a_slot_is_found_too_and_brought_into_sight(office: Office, laptop: Any) -> None:
    page: Page = await laptop(f"{office.address}/rundown", storage_state=office.state)
    await page.locator("#plan").click()
    await expect(page.locator("#standing")).to_contain_text("第 1 版", timeout=60_000)
    last = page.locator("[data-show] [data-pair]").last
    pair, name = await last.get_attribute("data-pair"), await last.locator("b").inner_text()
    await expect(last).not_to_be_in_viewport()
    side = page.locator("#unplaced")
    await side.get_by_role("searchbox", name="在各对中搜索").fill(name)
    await side.get_by_role("searchbox").press("Enter")
    await side.locator("#seated").get_by_role("button").click()
    tile = page.locator(f'[data-show] [data-pair="{pair}"]')
    await expect(tile).to_be_focused()
    await expect(tile).to_be_in_viewport()
    await expect(page.locator("#chosen")).to_contain_text(name)


async def test_who_has_no_slot_is_turned_page_by_page_and_found_by_name(
    office: Office, laptop: Any, axe: str
) -> None:
    page: Page = await laptop(f"{office.address}/rundown", storage_state=office.state)
    side = page.locator("#unplaced")
    tiles = side.locator("[data-pair]")
    await expect(tiles).to_have_count(50)
    await expect(side.locator("h2 .badge")).to_have_text("255")
    first = await tiles.first.get_attribute("data-pair")
    await side.get_by_role("button", name="下一页").click()
    await expect(side).to_contain_text("第 2 页，共 6 页")
    assert await tiles.first.get_attribute("data-pair") != first

    search = side.get_by_role("searchbox", name="在各对中搜索")
    await search.fill(f"张{_name(NARROW)}")
    await search.press("Enter")
    await expect(tiles).to_have_count(1)
    await tiles.click()
    await expect(page.locator("#chosen")).to_contain_text(f"张{_name(NARROW)} ↔ 李{_name(NARROW)}")
    assert _name(NARROW) not in page.url
    assert await violations(page, axe) == []
    await side.get_by_role("button", name="显示全部").click()
    await expect(side).to_contain_text("第 1 页，共 6 页")


async def test_an_instance_with_a_lock_from_elsewhere_is_looked_at_planned_and_kept(
    office: Office, laptop: Any, tmp_path: Path
) -> None:
    page = await planned(office, laptop)
    n = await pair_of(office, 40)
    stood = await slot_of(office, n)
    other = "s-2" if stood.show == "s-1" else "s-1"

    await page.goto(f"{office.address}/rundown/files")
    async with page.expect_download() as download:
        await page.get_by_role("link", name="编排需求文件（instance）").click()
    asked = json.loads((await (await download.value).path()).read_text(encoding="utf-8"))
    next(one for one in asked["pairs"] if one["id"] == f"p-dongxing-{n}")["lock"] = {"lane": other}
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(asked), encoding="utf-8")

    await page.get_by_label("方案或编排需求文件（JSON）").set_input_files(changed)
    await page.get_by_role("button", name="预览").click()
    locks = page.locator("section.card", has_text="锁定：采用方案后留在编排板上")
    await expect(locks.locator(".badge")).to_have_text("1")
    assert await slot_of(office, n) == stood

    await page.get_by_role("button", name="开始编排").click()
    await expect(page.get_by_role("heading", name="新方案：采用还是放弃？")).to_be_visible(timeout=60_000)
    await page.locator("#keep").click()
    await expect(page.get_by_text("新方案已采用，确认无误后再发布。")).to_be_visible()
    assert (await slot_of(office, n)).show == other
    kept = await office.store.plans.newest(GATHERING.id)
    assert kept is not None
    assert kept.held(Held.SHOW) == {f"p-dongxing-{n}": other}
