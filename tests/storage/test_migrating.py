import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from reunion.storage.database import sqlite_engine
from reunion.storage.migrating import REVISIONS, SCRIPTS, TooNew, alive, current, migrate
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
