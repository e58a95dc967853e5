"""The desks of one room: every change in order and without a gap, or everything anew."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reunion.live.edits import Edits
from reunion.live.frames import Shared
from reunion.live.laggards import Laggards
from reunion.live.scene import Scene
from reunion.live.seats import Handle, Limits, Seat, Turns


@dataclass(frozen=True, slots=True)
class Since:
    """What a desk that comes back has seen: the run, and the revision it has come to."""

    run: str
    revision: int


class Desks:
    """Writes changes, signs of life and answers to desks."""

    def __init__(self, turns: Turns, limits: Limits, scene: Scene) -> None:
        self._limits = limits
        self._scene = scene
        self._seats: dict[Seat, float] = {}
        """By seat, when something was heard from it last."""
        self._kept: deque[tuple[int, Shared]] = deque(maxlen=limits.kept_changes)
        self.lagging = Laggards(turns, limits, self._greet)
        self._turns = turns
        self._edits = Edits(turns)
        self._presence: Handle | None = None
        self._auto: Mapping[str, Any] | None = None

    def __len__(self) -> int:
        return len(self._seats)

    def __contains__(self, seat: Seat) -> bool:
        return seat in self._seats

    def seats(self) -> list[Seat]:
        """All seats."""
        return list(self._seats)

    def join(self, seat: Seat, since: Since | None = None) -> None:
        """Seat a prepared socket: what it missed when that is still kept, else a hello."""
        missed = None if since is None else self._missed(since)
        self._seats[seat] = self._turns.time()
        self._seats_changed()
        if missed is None:
            self._greet(seat)
        else:
            for message in missed:
                seat.send(message)
        # The sign of life also tells who missed nothing that it is up to date.
        seat.send(self._tick())

    def leave(self, seat: Seat) -> None:
        """Give the seat up; nothing is written to its socket any more."""
        self._seats.pop(seat, None)
        self._edits.end(seat)
        self.lagging.forget(seat)
        seat.leave()
        self._seats_changed()

    def change(self, revision: int, message: Shared) -> None:
        """Write a stored entry to every desk at once."""
        self._kept.append((revision, message))
        self._say(message, missed_matters=True)

    def tick(self) -> None:
        """Say that the server lives, how the show stands and who is at its desks."""
        self._presence = None
        self._say(self._tick(), missed_matters=False)

    def hear(self, seat: Seat) -> None:
        """Something came from this desk."""
        if seat in self._seats:
            self._seats[seat] = self._turns.time()

    def watched(self) -> bool:
        """Whether somebody who may press something sits at one of them, and its line was alive a moment ago."""
        since = self._turns.time() - self._limits.desk_silence
        return any(
            seat.who and heard >= since and not seat.wire.is_closing() for seat, heard in self._seats.items()
        )

    def count(self, auto: Mapping[str, Any] | None) -> None:
        """Say at once, and with each sign of life, that proposals take themselves and which is about to."""
        self._auto = auto
        self.tick()

    def stop(self) -> None:
        """Say nothing more."""
        self.lagging.stop()
        if self._presence is not None:
            self._presence.cancel()

    def begin(self) -> None:
        """Everything anew for all: another run, or other words."""
        self._kept.clear()
        self._say(self._scene.hello(), missed_matters=True)

    def answer(self, seat: Seat, message: Shared) -> None:
        """Write an answer to the one who asked; one who asks on and on and never reads is cut."""
        if seat.wire.get_write_buffer_size() > 2 * self._limits.desk_backlog:
            seat.wire.abort()
        elif not seat.wire.is_closing():
            seat.send(message)

    def edit(self, seat: Seat, item: str | None) -> str:
        """This desk writes on an item's card, or on none; gives who was at it before, or the empty text."""
        if item is None:
            changed, first = self._edits.end(seat), ""
        else:
            changed, first = True, self._edits.begin(seat, item)
        if changed:
            self._seats_changed()
        return first

    def _tick(self) -> Shared:
        at: dict[str, Any] = {"desks": self._present(), "editing": self._edits.shown()}
        if self._auto is not None:
            at["auto"] = self._auto
        return self._scene.desk_tick(at)

    def _present(self) -> list[str]:
        return sorted({seat.who for seat in self._seats if seat.who})

    def _seats_changed(self) -> None:
        if self._presence is None and self._seats:
            self._presence = self._turns.call_later(self._limits.presence, self.tick)

    def _greet(self, seat: Seat) -> None:
        seat.send(self._scene.hello())

    def _missed(self, since: Since) -> list[Shared] | None:
        """The changes after that revision, or None when one of them is not kept any more."""
        show = self._scene.show
        missed = [message for revision, message in self._kept if revision > since.revision]
        whole = since.run == show.run and len(missed) == show.revision - since.revision
        return missed if whole else None

    def _say(self, message: Shared, *, missed_matters: bool) -> None:
        for seat in self._seats:
            wire = seat.wire
            if seat in self.lagging or wire.is_closing():
                continue
            if wire.get_write_buffer_size() <= self._limits.desk_backlog:
                seat.send(message)
            elif missed_matters:
                # From here on it misses changes; it gets a whole hello once it has drained.
                self.lagging.add(seat)
