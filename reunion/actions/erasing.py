"""Forgetting people: one person at their wish, everybody once the gathering's time has come."""

from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass

from reunion.actions.arranging import Impossible, current_show
from reunion.actions.ports import Clock, Conflict, Deed, Inhabited, Store
from reunion.actions.registering import Registering
from reunion.actions.rehearsing import Rehearsals
from reunion.actions.running import Stages
from reunion.domain.people import Gathering, Standing
from reunion.domain.plans import ShowHead
from reunion.domain.refusal import Refused
from reunion.domain.rundown import Phase


@dataclass(frozen=True, slots=True)
class Due:
    """A gathering whose people are to be forgotten, and how many they are."""

    gathering: Gathering
    people: int


async def erase(store: Store, stages: Stages, clock: Clock, registration: str, *, by: str) -> None:
    """Take one person out of every place they stand in; raises LookupError when there is none such."""
    await Registering(store, clock, stages).withdraw(registration, by=by)


async def wipe(
    store: Store,
    registering: Registering,
    gathering: Gathering,
    *,
    gone: Callable[[str], None],
    by: str,
    clock: Clock,
) -> None:
    """Take everybody out of a sample gathering, also who comes meanwhile.

    Raises Refused for one of real people, Impossible while a show of it is on.
    `gone` is told each of them at once: a thousand take a while, and nobody's page stays open for so long.
    """
    if not gathering.sample:
        raise Refused("malformed")
    for head in await store.shows.every(gathering.id):
        await _must_be_off(store, head)
    erased: set[str] = set()
    try:
        await store.filters.drop_all(gathering.id)
        while people := await store.registrations.every(gathering.id):
            for person in people:
                # who is changed in this very instant is met again in the next round
                with suppress(Conflict):
                    await registering.withdraw(person.id, by=by)
                gone(person.id)
                erased.add(person.id)
        await store.uploads.drop_older(gathering.id, clock())
    finally:
        deed = Deed(gathering.id, by, clock(), "wipe", gathering.id, {"people": len(erased)})
        await store.audit.record(deed)


async def _must_be_off(store: Store, head: ShowHead) -> None:
    show = await current_show(store, head.id)
    if show is not None and show.phase in (Phase.LIVE, Phase.HELD):
        raise Impossible("“%(show)s” is on: end it first.", show=head.title)


async def delete_sample(
    store: Store, stages: Stages, rehearsals: Rehearsals, gathering: Gathering, *, by: str, clock: Clock
) -> tuple[str, ...]:
    """Take a sample away that nobody is in any more, with its accounts; gives the ids of the shows that went with it.

    Raises Refused for a gathering of real people, Impossible while somebody is in it or a show of it is on,
    Conflict when somebody changed it meanwhile.
    """
    if not gathering.sample:
        raise Refused("malformed")
    heads = await store.shows.every(gathering.id)
    deed = Deed(gathering.id, by, clock(), "delete", gathering.id, {"shows": len(heads)})
    async with AsyncExitStack() as still:
        for head in heads:
            stage = await stages.get(head.id)
            if stage is not None:
                # a show that begins after it was looked at would go in the middle of itself
                await still.enter_async_context(stage.held_still())
            await _must_be_off(store, head)
        try:
            await store.gatherings.delete(gathering, deed)
        except Inhabited:
            raise Impossible("Somebody is still in it: erase the people of this sample first.") from None
    for head in heads:
        await stages.forget(head.id)
        rehearsals.forget(head.id)
    return tuple(head.id for head in heads)


async def due(store: Store, clock: Clock) -> tuple[Due, ...]:
    """Gatherings whose `keep_until` has passed and that still hold people."""
    found = []
    for gathering in await store.gatherings.every():
        if 0 < gathering.keep_until <= clock():
            people = await store.registrations.every(gathering.id)
            if people:
                found.append(Due(gathering, len(people)))
    return tuple(found)


async def purge(store: Store, stages: Stages, clock: Clock, *, by: str) -> tuple[Due, ...]:
    """Erase everybody of every gathering that is due; gives what was done."""
    done = await due(store, clock)
    for one in done:
        # first: every withdrawal looks through those that are left
        await store.filters.drop_all(one.gathering.id)
        for person in await store.registrations.every(one.gathering.id):
            if person.standing is Standing.ACTIVE:
                await erase(store, stages, clock, person.id, by=by)
        await store.uploads.drop_older(one.gathering.id, clock())
    return done
