"""Real Chromium for the tests of this folder: `phone` and `laptop` open pages and fail on their complaints.

Everything here lives in one event loop for the whole session, and so do the tests of this folder: a browser
that was started in one loop cannot be spoken to from another. Pages close before the servers they show, in
whatever order a test names its fixtures: a page that outlives its server complains of a line that was cut.
"""

import inspect
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, Page, Playwright, async_playwright

from tests.browser.fake_desk import FakeDesk

CHROMIUM: Final = Path(os.environ.get("REUNION_CHROMIUM", "/usr/bin/chromium"))
HERE: Final = Path(__file__).parent
# Without the networking flags Chromium asks its maker's hosts at every start.
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
)
PHONE: Final = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
LAPTOP: Final = {"viewport": {"width": 1366, "height": 768}}
CHINA: Final = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}

OPENERS: Final = ("phone", "laptop")
"""What a test opens pages with: set up last, so that it is the first to be taken down."""

Opener = Callable[..., Awaitable[Page]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
            if inspect.iscoroutinefunction(getattr(item, "obj", None)):
                item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            if isinstance(item, pytest.Function):
                item.fixturenames.sort(key=OPENERS.__contains__)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def playwright() -> AsyncIterator[Playwright]:
    if not CHROMIUM.exists():
        reason = f"{CHROMIUM} is missing: apt-get install chromium fonts-noto-cjk"
        if os.environ.get("REUNION_REQUIRE_BROWSER") == "1":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    async with async_playwright() as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium(playwright: Playwright) -> AsyncIterator[Browser]:
    browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
    yield browser
    await browser.close()


def complaints_of(page: Page, expected: str) -> list[str]:
    """A list that grows with each error, CSP violation and foreign request, but those like `expected`."""
    heard: list[str] = []

    def note(text: str) -> None:
        if not (expected and re.search(expected, text)):
            heard.append(text)

    def on_console(message: Any) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            note(f"{page.url}: console: {message.text} {message.location.get('url', '')}")

    def on_request(request: Any) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname not in (
            "127.0.0.1",
            "localhost",
        ):
            note(f"{page.url}: asked another machine: {address.hostname}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: note(f"{page.url}: {error}"))
    page.on("request", on_request)
    return heard


async def opener(chromium: Browser, device: dict[str, Any]) -> AsyncIterator[Opener]:
    contexts, heard = [], []

    async def open_page(address: str = "", *, expected: str = "", **options: Any) -> Page:
        """A page with cookies of its own; `expected` is a pattern of the errors the test is about."""
        context = await chromium.new_context(**{**device, **CHINA, **options})
        contexts.append(context)
        page = await context.new_page()
        heard.append(complaints_of(page, expected))
        if address:
            await page.goto(address)
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert [complaint for page in heard for complaint in page] == []


@pytest_asyncio.fixture(loop_scope="session")
async def phone(chromium: Browser) -> AsyncIterator[Opener]:
    """`page = await phone("http://127.0.0.1:…")`: 360x740, touch, in China."""
    async for open_page in opener(chromium, PHONE):
        yield open_page


@pytest_asyncio.fixture(loop_scope="session")
async def laptop(chromium: Browser) -> AsyncIterator[Opener]:
    """`page = await laptop("http://127.0.0.1:…")`: 1366x768, in China."""
    async for open_page in opener(chromium, LAPTOP):
        yield open_page


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core: `await page.evaluate(axe)`, then `await page.evaluate("axe.run()")`."""
    (source,) = (HERE.parent / "vendor").glob("axe-core-*.js")
    return source.read_text(encoding="utf-8")


@pytest_asyncio.fixture(loop_scope="session")
async def fake() -> AsyncIterator[FakeDesk]:
    """The desk's page at `fake.address`, with a hand on its server."""
    desk = FakeDesk(slots=12)
    runner = web.AppRunner(desk.app(), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    desk.address = f"http://127.0.0.1:{runner.addresses[0][1]}/shows/gala/desk"
    yield desk
    await runner.cleanup()
