"""Gatherings and their numbers: plain functions over a connection, and the port that hands them to the database."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sqlalchemy import Connection, Text, bindparam, case, delete, func, insert, select, type_coerce, update

from reunion.actions.ports import Conflict, Deed, Inhabited
from reunion.domain.instants import Instant
from reunion.domain.people import TELL_AFTER, Gathering, Side, Standing
from reunion.domain.plans import MatchStanding
from reunion.domain.threads import Counted
from reunion.storage import records
from reunion.storage.audits import record_deed
from reunion.storage.compiled import Compiled
from reunion.storage.database import Database
from reunion.storage.tables import gathering, match, pair, registration, show, staff

_COLUMNS: Final = (
    gathering.c.id,
    gathering.c.title,
    gathering.c.zone,
    type_coerce(gathering.c.details, Text),
    gathering.c.keep_until,
)
_EVERY: Final = Compiled(select(*_COLUMNS).order_by(gathering.c.id))
_GET: Final = Compiled(select(*_COLUMNS).where(gathering.c.id == bindparam("of")))
READ_MOST: Final = 64
"""Gatherings that are kept as they were read; each holds the hundreds of villages of its home."""


@dataclass(frozen=True, slots=True)
class Gatherings:
    """See ports.Gatherings."""

    db: Database

    async def every(self) -> tuple[Gathering, ...]:
        return await self.db.read(every_gathering)

    async def get(self, gathering: str) -> Gathering | None:
        return await self.db.glance(get_gathering, gathering)

    async def put(self, gathering: Gathering) -> None:
        await self.db.write(put_gathering, gathering)

    async def change(self, before: Gathering, after: Gathering) -> None:
        await self.db.write(change_gathering, before, after)

    async def delete(self, before: Gathering, deed: Deed) -> None:
        await self.db.write(delete_gathering, before, deed)

    async def counts(self, gathering: str) -> Mapping[str, int]:
        return await self.db.read(counts, gathering)

    async def joined(self, gathering: str) -> tuple[Counted, ...]:
        return await self.db.read(joined, gathering)


def every_gathering(connection: Connection) -> tuple[Gathering, ...]:
    """All gatherings, by id."""
    return tuple(_gathering(*row) for row in _EVERY.run(connection, {}))


def get_gathering(connection: Connection, key: str) -> Gathering | None:
    """One, or None."""
    return next((_gathering(*row) for row in _GET.run(connection, {"of": key})), None)


def put_gathering(connection: Connection, value: Gathering) -> None:
    """Insert or update; the counter of registrations stays."""
    columns = {
        "title": value.title,
        "zone": value.zone,
        "keep_until": value.keep_until,
        "details": {
            "home": records.home_out(value.home),
            "away": value.away,
            "organisers": list(value.organisers),
            "contact": value.contact,
            "story": value.story,
            "tell_after": value.tell_after,
            "priorities": records.priorities_out(value.priorities),
            "sample": value.sample,
        },
    }
    changed = connection.execute(update(gathering).where(gathering.c.id == value.id).values(**columns))
    if changed.rowcount == 0:
        connection.execute(insert(gathering).values(id=value.id, numbers=0, **columns))


def change_gathering(connection: Connection, before: Gathering, after: Gathering) -> None:
    """Store it as `after` while it stands as `before`; raises Conflict."""
    _stands(connection, before)
    put_gathering(connection, after)


def delete_gathering(connection: Connection, before: Gathering, deed: Deed) -> None:
    """Take it and all that hangs on it away while it stands as `before`, nobody in it; raises Conflict, Inhabited."""
    _stands(connection, before)
    mine = registration.c.gathering == before.id, registration.c.standing == Standing.ACTIVE
    if connection.scalar(select(func.count()).where(*mine)):
        raise Inhabited
    # an account names its gathering in a column that is empty for an administrator, so it goes with it by hand
    connection.execute(delete(staff).where(staff.c.gathering == before.id))
    connection.execute(delete(gathering).where(gathering.c.id == before.id))
    record_deed(connection, deed)


def _stands(connection: Connection, before: Gathering) -> None:
    row = connection.execute(select(*_COLUMNS).where(gathering.c.id == before.id).with_for_update()).first()
    if row is None or _gathering(*row) != before:
        raise Conflict


def counts(connection: Connection, key: str) -> Mapping[str, int]:
    """The numbers of the overview."""
    # In one pass through an index, in its order: the rows are not read, and nothing is sorted.
    standing = registration.c.standing
    kinds = (registration.c.side == Side.WORKER, registration.c.side == Side.FAMILY, ~registration.c.on_air)
    counted = select(standing, func.count(), *(func.sum(case((kind, 1), else_=0)) for kind in kinds))
    mine = counted.where(registration.c.gathering == key).group_by(standing)
    people = {which: numbers for which, *numbers in connection.execute(mine)}
    _, workers, families, unconsented = people.get(Standing.ACTIVE, (0, 0, 0, 0))
    matches: dict[str, int] = dict(
        connection.execute(
            select(match.c.standing, func.count()).where(match.c.gathering == key).group_by(match.c.standing)
        ).all()
    )
    return {
        "workers": workers,
        "families": families,
        "withdrawn": people.get(Standing.WITHDRAWN, (0,))[0],
        "linked": matches.get(MatchStanding.LINKED, 0) + matches.get(MatchStanding.CONFIRMED, 0),
        "review": matches.get(MatchStanding.REVIEW, 0),
        "unconsented": unconsented,
        "pairs": connection.scalar(select(func.count()).where(pair.c.gathering == key)) or 0,
        "shows": connection.scalar(select(func.count()).where(show.c.gathering == key)) or 0,
    }


def joined(connection: Connection, key: str) -> tuple[Counted, ...]:
    """Active registrations by side, township and place."""
    place = func.coalesce(registration.c.details["place"].as_string(), "").label("place")
    rows = connection.execute(
        select(registration.c.side, registration.c.township, place, func.count())
        .where(registration.c.gathering == key, registration.c.standing == Standing.ACTIVE)
        .group_by(registration.c.side, registration.c.township, place)
    )
    return tuple(Counted(Side(side), township, place, people) for side, township, place, people in rows)


@lru_cache(READ_MOST)
def _gathering(key: str, title: str, zone: str, text: str, keep_until: int) -> Gathering:
    """Every page reads its gathering; the same row gives the same value, made once."""
    details = json.loads(text)
    return Gathering(
        key,
        title,
        records.home_in(details["home"]),
        details["away"],
        zone,
        tuple(details["organisers"]),
        details["contact"],
        details["story"],
        Instant(keep_until),
        records.priorities_in(details.get("priorities", {})),
        tell_after=details.get("tell_after", TELL_AFTER),
        sample=details.get("sample", False),
    )
