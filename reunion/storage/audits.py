"""The record of who did what, and roster files that wait: plain functions over a connection."""

from sqlalchemy import Connection, delete, insert, select

from reunion.actions.ports import Deed, Upload
from reunion.domain.instants import Instant
from reunion.domain.people import Side
from reunion.storage.sealing import Seal
from reunion.storage.tables import audit, upload


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


def newest_deeds(connection: Connection, gathering: str, limit: int) -> tuple[Deed, ...]:
    """The last ones, newest first."""
    rows = connection.execute(
        select(audit).where(audit.c.gathering == gathering).order_by(audit.c.id.desc()).limit(limit)
    )
    return tuple(
        Deed(row.gathering, row.by, Instant(row.at), row.action, row.subject, row.details) for row in rows
    )


def put_upload(connection: Connection, value: Upload, seal: Seal) -> None:
    """Keep a roster file, sealed."""
    connection.execute(
        insert(upload).values(
            id=value.id,
            gathering=value.gathering,
            side=value.side.value,
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
    data = bytes.fromhex(seal.open(row.sealed))
    return Upload(row.id, row.gathering, Side(row.side), row.filename, row.by, Instant(row.at), data)


def drop_upload(connection: Connection, key: str) -> None:
    """Forget it."""
    connection.execute(delete(upload).where(upload.c.id == key))


def drop_older_uploads(connection: Connection, gathering: str, before: Instant) -> None:
    """Forget what was brought before that instant."""
    connection.execute(delete(upload).where(upload.c.gathering == gathering, upload.c.at < before))
