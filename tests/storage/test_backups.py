import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reunion.actions.ports import Recorded, Store
from reunion.config import Settings
from reunion.domain.entries import Started
from reunion.storage.backups import Damaged, InUse, alone, back_up, put_back
from reunion.storage.database import Database
from reunion.storage.migrating import TooNew, migrate
from reunion.storage.store import open_store
from tests.actions.gala import START, stored
from tests.conftest import GATHERING, SECRET


async def test_a_backup_taken_while_the_server_writes_is_whole(
    store: Store, database: Database, tmp_path: Path
) -> None:
    target = tmp_path / "copy.sqlite3"

    assert back_up(database.path, target) == target.stat().st_size
    reborn = Database(target)
    assert await open_store(reborn, SECRET.encode()).gatherings.get("dongxing") == GATHERING
    await reborn.close()


async def test_a_restore_puts_back_what_was_there_and_keeps_what_stood(
    store: Store, database: Database, settings: Settings, tmp_path: Path
) -> None:
    target = tmp_path / "copy.sqlite3"
    back_up(database.path, target)
    await store.registrations.set_link("nobody", b"later")
    await database.close()

    aside = put_back(target, settings.database)

    assert aside is not None
    assert aside.exists()
    reborn = Database(settings.database)
    assert await open_store(reborn, SECRET.encode()).gatherings.every() == (GATHERING,)
    await reborn.close()


async def test_nothing_is_restored_under_a_running_server(
    store: Store, database: Database, tmp_path: Path
) -> None:
    target = tmp_path / "copy.sqlite3"
    back_up(database.path, target)

    with pytest.raises(InUse):
        put_back(target, database.path)

    assert await store.gatherings.get("dongxing") == GATHERING
    assert sorted(path.name for path in database.path.parent.glob("*.part")) == []


async def test_a_damaged_database_is_moved_aside_for_its_backup(
    store: Store, database: Database, settings: Settings, tmp_path: Path
) -> None:
    target = tmp_path / "copy.sqlite3"
    back_up(database.path, target)
    await database.close()
    settings.database.write_bytes(b"not a database any more" * 100)

    assert put_back(target, settings.database) is not None
    reborn = Database(settings.database)
    assert await open_store(reborn, SECRET.encode()).gatherings.every() == (GATHERING,)
    await reborn.close()


def test_something_else_is_not_restored(tmp_path: Path) -> None:
    for name, content in (("text", b"hello"), ("empty", b"")):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(Damaged):
            put_back(path, tmp_path / "reunion.sqlite3")
    assert not (tmp_path / "reunion.sqlite3").exists()


def test_a_backup_of_a_newer_version_is_not_restored(empty_database: Path, tmp_path: Path) -> None:
    newer = tmp_path / "newer.sqlite3"
    back_up(empty_database, newer)
    with closing(sqlite3.connect(newer)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()

    with pytest.raises(TooNew):
        put_back(newer, tmp_path / "reunion.sqlite3")


async def test_a_restored_show_goes_on_under_a_run_no_page_has_seen(
    store: Store, database: Database, settings: Settings, tmp_path: Path
) -> None:
    await stored(store)
    started = Recorded(1, "c-1", "ann", Started(START))
    await store.journal.append("gala", "r1", started, {}, START)
    before = await store.journal.load("gala")
    back_up(database.path, tmp_path / "copy.sqlite3")
    await database.close()

    put_back(tmp_path / "copy.sqlite3", settings.database)

    reborn = Database(settings.database)
    after = await open_store(reborn, SECRET.encode()).journal.load("gala")
    await reborn.close()
    assert before is not None
    assert after is not None
    assert (before.head.run, after.head.run) == ("r1", "r1001")
    assert (after.entries, after.rundown.cards) == (before.entries, before.rundown.cards)


async def test_nobody_else_can_read_a_database_or_its_backup(
    store: Store, database: Database, tmp_path: Path
) -> None:
    migrate(tmp_path / "new" / "reunion.sqlite3")
    back_up(database.path, tmp_path / "copy.sqlite3")

    modes = {
        path.stat().st_mode & 0o777
        for path in (tmp_path / "new" / "reunion.sqlite3", tmp_path / "copy.sqlite3")
    }
    assert modes == {0o600}


async def test_a_database_in_use_is_noticed(store: Store, database: Database) -> None:
    with pytest.raises(InUse):
        alone(database.path)
    await database.close()
    alone(database.path)
