import pytest
from sqlalchemy import event

from reunion.actions.ports import Deeds
from reunion.storage.audits import page_of_deeds


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (Deeds(actions=("import",)), "ix_audit_gathering_action_at (gathering=? AND action=?)"),
        (Deeds(), "ix_audit_gathering_at (gathering=?)"),
    ],
)
async def test_the_newest_deeds_are_read_from_an_index_that_has_them_in_order(database, wanted, index):
    def explained(connection):
        asked = []
        event.listen(connection, "before_cursor_execute", lambda *told: asked.append(told[2:4]))
        page_of_deeds(connection, "dongxing", wanted, 1, None)
        ((statement, values),) = asked
        return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]

    assert await database.read(explained) == [f"SEARCH audit USING INDEX {index}"]
