"""Cue cards: what is said about an item on air, copied when the rundown is made and frozen at standby.

The desk reads the whole card. Screens see masked names (names.mask) and `town` only.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CardSide:
    """One side of a slot as the host needs it; there is no telephone number on a card."""

    name: str
    pinyin: str = ""
    place: str = ""
    """Where they sit, in their own words; for the desk only."""
    town: str = ""
    """Where they sit at town level (温岭, 田家镇); everybody may see it."""
    relation: str = ""
    township: str = ""
    """Name of the township of the home county."""
    persons: int = 1
    years_away: int | None = None
    dialect: str = ""
    story: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What belongs to one item: a title for a segment, two sides for a slot."""

    title: str = ""
    worker: CardSide | None = None
    family: CardSide | None = None
    people: tuple[str, ...] = ()
    """Ids of the registrations it was made of; no page is told them."""
    shortest_s: int | None = None
    """To so many seconds a segment may be cut when the show runs late; None when it may not."""
    optional: bool = False
    """A segment may be left out when the show runs late."""
