"""Lists of registrations: counted, searched and sorted in indexes, a page at a time."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from reunion.actions.ports import Order, Search
from reunion.domain.filters import NAME_LEAST, alternatives
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
_DIALLED: Final = 7
"""Digits from which on somebody looks for a whole telephone number."""


class place_in(GenericFunction[int]):  # noqa: N801 - read as a function of SQL
    """Where in a text another one begins, counted from 1; 0 where it does not stand in it."""

    inherit_cache = True


@compiles(place_in)
def _instr(element: place_in, compiler: SQLCompiler, **more: Any) -> str:
    return f"instr{compiler.process(element.clause_expr, **more)}"


@compiles(place_in, "postgresql")
def _strpos(element: place_in, compiler: SQLCompiler, **more: Any) -> str:
    return f"strpos{compiler.process(element.clause_expr, **more)}"


def every_registration(
    connection: Connection, key: str, side: Side | None, seal: Seal
) -> tuple[Registration, ...]:
    """All active ones by number."""
    rows = connection.execute(
        select(registration)
        .where(wanted_registrations(key, Search(side=side), seal))
        .order_by(registration.c.number)
    )
    return tuple(read_registration(row, seal) for row in rows)


def page_of_registrations(
    connection: Connection, key: str, after: int, limit: int, seal: Seal
) -> tuple[Registration, ...]:
    """The next active ones past a number, by number."""
    wanted = and_(wanted_registrations(key, Search(), seal), registration.c.number > after)
    rows = connection.execute(select(registration).where(wanted).order_by(registration.c.number).limit(limit))
    return tuple(read_registration(row, seal) for row in rows)


def search_registrations(
    connection: Connection, key: str, search: Search, limit: int, offset: int, seal: Seal
) -> tuple[tuple[Registration, ...], int]:
    """One page and the number of all."""
    wanted = wanted_registrations(key, search, seal)
    order = _ORDERS[search.order]
    ids_of = select(registration.c.id).order_by(*order)
    if search.words.strip():
        # Words are looked for in every row: once, not once for the page and once for the number of all.
        ids = list(connection.scalars(ids_of.where(wanted)))
        total, ids = len(ids), ids[offset : offset + limit]
    else:
        total = connection.scalar(select(func.count()).where(wanted)) or 0
        # The ids come out of an index alone, in its order; only the rows of this page are read.
        ids = list(connection.scalars(ids_of.where(wanted).limit(limit).offset(offset)))
    found = many_registrations(connection, ids, seal)
    return tuple(found[id_] for id_ in ids), total


def wanted_registrations(key: str, search: Search, seal: Seal) -> ColumnElement[bool]:
    """What a row of the table must be to stand in the list."""
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
        conditions.append(or_(*(_found(key, one, seal) for one in alternatives(words))))
    return and_(*conditions)


def _found(key: str, words: str, seal: Seal) -> ColumnElement[bool]:
    table = registration.c
    if words.isdecimal():
        return _numbered(key, words, seal)
    if not words.isascii():
        named = place_in(table.name, words) > 0  # a third faster than LIKE, and Chinese has no capitals
        # The name of whom somebody asks for is sealed: it is found whole or not at all.
        return or_(named, _indexed(key, seal.wish(words))) if len(words) >= NAME_LEAST else named
    return or_(
        table.name.contains(words, autoescape=True),
        table.initials.startswith(words.lower(), autoescape=True),
        table.invite_code == words.upper(),
    )


def _numbered(key: str, digits: str, seal: Seal) -> ColumnElement[bool]:
    """Whose telephone, or its last digits, registration number or invite code that may be."""
    table = registration.c
    if len(digits) >= _DIALLED:
        return _indexed(key, seal.digest(f"+86{digits}"))
    return or_(
        place_in(table.last4, digits) > 0,
        table.number == int(digits),
        table.invite_code == digits,
        place_in(table.name, digits) > 0,
    )


def _indexed(key: str, digest: bytes) -> ColumnElement[bool]:
    """Whose number, or whom somebody asks for by a whole name, it is."""
    index = phone_index.c
    theirs = and_(index.gathering == key, index.digest == digest)
    return registration.c.id.in_(select(index.registration).where(theirs))
