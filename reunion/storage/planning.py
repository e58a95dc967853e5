"""Versions of the plan: plain functions over a connection, and the port that hands them to the database."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, select, update

from reunion.actions.ports import Conflict
from reunion.domain.plans import PlanVersion
from reunion.storage import records
from reunion.storage.database import Database
from reunion.storage.tables import plan

MOST: Final = 4
"""The newest version and the published one of two gatherings."""
_HEAD: Final = [column for column in plan.c if column is not plan.c.body]


class Read:
    """The versions that were read last: but for being published a version never changes.

    Of a hundred thousand it names everybody without a slot, and every look at the board and every change asks for it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._plans: dict[tuple[str, int, int], PlanVersion] = {}

    def plan(self, connection: Connection, row: Row[Any]) -> PlanVersion:
        """The version of a row of `_HEAD`; its body is read unless it is known."""
        # A gathering that was deleted and made anew counts from one again, at another time.
        key = row.gathering, row.version, row.at
        with self._lock:
            found = self._plans.pop(key, None)
        if found is None:
            found = _whole(connection, row)
        elif found.published != row.published:
            found = replace(found, published=row.published)
        with self._lock:
            self._plans[key] = found
            if len(self._plans) > MOST:
                del self._plans[next(iter(self._plans))]
        return found


@dataclass(frozen=True, slots=True)
class Plans:
    """See ports.Plans."""

    db: Database
    known: Read = field(default_factory=Read)

    async def newest(self, gathering: str) -> PlanVersion | None:
        return await self.db.read(newest_plan, gathering, self.known)

    async def get(self, gathering: str, version: int) -> PlanVersion | None:
        return await self.db.read(get_plan, gathering, version, self.known)

    async def published(self, gathering: str) -> PlanVersion | None:
        return await self.db.read(published_plan, gathering, self.known)

    async def latest(self, gathering: str, most: int) -> tuple[PlanVersion, ...]:
        return await self.db.read(latest_plans, gathering, most)

    async def put(self, gathering: str, plan: PlanVersion) -> None:
        await self.db.write(put_plan, gathering, plan)


def newest_plan(connection: Connection, gathering: str, known: Read) -> PlanVersion | None:
    """The last version."""
    return _last(connection, plan.c.gathering == gathering, known)


def latest_plans(connection: Connection, gathering: str, most: int) -> tuple[PlanVersion, ...]:
    """The newest versions, the newest first."""
    # Past what is known: so many would push out what everybody asks for.
    return tuple(_whole(connection, row) for row in _heads(connection, plan.c.gathering == gathering, most))


def get_plan(connection: Connection, gathering: str, version: int, known: Read) -> PlanVersion | None:
    """One version, or None."""
    return _last(connection, _is(gathering, version), known)


def published_plan(connection: Connection, gathering: str, known: Read) -> PlanVersion | None:
    """The last version that was published, or None."""
    mine = and_(plan.c.gathering == gathering, plan.c.published.is_(True))
    return _last(connection, mine, known)


def _last(connection: Connection, wanted: ColumnElement[bool], known: Read) -> PlanVersion | None:
    row = next(iter(_heads(connection, wanted, 1)), None)
    return None if row is None else known.plan(connection, row)


def _heads(connection: Connection, wanted: ColumnElement[bool], most: int) -> Sequence[Row[Any]]:
    ordered = select(*_HEAD).where(wanted).order_by(plan.c.version.desc())
    return connection.execute(ordered.limit(most)).all()


def _whole(connection: Connection, head: Row[Any]) -> PlanVersion:
    body = connection.scalars(select(plan.c.body).where(_is(head.gathering, head.version))).one()
    return records.plan_in(body, head.version, head.at, head.by, head.published)


def _is(gathering: str, version: int) -> ColumnElement[bool]:
    return and_(plan.c.gathering == gathering, plan.c.version == version)


def put_plan(connection: Connection, gathering: str, value: PlanVersion) -> None:
    """Store the next version or mark the newest published; raises Conflict for anything else."""
    # What may yet be rolled back is not for others to know: only heads are read, and the one plan that is compared.
    newest = next(iter(_heads(connection, plan.c.gathering == gathering, 1)), None)
    if (
        newest is not None
        and (value.version, value.published) == (newest.version, True)
        and value == replace(_whole(connection, newest), published=True)
    ):
        connection.execute(update(plan).where(_is(gathering, value.version)).values(published=True))
        return
    if value.version != (newest.version if newest else 0) + 1:
        raise Conflict
    connection.execute(
        insert(plan).values(
            gathering=gathering,
            version=value.version,
            at=value.at,
            by=value.by,
            body=records.plan_out(value),
            published=value.published,
        )
    )
