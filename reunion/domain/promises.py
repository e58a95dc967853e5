"""What a family was told: when its time leaves the promise, it is told the new one once, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from reunion.domain.calls import HORIZON_MS
from reunion.domain.instants import MINUTE, SECOND, Instant
from reunion.domain.rundown import AHEAD, Item, Kind, Phase, Show, Why

SETTLE_MS: Final = 15 * SECOND
"""A new time is told when it has stood for so long: what a host takes back at once nobody hears of."""


@dataclass(frozen=True, slots=True)
class News:
    """A time that a family does not know yet."""

    start: Instant
    """To the whole minute, as it is said."""
    why: Why


def promised(show: Show, promises: Mapping[str, Instant], item: Item) -> Instant:
    """The start last told to the family of a slot; `promises` are those made before the run, by pair."""
    told = show.told.get(item.id)
    return told.start if told else promises.get(item.pair, item.planned)


def is_news(told: Instant, start: Instant, after_ms: int) -> bool:
    """Whether a start is so far from what a family was told that it must hear of it; the only rule for that."""
    return abs(start - told) > after_ms


def must_hear(told_show: str, told: Instant, show: str, start: Instant, after_ms: int) -> bool:
    """Whether a family hears of a new plan: its time left what it was told, or it is in another show."""
    return told_show != show or is_news(told, start, after_ms)


def news(
    show: Show,
    promises: Mapping[str, Instant],
    expected: Mapping[str, Instant],
    now: Instant,
    after_ms: int,
) -> dict[str, News]:
    """By item, the times that differ from the promise by more than `after_ms` and concern the next hour.

    What is farther away may still be caught up with, and who was told too early is told twice.
    """
    found = {}
    for key, start in expected.items():
        item = show.items[key]
        if item.kind is not Kind.SLOT or item.state not in AHEAD:
            continue
        promise = promised(show, promises, item)
        near = min(start, promise) - now <= HORIZON_MS
        if near and is_news(promise, start, after_ms):
            minute = Instant((start + MINUTE // 2) // MINUTE * MINUTE)
            found[key] = News(minute, _why(show, item, start - promise))
    return found


def _why(show: Show, item: Item, by_ms: int) -> Why:
    if by_ms < 0:
        return Why.EARLIER
    if show.phase is Phase.READY:
        return Why.START
    if show.phase is Phase.HELD:
        return Why.HELD
    return Why.MOVED if _put_back(show, item) else Why.LONGER


def _put_back(show: Show, item: Item) -> bool:
    """Whether somebody comes before this family now who was promised a later time."""
    for key in show.order:
        other = show.items[key]
        if key == item.id:
            return False
        if other.kind is Kind.SLOT and other.state in AHEAD and other.planned > item.planned:
            return True
    return False
