"""The elder-friendly rules, measured on every page of the families and viewers, in every state they can be in."""

from collections.abc import AsyncIterator
from typing import Final

import pytest
import pytest_asyncio
from playwright.async_api import Page

from reunion.domain.commands import End, Start, Take
from reunion.web.keys import STAGES

from .arriving import Arrive, at, pressed
from .measuring import FINE, barriers, measured
from .sample import Sample, sample


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def whole(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sample]:
    async with sample(tmp_path_factory.mktemp("sample")) as made:
        yield made


def mine(whose: str, then: str = "/me") -> Arrive:
    """A page of the family that is early in the first show, or of one without a slot."""

    async def arrive(page: Page, whole: Sample) -> None:
        await page.goto(whole.path("/l/{token}", token=whole.families[whose]))
        answer = await page.goto(whole.path(then))
        assert answer
        assert answer.status == 200

    return arrive


def unfolded(arrive: Arrive) -> Arrive:
    """With everything open that unfolds."""

    async def open_all(page: Page, whole: Sample) -> None:
        await arrive(page, whole)
        for fold in await page.query_selector_all("main details:not([open]) > summary"):
            await fold.click()

    return open_all


FORM: Final = at("/g/{gathering}/signup/{side}", side="family")
PAGES: Final[dict[str, tuple[int, Arrive]]] = {
    "gathering": (0, at("/g/{gathering}")),
    "gathering unfolded": (0, unfolded(at("/g/{gathering}"))),
    "show": (1, at("/shows/{show}")),
    "notice": (1, at("/privacy?g={gathering}")),
    "nothing there": (1, at("/nowhere")),
    "whose page": (1, at("/me")),
    "invited, which side": (1, at("/g/{gathering}/join/{code}")),
    "invited, wrong code": (1, at("/g/{gathering}/join/nonsense?side=family")),
    "sign-up with mistakes": (1, pressed(FORM, ".thumb .button-main")),
    "my page with a slot": (1, mine("early")),
    "my page with a slot, unfolded": (1, unfolded(mine("early"))),
    "my page without a slot": (1, mine("waiting")),
    "my page without a slot, unfolded": (1, unfolded(mine("waiting"))),
    "just signed up": (1, mine("waiting", "/me?new=1")),
    "just changed": (1, mine("waiting", "/me?changed=1")),
    "invitation": (1, mine("waiting", "/me/invite")),
    "correction": (1, unfolded(mine("waiting", "/me/correct"))),
    "leaving": (1, mine("waiting", "/me/withdraw")),
    **{
        f"correction, step {step}": (
            1,
            unfolded(pressed(mine("waiting", "/me/correct"), f'[value="edit-{step}"]')),
        )
        for step in (1, 2, 3, 4)
    },
}


@pytest.mark.parametrize("name", PAGES)
async def test_every_measure_is_kept(whole, phone, axe, name):
    mains, arrive = PAGES[name]
    page = await phone(expected="404")
    await arrive(page, whole)
    assert await measured(page, mains) == FINE
    assert await barriers(page, axe) == []


@pytest.mark.parametrize("name", PAGES)
async def test_very_large_letters_and_text_of_twice_the_size_stay_on_a_narrow_screen(whole, phone, name):
    mains, arrive = PAGES[name]
    page = await phone(expected="404", viewport={"width": 320, "height": 640})
    await page.context.add_cookies([{"name": "reunion-size", "value": "huge", "url": whole.address}])
    await arrive(page, whole)
    assert await measured(page, mains, "huge") == FINE
    await page.evaluate("document.documentElement.style.fontSize = '250%'")
    assert (await measured(page, mains, "huge"))["wide"] == 0


async def test_an_evening_keeps_every_measure_from_the_first_take_to_the_recap(whole, phone, axe):
    """Last in this file: the show is over afterwards."""
    stage = await whole.app[STAGES].get(whole.show.id)
    page, show = await phone(), await phone()
    await mine("early")(page, whole)
    item = await page.evaluate("JSON.parse(document.getElementById('me').textContent).you.item")

    async def look(mains: int, public: int) -> None:
        for one, arrive, number in ((page, mine("early"), mains), (show, at("/shows/{show}"), public)):
            await arrive(one, whole)
            assert await measured(one, number) == FINE
            assert await barriers(one, axe) == []

    await stage.perform(Start(), "c1", "st-1")
    await look(1, 1)
    await stage.perform(Take(None, item), "c2", "st-1")
    await look(0, 1)
    assert "轮到您了" in await page.inner_text("#countdown")
    await stage.perform(Take(item, None), "c3", "st-1")
    await look(0, 1)
    await stage.perform(End(), "c4", "st-1")
    await look(0, 0)
    assert "家人在屏幕上团圆了" in await show.inner_text("h2 >> nth=0")
