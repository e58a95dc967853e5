"""The live desk in Chromium, against a server that a test can make deaf, late or dead."""

import asyncio
import re
from typing import Any, Final

import pytest
from playwright.async_api import Page, expect

from reunion.actions.suggesting import Suggestion
from reunion.domain import commands as do
from reunion.domain.instants import Instant
from reunion.domain.people import Side
from reunion.domain.readiness import Ready
from reunion.planner.live import Shift
from reunion.planner.live_line import Score
from tests.browser.fake_desk import START, FakeDesk

LOST_LINE: Final = "WebSocket connection"


async def on_air(fake: FakeDesk, page: Page, *items: str) -> None:
    """Bring these on air one after the other, before the eyes of the page, and wait until it would take again."""
    await expect(page.locator(".badge")).to_have_class(re.compile("live"))
    await fake.do(do.Start())
    for item in items:
        await fake.do(do.Take(fake.show.on_air, item))
    await expect(page.locator(".row.on_air")).to_have_id(f"row-{items[-1]}")
    await may_take(page)


async def may_take(page: Page) -> None:
    await expect(page.locator(".take")).to_have_class(re.compile(r"\bgo\b"))


def asked(fake: FakeDesk, what: str) -> list[dict[str, Any]]:
    return [command for command in fake.heard if command["do"] == what]


async def test_space_takes_once_however_long_it_is_held_down(fake: FakeDesk, laptop: Any):
    page = await laptop(fake.address)
    await on_air(fake, page, "it-1")

    for _ in range(8):
        await page.keyboard.down("Space")
    await page.keyboard.up("Space")
    await expect(page.locator(".row.on_air")).to_have_id("row-it-2")

    assert [(take["leaving"], take["to"]) for take in asked(fake, "take")] == [("it-1", "it-2")]


async def test_a_double_tap_takes_once(fake: FakeDesk, laptop: Any):
    page = await laptop(fake.address)
    await on_air(fake, page, "it-1")

    await page.locator(".take").dblclick()
    await expect(page.locator(".row.on_air")).to_have_id("row-it-2")

    assert len(asked(fake, "take")) == 1
    await expect(page.locator(".refused")).to_have_count(0)


async def test_enter_held_on_the_button_takes_once(fake: FakeDesk, laptop: Any):
    page = await laptop(fake.address)
    await on_air(fake, page, "it-1")

    await page.locator(".take").focus()
    for _ in range(8):
        await page.keyboard.down("Enter")
    await page.keyboard.up("Enter")
    await expect(page.locator(".row.on_air")).to_have_id("row-it-2")

    assert len(asked(fake, "take")) == 1


async def test_whoever_comes_second_reads_who_was_first_and_catches_up(fake: FakeDesk, laptop: Any):
    page = await laptop(fake.address)
    await on_air(fake, page, "it-1")

    # The other host's change is lost on the way: this page still shows it-1 on air.
    await fake.do(do.Take("it-1"), by="林导", tell=False)
    await page.keyboard.press("Space")
    await expect(page.get_by_role("alert")).to_have_text("林导已经先切播了，请看现在播出的是谁")
    await fake.later(1)

    await expect(page.locator(".row.on_air")).to_have_id("row-it-2")
    assert fake.show.on_air == "it-2"


async def test_a_take_that_lands_under_the_finger_says_who_did_it_and_sends_nothing(
    fake: FakeDesk, laptop: Any
):
    page = await laptop(fake.address)
    await on_air(fake, page, "it-1")

    await fake.do(do.Take("it-1"), by="林导")
    await expect(page.locator(".row.on_air")).to_have_id("row-it-2")
    await page.keyboard.press("Space")

    await expect(page.get_by_role("alert")).to_contain_text("林导")
    assert asked(fake, "take") == []


async def test_a_command_without_an_answer_is_said_to_be_unsaved_and_sent_again_with_its_id(
    fake: FakeDesk, laptop: Any
):
    page = await laptop(fake.address)
    await on_air(fake, page, "it-1")

    fake.deaf = True
    await page.keyboard.press("Space")
    await expect(page.locator(".take")).to_contain_text("正在切播")
    await expect(page.locator(".unsaved")).to_contain_text("还没有存上：切播")
    assert await page.locator(".row.on_air").get_attribute("id") == "row-it-1"
    fake.deaf = False
    await fake.cut()

    await expect(page.locator(".row.on_air")).to_have_id("row-it-2")
    await expect(page.locator(".unsaved")).to_have_count(0)
    first, second = asked(fake, "take")
    assert first == second
    assert fake.joined == ["", "run=run-1&since=2"]


async def test_a_lost_line_shows_at_once_and_missed_changes_arrive_when_it_is_back(
    fake: FakeDesk, laptop: Any
):
    page = await laptop(fake.address, expected=LOST_LINE)
    await on_air(fake, page, "it-1")
    badge = page.locator(".badge")
    await expect(badge).to_have_text("实时")

    fake.closed = True
    await fake.cut()
    await expect(badge).to_contain_text("已断线")
    await fake.do(do.Take("it-1"))
    fake.closed = False

    await expect(page.locator(".row.on_air")).to_have_id("row-it-2", timeout=12_000)
    await expect(badge).to_have_text("实时")
    assert fake.joined[-1] == "run=run-1&since=2"


async def test_a_change_that_was_lost_makes_the_page_ask_for_it(fake: FakeDesk, laptop: Any):
    page = await laptop(fake.address)
    await on_air(fake, page, "it-1")

    await fake.do(do.Take("it-1"), tell=False)
    await fake.do(do.Extend("it-2", 60))

    await expect(page.locator("#row-it-2 .length")).to_contain_text("3:00")
    assert fake.joined == ["", "run=run-1&since=2"]


async def test_keys_park_the_next_one_and_bring_it_back(fake: FakeDesk, laptop: Any):
    page = await laptop(fake.address)
    await on_air(fake, page, "it-1")

    await page.keyboard.press("n")
    await expect(page.locator("#row-it-2")).to_have_class(re.compile("no_show"))
    await expect(page.locator(".undo")).to_contain_text("小周 记为未到")
    await page.keyboard.press("u")
    await expect(page.locator("#row-it-2")).to_have_class(re.compile("planned"))
    await page.keyboard.press("s")
    await expect(page.locator("#row-it-2")).to_have_class(re.compile("skipped"))
    await page.keyboard.press("r")
    await page.get_by_role("dialog").get_by_role("button", name="2 王建国").click()

    await expect(page.locator(".row.up-next")).to_have_id("row-it-2")
    assert [command["do"] for command in fake.heard] == ["no_show", "undo", "skip", "recall"]


async def test_keys_choose_a_row_and_change_what_is_on_air(fake: FakeDesk, laptop: Any):
    page = await laptop(fake.address)
    await on_air(fake, page, "it-1")

    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await expect(page.locator(".row[aria-selected=true]")).to_have_id("row-it-4")
    await page.keyboard.press("s")
    await expect(page.locator("#row-it-4")).to_have_class(re.compile("skipped"))
    await page.keyboard.press("+")
    await page.keyboard.press("h")
    await expect(page.locator(".phase")).to_have_text("保持中")

    assert [(each["do"], each.get("item")) for each in fake.heard] == [
        ("skip", "it-4"),
        ("extend", "it-1"),
        ("hold", None),
    ]


async def test_keys_rest_while_somebody_types(fake: FakeDesk, laptop: Any):
    page = await laptop(fake.address)
    await on_air(fake, page, "it-1")

    await page.get_by_role("button", name="备注", exact=True).click()
    await expect(page.get_by_role("dialog").get_by_role("textbox")).to_be_focused()
    await page.keyboard.type("no show 家里 h s")
    await page.get_by_role("button", name="保存").click()
    await expect(page.locator(".card .remark")).to_contain_text("no show 家里 h s")

    assert [(each["do"], each["item"]) for each in fake.heard] == [("note", "it-2")]


async def test_space_on_a_button_reached_by_keyboard_presses_that_button(fake: FakeDesk, laptop: Any):
    page = await laptop(fake.address)
    await on_air(fake, page, "it-1")

    hold = page.locator(".hold")
    for _ in range(40):
        await page.keyboard.press("Tab")
        if await hold.evaluate("each => each === document.activeElement"):
            break
    await page.keyboard.press("Space")
    await expect(page.locator(".phase")).to_have_text("保持中")

    assert [each["do"] for each in fake.heard] == ["hold"]
    # by the server's clock: what a dead line holds back longer than ten seconds must not go on air by itself
    assert 10_000 <= fake.heard[0]["until"] - fake.now < 70_000


async def test_after_a_click_space_is_take_again(fake: FakeDesk, laptop: Any):
    page = await laptop(fake.address)
    await on_air(fake, page, "it-1")

    await page.get_by_role("button", name="加长 15 秒").click()
    await page.keyboard.press("Space")
    await expect(page.locator(".row.on_air")).to_have_id("row-it-2")

    assert [each["do"] for each in fake.heard] == ["extend", "take"]


async def test_start_and_end_take_two_presses(fake: FakeDesk, laptop: Any):
    page = await laptop(fake.address)

    await page.get_by_role("button", name="开始直播").click()
    assert fake.heard == []
    again = page.get_by_role("button", name="再按一次，开始直播")
    await expect(again).to_be_visible()
    # Sooner than a double tap would count.
    await again.click(delay=500)
    await expect(page.locator(".phase")).to_have_text("直播中")
    await page.get_by_role("button", name="结束", exact=True).click()
    await page.get_by_role("button", name="再按一次结束").click(delay=500)

    await expect(page.locator(".phase")).to_have_text("已结束")
    assert [each["do"] for each in fake.heard] == ["start", "end"]


async def test_rows_move_by_buttons_by_number_and_by_their_grip(fake: FakeDesk, laptop: Any):
    page = await laptop(fake.address)
    await on_air(fake, page, "it-1")

    await page.locator("#row-it-4").click()
    await page.get_by_role("button", name="上移", exact=True).click()
    await expect(page.locator(".row").nth(2)).to_have_id("row-it-4")
    await page.locator("#row-it-6").click()
    await page.get_by_role("spinbutton", name="移到第几位").fill("3")
    await page.keyboard.press("Enter")
    await expect(page.locator(".row").nth(2)).to_have_id("row-it-6")
    await page.locator("#row-it-2 .grip").drag_to(page.locator("#row-it-3"))
    await expect(page.locator(".row").nth(4)).to_have_id("row-it-2")

    assert [(each["item"], each["before"]) for each in fake.heard] == [
        ("it-4", "it-3"),
        ("it-6", "it-4"),
        ("it-2", "it-5"),
    ]


async def test_a_segment_says_what_may_be_done_with_it_and_a_card_how_they_speak(fake: FakeDesk, laptop: Any):
    page = await laptop(fake.address)
    await page.wait_for_selector("#row-it-14")
    assert await page.inner_text("#row-it-14 .elastic") == "可缩至 1:00 · 可不播"
    assert await page.inner_text("#row-it-1 .elastic") == ""
    cards = await page.inner_text(".cards")
    assert "说家乡话" in cards
    assert "东兴话" in cards
    assert "dialect." not in cards


async def test_a_segment_is_put_in_and_a_light_is_set_by_hand(fake: FakeDesk, laptop: Any):
    page = await laptop(fake.address)
    await on_air(fake, page, "it-1")

    await page.get_by_role("button", name="插入板块").click()
    await page.get_by_label("名称").fill("垫片：家乡年味")
    await page.get_by_role("dialog").get_by_role("button", name="插入板块").click()
    await expect(page.locator(".row.up-next .title")).to_have_text("垫片：家乡年味")
    await fake.do(do.Standby("it-3"))
    await page.get_by_role("button", name="家属方 等候中").click()
    await page.get_by_role("dialog").get_by_role("button", name="就绪", exact=False).first.click()

    await expect(page.locator(".next.good")).to_be_visible()
    assert fake.show.sides("it-3") == (Ready.READY, Ready.READY)


async def test_a_box_keeps_the_focus_and_gives_it_back(fake: FakeDesk, laptop: Any):
    page = await laptop(fake.address)
    await page.locator(".rows").focus()

    await page.keyboard.press("?")
    inside = "document.querySelector('[role=dialog]').contains(document.activeElement)"
    for _ in range(3):
        assert await page.evaluate(inside)
        await page.keyboard.press("Tab")
    await page.keyboard.press("Escape")

    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.locator(".rows")).to_be_focused()


@pytest.mark.parametrize("box", ["备注", "电话"])
async def test_a_press_beside_an_open_box_leaves_the_focus_in_it_and_escape_closes_it_from_anywhere(
    fake: FakeDesk, laptop: Any, box: str
):
    page = await laptop(fake.address, expected="404")
    await on_air(fake, page, "it-1")
    await page.get_by_role("button", name=box, exact=True).click()
    dialog = page.get_by_role("dialog")

    await page.locator(".log h2").click()
    assert await dialog.evaluate("box => box.contains(document.activeElement)")
    await page.evaluate("document.activeElement.blur()")
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)

    await page.keyboard.press("Space")
    await expect(page.locator(".row.on_air")).to_have_id("row-it-2")


async def test_after_a_note_is_saved_space_takes_however_its_box_was_opened(fake: FakeDesk, laptop: Any):
    page = await laptop(fake.address)
    await on_air(fake, page, "it-1")
    await page.get_by_role("button", name="写备注").first.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog").get_by_role("textbox")).to_be_focused()
    await page.keyboard.type("声音偏小")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator(".card .remark")).to_contain_text("声音偏小")
    await expect(page.get_by_role("dialog")).to_have_count(0)

    await page.keyboard.press("Space")
    await expect(page.locator(".row.on_air")).to_have_id("row-it-2")
    assert [each["do"] for each in fake.heard] == ["note", "take"]


async def test_an_undo_names_the_step_and_a_suggestion_that_is_not_there_is_said(fake: FakeDesk, laptop: Any):
    page = await laptop(fake.address)
    await on_air(fake, page, "it-1")
    title = await page.locator("#row-it-2 .title").inner_text()
    await page.keyboard.press("Space")
    await expect(page.locator(".row.on_air")).to_have_id("row-it-2")

    await page.keyboard.press("u")
    await expect(page.locator("p.note")).to_have_text(f"已撤销：切播 {title}")
    await expect(page.locator(".log li").first).to_contain_text(f"小周 撤销了：切播 {title}")
    await page.keyboard.press("p")
    await expect(page.locator("p.note")).to_have_text("没有建议")


async def test_an_overrun_counts_up_by_itself(fake: FakeDesk, laptop: Any):
    page = await laptop(fake.address)
    await on_air(fake, page, "it-1")

    await fake.later(179)
    await expect(page.locator(".remaining")).to_contain_text("超时")
    first = await page.locator(".over dd").text_content()
    await expect(page.locator(".over dd")).not_to_have_text(first or "")

    await expect(page.locator(".over.late dd")).to_have_text(re.compile(r"\+0:0\d"))


async def test_a_withdrawn_consent_takes_the_slot_out_of_next(fake: FakeDesk, laptop: Any):
    page = await laptop(fake.address)
    await on_air(fake, page, "it-1")

    await fake.do(do.Bar("it-2", barred=True))

    await expect(page.locator("#row-it-2 .state")).to_have_text("不可播出")
    await expect(page.locator(".row.up-next")).to_have_id("row-it-3")


async def test_one_change_redraws_one_row_of_a_long_rundown(fake: FakeDesk, laptop: Any):
    page = await laptop(fake.address)
    await on_air(fake, page, "it-1")
    await page.evaluate(
        """() => {
          window.touched = new Set();
          new MutationObserver((changes) => {
            for (const { target } of changes) {
              const row = (target.nodeType === 1 ? target : target.parentElement).closest(".row");
              if (row) window.touched.add(row.id);
            }
          }).observe(document.querySelector(".rows"),
            { subtree: true, childList: true, attributes: true, characterData: true });
        }"""
    )

    await fake.do(do.MarkReady("it-7", Side.FAMILY, Ready.READY))
    await expect(page.locator("#row-it-7 .ready")).to_have_count(1)

    assert await page.evaluate("[...window.touched]") == ["row-it-7"]


SIZES: Final = {
    "laptop": {"width": 1366, "height": 768},
    "tablet": {"width": 1024, "height": 768},
    "tablet upright": {"width": 768, "height": 1024},
    "phone": {"width": 360, "height": 740},
    "low window": {"width": 1280, "height": 620},
}


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_everything_fits_without_scrolling_the_page(fake: FakeDesk, laptop: Any, size: dict[str, int]):
    page = await laptop(fake.address, viewport=size)
    await on_air(fake, page, "it-1", "it-2")
    await fake.do(do.Skip("it-6"))
    await expect(page.locator(".undo")).to_be_visible()

    for view in ("rundown", "cards", "now"):
        button = page.locator(f"[data-view={view}]").and_(page.locator("button"))
        if await button.is_visible():
            await button.click()
        sizes = await page.evaluate(
            "[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]"
        )
        assert max(sizes) <= 0
        for part in (".take", ".strip", ".badge", ".over"):
            box = await page.locator(part).bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["y"] >= 0
            assert box["x"] + box["width"] <= size["width"]
            assert box["y"] + box["height"] <= size["height"]
    cut = await page.evaluate(
        """[...document.querySelectorAll(".air, .next, .take, .actions, .top")]
             .filter((each) => each.clientHeight && each.scrollHeight > each.clientHeight + 1)
             .map((each) => each.className)"""
    )
    assert cut == []


@pytest.mark.parametrize("size", [SIZES["laptop"], SIZES["phone"]], ids=["laptop", "phone"])
async def test_nothing_stands_in_the_way_of_assistive_technology(
    fake: FakeDesk, laptop: Any, axe: str, size: dict[str, int]
):
    page = await laptop(fake.address, viewport=size)
    await page.evaluate(axe)
    await wrong_nowhere(page)
    await on_air(fake, page, "it-1", "it-2")
    await fake.do(do.NoShow("it-6"))
    await expect(page.locator(".undo")).to_be_visible()
    await wrong_nowhere(page)
    await fake.do(do.Hold())
    await page.keyboard.press("r")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await wrong_nowhere(page)


async def wrong_nowhere(page: Page) -> None:
    found = await page.evaluate("axe.run({ resultTypes: ['violations'] })")
    assert [
        (each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found["violations"]
    ] == []


async def test_the_desk_asks_for_a_way_on_after_the_last_change_of_a_quick_row_too(
    fake: FakeDesk, laptop: Any
):
    page = await laptop(fake.address)
    await on_air(fake, page, "it-1")

    for _ in range(3):  # each but the first within the second that follows a question
        fake.asked.clear()
        await fake.later(2)
        await asyncio.wait_for(fake.asked.wait(), 10)


async def test_each_row_says_when_it_must_start_at_the_latest_and_the_chosen_one_how_far_away_that_is(
    fake: FakeDesk, laptop: Any
):
    page = await laptop(fake.address)
    await on_air(fake, page, "it-1")
    await expect(page.locator("#row-it-3 .latest")).to_have_text("倒推时间 20:05:00")
    await expect(page.locator("#row-it-1 .actual")).to_have_text("实际 20:00:00")

    await fake.do(do.Skip("it-5"))
    await expect(page.locator("#row-it-3 .latest")).to_have_text("倒推时间 20:07:00")
    await page.locator("#row-it-3").click()
    await expect(page.locator(".actions .latest")).to_have_text("倒推时间 20:07:00 （余 2:00）")
    await fake.later(420)

    await expect(page.locator(".actions .latest")).to_have_text("倒推时间 20:07:00 （超 2:00）")
    await expect(page.locator("#row-it-5 .latest")).to_have_count(0)


async def test_a_better_way_on_is_offered_in_one_sentence_and_taken_with_one_key(fake: FakeDesk, laptop: Any):
    page = await laptop(fake.address)
    await on_air(fake, page, "it-1")
    end = fake.show.planned_end
    moves = (do.Arrange(0, ("it-3", "it-4", "it-2"), ("it-6",)),)
    starts = [("it-3", 180, 60), ("it-4", 300, 180), ("it-2", 60, 300)]
    changes = tuple(
        Shift(item, Instant(START + a * 1000), Instant(START + b * 1000)) for item, a, b in starts
    )
    changes = (*changes, Shift("it-6", Instant(START + 600_000), None))
    fake.ways = [
        Suggestion(
            "idle",
            "it-3",
            True,
            Instant(fake.now + 3_600_000),
            moves,
            changes,
            Score(0, 0, 9),
            Score(0, 0, 0),
            (end, Instant(end - 120_000)),
            ("it-9",),
        )
    ]
    await fake.later(2)

    offer = page.locator(".strip .note")
    await expect(offer).to_contain_text("两边都在，21:00 前有空")
    await expect(offer).to_contain_text("先放一放")
    await expect(offer).to_contain_text("仍有 1 家误点")
    await offer.get_by_role("button", name="看变动").click()
    await expect(page.locator(".way .changes li")).to_have_count(4)
    await offer.get_by_role("button", name="关闭").click()
    fake.ways = []
    await page.keyboard.press("p")
    await expect(page.locator("#row-it-6.skipped")).to_have_count(1)

    assert [command["do"] for command in fake.heard] == ["arrange"]
    assert list(fake.show.order[:5]) == ["it-1", "it-3", "it-4", "it-2", "it-5"]
    await page.keyboard.press("u")
    await expect(page.locator("#row-it-6.skipped")).to_have_count(0)
    assert list(fake.show.order[:5]) == ["it-1", "it-2", "it-3", "it-4", "it-5"]
