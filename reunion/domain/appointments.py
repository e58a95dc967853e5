"""Which number a calendar entry of a pair has: it rises whenever the pair's time changes or falls away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from reunion.domain.entries import Entry
from reunion.domain.fold import apply
from reunion.domain.instants import Instant
from reunion.domain.rundown import PARKED, Show

_STEP: Final = 100
"""Room between two tellings for being taken out of the show and back into it."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What the families of a pair were told once."""

    pair: str
    show: str
    told: Instant
    start: Instant


@dataclass(frozen=True, slots=True)
class Appointment:
    """A pair's time as it was told last."""

    show: str
    start: Instant
    changed: Instant
    """When it was told."""
    times: int
    """How often a time was told."""

    def sequence(self, turns: int) -> int:
        """SEQUENCE of RFC 5545; `turns` as `turns_of` counts them."""
        return _STEP * (self.times - 1) + min(turns, _STEP - 2)

    @property
    def sequence_gone(self) -> int:
        """SEQUENCE when the pair is in no rundown any more; the next telling has a higher one."""
        return _STEP * self.times - 1


def appointments(tellings: Iterable[Telling]) -> dict[str, Appointment]:
    """The time told last, by pair."""
    found: dict[str, Appointment] = {}
    for one in sorted(tellings, key=lambda telling: telling.told):
        before = found.get(one.pair)
        times = before.times + 1 if before else 1
        found[one.pair] = Appointment(one.show, one.start, one.told, times)
    return found


def turns_of(show: Show, entries: Iterable[Entry]) -> Mapping[str, int]:
    """How often each item was taken out of the show (skipped, nobody came) or back into it.

    `show` is the run before its first entry. Odd while the item is out.
    """
    turns: dict[str, int] = {}
    for entry in entries:
        before, show = show, apply(show, entry)
        for key, item in show.items.items():
            was = before.items.get(key)
            if was is not item and was is not None and (was.state in PARKED) != (item.state in PARKED):
                turns[key] = turns.get(key, 0) + 1
    return turns
