"""Calling `reunion` as people do: in this process for its words and exit status, as a process for its signals."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from click.testing import CliRunner, Result

from reunion.actions.ports import Store
from reunion.app import opened
from reunion.cli import reunion
from reunion.config import Settings
from tests.conftest import GATHERING, SECRET

T = TypeVar("T")


def called(*words: object, data: Path | None = None, **environment: str) -> Result:
    """What `reunion WORDS` prints and how it ends; never a traceback."""
    given = {"REUNION_SECRET": SECRET} | ({"REUNION_DATA": str(data)} if data else {}) | environment
    result = CliRunner().invoke(reunion, [str(word) for word in words], env=given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def within(data: Path, work: Callable[[Store], Awaitable[T]]) -> T:
    """Do something with the storage of that folder while no command runs."""

    async def main() -> T:
        async with opened(Settings(data=data, secret=SECRET)) as store:
            return await work(store)

    return asyncio.run(main())


def with_gathering(data: Path) -> None:
    within(data, lambda store: store.gatherings.put(GATHERING))


def begun(*words: object, **environment: str) -> subprocess.Popen[str]:
    """The process of `reunion WORDS`."""
    return subprocess.Popen(
        [sys.executable, "-m", "reunion", *[str(word) for word in words]],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "REUNION_SECRET": SECRET, **environment},
    )


def ended(*words: object, **environment: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of `reunion WORDS` as a process."""
    process = begun(*words, **environment)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err
