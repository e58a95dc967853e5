"""Calls to the families before their turn: when each is due, who has not answered, and how urgent that is.

Each call asks for an answer. It is made once for a time: the time may tremble, or come nearer, without another call; it
is made again only when the time has moved later by the call's `margin`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from reunion.domain.instants import MINUTE, SECOND, Instant
from reunion.domain.readiness import Mark, Ready
from reunion.domain.sides import Side


class Call(StrEnum):
    """How near their turn is, from far to now."""

    HOUR = "hour"
    HALF = "half"
    TEN = "ten"
    THREE = "three"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Timing:
    """When a call is made and how long it may stay without an answer; milliseconds."""

    ahead: int
    """So long before the expected time."""
    margin: int
    """When the expected time comes so much later, the call stands no more."""
    amber: int
    """After the call: nobody has answered, somebody of the crew should look."""
    red: int
    """After the call: ring them up."""


TIMINGS: Final[Mapping[Call, Timing]] = {
    Call.HOUR: Timing(60 * MINUTE, 60 * MINUTE, 20 * MINUTE, 45 * MINUTE),
    Call.HALF: Timing(30 * MINUTE, 30 * MINUTE, 10 * MINUTE, 18 * MINUTE),
    Call.TEN: Timing(10 * MINUTE, 20 * MINUTE, 2 * MINUTE, 4 * MINUTE),
    Call.THREE: Timing(3 * MINUTE, 10 * MINUTE, 45 * SECOND, 90 * SECOND),
    Call.NOW: Timing(0, 10 * MINUTE, 15 * SECOND, 30 * SECOND),
}
"""Red comes early enough to fetch somebody: at T-15 for who never answered, at T-6 for who was silent at T-10."""
HORIZON_MS: Final = TIMINGS[Call.HOUR].ahead
"""Nobody hears anything about the evening sooner than so long before their time."""
_NEAREST_FIRST: Final = tuple(reversed(Call))


@dataclass(frozen=True, slots=True)
class Made:
    """A call that was made."""

    call: Call
    at: Instant
    start: Instant
    """The time it was about."""
    sides: tuple[Side, ...] = tuple(Side)
    """Of whoever sits there now, who heard it."""

    def stands(self, start: Instant) -> bool:
        """Whether it is also a call for this start."""
        return start <= self.start + TIMINGS[self.call].margin


def due(start: Instant, now: Instant, made: Sequence[Made]) -> Call | None:
    """The call to make now for an expected start; of several only the nearest."""
    call = next((one for one in _NEAREST_FIRST if start - now <= TIMINGS[one].ahead), None)
    if call is None:
        return None
    near = _NEAREST_FIRST[: _NEAREST_FIRST.index(call) + 1]
    return None if any(one.call in near and one.stands(start) for one in made) else call


def heard_by(made: Sequence[Made], side: Side) -> tuple[Made, ...]:
    """The calls that whoever sits on this side heard."""
    return tuple(one for one in made if side in one.sides)


def without(made: Sequence[Made], side: Side) -> tuple[Made, ...]:
    """The calls once others sit on this side, who heard none of them."""
    left = (replace(one, sides=tuple(each for each in one.sides if each is not side)) for one in made)
    return tuple(one for one in left if one.sides)


def with_call(made: Sequence[Made], new: Made) -> tuple[Made, ...]:
    """The calls that stand once `new` is made."""
    return (*(one for one in made if one.stands(new.start)), new)


def asked(made: Sequence[Made], state: Ready, mark: Mark | None) -> Made | None:
    """The newest call that this side has not answered."""
    return next(iter(reversed(_unanswered(made, state, mark))), None)


def silent(made: Sequence[Made], state: Ready, mark: Mark | None) -> tuple[Instant, Instant] | None:
    """From when this side's silence is amber, and from when red; None when it owes no answer.

    The oldest call that is still open counts, so a new call never makes a silent row look better.
    """
    waiting = _unanswered(made, state, mark)
    if not waiting:
        return None
    amber = min(one.at + TIMINGS[one.call].amber for one in waiting)
    red = min(one.at + TIMINGS[one.call].red for one in waiting)
    return Instant(amber), Instant(red)


def _unanswered(made: Sequence[Made], state: Ready, mark: Mark | None) -> list[Made]:
    if mark is not None and state is Ready.READY and not mark.watched:
        # The crew has them before its eyes.
        return []
    heard = None if mark is None else mark.heard
    return [one for one in made if heard is None or heard < one.at]
