"""Pages as a person sees them: opened in real Chromium, and answered by keyboard."""

import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from _serving import Server, percentile

if TYPE_CHECKING:
    from playwright.async_api import Page

CHROMIUM = os.environ.get("REUNION_CHROMIUM", "/usr/bin/chromium")
# Without the networking flags Chromium asks its maker's hosts at every start.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
)
DESK = {"width": 1366, "height": 768}
PAINTED = "() => new Promise((told) => requestAnimationFrame(() => setTimeout(told)))"
ANSWERED = """() => {
  const [page] = performance.getEntriesByType("navigation");
  return page.responseEnd - page.startTime;
}"""
"""Milliseconds from asking for the page to its last byte."""


@asynccontextmanager
async def signed_in(server: Server, cookie: str) -> AsyncIterator["Page"]:
    """A page of a desk computer on which a producer is signed in."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        context = await browser.new_context(viewport=DESK, locale="zh-CN", timezone_id="Asia/Shanghai")
        await context.add_cookies([{"name": "reunion-staff", "value": cookie, "url": server.origin}])
        yield await context.new_page()
        await browser.close()


async def opened(page: "Page", address: str, rounds: int) -> tuple[list[float], list[float]]:
    """Of each round milliseconds to the last byte, and until the page is loaded and its next frame painted."""
    answered, usable = [], []
    for _ in range(rounds):
        begun = time.perf_counter()
        await page.goto(address, wait_until="load")
        await page.evaluate(PAINTED)
        usable.append((time.perf_counter() - begun) * 1000)
        answered.append(float(await page.evaluate(ANSWERED)))
    return answered, usable


async def decided(page: "Page", links: int) -> list[float]:
    """Milliseconds from each key that decides a link until the next one waits on the screen."""
    waits = int(await page.locator("#count-review").inner_text())
    taken = []
    for done in range(1, links + 1):
        begun = time.perf_counter()
        await page.keyboard.press("n" if done % 4 == 0 else "y")
        await page.wait_for_function(
            "(left) => document.getElementById('count-review').textContent === left", arg=str(waits - done)
        )
        await page.evaluate(PAINTED)
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def figures(times: list[float]) -> tuple[str, str]:
    """Median and worst, in milliseconds."""
    return f"{percentile(times, 0.5):.0f}", f"{max(times):.0f}"
