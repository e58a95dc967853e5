"""Takes docs/screenshots: starts the demo on a free port and photographs its pages in Chromium. `make screenshots`.

python tools/screenshots.py [NAME ...]     only those, e.g. desk-1366 signup-360
"""

import asyncio
import os
import re
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, BrowserContext, async_playwright

OUT: Final = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
CHROMIUM: Final = os.environ.get("REUNION_CHROMIUM", "/usr/bin/chromium")
FLAGS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
DEMO: Final = ("--port", "0", "--workers", "60", "--seed", "1", "--autoplay", "--speed", "6")
READY_S: Final = 90
"""The demo prepares a gathering of this size in a few seconds, on a slow machine in more."""
MIDDLE_S: Final = 20
"""After this long the first show is in its middle, with pairs that came, came late and stayed away."""

SIZES: Final[dict[str, dict[str, Any]]] = {
    "360": {
        "viewport": {"width": 360, "height": 740},
        "is_mobile": True,
        "has_touch": True,
        "device_scale_factor": 2,
    },
    "768": {"viewport": {"width": 768, "height": 1024}},
    "1366": {"viewport": {"width": 1366, "height": 768}},
    "1920": {"viewport": {"width": 1920, "height": 1080}},
}


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: `role` says whose sign-in link is opened first, `whole` that it shows the page to its end."""

    name: str
    path: str
    sizes: tuple[str, ...]
    role: str = ""
    whole: bool = False


SHOTS: Final = (
    Shot("gathering", "/g/{gathering}", ("360", "1366"), whole=True),
    Shot("public", "/shows/{show}", ("360", "1366"), whole=True),
    Shot("hall", "/shows/{show}/hall", ("1920",)),
    Shot("overlay", "/shows/{show}/overlay", ("1920",)),
)


@dataclass(frozen=True, slots=True)
class Demo:
    """What a running demo printed: its address, the ids in its addresses, and the sign-in links by role."""

    address: str
    ids: dict[str, str]
    links: dict[str, str]


def read(lines: list[str]) -> Demo:
    """The demo's own words -> where to go."""
    said = "\n".join(lines)
    address = re.search(r"Listening on (\S+)", said)
    if address is None:
        sys.exit(f"the demo did not start:\n{said}")
    found = {
        "gathering": re.search(r"/g/([\w-]+)", said),
        "show": re.search(r"/shows/([\w-]+)", said),
    }
    ids = {key: match.group(1) for key, match in found.items() if match}
    links = {line.split()[0].lower(): line.split()[-1] for line in lines if re.search(r"\shttp\S+$", line)}
    return Demo(address.group(1), ids, links)


@asynccontextmanager
async def demo() -> AsyncIterator[Demo]:
    """A demo in a folder of its own, until the pictures are taken."""
    with tempfile.TemporaryDirectory() as folder:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "reunion", "demo", *DEMO, "--data", folder, stdout=PIPE, stderr=None
        )
        try:
            yield read(await asyncio.wait_for(_lines(process), READY_S))
        finally:
            process.terminate()
            await process.wait()


async def _lines(process: Process) -> list[str]:
    """What it prints up to half a second of silence after the port is open."""
    assert process.stdout is not None
    lines: list[str] = []
    while True:
        patience = 0.5 if any("Listening on" in line for line in lines) else READY_S
        try:
            line = await asyncio.wait_for(process.stdout.readline(), patience)
        except TimeoutError:
            return lines
        if not line:
            return lines
        lines.append(line.decode().strip())


async def take(browser: Browser, running: Demo, shot: Shot, size: str) -> None:
    context = await browser.new_context(**SIZES[size], locale="zh-CN", timezone_id="Asia/Shanghai")
    try:
        if shot.role:
            await _sign_in(context, running, shot.role)
        page = await context.new_page()
        await page.goto(running.address + shot.path.format(**running.ids), wait_until="load")
        # A socket is never idle; this is when a page has drawn what it was told on joining.
        await page.wait_for_timeout(1200)
        file = OUT / f"{shot.name}-{size}.png"
        transparent = shot.name == "overlay"
        await page.screenshot(path=file, full_page=shot.whole, omit_background=transparent)
        print(f"{file.name:28} {file.stat().st_size // 1024:5} KB")
    finally:
        await context.close()


async def _sign_in(context: BrowserContext, running: Demo, role: str) -> None:
    page = await context.new_page()
    await page.goto(running.links[role])
    await page.close()


async def main(wanted: set[str]) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    pictures = [
        (shot, size) for shot in SHOTS for size in shot.sizes if not wanted or f"{shot.name}-{size}" in wanted
    ]
    async with demo() as running, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        await asyncio.sleep(MIDDLE_S)
        for shot, size in pictures:
            await take(browser, running, shot, size)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main(set(sys.argv[1:])))
