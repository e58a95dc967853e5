"""Photographs every page of the route table and every state, in three sizes, light and dark, into screenshots/.

python -m tools.gallery [PART ...]     only pages whose name holds one of these, e.g. registrations g-signup

The pictures are looked at, not kept: the few of the README are taken by screenshots.py.
"""

import asyncio
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, Page, async_playwright

from reunion.actions.admitting import Admitting
from reunion.app import system_clock
from reunion.demo.gathering import GATHERING
from reunion.domain.access import STAFF, Role
from reunion.domain.people import Side
from reunion.web.keys import REHEARSALS, STORE
from reunion.web.routes import ROUTES
from reunion.web.routing import Kind, Route
from tests.browser.arriving import Arrive
from tests.browser.conftest import CHINA, CHROMIUM, FLAGS
from tests.browser.lost_states import LOST, on_air
from tests.browser.sample import Sample, sample
from tests.browser.staff_states import STATES, with_empty
from tests.browser.test_elder_rules import PAGES
from tests.browser.test_every_page import ASKED, ELSEWHERE

OUT: Final = Path(__file__).resolve().parent.parent / "screenshots"
SIZES: Final[dict[str, dict[str, Any]]] = {
    "360": {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True},
    "768": {"viewport": {"width": 768, "height": 1024}},
    "1366": {"viewport": {"width": 1366, "height": 768}},
}
THEMES: Final = ("light", "dark")
AT_ONCE: Final = 3
"""Browsers' windows: the server answers from this process."""


def name_of(path: str) -> str:
    """`/staff/{gathering}/door/{registration}` -> `staff-door-registration`."""
    return re.sub(r"[^a-z]+", "-", re.sub(r"\{(gathering|show)\}", "", path)).strip("-")


def role_of(route: Route) -> Role:
    """Whose eyes it is looked at with: the volunteer's where it is theirs, else the producer's."""
    if Role.VOLUNTEER in route.roles and Role.MEDIA not in route.roles:
        return Role.VOLUNTEER
    return Role.PRODUCER if Role.PRODUCER in route.roles else Role.ADMINISTRATOR


async def villager(whole: Sample) -> tuple[dict[str, Any], str]:
    """The cookie of a volunteer in a village with a family on the show, and that family's registration."""
    store = whole.app[STORE]
    rundown = await store.journal.load(whole.show.id)
    ids = [id_ for card in rundown.rundown.cards.values() for id_ in card.people]
    people = (await store.registrations.many(ids)).values()
    family = next(one for one in people if one.side is Side.FAMILY and one.village)
    admitting = Admitting(store, system_clock)
    home = {"township": family.township, "village": family.village}
    account = await admitting.create("村里的志愿者", Role.VOLUNTEER, GATHERING, **home)
    cookie = await admitting.sign_in(account, 1)
    return {"name": "reunion-staff", "value": cookie, "url": whole.address}, family.id


@dataclass(frozen=True, slots=True)
class Shot:
    """One page to be photographed: its name, whose eyes, and how to get there."""

    name: str
    role: Role
    arrive: Arrive


def of_route(route: Route, family: str) -> Shot:
    """A page by its address alone; `family` is in the volunteer's village."""

    async def arrive(page: Page, whole: Sample) -> None:
        if route.path.startswith("/me"):
            await page.goto(whole.path("/l/{token}", token=next(iter(whole.links.values()))))
        match = (await whole.app[STORE].matches.every(GATHERING))[0]
        upload = whole.returned if "/returned/" in route.path else whole.upload
        more = {"worker": match.worker, "family": match.family, "upload": upload}
        if route.path.endswith("/messages"):
            more["of"] = await whole.asked_again(role_of(route))
        if "/door/" in route.path:
            more["registration"] = family
        await page.goto(whole.path(route.path + ASKED.get(route.path, ""), **more), wait_until="load")

    staff = route.roles & STAFF and Role.PUBLIC not in route.roles
    return Shot(name_of(route.path), role_of(route) if staff else Role.PUBLIC, arrive)


def of_states() -> list[Shot]:
    """Pages that no address alone opens: empty, wrong, chosen, and each step of a family."""
    families = {f"family {name}": (Role.PUBLIC, arrive) for name, (_, arrive) in PAGES.items()}
    return [state(name, role, arrive) for name, (role, arrive) in {**STATES, **families}.items()]


def state(name: str, role: Role, arrive: Arrive) -> Shot:
    """A state by its name in words."""
    return Shot("state-" + re.sub(r"[^a-z0-9]+", "-", name), role, arrive)


async def take(browser: Browser, whole: Sample, cookies: dict[Role, Any], shot: Shot, size: str) -> None:
    """Both themes of one page in one size."""
    whose: dict[str, Any] = {**SIZES[size], **CHINA}
    page = await browser.new_page(**whose)
    try:
        if shot.role is not Role.PUBLIC:
            await page.context.add_cookies([cookies[shot.role]])
        await shot.arrive(page, whole)
        # a socket is never idle; this is when a page has drawn what it was told on joining
        await page.wait_for_timeout(600)
        for theme in THEMES:
            await page.emulate_media(color_scheme=theme)
            await page.screenshot(path=OUT / f"{shot.name}-{size}-{theme}.png", full_page=True)
    finally:
        await page.context.close()


async def main(parts: list[str]) -> None:
    """All of them, and how many that are."""
    OUT.mkdir(exist_ok=True)
    gate = asyncio.Semaphore(AT_ONCE)
    with tempfile.TemporaryDirectory() as folder:
        async with sample(Path(folder)) as whole, async_playwright() as playwright:
            await whole.app[REHEARSALS].begin(whole.show.id)
            browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
            cookies = {role: await whole.staff(role) for role in (Role.PRODUCER, Role.ADMINISTRATOR)}
            cookies[Role.VOLUNTEER], family = await villager(whole)

            async def one(shot: Shot, size: str) -> None:
                async with gate:
                    await take(browser, whole, cookies, shot, size)

            async def photograph(shots: list[Shot]) -> int:
                wanted = [shot for shot in shots if not parts or any(part in shot.name for part in parts)]
                await asyncio.gather(*(one(shot, size) for shot in wanted for size in SIZES))
                return len(wanted)

            pages = await photograph([of_route(route, family) for route in ROUTES if shown(route)])
            # another gathering beside it would stand in the heads of the pages
            await with_empty(whole)
            states = await photograph(of_states())
            await on_air(whole)
            states += await photograph([state(name, *how) for name, how in LOST.items()])
            await browser.close()
    taken = (pages + states) * len(SIZES) * len(THEMES)
    print(f"{taken} pictures of {pages} pages and {states} states in {OUT}")


def shown(route: Route) -> bool:
    """Whether it is a page that its address opens."""
    return route.method == "GET" and route.kind is Kind.PAGE and route.path not in ELSEWHERE


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
