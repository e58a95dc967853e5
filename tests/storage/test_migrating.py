import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from reunion.storage.database import sqlite_engine
from reunion.storage.migrating import REVISIONS, SCRIPTS, TooNew, alive, current, migrate, upgrade
from reunion.storage.tables import metadata


def test_a_new_file_gets_exactly_the_tables_of_the_code(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "reunion.sqlite3"

    assert migrate(path) is True
    assert migrate(path) is False
    engine = sqlite_engine(path)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert current(connection) == REVISIONS[-1]
        assert alive(connection)
    engine.dispose()


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "reunion.sqlite3"
    migrate(path)
    raw = sqlite3.connect(path)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.commit()
    raw.close()

    with pytest.raises(TooNew, match="9999"):
        migrate(path)


def test_the_revisions_are_those_alembic_walks() -> None:
    walked = [script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()]

    assert tuple(reversed(walked)) == REVISIONS


def test_listing_a_hundred_thousand_takes_nobody_away(tmp_path: Path) -> None:
    """A table that is made anew in SQLite takes what refers to its rows with it."""
    path = tmp_path / "reunion.sqlite3"
    engine = sqlite_engine(path)
    with engine.begin() as connection:
        upgrade(connection, "0005")
        for statement in (
            "INSERT INTO gathering VALUES ('g', 't', 'Asia/Shanghai', '{}', 2, 0)",
            *(
                "INSERT INTO registration VALUES"
                f" ('{key}', 'g', '{side}', {number}, 'n', 'n', '', '', '', 'C{number}', 'web', 'active', '', 0, 1,"
                f" '{{}}', '{consents}', x'00', NULL, NULL)"
                for number, (key, side, consents) in enumerate(
                    (
                        ("w", "worker", '{"on_air": ["2026-11", "web", 1]}'),
                        ("f", "family", '{"store": ["v", "web", 1]}'),
                    )
                )
            ),
            "INSERT INTO match VALUES ('g', 'w', 'f', 9990, 'confirmed', '{}', 'a', 1)",
            "INSERT INTO pair VALUES ('p', 'g')",
            "INSERT INTO pair_member VALUES ('p', 'w', 'worker'), ('p', 'f', 'family')",
            "INSERT INTO phone_index VALUES ('g', x'01', 'w')",
        ):
            connection.exec_driver_sql(statement)
    engine.dispose()

    assert migrate(path) is True
    raw = sqlite3.connect(path)
    kept = [
        raw.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("match", "pair_member", "phone_index")
    ]
    agreed = raw.execute("SELECT id, on_air FROM registration ORDER BY id").fetchall()
    raw.close()
    assert (kept, agreed) == ([1, 2, 1], [("f", 0), ("w", 1)])
