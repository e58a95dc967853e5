"""Several hosts at one show, each on a desk in Chromium: who is there, and who writes where."""

import re
from typing import Any, Final

import pytest
from playwright.async_api import expect

from reunion.domain import commands as do
from reunion.domain.refusal import Refused
from reunion.live import wire
from tests.browser.fake_desk import FakeDesk

LOST_LINE: Final = "WebSocket connection"


async def test_the_others_at_the_desks_are_named_and_nobody_is_when_one_is_alone(fake: FakeDesk, laptop: Any):
    page = await laptop(fake.address)
    await expect(page.locator(".top .hosts")).to_contain_text("林导 · 您")

    fake.present = ["小周", "王姐", "林导", "阿明", "老李"]
    await fake.later(1)
    await expect(page.locator(".top .hosts")).to_contain_text("王姐 · 林导 · 阿明 · 您 +1")
    fake.present = ["小周"]
    await fake.later(1)

    await expect(page.locator(".top .hosts")).to_have_count(0)


async def test_who_writes_on_a_card_is_seen_and_takes_nothing_from_anybody(fake: FakeDesk, laptop: Any):
    page = await laptop(fake.address)
    await fake.do(do.Start())
    await fake.do(do.Take(None))
    await fake.do(do.Take("it-1"))
    fake.editing = [{"item": "it-3", "by": "林导"}]
    await fake.later(2)

    await expect(page.locator("#row-it-3 .writer")).to_have_text("林导 在写")
    await expect(page.locator(".card.as-next .writes")).to_contain_text("林导 正在这里写备注")
    await page.locator(".card.as-next").get_by_role("button", name="写备注").click()
    box = page.get_by_role("dialog")
    await expect(box).to_contain_text("林导 正在这里写备注。 您也可以写")
    await box.get_by_role("textbox").fill("慢一点")
    await box.get_by_role("button", name="保存").click()
    await expect(page.locator(".card.as-next .remark")).to_contain_text("慢一点")
    await expect(page.locator(".take")).to_have_class(re.compile(r"\bgo\b"))
    await page.keyboard.press("Space")
    await expect(page.locator(".row.on_air")).to_have_id("row-it-3")

    fake.editing = []
    await fake.later(1)
    await expect(page.locator(".writer")).to_have_count(0)
    assert fake.edits == ["it-3", None]


async def test_a_box_left_open_over_a_lost_line_is_said_again_and_none_after_it_is_closed(
    fake: FakeDesk, laptop: Any
):
    page = await laptop(fake.address, expected=LOST_LINE)
    await expect(page.locator(".badge.live")).to_be_visible()
    await page.locator(".actions").get_by_role("button", name="备注").click()
    await expect(page.get_by_role("dialog")).to_be_visible()

    await fake.cut()
    await expect(page.locator(".badge.stale")).to_be_visible()
    await expect(page.locator(".badge.live")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await fake.cut()
    await expect(page.locator(".badge.stale")).to_be_visible()
    await expect(page.locator(".badge.live")).to_be_visible()

    assert fake.edits == ["it-1", "it-1", None]


async def test_whoever_joins_reads_the_hand_over_note_and_leaves_another(fake: FakeDesk, laptop: Any):
    await fake.do(do.HandOver("第二组换了导播，喊话用二号机"), by="林导")
    page = await laptop(fake.address)
    note = page.get_by_label("交接", exact=True)
    await expect(note).to_contain_text("第二组换了导播，喊话用二号机")
    await expect(note).to_contain_text("林导 20:00:00")

    await note.get_by_role("button", name="知道了").click()
    await expect(note).to_have_count(0)
    await page.locator(".top").get_by_role("button", name="交接").click()
    box = page.get_by_role("dialog")
    await expect(box.get_by_role("textbox")).to_have_value("第二组换了导播，喊话用二号机")
    await box.get_by_role("textbox").fill("一切正常\n\n下一班是老李")
    await box.get_by_role("button", name="保存").click()
    await expect(box).to_have_count(0)
    await expect(page.locator(".log")).to_contain_text("写了交接留言")
    await expect(note).to_have_count(0)

    await page.reload()
    await expect(note).to_contain_text("一切正常 下一班是老李")
    await note.get_by_role("button", name="改写").click()
    await page.get_by_role("dialog").get_by_role("button", name="撤下").click()
    await expect(note).to_have_count(0)
    assert fake.show.handover is None


async def test_a_note_for_the_next_host_that_comes_meanwhile_is_shown_to_whoever_read_the_last(
    fake: FakeDesk, laptop: Any
):
    await fake.do(do.HandOver("第一条"), by="林导")
    page = await laptop(fake.address)
    note = page.get_by_label("交接", exact=True)
    await note.get_by_role("button", name="知道了").click()
    await expect(note).to_have_count(0)

    await fake.do(do.HandOver("第二条"), by="林导")

    await expect(note).to_contain_text("第二条")


async def test_a_note_that_was_not_saved_stays_and_its_button_shows_whether_it_may_be_pressed(
    fake: FakeDesk, laptop: Any
):
    page = await laptop(fake.address)
    await page.get_by_role("button", name="写备注").first.click()
    box = page.get_by_role("dialog")
    await box.get_by_role("textbox").fill("镜头放低一点")
    save = box.get_by_role("button", name="保存")
    await save.hover()
    ground = "(button) => getComputedStyle(button).backgroundColor"
    ready = await save.evaluate(ground)
    fake.deaf = True
    await save.click()
    await expect(save).to_be_disabled()
    assert (ready, await save.evaluate(ground)) == ("rgb(169, 212, 255)", "rgba(0, 0, 0, 0)")

    fake.deaf = False
    refused = wire.refused(fake.heard[-1]["id"], Refused("not-saved"), fake.show.revision)
    await fake.say(refused)

    await expect(box.get_by_role("alert")).to_have_text("没有存上，什么都没有变，请再按一次")
    await expect(box.get_by_role("textbox")).to_have_value("镜头放低一点")
    await save.click()
    await expect(box).to_have_count(0)
    assert [asked["do"] for asked in fake.heard] == ["note", "note"]


@pytest.mark.parametrize("size", [(1366, 768), (1024, 768), (360, 740), (1280, 620)])
async def test_a_note_for_the_next_host_cuts_no_button_off(
    fake: FakeDesk, laptop: Any, size: tuple[int, int]
):
    await fake.do(do.HandOver("老李：三号板块的歌手迟到五分钟，先上李家。话筒二有杂音。"), by="林导")
    page = await laptop(fake.address, viewport={"width": size[0], "height": size[1]})
    await fake.do(do.Start())
    await fake.do(do.Take(None))
    await fake.do(do.Take("it-1"))
    await fake.later(150)
    await expect(page.get_by_label("交接", exact=True)).to_be_visible()

    assert (
        await page.evaluate(
            """[...document.querySelectorAll(".air, .next, .take, .top")]
             .filter((each) => each.clientHeight && each.scrollHeight > each.clientHeight + 1)
             .map((each) => each.className)"""
        )
        == []
    )
