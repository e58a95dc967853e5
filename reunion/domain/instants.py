"""Instants and spans.

An instant is a whole number of milliseconds since 1970-01-01T00:00Z, a span a whole number of milliseconds or
seconds as its name says. There is no time-of-day arithmetic anywhere; a zone is applied only where a person reads.
"""

from typing import NewType

Instant = NewType("Instant", int)
"""UTC milliseconds since 1970."""

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def later(instant: Instant, *, seconds: int = 0, milliseconds: int = 0) -> Instant:
    """The instant that many seconds and milliseconds after this one (negative: before)."""
    return Instant(instant + seconds * SECOND + milliseconds)
