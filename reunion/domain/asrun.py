"""What really aired, and what was left out, read from a show's journal.

The rows of a show tell only how each item ended. One that was left while on air, called back and aired later was on
air twice: the journal knows both times.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from reunion.domain.entries import Entry, Missed, Skipped, Undone
from reunion.domain.fold import apply
from reunion.domain.instants import Instant
from reunion.domain.rundown import AHEAD, PARKED, Item, Show, State


@dataclass(frozen=True, slots=True)
class Airing:
    """One time that an item was on air."""

    item: str
    started: Instant
    by: str
    """Who put it there."""
    ended: Instant | None = None
    """None while it is on air."""
    held_ms: int = 0
    state: State = State.ON_AIR
    """`aired`, or how it was left: `skipped`, `no_show`."""
    taken_back: bool = False
    """Whether an undo of its TAKE ended it."""
    held_before_ms: int = 0
    """Its row goes on counting the holds from before an undo put it on air again; they belong to that earlier time."""


@dataclass(frozen=True, slots=True)
class Parked:
    """An item that was left out and not called back."""

    at: Instant
    by: str
    reason: str = ""
    """Id of the text that says why; empty when none was given."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A show as it went so far; of what was taken back only the time on air is in it."""

    airings: tuple[Airing, ...] = ()
    """In the order in which they came."""
    parked: Mapping[str, Parked] = field(default_factory=lambda: MappingProxyType({}))
    recalled: frozenset[str] = frozenset()
    """Items that were left out and called back at least once."""


def ran(show: Show, entries: Iterable[tuple[Entry, str]]) -> Ran:
    """What these entries, each with who asked for it, made of a show as it stood before the first one."""
    now, was = Ran(), dict[int, Ran]()
    for entry, by in entries:
        before, show = show, apply(show, entry)
        if isinstance(entry, Undone):
            now = _taken_back(now, was.get(entry.revision, now), before, show, entry, by)
            continue
        was[show.revision] = now
        if show.items is not before.items:
            now = _after(now, before, show, entry, by)
    return now


def _after(now: Ran, before: Show, after: Show, entry: Entry, by: str) -> Ran:
    airings, parked, recalled = list(now.airings), dict(now.parked), set(now.recalled)
    for key, row in after.items.items():
        old = before.items.get(key)
        if old is None or old is row or old.state is row.state:
            continue
        if old.state is State.ON_AIR and airings:
            airings[-1] = replace(
                airings[-1], ended=row.ended, held_ms=_held(airings[-1], row), state=row.state
            )
        if row.state in PARKED:
            parked[key] = Parked(entry.at, by, _reason(entry))
        elif old.state in PARKED:
            parked.pop(key, None)
            recalled.update({key} if row.state in AHEAD else ())
    if after.on_air is not None and after.on_air != before.on_air:
        airings.append(Airing(after.on_air, after.items[after.on_air].started or entry.at, by))
    return Ran(tuple(airings), parked, frozenset(recalled))


def _taken_back(now: Ran, kept: Ran, before: Show, after: Show, entry: Undone, by: str) -> Ran:
    """As it was kept before that change, but viewers saw what they saw: an undo brings no airtime back."""
    airings = list(now.airings)
    if airings and after.on_air != before.on_air:
        last = airings[-1]
        # What had ended before, by a skip that was taken back, was on air by a TAKE that stands.
        airings[-1] = replace(
            last, ended=last.ended or entry.at, state=State.AIRED, taken_back=last.ended is None
        )
        if after.on_air is not None:
            counted = after.items[after.on_air].held_ms
            counted += max(0, entry.at - after.held_since) if after.held_since is not None else 0
            airings.append(Airing(after.on_air, entry.at, by, held_before_ms=counted))
    return Ran(tuple(airings), kept.parked, kept.recalled)


def _held(airing: Airing, row: Item) -> int:
    return max(0, row.held_ms - airing.held_before_ms)


def _reason(entry: Entry) -> str:
    return entry.reason if isinstance(entry, Skipped | Missed) else ""
