"""Somebody joins a pair in the middle of the evening: the host, the volunteer and the door read it at once."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from reunion.actions.barring import carry_over
from reunion.actions.pairing import decide
from reunion.actions.ports import Choice, NewRegistration
from reunion.config import Settings
from reunion.domain.access import Role
from reunion.domain.commands import Start, Take
from reunion.domain.instants import MINUTE, Instant
from reunion.domain.people import Registration
from reunion.domain.plans import MatchStanding
from reunion.web.keys import STAGES, STORE
from tests.actions.scenes import family
from tests.browser.house import House, Plan
from tests.browser.stations import on_time
from tests.conftest import EVENING, GATHERING

PLAN = Plan(Instant(EVENING + 10 * MINUTE), opening_s=600, every_s=240, whole_s=60 * 60)
PLACE = {"township": "511011100", "village": "双坳"}
SISTER = replace(family("f-late", "李秀兰", **PLACE, persons=2), message="弟弟，妈让你放心")


@pytest_asyncio.fixture(loop_scope="session")
async def house(settings: Settings) -> AsyncIterator[House]:
    made = House(settings)
    await made.open()
    await made.fill(PLAN)
    yield made
    await made.close()


@pytest.fixture
def look(tmp_path: Path) -> Callable[[Page, str], Awaitable[None]]:
    async def taken(page: Page, name: str) -> None:
        await page.screenshot(path=tmp_path / f"{name}.png")

    return taken


async def comes(house: House, person: Registration, number: int, *, confirmed: bool = True) -> None:
    """Sign up, and be confirmed or refused as a relative of the worker of that pair."""
    store = house.app[STORE]
    if await store.registrations.get(person.id) is None:
        await store.registrations.add([NewRegistration(person)])
    standing = MatchStanding.CONFIRMED if confirmed else MatchStanding.REFUSED
    choice = Choice(f"w-{number}", person.id, standing)
    await decide(store, GATHERING.id, [choice], by="st-1", clock=house.clock)


async def test_the_host_reads_who_joined_and_who_belongs_there_no_more(
    house: House, laptop: Any, phone: Any, look: Any
) -> None:
    desk, volunteer = await laptop(), await phone()
    await house.enter(desk, "host-一", Role.HOST, "/shows/gala/desk")
    await house.pass_(12)
    stage = await house.app[STAGES].get("gala")
    for number in (1, 2):
        # the cards as they are published, of what people said of themselves
        await carry_over(house.app[STORE], house.app[STAGES], f"w-{number}", by="server")
    for number, command in enumerate((Start(), Take(None))):
        await stage.perform(command, f"c-{number}", "st-1")
    await expect(desk.locator("#row-it-0")).to_have_class(re.compile(r"\bon_air\b"))

    # The first pair is next: whoever joins it is offered. The second one's card is not being read.
    brother = replace(SISTER, id="f-far", name="王大爷", invite_code="FFAR", message="")
    await comes(house, SISTER, 1)
    await comes(house, brother, 2)
    await expect(desk.locator("#row-it-2 .title")).to_have_text("王强 ↔ 王大娘、王大爷")
    card = desk.locator(".card.as-next")
    await expect(card.locator(".offer")).to_contain_text("李秀英、李秀兰")
    await look(desk, "desk-1-offered")
    await card.get_by_role("button", name="换成新的").click()
    await expect(card.locator(".name").nth(1)).to_contain_text("李秀英、李秀兰")
    await expect(card).to_contain_text("弟弟，妈让你放心")
    await look(desk, "desk-2-used")

    await house.enter(volunteer, "志愿者-一", Role.VOLUNTEER, "/staff/dongxing/fetch", **PLACE)
    await expect(volunteer.locator("main")).to_contain_text("李秀兰")
    await look(volunteer, "volunteer-1-fetch")
    await volunteer.goto(house.address + "/staff/dongxing/door/f-late")
    await expect(volunteer.locator("main")).to_contain_text("张晓明")
    await look(volunteer, "volunteer-2-door")

    # They do not belong together after all: nobody is shown beside a stranger, and TAKE leaves the slot out.
    await comes(house, brother, 2, confirmed=False)
    await comes(house, replace(SISTER, id="f-2"), 2, confirmed=False)
    row = desk.locator("#row-it-2")
    await expect(row.locator(".title")).to_have_text("（已无人）")
    await expect(row).to_contain_text("不可播出")
    await row.click()
    await look(desk, "desk-3-apart")
    for number in (1, 3):
        await house.pass_(4)
        await on_time(house.app, "gala", house.clock, desk)
        await expect(desk.locator(".take")).to_have_class(re.compile(r"\bgo\b"))
        await desk.locator(".take").click()
        await expect(desk.locator(f"#row-it-{number}")).to_have_class(re.compile(r"\bon_air\b"))
    await look(desk, "desk-4-taken")
