"""A server process that dies on purpose: `python -m tests.chaos.launch DATA PORT [--die POINT:N] [--answer-early]`.

`--die` ends the process without a word at the Nth passing of a named point of a commit. `--answer-early` is the
protection switched off: callers are answered before their change is on disk.
"""

import argparse
import asyncio
import os
import threading
from collections import Counter
from pathlib import Path

import reunion.app
from reunion.cli.serving import bind, serve, until_stopped
from reunion.config import Settings
from reunion.storage import database
from tests.conftest import SECRET

ON_THE_WIRE_S = 0.05
"""By then the answer has left the process; dying at once it would often take the answer with it."""


class Early(database.Database):
    """Answers first and stores afterwards."""

    def _commit(self, connection, jobs):  # type: ignore[no-untyped-def]
        with connection.begin():
            raw = connection.connection.driver_connection
            database._run(connection, raw, jobs)
            database._answer(jobs)
            sent, loop = threading.Event(), jobs[0].loop
            loop.call_soon_threadsafe(loop.call_later, ON_THE_WIRE_S, sent.set)
            sent.wait(10 * ON_THE_WIRE_S)
            self._hook("before-commit")


def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("port", type=int)
    parser.add_argument("--die", default="")
    parser.add_argument("--answer-early", action="store_true")
    asked = parser.parse_args()
    point, _, number = asked.die.partition(":")
    passed: Counter[str] = Counter()

    def hook(name: str) -> None:
        passed[name] += 1
        if name == point and passed[name] == int(number):
            os._exit(9)

    if asked.answer_early:
        reunion.app.Database = Early  # type: ignore[misc]
    bound = bind("127.0.0.1", asked.port)

    async def run() -> None:
        app = reunion.app.build(Settings(data=asked.data, secret=SECRET), hook=hook)
        await serve(app, bound, "127.0.0.1", until_stopped())

    asyncio.run(run())


if __name__ == "__main__":
    main()
