from dataclasses import replace

import pytest

from reunion.actions.erasing import due, erase, purge, wipe
from reunion.actions.ports import Deeds, NewRegistration, Store, Upload
from reunion.actions.registering import Registering
from reunion.actions.running import Stages
from reunion.domain.instants import Instant
from reunion.domain.people import Registration, Side, Standing
from reunion.domain.refusal import Refused
from tests.conftest import GATHERING, HandClock


async def filled(store: Store) -> None:
    people = [
        Registration(f"r-{n}", "dongxing", Side.FAMILY, 0, "李秀英", ("+8613800138000",), story="四年")
        for n in (1, 2)
    ]
    await store.registrations.add([NewRegistration(person) for person in people])


async def test_an_erased_person_leaves_a_number_and_no_word(store: Store, clock: HandClock) -> None:
    await filled(store)
    await erase(store, Stages(store.journal, clock, lambda _: None), clock, "r-1", by="command-line")

    left = await store.registrations.get("r-1")
    assert left is not None
    assert (left.standing, left.number, left.name, left.phones, left.story) == (
        Standing.WITHDRAWN,
        1,
        "",
        (),
        "",
    )
    assert [person.id for person in await store.registrations.every("dongxing")] == ["r-2"]


async def test_erasing_nobody_says_so(store: Store, clock: HandClock) -> None:
    with pytest.raises(LookupError):
        await erase(store, Stages(store.journal, clock, lambda _: None), clock, "r-9", by="command-line")


async def test_a_gathering_is_purged_when_its_time_has_come_and_not_before(
    store: Store, clock: HandClock
) -> None:
    await filled(store)
    stages = Stages(store.journal, clock, lambda _: None)
    assert await purge(store, stages, clock, by="command-line") == ()

    kept = Upload("u-1", "dongxing", Side.FAMILY, "名单.csv", "a-1", Instant(clock() - 1), b"bytes")
    await store.uploads.put(kept)
    over = replace(GATHERING, keep_until=Instant(clock() - 1))
    await store.gatherings.put(over)
    assert [(one.gathering, one.people) for one in await due(store, clock)] == [(over, 2)]
    assert await store.registrations.every("dongxing") != ()
    await purge(store, stages, clock, by="command-line")
    assert await store.registrations.every("dongxing") == ()
    assert await store.uploads.get("u-1") is None
    assert await due(store, clock) == ()


async def test_only_a_sample_is_wiped_and_then_nobody_and_no_file_is_left(
    store: Store, clock: HandClock
) -> None:
    await filled(store)
    registering = Registering(store, clock)
    with pytest.raises(Refused):
        await wipe(store, registering, GATHERING, by="a-1", clock=clock)
    assert len(await store.registrations.every("dongxing")) == 2
    sample = replace(GATHERING, sample=True)
    assert await wipe(store, registering, sample, by="a-1", clock=clock) == ("r-1", "r-2")
    assert await store.registrations.every("dongxing") == ()
    assert (await store.audit.page("dongxing", Deeds(), limit=1))[0][0].action == "wipe"
