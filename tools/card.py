"""Draws static/img/card.png, the picture that a forwarded link shows, from tools/card.svg in Chromium.

A picture for each gathering would want a renderer of SVG on the server (docs/decisions/0014).
"""

import asyncio
import os
from pathlib import Path
from typing import Final

from playwright.async_api import async_playwright

HERE: Final = Path(__file__).resolve().parent
OUT: Final = HERE.parent / "static" / "img" / "card.png"
CHROMIUM: Final = os.environ.get("REUNION_CHROMIUM", "/usr/bin/chromium")
FLAGS: Final = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


async def main() -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = await browser.new_page(viewport={"width": 1200, "height": 630})
        await page.goto((HERE / "card.svg").as_uri())
        await page.screenshot(path=OUT)
        await browser.close()
    print(f"{OUT.name}: {OUT.stat().st_size // 1024} KB")


if __name__ == "__main__":
    asyncio.run(main())
