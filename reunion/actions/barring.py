"""What a correction, a changed consent, a withdrawal or a changed pair does to a rundown that is already published.

Times stay. A card keeps the ids of the registrations it was made of: whoever stands on one is found there.
"""

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from reunion.actions.ports import Remade, Store
from reunion.actions.publishing import card_of, may_air
from reunion.actions.running import Stage, Stages
from reunion.actions.surveying import members
from reunion.domain.cards import Card, renewed, rewritten, words
from reunion.domain.commands import Agree, Bar, Command, MarkReady
from reunion.domain.consent import Purpose
from reunion.domain.people import Gathering, Pair, Party, Registration, Side, Standing
from reunion.domain.readiness import Origin, Ready
from reunion.domain.rundown import Kind, Phase, Show, State

Over = dict[tuple[str, str], str]
"""By (show, item), the pair of a slot that is over; brought back, it is to be looked at again."""


async def carry_over(store: Store, stages: Stages, registration: str, *, by: str) -> int:
    """Bar or free the slots of this registration and renew their cards; the number of slots it stands in.

    To be called after the registration is stored. For a card that is on air or next the new words are offered at
    the desks, one that is over stays as it is; unless somebody on it withdrew: then their words go at once.
    """
    changed = await store.registrations.get(registration)
    if changed is None:
        raise LookupError(registration)
    slots = 0
    async with stages.settling:
        for gathering, stage in await _stages(store, stages, changed.gathering):
            mine = [key for key, card in stage.loaded.rundown.cards.items() if registration in card.people]
            await _settle(store, stage, mine, gathering, by)
            slots += len(mine)
    return slots


async def follow_pairs(store: Store, stages: Stages, remade: Remade, *, by: str) -> Over:
    """Put on the cards who joined a pair, and take off who left it, wherever it has not been on air yet.

    Whoever joins a card that is on air or next is offered at the desks; who belongs there no more goes at once. Gives
    those that are over.
    """
    over: Over = {}
    async with stages.settling:
        for gathering, stage in await _stages(store, stages, remade.gathering):
            mine = [key for key, row in stage.show.items.items() if row.pair in remade.pairs]
            await _settle(store, stage, mine, gathering, by)
            show = stage.show
            over |= {(stage.id, item): show.items[item].pair for item in mine if is_settled(show, item)}
    return over


async def catch_up(store: Store, stages: Stages, *, by: str) -> Mapping[str, Over]:
    """Finish, after a start, what a stop between a person or pair and its rundown left undone.

    Gives by gathering what is over and was on air with others than its pair joins now.
    """
    over: dict[str, Over] = {}
    for gathering in await store.gatherings.every():
        others = over[gathering.id] = {}
        async with stages.settling:
            for _, stage in await _stages(store, stages, gathering.id):
                show, cards = stage.show, stage.loaded.rundown.cards
                known = await _read(store, stage, _slots(show), gathering)
                behind = [item for item in _slots(show) if known.behind(show, item, cards[item])]
                await _settle(store, stage, behind, gathering, by)
                others |= {
                    (stage.id, item): show.items[item].pair
                    for item in _slots(show)
                    if is_settled(show, item) and known.are_others(show.items[item].pair, cards[item])
                }
    return over


async def _stages(store: Store, stages: Stages, key: str) -> list[tuple[Gathering, Stage]]:
    """Every show of a gathering that has a rundown."""
    gathering = await store.gatherings.get(key)
    if gathering is None:
        return []
    found = [await stages.get(head.id) for head in await store.shows.every(key)]
    return [(gathering, stage) for stage in found if stage is not None]


def _slots(show: Show) -> list[str]:
    return [item.id for item in show.items.values() if item.kind is Kind.SLOT]


async def _settle(store: Store, stage: Stage, items: Collection[str], gathering: Gathering, by: str) -> None:
    """Make the bars and the cards of these slots what their people now say; in any state, for parked ones are
    recalled and an undo brings back what has aired."""
    if not items:
        return
    known = await _read(store, stage, items, gathering)
    run, cards = stage.show.run, stage.loaded.rundown.cards
    commands = [one for item in items for one in known.commands(stage.show, item, cards[item])]
    frees = [one for one in commands if isinstance(one, Bar) and not one.barred]

    async def perform(wanted: Iterable[Command]) -> None:
        for one in wanted:
            await stage.perform(one, f"bar-{secrets.token_hex(8)}", by)

    async def put(written: Mapping[str, Card]) -> None:
        # What a desk remarked may be about whoever left.
        left = {item for item, card in written.items() if not {*cards[item].people} <= {*card.people}}
        stay = {item: card for item, card in written.items() if item not in left}
        await store.shows.put_cards(stage.id, run, stay)
        for item in left:
            await store.shows.empty_card(stage.id, run, item, written[item])

    await perform(one for one in commands if one not in frees)
    await stage.rewrite(run, items, lambda *card: known.written(stage.show, *card), put)
    # Last: until then the card may show who never agreed.
    await perform(frees)


async def _read(store: Store, stage: Stage, items: Iterable[str], gathering: Gathering) -> "_Known":
    rows = [stage.show.items[item] for item in items]
    pairs = await store.pairs.many(gathering.id, {row.pair for row in rows})
    cards = stage.loaded.rundown.cards
    ids = {*members(pairs), *(id_ for row in rows for id_ in cards[row.id].people)}
    people = await store.registrations.many(sorted(ids))
    active = {id_: one for id_, one in people.items() if one.standing is Standing.ACTIVE}
    return _Known(gathering, {pair.id: pair for pair in pairs}, people, active)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is stored of the pairs of some slots, and of the people in them and on their cards."""

    gathering: Gathering
    pairs: Mapping[str, Pair]
    people: Mapping[str, Registration]
    active: Mapping[str, Registration]

    def written(self, show: Show, item: str, card: Card, read: bool) -> Card:
        """The card of a slot as it is to be."""
        fresh = card_of(self._seated(show, item, card), self.active, self.gathering)
        if not {*card.people} <= {*fresh.people}:
            return self._emptied(card, fresh)
        same = fresh.people == card.people and words(fresh) == (card.said or words(card))
        if same or show.items[item].state is State.AIRED:
            return card
        after = rewritten(card, renewed(card, words(fresh)), read=read)
        return replace(after, said=words(fresh), people=fresh.people)

    def _emptied(self, card: Card, fresh: Card) -> Card:
        """Somebody withdrew or belongs to others: the words of their side go at once, wherever they stand."""
        gone = {self.people[id_].side for id_ in {*card.people} - {*fresh.people} if id_ in self.people}
        worker, family = (
            said if side in gone else kept
            for side, said, kept in zip(Side, words(fresh), renewed(card, words(fresh)), strict=True)
        )
        after = replace(fresh, worker=worker, family=family, version=card.version + 1)
        return after if words(after) == words(fresh) else replace(after, said=words(fresh))

    def commands(self, show: Show, item: str, card: Card) -> Iterator[Command]:
        """What the journal has to say of it."""
        pair = self._seated(show, item, card)
        bars = not all(
            may_air([self.active[id_] for id_ in party.registrations]) for party in (pair.worker, pair.family)
        )
        if (item in show.barred) != bars:
            yield Bar(item, bars)
        if is_settled(show, item):
            return
        for side, party in zip(Side, (pair.worker, pair.family), strict=True):
            before = {id_ for id_ in card.people if id_ in self.people and self.people[id_].side is side}
            # What was known of others says nothing of who sits there now.
            others = before and before.isdisjoint(party.registrations)
            if others and (show.side(item, side) != (Ready.INVITED, None) or show.heard(item, side)):
                yield MarkReady(item, side, Ready.INVITED, Origin.PAIR)
            if others and show.items[item].agreed:
                yield Agree(item, agreed=False)

    def behind(self, show: Show, item: str, card: Card) -> bool:
        """Whether somebody came, left, withdrew or took the consent back without the rundown knowing."""
        pair = self._seated(show, item, card)
        on_card = {id_ for id_ in card.people if id_ in self.people}
        if on_card != {*pair.worker.registrations, *pair.family.registrations}:
            return True
        consents = [self.active[id_].consent for id_ in on_card]
        return item not in show.barred and any(one.given and not one.to(Purpose.ON_AIR) for one in consents)

    def are_others(self, pair: str, card: Card) -> bool:
        """Whether the pair joins others than those on the card."""
        now = members([self.pairs[pair]]) if pair in self.pairs else []
        return {*now} & {*self.active} != {*card.people} & {*self.active}

    def _seated(self, show: Show, item: str, card: Card) -> Pair:
        """Whom the slot joins: its pair, or once it is on air whoever was on its card."""
        row = show.items[item]
        on_card = [id_ for id_ in card.people if id_ in self.active]
        pair = self.pairs.get(row.pair)
        if is_settled(show, item):
            ids = on_card
        elif pair is not None:
            ids = members([pair])
        else:
            # Of a pair that came apart nobody is shown beside the other; who was left alone still waits there.
            ids = on_card if len({self.active[id_].side for id_ in on_card}) == 1 else []
        sides: dict[Side, tuple[str, ...]] = {
            side: tuple(id_ for id_ in ids if id_ in self.active and self.active[id_].side is side)
            for side in Side
        }
        worker, family = (Party(side, sides[side]) for side in Side)
        return Pair(row.pair, self.gathering.id, worker, family)


def is_settled(show: Show, item: str) -> bool:
    """Whether it is, or was, on air with whoever was on its card, or never will be."""
    return show.phase is Phase.ENDED or show.items[item].state in (State.ON_AIR, State.AIRED)
