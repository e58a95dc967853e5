"""The scripted host at a real desk: an independent client of the desk's socket with a bearer token."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from reunion.demo.script import Mirror, Script
from reunion.domain.instants import Instant

LOOK_EVERY_S: Final = 0.2
ANSWER_WITHIN_S: Final = 5.0
AGAIN_AFTER_S: Final = 1.0


class Host:
    """Runs one show by its script until it has ended; comes back after every break."""

    def __init__(self, url: str, token: str, script: Script, now: Callable[[], Instant]) -> None:
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"}
        self._script = script
        self._now = now
        self._number = 0
        self._asked: dict[str, Any] | None = None
        """What was sent and not answered: sent again with the same id after a break."""
        self.desk = Mirror()
        self.refused: list[str] = []

    async def run(self) -> None:
        """Until the show has ended."""
        while self.desk.show.get("state") != "ended":
            # A restart, a refused connection, silence: all of them mean the same, come back.
            with suppress(OSError, WebSocketException, TimeoutError):
                async with connect(self._url, additional_headers=self._headers, max_size=None) as socket:
                    await self._sit(socket)
                    continue
            await asyncio.sleep(AGAIN_AFTER_S)

    async def _sit(self, socket: ClientConnection) -> None:
        await self._hear(socket, ANSWER_WITHIN_S)
        if self._asked:
            await self._ask(socket, self._asked)
        while self.desk.show.get("state") != "ended":
            step = self._script.next(self.desk, self._now()) if self.desk.show else None
            if step is None:
                await self._listen(socket, LOOK_EVERY_S)
                continue
            self._number += 1
            await self._ask(socket, {"type": "do", "id": f"host-{self._now()}-{self._number}", **step})

    async def _ask(self, socket: ClientConnection, message: dict[str, Any]) -> None:
        self._asked = message
        await socket.send(json.dumps(message))
        while True:
            heard = await self._hear(socket, ANSWER_WITHIN_S)
            if heard.get("id") == message["id"]:
                break
        self._asked = None
        if heard["type"] == "refused":
            self.refused.append(heard["code"])
            # What made the server refuse is on its way to this desk.
            await self._listen(socket, AGAIN_AFTER_S)
        else:
            # The change comes before or after the answer; the script must see it before it decides again.
            while self.desk.revision < heard["revision"]:
                await self._hear(socket, ANSWER_WITHIN_S)

    async def _listen(self, socket: ClientConnection, within: float) -> None:
        with suppress(TimeoutError):
            await self._hear(socket, within)

    async def _hear(self, socket: ClientConnection, within: float) -> dict[str, Any]:
        async with asyncio.timeout(within):
            message: dict[str, Any] = json.loads(await socket.recv())
        self.desk.read(message)
        return message
