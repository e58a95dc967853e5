"""Sockets that do not keep up: skipped, watched by one timer, caught up once drained, cut in the end."""

from collections.abc import Callable

from reunion.live.seats import Handle, Limits, Seat, Turns


class Laggards:
    """The seats of one audience that are behind; `caught_up` writes the newest to one that has drained."""

    __slots__ = ("_caught_up", "_limits", "_since", "_timer", "_turns")

    def __init__(self, turns: Turns, limits: Limits, caught_up: Callable[[Seat], None]) -> None:
        self._turns = turns
        self._limits = limits
        self._caught_up = caught_up
        self._since: dict[Seat, float] = {}
        self._timer: Handle | None = None

    def __len__(self) -> int:
        return len(self._since)

    def __contains__(self, seat: Seat) -> bool:
        return seat in self._since

    def add(self, seat: Seat) -> None:
        """Watch a seat that was passed over, unless it is closing anyway."""
        if seat.wire.is_closing():
            return
        self._since.setdefault(seat, self._turns.time())
        if self._timer is None:
            self._timer = self._turns.call_later(self._limits.drain_every, self._drain)

    def forget(self, seat: Seat) -> None:
        """Stop watching."""
        self._since.pop(seat, None)

    def stop(self) -> None:
        """Stop watching all."""
        self._since.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _drain(self) -> None:
        self._timer = None
        now = self._turns.time()
        room_for = self._limits.slice
        for seat, since in list(self._since.items()):
            if seat.wire.is_closing():
                del self._since[seat]
            elif seat.wire.get_write_buffer_size() == 0:
                if room_for:
                    room_for -= 1
                    del self._since[seat]
                    self._caught_up(seat)
            elif now - since >= self._limits.lag:
                del self._since[seat]
                seat.wire.abort()
        if self._since:
            self._timer = self._turns.call_later(self._limits.drain_every, self._drain)
