"""Lists of registrations: counted, searched and sorted in indexes, a page at a time."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import CTE, Boolean, ColumnElement, Connection, Select, and_, false, func, or_, select, union
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from reunion.actions.ports import Order, Search
from reunion.domain.filters import NAME_LEAST
from reunion.domain.people import Registration, Side
from reunion.domain.searches import Part, parts_of, spelt, written
from reunion.storage.people import many_registrations, read_registration
from reunion.storage.sealing import Seal
from reunion.storage.tables import pair_member, phone_index, registration

_ORDERS: Final[Mapping[Order, tuple[ColumnElement[Any], ...]]] = {
    Order.NEWEST: (registration.c.number.desc(),),
    Order.OLDEST: (registration.c.number,),
    Order.NAME: (registration.c.initials, registration.c.name, registration.c.number),
    Order.HOME: (registration.c.township, registration.c.village, registration.c.number),
}
_NUMBER_MOST: Final = 9
"""Digits of a registration's number."""


class place_in(GenericFunction[int]):  # noqa: N801 - read as a function of SQL
    """Where in a text another one begins, counted from 1; 0 where it does not stand in it."""

    inherit_cache = True


@compiles(place_in)
def _instr(element: place_in, compiler: SQLCompiler, **more: Any) -> str:
    return f"instr{compiler.process(element.clause_expr, **more)}"


@compiles(place_in, "postgresql")
def _strpos(element: place_in, compiler: SQLCompiler, **more: Any) -> str:
    return f"strpos{compiler.process(element.clause_expr, **more)}"


class spelt_in(GenericFunction[bool]):  # noqa: N801 - read as a function of SQL
    """Whether a text has these signs side by side, given as [张張][伟偉]: of each one of its forms."""

    type = Boolean()
    inherit_cache = True


@compiles(spelt_in)
def _glob(element: spelt_in, compiler: SQLCompiler, **more: Any) -> str:
    text, forms = (compiler.process(one, **more) for one in element.clauses)
    return f"({text} GLOB '*' || {forms} || '*')"


@compiles(spelt_in, "postgresql")
def _matches(element: spelt_in, compiler: SQLCompiler, **more: Any) -> str:
    text, forms = (compiler.process(one, **more) for one in element.clauses)
    return f"({text} ~ {forms})"


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
        conditions.append(or_(false(), *(_together(key, parts) for parts in found_by(key, words, seal))))
    return and_(*conditions)


def found_by(key: str, words: str, seal: Seal) -> list[list[ColumnElement[bool]]]:
    """Of each alternative what has to be true of a registration or of others beside it."""
    return [[_found(key, part, seal) for part in parts] for parts in parts_of(words)]


def _together(key: str, parts: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    """Whether one of them is true of a row and each of it or of somebody in its pair."""
    if len(parts) == 1:
        return parts[0]
    table = registration.c
    fits = [select(table.id).where(table.gathering == key, part).cte() for part in parts]
    each = (or_(table.id.in_(select(fit.c.id)), table.id.in_(_mates(fit))) for fit in fits)
    # A few of a hundred thousand: they lead, and nobody else is looked at again.
    return and_(table.id.in_(union(*(select(fit.c.id) for fit in fits))), *each)


def _mates(fit: CTE) -> Select[tuple[str]]:
    """Everybody in a pair with one of these."""
    theirs = select(pair_member.c.pair).where(pair_member.c.registration.in_(select(fit.c.id)))
    return select(pair_member.c.registration).where(pair_member.c.pair.in_(theirs))


def _found(key: str, part: Part, seal: Seal) -> ColumnElement[bool]:
    table = registration.c
    if part.number is not None:
        return table.number == part.number
    if part.phone:
        return _indexed(key, seal.digest(part.phone))
    if part.ending:
        return place_in(table.last4, part.ending) > 0
    words = part.text
    if words.isdecimal():
        return _numbered(words)
    if not words.isascii():
        # The name of whom somebody asks for is sealed: it is found whole or not at all.
        wishes = [seal.wish(name) for name in written(words)] if len(words) >= NAME_LEAST else []
        return or_(_named(words), _indexed(key, *wishes)) if wishes else _named(words)
    return or_(
        table.name.contains(words, autoescape=True),
        table.initials.startswith(words.lower(), autoescape=True),
        table.invite_code == words.upper(),
    )


def _named(words: str) -> ColumnElement[bool]:
    forms = spelt(words)
    if words.isalnum() and any(len(form) > 1 for form in forms):
        return spelt_in(registration.c.name, "".join(f"[{form}]" for form in forms))
    return place_in(registration.c.name, words) > 0  # a third faster than LIKE, and Chinese has no capitals


def _numbered(digits: str) -> ColumnElement[bool]:
    """Whose last digits of a telephone, registration number or invite code that may be."""
    table = registration.c
    number = int(digits) if len(digits) <= _NUMBER_MOST else -1  # a longer one would not fit the column
    return or_(
        place_in(table.last4, digits) > 0,
        table.number == number,
        table.invite_code == digits,
        place_in(table.name, digits) > 0,
    )


def _indexed(key: str, *digests: bytes) -> ColumnElement[bool]:
    """Whose number, or whom somebody asks for by a whole name, it is."""
    index = phone_index.c
    theirs = and_(index.gathering == key, index.digest.in_(digests))
    return registration.c.id.in_(select(index.registration).where(theirs))
