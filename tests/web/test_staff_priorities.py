from dataclasses import asdict

from reunion.domain.priorities import Priorities

from .offices import AT, bare, post, text_of
from .test_staff_rundown import producer  # noqa: F401


async def test_what_counts_is_stored_and_the_next_plan_goes_by_it(site, producer):  # noqa: F811
    assert "谁优先" in await text_of(producer, f"{AT}/rundown/priorities")
    wished = {name: str(value) for name, value in asdict(Priorities()).items()} | {"year": "3", "rhythm": "8"}
    page = bare(await (await post(producer, f"{AT}/rundown/priorities", wished)).text())
    assert "已保存，下次编排按此进行" in page
    stored = await site.store.gatherings.get("dongxing")
    assert stored.priorities == Priorities(year=3, rhythm=8)


async def test_a_number_out_of_its_limits_is_named_and_nothing_is_stored(site, producer):  # noqa: F811
    wished = {name: str(value) for name, value in asdict(Priorities()).items()} | {"shortest_s": "5"}
    answer = await post(producer, f"{AT}/rundown/priorities", wished)
    assert (answer.status, "请填 20 到 600 的整数" in bare(await answer.text())) == (422, True)
    assert (await site.store.gatherings.get("dongxing")).priorities == Priorities()
