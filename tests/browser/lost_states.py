"""Pages that follow a show or renew themselves, with their connection lost: each says so and keeps what it had."""

import re
from typing import Final

from playwright.async_api import Page, WebSocketRoute

from reunion.domain.access import Role
from reunion.domain.commands import Start, Take
from reunion.web.keys import STAGES

from .arriving import Arrive, at
from .sample import Sample

MAY_BE_OLD: Final = "暂时没有连上"
AT_THE_DESK: Final = "已断线"
CUT_OFF: Final = "WebSocket|ERR_INTERNET_DISCONNECTED"
"""What the browser's console says of these states."""


async def on_air(whole: Sample) -> None:
    """The sample's first show runs, so that there is something to get old."""
    stage = await whole.app[STAGES].get(whole.show.id)
    await stage.perform(Start(), "lost-1", "st-1")
    await stage.perform(Take(None, None), "lost-2", "st-1")


def lost(arrive: Arrive, said: str) -> Arrive:
    """The page after its line was cut and no other can be had, once it says so."""

    async def lose(page: Page, whole: Sample) -> None:
        lines: list[WebSocketRoute] = []

        def carry(line: WebSocketRoute) -> None:
            lines.append(line)
            line.connect_to_server()

        await page.route_web_socket(re.compile("/socket"), carry)
        await arrive(page, whole)
        await page.wait_for_load_state("networkidle")
        await page.route_web_socket(re.compile("/socket"), lambda line: line.close())
        await page.context.set_offline(True)
        for line in lines:
            await line.close()
        # whoever looks again is told at once, not with the next round
        await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        if said:
            await page.get_by_text(said).first.wait_for()

    return lose


async def _mine(page: Page, whole: Sample) -> None:
    await page.goto(whole.path("/l/{token}", token=whole.families["early"]))


LOST: Final[dict[str, tuple[Role, Arrive]]] = {
    "lost desk": (Role.PRODUCER, lost(at("/shows/{show}/desk"), AT_THE_DESK)),
    "lost prompter": (Role.PRODUCER, lost(at("/shows/{show}/desk/prompter"), AT_THE_DESK)),
    "lost hall": (Role.PUBLIC, lost(at("/shows/{show}/hall"), MAY_BE_OLD)),
    # it lies over the picture that is sent: viewers read nothing of our lines
    "lost overlay": (Role.PUBLIC, lost(at("/shows/{show}/overlay"), "")),
    "lost show": (Role.PUBLIC, lost(at("/shows/{show}"), MAY_BE_OLD)),
    "lost family": (Role.PUBLIC, lost(_mine, MAY_BE_OLD)),
    "lost fetch": (Role.VOLUNTEER, lost(at("/staff/{gathering}/fetch"), MAY_BE_OLD)),
}
"""Whose eyes, and how to get there."""
