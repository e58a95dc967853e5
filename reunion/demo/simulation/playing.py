"""One evening played: people come and go, the host looks once a second, and every press is the show's own command."""

from dataclasses import dataclass
from typing import Final

from reunion.demo.simulation.hosts import Desk, Host
from reunion.demo.simulation.model import Evening
from reunion.domain import commands as do
from reunion.domain.instants import HOUR, SECOND, Instant
from reunion.domain.people import Side
from reunion.domain.readiness import LOST_AFTER_MS, Ready
from reunion.domain.refusal import Refused
from reunion.domain.rundown import Kind, Phase, Show, next_item
from reunion.domain.show import apply, decide

TOO_LONG_MS: Final = 3 * HOUR
"""No show lasts so much longer than planned; a host who never ends it is a mistake here."""


@dataclass(frozen=True, slots=True)
class Played:
    """What became of an evening."""

    ended: Instant
    aired: dict[str, Instant]
    """When each greeting really began."""
    dead_ms: int


class _Play:
    """The evening as it goes."""

    def __init__(self, evening: Evening, host: Host) -> None:
        self.evening, self.host = evening, host
        self.now = evening.show.planned_start
        self.show: Show = evening.show
        self.marks = _marks(evening)
        self.next_mark = 0
        self.speaks: Instant | None = None
        """Since when whoever is on air is really on the picture."""
        self.over_at: Instant | None = self.now
        """When the talk on air ended."""
        self.dead = 0
        self._known = (self.show, False)
        self.aired: dict[str, Instant] = {}

    def run(self) -> Played:
        self._do(do.Start())
        self._do(do.Take(None))
        last = self.evening.show.planned_end + TOO_LONG_MS
        while self.show.phase is not Phase.ENDED:
            if self.now > last:
                raise RuntimeError("a host never ended the show")
            self.now = Instant(self.now + SECOND)
            self._mark()
            self._watch()
            command = self.host.press(self._desk())
            if command is not None:
                self._do(command)
        return Played(self.now, self.aired, self.dead)

    def _desk(self) -> Desk:
        evening = self.evening
        over = self.over_at is not None
        silent = self.show.on_air in evening.people and self.speaks is None and not over
        free = evening.free
        return Desk(self.show, evening.loaded, free, self.now, over, silent, self._free_at())

    def _mark(self) -> None:
        while self.next_mark < len(self.marks) and self.marks[self.next_mark][0] <= self.now:
            _, item, side, state = self.marks[self.next_mark]
            self.next_mark += 1
            try:
                self.show = apply(self.show, decide(self.show, do.MarkReady(item, side, state), self.now))
            except Refused:
                continue  # they have been on air

    def _watch(self) -> None:
        """A second has passed: whose picture was it?"""
        item = self.show.on_air
        if item is not None and self.over_at is None:
            self._watch_item(item)
        if self.over_at is not None and self.now > self._free_at():
            self.dead += SECOND

    def _watch_item(self, item: str) -> None:
        row = self.show.items[item]
        if row.kind is Kind.SEGMENT:
            begun, lasts = row.started or self.now, row.seconds * SECOND
        else:
            people = self.evening.people[item]
            if self.speaks is None:
                if not people.both(self.now):
                    self.dead += SECOND
                    return
                self.speaks = self.aired[item] = self.now
            begun, lasts = self.speaks, row.seconds * SECOND + people.over_ms
        if self.now >= begun + lasts:
            self.over_at = Instant(begun + lasts)

    def _do(self, command: do.Command) -> None:
        before = self.show
        try:
            self.show = apply(before, decide(before, command, self.now))
        except Refused:
            return
        if self.show.on_air == before.on_air:
            return
        item = self.show.on_air
        if item is None:
            self.over_at = self.now
            self.speaks = None
            return
        self.over_at, self.speaks = None, None
        row = self.show.items[item]
        if row.kind is Kind.SLOT and self.evening.people[item].both(self.now):
            self.speaks = self.aired[item] = self.now

    def _free_at(self) -> Instant:
        """When the next may come: between two greetings the plan has a change-over, which is no dead air."""
        over = self.over_at or self.now
        return Instant(over + self.show.buffer_s * SECOND) if self._slots() else over

    def _slots(self) -> bool:
        if self._known[0] is not self.show:
            items, keys = self.show.items, (self.show.on_air, next_item(self.show))
            self._known = self.show, all(key and items[key].kind is Kind.SLOT for key in keys)
        return self._known[1]


def play(evening: Evening, host: Host) -> Played:
    """The whole evening with this host."""
    return _Play(evening, host).run()


def _marks(evening: Evening) -> list[tuple[Instant, str, Side, Ready]]:
    """What the desk's lights say, and when: there at once, lost only after a while."""
    found = []
    for item, people in evening.people.items():
        for side, spans in people.there.items():
            for comes, goes in spans:
                found.append((comes, item, side, Ready.READY))
                found.append((Instant(goes + LOST_AFTER_MS), item, side, Ready.LOST))
    # Who comes back within the twenty seconds never was lost.
    return sorted(mark for mark in found if mark[3] is not Ready.LOST or not _back(evening, mark))


def _back(evening: Evening, mark: tuple[Instant, str, Side, Ready]) -> bool:
    at, item, side, _ = mark
    spans = evening.people[item].there[side]
    return any(comes <= at < goes for comes, goes in spans)
