"""Filters that accounts keep: plain functions over a connection. All of one is sealed, for its words may be a name."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, update

from reunion.actions.ports import Conflict
from reunion.domain.filters import MOST, NAME_LEAST, SavedFilter
from reunion.domain.instants import Instant
from reunion.domain.people import Registration, Standing
from reunion.storage.database import Database
from reunion.storage.people import many_registrations
from reunion.storage.sealing import Seal
from reunion.storage.tables import phone_index, registration, saved_filter


@dataclass(frozen=True, slots=True)
class Filters:
    """See ports.Filters."""

    db: Database
    seal: Seal

    async def of(self, staff: str, gathering: str) -> tuple[SavedFilter, ...]:
        return await self.db.read(filters_of, staff, gathering, self.seal)

    async def put(self, saved: SavedFilter, *, at: Instant) -> None:
        await self.db.write(put_filter, saved, at, self.seal)

    async def drop(self, staff: str, saved: str) -> None:
        await self.db.write(drop_filter, staff, saved)

    async def drop_all(self, gathering: str) -> None:
        await self.db.write(drop_filters, gathering)


def filters_of(connection: Connection, staff: str, gathering: str, seal: Seal) -> tuple[SavedFilter, ...]:
    """Of one account in one gathering, the oldest first."""
    mine = and_(saved_filter.c.staff == staff, saved_filter.c.gathering == gathering)
    return _filters(connection, mine, seal)


def put_filter(connection: Connection, saved: SavedFilter, at: Instant, seal: Seal) -> None:
    """Store one; another of the same name gives way. Raises Conflict when there are too many."""
    stand = filters_of(connection, saved.staff, saved.gathering, seal)
    for one in stand:
        if one.title == saved.title:
            drop_filter(connection, one.staff, one.id)
    if sum(one.title != saved.title for one in stand) >= MOST:
        raise Conflict
    keys = {"id": saved.id, "staff": saved.staff, "gathering": saved.gathering, "at": at}
    connection.execute(insert(saved_filter).values(sealed=_sealed(saved, seal), **keys))


def drop_filter(connection: Connection, staff: str, saved: str) -> None:
    """Forget one of an account's own."""
    mine = and_(saved_filter.c.staff == staff, saved_filter.c.id == saved)
    connection.execute(delete(saved_filter).where(mine))


def drop_filters(connection: Connection, gathering: str) -> None:
    """Forget those of every account in one gathering."""
    connection.execute(delete(saved_filter).where(saved_filter.c.gathering == gathering))


def forget_in_filters(connection: Connection, person: Registration, seal: Seal) -> None:
    """Take away those that say the name or number of somebody who withdraws."""
    for one in _filters(connection, saved_filter.c.gathering == person.gathering, seal):
        if one.tells_of(person):
            drop_filter(connection, one.staff, one.id)


def correct_in_filters(connection: Connection, before: Registration, after: Registration, seal: Seal) -> None:
    """Let those that say a corrected name say the new one, and take away those that say a number that is no more."""
    if (before.name, before.phones) == (after.name, after.phones):
        return
    kept = _filters(connection, saved_filter.c.gathering == after.gathering, seal)
    telling = [one for one in kept if one.tells_of(before)]
    others = _others(connection, before, seal) if telling else ()
    asked_for = bool(telling) and _asked_for(connection, before, seal)
    for one in telling:
        now = one.corrected(before, after, others, asked_for=asked_for)
        if now is None:
            drop_filter(connection, one.staff, one.id)
        elif now != one:
            mine = saved_filter.c.id == one.id
            connection.execute(update(saved_filter).where(mine).values(sealed=_sealed(now, seal)))


def _others(connection: Connection, person: Registration, seal: Seal) -> Collection[Registration]:
    """Whom else a filter may mean by this name, or by the end of one of these numbers."""
    alike = [registration.c.last4.contains(phone[-4:]) for phone in person.phones]
    if len(person.name) >= NAME_LEAST:
        alike.append(registration.c.name.contains(person.name, autoescape=True))
    mine = and_(
        registration.c.gathering == person.gathering,
        registration.c.standing == Standing.ACTIVE.value,
        registration.c.id != person.id,
        or_(False, *alike),
    )
    ids = connection.scalars(select(registration.c.id).where(mine)).all()
    return many_registrations(connection, ids, seal).values()


def _asked_for(connection: Connection, person: Registration, seal: Seal) -> bool:
    """Whether anybody asks for them by this name."""
    theirs = and_(phone_index.c.gathering == person.gathering, phone_index.c.digest == seal.wish(person.name))
    return connection.scalar(select(phone_index.c.registration).where(theirs).limit(1)) is not None


def _sealed(saved: SavedFilter, seal: Seal) -> bytes:
    return seal.close({"title": saved.title, "fields": dict(saved.fields), "words": saved.words})


def _filters(connection: Connection, wanted: ColumnElement[bool], seal: Seal) -> tuple[SavedFilter, ...]:
    rows = connection.execute(
        select(saved_filter).where(wanted).order_by(saved_filter.c.at, saved_filter.c.id)
    )
    return tuple(SavedFilter(row.id, row.staff, row.gathering, **seal.open(row.sealed)) for row in rows)
