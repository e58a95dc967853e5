"""Looking again and again: what falls due by the clock alone is found by looking."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

LOOK_S: Final = 1.0
"""Who is due hears of it a second late at most; a look at 255 slots costs less than a millisecond."""

Rest = Callable[[float], Awaitable[None]]
"""Seconds; tests rest without waiting."""


class Patrol:
    """Rounds that go on until they are stopped; one that fails is said and made again."""

    def __init__(
        self,
        looks: Mapping[str, Callable[[], Awaitable[None]]],
        tell: Callable[[str, Exception], None],
        *,
        rest: Rest = asyncio.sleep,
    ) -> None:
        """`tell` hears which look failed, and of what."""
        self._looks = looks
        self._tell = tell
        self._rest = rest
        self._tasks: list[asyncio.Task[None]] = []

    def begin(self) -> None:
        """Go round in the background; no look waits for another."""
        self._tasks = [asyncio.create_task(self._go_round(name)) for name in self._looks]

    async def stop(self) -> None:
        """End every round."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _go_round(self, name: str) -> None:
        while True:
            await self._rest(LOOK_S)
            try:
                await self._looks[name]()
            except Exception as failure:  # noqa: BLE001 - nobody awaits this task, and it must go on
                self._tell(name, failure)
