"""What a room shows right now: the stored show with its words, and every message about it, made once."""

from collections.abc import Callable
from typing import Any, Final

from reunion.domain.instants import Instant
from reunion.domain.people import Side
from reunion.domain.rundown import Show
from reunion.domain.timing import Projection, project
from reunion.live import pictures, rows, wire
from reunion.live.cast import Cast
from reunion.live.frames import Shared

FRESH_MS: Final = 100
"""A message is made again after this long: whoever joins sets its clock by the `server_time` in it."""


class Scene:
    """The newest stored state; `now` gives the wall clock.

    Only `follow`, `begin` and `recast` change it, and the caller does so after the entry is durable.
    """

    def __init__(self, show: Show, cast: Cast, now: Callable[[], Instant]) -> None:
        self.show = show
        self.cast = cast
        self.mark = object()
        """Another one after every change: to compare with, for what must keep nobody's name."""
        self._now = now
        self._made_at = Instant(0)
        self._projection: Projection | None = None
        self._made: dict[str, Shared] = {}
        self._places: dict[str, tuple[str, int]] | None = None
        """By pair, its item and the item's position."""
        self._lines: dict[tuple[str, Side], dict[str, Any]] = {}

    def begin(self, show: Show, cast: Cast) -> None:
        """Show another run, or the same one read anew."""
        self.show = show
        self.recast(cast)

    def recast(self, cast: Cast) -> None:
        """Use other words: a card was corrected, a person was forgotten."""
        self.cast = cast
        self.mark = object()
        self._forget()
        self._places = None
        self._lines.clear()

    def follow(self, stored: rows.Stored) -> Shared:
        """Take over a stored entry; gives the change for the desks."""
        self.show = stored.after
        self.mark = object()
        self._forget()
        if stored.before.order != stored.after.order:
            self._places = None
        self._lines.clear()
        now = self._now()
        return Shared(rows.change(stored, self._project(now), self.cast, now))

    def picture(self) -> Shared:
        """The whole picture for screens and families."""
        return self._shared("picture", lambda p, now: pictures.picture(self.show, p, self.cast, now))

    def hello(self) -> Shared:
        """Everything for a desk that joins."""
        return self._shared("hello", lambda p, now: rows.hello(self.show, p, self.cast, now))

    def tick(self) -> Shared:
        """A sign of life for screens and families."""
        return Shared(wire.tick(self._now(), self.show.revision))

    def desk_tick(self, at: rows.Fields) -> Shared:
        """A sign of life for desks: how the show stands, and what is going on at them."""
        now = self._now()
        return Shared(
            wire.tick(now, self.show.revision, {**rows.standing(self.show, self._project(now)), **at})
        )

    def button(self) -> rows.Fields:
        """How the show stands, for a box of buttons."""
        now = self._now()
        return pictures.button(self.show, self._project(now), self.cast, now)

    def standing(self) -> rows.Fields:
        """How the show stands against its plan at this instant."""
        return rows.standing(self.show, self._project(self._now()))

    def line(self, pair: str, side: Side) -> dict[str, Any] | None:
        """What one side of this pair is to know about its item; None when it is not in this show."""
        if self._places is None:
            rows = ((key, self.show.items[key].pair) for key in self.show.order)
            self._places = {pair: (key, at) for at, (key, pair) in enumerate(rows) if pair}
        if pair not in self._places:
            return None
        line = self._lines.get((pair, side))
        if line is None:
            item, at = self._places[pair]
            line = self._lines[pair, side] = pictures.own(self.show, self.cast, item, at, side)
        return line

    def gone(self) -> Shared:
        """The message for a family that had a place here."""
        return Shared(wire.gone(self._now(), self.show.revision))

    def you(self, line: dict[str, Any]) -> Shared:
        """The message that tells a family its line; hardly two sides have the same."""
        now = self._now()
        return Shared(pictures.you(self.show, self._project(now), line, now))

    def _shared(self, name: str, make: Callable[[Projection, Instant], bytes]) -> Shared:
        now = self._now()
        projection = self._project(now)
        message = self._made.get(name)
        if message is None:
            message = self._made[name] = Shared(make(projection, now))
        return message

    def _project(self, now: Instant) -> Projection:
        if self._projection is None or not 0 <= now - self._made_at < FRESH_MS:
            self._forget()
            self._made_at = now
            self._projection = project(self.show, now)
        return self._projection

    def _forget(self) -> None:
        self._projection = None
        self._made.clear()
