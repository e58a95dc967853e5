"""How ready each side of a slot is, who said so and since when, and when an open page counts as lost.

Whoever spoke from an open page is there as long as that page is. Whoever a volunteer or the crew has marked stands as
marked: they are seen by somebody, with or without a page.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from reunion.domain.instants import SECOND, Instant


class Ready(StrEnum):
    """From invited to ready, or gone; in the order in which a row gets better."""

    NO_SHOW = "no_show"
    LOST = "lost"
    INVITED = "invited"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    CHECKED = "checked"
    READY = "ready"


_ORDER = tuple(Ready)

Sides = tuple[Ready, Ready]
"""Readiness of the worker's and of the family's side, in this order."""

INVITED: Sides = (Ready.INVITED, Ready.INVITED)
THERE: Final = frozenset({Ready.WAITING, Ready.CHECKED, Ready.READY})
"""Somebody sits before the camera."""


class Origin(StrEnum):
    """Who says how ready a side is."""

    OWN = "own"
    """They themselves, from a page that is open."""
    CREW = "crew"
    """A volunteer, the desk, or they themselves by a page that keeps no line open."""
    LINE = "line"
    """The server, by the line to their page."""
    PAIR = "pair"
    """The pair: others sit there than before, of whom nothing is known and to whom nothing was said."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known of one side beside its readiness."""

    since: Instant
    """When the readiness became what it is."""
    heard: Instant | None
    """When somebody last said it; that answers every call before."""
    watched: bool = False
    """It was said from an open page, and stands as long as that page is open."""
    before: Ready | None = None
    """What a side that the line lost was."""


Marks = tuple[Mark | None, Mark | None]
"""Of the worker's and of the family's side; None while nobody said anything."""

UNMARKED: Marks = (None, None)


def worse(sides: Sides) -> Ready:
    """The readiness a row shows: that of its worse party."""
    return min(sides, key=_ORDER.index)


def marked(was: Ready, mark: Mark | None, state: Ready, origin: Origin, at: Instant) -> Mark:
    """The mark after somebody said `state` at `at`."""
    since = mark.since if mark is not None and was is state else at
    if origin is not Origin.LINE:
        return Mark(since, at, watched=origin is Origin.OWN)
    heard = None if mark is None else mark.heard
    return Mark(since, heard, watched=True, before=was if state is Ready.LOST else None)


def after_saying(was: Ready, mark: Mark | None, says: Ready) -> Ready:
    """What a side is once it says `says` of itself: it never takes back what is known to be better."""
    if was is Ready.NO_SHOW:
        return says
    if was is Ready.LOST:
        was = Ready.INVITED if mark is None or mark.before is None else mark.before
    return max(was, says, key=_ORDER.index)


LOST_AFTER_MS: Final = 20 * SECOND
"""Without its line for so long, a page is gone."""
BACK_AFTER_MS: Final = 5 * SECOND
"""A line that holds for so long is back; a shorter one neither brings anybody back nor begins the wait anew."""
RETURN_MS: Final = 60 * SECOND
"""After a start of the server every page has so long to come back: all are back after 30 s."""


@dataclass(frozen=True, slots=True)
class Presence:
    """The line to the pages of one side, on a clock in milliseconds that never steps."""

    open: bool
    turned: int
    """When it last opened or closed."""
    gone: int | None = None
    """When the absence began that has not ended for sure."""

    def steady(self, now: int) -> bool:
        """Whether the line holds."""
        return self.open and now - self.turned >= BACK_AFTER_MS

    def lost(self, now: int) -> bool:
        """Whether nobody has been there for too long."""
        return not self.open and self.gone is not None and now - self.gone >= LOST_AFTER_MS


def unseen(started: int) -> Presence:
    """A side that has not come since the server started at `started`."""
    return Presence(open=False, turned=started, gone=started + RETURN_MS - LOST_AFTER_MS)


def came(presence: Presence | None, now: int) -> Presence:
    """Its first page opened a line."""
    if presence is None:
        return Presence(open=True, turned=now)
    return presence if presence.open else replace(presence, open=True, turned=now)


def left(presence: Presence, now: int) -> Presence:
    """Its last page closed the line."""
    if not presence.open:
        return presence
    anew = presence.gone is None or presence.steady(now)
    return Presence(open=False, turned=now, gone=now if anew else presence.gone)


def by_line(state: Ready, mark: Mark | None, presence: Presence, now: int) -> Ready | None:
    """What the line makes of a side: lost, what it was before, or None for no change."""
    if presence.lost(now) and may_line_say(state, mark, Ready.LOST):
        return Ready.LOST
    if mark is not None and mark.before is not None and presence.steady(now):
        return mark.before if may_line_say(state, mark, mark.before) else None
    return None


def may_line_say(state: Ready, mark: Mark | None, says: Ready) -> bool:
    """Whether the line may still say so; somebody may have spoken since it was looked at."""
    if mark is None or not mark.watched:
        return False
    return state in THERE if says is Ready.LOST else state is Ready.LOST and says is mark.before
