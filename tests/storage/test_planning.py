from dataclasses import replace

import pytest
from sqlalchemy import delete, insert, select

from reunion.actions.ports import Conflict, Store
from reunion.domain.instants import Instant
from reunion.domain.plans import Held, Hold, PlanVersion, Slot, Unplaced
from reunion.domain.priorities import Priorities
from reunion.storage.database import Database
from reunion.storage.planning import MOST
from reunion.storage.tables import plan
from tests.conftest import GATHERING


async def test_plans_are_kept_in_versions(store: Store) -> None:
    assert await store.plans.newest("dongxing") is None
    slot = Slot("p-1", "gala", Instant(5), 90, Instant(3), locked=True)
    first = PlanVersion(1, Instant(1), "a-1", (slot,), (Unplaced("p-2", "NO_COMMON_TIME", {"minutes": 3}),))
    await store.plans.put("dongxing", first)
    await store.plans.put("dongxing", replace(first, version=2, slots=()))
    await store.plans.put("dongxing", replace(first, version=2, slots=(), published=True))

    newest = await store.plans.newest("dongxing")
    assert newest == replace(first, version=2, slots=(), published=True)


@pytest.mark.parametrize(
    "late",
    [
        {"version": 1},
        {"version": 1, "published": True},
        {"version": 2, "by": "a-2"},
        {"version": 2, "slots": (), "published": True},
        {"version": 4},
    ],
    ids=str,
)
async def test_a_plan_that_was_not_made_from_the_newest_is_refused(
    store: Store, late: dict[str, object]
) -> None:
    slot = Slot("p-1", "gala", Instant(5), 90, Instant(3))
    first = PlanVersion(1, Instant(1), "a-1", (slot,), ())
    second = replace(first, version=2)
    await store.plans.put("dongxing", first)
    await store.plans.put("dongxing", second)
    with pytest.raises(Conflict):
        await store.plans.put("dongxing", replace(first, **late))  # type: ignore[arg-type]
    assert await store.plans.newest("dongxing") == second


async def test_decisions_and_how_a_version_came_about_are_kept(store: Store) -> None:
    holds = (Hold("p-1", Held.SHOW, "gala"), Hold("p-2", Held.OUT), Hold("p-1", Held.MUST))
    plan = PlanVersion(1, Instant(1), "a-1", (), (), holds=holds, made="back-7")
    await store.plans.put("dongxing", plan)
    assert await store.plans.newest("dongxing") == plan
    assert (plan.held(Held.SHOW), plan.held(Held.OUT)) == ({"p-1": "gala"}, {"p-2": ""})


async def test_older_versions_and_the_last_published_one_are_found(store: Store) -> None:
    first = PlanVersion(1, Instant(1), "a-1", (), ())
    for version in (1, 2, 3):
        await store.plans.put("dongxing", replace(first, version=version))
        if version == 2:
            await store.plans.put("dongxing", replace(first, version=2, published=True))
    assert await store.plans.get("dongxing", 1) == first
    assert await store.plans.get("dongxing", 4) is None
    assert await store.plans.published("dongxing") == replace(first, version=2, published=True)
    assert [plan.version for plan in await store.plans.latest("dongxing", 2)] == [3, 2]


async def test_what_a_gathering_plans_by_is_kept(store: Store) -> None:
    wished = replace(GATHERING, priorities=Priorities(year=3, rhythm=8))
    await store.gatherings.put(wished)
    assert await store.gatherings.get(GATHERING.id) == wished


async def test_reasons_that_many_pairs_share_are_written_once_and_read_in_their_order(
    store: Store, database: Database
) -> None:
    full = {"says": "full by %(seconds)d s", "says.seconds": 9, "try0": "cut to %(to)d s", "try0.to": 50}
    turned = dict(reversed(full.items()))
    rows = (("p-2", full), ("p-1", full), ("p-3", turned), ("p-4", {}))
    plan_ = PlanVersion(
        1, Instant(1), "a-1", (), tuple(Unplaced(pair, "CAPACITY", why) for pair, why in rows)
    )
    await store.plans.put("dongxing", plan_)

    newest = await store.plans.newest("dongxing")
    assert newest == plan_
    assert [list(one.params) for one in newest.unplaced] == [list(why) for _, why in rows]
    body = await database.read(lambda connection: connection.scalar(select(plan.c.body)))
    assert (len(body["whys"]), body["because"]) == (3, [0, 0, 1, 2])


async def test_a_plan_that_was_written_with_a_reason_for_each_pair_is_read(
    store: Store, database: Database
) -> None:
    body = {"slots": [], "unplaced": [["p-2", "CAPACITY", {"says": "full"}]]}
    row = {"gathering": "dongxing", "version": 1, "at": 1, "by": "a-1", "body": body, "published": False}
    await database.write(lambda connection: connection.execute(insert(plan).values(**row)) and None)

    newest = await store.plans.newest("dongxing")
    assert newest == PlanVersion(1, Instant(1), "a-1", (), (Unplaced("p-2", "CAPACITY", {"says": "full"}),))


async def test_a_version_is_read_once_and_known_as_published_from_then_on(store: Store) -> None:
    first = PlanVersion(1, Instant(1), "a-1", (), (Unplaced("p-2", "CAPACITY"),))
    await store.plans.put("dongxing", first)
    known = await store.plans.newest("dongxing")
    assert await store.plans.get("dongxing", 1) is known

    await store.plans.put("dongxing", replace(first, published=True))
    assert await store.plans.newest("dongxing") == replace(first, published=True)
    for version in range(2, MOST + 3):
        await store.plans.put("dongxing", replace(first, version=version))
        await store.plans.newest("dongxing")
    assert await store.plans.get("dongxing", 1) == replace(first, published=True)
    assert await store.plans.get("dongxing", 1) is not known


async def test_a_list_of_versions_leaves_known_what_was_read_before(store: Store) -> None:
    """Whoever looks at the list would have everybody's next look at the board read the plan anew."""
    first = PlanVersion(1, Instant(1), "a-1", (), (Unplaced("p-2", "CAPACITY"),))
    for version in range(1, MOST + 3):
        await store.plans.put("dongxing", replace(first, version=version))
    newest = await store.plans.newest("dongxing")
    assert newest is not None
    assert [one.version for one in await store.plans.latest("dongxing", 60)] == [*range(MOST + 2, 0, -1)]
    assert await store.plans.newest("dongxing") is newest


async def test_a_version_of_a_gathering_made_anew_is_not_taken_for_the_one_before(
    store: Store, database: Database
) -> None:
    first = PlanVersion(1, Instant(1), "a-1", (), (Unplaced("p-2", "CAPACITY"),))
    await store.plans.put("dongxing", first)
    assert await store.plans.newest("dongxing") == first
    await database.write(lambda connection: connection.execute(delete(plan)) and None)
    assert await store.plans.newest("dongxing") is None
    anew = replace(first, at=Instant(2), unplaced=())
    await store.plans.put("dongxing", anew)
    assert await store.plans.newest("dongxing") == anew
