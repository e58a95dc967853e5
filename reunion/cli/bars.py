"""How far long work is: a bar on a terminal, nothing in a pipe."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import click


def bar(label: str, steps: int) -> AbstractContextManager[Callable[[int], bool]]:
    """Something to tell the steps done so far to: a bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        return nullcontext(lambda _: True)
    return _Bar(label, steps)


class _Bar:
    def __init__(self, label: str, steps: int) -> None:
        self._bar = click.progressbar(length=steps, label=label, file=sys.stderr)

    def __enter__(self) -> Callable[[int], bool]:
        self._bar.__enter__()
        return self._tell

    def __exit__(self, *_: object) -> None:
        self._bar.__exit__(None, None, None)

    def _tell(self, done: int) -> bool:
        self._bar.update(done - self._bar.pos)
        return True
