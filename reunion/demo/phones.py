"""Synthetic phones: families and workers who open their link, wait, say that they are there, late or never."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from reunion.demo.calls import call
from reunion.domain.instants import MINUTE, SECOND, Instant

AGAIN_AFTER_S: Final = 2.0
LOOK_EVERY_S: Final = 1.0
CONFIRM_AHEAD_MS: Final = 10 * MINUTE
HERE_AHEAD_MS: Final = 4 * MINUTE
LATE_MS: Final = 2 * MINUTE
OVER: Final = frozenset({"aired", "skipped"})


@dataclass(frozen=True, slots=True)
class Habit:
    """When somebody answers, in milliseconds after their expected time; None: never."""

    confirm: int | None
    here: int | None


def habit(rng: Random, speed: int) -> Habit:
    """Most are early, some late, some stay away; at a higher speed everybody is quicker."""
    roll = rng.random()
    early = -int(HERE_AHEAD_MS * rng.uniform(0.4, 1.5)) // speed
    confirm = -int(CONFIRM_AHEAD_MS * rng.uniform(0.8, 2.0)) // speed
    if roll < 0.78:
        return Habit(confirm, early)
    if roll < 0.9:
        return Habit(None, int(LATE_MS * rng.uniform(0.2, 1.0)) // speed)
    if roll < 0.95:
        return Habit(confirm, None)
    return Habit(None, None)


class Phone:
    """One open personal page; runs until its slot is over or the show has ended."""

    def __init__(self, origin: str, token: str, habit: Habit, now: Callable[[], Instant]) -> None:
        self._origin = origin
        self._token = token
        self._habit = habit
        self._now = now
        self._cookie = ""
        self._own: dict[str, Any] = {}
        self._picture: dict[str, Any] = {}
        self.said: list[str] = []
        self._answered = 0
        """When the newest call was made that this phone has answered."""

    async def run(self) -> None:
        """Until there is nothing more to wait for."""
        while not self._over():
            # A restart of the server looks like any other break: come back.
            with suppress(OSError, WebSocketException, TimeoutError):
                if not self._cookie and not await self._open():
                    return
                url = self._origin.replace("http", "ws", 1) + "/me/socket"
                headers = {"Cookie": self._cookie}
                async with connect(url, origin=self._origin, additional_headers=headers) as socket:  # type: ignore[arg-type]
                    await self._watch(socket)
                    continue
            await asyncio.sleep(AGAIN_AFTER_S)

    async def _open(self) -> bool:
        """Follow the personal link; False when it opens nothing."""
        answer = await call(self._origin, f"/l/{self._token}")
        self._cookie = answer.headers.get("set-cookie", "").partition(";")[0]
        return answer.status < 400

    async def _watch(self, socket: ClientConnection) -> None:
        while not self._over():
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY_S):
                    message = json.loads(await socket.recv())
                if message["type"] == "you":
                    self._own = message
                elif message["type"] == "picture":
                    self._picture = message
            await self._say_what_is_due()

    def _over(self) -> bool:
        ended = self._picture.get("state") == "ended"
        return ended or self._own.get("state") in OVER

    def expected(self) -> Instant | None:
        """When it is this family's turn, by its own line and the drift of the newest picture."""
        if not self._own:
            return None
        drift = 0
        for position, seconds in self._picture.get("drift", ()):
            if position <= self._own["position"]:
                drift = seconds
        return Instant(self._own["planned"] + drift * SECOND)

    async def _say_what_is_due(self) -> None:
        expected = self.expected()
        if expected is None:
            return
        for says, after in (("confirmed", self._habit.confirm), ("waiting", self._habit.here)):
            if after is not None and says not in self.said and self._now() >= expected + after:
                self.said.append(says)
                await call(self._origin, "/me/answer", form={"says": says}, cookie=self._cookie)
        asked = self._own.get("asked")
        if asked and self.said and asked["at"] > self._answered:
            # Whoever has once spoken goes on answering.
            self._answered = asked["at"]
            await call(self._origin, "/me/answer", form={"says": self.said[-1]}, cookie=self._cookie)
