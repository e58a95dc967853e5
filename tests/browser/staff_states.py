"""States of the staff's pages that no address alone opens: nothing there, nothing found, something wrong or chosen."""

from dataclasses import replace
from typing import Final

from playwright.async_api import Page

from reunion.demo.gathering import GATHERING
from reunion.domain.access import Role
from reunion.web.keys import STORE

from .arriving import Arrive, at, pressed
from .sample import Sample

EMPTY: Final = "empty"
"""A gathering that was just set up: nobody, no show."""


async def with_empty(whole: Sample) -> None:
    """The sample's server with that gathering too."""
    store = whole.app[STORE]
    gathering = await store.gatherings.get(GATHERING)
    assert gathering is not None
    await store.gatherings.put(replace(gathering, id=EMPTY, title="刚建好的活动", sample=False))


def empty(pattern: str) -> Arrive:
    """The same page of the gathering that has nothing."""
    return at(pattern, gathering=EMPTY)


def found(pattern: str, words: str) -> Arrive:
    """A list after a search."""

    async def arrive(page: Page, whole: Sample) -> None:
        await page.goto(whole.path(pattern))
        await page.get_by_role("search").get_by_role("searchbox").fill(words)
        await page.get_by_role("search").get_by_role("button", name="搜索").click()
        await page.wait_for_load_state()

    return arrive


def filled(pattern: str, answers: dict[str, str], button: str) -> Arrive:
    """A form that was sent like this; what the browser itself would refuse reaches the server."""

    async def arrive(page: Page, whole: Sample) -> None:
        await page.goto(whole.path(pattern))
        await page.evaluate("document.querySelectorAll('form').forEach((form) => (form.noValidate = true))")
        for name, text in answers.items():
            await page.fill(f"[name='{name}']", text)
        await page.get_by_role("button", name=button).click()
        # taken without a word, it would be no picture of a form that was sent back
        await page.locator(".notice-bad").first.wait_for()

    return arrive


def brought(name: str, text: str) -> Arrive:
    """A roster of workers that was brought, before anything is taken."""

    async def arrive(page: Page, whole: Sample) -> None:
        await page.goto(whole.path("/staff/{gathering}/import"))
        file = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
        async with page.expect_navigation():
            await page.locator("input[type=file]").first.set_input_files(file)

    return arrive


SHOW: Final = {
    "title": "第三晚",
    "day": "2027-02-07",
    "from": "20:00",
    "to": "21:00",
    "0-title": "开场",
    "0-minutes": "很久",
}
STATES: Final[dict[str, tuple[Role, Arrive]]] = {
    **{
        f"empty {name}": (Role.ADMINISTRATOR, empty(f"/staff/{{gathering}}{path}"))
        for name, path in {
            "overview": "",
            "registrations": "/registrations",
            "import": "/import",
            "links": "/links",
            "doubles": "/links/doubles",
            "checks": "/links/checks",
            "rundown": "/rundown",
            "versions": "/rundown/versions",
            "exports": "/exports",
            "report": "/report",
            "helper": "/helper",
            "fetch": "/fetch",
            "door": "/door",
            "call sheet": "/callsheet",
            "audit": "/audit",
        }.items()
    },
    "empty gathering": (Role.ADMINISTRATOR, empty("/g/{gathering}")),
    "gatherings": (Role.ADMINISTRATOR, at("/staff")),
    "nobody found": (Role.PRODUCER, found("/staff/{gathering}/registrations", "没有这个人")),
    "no account found": (Role.ADMINISTRATOR, found("/staff/{gathering}/people", "没有这个人")),
    "some ticked": (
        Role.PRODUCER,
        pressed(
            at("/staff/{gathering}/registrations"),
            "tbody [name=chosen]",
            "tbody tr:nth-child(3) [name=chosen]",
        ),
    ),
    "number shown": (
        Role.PRODUCER,
        pressed(at("/staff/{gathering}/registrations/{registration}"), "form[action$=reveal] button"),
    ),
    "new personal link": (
        Role.PRODUCER,
        pressed(at("/staff/{gathering}/registrations/{registration}"), "form[action$='/link'] button"),
    ),
    "withdrawing": (
        Role.PRODUCER,
        pressed(at("/staff/{gathering}/registrations/{registration}"), "details summary >> text=撤回"),
    ),
    "one-time link": (
        Role.ADMINISTRATOR,
        pressed(at("/staff/{gathering}/people/{account}"), "form[action$='/link'] button"),
    ),
    "wrong password": (Role.PUBLIC, filled("/staff/sign-in", {"name": "谁", "password": "不对不对"}, "登录")),
    "wrong length": (Role.PRODUCER, filled("/staff/{gathering}/shows/new", SHOW, "保存场次")),
    "no roster": (Role.PRODUCER, brought("照片.csv", "这不是,名册\n一,二\n")),
    "roster of the other side": (
        Role.PRODUCER,
        brought("家属.csv", "姓名,电话,务工者姓名\n李秀英,13900139000,张晓明\n"),
    ),
    "household with mistakes": (
        Role.VOLUNTEER,
        filled("/staff/{gathering}/helper/family", {"name": "王"}, "下一步"),
    ),
    "pair chosen": (
        Role.PRODUCER,
        pressed(at("/staff/{gathering}/rundown"), "[data-show] .tile[data-pair] >> nth=3"),
    ),
    "true to time": (Role.PRODUCER, pressed(at("/staff/{gathering}/rundown"), "button >> text=按时间并排")),
    "not for volunteers": (Role.VOLUNTEER, at("/staff/{gathering}/audit")),
    "used link": (Role.PUBLIC, at("/staff/enter/used-or-invented")),
    "keys of the desk": (Role.PRODUCER, pressed(at("/shows/{show}/desk"), "button[aria-keyshortcuts='?']")),
}
"""Whose eyes, and how to get there."""
REFUSED: Final = "40[134]|410|422"
"""What the browser's console says of the answers that these states are about."""
