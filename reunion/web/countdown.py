"""When a family is on, said coarsely; static/js/countdown.js says the same while the page is open.

Never to the second, and never a promise that is finer than the server knows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import Any, Final

from reunion.domain.instants import HOUR, MINUTE, Instant

FAR_MS: Final = 12 * HOUR
"""Beyond this only the day is said."""
MINUTES_MS: Final = 60 * MINUTE
SOON_MS: Final = 3 * MINUTE
WITHIN_MS: Final = 5 * MINUTE
"""So far from what was told a time may be while it is said by the clock: then the told one is said."""
BY_FIVES: Final = 15
"""Above so many minutes they are said in fives."""


class Step(StrEnum):
    """What a family is told."""

    DAY = "day"
    CLOCK = "clock"
    MINUTES = "minutes"
    SOON = "soon"
    NOW = "now"
    OVER = "over"
    PARKED = "parked"


SENTENCES: Final[Mapping[Step, str]] = {
    Step.DAY: "It is your turn on %(day)s, at about %(clock)s",
    Step.CLOCK: "It is your turn at about %(clock)s",
    Step.MINUTES: "About %(minutes)s minutes to go",
    Step.SOON: "Soon it is your turn: please get ready",
    Step.NOW: "It is your turn: please answer the call",
    Step.OVER: "You have been on. Thank you for being with us!",
    Step.PARKED: "We could not reach you just now. Please keep your telephone near: we will ring you.",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One step of the countdown."""

    step: Step
    minutes: int = 0
    expected: Instant | None = None


def countdown(you: Mapping[str, Any], picture: Mapping[str, Any], now: Instant) -> Said:
    """What to tell the family whose line this is; `expected` in it is the server's newest."""
    state = you["state"]
    if state == "on_air":
        return Said(Step.NOW)
    if state == "aired":
        return Said(Step.OVER)
    if state in ("skipped", "no_show") or you["expected"] is None:
        return Said(Step.PARKED)
    expected = Instant(you["expected"])
    promise = Instant(you["promise"])
    # Two hours on one page, some minutes apart, would make people ask which one holds.
    hour = promise if abs(expected - promise) <= WITHIN_MS else expected
    return _ahead(expected, expected - now, hour, live=picture["state"] in ("live", "held"))


def _ahead(expected: Instant, left: int, hour: Instant, *, live: bool) -> Said:
    if left > FAR_MS:
        return Said(Step.DAY, expected=hour)
    if left > MINUTES_MS or (not live and left > BY_FIVES * MINUTE):
        return Said(Step.CLOCK, expected=hour)
    if left <= SOON_MS:
        return Said(Step.SOON, expected=expected) if live else Said(Step.CLOCK, expected=hour)
    minutes = left / MINUTE
    coarse = int(minutes / 5 + 0.5) * 5 if minutes > BY_FIVES else ceil(minutes)
    return Said(Step.MINUTES, coarse, expected)
