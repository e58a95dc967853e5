"""Families and screens of one room: whole pictures, newest wins, nobody waits for a slow one."""

from collections.abc import Callable

from reunion.live.frames import Shared
from reunion.live.laggards import Laggards
from reunion.live.seats import Handle, Limits, Seat, Turns


class Crowd:
    """Spreads the newest frame over its seats in slices; changes that come close together become one write.

    `newest` gives the frame of the newest picture, `personal` what one family has not heard yet about itself.
    """

    def __init__(
        self,
        turns: Turns,
        limits: Limits,
        newest: Callable[[], Shared],
        personal: Callable[[Seat], Shared | None],
    ) -> None:
        self._turns = turns
        self._limits = limits
        self._newest = newest
        self._personal = personal
        self._families: dict[Seat, None] = {}
        self._screens: dict[Seat, None] = {}
        self.lagging = Laggards(turns, limits, self._greet)
        self._due: Handle | None = None
        self._released = float("-inf")
        self._frame: Shared | None = None
        self._ring: list[Seat] = []
        self._at = 0
        self._left = 0
        self._step_due: Handle | None = None

    def __len__(self) -> int:
        return len(self._families) + len(self._screens)

    def seats(self) -> list[Seat]:
        """All seats, families first."""
        return [*self._families, *self._screens]

    def join(self, seat: Seat) -> None:
        """Seat a prepared socket; it gets the newest picture at once."""
        (self._families if seat.subject else self._screens)[seat] = None
        self._greet(seat)

    def leave(self, seat: Seat) -> None:
        """Give the seat up; nothing is written to its socket any more."""
        self._families.pop(seat, None)
        self._screens.pop(seat, None)
        self.lagging.forget(seat)
        seat.leave()

    def show(self) -> None:
        """Spread the newest picture: now, or with what else comes within the window."""
        if self._due is not None:
            return
        wait = self._released + self._limits.join_window - self._turns.time()
        if wait <= 0:
            self._release()
        else:
            self._due = self._turns.call_later(wait, self._release)

    def tell(self) -> None:
        """Tell the families what has changed for themselves; the picture is the same."""
        for seat in self._families:
            wire = seat.wire
            if wire.get_write_buffer_size() > self._limits.screen_backlog or wire.is_closing():
                self.lagging.add(seat)
            else:
                self._tell(seat)

    def tick(self, message: Shared) -> None:
        """Spread a sign of life, unless a picture is on its way and is one itself."""
        self._remind(message, self.seats())

    def tick_families(self, message: Shared) -> None:
        """The same for families alone: their pages have to know sooner that their line is lost."""
        self._remind(message, list(self._families))

    def stop(self) -> None:
        """Write no more."""
        self.lagging.stop()
        for handle in (self._due, self._step_due):
            if handle is not None:
                handle.cancel()
        self._due = self._step_due = None

    def _greet(self, seat: Seat) -> None:
        self._tell(seat)
        seat.send(self._newest())

    def _tell(self, seat: Seat) -> None:
        own = self._personal(seat)
        if own is not None:
            seat.send(own)

    def _release(self) -> None:
        self._due = None
        self._released = self._turns.time()
        self._spread(self._newest(), self.seats())

    def _remind(self, message: Shared, seats: list[Seat]) -> None:
        if self._due is None and self._step_due is None:
            self._spread(message, seats)

    def _spread(self, message: Shared, seats: list[Seat]) -> None:
        """Begin a round; `seats` is a copy, so that one who leaves meanwhile does not make another be skipped."""
        self._frame = message
        self._ring = seats
        self._left = len(self._ring)
        if self._step_due is None:
            self._at = 0
            self._step_due = self._turns.call_soon(self._step)

    def _step(self) -> None:
        """Write one slice.

        A newer frame goes on from where the last one had come to, once round the whole ring: with changes
        faster than a round the seats at the end would otherwise hear nothing.
        """
        self._step_due = None
        if self._at >= len(self._ring):
            self._at = 0
        end = self._at + min(self._limits.slice, self._left)
        slice_ = self._ring[self._at : end]
        if self._frame is not None:
            self._write(slice_, self._frame)
        self._left -= len(slice_)
        self._at = end
        if self._left:
            self._step_due = self._turns.call_soon(self._step)
        else:
            self._ring = []

    def _write(self, seats: list[Seat], message: Shared) -> None:
        plain, bound = message.plain, self._limits.screen_backlog
        for seat in seats:
            wire = seat.wire
            if wire.get_write_buffer_size() > bound or wire.is_closing():
                self.lagging.add(seat)
                continue
            if seat.plain:
                wire.write(plain)
            else:
                # Its own line first: with the new picture alone a family's page would count by its old place.
                self._tell(seat)
                seat.send(message)
