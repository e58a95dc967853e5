"""Takes docs/screenshots: starts the demo on a free port and photographs its pages in Chromium. `make screenshots`.

python tools/screenshots.py [NAME ...]     only those, e.g. desk-1366 signup-360
"""

import asyncio
import json
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

from playwright.async_api import Browser, StorageState, async_playwright
from websockets.asyncio.client import connect

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
MIDDLE: Final = 14
"""Items of the first show that have aired when the live pages are taken: pairs came, came late, stayed away."""
MIDDLE_S: Final = 600

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
    """One page: `role` says whose sign-in link is opened first, `live` that it is taken in mid-show."""

    name: str
    path: str
    sizes: tuple[str, ...]
    role: str = ""
    live: bool = False


SHOTS: Final = (
    Shot("gathering", "/g/{gathering}", ("360", "1366")),
    Shot("signup-worker", "/g/{gathering}/signup/worker", ("360",)),
    Shot("signup-family", "/g/{gathering}/signup/family", ("360",)),
    Shot("family-unplaced", "/me", ("360",), role="unplaced"),
    Shot("invitation", "/me/invite", ("360",), role="unplaced"),
    Shot("family", "/me", ("360",), role="early"),
    Shot("overview", "/staff/{gathering}", ("1366",), role="producer"),
    Shot("registrations", "/staff/{gathering}/registrations", ("1366",), role="producer"),
    Shot("import", "/staff/{gathering}/import", ("1366",), role="producer"),
    Shot("links", "/staff/{gathering}/links", ("768", "1366"), role="producer"),
    Shot("rundown", "/staff/{gathering}/rundown", ("1366",), role="producer"),
    Shot("exports", "/staff/{gathering}/exports", ("1366",), role="media"),
    Shot("helper", "/staff/{gathering}/helper", ("360",), role="volunteer"),
    Shot("desk", "/shows/{show}/desk", ("360", "768", "1366"), role="host", live=True),
    Shot("public", "/shows/{show}", ("360", "768", "1366"), live=True),
    Shot("hall", "/shows/{show}/hall", ("1920",), live=True),
    Shot("overlay", "/shows/{show}/overlay", ("1920",), live=True),
)
# What the demo calls whose link it is.
WHOSE: Final = {
    "管理员": "administrator",
    "编导": "producer",
    "主持人（": "host",
    "媒资": "media",
    "村志愿者": "volunteer",
    "第一晚较早连线的一家": "early",
    "还没排上的一家": "unplaced",
}


@dataclass(frozen=True, slots=True)
class Demo:
    """What a running demo printed: its address, the ids in its addresses, and the links by whose they are."""

    address: str
    ids: dict[str, str]
    links: dict[str, str]


def read(lines: list[str]) -> Demo:
    """The demo's own words -> where to go."""
    said = "\n".join(lines)
    address = re.search(r"Listening on (\S+)", said)
    gathering, show = re.search(r"/g/([\w-]+)", said), re.search(r"/shows/([\w-]+)", said)
    if address is None or gathering is None or show is None:
        sys.exit(f"the demo did not start:\n{said}")
    links = {
        whose: line.split()[-1] for line in lines for name, whose in WHOSE.items() if line.startswith(name)
    }
    return Demo(address.group(1), {"gathering": gathering.group(1), "show": show.group(1)}, links)


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


async def take(browser: Browser, running: Demo, shot: Shot, size: str, state: StorageState | None) -> None:
    context = await browser.new_context(
        **SIZES[size], locale="zh-CN", timezone_id="Asia/Shanghai", storage_state=state
    )
    try:
        page = await context.new_page()
        await page.goto(running.address + shot.path.format(**running.ids), wait_until="load")
        # A socket is never idle; this is when a page has drawn what it was told on joining.
        await page.wait_for_timeout(1200)
        file = OUT / f"{shot.name}-{size}.png"
        transparent = shot.name == "overlay"
        await page.screenshot(path=file, omit_background=transparent)
        print(f"{file.name:28} {file.stat().st_size // 1024:5} KB")
    finally:
        await context.close()


async def middle(running: Demo) -> None:
    """Follow the first show over its screen socket until a pair is on air in its middle."""
    print(f"waiting until {MIDDLE} items of the first show have aired (the demo starts it after two minutes)")
    aired: set[str] = set()
    address = running.address.replace("http", "ws", 1) + f"/shows/{running.ids['show']}/screen/socket"
    async with connect(address) as socket:
        async for text in socket:
            on_air = json.loads(text).get("on_air")
            if on_air:
                aired.add(on_air["item"])
            if len(aired) > MIDDLE and on_air and "worker" in on_air:
                return


async def sign_in(browser: Browser, running: Demo, role: str) -> StorageState:
    """Open the role's link, once: it is worth nothing afterwards."""
    context = await browser.new_context(locale="zh-CN")
    page = await context.new_page()
    await page.goto(running.links[role])
    if role not in ("early", "unplaced"):
        await page.click("main form button")
        await page.wait_for_load_state()
    state = await context.storage_state()
    await context.close()
    return state


async def main(wanted: set[str]) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    pictures = [
        (shot, size) for shot in SHOTS for size in shot.sizes if not wanted or f"{shot.name}-{size}" in wanted
    ]
    async with demo() as running, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        states: dict[str, StorageState | None] = {"": None}
        waited = False
        for shot, size in pictures:
            if shot.live and not waited:
                await asyncio.wait_for(middle(running), MIDDLE_S)
                waited = True
            if shot.role not in states:
                states[shot.role] = await sign_in(browser, running, shot.role)
            await take(browser, running, shot, size, states[shot.role])
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main(set(sys.argv[1:])))
