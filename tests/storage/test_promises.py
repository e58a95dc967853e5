from reunion.domain.instants import HOUR, MINUTE, Instant
from tests.actions import gala
from tests.conftest import EVENING

LATER = Instant(EVENING + MINUTE)
FIRST = {"p-1": Instant(EVENING + HOUR), "p-2": Instant(EVENING + 2 * HOUR)}


async def test_a_broken_promise_stands_no_more_and_is_said_once(store):
    await gala.stored(store)
    await store.shows.promise("gala", FIRST, told=EVENING)
    await store.shows.break_promises("gala", "r2", ["p-1"], told=LATER, lost=["p-1"])
    assert await store.shows.promises("gala") == {"p-2": FIRST["p-2"]}
    assert [await store.shows.lost(pair) for pair in ("p-1", "p-2", "p-3")] == [FIRST["p-1"], None, None]
    sent = await store.outbox.newest("gala", limit=9)
    assert [(one.item, one.side, one.kind, one.start) for one in sent] == [
        ("p-1", side, "lost", FIRST["p-1"]) for side in ("family", "worker")
    ]


async def test_who_stands_in_another_show_has_lost_nothing(store):
    await gala.stored(store)
    await gala.stored(store, "second")
    await store.shows.promise("gala", FIRST, told=EVENING)
    await store.shows.break_promises("gala", "r2", ["p-1"], told=LATER, lost=[])
    await store.shows.promise("second", FIRST, told=LATER)
    assert await store.shows.lost("p-1") is None
    assert await store.outbox.newest("gala", limit=9) == ()


async def test_the_list_of_all_that_was_told_has_no_broken_ones(store):
    await gala.stored(store)
    await store.shows.promise("gala", FIRST, told=EVENING)
    await store.shows.break_promises("gala", "r2", ["p-1"], told=LATER, lost=["p-1"])
    assert sorted(one.pair for one in await store.shows.tellings("dongxing")) == ["p-1", "p-2"]
