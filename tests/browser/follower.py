"""A program of somebody else's on the screen socket: the `websockets` client."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed


@dataclass
class Follower:
    """Keeps the newest picture; comes back after every break."""

    page: str
    """Address of the show's public page."""
    newest: dict[str, Any] = field(default_factory=dict)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def follow(self) -> None:
        async for socket in connect(f"{self.page.replace('http', 'ws', 1)}/screen/socket"):
            with suppress(ConnectionClosed):
                async for text in socket:
                    message = json.loads(text)
                    if message["type"] == "picture":
                        self.newest = message
                        self.news.set()

    async def sees(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first newest picture that is as wanted."""
        async with asyncio.timeout(20):
            while not (self.newest and wanted(self.newest)):
                self.news.clear()
                await self.news.wait()
        return self.newest


@asynccontextmanager
async def follower(page: str) -> AsyncIterator[Follower]:
    made = Follower(page)
    task = asyncio.create_task(made.follow())
    yield made
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
