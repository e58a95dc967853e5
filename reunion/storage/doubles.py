"""Registrations of one side that are, or may be, one person: plain functions over a connection."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, or_, select, update

from reunion.domain.doubles import DECIDED, ONE_PERSON, Double, DoubleStanding
from reunion.domain.instants import Instant
from reunion.domain.people import Side
from reunion.storage import records
from reunion.storage.chunking import chunks
from reunion.storage.tables import double, registration

_DECIDED: Final = [standing.value for standing in DECIDED]
_ONE: Final = [standing.value for standing in ONE_PERSON]


def notice(connection: Connection, gathering: str, keys: Sequence[str], rows: Sequence[Double]) -> None:
    """Replace the undecided ones of these registrations."""
    for chunk in chunks(keys):
        mine = or_(double.c.first.in_(chunk), double.c.second.in_(chunk))
        near = set(chunk)
        theirs = [row for row in rows if row.first in near or row.second in near]
        _renew(connection, gathering, theirs, and_(double.c.gathering == gathering, mine))


def every(connection: Connection, gathering: str, standings: Sequence[DoubleStanding]) -> tuple[Double, ...]:
    """By ids."""
    wanted: ColumnElement[bool] = double.c.gathering == gathering
    if standings:
        wanted = and_(wanted, double.c.standing.in_([standing.value for standing in standings]))
    rows = connection.execute(select(double).where(wanted).order_by(double.c.first, double.c.second))
    return tuple(_double(row) for row in rows)


def page(
    connection: Connection, gathering: str, standing: DoubleStanding, limit: int, offset: int
) -> tuple[tuple[Double, ...], int]:
    """Workers first: who stands twice on that side may stand in two pairs."""
    one, other = registration.alias("one"), registration.alias("other")
    both = double.join(one, one.c.id == double.c.first).join(other, other.c.id == double.c.second)
    wanted = and_(double.c.gathering == gathering, double.c.standing == standing.value)
    total = connection.scalar(select(func.count()).select_from(double).where(wanted)) or 0
    rows = connection.execute(
        select(double)
        .select_from(both)
        .where(wanted)
        .order_by(double.c.side.desc(), one.c.number, other.c.number)
        .limit(limit)
        .offset(offset)
    )
    return tuple(_double(row) for row in rows), total


def latest(connection: Connection, gathering: str, by: str) -> Double | None:
    """What this member of staff decided last and nobody took back."""
    mine = and_(double.c.gathering == gathering, double.c.standing.in_(_DECIDED), double.c.decided_by == by)
    row = connection.execute(select(double).where(mine).order_by(double.c.decided_at.desc()).limit(1)).first()
    return None if row is None else _double(row)


def of(connection: Connection, keys: Sequence[str]) -> tuple[Double, ...]:
    """Those of these registrations."""
    found: dict[tuple[str, str], Double] = {}
    for chunk in chunks(keys):
        rows = connection.execute(
            select(double).where(or_(double.c.first.in_(chunk), double.c.second.in_(chunk)))
        )
        found |= {(row.first, row.second): _double(row) for row in rows}
    return tuple(found[key] for key in sorted(found))


def say(connection: Connection, gathering: str, said: Double, by: str, at: Instant) -> None:
    """Set the standing; what nobody suggested is stored now."""
    mine = and_(double.c.gathering == gathering, double.c.first == said.first, double.c.second == said.second)
    values = {"standing": said.standing.value, "decided_by": by, "decided_at": at}
    if connection.execute(update(double).where(mine).values(**values)).rowcount == 0:
        connection.execute(insert(double).values(**_columns(gathering, said) | values))


def take_back(
    connection: Connection, gathering: str, merged: Double, before: DoubleStanding, by: str, at: Instant
) -> None:
    """Let two stand as before, if they stand merged as `merged` was decided."""
    mine = and_(
        double.c.gathering == gathering,
        double.c.first == merged.first,
        double.c.second == merged.second,
        double.c.standing == DoubleStanding.MERGED.value,
        double.c.decided_by == merged.decided_by,
        double.c.decided_at == merged.decided_at,
    )
    values = {"standing": before.value, "decided_by": by, "decided_at": at}
    connection.execute(update(double).where(mine).values(**values))


def between(connection: Connection, first: str, second: str) -> DoubleStanding | None:
    """How these two stand; None when nobody thinks of them."""
    mine = and_(double.c.first == first, double.c.second == second)
    found = connection.scalar(select(double.c.standing).where(mine))
    return None if found is None else DoubleStanding(found)


def one_person_with(connection: Connection, keys: Sequence[str]) -> frozenset[str]:
    """Who counts as one person with one of these."""
    one = double.c.standing.in_(_ONE)
    found: set[str] = set()
    for chunk in chunks(keys):
        for mine, other in ((double.c.first, double.c.second), (double.c.second, double.c.first)):
            found.update(key for (key,) in connection.execute(select(other).where(one, mine.in_(chunk))))
    return frozenset(found)


def _renew(connection: Connection, gathering: str, rows: Sequence[Double], mine: ColumnElement[bool]) -> None:
    connection.execute(delete(double).where(mine, double.c.standing.not_in(_DECIDED)))
    stands = {tuple(row) for row in connection.execute(select(double.c.first, double.c.second).where(mine))}
    fresh = [_columns(gathering, row) for row in rows if (row.first, row.second) not in stands]
    if fresh:
        connection.execute(insert(double), fresh)


def _columns(gathering: str, row: Double) -> dict[str, Any]:
    return {
        "gathering": gathering,
        "first": row.first,
        "second": row.second,
        "side": row.side.value,
        "standing": row.standing.value,
        "evidence": records.clues_out(row.clues, ""),
        "decided_by": row.decided_by,
        "decided_at": row.decided_at,
    }


def _double(row: Row[Any]) -> Double:
    clues, _ = records.clues_in(row.evidence)
    at = None if row.decided_at is None else Instant(row.decided_at)
    return Double(
        row.first, row.second, Side(row.side), DoubleStanding(row.standing), clues, row.decided_by, at
    )
