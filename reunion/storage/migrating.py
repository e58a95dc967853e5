"""Brings a database to the newest schema, after a copy of it was put aside."""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, inspect, literal, select, text
from sqlalchemy.exc import DatabaseError

from reunion.actions.ports import Unusable
from reunion.storage.database import sqlite_engine

SCRIPTS: Final = Path(__file__).parent / "migrations"
REVISIONS: Final = tuple(sorted(path.name[:4] for path in (SCRIPTS / "versions").glob("[0-9]*.py")))
"""Every revision, oldest first: the files are named by theirs. Alembic itself is loaded only when one is missing."""


class TooNew(Unusable):
    """The database was written by a newer version of Reunion."""

    def __init__(self, revision: str) -> None:
        sentence = "the database is of a newer version of Reunion (%(revision)s); install that version"
        super().__init__(sentence, revision=revision)


def migrate(path: Path) -> bool:
    """Migrate the SQLite file, made when missing; True when something changed.

    A file that has tables is copied to `<name>.before-<revision>` first. Raises Unusable.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # People's names stand in it; SQLite gives its log the same mode.
        path.touch(mode=0o600)
    engine = sqlite_engine(path)
    try:
        return _brought_up(engine, path)
    except DatabaseError as wrong:
        sentence = "the database %(name)s cannot be used: %(reason)s"
        raise Unusable(sentence, name=path.name, reason=str(wrong.orig)) from wrong
    finally:
        engine.dispose()


def _brought_up(engine: Engine, path: Path) -> bool:
    with engine.connect() as connection:
        stands = current(connection)
    newest = REVISIONS[-1]
    if stands == newest:
        return False
    if stands is not None and stands not in REVISIONS:
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


def current(connection: Connection) -> str | None:
    """The revision the database is at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run the missing migrations, up to that one, in the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def alive(connection: Connection) -> bool:
    """Whether the database answers."""
    return connection.scalar(select(literal(1))) == 1
