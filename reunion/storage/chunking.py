"""Long lists of values, a few at a time: SQLite before 3.32 takes 999 in one statement."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeVar

T = TypeVar("T", bound=Any)

AT_ONCE: Final = 400
"""Twice in one statement it still fits, as for both ends of a link."""


def chunks(values: Iterable[T], most: int = AT_ONCE) -> Iterator[list[T]]:
    """All values in order, none twice, at most so many at a time."""
    ordered = sorted(set(values))
    for start in range(0, len(ordered), most):
        yield ordered[start : start + most]
