from dataclasses import replace
from typing import Any

from sqlalchemy import event

from reunion.actions.missing import ALARMS, PAGE, Listed, missing
from reunion.actions.moving import LOCKED_OUT, TAKEN_OUT
from reunion.actions.ports import Store
from reunion.actions.surveying import plans_alone, situation
from reunion.domain.instants import Instant
from reunion.domain.people import Pair, Party, Side
from reunion.domain.plans import Held, Hold, PlanVersion, Slot, Unplaced
from reunion.storage.database import Database
from tests.actions.scenes import EVENING, GATHERING, begin, clock, family, put_pairs, worker

PLACED = 3


def pair_id(n: int) -> str:
    return f"p-{n:03}"


async def crowd(store: Store, pairs: int, **plan: object) -> None:
    """So many pairs; the first few have a slot."""
    await more(store, 0, pairs)
    starts = [Instant(EVENING + 300_000 + n * 75_000) for n in range(PLACED)]
    slots = tuple(Slot(pair_id(n), "s-1", start, 60, start) for n, start in enumerate(starts))
    version = PlanVersion(1, clock(), "amei", slots, ())
    await store.plans.put(GATHERING.id, replace(version, **plan))  # type: ignore[arg-type]


async def more(store: Store, first: int, end: int) -> None:
    """Pairs with these numbers."""
    people = [(worker(f"w{n}", f"工{n}"), family(f"f{n}", f"家{n}")) for n in range(first, end)]
    await begin(store, *(person for two in people for person in two))
    members = {n: (Party(Side.WORKER, (f"w{n}",)), Party(Side.FAMILY, (f"f{n}",))) for n in range(first, end)}
    await put_pairs(store, [Pair(pair_id(n), GATHERING.id, *two) for n, two in members.items()])


async def listed(store: Store, **asked: object) -> tuple[list[str], int, int]:
    """Ids of the rows, how many the words find, and how many have no slot."""
    now = await situation(store, GATHERING.id, clock(), of=())
    found, _ = await missing(store, GATHERING.id, now, Listed(**asked))  # type: ignore[arg-type]
    return [row.pair for row in found.rows], found.total, found.everybody


async def alarms(store: Store) -> tuple[list[str], int]:
    """Who must be on air and has no slot, and how many more they are."""
    now = await situation(store, GATHERING.id, clock(), of=())
    found, _ = await missing(store, GATHERING.id, now, Listed())
    return list(found.alarms), found.more_alarms


async def test_a_page_of_the_pairs_without_a_slot_stands_by_id(store: Store) -> None:
    await crowd(store, PLACED + PAGE + 2)
    first, last = await listed(store), await listed(store, page=2)
    assert first == ([pair_id(PLACED + n) for n in range(PAGE)], PAGE + 2, PAGE + 2)
    assert last == ([pair_id(PLACED + PAGE), pair_id(PLACED + PAGE + 1)], PAGE + 2, PAGE + 2)


async def test_who_must_be_on_air_comes_first_and_who_was_taken_out_by_hand_next(store: Store) -> None:
    by_hand = (Unplaced(pair_id(8), TAKEN_OUT), Unplaced(pair_id(6), LOCKED_OUT))
    holds = (Hold(pair_id(9), Held.MUST), Hold(pair_id(0), Held.MUST), Hold(pair_id(6), Held.OUT))
    await crowd(store, 10, unplaced=(Unplaced(pair_id(3), "CAPACITY"), *by_hand), holds=holds)
    assert (await listed(store))[0] == [pair_id(n) for n in (9, 6, 8, 3, 4, 5, 7)]


async def test_words_find_either_side_and_the_chosen_pair_stands_there_too(store: Store) -> None:
    await crowd(store, 10)
    assert await listed(store, words="家7") == ([pair_id(7)], 1, 7)
    assert await listed(store, words="工7", chosen=pair_id(5)) == ([pair_id(5), pair_id(7)], 1, 7)
    assert await listed(store, words="工7", chosen=pair_id(7)) == ([pair_id(7)], 1, 7)
    for nobody in (pair_id(1), "p-elsewhere"):
        assert await listed(store, words="工7", chosen=nobody) == ([pair_id(7)], 1, 7)


async def test_of_many_pairs_that_must_be_on_air_a_few_are_named_and_the_others_counted(store: Store) -> None:
    must = tuple(Hold(pair_id(PLACED + n), Held.MUST) for n in range(ALARMS + 2))
    await crowd(store, PLACED + ALARMS + 2, holds=must)
    assert await alarms(store) == ([pair_id(PLACED + n) for n in range(ALARMS)], 2)


async def test_pairs_that_are_no_more_alarm_nobody_and_keep_nobody_from_being_named(store: Store) -> None:
    gone = tuple(Hold(f"p-{n:02}-of-before", Held.MUST) for n in range(ALARMS))
    await crowd(store, 6, holds=(*gone, Hold(pair_id(5), Held.MUST), Hold(pair_id(0), Held.MUST)))
    assert await alarms(store) == ([pair_id(5)], 0)


async def test_past_the_end_of_the_list_its_last_page_stands(store: Store) -> None:
    await crowd(store, PLACED + PAGE + 1)
    now = await situation(store, GATHERING.id, clock(), of=())
    found, _ = await missing(store, GATHERING.id, now, Listed(page=9))
    assert ([row.pair for row in found.rows], found.page) == ([pair_id(PLACED + PAGE)], 2)
    nobody, _ = await missing(store, GATHERING.id, now, Listed(page=9, words="谁也不是"))
    assert (nobody.rows, nobody.page) == ((), 1)


async def test_a_pair_that_a_reason_names_can_be_named_also_without_a_slot(store: Store) -> None:
    reason = Unplaced(pair_id(3), "PERSON_ELSEWHERE", {"says": "…", "says.pair": pair_id(60)})
    await crowd(store, 61, unplaced=(reason,))
    before = await situation(store, GATHERING.id, clock(), of=())
    _, now = await missing(store, GATHERING.id, before, Listed())
    assert pair_id(60) in {pair.id for pair in now.pairs} - {pair.id for pair in before.pairs}
    assert {"w60", "f60"} <= now.people.keys()


async def test_the_board_reads_no_more_of_a_big_gathering_than_of_a_small_one(
    store: Store, database: Database
) -> None:
    """The control reads everybody: of a hundred thousand the board took eleven seconds.

    A page that is turned does without those who have a slot, too.
    """
    rows: list[int] = []

    @event.listens_for(database.engine, "connect")
    def _counted(raw: Any, _record: object) -> None:
        raw.row_factory = lambda _, row: rows.append(1) or row

    async def board() -> int:
        rows.clear()
        now = await situation(store, GATHERING.id, clock(), of=())
        await missing(store, GATHERING.id, now, Listed())
        return len(rows)

    async def turned() -> int:
        rows.clear()
        await missing(store, GATHERING.id, await plans_alone(store, GATHERING.id), Listed(page=2))
        return len(rows)

    async def everything() -> int:
        rows.clear()
        await situation(store, GATHERING.id, clock())
        return len(rows)

    def left_out(end: int) -> tuple[Unplaced, ...]:
        return tuple(Unplaced(pair_id(n), "CAPACITY", {"says": "full"}) for n in range(PLACED, end))

    await crowd(store, 3 * PAGE, unplaced=left_out(3 * PAGE))
    small, whole = await board(), await everything()
    # of a pair there are two rows, and two registrations; the plan itself is read once
    assert small - 1 - await turned() == 4 * PLACED
    await more(store, 3 * PAGE, 6 * PAGE)
    plan = await store.plans.newest(GATHERING.id)
    assert plan is not None
    await store.plans.put(GATHERING.id, replace(plan, version=2, unplaced=left_out(6 * PAGE)))
    assert await board() == small > 0
    assert await everything() >= whole + 6 * PAGE
