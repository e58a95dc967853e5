from dataclasses import replace

import pytest

from reunion.actions.ports import Conflict, Store
from reunion.domain.instants import Instant
from reunion.domain.plans import Held, Hold, PlanVersion, Slot, Unplaced
from reunion.domain.priorities import Priorities
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
