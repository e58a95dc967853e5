"""What families were told: every time, and that one was broken, appended; plain functions over a connection."""

from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from reunion.domain.appointments import Telling
from reunion.domain.instants import Instant
from reunion.storage.outbox import post_lost
from reunion.storage.tables import promise, rundown_item, show

BROKEN: Final = Instant(0)
"""Stored as the start of a pair that was told it has no time in this show any more."""


def put_promises(connection: Connection, key: str, starts: Mapping[str, Instant], told: Instant) -> None:
    """Append what was told."""
    if not starts:
        return
    connection.execute(
        delete(promise).where(promise.c.show == key, promise.c.told == told, promise.c.pair.in_(list(starts)))
    )
    connection.execute(
        insert(promise),
        [{"show": key, "pair": pair, "told": told, "start": start} for pair, start in starts.items()],
    )


def put_told(connection: Connection, key: str, run: str, told: Mapping[str, Instant], at: Instant) -> None:
    """Append what was told by item."""
    rows = connection.execute(
        select(rundown_item.c.item, rundown_item.c.pair).where(
            rundown_item.c.show == key, rundown_item.c.run == run, rundown_item.c.item.in_(list(told))
        )
    )
    put_promises(connection, key, {row.pair: told[row.item] for row in rows if row.pair}, at)


def promises(connection: Connection, key: str) -> Mapping[str, Instant]:
    """The start last told, by pair."""
    rows = connection.execute(
        select(promise.c.pair, promise.c.start).where(promise.c.show == key).order_by(promise.c.told)
    )
    last = {pair: Instant(start) for pair, start in rows}
    return {pair: start for pair, start in last.items() if start != BROKEN}


def tellings(connection: Connection, gathering: str) -> tuple[Telling, ...]:
    """Everything that was told in a gathering, oldest first."""
    rows = connection.execute(
        select(promise.c.pair, promise.c.show, promise.c.told, promise.c.start)
        .join(show, show.c.id == promise.c.show)
        .where(show.c.gathering == gathering, promise.c.start != BROKEN)
        .order_by(promise.c.told, promise.c.show)
    )
    return tuple(Telling(row.pair, row.show, Instant(row.told), Instant(row.start)) for row in rows)


def break_promises(
    connection: Connection,
    key: str,
    run: str,
    pairs: Collection[str],
    told: Instant,
    without: Collection[str],
) -> None:
    """Append that these have no time here any more; those `without` any time hear it."""
    before = promises(connection, key)
    put_promises(connection, key, dict.fromkeys(pairs, BROKEN), told)
    post_lost(connection, key, run, {pair: before[pair] for pair in without}, told)


def lost(connection: Connection, pair: str) -> Instant | None:
    """The start last told, where it was broken since."""
    rows = connection.scalars(
        select(promise.c.start).where(promise.c.pair == pair).order_by(promise.c.told, promise.c.start)
    ).all()
    if not rows or rows[-1] != BROKEN:
        return None
    return next((Instant(start) for start in reversed(rows) if start != BROKEN), None)
