"""The clock, and the ways in which storing can end badly."""

from collections.abc import Callable

from reunion.domain.instants import Instant

Clock = Callable[[], Instant]
"""Now, in UTC milliseconds."""


class Conflict(Exception):
    """Somebody else changed it first; read it again and decide anew."""


class Inhabited(Exception):
    """Somebody is still in what was to be taken away."""


class NotSaved(Exception):
    """The storage did not take it; whether it is stored must be read again."""


class Unusable(Exception):
    """The database cannot be used; `sentence` with its `words` says why, to be translated before it is filled."""

    def __init__(self, sentence: str, **words: str) -> None:
        super().__init__(sentence % words)
        self.sentence = sentence
        self.words = words
