"""Copies of the database: one taken while the server runs, one put back while it does not."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from reunion.actions.ports import Unusable
from reunion.storage.database import sqlite_engine
from reunion.storage.migrating import REVISIONS, TooNew, current

RUNS_APART: Final = 1000
"""More runs than a show can have begun between a backup and its restore."""


class Damaged(Unusable):
    """The file is not a whole Reunion database."""

    def __init__(self, name: str) -> None:
        super().__init__("%(name)s is not a whole Reunion database", name=name)


class InUse(Unusable):
    """A server has the database open: what it stores from now on would be lost with the file it writes to."""

    def __init__(self) -> None:
        super().__init__("the server is running: stop it first, nothing was changed")


def back_up(database: Path, target: Path) -> int:
    """Write a whole, checked copy to `target` and give its size in bytes; the server may go on meanwhile."""
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        part.touch(mode=0o600)
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as source:
            source.execute("VACUUM INTO ?", (str(part),))
    except (sqlite3.DatabaseError, OSError) as wrong:
        raise Unusable("no backup was made: %(reason)s", reason=str(wrong)) from wrong
    _check(part)
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(target)
    return target.stat().st_size


def put_back(source: Path, database: Path) -> Path | None:
    """Make the backup the database; what stood there is moved aside, and its new path given.

    Every show goes on under a new run, so that pages which saw later entries read everything anew.
    Raises Damaged, TooNew, or InUse while a server has the database open.
    """
    _check(source)
    database.parent.mkdir(parents=True, exist_ok=True)
    if database.exists():
        alone(database)
    part = database.with_name(f"{database.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as raw:
        raw.execute("VACUUM INTO ?", (str(part),))
    _begin_runs(part)
    aside = None
    if database.exists():
        aside = database.with_name(f"{database.name}.before-restore")
        database.replace(aside)
    for ending in ("-wal", "-shm"):
        database.with_name(database.name + ending).unlink(missing_ok=True)
    part.replace(database)
    return aside


def fault(database: Path) -> Unusable | None:
    """What is wrong with the file; None when it is whole."""
    try:
        _check(database)
    except Unusable as wrong:
        return wrong
    return None


def _begin_runs(path: Path) -> None:
    """Rename the current run of every show to one that no page can have seen."""
    with closing(sqlite3.connect(path)) as raw:
        for show, run in raw.execute("SELECT id, run FROM show WHERE run <> ''").fetchall():
            fresh = f"r{int(run.removeprefix('r')) + RUNS_APART}"
            for table in ("rundown_item", "entry", "text"):
                raw.execute(f"UPDATE {table} SET run = ? WHERE show = ? AND run = ?", (fresh, show, run))  # noqa: S608
            raw.execute("UPDATE show SET run = ? WHERE id = ?", (fresh, show))
        raw.commit()


def alone(database: Path) -> None:
    """Fold the write-ahead log into the file, so that the file alone is whole; raises InUse.

    Leaving the log takes a lock that no other connection allows: this is how a running server is noticed.
    """
    try:
        with closing(sqlite3.connect(database, timeout=1)) as raw:
            raw.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError as wrong:
        if wrong.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise InUse from wrong
        # A damaged database is moved aside as it is: it is what a backup is put back for.


def _check(path: Path) -> None:
    engine = sqlite_engine(path)
    try:
        with engine.connect() as connection:
            if connection.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok":
                raise Damaged(path.name)
            stands = current(connection)
    except Damaged:
        raise
    except Exception as wrong:
        raise Damaged(path.name) from wrong
    finally:
        engine.dispose()
    if stands is None:
        raise Damaged(path.name)
    if stands not in REVISIONS:
        raise TooNew(stands)
