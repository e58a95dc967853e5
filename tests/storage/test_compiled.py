import pytest
from sqlalchemy import bindparam, insert, literal_column, select, update
from sqlalchemy.exc import IntegrityError

from reunion.storage.compiled import Compiled
from reunion.storage.tables import gathering

INSERT = Compiled(insert(gathering), *gathering.c.keys())
FIND = Compiled(select(gathering.c.title, gathering.c.numbers).where(gathering.c.id == bindparam("of")))
COUNT = Compiled(
    update(gathering)
    .where(gathering.c.id == bindparam("of"))
    .values(numbers=gathering.c.numbers + literal_column("1"))
    .returning(gathering.c.numbers)
)


def row(key):
    details = {"home": {"name": "东兴区"}}
    return {
        "id": key,
        "title": f"云团聚 {key}",
        "zone": "Z",
        "details": details,
        "numbers": 0,
        "keep_until": 0,
    }


async def test_what_is_inserted_is_read_by_ordinary_statements_too(database):
    await database.write(lambda connection: INSERT.run(connection, row("one")))
    found = await database.read(
        lambda connection: connection.execute(
            select(gathering.c.details).where(gathering.c.id == "one")
        ).scalar()
    )
    assert found == {"home": {"name": "东兴区"}}


async def test_many_rows_go_in_at_once(database):
    await database.write(lambda connection: INSERT.run_many(connection, [row("one"), row("two")]))
    assert await database.read(lambda connection: FIND.run(connection, {"of": "two"})) == [("云团聚 two", 0)]


async def test_a_change_gives_back_what_it_returns(database):
    await database.write(lambda connection: INSERT.run(connection, row("one")))
    counted = [
        await database.write(lambda connection: COUNT.run(connection, {"of": "one"})) for _ in range(2)
    ]
    assert counted == [[(1,)], [(2,)]]


async def test_a_statement_that_fails_takes_nothing_with_it(database):
    await database.write(lambda connection: INSERT.run(connection, row("one")))
    with pytest.raises(IntegrityError) as failed:
        await database.write(lambda connection: INSERT.run_many(connection, [row("two"), row("one")]))
    assert "云团聚" not in str(failed.value)
    assert await database.read(lambda connection: FIND.run(connection, {"of": "two"})) == []
