import asyncio
from dataclasses import replace

import pytest

from reunion.actions.arranging import Impossible, set_show
from reunion.actions.ports import Store
from reunion.actions.publishing import publish
from reunion.domain.commands import Start
from reunion.domain.instants import MINUTE, Instant
from reunion.domain.plans import Segment, ShowHead
from reunion.domain.show import fold
from tests.actions.scenes import EVE_ONE, EVE_TWO, EVENING, GATHERING, begin, clock
from tests.actions.test_publishing import planned


async def test_a_show_is_stored_with_its_segments_in_order(store: Store) -> None:
    await begin(store, shows=())
    song = Segment("歌曲", Instant(EVENING + 30 * MINUTE), 240)
    stored = await set_show(
        store, replace(EVE_ONE, segments=(song, *EVE_ONE.segments)), by="amei", clock=clock
    )
    assert [segment.title for segment in stored.segments] == ["开场", "歌曲"]
    assert await store.shows.get("s-1") == stored


@pytest.mark.parametrize(
    "wrong",
    [
        replace(EVE_ONE, title=" "),
        replace(EVE_ONE, planned_end=EVE_ONE.planned_start),
        replace(EVE_ONE, buffer_s=-1),
        replace(EVE_ONE, segments=(Segment("开场", Instant(EVENING - 1), 60),)),
        replace(
            EVE_ONE, segments=(Segment("开场", EVENING, 300), Segment("歌曲", Instant(EVENING + 299_000), 60))
        ),
        replace(EVE_ONE, segments=(Segment("开场", EVENING, 0),)),
        replace(EVE_ONE, segments=(Segment("开场", EVENING, 300, 300),)),
        replace(EVE_ONE, segments=(Segment("开场", EVENING, 300, 4),)),
        replace(EVE_ONE, planned_end=Instant(EVENING + 13 * 3600_000)),
    ],
)
async def test_a_show_that_cannot_be_is_refused_with_a_sentence(store: Store, wrong: ShowHead) -> None:
    await begin(store, shows=())
    with pytest.raises(Impossible) as refused:
        await set_show(store, wrong, by="amei", clock=clock)
    assert str(refused.value)
    assert await store.shows.every("dongxing") == ()


async def test_one_stage_has_one_show_at_a_time(store: Store) -> None:
    await begin(store, shows=(EVE_ONE,))
    with pytest.raises(Impossible, match="第一晚"):
        await set_show(store, replace(EVE_ONE, id="s-9", segments=()), by="amei", clock=clock)
    await set_show(store, replace(EVE_ONE, id="s-9", stage="二号直播间"), by="amei", clock=clock)
    await set_show(store, replace(EVE_TWO, id="s-2"), by="amei", clock=clock)
    assert [show.id for show in await store.shows.every("dongxing")] == ["s-1", "s-9", "s-2"]


async def test_an_open_show_learns_its_new_times_at_once(store: Store) -> None:
    stages = await planned(store)
    await publish(store, stages, GATHERING, by="amei", clock=clock)
    stage = await stages.get("s-1")
    assert stage is not None
    later = replace(EVE_ONE, title="元宵", planned_end=Instant(EVE_ONE.planned_end + 30 * MINUTE))
    await set_show(store, later, by="amei", clock=clock, stages=stages)
    stored = await store.journal.load("s-1")
    assert stored is not None
    show = fold(stored.rundown.show, [recorded.entry for recorded in stored.entries])
    assert (stage.loaded.head.title, stage.show) == ("元宵", show)


async def test_a_show_that_is_started_meanwhile_keeps_its_times(store: Store) -> None:
    stages = await planned(store)
    await publish(store, stages, GATHERING, by="amei", clock=clock)
    stage = await stages.get("s-1")
    assert stage is not None
    later = replace(EVE_ONE, planned_end=Instant(EVE_ONE.planned_end + 30 * MINUTE))
    setting = asyncio.ensure_future(set_show(store, later, by="amei", clock=clock, stages=stages))
    started = stage.perform(Start(), "c1", "host")
    outcomes = await asyncio.gather(started, setting, return_exceptions=True)
    stored = await store.journal.load("s-1")
    assert stored is not None
    assert isinstance(outcomes[1], Impossible)
    assert (stored.head.planned_end, stage.show.planned_end) == (EVE_ONE.planned_end,) * 2
