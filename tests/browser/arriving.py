"""How a page gets into a state that no address alone opens."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Page

from .sample import Sample

Arrive = Callable[[Page, Sample], Awaitable[None]]


def at(pattern: str, **more: str) -> Arrive:
    """The page at this address."""

    async def arrive(page: Page, whole: Sample) -> None:
        await page.goto(whole.path(pattern, **more))

    return arrive


def pressed(arrive: Arrive, *places: str) -> Arrive:
    """And then these were pressed, one after the other."""

    async def press(page: Page, whole: Sample) -> None:
        await arrive(page, whole)
        for place in places:
            await page.locator(place).first.click()
            await page.wait_for_load_state()

    return press
