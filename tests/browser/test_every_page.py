"""Every page of the route table in Chromium: no barrier that axe-core knows, in light and in dark, for anybody."""

from collections.abc import AsyncIterator
from typing import Final

import pytest
import pytest_asyncio

from reunion.demo.gathering import GATHERING
from reunion.domain.access import STAFF, Role
from reunion.web.keys import REHEARSALS, STORE
from reunion.web.routes import ROUTES
from reunion.web.routing import Kind

from .measuring import barriers
from .sample import Sample, sample

ELSEWHERE: Final = {
    "/": "leads to the only gathering",
    "/l/{token}": "leads to /me",
    "/staff/enter/{token}": "works once",
    "/staff": "leads to the only gathering",
    "/staff/{gathering}/import/{upload}/taken": "stands after an import",
    "/staff/{gathering}/registrations/filters/{filter}": "is the list, for whoever kept it",
    "/staff/{gathering}/rundown/proposal": "stands after planning",
}
"""Pages that lead on at once or that no address alone opens."""
TABLE: Final = sorted({route.path for route in ROUTES if route.method == "GET" and route.kind is Kind.PAGE})
FOR_STAFF: Final = sorted(
    {
        route.path
        for route in ROUTES
        if route.method == "GET"
        and route.kind is Kind.PAGE
        and route.roles & STAFF
        and Role.PUBLIC not in route.roles
    }
    - ELSEWHERE.keys()
)
FOR_ALL: Final = sorted(set(TABLE) - set(FOR_STAFF) - ELSEWHERE.keys())
ASKED: Final = {
    "/staff/{gathering}/rundown/compare": "?from=1&to=1",
    "/staff/{gathering}/links/ask": "?worker={worker}&family={family}",
    "/staff/{gathering}/messages": "?of={of}",
}
"""What stands behind the question mark where a page needs it."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def whole(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sample]:
    async with sample(tmp_path_factory.mktemp("sample")) as made:
        await made.app[REHEARSALS].begin(made.show.id)
        yield made


def test_every_exception_is_a_page():
    assert (ELSEWHERE.keys() | ASKED.keys()) - set(TABLE) == set()


@pytest.mark.parametrize("path", FOR_STAFF)
async def test_a_staff_page_has_no_barriers_in_light_and_dark(whole, laptop, axe, path):
    page = await laptop()
    await page.context.add_cookies([await whole.staff(Role.ADMINISTRATOR)])
    match = (await whole.app[STORE].matches.every(GATHERING))[0]
    asked = path + ASKED.get(path, "")
    of = await whole.asked_again(Role.ADMINISTRATOR)
    upload = whole.returned if "/returned/" in path else whole.upload
    answer = await page.goto(
        whole.path(asked, worker=match.worker, family=match.family, upload=upload, of=of)
    )
    assert answer is not None
    assert answer.status == 200
    assert await barriers(page, axe) == []
    await page.emulate_media(color_scheme="dark")
    assert await barriers(page, axe, ["wcag2aa"]) == []


@pytest.mark.parametrize("path", FOR_ALL)
async def test_a_page_for_everybody_has_no_barriers_in_light_and_dark(whole, phone, axe, path):
    page = await phone()
    if path.startswith("/me"):
        await page.goto(whole.path("/l/{token}", token=next(iter(whole.links.values()))))
    answer = await page.goto(whole.path(path))
    assert answer is not None
    assert answer.status == 200
    assert await barriers(page, axe) == []
    await page.emulate_media(color_scheme="dark")
    assert await barriers(page, axe, ["wcag2aa"]) == []


SEEN = """() => [...document.querySelectorAll("tr[data-item]")].map((row) => row.checkVisibility())"""


async def test_what_is_folded_on_a_shows_page_is_printed(whole, phone):
    page = await phone(whole.path("/shows/{show}"))
    folded = (await page.evaluate(SEEN)).count(False)
    assert folded > 0
    # by the style alone, as on a page without scripts
    await page.emulate_media(media="print")
    assert (await page.evaluate(SEEN)).count(False) == 0
    # by the script alone, as in a browser that does not know the style yet
    await page.emulate_media(media="screen")
    await page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert (await page.evaluate(SEEN)).count(False) == 0
    await page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert (await page.evaluate(SEEN)).count(False) == folded
