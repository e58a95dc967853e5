"""The linking process: it keeps the circles and answers one question after the other."""

import gc
import os
import signal
from traceback import extract_tb
from typing import Any, BinaryIO, Final

from reunion.beside import wire
from reunion.domain.circle import Circle

NICE: Final = 15
"""Whoever signs up or presses TAKE goes first, also on a machine with one core."""
COLLECT_AFTER: Final = (100_000, 50, 1000)
"""Rows are small values without rings; collecting them would be a third of the time."""


class Answers:
    """The circles, asked by messages [what, gathering, arguments…]."""

    def __init__(self) -> None:
        self._circles: dict[str, Circle] = {}

    def to(self, message: list[Any]) -> Any:
        """The answer to one message."""
        what, gathering, *rest = message
        if what == "clear":
            self._circles[gathering] = Circle(rest[0])
            return None
        circle = self._circles.setdefault(gathering, Circle())
        if what == "fill":
            circle.fill([wire.known_in(one) for one in rest[0]])
            return None
        if what == "change":
            people, gone = rest
            return circle.change([wire.known_in(one) for one in people], gone)
        if what == "ask":
            return [wire.match_out(row) for row in circle.ask(rest[0])]
        if what == "alike":
            return [wire.double_out(one) for one in circle.alike(rest[0])]
        return circle.families()


def answer_all(asked: BinaryIO, answered: BinaryIO) -> None:
    """Answer until nobody asks any more."""
    answers = Answers()
    while (message := wire.next_of(asked)) is not None:
        try:
            answer = {"is": answers.to(message)}
        except Exception as failure:  # noqa: BLE001 - the server must hear of it; the words may quote a person
            answer = {"failed": f"{type(failure).__name__} at {_place(failure)}"}
        try:
            answered.write(wire.frame(answer))
            answered.flush()
        except OSError:
            return


def stand_back() -> None:
    """Let the server go first, and let only it end this process: it does so by closing the pipe."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICE)
    gc.set_threshold(*COLLECT_AFTER)


def _place(failure: BaseException) -> str:
    return " ".join(f"{one.name}:{one.lineno}" for one in extract_tb(failure.__traceback__))
