"""Batches of decisions, spot checks and versions of the weights: plain functions over a connection."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, select, update

from reunion.actions.ports.outcomes import Conflict
from reunion.actions.ports.reviewing import Batch, Checked, Weighing
from reunion.domain.doubles import DoubleStanding
from reunion.domain.instants import Instant
from reunion.domain.plans import MatchStanding
from reunion.domain.spotchecks import Verdict
from reunion.storage.tables import batch, spot_check, weighing


def put_batch(connection: Connection, value: Batch) -> None:
    """Append one."""
    body = {
        "links": [[worker, family, before.value] for worker, family, before in value.links],
        "becomes": value.becomes.value,
        "doubles": [[first, second, before.value] for first, second, before in value.doubles],
    }
    connection.execute(
        insert(batch).values(
            id=value.id, gathering=value.gathering, by=value.by, at=value.at, body=body, undone_by=""
        )
    )


def batches(connection: Connection, gathering: str, limit: int) -> tuple[Batch, ...]:
    """The last ones, newest first."""
    rows = connection.execute(
        select(batch)
        .where(batch.c.gathering == gathering)
        .order_by(batch.c.at.desc(), batch.c.id)
        .limit(limit)
    )
    return tuple(_batch(row) for row in rows)


def get_batch(connection: Connection, key: str) -> Batch | None:
    """One, or None."""
    row = connection.execute(select(batch).where(batch.c.id == key)).first()
    return None if row is None else _batch(row)


def end_batch(connection: Connection, key: str, by: str, at: Instant) -> bool:
    """Mark it as taken back, once."""
    stands = and_(batch.c.id == key, batch.c.undone_at.is_(None))
    done = connection.execute(update(batch).where(stands).values(undone_by=by, undone_at=at))
    return done.rowcount == 1


def merging(connection: Connection, gathering: str, first: str, second: str) -> Batch | None:
    """The batch, not taken back, that merged these two."""
    two = (batch.c.body["doubles", 0, at].as_string() == id_ for at, id_ in enumerate((first, second)))
    stands = and_(batch.c.gathering == gathering, batch.c.undone_at.is_(None), *two)
    row = connection.execute(select(batch).where(stands).order_by(batch.c.at.desc()).limit(1)).first()
    return None if row is None else _batch(row)


def check(connection: Connection, gathering: str, worker: str, family: str) -> Checked | None:
    """Of one link, or None."""
    row = connection.execute(select(spot_check).where(_link(gathering, worker, family))).first()
    return None if row is None else _checked(row)


def checks(connection: Connection, gathering: str, day: str) -> tuple[Checked, ...]:
    """Of one day, or all."""
    wanted = spot_check.c.gathering == gathering
    rows = connection.execute(
        select(spot_check)
        .where(and_(wanted, spot_check.c.day == day) if day else wanted)
        .order_by(spot_check.c.day, spot_check.c.score, spot_check.c.worker, spot_check.c.family)
    )
    return tuple(_checked(row) for row in rows)


def draw(connection: Connection, gathering: str, values: Sequence[Checked]) -> None:
    """Insert those that are in no sample."""
    drawn = select(spot_check.c.worker, spot_check.c.family).where(spot_check.c.gathering == gathering)
    stands = {(row.worker, row.family) for row in connection.execute(drawn)}
    for one in values:
        if (one.worker, one.family) not in stands:
            connection.execute(
                insert(spot_check).values(
                    gathering=gathering,
                    worker=one.worker,
                    family=one.family,
                    day=one.day,
                    score=one.score,
                    verdict=one.verdict.value,
                    by=one.by,
                    at=one.at,
                )
            )


def put_verdict(connection: Connection, gathering: str, said: Checked) -> None:
    """What is said of a drawn one."""
    values = {"verdict": said.verdict.value, "by": said.by, "at": said.at}
    mine = _link(gathering, said.worker, said.family)
    connection.execute(update(spot_check).where(mine).values(**values))


def weighings(connection: Connection, gathering: str) -> tuple[Weighing, ...]:
    """Newest first."""
    rows = connection.execute(
        select(weighing).where(weighing.c.gathering == gathering).order_by(weighing.c.version.desc())
    )
    return tuple(Weighing(row.version, Instant(row.at), row.by, row.weights, row.decisions) for row in rows)


def put_weighing(connection: Connection, gathering: str, value: Weighing) -> None:
    """Append the next version; raises Conflict when another came first."""
    newest = connection.scalar(select(func.max(weighing.c.version)).where(weighing.c.gathering == gathering))
    if value.version != (newest or 0) + 1:
        raise Conflict
    connection.execute(
        insert(weighing).values(
            gathering=gathering,
            version=value.version,
            at=value.at,
            by=value.by,
            weights=value.weights,
            decisions=value.decisions,
        )
    )


def _batch(row: Row[Any]) -> Batch:
    body = row.body
    return Batch(
        row.id,
        row.gathering,
        row.by,
        Instant(row.at),
        tuple((worker, family, MatchStanding(before)) for worker, family, before in body["links"]),
        MatchStanding(body["becomes"]),
        tuple((first, second, DoubleStanding(before)) for first, second, before in body["doubles"]),
        row.undone_by,
        None if row.undone_at is None else Instant(row.undone_at),
    )


def _link(gathering: str, worker: str, family: str) -> ColumnElement[bool]:
    return and_(
        spot_check.c.gathering == gathering, spot_check.c.worker == worker, spot_check.c.family == family
    )


def _checked(row: Row[Any]) -> Checked:
    at = None if row.at is None else Instant(row.at)
    return Checked(row.worker, row.family, row.day, row.score, Verdict(row.verdict), row.by, at)
