"""Whom to ring about a slot: numbers are hidden until somebody asks, and asking is put on record first."""

from collections.abc import Mapping
from dataclasses import dataclass

from reunion.actions.ports import Clock, Deed, Store
from reunion.actions.running import Stage
from reunion.domain import phones
from reunion.domain.doubles import folded
from reunion.domain.people import Side, Standing
from reunion.domain.refusal import Refused


@dataclass(frozen=True, slots=True)
class Contact:
    """One person of a slot."""

    id: str
    name: str
    phones: tuple[str, ...]
    """As they are written in the country, or masked."""
    township: str = ""
    village: str = ""


Contacts = Mapping[Side, tuple[Contact, ...]]


async def contacts_of(store: Store, stage: Stage, item: str, *, masked: bool = True) -> Contacts:
    """The people of both sides of a slot, each once; raises Refused for what is no slot of this show."""
    if item not in stage.show.items:
        raise Refused("unknown-item")
    card = stage.loaded.rundown.cards.get(item)
    written = phones.mask if masked else phones.local
    people = (await store.registrations.many(card.people if card else ())).values()
    active = sorted((one for one in people if one.standing is Standing.ACTIVE), key=lambda one: one.number)
    once = folded(active, await store.doubles.of([one.id for one in active]))
    return {
        side: tuple(
            Contact(
                one.id, one.name, tuple(written(phone) for phone in one.phones), one.township, one.village
            )
            for one in once
            if one.side is side
        )
        for side in Side
    }


async def reveal(store: Store, stage: Stage, item: str, *, by: str, clock: Clock) -> Contacts:
    """The same with the numbers written out; who looked is stored before."""
    found = await contacts_of(store, stage, item, masked=False)
    people = [one.id for side in Side for one in found[side]]
    details = {"show": stage.id, "item": item, "people": people}
    await store.audit.record(Deed(stage.loaded.head.gathering, by, clock(), "reveal", item, details))
    return found
