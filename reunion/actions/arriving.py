"""Checking people in at the door of a studio or a village hall: who comes next, who this is, that they are here."""

import secrets
from collections.abc import AsyncIterator, Container, Iterable
from dataclasses import dataclass
from typing import Final

from reunion.actions.ports import Clock, Deed, Search, Store
from reunion.actions.running import Stage, Stages
from reunion.actions.spotchecking import day_of
from reunion.domain.access import Identity, Role, may_see
from reunion.domain.commands import MarkReady
from reunion.domain.instants import Instant
from reunion.domain.people import Registration, Side, Standing
from reunion.domain.readiness import THERE, Ready
from reunion.domain.refusal import Refused
from reunion.domain.rundown import PARKED, Kind, Phase, State
from reunion.domain.show import apply
from reunion.domain.timing import as_listed, project

NEXT: Final = 30
"""Parties on the list of those who come next."""
FOUND: Final = 10


@dataclass(frozen=True, slots=True)
class Evening:
    """The day of a show, and whether a door lets people in for it."""

    day: str
    due: bool
    """It is that day at the gathering, or the show runs."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The slot of a party that comes to a door."""

    show: str
    item: str
    side: Side
    start: Instant
    """Expected, or planned where nothing is expected of it any more."""
    people: tuple[Registration, ...]
    """As far as whoever minds the door may see them."""
    others: tuple[str, ...]
    """Names of whom they meet."""
    ready: Ready
    evening: Evening

    @property
    def there(self) -> bool:
        """Whether they have been checked in."""
        return self.ready in THERE


async def whom(store: Store, who: Identity, gathering: str, registration: str) -> Registration | None:
    """Whose code was read; None where there is nobody such for this identity."""
    person = await store.registrations.get(registration)
    if person is None or person.gathering != gathering or person.standing is not Standing.ACTIVE:
        return None
    return person if may_see(who, person) else None


async def find(
    store: Store, who: Identity, gathering: str, words: str, clock: Clock, shown: Container[str] = ()
) -> tuple[Registration, ...]:
    """People by number, name or last digits, as far as this identity may see them; whom it shows is recorded.

    Those who were `shown` by the same search, on a page that is loaded anew, are on record already.
    """
    search = Search(words=words)
    if who.role is Role.VOLUNTEER:
        if not (who.township and who.village):
            return ()
        search = Search(Side.FAMILY, words, who.township, who.village)
    found, _ = await store.registrations.search(gathering, search, limit=FOUND, offset=0)
    new = [person.id for person in found if person.id not in shown]
    if new:
        await store.audit.record(Deed(gathering, who.id, clock(), "door-search", gathering, {"people": new}))
    return found


async def turn_of(
    stages: Stages, store: Store, who: Identity, person: Registration, clock: Clock
) -> Turn | None:
    """The next slot this person sits in, of any show; None while there is none.

    One on another day gives way to one of today, one that is parked to one that is still to come.
    """
    slots, now = [], clock()
    async for stage, evening in _open(store, stages, person.gathering, now):
        expected = project(stage.show, now).expected
        for item, card in stage.loaded.rundown.cards.items():
            row = stage.show.items[item]
            if person.id in card.people and row.state is not State.AIRED:
                start = expected.get(item, row.planned)
                slots.append((not evening.due, row.state in PARKED, start, stage, item, evening))
    if not slots:
        return None
    _, _, start, stage, item, evening = min(slots, key=lambda slot: slot[:3])
    people = await store.registrations.many(stage.loaded.rundown.cards[item].people)
    return _turn(stage, item, person.side, people.values(), start, who, evening)


async def coming(
    store: Store, stages: Stages, gathering: str, who: Identity, clock: Clock
) -> tuple[Turn, ...]:
    """Who is to come through this door next and is not here yet, by the time of their slot.

    Today's; on a day when nobody more is to come, those of the next evening.
    """
    turns, now = [], clock()
    async for stage, evening in _open(store, stages, gathering, now):
        expected = project(stage.show, now).expected
        slots = [item for item in expected if stage.show.items[item].kind is Kind.SLOT]
        cards = stage.loaded.rundown.cards
        people = await store.registrations.many([id_ for item in slots for id_ in cards[item].people])
        for item in slots:
            seated = [people[id_] for id_ in cards[item].people if id_ in people]
            turns += [_turn(stage, item, side, seated, expected[item], who, evening) for side in Side]
    own = [turn for turn in turns if turn.people and not turn.there]
    listed = [turn for turn in own if turn.evening.due]
    if not listed:
        following = min((turn.evening.day for turn in own), default="")
        listed = [turn for turn in own if turn.evening.day == following]
    return tuple(sorted(listed, key=lambda turn: turn.start)[:NEXT])


async def check_in(
    store: Store, stages: Stages, who: Identity, person: Registration, *, clock: Clock
) -> None:
    """Store that this person's party is here, and who said so; raises Refused."""
    turn = await _due(store, stages, who, person, clock)
    # Scanned twice, or ready by now: what is known to be better stays.
    if not turn.there:
        await _mark(store, stages, who, person, turn, "check-in", Ready.WAITING, clock)


async def take_back(
    store: Store, stages: Stages, who: Identity, person: Registration, *, clock: Clock
) -> None:
    """Of a wrong scan: the party is again what it was before; raises Refused once it is something else."""
    turn = await _due(store, stages, who, person, clock)
    if turn.ready is not Ready.WAITING:
        raise Refused("nothing-to-undo")
    before = await before_there(store, turn.show, turn.item, turn.side)
    await _mark(store, stages, who, person, turn, "check-in-undone", before, clock)


async def _due(store: Store, stages: Stages, who: Identity, person: Registration, clock: Clock) -> Turn:
    turn = await turn_of(stages, store, who, person, clock)
    if turn is None:
        raise Refused("unknown-item")
    if not turn.evening.due:
        raise Refused("not-due")
    return turn


async def before_there(store: Store, key: str, item: str, side: Side) -> Ready:
    """What this side of a slot was before it was said to be here; raises Refused."""
    loaded = await store.journal.load(key)
    if loaded is None:
        raise Refused("unknown-item")
    show, before = loaded.rundown.show, Ready.INVITED
    for recorded in loaded.entries:
        (was, _), show = show.side(item, side), apply(show, recorded.entry)
        # Who was lost had been here: by its page, which is no word of whoever stands there.
        if was not in THERE and was is not Ready.LOST:
            before = was
    return before


async def _mark(
    store: Store,
    stages: Stages,
    who: Identity,
    person: Registration,
    turn: Turn,
    action: str,
    says: Ready,
    clock: Clock,
) -> None:
    stage = await stages.get(turn.show)
    if stage is None:
        raise Refused("unknown-item")
    await stage.perform(MarkReady(turn.item, turn.side, says), f"door-{secrets.token_hex(8)}", who.id)
    details = {"show": turn.show, "item": turn.item, "says": says}
    await store.audit.record(Deed(person.gathering, who.id, clock(), action, person.id, details))


async def _open(
    store: Store, stages: Stages, gathering: str, now: Instant
) -> AsyncIterator[tuple[Stage, Evening]]:
    """Every show that runs or is still to begin; one that never began is over with its day."""
    at = await store.gatherings.get(gathering)
    for head in await store.shows.every(gathering) if at else ():
        stage = await stages.get(head.id)
        if at is None or stage is None or stage.show.phase is Phase.ENDED:
            continue
        today = day_of(now, at.zone)
        first, last = day_of(head.planned_start, at.zone), day_of(head.planned_end, at.zone)
        due = stage.show.phase is not Phase.READY or first <= today <= last
        if due or today < first:
            yield stage, Evening(first, due)


def _turn(
    stage: Stage,
    item: str,
    side: Side,
    seated: Iterable[Registration],
    start: Instant,
    who: Identity,
    evening: Evening,
) -> Turn:
    people = sorted(
        (one for one in seated if one.standing is Standing.ACTIVE), key=lambda person: person.number
    )
    ready, _ = stage.show.side(item, side)
    return Turn(
        stage.id,
        item,
        side,
        as_listed(stage.show.items[item].planned, start),
        tuple(person for person in people if person.side is side and may_see(who, person)),
        tuple(dict.fromkeys(person.name for person in people if person.side is side.other)),
        ready,
        evening,
    )
