"""Lists of registrations: counted, searched and sorted in one index, a page at a time."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from reunion.actions.ports import Order, Search
from reunion.domain.people import Registration, Side
from reunion.storage.people import many_registrations, read_registration
from reunion.storage.sealing import Seal
from reunion.storage.tables import pair_member, phone_index, registration

_ORDERS: Final[Mapping[Order, tuple[ColumnElement[Any], ...]]] = {
    Order.NEWEST: (registration.c.number.desc(),),
    Order.OLDEST: (registration.c.number,),
    Order.NAME: (registration.c.initials, registration.c.name, registration.c.number),
    Order.HOME: (registration.c.township, registration.c.village, registration.c.number),
}


def every_registration(
    connection: Connection, key: str, side: Side | None, seal: Seal
) -> tuple[Registration, ...]:
    """All active ones by number."""
    rows = connection.execute(
        select(registration).where(_wanted(key, Search(side=side), seal)).order_by(registration.c.number)
    )
    return tuple(read_registration(row, seal) for row in rows)


def page_of_registrations(
    connection: Connection, key: str, after: int, limit: int, seal: Seal
) -> tuple[Registration, ...]:
    """The next active ones past a number, by number."""
    wanted = and_(_wanted(key, Search(), seal), registration.c.number > after)
    rows = connection.execute(select(registration).where(wanted).order_by(registration.c.number).limit(limit))
    return tuple(read_registration(row, seal) for row in rows)


def search_registrations(
    connection: Connection, key: str, search: Search, limit: int, offset: int, seal: Seal
) -> tuple[tuple[Registration, ...], int]:
    """One page and the number of all."""
    wanted = _wanted(key, search, seal)
    total = connection.scalar(select(func.count()).select_from(registration).where(wanted)) or 0
    # The ids come out of the index alone; only the rows of this page are read.
    page = select(registration.c.id).where(wanted).order_by(*_ORDERS[search.order])
    ids = list(connection.scalars(page.limit(limit).offset(offset)))
    found = many_registrations(connection, ids, seal)
    return tuple(found[id_] for id_ in ids), total


def _wanted(key: str, search: Search, seal: Seal) -> ColumnElement[bool]:
    table = registration.c
    conditions: list[ColumnElement[bool]] = [table.gathering == key]
    for column, value in (
        (table.side, search.side and search.side.value),
        (table.standing, search.standing and search.standing.value),
        (table.township, search.township),
        (table.village, search.village),
        (table.helper, search.helper),
        (table.source, search.source and search.source.value),
    ):
        if value:
            conditions.append(column == value)
    if search.unconsented:
        conditions.append(table.on_air.is_(False))
    if search.unpaired:
        conditions.append(table.id.not_in(select(pair_member.c.registration)))
    words = search.words.strip()
    if words:
        conditions.append(_found(words, seal))
    return and_(*conditions)


def _found(words: str, seal: Seal) -> ColumnElement[bool]:
    table = registration.c
    ways: list[ColumnElement[bool]] = [table.name.contains(words, autoescape=True)]
    if words.isascii():
        ways.append(table.initials.startswith(words.lower(), autoescape=True))
        ways.append(table.invite_code == words.upper())
    if words.isdecimal():
        ways.append(table.last4.contains(words, autoescape=True))
        if len(words) < 10:  # a longer number is no registration number and would not fit the column
            ways.append(table.number == int(words))
        ways.append(
            table.id.in_(
                select(phone_index.c.registration).where(phone_index.c.digest == seal.digest(f"+86{words}"))
            )
        )
    return or_(*ways)
