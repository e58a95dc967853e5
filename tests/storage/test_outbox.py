from dataclasses import replace

from reunion.actions.ports import Conflict, Fate, Recorded, Unreached
from reunion.domain.calls import Call
from reunion.domain.entries import Called, Promised, Started
from reunion.domain.instants import Instant
from reunion.domain.people import Side
from reunion.domain.rundown import Why

from ..actions import gala

AT = gala.START


async def told(store, revision, entry, command):
    await store.journal.append("gala", "r1", Recorded(revision, command, "calls", entry), {}, AT)


async def test_a_message_for_each_side_is_stored_with_its_entry(store):
    await gala.stored(store)
    await told(store, 1, Started(AT), "c0")
    await told(store, 2, Called(AT, "it-2", Call.TEN, Instant(AT + 600_000)), "c1")
    found = await store.outbox.due(AT, limit=9)
    assert [(one.item, one.side, one.kind, one.what) for one in found] == [
        ("it-2", Side.FAMILY, "call", "ten"),
        ("it-2", Side.WORKER, "call", "ten"),
    ]
    assert found[0].key == "gala.r1.2.it-2.family"


async def test_an_entry_that_is_not_stored_leaves_no_message(store):
    """The entry and its messages are one transaction: a revision that is taken takes both back."""
    await gala.stored(store)
    await told(store, 1, Started(AT), "c0")
    try:
        await told(store, 1, Called(AT, "it-2", Call.TEN, AT), "c1")
    except Conflict:
        pass
    else:
        raise AssertionError
    assert await store.outbox.due(AT, limit=9) == ()


async def test_a_new_time_becomes_the_promise_of_its_pair(store):
    await gala.stored(store)
    start = Instant(AT + 900_000)
    await told(store, 1, Promised(AT, Why.LONGER, (("it-2", start),)), "c1")
    assert await store.shows.promises("gala") == {"p-2": start}


async def test_what_was_settled_is_due_no_more_and_what_was_put_off_is_due_then(store):
    await gala.stored(store)
    await told(store, 1, Called(AT, "it-2", Call.TEN, AT), "c1")
    family, worker = await store.outbox.due(AT, limit=9)
    await store.outbox.settle(family, Fate.SENT)
    await store.outbox.settle(worker, Fate.WAITING, again=Instant(AT + 5_000))
    assert await store.outbox.due(Instant(AT + 4_999), limit=9) == ()
    (again,) = await store.outbox.due(Instant(AT + 5_000), limit=9)
    assert (again.side, again.tries) == (Side.WORKER, 1)
    assert [one.fate for one in await store.outbox.newest("gala", limit=9)] == [Fate.SENT, Fate.WAITING]


async def test_a_side_is_reached_again_by_the_next_message_that_is_taken(store):
    await gala.stored(store)
    at = [Instant(AT + minute * 60_000) for minute in range(3)]
    for number, (call, then) in enumerate(((Call.TEN, at[0]), (Call.THREE, at[1])), 1):
        await told(store, number, Called(then, "it-2", call, at[2]), f"c{number}")
    assert await store.outbox.unreached("gala", "r1") == ()
    messages = {(one.what, one.side): one for one in await store.outbox.due(at[2], limit=9)}
    for side in Side:
        await store.outbox.settle(messages["ten", side], Fate.DROPPED)
    family, worker = (Unreached("it-2", side, at[0]) for side in (Side.FAMILY, Side.WORKER))
    assert await store.outbox.unreached("gala", "r1") == (family, worker)
    assert await store.outbox.unreached("gala", "r2") == ()
    await store.outbox.settle(messages["three", Side.FAMILY], Fate.SENT)
    await store.outbox.settle(messages["three", Side.WORKER], Fate.DROPPED)
    assert await store.outbox.unreached("gala", "r1") == (replace(worker, at=at[1]),)
