"""A rush: people sign up faster than what comes after a sign-up may follow."""

from typing import Final

from reunion.domain.instants import SECOND, Instant

RUSH: Final = 20
"""Sign-ups a second above which linking waits: each sign-up is worth more than its link."""


class Rush:
    """Counts in whole seconds."""

    def __init__(self) -> None:
        self._second = 0
        self._now = 0
        self._before = 0

    def count(self, now: Instant) -> None:
        """One more."""
        self._turn(now)
        self._now += 1

    def on(self, now: Instant) -> bool:
        """Whether it is one."""
        self._turn(now)
        return max(self._now, self._before) > RUSH

    def _turn(self, now: Instant) -> None:
        second = now // SECOND
        if second != self._second:
            self._before = self._now if second == self._second + 1 else 0
            self._second, self._now = second, 0
