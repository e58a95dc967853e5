"""What a correction, a changed consent or a withdrawal does to a rundown that is already published.

A card keeps the ids of the registrations it was made of: whoever stands on one is found there, also after the
pairs were made anew.
"""

import secrets
from collections.abc import Mapping
from dataclasses import replace

from reunion.actions.ports import Store
from reunion.actions.publishing import card_of, may_air
from reunion.actions.running import Stage, Stages
from reunion.domain.cards import Card, renewed, rewritten, words
from reunion.domain.commands import Bar
from reunion.domain.consent import Purpose
from reunion.domain.people import Gathering, Pair, Party, Registration, Side, Standing
from reunion.domain.rundown import State

People = Mapping[str, Registration]


async def carry_over(store: Store, stages: Stages, registration: str, *, by: str) -> int:
    """Bar or free the slots of this registration and renew their cards; the number of slots it stands in.

    To be called after the registration is stored. For a card that is on air or next the new words are offered at
    the desks, one that is over stays as it is; unless somebody on it withdrew: then their words go at once.
    """
    changed = await store.registrations.get(registration)
    if changed is None:
        raise LookupError(registration)
    gathering = await store.gatherings.get(changed.gathering)
    slots = 0
    async with stages.settling:
        for head in await store.shows.every(changed.gathering):
            stage = await stages.get(head.id)
            if stage is None or gathering is None:
                continue
            mine = [key for key, card in stage.loaded.rundown.cards.items() if registration in card.people]
            for item in mine:
                people = await store.registrations.many(stage.loaded.rundown.cards[item].people)
                await _settle(store, stage, item, people, gathering, by)
            slots += len(mine)
    return slots


async def catch_up(store: Store, stages: Stages, *, by: str) -> None:
    """Finish, after a start, what a stop between a withdrawal and its rundown left undone."""
    for gathering in await store.gatherings.every():
        for head in await store.shows.every(gathering.id):
            stage = await stages.get(head.id)
            if stage is None:
                continue
            cards = stage.loaded.rundown.cards
            people = await store.registrations.many([id_ for card in cards.values() for id_ in card.people])
            async with stages.settling:
                for item, card in cards.items():
                    if _left_behind(card, people, barred=item in stage.show.barred):
                        await _settle(store, stage, item, people, gathering, by)


async def _settle(
    store: Store, stage: Stage, item: str, people: People, gathering: Gathering, by: str
) -> None:
    """Make the bar and the card of a slot what its people now say; in any state, for parked ones are recalled
    and an undo brings back what has aired."""
    before = stage.loaded.rundown.cards[item]
    active = {
        id_: people[id_] for id_ in before.people if id_ in people and people[id_].standing is Standing.ACTIVE
    }
    pair = _pair(stage, item, active, gathering)
    parties = (pair.worker, pair.family)
    bars = not all(may_air([active[id_] for id_ in party.registrations]) for party in parties)
    if (item in stage.show.barred) != bars:
        await stage.perform(Bar(item, bars), f"bar-{secrets.token_hex(8)}", by)
    fresh = card_of(pair, active, gathering)

    def write(card: Card, read: bool) -> Card:
        if len(active) < len(card.people):
            # Somebody withdrew: their words go at once, wherever they stand, and what was remarked on them.
            return replace(fresh, version=card.version + 1)
        if stage.show.items[item].state is State.AIRED or words(fresh) == (card.said or words(card)):
            return card
        written = rewritten(card, renewed(card, words(fresh)), read=read)
        return replace(written, said=words(fresh), people=fresh.people)

    run = stage.show.run

    async def put(card: Card) -> None:
        if len(active) < len(before.people):
            await store.shows.empty_card(stage.id, run, item, card)
        else:
            await store.shows.put_cards(stage.id, run, {item: card})

    await stage.rewrite(run, item, write, put)


def _pair(stage: Stage, item: str, active: People, gathering: Gathering) -> Pair:
    workers = tuple(id_ for id_, person in active.items() if person.side is Side.WORKER)
    families = tuple(id_ for id_, person in active.items() if person.side is Side.FAMILY)
    pair = stage.show.items[item].pair
    return Pair(pair, gathering.id, Party(Side.WORKER, workers), Party(Side.FAMILY, families))


def _left_behind(card: Card, people: People, *, barred: bool) -> bool:
    """Whether somebody on the card withdrew, or took the consent back, without the rundown knowing."""
    known = [people[id_] for id_ in card.people if id_ in people]
    if any(person.standing is Standing.WITHDRAWN for person in known):
        return True
    return not barred and any(
        person.consent.given and not person.consent.to(Purpose.ON_AIR) for person in known
    )
