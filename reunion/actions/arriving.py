"""Checking people in at the door of a studio or a village hall: who comes next, who this is, that they are here."""

import secrets
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Final

from reunion.actions.ports import Clock, Deed, Search, Store
from reunion.actions.running import Stage, Stages
from reunion.domain.access import Identity, Role
from reunion.domain.commands import MarkReady
from reunion.domain.instants import Instant
from reunion.domain.people import Registration, Side, Standing
from reunion.domain.readiness import THERE, Ready
from reunion.domain.refusal import Refused
from reunion.domain.rundown import Kind, Phase, State
from reunion.domain.timing import project

SAYS: Final = frozenset({Ready.WAITING, Ready.CONFIRMED})
"""What a door may say of a party: it is here, and, of a wrong scan, that it is not here yet after all."""
NEXT: Final = 30
"""Parties on the list of those who come next."""
FOUND: Final = 10


@dataclass(frozen=True, slots=True)
class Turn:
    """The slot of a party that comes to a door."""

    show: str
    item: str
    side: Side
    start: Instant
    """Expected, or planned where nothing is expected of it any more."""
    people: tuple[Registration, ...]
    others: tuple[str, ...]
    """Names of whom they meet."""
    ready: Ready

    @property
    def there(self) -> bool:
        """Whether they have been checked in."""
        return self.ready in THERE


async def whom(store: Store, who: Identity, gathering: str, registration: str) -> Registration | None:
    """Whose code was read; None where there is nobody such for this identity."""
    person = await store.registrations.get(registration)
    if person is None or person.gathering != gathering or person.standing is not Standing.ACTIVE:
        return None
    return person if _own(person, who) else None


async def find(store: Store, who: Identity, gathering: str, words: str) -> tuple[Registration, ...]:
    """People by number, name or the last four digits, as far as this identity may see them."""
    search = Search(words=words)
    if who.role is Role.VOLUNTEER:
        if not (who.township and who.village):
            return ()
        search = Search(Side.FAMILY, words, who.township, who.village)
    found, _ = await store.registrations.search(gathering, search, limit=FOUND, offset=0)
    return found


async def turn_of(stages: Stages, store: Store, person: Registration, clock: Clock) -> Turn | None:
    """The next slot this person sits in; None while there is none."""
    async for stage in _open(store, stages, person.gathering):
        for item, card in stage.loaded.rundown.cards.items():
            if person.id in card.people and stage.show.items[item].state is not State.AIRED:
                people = await store.registrations.many(card.people)
                start = project(stage.show, clock()).expected.get(item, stage.show.items[item].planned)
                return _turn(stage, item, person.side, people.values(), start)
    return None


async def coming(
    store: Store, stages: Stages, gathering: str, who: Identity, clock: Clock
) -> tuple[Turn, ...]:
    """Who is to come through this door next and is not here yet, by the time of their slot."""
    turns = []
    async for stage in _open(store, stages, gathering):
        expected = project(stage.show, clock()).expected
        slots = [item for item in expected if stage.show.items[item].kind is Kind.SLOT]
        cards = stage.loaded.rundown.cards
        people = await store.registrations.many([id_ for item in slots for id_ in cards[item].people])
        for item in slots:
            seated = [people[id_] for id_ in cards[item].people if id_ in people]
            turns += [_turn(stage, item, side, seated, expected[item]) for side in Side]
    own = [turn for turn in turns if not turn.there and any(_own(person, who) for person in turn.people)]
    return tuple(sorted(own, key=lambda turn: turn.start)[:NEXT])


async def check_in(
    store: Store, stages: Stages, who: Identity, person: Registration, says: Ready, *, clock: Clock
) -> None:
    """Store that this person's party is here, or not after all, and who said so; raises Refused."""
    if says not in SAYS:
        raise Refused("malformed")
    turn = await turn_of(stages, store, person, clock)
    stage = None if turn is None else await stages.get(turn.show)
    if turn is None or stage is None:
        raise Refused("unknown-item")
    if turn.there and says is Ready.WAITING:
        # Scanned twice, or ready by now: what is known to be better stays.
        return
    await stage.perform(MarkReady(turn.item, turn.side, says), f"door-{secrets.token_hex(8)}", who.id)
    details = {"show": turn.show, "item": turn.item, "says": says}
    await store.audit.record(Deed(person.gathering, who.id, clock(), "check-in", person.id, details))


async def _open(store: Store, stages: Stages, gathering: str) -> AsyncIterator[Stage]:
    for head in await store.shows.every(gathering):
        stage = await stages.get(head.id)
        if stage is not None and stage.show.phase is not Phase.ENDED:
            yield stage


def _turn(stage: Stage, item: str, side: Side, seated: Iterable[Registration], start: Instant) -> Turn:
    people = sorted(
        (one for one in seated if one.standing is Standing.ACTIVE), key=lambda person: person.number
    )
    ready, _ = stage.show.side(item, side)
    return Turn(
        stage.id,
        item,
        side,
        start,
        tuple(person for person in people if person.side is side),
        tuple(dict.fromkeys(person.name for person in people if person.side is side.other)),
        ready,
    )


def _own(person: Registration, who: Identity) -> bool:
    if who.role is not Role.VOLUNTEER:
        return True
    named = bool(who.township and who.village) and person.side is Side.FAMILY
    return named and (person.township, person.village) == (who.township, who.village)
