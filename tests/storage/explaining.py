"""How SQLite goes about what a port asks of it."""

from collections.abc import Awaitable
from typing import Any

from sqlalchemy import Connection, event

from reunion.storage.database import Database


async def ways(database: Database, asking: Awaitable[object]) -> str:
    """The plan of every statement that is run while the question is answered."""
    asked: list[tuple[str, Any]] = []

    def hear(_connection: Connection, _cursor: object, sql: str, values: Any, *_: object) -> None:
        asked.append((sql, values))

    def explain(connection: Connection) -> str:
        found = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values) for sql, values in asked]
        return " ".join(row[3] for rows in found for row in rows)

    event.listen(database.engine, "before_cursor_execute", hear)
    await asking
    event.remove(database.engine, "before_cursor_execute", hear)
    return await database.read(explain)
