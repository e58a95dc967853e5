"""The first show of the demo by itself: the scripted host and a sample of phones."""

import asyncio
from collections.abc import Callable
from random import Random
from typing import Final

from reunion.demo.calls import call
from reunion.demo.host import Host
from reunion.demo.phones import Phone, habit
from reunion.demo.preparing import Prepared
from reunion.demo.script import Script
from reunion.domain.instants import Instant

PHONES: Final = 120
"""Open personal pages; the rest of the people are rung up by the scripted host."""
OPENED_WITHIN_S: Final = 5.0
AGAIN_AFTER_S: Final = 0.1


async def play(prepared: Prepared, origin: str, token: str, now: Callable[[], Instant]) -> None:
    """Run the first show; ends with it, or when cancelled. Waits until the port is open."""
    while True:
        try:
            await call(origin, "/healthz")
            break
        except (OSError, TimeoutError):
            await asyncio.sleep(AGAIN_AFTER_S)
    rng = Random(f"phones/{prepared.seed}")  # noqa: S311 - the same people are late every time
    links = prepared.on_first_evening
    sample = rng.sample(links, min(PHONES, len(links)))
    phones = [Phone(origin, link, habit(rng, prepared.speed), now) for link in sample]
    url = f"{origin.replace('http', 'ws', 1)}/shows/{prepared.shows[0].id}/desk/socket"
    host = Host(url, token, Script(prepared.seed), now)
    waits = (number * OPENED_WITHIN_S / max(1, len(phones)) for number in range(len(phones)))
    families = [asyncio.create_task(_later(wait, phone)) for wait, phone in zip(waits, phones, strict=True)]
    try:
        await host.run()
    finally:
        # Whoever waits for the second evening too would keep the page open until then.
        for task in families:
            task.cancel()
        await asyncio.gather(*families, return_exceptions=True)


async def _later(seconds: float, phone: Phone) -> None:
    await asyncio.sleep(seconds)
    await phone.run()
