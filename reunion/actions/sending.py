"""Sending what families are told to a gateway for text messages, again and again until somebody takes it.

A word that is too old is worse than none: it is dropped.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from reunion.actions.ports import Carrier, Clock, Fate, Message, Store, Unreached
from reunion.actions.ports.outbox import LOST
from reunion.actions.running import Stage, Stages
from reunion.actions.surveying import members
from reunion.domain.calls import TIMINGS, Call
from reunion.domain.instants import MINUTE, SECOND, Instant
from reunion.domain.people import Gathering, Registration, Standing
from reunion.domain.readiness import THERE, Ready
from reunion.domain.rundown import AHEAD, Show, Why

AT_ONCE: Final = 20
"""Messages looked at in one round."""
AGAIN_MS: Final = (5 * SECOND, 15 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE)
"""Until the next try after the first one, the second …; then every five minutes."""
WORTH_MS: Final = 10 * MINUTE
"""So long a new time is worth sending; one from a plan until it comes, a call until it would be red."""
_BY_PLAN: Final = frozenset({Why.PLACED.value, Why.PLANNED.value, LOST})


@dataclass(slots=True)
class Sending:
    """Empties the outbox through a carrier; without one everything is dropped when it is too old."""

    store: Store
    stages: Stages
    clock: Clock
    carrier: Carrier | None = None

    async def look(self) -> None:
        """Try every message that is due."""
        now = self.clock()
        for message in await self.store.outbox.due(now, limit=AT_ONCE):
            if now - message.at > worth_ms(message):
                await self.store.outbox.settle(message, Fate.DROPPED)
            elif self.carrier is None:
                again = Instant(message.at + worth_ms(message) + 1)
                await self.store.outbox.settle(message, Fate.WAITING, again=again)
            else:
                await self._try(self.carrier, message, now)

    async def _try(self, carrier: Carrier, message: Message, now: Instant) -> None:
        gathering, phones = await self._to_whom(message)
        if gathering is None or not phones:
            await self.store.outbox.settle(message, Fate.DROPPED)
        elif await carrier.carry(message, gathering, phones):
            await self.store.outbox.settle(message, Fate.SENT)
        else:
            wait = AGAIN_MS[min(message.tries, len(AGAIN_MS) - 1)]
            last = message.at + worth_ms(message) + 1
            again = Instant(min(now + wait, last))
            await self.store.outbox.settle(message, Fate.WAITING, again=again)

    async def _to_whom(self, message: Message) -> tuple[Gathering | None, tuple[str, ...]]:
        """The gathering, and the numbers of that side; none when everybody of it has left."""
        stage = await self.stages.get(message.show)
        if stage is None or stage.show.run != message.run:
            return None, ()
        gathering = await self.store.gatherings.get(stage.loaded.head.gathering)
        people = await self.store.registrations.many(await self._people(message, stage))
        mine = [one for one in people.values() if _reached(one, message)]
        phones = tuple(dict.fromkeys(phone for one in mine for phone in one.phones[:1]))
        return gathering, phones

    async def _people(self, message: Message, stage: Stage) -> tuple[str, ...]:
        if message.kind != LOST:
            card = stage.loaded.rundown.cards.get(message.item)
            return card.people if card else ()
        pairs = await self.store.pairs.many(stage.loaded.head.gathering, [message.item])
        return tuple(members(pairs))


def _reached(person: Registration, message: Message) -> bool:
    return person.side is message.side and person.standing is Standing.ACTIVE


def to_ring(show: Show, unreached: Iterable[Unreached]) -> int:
    """Of those whom no message reached, whom somebody has to tell: still to come, not there and not heard from since.

    Whoever lost a time has to be told as well, unless the pair has another one by now.
    """
    return sum(_waits_for_word(show, one) for one in unreached)


def _waits_for_word(show: Show, one: Unreached) -> bool:
    if one.item not in show.items:
        return all(one.item != row.pair for row in show.items.values())
    ready, mark = show.side(one.item, one.side)
    heard = mark is not None and mark.heard is not None and mark.heard >= one.at
    known = heard or ready in THERE or ready is Ready.NO_SHOW
    return show.items[one.item].state in AHEAD and not known


def worth_ms(message: Message) -> int:
    """For how long a message says something that still helps."""
    if message.kind == "call":
        return TIMINGS[Call(message.what)].red
    return max(WORTH_MS, message.start - message.at) if message.what in _BY_PLAN else WORTH_MS
