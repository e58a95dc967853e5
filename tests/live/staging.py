"""A show to look at, a clock to turn by hand, and lines that keep what was written to them."""

import heapq
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from typing import Any

from reunion.domain.cards import Card, CardSide
from reunion.domain.commands import Command
from reunion.domain.instants import MINUTE, Instant, later
from reunion.domain.rundown import Item, Kind, Show
from reunion.domain.show import apply, decide
from reunion.live.cast import Cast
from reunion.live.rows import Stored
from reunion.live.seats import Limits

EIGHT = Instant(1_613_044_800_000)
"""2021-02-11 20:00 in Dongxing."""


class Call:
    """One call that was put off."""

    def __init__(self, callback: Callable[..., object], args: tuple[Any, ...]) -> None:
        self.callback, self.args, self.cancelled = callback, args, False

    def cancel(self) -> None:
        self.cancelled = True


class Clockwork:
    """An event loop's calls without a loop: time passes only when a test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._soon: list[Call] = []
        self._later: list[tuple[float, int, Call]] = []
        self._numbers = count()

    def time(self) -> float:
        return self.seconds

    def now(self) -> Instant:
        return later(EIGHT, milliseconds=round(self.seconds * 1000))

    def call_soon(self, callback: Callable[..., object], /, *args: Any) -> Call:
        call = Call(callback, args)
        self._soon.append(call)
        return call

    def call_later(self, delay: float, callback: Callable[..., object], /, *args: Any) -> Call:
        call = Call(callback, args)
        heapq.heappush(self._later, (self.seconds + delay, next(self._numbers), call))
        return call

    def turn(self) -> bool:
        """One turn of the loop; False when nothing waited for it."""
        calls, self._soon = self._soon, []
        for call in calls:
            if not call.cancelled:
                call.callback(*call.args)
        return bool(calls)

    def settle(self) -> None:
        """Turn until nothing waits."""
        while self.turn():
            pass

    def advance(self, seconds: float) -> None:
        """Let time pass, and do what falls due in it, in order."""
        self.settle()
        until = self.seconds + seconds
        while self._later and self._later[0][0] <= until:
            self.seconds, _, call = heapq.heappop(self._later)
            if not call.cancelled:
                call.callback(*call.args)
            self.settle()
        self.seconds = until

    @property
    def waiting(self) -> int:
        """Calls still to come."""
        return sum(not call.cancelled for _, _, call in self._later) + len(self._soon)


class Line:
    """The far end of one socket: keeps the frames; while `stalled` it takes none and they pile up."""

    def __init__(self) -> None:
        self.frames: list[bytes] = []
        self.stalled = False
        self.unsent = 0
        self.closing = False
        self.aborted = False

    def write(self, data: bytes, /) -> None:
        assert not self.closing, "a frame was written to a socket that is closing"
        self.frames.append(data)
        if self.stalled:
            self.unsent += len(data)

    def get_write_buffer_size(self) -> int:
        return self.unsent

    def is_closing(self) -> bool:
        return self.closing

    def close(self) -> None:
        self.closing = True

    def abort(self) -> None:
        self.aborted = self.closing = True

    def resume(self) -> None:
        self.stalled, self.unsent = False, 0

    @property
    def heard(self) -> list[dict[str, Any]]:
        """The messages, read."""
        return [json.loads(text) for frame in self.frames for text in texts(frame)]

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The messages of one type."""
        return [message for message in self.heard if message["type"] == kind]

    def forget(self) -> None:
        self.frames.clear()


def texts(stream: bytes) -> Iterator[bytes]:
    """The text messages in a server's bytes, read as RFC 6455 and 7692 say."""
    at = 0
    while at < len(stream):
        first, length = stream[at], stream[at + 1]
        assert length < 128, "a server's frame is not masked"
        at += 2
        if length >= 126:
            size = 2 if length == 126 else 8
            length = int.from_bytes(stream[at : at + size], "big")
            at += size
        body = stream[at : at + length]
        at += length
        if first == 0xC1:
            yield zlib.decompressobj(wbits=-12).decompress(body + b"\x00\x00\xff\xff")
        else:
            assert first == 0x81, f"not a whole text message: {first:#x}"
            yield body


def side(name: str, town: str) -> CardSide:
    return CardSide(
        name,
        place=f"{town} 人民路 12 号",
        town=town,
        relation="母亲",
        township="田家镇",
        story="三年没回家了",
        message="妈妈新年好",
    )


def a_show(slots: int = 3, *, seconds: int = 120) -> tuple[Show, Cast]:
    """An opening and that many slots, one after the other from eight o'clock."""
    items = [Item("it-1", Kind.SEGMENT, 300, EIGHT)]
    cards = {"it-1": Card("开场")}
    start = later(EIGHT, seconds=300)
    for number in range(slots):
        key = f"it-{number + 2}"
        items.append(Item(key, Kind.SLOT, seconds, start, pair=f"pr-{number + 1}"))
        cards[key] = Card(worker=side("张晓明", "温岭"), family=side("李秀英", "田家镇"))
        start = later(start, seconds=seconds)
    show = Show(
        id="gala",
        run="r1",
        planned_start=EIGHT,
        planned_end=start,
        buffer_s=0,
        items={item.id: item for item in items},
        order=tuple(item.id for item in items),
    )
    return show, Cast("为爱止步，四海为家", cards)


def stored(show: Show, command: Command, now: Instant = EIGHT, by: str = "王主持") -> Stored:
    """The entry that a command makes, as the stage hands it to the room."""
    entry = decide(show, command, now)
    return Stored(show, apply(show, entry), entry, by)


QUICK = replace(Limits(), slice=2, kept_changes=4, desk_backlog=4096, screen_backlog=2048)
"""Bounds small enough to reach in a test."""

__all__ = ["EIGHT", "MINUTE", "QUICK", "Clockwork", "Line", "a_show", "side", "stored", "texts"]
