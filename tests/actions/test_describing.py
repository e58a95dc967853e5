from dataclasses import replace

import pytest

from reunion.actions.arranging import Impossible
from reunion.actions.describing import KEPT_DAYS_MOST, describe
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
