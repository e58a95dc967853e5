"""Brings a database to the newest schema, after a copy of it was put aside."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, literal, select

from reunion.storage.database import sqlite_engine

SCRIPTS: Final = Path(__file__).parent / "migrations"


class TooNew(Exception):
    """The database was written by a newer version of Reunion."""


def migrate(path: Path) -> bool:
    """Migrate the SQLite file, made when missing; True when something changed.

    A file that has tables is copied to `<name>.before-<revision>` first. Raises TooNew.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = sqlite_engine(path)
    try:
        with engine.connect() as connection:
            stands = current(connection)
        newest = ScriptDirectory(str(SCRIPTS)).get_current_head()
        if stands == newest:
            return False
        known = {script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()}
        if stands is not None and stands not in known:
            raise TooNew(stands)
        if stands is not None:
            with engine.connect() as connection:
                aside = path.with_name(f"{path.name}.before-{newest}")
                aside.unlink(missing_ok=True)
                raw = connection.connection.driver_connection
                assert raw is not None  # noqa: S101 - a connected connection has one
                raw.execute("VACUUM INTO ?", (str(aside),))
        with engine.begin() as connection:
            upgrade(connection)
        return True
    finally:
        engine.dispose()


def current(connection: Connection) -> str | None:
    """The revision the database is at; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(connection: Connection) -> None:
    """Run the missing migrations in the caller's transaction."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def alive(connection: Connection) -> bool:
    """Whether the database answers."""
    return connection.scalar(select(literal(1))) == 1
