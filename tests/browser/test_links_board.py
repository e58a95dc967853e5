"""The review queue in Chromium: twenty rows without a mouse, every kind of decision, and everything taken back."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import expect

from reunion.actions.admitting import Admitting
from reunion.actions.pairing import decide, make_pairs
from reunion.actions.ports import Choice
from reunion.app import build, system_clock
from reunion.config import Settings
from reunion.domain.access import Role
from reunion.domain.doubles import DoubleStanding
from reunion.domain.plans import Clue, MatchRow, MatchStanding
from reunion.web.keys import LINKING, STORE
from tests.actions.scenes import GATHERING, begin, family, suggest, worker

from ..conftest import SECRET
from .test_boards import Office, _complete, violations

ROWS = 24
REVIEW = MatchStanding.REVIEW
CLUES = (
    Clue("name", "same-sound", 6.5),
    Clue("worker-phone", "one-slip", 9.0),
    Clue("village", "same", 4.0),
)


@pytest_asyncio.fixture(loop_scope="session")
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Twenty-four doubtful links; the last family is also thought of with the first worker."""
    app = build(Settings(data=tmp_path, secret=SECRET))
    server = TestServer(app)
    await server.start_server()
    store = app[STORE]
    numbers = range(1, ROWS + 1)
    await begin(
        store,
        *(worker(f"w{n}", f"张{n}", village="双桥", phones=(f"1380013{n:04}",)) for n in numbers),
        *(family(f"f{n}", f"李{n}", "张卫", "儿子", village="双桥") for n in numbers),
    )
    await app[LINKING].caught_up(GATHERING.id)
    rows = [MatchRow(f"w{n}", f"f{n}", 5000 + 10 * n, REVIEW, CLUES, "not-sure-enough") for n in numbers]
    rival = MatchRow("w1", f"f{ROWS}", 9990, MatchStanding.LINKED, CLUES, "sure")
    await suggest(store, [*rows, rival])
    await make_pairs(store, GATHERING.id)
    admitting = Admitting(store, system_clock)
    account = await admitting.create("编导", Role.PRODUCER, GATHERING.id)
    url = str(server.make_url("/"))
    cookie = {"name": "reunion-staff", "value": await admitting.sign_in(account, 1), "url": url}
    yield Office(
        str(server.make_url("/staff/dongxing")), app, {"cookies": [_complete(cookie)], "origins": []}
    )
    await server.close()


async def test_twenty_rows_are_reviewed_without_a_mouse(office: Office, laptop: Any) -> None:
    page = await laptop(f"{office.address}/links", storage_state=office.state)
    count = page.locator("#count-review")
    heading = page.locator("#counts")
    reason = page.locator("[name=rule] option").nth(1)
    await expect(page.locator(".links-sentence")).to_have_text("同村，同音，务工电话差一位")
    await expect(heading).to_have_text(f"已配上 1 条，存疑 {ROWS} 条，共 1 对。")
    confirmed = 0
    for done in range(20):
        refuses = done % 4 == 3
        await page.keyboard.press("n" if refuses else "y")
        await expect(count).to_have_text(str(ROWS - done - 1))
        confirmed += not refuses
        await expect(heading).to_contain_text(f"已配上 {confirmed + 1} 条，存疑 {ROWS - done - 1} 条，")
        await expect(reason).to_have_text(f"把握不够，不能自动配对。 ({ROWS - done - 1})")
    said = await heading.inner_text()
    standings = [standing for standing in (await office.matches()).values() if standing != "linked"]
    assert sorted(standings) == ["confirmed"] * 15 + ["refused"] * 5 + ["review"] * 4

    # also after the page was loaded again
    await page.reload()
    await expect(heading).to_have_text(said)
    for back in range(20):
        await page.keyboard.press("u")
        await expect(count).to_have_text(str(4 + back + 1))
    assert set((await office.matches()).values()) == {"review", "linked"}


async def test_a_family_is_asked_by_keyboard_and_that_is_noted_once(office: Office, laptop: Any) -> None:
    page = await laptop(f"{office.address}/links", storage_state=office.state)
    first = await page.locator(".tile-chosen b").inner_text()
    await page.keyboard.press("a")
    text = await page.locator("#message").input_value()
    assert text.startswith(f"{first.split(' ↔ ')[1]}您好，这里是“为爱止步”报名处。")
    assert "1. 张卫的姓名是哪几个字？" in text
    assert "/g/dongxing/join/F" in text
    await page.keyboard.press("Enter")
    await expect(page.locator(".tile-chosen .badge-warn")).to_have_text("已问")
    await expect(page.locator("#message")).to_have_count(0)
    await page.keyboard.press("u")
    await expect(page.locator(".links-list .badge-warn")).to_have_count(0)


async def test_the_same_person_is_merged_by_keyboard_and_parted_again(office: Office, laptop: Any) -> None:
    at = f"{office.address}/links?worker=w{ROWS}&family=f{ROWS}"
    page = await laptop(at, storage_state=office.state)
    await expect(page.locator(".links-rivals")).to_contain_text("张1")
    await page.keyboard.press("m")
    await expect(page.locator("#count-review")).to_have_text(str(ROWS - 1))
    (pair,) = await office.app[STORE].pairs.of("w1")
    assert pair.worker.registrations == ("w1", f"w{ROWS}")
    await page.keyboard.press("u")
    await expect(page.locator("#count-review")).to_have_text(str(ROWS))
    (double,) = await office.app[STORE].doubles.every(GATHERING.id)
    assert double.standing is DoubleStanding.REVIEW

    await page.goto(f"{office.address}/links/doubles")
    await page.keyboard.press("m")
    await expect(page.get_by_text("已合并，两条算作一人。")).to_be_visible()
    # from the tab where it was decided, though its card has left it
    await page.keyboard.press("u")
    await expect(page.get_by_text("已撤销")).to_be_visible()


async def test_where_a_colleague_was_quicker_the_board_counts_as_it_stands_now(
    office: Office, laptop: Any
) -> None:
    page = await laptop(f"{office.address}/links", storage_state=office.state, expected="409")
    row = page.locator(".tile-chosen b")
    first = await row.inner_text()
    number = first.split(" ↔ ")[0].removeprefix("张")
    choice = Choice(f"w{number}", f"f{number}", MatchStanding.REFUSED)
    await decide(office.app[STORE], GATHERING.id, [choice], by="st-2", clock=system_clock)
    await page.keyboard.press("y")
    await expect(page.get_by_text("刚才已有人作了别的决定")).to_be_visible()
    await expect(page.locator("#count-review")).to_have_text(str(ROWS - 1))
    await expect(page.locator("#count-refused")).to_have_text("1")
    await expect(row).not_to_have_text(first)


async def test_back_after_a_batch_was_confirmed_shows_what_is_left_to_confirm(
    office: Office, laptop: Any
) -> None:
    page = await laptop(f"{office.address}/links", storage_state=office.state)
    await page.keyboard.press("b")
    await page.get_by_role("button", name="确认这些").first.click()
    await expect(page.locator("#count-review")).to_have_text("1")
    await page.go_back()
    await expect(page.get_by_text("下面 1 条，没打勾的都会确认")).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("下面 1 条，没打勾的都会确认")).to_be_visible()


async def test_a_batch_is_looked_through_confirmed_and_taken_back(office: Office, laptop: Any) -> None:
    page = await laptop(f"{office.address}/links", storage_state=office.state, java_script_enabled=False)
    await page.get_by_role("button", name="批量确认").click()
    # of the last family somebody else is thought of too: that one waits for a person of its own
    await expect(page.get_by_text(f"下面 {ROWS} 条，没打勾的都会确认")).to_be_visible()
    await expect(page.get_by_role("checkbox", checked=True)).to_have_count(1)
    await page.get_by_role("checkbox", name="不确认 张1 和 李1", exact=True).check()
    await page.get_by_role("button", name="确认这些").first.click()
    await expect(page.locator("#count-review")).to_have_text("2")
    await page.get_by_role("button", name=f"整批撤销 ({ROWS - 2})").click()
    await expect(page.locator("#count-review")).to_have_text(str(ROWS))


async def test_every_page_of_the_board_is_accessible(office: Office, laptop: Any, axe: str) -> None:
    page = await laptop(storage_state=office.state)
    found = []
    asked = f"/ask?worker=w{ROWS}&family=f{ROWS}"
    for path in ("", "?standing=linked", asked, "/doubles", "/namesakes", "/checks", "/lessons"):
        await page.goto(f"{office.address}/links{path}")
        found += [f"{path}: {wrong}" for wrong in await violations(page, axe)]
        assert not await page.evaluate("document.documentElement.scrollWidth > innerWidth"), path
    assert found == []


async def test_a_sample_is_judged_by_keyboard_one_press_one_link(office: Office, laptop: Any) -> None:
    page = await laptop(f"{office.address}/links/checks", storage_state=office.state)
    await page.get_by_role("button", name="抽取 1 条来核对").click()
    await expect(page.get_by_text("还有 1 条没判")).to_be_visible()
    # the second key comes before the next page does
    await page.evaluate(
        """() => ["y", "n"].forEach((key) => document.dispatchEvent(new KeyboardEvent("keydown", { key })))"""
    )
    await expect(page.get_by_text("已记为正确。")).to_be_visible()
    assert (await office.matches())["w1", f"f{ROWS}"] == "confirmed"
    await expect(page.get_by_text("20.65% – 100.00%")).to_be_visible()
    await page.keyboard.press("u")
    await expect(page.get_by_text("还没有判过")).to_be_visible()
    assert (await office.matches())["w1", f"f{ROWS}"] == "linked"


PAST_THE_CELL = """heads => heads.filter(head => {
  const text = document.createRange(), padding = parseFloat(getComputedStyle(head).paddingRight);
  text.selectNodeContents(head);
  return text.getBoundingClientRect().right > head.getBoundingClientRect().right - padding;
}).map(head => head.textContent)"""


async def test_in_english_what_is_compared_does_not_touch_the_next_column(
    office: Office, laptop: Any
) -> None:
    page = await laptop(f"{office.address}/links", storage_state=office.state, locale="en-GB")
    heads = page.locator(".versus th[scope=row]")
    assert "Worker's telephone" in await heads.all_inner_texts()
    assert await heads.evaluate_all(PAST_THE_CELL) == []
