"""The lists that offices need, as values: names and telephones only as far as the reader's role may see them."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reunion.actions.arranging import current_show
from reunion.actions.ports import Clock, Deed, Loaded, Store
from reunion.domain.access import PLANNERS, Identity, Role, may_see
from reunion.domain.cards import Card, CardSide
from reunion.domain.consent import Purpose
from reunion.domain.doubles import folded
from reunion.domain.faults import Say
from reunion.domain.instants import MINUTE, Instant
from reunion.domain.lists import (
    Call,
    CallSheet,
    Contact,
    ContactList,
    Cover,
    End,
    RundownList,
    RundownRow,
)
from reunion.domain.people import Gathering, Pair, Registration, Side
from reunion.domain.phones import local
from reunion.domain.phones import mask as mask_phone
from reunion.domain.plans import ShowHead
from reunion.domain.rundown import PARKED, Item, Show, State
from reunion.domain.stamps import SEVERAL, cells_of, stamp

GATHER_MS: Final = 20 * MINUTE
"""How long before its slot a family is to be before the camera."""
PHONES_SHOWN: Final = 2
"""Of each side, in one cell of a rundown."""
PURPOSES: Final[Mapping[Purpose, str]] = {
    Purpose.STORE: "store",
    Purpose.ON_AIR: "being on air",
    Purpose.RECORDING: "recording",
    Purpose.SHARE: "share the number",
}


WITH_PHONES: Final = frozenset({"rundown", "callsheets", "contacts", "messages"})
"""Lists in which telephones stand, for whoever may see them."""
WITHOUT_PHONES: Final = "ics"
"""The form of a rundown that has none."""


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a list is made."""

    role: Role
    id: str
    name: str
    township: str = ""
    village: str = ""
    """A volunteer sees this village only."""
    masked: bool = False
    """Asked for without telephones."""

    @property
    def phones(self) -> bool:
        """Whether telephones are written out; media staff and hosts get them masked."""
        return not self.masked and (self.role in PLANNERS or self.role is Role.VOLUNTEER)


@dataclass(frozen=True, slots=True)
class Cast:
    """One published show with the people behind its pairs."""

    head: ShowHead
    loaded: Loaded
    show: Show
    pairs: Mapping[str, Pair]
    people: Mapping[str, Registration]


def reader_of(identity: Identity, name: str) -> Reader:
    """The reader that an identity is."""
    return Reader(identity.role, identity.id, name, identity.township, identity.village)


def cover_of(gathering: Gathering, reader: Reader, now: Instant) -> Cover:
    """What stands above and below every list of the gathering."""
    home, made_by = gathering.home.name, reader.name
    return Cover(home, gathering.title, gathering.zone, made_by, now, gathering.organisers)


async def rundowns(
    store: Store, gathering: Gathering, reader: Reader, show: str = ""
) -> tuple[RundownList, ...]:
    """Every published show, or one, its items in the order in which they stand now."""
    return tuple(
        RundownList(
            cast.head.id,
            cast.head.title,
            cast.head.stage,
            tuple(_row(cast, cast.show.items[key], reader) for key in cast.show.order),
        )
        for cast in await casts(store, gathering, show)
    )


async def callsheets(
    store: Store, gathering: Gathering, reader: Reader, say: Say, show: str = ""
) -> tuple[CallSheet, ...]:
    """One for each village with a family still to come, by township and village."""
    calls: dict[tuple[str, str], list[Call]] = {}
    for cast in await casts(store, gathering, show):
        for key in cast.show.order:
            item = cast.show.items[key]
            if item.pair not in cast.pairs or item.state is State.AIRED:
                continue
            for family in members(cast, item.pair, Side.FAMILY):
                if may_see(reader, family):
                    place = (family.township, family.village)
                    calls.setdefault(place, []).append(_call(cast, item, family, reader, say))
    names = {town.code: town.name for town in gathering.home.townships}
    return tuple(
        CallSheet(
            names.get(township, ""),
            village,
            tuple(sorted(rows, key=lambda call: call.start)),
            gathering.contact,
        )
        for (township, village), rows in sorted(calls.items())
    )


async def contacts(store: Store, gathering: Gathering, reader: Reader, say: Say) -> tuple[ContactList, ...]:
    """Everybody who is registered, by number; who registered twice stands there once."""
    everybody = await store.registrations.every(gathering.id)
    doubles = await store.doubles.every(gathering.id)

    def listed() -> ContactList:
        seen = [person for person in everybody if may_see(reader, person)]
        return contacts_of(folded(seen, doubles), gathering, reader, say)

    # A hundred thousand stamps take seconds: the pages go on beside it.
    return (await asyncio.to_thread(listed),)


def contacts_of(
    people: Iterable[Registration], gathering: Gathering, reader: Reader, say: Say
) -> ContactList:
    """The contact list of these people, in this order."""
    names = {town.code: town.name for town in gathering.home.townships}
    return ContactList(tuple(_contact(person, reader, names, say) for person in people))


async def record_export(
    store: Store, gathering: str, kind: str, format_: str, reader: Reader, *, rows: int, clock: Clock
) -> None:
    """Who took which list; to be called before the list is given out."""
    phones = reader.phones and kind in WITH_PHONES and format_ != WITHOUT_PHONES
    details = {"format": format_, "rows": rows, "phones": phones}
    await store.audit.record(Deed(gathering, reader.id, clock(), "export", kind, details))


async def casts(store: Store, gathering: Gathering, show: str = "") -> list[Cast]:
    """Every published show, or one, as its current run stands."""
    pairs = {pair.id: pair for pair in await store.pairs.every(gathering.id)}
    everybody = await store.registrations.every(gathering.id)
    doubles = await store.doubles.every(gathering.id)
    people = {person.id: person for person in await asyncio.to_thread(folded, everybody, doubles)}
    found = []
    for head in await store.shows.every(gathering.id):
        loaded = await store.journal.load(head.id) if show in ("", head.id) else None
        current = await current_show(store, head.id) if loaded else None
        if loaded is not None and current is not None:
            found.append(Cast(head, loaded, current, pairs, people))
    return found


def card_at(cast: Cast, item: str) -> Card:
    """The cue card of an item, with the title of an inserted segment."""
    card = cast.loaded.rundown.cards.get(item, Card())
    return card if card.title else replace(card, title=cast.loaded.texts.get(item, ""))


def notes_on(cast: Cast, item: str) -> str:
    """What the desk remarked on an item; who withdrew took the words along."""
    texts = cast.loaded.texts
    return "；".join(texts[note] for note in cast.show.notes.get(item, ()) if note in texts)


def members(cast: Cast, pair: str, side: Side) -> list[Registration]:
    """Who sits on one side of a pair, by number."""
    found = cast.pairs.get(pair)
    if found is None:
        return []
    party = found.worker if side is Side.WORKER else found.family
    people = [cast.people[id_] for id_ in party.registrations if id_ in cast.people]
    return sorted(people, key=lambda person: person.number)


def _row(cast: Cast, item: Item, reader: Reader) -> RundownRow:
    card = card_at(cast, item.id)
    families, workers = (_seated(cast, item, card, side) for side in (Side.FAMILY, Side.WORKER))
    return RundownRow(
        id=item.id,
        start=item.planned,
        seconds=item.seconds,
        title=card.title,
        worker=_end(card.worker, workers, reader),
        family=_end(card.family, families, reader),
        township=card.family.township if card.family else "",
        village=next((family.village for family in families if family.village), ""),
        persons=card.worker.persons + card.family.persons if card.worker and card.family else 0,
        dialect=card.family.dialect if card.family else "",
        message=card.worker.message if card.worker else "",
        note=notes_on(cast, item.id),
        cancelled=item.state in PARKED,
        barred=item.id in cast.show.barred,
        owners=(_owner(workers), _owner(families)),
    )


def _seated(cast: Cast, item: Item, card: Card, side: Side) -> list[Registration]:
    """Who sits on one side of a slot; of a pair that was parted since, whoever its card was made of."""
    if item.pair in cast.pairs:
        return members(cast, item.pair, side)
    people = [cast.people[id_] for id_ in card.people if id_ in cast.people]
    return [person for person in people if person.side is side]


def _owner(people: Sequence[Registration]) -> str:
    """Whose cells a side's are; nobody's once they withdrew."""
    if not people:
        return ""
    several = len(people) > 1 or len(people[0].phones) > PHONES_SHOWN
    return people[0].id + SEVERAL * several


def _end(side: CardSide | None, people: Sequence[Registration], reader: Reader) -> End | None:
    if side is None:
        return None
    return End(side.name, _phone(people, reader), side.place or side.town, side.relation)


def _phone(people: Iterable[Registration], reader: Reader) -> str:
    numbers = list(dict.fromkeys(number for person in people for number in person.phones))
    return "、".join(
        local(number) if reader.phones else mask_phone(number) for number in numbers[:PHONES_SHOWN]
    )


def _call(cast: Cast, item: Item, family: Registration, reader: Reader, say: Say) -> Call:
    card = card_at(cast, item.id)
    worker = card.worker or CardSide("")
    relation = card.family.relation if card.family else ""
    return Call(
        gather=Instant(item.planned - GATHER_MS),
        start=item.planned,
        show=cast.head.title,
        family=End(family.name, _phone([family], reader), family.place, relation),
        worker=End(worker.name, _phone(members(cast, item.pair, Side.WORKER), reader), worker.town),
        group=family.group,
        persons=family.persons,
        note=say("not agreed to be on air yet") if item.id in cast.show.barred else "",
    )


def _contact(person: Registration, reader: Reader, townships: Mapping[str, str], say: Say) -> Contact:
    agreed = [say(words) for purpose, words in PURPOSES.items() if person.consent.to(purpose)]
    others = [
        f"{one.name}({one.relation})" if one.relation else one.name for one in person.others if one.name
    ]
    cells = cells_of(person, townships, phones=reader.phones)
    return Contact(
        number=person.number,
        side=person.side,
        name=cells["name"],
        phone=cells["phone"],
        township=cells["township"],
        village=cells["village"],
        place=cells["place"],
        persons=person.persons,
        stamp=stamp(person.id, cells),
        others="、".join(others),
        code=person.invite_code,
        consent="、".join(agreed) or say("not asked yet"),
    )
