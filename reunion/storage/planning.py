"""Versions of the plan: plain functions over a connection, and the port that hands them to the database."""

from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update

from reunion.actions.ports import Conflict
from reunion.domain.plans import PlanVersion
from reunion.storage import records
from reunion.storage.database import Database
from reunion.storage.tables import plan


@dataclass(frozen=True, slots=True)
class Plans:
    """See ports.Plans."""

    db: Database

    async def newest(self, gathering: str) -> PlanVersion | None:
        return await self.db.read(newest_plan, gathering)

    async def get(self, gathering: str, version: int) -> PlanVersion | None:
        return await self.db.read(get_plan, gathering, version)

    async def published(self, gathering: str) -> PlanVersion | None:
        return await self.db.read(published_plan, gathering)

    async def latest(self, gathering: str, most: int) -> tuple[PlanVersion, ...]:
        return await self.db.read(latest_plans, gathering, most)

    async def put(self, gathering: str, plan: PlanVersion) -> None:
        await self.db.write(put_plan, gathering, plan)


def newest_plan(connection: Connection, gathering: str) -> PlanVersion | None:
    """The last version."""
    return next(iter(latest_plans(connection, gathering, 1)), None)


def latest_plans(connection: Connection, gathering: str, most: int) -> tuple[PlanVersion, ...]:
    """The newest versions, the newest first."""
    return _plans(connection, plan.c.gathering == gathering, most)


def get_plan(connection: Connection, gathering: str, version: int) -> PlanVersion | None:
    """One version, or None."""
    mine = and_(plan.c.gathering == gathering, plan.c.version == version)
    return next(iter(_plans(connection, mine, 1)), None)


def published_plan(connection: Connection, gathering: str) -> PlanVersion | None:
    """The last version that was published, or None."""
    mine = and_(plan.c.gathering == gathering, plan.c.published.is_(True))
    return next(iter(_plans(connection, mine, 1)), None)


def _plans(connection: Connection, wanted: ColumnElement[bool], most: int) -> tuple[PlanVersion, ...]:
    rows = connection.execute(select(plan).where(wanted).order_by(plan.c.version.desc()).limit(most))
    return tuple(records.plan_in(row.body, row.version, row.at, row.by, row.published) for row in rows)


def put_plan(connection: Connection, gathering: str, value: PlanVersion) -> None:
    """Store the next version or mark the newest published; raises Conflict for anything else."""
    newest = newest_plan(connection, gathering)
    if newest is not None and value == replace(newest, published=True):
        mine = and_(plan.c.gathering == gathering, plan.c.version == value.version)
        connection.execute(update(plan).where(mine).values(published=True))
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
