from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from reunion.actions.ports import Store, WithoutSlot
from reunion.storage.database import Database
from reunion.storage.slotless import each_of
from tests.actions.scenes import GATHERING
from tests.actions.test_missing import crowd, pair_id
from tests.storage.explaining import ways


async def page(store: Store, asked: WithoutSlot, **part: int) -> tuple[list[str], int]:
    found, total = await store.pairs.missing(GATHERING.id, asked, **{"limit": 9} | part)
    return [pair.id for pair in found], total


async def test_pairs_that_have_a_slot_are_left_out_and_groups_stand_one_behind_the_other(
    store: Store,
) -> None:
    await crowd(store, 8)
    placed = {pair_id(0), pair_id(4), "p-of-before"}
    first = ({pair_id(7), pair_id(4)}, {pair_id(5), pair_id(7)})
    assert await page(store, WithoutSlot(placed, first)) == ([pair_id(n) for n in (7, 5, 1, 2, 3, 6)], 6)
    assert await page(store, WithoutSlot(placed, first), limit=2, offset=1) == ([pair_id(5), pair_id(1)], 6)


async def test_more_pairs_than_a_statement_has_room_for_may_have_a_slot(store: Store) -> None:
    await crowd(store, 4)
    placed = {f"p-{n}" for n in range(40_000)} | {pair_id(1)}
    assert await page(store, WithoutSlot(placed)) == ([pair_id(n) for n in (0, 2, 3)], 3)


async def test_a_list_of_some_has_no_other_and_none_that_are_not_there(store: Store) -> None:
    await crowd(store, 6)
    some = [pair_id(4), "p-of-before", pair_id(1), pair_id(3)]
    assert await page(store, WithoutSlot({pair_id(3)}, among=some)) == ([pair_id(1), pair_id(4)], 2)
    assert await page(store, WithoutSlot((), among=())) == ([], 0)


async def test_a_page_has_whole_pairs_of_this_gathering_only(store: Store) -> None:
    await crowd(store, 2)
    (first, _), _ = await store.pairs.missing(GATHERING.id, WithoutSlot(()), limit=9)
    assert (first.worker.registrations, first.family.registrations) == (("w0",), ("f0",))
    assert await store.pairs.missing("elsewhere", WithoutSlot(()), limit=9) == ((), 0)
    assert await store.pairs.many("elsewhere", [pair_id(0)]) == ()


def test_a_list_is_asked_for_by_a_function_that_either_database_has() -> None:
    rows = select(each_of("[]").table_valued("value").c.value)
    assert "json_each(" in str(rows.compile(dialect=sqlite.dialect()))
    assert "json_array_elements_text(CAST(" in str(rows.compile(dialect=postgresql.dialect()))


async def test_a_page_by_id_is_read_out_of_the_index_and_only_groups_are_sorted(
    store: Store, database: Database
) -> None:
    async def way(asked: WithoutSlot) -> str:
        return await ways(database, store.pairs.missing(GATHERING.id, asked, limit=9, offset=900))

    await crowd(store, 8)
    plain = await way(WithoutSlot({pair_id(0)}))
    assert "COVERING INDEX ix_pair_gathering_id (gathering=?)" in plain
    assert "TEMP B-TREE" not in plain
    assert "TEMP B-TREE" in await way(WithoutSlot({pair_id(0)}, ({pair_id(7)},)))


async def test_pairs_come_one_behind_the_other_out_of_the_index(store: Store, database: Database) -> None:
    await crowd(store, 5)
    next_two = await store.pairs.after(GATHERING.id, pair_id(1), limit=2)
    assert next_two == await store.pairs.many(GATHERING.id, [pair_id(2), pair_id(3)])
    assert await store.pairs.after(GATHERING.id, pair_id(4), limit=2) == ()
    way = await ways(database, store.pairs.after(GATHERING.id, pair_id(1), limit=2))
    assert "COVERING INDEX ix_pair_gathering_id (gathering=? AND id>?)" in way
