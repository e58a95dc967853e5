"""Gatherings and their numbers: plain functions over a connection."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from reunion.domain.consent import Purpose
from reunion.domain.instants import Instant
from reunion.domain.people import Gathering, Side, Standing
from reunion.domain.plans import MatchStanding
from reunion.storage import records
from reunion.storage.tables import gathering, match, pair, registration, show


def every_gathering(connection: Connection) -> tuple[Gathering, ...]:
    """All gatherings, by id."""
    return tuple(_gathering(row) for row in connection.execute(select(gathering).order_by(gathering.c.id)))


def get_gathering(connection: Connection, key: str) -> Gathering | None:
    """One, or None."""
    row = connection.execute(select(gathering).where(gathering.c.id == key)).first()
    return None if row is None else _gathering(row)


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
        },
    }
    changed = connection.execute(update(gathering).where(gathering.c.id == value.id).values(**columns))
    if changed.rowcount == 0:
        connection.execute(insert(gathering).values(id=value.id, numbers=0, **columns))


def counts(connection: Connection, key: str) -> Mapping[str, int]:
    """The numbers of the overview."""
    people = connection.execute(
        select(registration.c.side, registration.c.standing, func.count())
        .where(registration.c.gathering == key)
        .group_by(registration.c.side, registration.c.standing)
    ).all()
    active = {side: number for side, standing, number in people if standing == Standing.ACTIVE}
    matches: dict[str, int] = dict(
        connection.execute(
            select(match.c.standing, func.count()).where(match.c.gathering == key).group_by(match.c.standing)
        ).all()
    )
    silent = select(func.count()).where(
        registration.c.gathering == key,
        registration.c.standing == Standing.ACTIVE,
        func.coalesce(registration.c.consents[Purpose.ON_AIR.value].as_string(), "") == "",
    )
    return {
        "workers": active.get(Side.WORKER, 0),
        "families": active.get(Side.FAMILY, 0),
        "withdrawn": sum(number for _, standing, number in people if standing == Standing.WITHDRAWN),
        "linked": matches.get(MatchStanding.LINKED, 0) + matches.get(MatchStanding.CONFIRMED, 0),
        "review": matches.get(MatchStanding.REVIEW, 0),
        "unconsented": connection.scalar(silent) or 0,
        "pairs": connection.scalar(select(func.count()).where(pair.c.gathering == key)) or 0,
        "shows": connection.scalar(select(func.count()).where(show.c.gathering == key)) or 0,
    }


def _gathering(row: Row[Any]) -> Gathering:
    details = row.details
    return Gathering(
        row.id,
        row.title,
        records.home_in(details["home"]),
        details["away"],
        row.zone,
        tuple(details["organisers"]),
        details["contact"],
        details["story"],
        Instant(row.keep_until),
    )
