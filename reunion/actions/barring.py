"""What a correction, a changed consent or a withdrawal does to a rundown that is already published."""

from reunion.actions.ports import Store
from reunion.actions.publishing import card_of, may_air
from reunion.actions.running import Stage, Stages
from reunion.domain.commands import Bar
from reunion.domain.people import Pair, Registration, Standing
from reunion.domain.refusal import Refused
from reunion.domain.rundown import AHEAD, State


async def carry_over(store: Store, stages: Stages, registration: str, *, by: str) -> int:
    """Bar or free the slots of this registration and renew their cards; the number of slots it stands in.

    To be called after the registration is stored and before its pairs are made anew. A card that is on air or
    next stays as it is, unless somebody on it withdrew: then their words go at once.
    """
    changed = await store.registrations.get(registration)
    if changed is None:
        raise LookupError(registration)
    slots = 0
    for pair in await store.pairs.of(registration):
        people = await _people(store, pair)
        for show, item in await store.shows.items_of(pair.id):
            stage = await stages.get(show)
            if stage is not None:
                await _settle(store, stage, item, pair, people, changed, by)
                slots += 1
    return slots


async def _settle(
    store: Store,
    stage: Stage,
    item: str,
    pair: Pair,
    people: dict[str, Registration],
    changed: Registration,
    by: str,
) -> None:
    ahead = stage.show.items[item].state in AHEAD
    bars = not all(
        may_air([people[id_] for id_ in party.registrations if id_ in people])
        for party in (pair.worker, pair.family)
    )
    if ahead and (item in stage.show.barred) != bars:
        try:
            await stage.perform(Bar(item, bars), f"bar-{changed.id}-{changed.revision}-{item}", by)
        except Refused as refused:
            # It went on air or off the list in between: then there is nothing left to bar.
            if refused.code == "not-saved":
                raise
    frozen = stage.show.items[item].state is not State.PLANNED
    if changed.standing is Standing.WITHDRAWN or not frozen:
        gathering = await store.gatherings.get(pair.gathering)
        if gathering is not None:
            await store.shows.put_cards(stage.id, stage.show.run, {item: card_of(pair, people, gathering)})
            await stage.read_anew()


async def _people(store: Store, pair: Pair) -> dict[str, Registration]:
    known = await store.registrations.many([*pair.worker.registrations, *pair.family.registrations])
    return {id_: person for id_, person in known.items() if person.standing is Standing.ACTIVE}
