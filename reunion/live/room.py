"""The room of one show: its desks, families and screens, and what each of them is told when."""

from collections.abc import Callable
from itertools import count

from reunion.domain.instants import Instant
from reunion.domain.rundown import Show
from reunion.live.cast import Cast
from reunion.live.crowd import Crowd
from reunion.live.desks import Desks, Since
from reunion.live.frames import Shared
from reunion.live.recent import by_hand
from reunion.live.rows import Stored
from reunion.live.scene import Scene
from reunion.live.seats import Handle, Limits, Seat, Turns


class Room:
    """Everybody who follows one show on this node; desks first, then families, then screens."""

    def __init__(
        self, show: Show, cast: Cast, now: Callable[[], Instant], turns: Turns, limits: Limits
    ) -> None:
        self.scene = Scene(show, cast, now)
        self.desks = Desks(turns, limits, self.scene)
        self.crowd = Crowd(turns, limits, self.scene.picture, self._personal)
        self._turns = turns
        self._limits = limits
        self._told = self.scene.standing()
        self._timers: dict[str, Handle] = {
            "desks": turns.call_later(limits.desk_tick, self._tick_desks),
            "crowd": turns.call_later(limits.family_tick, self._tick_crowd),
        }
        self._ticks = count(1)

    def __len__(self) -> int:
        return len(self.desks) + len(self.crowd)

    def follow(self, stored: Stored) -> None:
        """Tell everybody about a stored entry; never waits."""
        self.desks.change(stored.after.revision, self.scene.follow(stored))
        # Screens get no picture for what comes by itself; it changes none.
        if by_hand(stored.entry):
            self._show()
        else:
            self.crowd.tell()

    def begin(self, show: Show, cast: Cast) -> None:
        """Tell everybody everything anew: another run of the show, or a state read anew after a doubt."""
        self.scene.begin(show, cast)
        self.desks.begin()
        self._show()

    def recast(self, cast: Cast) -> None:
        """Use other words from now on: a card was corrected, a person was forgotten."""
        self.begin(self.scene.show, cast)

    def join_desk(self, seat: Seat, since: Since | None = None) -> None:
        """Seat a desk."""
        self.desks.join(seat, since)

    def join_crowd(self, seat: Seat) -> None:
        """Seat a family (its `subject` is the pair) or a screen."""
        self.crowd.join(seat)

    def leave(self, seat: Seat) -> None:
        """Give up a seat of any audience; doing it twice is allowed."""
        if seat in self.desks:
            self.desks.leave(seat)
        else:
            self.crowd.leave(seat)

    def lose(self, seat: Seat) -> None:
        """Tell a family that this pair is its own no more; until its page looks anew it hears what a screen hears."""
        seat.subject, seat.told = "", None
        seat.send(self.scene.gone())

    def answer(self, seat: Seat, text: bytes) -> None:
        """Answer the desk that asked."""
        self.desks.answer(seat, Shared(text))

    def seats(self) -> list[Seat]:
        """Everybody, desks first."""
        return [*self.desks.seats(), *self.crowd.seats()]

    def stop(self) -> None:
        """Say nothing more."""
        for timer in self._timers.values():
            timer.cancel()
        self.desks.stop()
        self.crowd.stop()

    def _show(self) -> None:
        self._told = self.scene.standing()
        self.crowd.show()

    def _personal(self, seat: Seat) -> Shared | None:
        line = self.scene.line(seat.subject, seat.side) if seat.subject else None
        if line == seat.told:
            return None
        seat.told = line
        # Another publishing took the place away.
        return self.scene.gone() if line is None else self.scene.you(line)

    def _tick_desks(self) -> None:
        self._timers["desks"] = self._turns.call_later(self._limits.desk_tick, self._tick_desks)
        self.desks.tick()

    def _tick_crowd(self) -> None:
        self._timers["crowd"] = self._turns.call_later(self._limits.family_tick, self._tick_crowd)
        if next(self._ticks) % self._limits.screen_ticks:
            self.crowd.tick_families(self.scene.tick())
        elif self.scene.standing() != self._told:
            # An item runs over its length: everybody's expected time moves without anybody's command.
            self._show()
        else:
            self.crowd.tick(self.scene.tick())
