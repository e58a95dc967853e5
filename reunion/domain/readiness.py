"""How ready each side of a slot is."""

from enum import StrEnum


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


def worse(sides: Sides) -> Ready:
    """The readiness a row shows: that of its worse party."""
    return min(sides, key=_ORDER.index)
