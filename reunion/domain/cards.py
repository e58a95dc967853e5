"""Cue cards: what is said about an item on air, copied when the rundown is made and frozen at standby.

The desk reads the whole card. Screens see masked names (names.mask) and `town` only.
"""

from dataclasses import dataclass, fields, replace
from typing import Any


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


Words = tuple[CardSide | None, CardSide | None]
"""Of the worker's and of the family's side."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Other words for a card that is being read: somebody at a desk says whether they replace it."""

    worker: CardSide | None
    family: CardSide | None
    by: str = ""
    """Name of who wrote them at a desk; empty when the people themselves or their list were corrected."""


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
    said: Words | None = None
    """What the registrations said last, once a desk has written something else; None while nobody has."""
    offer: Offer | None = None
    """Other words, that came while this card was being read."""
    version: int = 0
    """How often it was written anew."""


def words(card: Card) -> Words:
    """What it says of both sides."""
    return card.worker, card.family


def renewed(card: Card, fresh: Words) -> Words:
    """The words with whatever the registrations say otherwise than before; what a desk wrote stays beside it."""
    stands = words(card) if card.offer is None else (card.offer.worker, card.offer.family)
    before = card.said or words(card)
    worker, family = (_renewed(*sides) for sides in zip(stands, before, fresh, strict=True))
    return worker, family


def rewritten(card: Card, sides: Words, *, read: bool, by: str = "") -> Card:
    """The card with these words, or while it is `read` with the offer of them."""
    version = card.version + 1
    if sides == words(card):
        return replace(card, offer=None, version=version)
    if read:
        return replace(card, offer=Offer(*sides, by), version=version)
    return replace(card, worker=sides[0], family=sides[1], offer=None, version=version)


def _renewed(stands: CardSide | None, before: CardSide | None, fresh: CardSide | None) -> CardSide | None:
    if stands is None or before is None or fresh is None:
        return fresh
    changed = {name: value for name, value in _fields(fresh).items() if value != getattr(before, name)}
    return replace(stands, **changed)


def _fields(side: CardSide) -> dict[str, Any]:
    return {one.name: getattr(side, one.name) for one in fields(side)}
