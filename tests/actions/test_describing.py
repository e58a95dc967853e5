import asyncio
from dataclasses import replace

import pytest

from reunion.actions.arranging import Impossible
from reunion.actions.describing import KEPT_DAYS_MOST, describe
from reunion.actions.ports import Conflict
from reunion.domain.access import Account, Role
from reunion.domain.instants import DAY, Instant
from tests.actions.scenes import EVE_ONE, EVE_TWO, GATHERING, HOME, NOON, begin, clock, worker


def without_township(code):
    towns = tuple(town for town in HOME.townships if town.code != code)
    return replace(GATHERING, home=replace(HOME, townships=towns))


async def test_what_changed_is_stored_and_recorded_by_name(store):
    await begin(store)
    after = replace(GATHERING, title="新名字", contact="0832-5550100")
    assert await describe(store, GATHERING, after, by="a-1", clock=clock) == ("title", "contact")
    assert await store.gatherings.get(GATHERING.id) == after
    (deed,) = await store.audit.newest(GATHERING.id, limit=1)
    assert (deed.by, deed.action, dict(deed.details)) == (
        "a-1",
        "settings",
        {"changed": ["title", "contact"]},
    )


async def test_nothing_changed_is_no_deed(store):
    await begin(store)
    before = await store.audit.newest(GATHERING.id, limit=9)
    assert await describe(store, GATHERING, GATHERING, by="a-1", clock=clock) == ()
    assert await store.audit.newest(GATHERING.id, limit=9) == before


async def test_a_township_with_sign_ups_stays(store):
    await begin(store, worker("w1", "张伟", township="511011101"))
    with pytest.raises(Impossible, match="1 sign-ups are from 田家镇: keep its line with the code 511011101"):
        await describe(store, GATHERING, without_township("511011101"), by="a-1", clock=clock)
    assert await store.gatherings.get(GATHERING.id) == GATHERING
    after = without_township("511011103")
    assert await describe(store, GATHERING, after, by="a-1", clock=clock) == ("home",)


async def test_a_township_with_a_volunteer_stays(store):
    await begin(store)
    account = Account("a-2", "小赵", Role.VOLUNTEER, GATHERING.id, "511011103", "石子")
    await store.accounts.put(account, at=NOON)
    with pytest.raises(Impossible, match="小赵 is in 石子镇"):
        await describe(store, GATHERING, without_township("511011103"), by="a-1", clock=clock)


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (NOON, "has passed"),
        (NOON + KEPT_DAYS_MOST * DAY + 1, "at most 730 days"),
        (EVE_TWO.planned_end - 1, "“第二晚” is after that day"),
    ],
)
async def test_a_day_of_erasure_that_cannot_be_is_refused(store, day, says):
    await begin(store, shows=(EVE_ONE, EVE_TWO))
    with pytest.raises(Impossible, match=says):
        await describe(store, GATHERING, replace(GATHERING, keep_until=Instant(day)), by="a", clock=clock)


def two_changes():
    return replace(GATHERING, title="新名字"), replace(GATHERING, contact="0832-5550100")


async def test_of_two_who_store_in_the_same_instant_one_is_told_and_nothing_is_lost(store):
    await begin(store)
    changes = two_changes()
    fates = await asyncio.gather(
        *(describe(store, GATHERING, after, by="a-1", clock=clock) for after in changes),
        return_exceptions=True,
    )
    assert sorted(type(fate) for fate in fates if isinstance(fate, Exception)) == [Conflict]
    won = next(after for after, fate in zip(changes, fates, strict=True) if not isinstance(fate, Exception))
    assert await store.gatherings.get(GATHERING.id) == won


async def test_control_without_looking_at_what_stands_the_first_change_is_lost(store):
    await begin(store)
    first, second = two_changes()
    await asyncio.gather(store.gatherings.put(first), store.gatherings.put(second))
    assert await store.gatherings.get(GATHERING.id) in (first, second)
    assert (await store.gatherings.get(GATHERING.id)) != replace(first, contact=second.contact)
