"""Whom a volunteer must fetch now: the families of the village whose turn comes within the hour, by their time."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Final

from reunion.actions.arriving import before_there
from reunion.actions.contacting import Contact, contacts_of
from reunion.actions.ports import Clock, Store
from reunion.actions.running import Stage, Stages
from reunion.domain.access import Identity, sees_village
from reunion.domain.calls import HORIZON_MS, silent
from reunion.domain.commands import MarkReady
from reunion.domain.instants import Instant
from reunion.domain.people import Side
from reunion.domain.readiness import THERE, Ready
from reunion.domain.refusal import Refused
from reunion.domain.rundown import AHEAD, Kind, Phase
from reunion.domain.timing import as_listed, project

MARKS: Final = frozenset({Ready.CONFIRMED, Ready.WAITING, Ready.READY, Ready.NO_SHOW})
"""What a volunteer may say of a family: it will come, it is here, it sits there and all works, it cannot come."""


class OtherPair(Exception):
    """What was said is about people whose turn this is no more; nothing was stored."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """One family to fetch."""

    show: str
    item: str
    pair: str
    """Whose turn it is, as `pair_of` says it."""
    start: Instant
    """Expected."""
    people: tuple[Contact, ...]
    worker: str
    ready: Ready
    since: Instant | None
    watched: bool
    """It said so itself, from a page that is open."""
    alarm: str
    """`red`, `amber` or empty: how long it has not answered a call."""

    @property
    def there(self) -> bool:
        """Whether nobody has to go."""
        return self.ready in THERE


def pair_of(stage: Stage, item: str) -> str:
    """A word for the people of a slot, another one once others take it over; empty where there is no slot."""
    card = stage.loaded.rundown.cards.get(item)
    # No page is told the ids themselves.
    return hashlib.sha256(" ".join(card.people).encode()).hexdigest()[:12] if card else ""


def same_pair(said: str, now: str) -> None:
    """Raise OtherPair where something was said of others; a page that names no pair speaks of whoever it is."""
    if said not in {"", now}:
        raise OtherPair


async def to_fetch(
    store: Store, stages: Stages, gathering: str, who: Identity, clock: Clock
) -> tuple[Fetch, ...]:
    """The families of this volunteer's village, or of all for others, by their expected time."""
    found, now = [], clock()
    for head in await store.shows.every(gathering):
        stage = await stages.get(head.id)
        if stage is None or stage.show.phase is Phase.ENDED:
            continue
        for item, start in project(stage.show, now).expected.items():
            slot = stage.show.items[item].kind is Kind.SLOT and stage.show.items[item].state in AHEAD
            if slot and start - now <= HORIZON_MS:
                found.append(await _fetch(store, stage, item, start, who, now))
    return tuple(sorted((one for one in found if one is not None), key=lambda one: one.start))


async def mark(
    store: Store,
    stages: Stages,
    who: Identity,
    gathering: str,
    show: str,
    item: str,
    state: Ready,
    press: str = "",
    pair: str = "",
) -> None:
    """Store what a volunteer says of a family of the own village; raises Refused, or OtherPair where it is not `pair`.

    A `press` that comes again, from a page that does not know whether it arrived, is stored once.
    """
    if state not in MARKS:
        raise Refused("malformed")
    stage = await _stage(store, stages, who, gathering, show, item, pair)
    if state is Ready.CONFIRMED and stage.show.side(item, Side.FAMILY)[0] is not Ready.NO_SHOW:
        # Said on a page from before somebody saw them: it takes back nothing but "cannot come".
        return
    await stage.perform(MarkReady(item, Side.FAMILY, state), _command(press), who.id)


async def take_back(
    store: Store,
    stages: Stages,
    who: Identity,
    gathering: str,
    show: str,
    item: str,
    seen: Ready,
    press: str = "",
    pair: str = "",
) -> None:
    """A family that was marked as here by mistake is what it was before; raises Refused, or OtherPair.

    `seen` is how it stood on the page: stands it otherwise by now, or says so itself, nothing changes.
    """
    before = await before_there(store, show, item, Side.FAMILY)
    stage = await _stage(store, stages, who, gathering, show, item, pair)
    ready, known = stage.show.side(item, Side.FAMILY)
    if ready is not seen or ready not in THERE or (known is not None and known.watched):
        return
    await stage.perform(MarkReady(item, Side.FAMILY, before), _command(press), who.id)


def _command(press: str) -> str:
    return f"fetch-{press or secrets.token_hex(8)}"


async def _stage(
    store: Store, stages: Stages, who: Identity, gathering: str, show: str, item: str, pair: str
) -> Stage:
    """The show, where this family is one that `who` sees; raises Refused and OtherPair."""
    stage = await stages.get(show)
    if stage is None or stage.loaded.head.gathering != gathering:
        raise Refused("unknown-item")
    contacts = await contacts_of(store, stage, item)
    same_pair(pair, pair_of(stage, item))
    if not _own(contacts[Side.FAMILY], who):
        raise Refused("unknown-item")
    return stage


async def _fetch(
    store: Store, stage: Stage, item: str, start: Instant, who: Identity, now: Instant
) -> Fetch | None:
    contacts = await contacts_of(store, stage, item)
    families = _own(contacts[Side.FAMILY], who)
    if not families:
        return None
    ready, known = stage.show.side(item, Side.FAMILY)
    silence = silent(stage.show.heard(item, Side.FAMILY), ready, known)
    amber, red = silence or (None, None)
    return Fetch(
        stage.id,
        item,
        pair_of(stage, item),
        as_listed(stage.show.items[item].planned, start),
        families,
        "、".join(dict.fromkeys(one.name for one in contacts[Side.WORKER])),
        ready,
        known.since if known else None,
        known is not None and known.watched,
        "red" if red is not None and now >= red else "amber" if amber is not None and now >= amber else "",
    )


def _own(people: tuple[Contact, ...], who: Identity) -> tuple[Contact, ...]:
    return tuple(one for one in people if sees_village(who, one.township, one.village))
