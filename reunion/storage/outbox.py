"""What families are told beside their pages: stored with the entry it comes from, kept until somebody takes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    Row,
    String,
    Table,
    and_,
    case,
    func,
    insert,
    select,
    update,
)

from reunion.actions.ports import Recorded
from reunion.actions.ports.outbox import LOST, Fate, Message, Unreached
from reunion.domain.entries import Called, Promised
from reunion.domain.instants import Instant
from reunion.domain.people import Side
from reunion.storage.columns import at_column, metadata, of_column
from reunion.storage.database import Database

outbox = Table(
    "outbox",
    metadata,
    of_column("show", key=True),
    Column("run", String(16), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("item", String(32), primary_key=True),
    Column("side", String(8), primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("what", String(8), nullable=False),
    at_column("start"),
    at_column("at"),
    Column("tries", Integer, nullable=False),
    Column("fate", String(8), nullable=False),
    Column("again", BigInteger, nullable=False),
    Index(None, "fate", "again"),
)


def post(connection: Connection, key: str, run: str, recorded: Recorded) -> Mapping[str, Instant]:
    """Put what an entry tells families into the outbox; gives the new promises by item."""
    entry = recorded.entry
    if isinstance(entry, Called):
        kind, what, starts, sides = "call", entry.call.value, {entry.item: entry.start}, entry.sides
    elif isinstance(entry, Promised):
        kind, what, starts, sides = "promise", entry.why.value, dict(entry.starts), tuple(Side)
    else:
        return {}
    _put(connection, (key, run, recorded.revision), (kind, what), starts, entry.at, sides)
    return starts if isinstance(entry, Promised) else {}


def post_lost(connection: Connection, key: str, run: str, starts: Mapping[str, Instant], at: Instant) -> None:
    """Put into the outbox that these pairs have no time any more; the pair stands where others name their item."""
    _put(connection, (key, run, 0), (LOST, LOST), starts, at)


def _put(
    connection: Connection,
    entry: tuple[str, str, int],
    said: tuple[str, str],
    starts: Mapping[str, Instant],
    at: Instant,
    sides: Iterable[Side] = Side,
) -> None:
    rows = [
        {
            "show": entry[0],
            "run": entry[1],
            "revision": entry[2],
            "item": item,
            "side": side.value,
            "kind": said[0],
            "what": said[1],
            "start": start,
            "at": at,
            "tries": 0,
            "fate": Fate.WAITING.value,
            "again": at,
        }
        for item, start in starts.items()
        for side in sides
    ]
    if rows:
        connection.execute(insert(outbox), rows)


def due_messages(connection: Connection, now: Instant, limit: int) -> tuple[Message, ...]:
    """Waiting ones whose next try has come, oldest first."""
    rows = connection.execute(
        select(outbox)
        .where(outbox.c.fate == Fate.WAITING.value, outbox.c.again <= now)
        .order_by(outbox.c.at, outbox.c.show, outbox.c.revision, outbox.c.item, outbox.c.side)
        .limit(limit)
    )
    return tuple(_message(row) for row in rows)


def settle_message(connection: Connection, message: Message, fate: Fate, again: Instant | None) -> None:
    """Store what became of a try."""
    mine = and_(
        outbox.c.show == message.show,
        outbox.c.run == message.run,
        outbox.c.revision == message.revision,
        outbox.c.item == message.item,
        outbox.c.side == message.side.value,
    )
    connection.execute(
        update(outbox)
        .where(mine)
        .values(fate=fate.value, tries=message.tries + 1, again=message.at if again is None else again)
    )


def newest_messages(connection: Connection, key: str, limit: int) -> tuple[Message, ...]:
    """The last ones of a show, newest first."""
    rows = connection.execute(
        select(outbox)
        .where(outbox.c.show == key)
        .order_by(outbox.c.at.desc(), outbox.c.revision.desc(), outbox.c.item, outbox.c.side)
        .limit(limit)
    )
    return tuple(_message(row) for row in rows)


def unreached_sides(connection: Connection, key: str, run: str) -> tuple[Unreached, ...]:
    """Whose newest message that was settled is one that nobody took; those of a run stand together."""

    def newest(fate: Fate) -> ColumnElement[int]:
        return func.coalesce(func.max(case((outbox.c.fate == fate.value, outbox.c.at))), -1)

    sent, dropped = newest(Fate.SENT), newest(Fate.DROPPED)
    sides = (
        select(outbox.c.item, outbox.c.side, dropped.label("at"))
        .where(outbox.c.show == key, outbox.c.run == run)
        .group_by(outbox.c.item, outbox.c.side)
        .having(dropped > sent)
        .order_by(outbox.c.item, outbox.c.side)
    )
    return tuple(Unreached(row.item, Side(row.side), Instant(row.at)) for row in connection.execute(sides))


def _message(row: Row[Any]) -> Message:
    return Message(
        row.show,
        row.run,
        row.revision,
        row.item,
        Side(row.side),
        row.kind,
        row.what,
        Instant(row.start),
        Instant(row.at),
        row.tries,
        Fate(row.fate),
    )


@dataclass(frozen=True, slots=True)
class Outbox:
    """See ports.Outbox."""

    db: Database

    async def due(self, now: Instant, *, limit: int) -> tuple[Message, ...]:
        return await self.db.read(due_messages, now, limit)

    async def settle(self, message: Message, fate: Fate, *, again: Instant | None = None) -> None:
        await self.db.write(settle_message, message, fate, again)

    async def newest(self, show: str, *, limit: int) -> tuple[Message, ...]:
        return await self.db.read(newest_messages, show, limit)

    async def unreached(self, show: str, run: str) -> tuple[Unreached, ...]:
        return await self.db.read(unreached_sides, show, run)
