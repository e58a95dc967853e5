import asyncio
import gc
import json
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import pytest

from reunion.actions.moving import TAKEN_OUT
from reunion.actions.ports import Store
from reunion.actions.posing import instance, placements
from reunion.actions.scheduling import unplaced
from reunion.actions.surveying import AT_ONCE, Situation, in_parts, situation
from reunion.domain.doubles import Double, DoubleStanding, ordered
from reunion.domain.people import Side
from reunion.domain.planning import Plan, Reason, Sentence, Try, WhyNot, check, instance_to, plan_to
from reunion.domain.plans import Unplaced
from reunion.exports.plan_pieces import instance_pieces, plan_pieces
from tests.actions.scenes import GATHERING, begin, clock
from tests.actions.test_missing import PLACED, crowd, pair_id

MANY = 2 * AT_ONCE + 10
FULL = WhyNot(
    Reason.CAPACITY,
    Sentence("full by %(seconds)d s", {"seconds": 9}),
    (Try("", Sentence("cut to %(to)d s", {"to": 50})),),
)


async def few(store: Store) -> Situation:
    """What stands with nobody but who has a slot."""
    return await situation(store, GATHERING.id, clock(), of=())


async def pieces_of(
    store: Store, pieces: Callable[[Situation, AsyncIterator[Situation]], AsyncIterator[bytes]]
) -> AsyncIterator[bytes]:
    """A file as a download sends it."""
    now = await few(store)
    async for piece in pieces(now, in_parts(store, GATHERING.id, now)):
        yield piece


async def text_of(pieces: AsyncIterator[bytes]) -> Any:
    return json.loads(b"".join([piece async for piece in pieces]))


@pytest.mark.parametrize("pairs", [PLACED, MANY])
async def test_the_pieces_of_an_instance_are_the_whole_of_it(store: Store, pairs: int) -> None:
    await crowd(store, pairs)
    whole = instance(await situation(store, GATHERING.id, clock()))
    assert len(whole.pairs) == pairs
    assert await text_of(pieces_of(store, instance_pieces)) == instance_to(whole)


async def test_two_without_a_slot_who_may_be_one_person_are_so_in_the_pieces_too(store: Store) -> None:
    """A planner elsewhere would put both on air at once otherwise, and its plan be refused here."""
    await crowd(store, MANY)
    last = f"w{MANY - 1}"
    both = [ordered(last, other) for other in ("w0", f"w{PLACED}")]
    doubles = [Double(*two, Side.WORKER, DoubleStanding.REVIEW) for two in both]
    await store.doubles.notice(GATHERING.id, [last], doubles)
    whole = instance_to(instance(await situation(store, GATHERING.id, clock())))
    assert await text_of(pieces_of(store, instance_pieces)) == whole


@pytest.mark.parametrize("pairs", [PLACED, MANY])
async def test_the_pieces_of_a_plan_are_the_whole_of_it_with_the_reasons_it_was_stored_with(
    store: Store, pairs: int
) -> None:
    rest = [pair_id(n) for n in range(PLACED, pairs)]
    gone = Unplaced("p-of-before", "CAPACITY", {"says": "gone"})
    told = (*(unplaced(id_, FULL) for id_ in rest[1:]), *(Unplaced(id_, TAKEN_OUT) for id_ in rest[:1]), gone)
    await crowd(store, pairs, unplaced=told)
    now = await situation(store, GATHERING.id, clock())
    assert now.before
    posed = instance(now)
    stands = placements(now.before, posed)
    by_hand = WhyNot(Reason.LOCKED, Sentence("Taken out by hand."))
    why = dict.fromkeys(rest[1:], FULL) | dict.fromkeys(rest[:1], by_hand)
    whole = Plan(stands.assign, why, check(posed, stands).objective)
    assert len(stands.assign) == PLACED
    assert await text_of(pieces_of(store, plan_pieces)) == plan_to(whole)


async def test_where_nothing_is_planned_the_files_are_empty_and_can_be_read(store: Store) -> None:
    await begin(store)
    assert await text_of(pieces_of(store, plan_pieces)) == plan_to(Plan({}))
    found = await text_of(pieces_of(store, instance_pieces))
    assert (len(found["lanes"]), found["pairs"]) == (2, [])


async def test_no_piece_of_a_file_holds_more_pairs_than_are_read_in_one_go(store: Store) -> None:
    """Half a gathering in memory at once is what the collector stops every thread for."""
    await crowd(store, MANY, unplaced=tuple(unplaced(pair_id(n), FULL) for n in range(PLACED, MANY)))
    for pieces in (instance_pieces, plan_pieces):
        lines = [piece.count(b'"p-') async for piece in pieces_of(store, pieces)]
        assert max(lines) <= AT_ONCE < sum(lines)


async def longest_turn(asking: Coroutine[Any, Any, object]) -> float:
    """Processor seconds of the loop's own thread in the longest of its turns, whatever else the machine does."""
    task, longest, before = asyncio.ensure_future(asking), 0.0, time.thread_time()
    while not task.done():
        await asyncio.sleep(0)
        now = time.thread_time()
        longest, before = max(longest, now - before), now
    await task
    return longest


async def test_no_turn_of_the_loop_grows_with_the_files(store: Store) -> None:
    """The control makes the same text in the loop: what a screen waits for then grows with the gathering."""
    await crowd(store, MANY)
    everybody, now = await situation(store, GATHERING.id, clock()), await few(store)

    async def at_once() -> object:
        return json.dumps(instance_to(instance(everybody)))

    gc.disable()
    try:
        control = await longest_turn(at_once())
        for pieces in (instance_pieces, plan_pieces):
            assert await longest_turn(text_of(pieces(now, in_parts(store, GATHERING.id, now)))) < control / 3
    finally:
        gc.enable()
