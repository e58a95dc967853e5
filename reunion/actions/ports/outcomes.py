"""The clock, and the ways in which storing can end badly."""

from collections.abc import Callable

from reunion.domain.instants import Instant

Clock = Callable[[], Instant]
"""Now, in UTC milliseconds."""


class Conflict(Exception):
    """Somebody else changed it first; read it again and decide anew."""


class NotSaved(Exception):
    """The storage did not take it; whether it is stored must be read again."""


class Unusable(Exception):
    """The database cannot be used; the text is a sentence that says why."""
