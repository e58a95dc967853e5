"""The server's end of its linking process (see actions/ports/linking.py), and the same without a process."""

import asyncio
import os
import sys
from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import Any, Final

from reunion.actions.ports.linking import Gone, Stumbled
from reunion.beside import wire
from reunion.domain.circle import Circle, Known
from reunion.domain.doubles import Double
from reunion.domain.plans import MatchRow

ENDS_WITHIN_S: Final = 5.0


class Linker:
    """Circles in a process of their own, started when first asked."""

    def __init__(self, command: Sequence[str] = (sys.executable, "-m", "reunion.beside")) -> None:
        self._command = command
        self._turn = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int | None:
        """Of the process; None while there is none."""
        return None if self._process is None else self._process.pid

    async def clear(self, gathering: str, weights: str = "") -> None:
        await self._ask("clear", gathering, weights)

    async def fill(self, gathering: str, people: Sequence[Known]) -> None:
        await self._ask("fill", gathering, [wire.known_out(one) for one in people])

    async def change(
        self, gathering: str, people: Sequence[Known], gone: Collection[str] = ()
    ) -> Sequence[str]:
        found: list[str] = await self._ask(
            "change", gathering, [wire.known_out(one) for one in people], [*gone]
        )
        return found

    async def families(self, gathering: str) -> Sequence[str]:
        found: list[str] = await self._ask("families", gathering)
        return found

    async def ask(self, gathering: str, families: Sequence[str]) -> Sequence[MatchRow]:
        return [wire.match_in(row) for row in await self._ask("ask", gathering, [*families])]

    async def alike(self, gathering: str, people: Sequence[str]) -> Sequence[Double]:
        return [wire.double_in(one) for one in await self._ask("alike", gathering, [*people])]

    async def close(self) -> None:
        async with self._turn:
            await self._end()

    async def _ask(self, *message: Any) -> Any:
        async with self._turn:
            try:
                answer = await self._exchange(message)
            except (OSError, EOFError) as failure:
                await self._end()
                raise Gone from failure
            except BaseException:
                # Cut off in the middle, the next answer would be read as this one.
                await self._end(kill=True)
                raise
        if "failed" in answer:
            raise Stumbled(answer["failed"])
        return answer["is"]

    async def _exchange(self, message: Sequence[Any]) -> Any:
        if self._process is None:
            self._process = await self._begin()
        asked, answered = self._process.stdin, self._process.stdout
        assert asked is not None  # noqa: S101 - both are pipes
        assert answered is not None  # noqa: S101
        asked.write(wire.frame(message))
        await asked.drain()
        length = await answered.readexactly(wire.LENGTH)
        return wire.opened(await answered.readexactly(int.from_bytes(length, "big")))

    async def _begin(self) -> asyncio.subprocess.Process:
        # It must find the package where this process found it, also in a source tree.
        paths = os.pathsep.join(path for path in sys.path if path)
        pipe = asyncio.subprocess.PIPE
        return await asyncio.create_subprocess_exec(
            *self._command, stdin=pipe, stdout=pipe, env={**os.environ, "PYTHONPATH": paths}
        )

    async def _end(self, *, kill: bool = False) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if kill:
            with suppress(ProcessLookupError):
                process.kill()
        assert process.stdin is not None  # noqa: S101 - it is a pipe
        process.stdin.close()
        with suppress(OSError):
            await process.stdin.wait_closed()
        try:
            async with asyncio.timeout(ENDS_WITHIN_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


class Here:
    """Circles in this process: for tests, and for commands nobody waits behind."""

    def __init__(self) -> None:
        self._circles: dict[str, Circle] = {}

    async def clear(self, gathering: str, weights: str = "") -> None:
        self._circles[gathering] = Circle(weights)

    async def fill(self, gathering: str, people: Sequence[Known]) -> None:
        self._of(gathering).fill(people)

    async def change(
        self, gathering: str, people: Sequence[Known], gone: Collection[str] = ()
    ) -> Sequence[str]:
        return self._of(gathering).change(people, gone)

    async def families(self, gathering: str) -> Sequence[str]:
        return self._of(gathering).families()

    async def ask(self, gathering: str, families: Sequence[str]) -> Sequence[MatchRow]:
        return self._of(gathering).ask(families)

    async def alike(self, gathering: str, people: Sequence[str]) -> Sequence[Double]:
        return self._of(gathering).alike(people)

    async def close(self) -> None:
        self._circles.clear()

    def _of(self, gathering: str) -> Circle:
        return self._circles.setdefault(gathering, Circle())
