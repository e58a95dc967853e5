"""The record of who did what, and roster files that wait: plain functions over a connection, and the ports."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, tuple_

from reunion.actions.ports import Deed, Deeds, Mark, Upload
from reunion.domain.instants import Instant
from reunion.domain.people import Side
from reunion.storage.database import Database
from reunion.storage.sealing import Seal
from reunion.storage.tables import audit, upload


@dataclass(frozen=True, slots=True)
class Uploads:
    """See ports.Uploads."""

    db: Database
    seal: Seal

    async def put(self, upload: Upload) -> None:
        await self.db.write(put_upload, upload, self.seal)

    async def get(self, upload: str) -> Upload | None:
        return await self.db.read(get_upload, upload, self.seal)

    async def waiting(self, gathering: str) -> tuple[Upload, ...]:
        return await self.db.read(waiting_uploads, gathering)

    async def drop(self, upload: str) -> None:
        await self.db.write(drop_upload, upload)

    async def drop_older(self, gathering: str, before: Instant) -> None:
        await self.db.write(drop_older_uploads, gathering, before)


@dataclass(frozen=True, slots=True)
class Audit:
    """See ports.Audit."""

    db: Database

    async def record(self, deed: Deed) -> None:
        await self.db.write(record_deed, deed)

    async def record_all(self, deeds: Sequence[Deed]) -> None:
        await self.db.write(record_deeds, deeds)

    async def newest(self, gathering: str, *, limit: int) -> tuple[Deed, ...]:
        return await self.db.read(newest_deeds, gathering, limit)

    async def page(
        self, gathering: str, wanted: Deeds, *, limit: int, past: Mark | None = None
    ) -> tuple[tuple[Deed, ...], Mark | None]:
        return await self.db.read(page_of_deeds, gathering, wanted, limit, past)


def record_deed(connection: Connection, deed: Deed) -> None:
    """Append one deed."""
    connection.execute(
        insert(audit).values(
            gathering=deed.gathering,
            by=deed.by,
            at=deed.at,
            action=deed.action,
            subject=deed.subject,
            details=dict(deed.details),
        )
    )


def record_deeds(connection: Connection, deeds: Sequence[Deed]) -> None:
    """Append these, in this order."""
    for deed in deeds:
        record_deed(connection, deed)


def newest_deeds(connection: Connection, gathering: str, limit: int) -> tuple[Deed, ...]:
    """The last ones, newest first."""
    return page_of_deeds(connection, gathering, Deeds(), limit, None)[0]


def page_of_deeds(
    connection: Connection, gathering: str, wanted: Deeds, limit: int, past: Mark | None
) -> tuple[tuple[Deed, ...], Mark | None]:
    """The next ones past a mark, newest first, and where they end."""
    conditions = [audit.c.gathering == gathering]
    if wanted.by:
        conditions.append(audit.c.by == wanted.by)
    if wanted.actions:
        conditions.append(audit.c.action.in_(sorted(wanted.actions)))
    if wanted.subject:
        conditions.append(audit.c.subject == wanted.subject)
    if wanted.subjects:
        conditions.append(audit.c.subject.in_(sorted(wanted.subjects)))
    if wanted.since is not None:
        conditions.append(audit.c.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(audit.c.at < wanted.until)
    if past is not None:
        conditions.append(tuple_(audit.c.at, audit.c.id) < past)
    newest = select(audit).where(*conditions).order_by(audit.c.at.desc(), audit.c.id.desc())
    rows = connection.execute(newest.limit(limit + 1)).all()
    more = (rows[limit - 1].at, rows[limit - 1].id) if len(rows) > limit else None
    return tuple(
        Deed(row.gathering, row.by, Instant(row.at), row.action, row.subject, row.details)
        for row in rows[:limit]
    ), more


def put_upload(connection: Connection, value: Upload, seal: Seal) -> None:
    """Keep a roster file, sealed."""
    connection.execute(
        insert(upload).values(
            id=value.id,
            gathering=value.gathering,
            side=value.side or "",
            filename=value.filename,
            by=value.by,
            at=value.at,
            sealed=seal.close(value.data.hex()),
        )
    )


def get_upload(connection: Connection, key: str, seal: Seal) -> Upload | None:
    """One, or None."""
    row = connection.execute(select(upload).where(upload.c.id == key)).first()
    if row is None:
        return None
    return _upload(row, bytes.fromhex(seal.open(row.sealed)))


def waiting_uploads(connection: Connection, gathering: str) -> tuple[Upload, ...]:
    """All of a gathering without their data, which may be large; the newest first."""
    columns = [column for column in upload.c if column is not upload.c.sealed]
    mine = select(*columns).where(upload.c.gathering == gathering)
    newest = mine.order_by(upload.c.at.desc(), upload.c.id)
    return tuple(_upload(row, b"") for row in connection.execute(newest))


def _upload(row: Row[Any], data: bytes) -> Upload:
    side = Side(row.side) if row.side else None
    return Upload(row.id, row.gathering, side, row.filename, row.by, Instant(row.at), data)


def drop_upload(connection: Connection, key: str) -> None:
    """Forget it."""
    connection.execute(delete(upload).where(upload.c.id == key))


def drop_older_uploads(connection: Connection, gathering: str, before: Instant) -> None:
    """Forget what was brought before that instant."""
    connection.execute(delete(upload).where(upload.c.gathering == gathering, upload.c.at < before))
