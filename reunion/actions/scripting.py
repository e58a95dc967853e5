"""What the host reads through a show, and who comes to which camera."""

from reunion.actions.exporting import GATHER_MS, Cast, Reader, card_at, casts, members, notes_on
from reunion.actions.ports import Store
from reunion.domain.access import may_see
from reunion.domain.instants import Instant
from reunion.domain.lists import Guest, Script, ScriptRow
from reunion.domain.people import Gathering, Registration, Side
from reunion.domain.rundown import PARKED, Item


async def scripts(store: Store, gathering: Gathering, show: str = "") -> tuple[Script, ...]:
    """Every published show, or one, without what is skipped or missed."""
    return tuple(
        Script(
            cast.head.title,
            cast.head.stage,
            tuple(
                ScriptRow(item.planned, item.seconds, card_at(cast, key), notes_on(cast, key), barred)
                for key in cast.show.order
                if (item := cast.show.items[key]).state not in PARKED
                for barred in (key in cast.show.barred,)
            ),
        )
        for cast in await casts(store, gathering, show)
    )


async def guests(
    store: Store, gathering: Gathering, reader: Reader, site: str, show: str = ""
) -> tuple[Guest, ...]:
    """Everybody who comes to a camera, in the order of the shows; `site` is the address of our pages."""
    towns = {town.code: town.name for town in gathering.home.townships}
    return tuple(
        _guest(cast, item, person, towns.get(person.township, ""), f"{site}/staff/{gathering.id}/door")
        for cast in await casts(store, gathering, show)
        for key in cast.show.order
        if (item := cast.show.items[key]).pair in cast.pairs
        for side in Side
        for person in members(cast, item.pair, side)
        if may_see(reader, person)
    )


def _guest(cast: Cast, item: Item, person: Registration, township: str, door: str) -> Guest:
    others = members(cast, item.pair, person.side.other)
    home = f"{township} {person.village}".strip()
    return Guest(
        number=person.number,
        side=person.side,
        name=person.name,
        where=home if person.side is Side.FAMILY else person.place,
        show=cast.head.title,
        gather=Instant(item.planned - GATHER_MS),
        start=item.planned,
        persons=person.persons,
        other="、".join(dict.fromkeys(other.name for other in others)),
        address=f"{door}/{person.id}",
    )
