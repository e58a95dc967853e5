import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import IntegrityError

from reunion.actions.ports import NotSaved
from reunion.config import Settings
from reunion.storage.database import Database
from reunion.storage.tables import audit


def record(connection: Connection, subject: str) -> str:
    connection.execute(
        insert(audit).values(gathering="g", by="ann", at=1, action="test", subject=subject, details={})
    )
    return subject


def fail(connection: Connection, subject: str) -> None:
    record(connection, subject)
    raise LookupError(subject)


def subjects(connection: Connection) -> list[str]:
    return list(connection.scalars(select(audit.c.subject).order_by(audit.c.id)))


async def test_waiting_changes_share_one_commit(settings: Settings) -> None:
    points: list[str] = []
    database = Database(settings.database, hook=points.append)

    written = await asyncio.gather(*(database.write(record, f"s-{number}") for number in range(500)))
    stands = await database.read(subjects)
    await database.close()

    assert written == [f"s-{number}" for number in range(500)]
    assert stands == written
    assert points.count("after-commit") < 50


async def test_without_gathering_every_change_is_a_commit_of_its_own(settings: Settings) -> None:
    """The control of the test above."""
    points: list[str] = []
    database = Database(settings.database, hook=points.append, gather=1)

    await asyncio.gather(*(database.write(record, f"s-{number}") for number in range(100)))
    await database.close()

    assert points.count("after-commit") == 100


async def test_a_change_that_fails_takes_nothing_of_the_others_with_it(database: Database) -> None:
    answers = await asyncio.gather(
        *(database.write(fail if number % 3 == 0 else record, f"s-{number}") for number in range(30)),
        return_exceptions=True,
    )

    assert [type(answer) for answer in answers[:4]] == [LookupError, str, str, LookupError]
    assert await database.read(subjects) == [f"s-{number}" for number in range(30) if number % 3]


@pytest.mark.parametrize("point", ["before-begin", "after-begin", "before-commit"])
async def test_a_commit_that_fails_is_heard_by_everybody_in_it_and_the_next_one_works(
    settings: Settings, point: str
) -> None:
    broken = True

    def hook(name: str) -> None:
        if broken and name == point:
            raise OSError("disk full")

    database = Database(settings.database, hook=hook)
    answers = await asyncio.gather(
        *(database.write(record, f"s-{number}") for number in range(5)), return_exceptions=True
    )
    broken = False
    await database.write(record, "after")
    stands = await database.read(subjects)
    await database.close()

    assert [type(answer) for answer in answers] == [OSError] * 5
    assert stands == ["after"]


async def test_a_reader_sees_what_was_answered_at_once(database: Database) -> None:
    for number in range(20):
        await database.write(record, f"s-{number}")
        assert len(await database.read(subjects)) == number + 1


async def test_a_reader_cannot_hold_up_the_writer(database: Database) -> None:
    loop = asyncio.get_running_loop()
    reading, go_on = asyncio.Event(), asyncio.Event()

    def slow(connection: Connection) -> list[str]:
        before = subjects(connection)
        loop.call_soon_threadsafe(reading.set)
        asyncio.run_coroutine_threadsafe(go_on.wait(), loop).result()
        assert subjects(connection) == before
        return before

    asking = asyncio.ensure_future(database.read(slow))
    await reading.wait()
    await database.write(record, "meanwhile")
    go_on.set()

    assert await asking == []
    assert await database.read(subjects) == ["meanwhile"]


async def test_constraints_hold_and_are_told(database: Database) -> None:
    def twice(connection: Connection) -> None:
        for _ in range(2):
            connection.execute(text("INSERT INTO pair (id, gathering) VALUES ('p', 'nowhere')"))

    with pytest.raises(IntegrityError):
        await database.write(twice)


async def test_an_error_names_nobody(database: Database) -> None:
    def wrong(connection: Connection) -> None:
        connection.execute(text("INSERT INTO pair (id, gathering) VALUES (:id, 'nowhere')"), {"id": "张三丰"})

    with pytest.raises(IntegrityError) as caught:
        await database.write(wrong)

    assert "张三丰" not in str(caught.value)


async def test_a_full_disk_is_told_as_not_saved(database: Database) -> None:
    def too_much(connection: Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE big AS SELECT zeroblob(10000000)")

    await database.write(
        lambda connection: connection.exec_driver_sql("PRAGMA max_page_count = 200").scalar()
    )
    with pytest.raises(NotSaved):
        await database.write(too_much)
    await database.write(record, "afterwards")

    assert await database.read(subjects) == ["afterwards"]


async def test_a_disk_that_is_full_for_one_change_is_not_full_for_those_beside_it(database: Database) -> None:
    """SQLite then takes the whole transaction back by itself, the changes of the others with it."""

    def too_much(connection: Connection) -> None:
        record(connection, "x" * 10_000_000)

    await database.write(
        lambda connection: connection.exec_driver_sql("PRAGMA max_page_count = 200").scalar()
    )
    answers = await asyncio.gather(
        *(database.write(record, f"before-{number}") for number in range(3)),
        database.write(too_much),
        *(database.write(record, f"after-{number}") for number in range(3)),
        database.write(fail, "wrong"),
        return_exceptions=True,
    )

    assert [type(answer) for answer in answers] == [str] * 3 + [NotSaved] + [str] * 3 + [LookupError]
    assert await database.read(subjects) == [answer for answer in answers if isinstance(answer, str)]


async def test_the_file_is_durable_and_in_wal(settings: Settings) -> None:
    database = Database(settings.database)

    def pragmas_of(connection: Connection) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys")
        return [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    pragmas = await database.read(pragmas_of)
    await database.close()

    assert pragmas == ["wal", 2, 1]


async def test_what_waits_is_stored_before_the_database_closes(settings: Settings) -> None:
    database = Database(settings.database)
    waiting = [asyncio.ensure_future(database.write(record, f"s-{number}")) for number in range(50)]
    await asyncio.sleep(0)
    await database.close()
    await asyncio.gather(*waiting)

    with sqlite3.connect(settings.database) as raw:
        assert raw.execute("SELECT count(*) FROM audit").fetchone() == (50,)
    raw.close()


async def test_a_waiting_caller_that_goes_away_disturbs_nobody(database: Database) -> None:
    first = asyncio.ensure_future(database.write(record, "gone"))
    second = asyncio.ensure_future(database.write(record, "stays"))
    await asyncio.sleep(0)
    first.cancel()

    assert await second == "stays"
    assert await database.read(subjects) == ["gone", "stays"]


def test_a_database_of_a_folder_that_is_missing_says_so(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="unable to open database file"):
        Database(tmp_path / "missing" / "reunion.sqlite3")


async def test_a_glance_sees_what_was_answered_and_holds_nobody_up(database: Database) -> None:
    for number in range(5):
        await database.write(record, f"s-{number}")
        assert len(await database.glance(subjects)) == number + 1
