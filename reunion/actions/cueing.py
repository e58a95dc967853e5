"""Cue cards corrected at a desk, in the last minute: what is being read is never replaced unasked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from reunion.actions.ports import Clock, Conflict, Deed, Store
from reunion.actions.running import Stage
from reunion.domain.cards import Card, CardSide, rewritten, words
from reunion.domain.people import Side
from reunion.domain.refusal import Refused
from reunion.domain.rundown import Kind, State


@dataclass(frozen=True, slots=True)
class Who:
    """Who corrects a card."""

    id: str
    name: str
    """As the other desks see them."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The card as whoever corrects it had it before them."""

    run: str
    """Each run counts its items and versions anew: without it, the card may be another pair's."""
    version: int


@dataclass(frozen=True, slots=True)
class Correcting:
    """Cards of one show at its desks."""

    store: Store
    stage: Stage
    clock: Clock
    who: Who

    async def reword(
        self, item: str, seen: Seen, sides: Mapping[Side, Mapping[str, Any]]
    ) -> tuple[Card, bool]:
        """The card with other fields of its sides, and whether they wait as an offer because it is being read.

        Raises Refused, and Conflict when it is not the card that was seen any more.
        """

        def write(card: Card, read: bool) -> Card:
            if card.version != seen.version:
                raise Conflict
            stands = words(card) if card.offer is None else (card.offer.worker, card.offer.family)
            worker, family = (
                _corrected(side, sides.get(which, {})) for side, which in zip(stands, Side, strict=True)
            )
            written = rewritten(card, (worker, family), read=read, by=self.who.name)
            return replace(written, said=card.said or words(card))

        card = await self._write(item, seen.run, write)
        fields = {side.value: sorted(changed) for side, changed in sides.items()}
        await self._record("card", item, fields)
        return card, card.offer is not None

    async def settle(self, item: str, seen: Seen, *, use: bool) -> Card:
        """The card with what was offered, or without the offer; raises Refused, and Conflict as above."""

        def write(card: Card, _: bool) -> Card:
            if card.version != seen.version or card.offer is None:
                raise Conflict
            sides = (card.offer.worker, card.offer.family) if use else words(card)
            return rewritten(card, sides, read=False)

        card = await self._write(item, seen.run, write)
        await self._record("card-offer", item, {"used": use})
        return card

    async def _write(self, item: str, run: str, write: Callable[[Card, bool], Card]) -> Card:
        row = self.stage.show.items.get(item)
        if row is None:
            raise Refused("unknown-item")
        if row.kind is not Kind.SLOT:
            raise Refused("not-a-slot")
        if row.state is State.AIRED:
            raise Refused("past-item")
        put = self.store.shows.put_cards
        await self.stage.rewrite(
            run, [item], lambda _, card, read: write(card, read), lambda cards: put(self.stage.id, run, cards)
        )
        return self.stage.loaded.rundown.cards[item]

    async def _record(self, action: str, item: str, details: Mapping[str, Any]) -> None:
        head = self.stage.loaded.head
        told = {"show": head.id, **details}
        await self.store.audit.record(Deed(head.gathering, self.who.id, self.clock(), action, item, told))


def _corrected(side: CardSide | None, changed: Mapping[str, Any]) -> CardSide | None:
    if side is None:
        if changed:
            raise Refused("unknown-item")
        return None
    return replace(side, **changed)
