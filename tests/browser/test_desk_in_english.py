"""The desk in English on a laptop: its words are longer than the Chinese ones, and all have to be read whole."""

from dataclasses import replace
from typing import Any

import pytest
from playwright.async_api import Page, expect

from reunion.domain import commands as do
from reunion.domain.calls import Call, Made
from reunion.domain.instants import Instant
from reunion.domain.readiness import INVITED
from tests.browser.fake_desk import START, FakeDesk

CUT_OFF = """places => places.flatMap(place => [...document.querySelectorAll(place)]
  .filter(each => each.scrollWidth > each.clientWidth).map(each => place + " " + each.textContent.trim()))"""
RIGHT_TO_LEFT = """heads => heads.slice(1).map((head, at) => {
  const [one, other] = [heads[at], head].map(each => {
    const text = document.createRange();
    text.selectNodeContents(each);
    return text.getBoundingClientRect();
  });
  return other.left - one.right;
})"""


@pytest.fixture
def english(fake: FakeDesk) -> FakeDesk:
    """Who is next was called long ago and says nothing; the one after may not be aired."""
    fake.languages = ("en", "en")
    called = (Made(Call.TEN, Instant(START - 900_000), Instant(START + 180_000)),)
    fake.show = replace(
        fake.show, readiness={}, calls={"it-2": called, "it-4": called}, barred=frozenset({"it-3"})
    )
    assert fake.show.sides("it-2") == INVITED
    return fake


async def opened(fake: FakeDesk, laptop: Any) -> Page:
    page: Page = await laptop(fake.address)
    await expect(page.locator(".badge")).to_have_text("Up to date")
    return page


async def test_every_word_of_a_row_is_whole_and_the_heads_stand_apart(english: FakeDesk, laptop: Any):
    page = await opened(english, laptop)
    await expect(page.locator("#row-it-2 .silence.red")).to_have_text("Ring them")
    await expect(page.locator("#row-it-3 .state")).to_have_text("Barred")
    await english.do(do.Start())
    await expect(page.locator(".phase")).to_have_text("Live")

    assert await page.evaluate(CUT_OFF, [".row .state", ".next h2"]) == []
    gaps = await page.locator(".columns .times > span").evaluate_all(RIGHT_TO_LEFT)
    assert [gap for gap in gaps if gap < 5] == []


async def test_who_is_silent_is_said_once_beside_the_time_in_one_line(english: FakeDesk, laptop: Any):
    await english.do(do.Start())
    await english.do(do.Take(None, "it-1"))
    english.now = Instant(START + 60_000)
    page = await opened(english, laptop)

    head = page.locator(".next h2")

    await expect(head.locator(".ring")).to_have_text("Ring them · Telephone")
    await expect(head.locator(".flag")).to_have_count(0)
    assert (await head.bounding_box() or {})["height"] < 40


async def test_one_year_is_one_year_and_whose_relative_it_is_stands_in_order(english: FakeDesk, laptop: Any):
    card = english.cast.cards["it-2"]
    worker = replace(card.worker, years_away=1)
    english.cast = replace(english.cast, cards={**english.cast.cards, "it-2": replace(card, worker=worker)})
    page = await opened(english, laptop)

    facts = await page.locator(".card .person").first.locator(".fact").all_text_contents()

    assert facts[:2] == [f"{card.family.name}’s 儿子", "1 year since home"]


async def test_the_header_says_that_the_reserve_takes_up_what_the_show_is_late(
    english: FakeDesk, laptop: Any
):
    closing = english.show.items[english.show.order[-1]]
    late = Instant(closing.planned + 600_000)
    items = {**english.show.items, closing.id: replace(closing, planned=late, earliest=late)}
    english.show = replace(english.show, items=items, planned_end=Instant(late + 120_000))
    await english.do(do.Start())
    page = await opened(english, laptop)
    await expect(page.locator(".end-at dt")).to_have_text("Projected end")

    await english.later(300)

    await expect(page.locator(".over.late dd")).to_have_text("+5:00")
    await expect(page.locator(".end-at dt")).to_have_text("Projected end: the reserve absorbs it")
    assert (
        await page.evaluate(CUT_OFF, [".figures dt", ".figures .end-at", ".figures .back dd", ".top"]) == []
    )
