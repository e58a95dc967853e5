from dataclasses import replace

from reunion.actions.moving import move, take_out
from reunion.actions.publishing import publish
from reunion.web.keys import STAGES
from tests.actions.scenes import GATHERING, clock

from .offices import AT, bare, post, text_of
from .test_staff_rundown import API, ONE, TWO, planned, producer  # noqa: F401


async def planned_again(client, moves="free"):
    await post(client, f"{AT}/rundown/plan", {"moves": moves}, follow=False)
    return await planned_state(client)


async def planned_state(client):
    import asyncio

    for _ in range(3000):
        state = await (await client.get(f"{API}/planning")).json()
        if not state["running"]:
            return state
        await asyncio.sleep(0)
    raise AssertionError("the planner does not end")


async def test_a_new_plan_waits_to_be_kept_and_says_who_would_have_to_be_told(site, producer):  # noqa: F811
    await planned(producer)
    await publish(site.store, site.app[STAGES], GATHERING, by="a", clock=clock)
    await take_out(site.store, GATHERING.id, ONE, by="a", clock=clock)
    await move(site.store, GATHERING.id, TWO, "s-2", None, by="a", clock=clock)
    state = await planned_again(producer, "none")
    assert (state["proposal"], state["wrong"]) == (True, "")
    page = await text_of(producer, f"{AT}/rundown/proposal")
    assert "要通知哪些家" in page
    assert "一个都不动" in page
    assert "刘强 ↔ 王芳" in page
    assert "新方案已算好" in await text_of(producer, f"{AT}/rundown")
    page = bare(await (await post(producer, f"{AT}/rundown/keep")).text())
    assert "新方案已采用" in page
    assert (await site.store.plans.newest("dongxing")).version == 4


async def test_a_dropped_plan_changes_nothing(site, producer):  # noqa: F811
    await planned(producer)
    await planned_again(producer)
    assert "谁也不用通知：还没有发布过" in await text_of(producer, f"{AT}/rundown/proposal")
    page = bare(await (await post(producer, f"{AT}/rundown/drop")).text())
    assert "已放弃" in page
    assert (await site.store.plans.newest("dongxing")).version == 1
    assert "第 1 版" in await text_of(producer, f"{AT}/rundown/proposal")


async def test_versions_are_listed_compared_and_taken_back(site, producer):  # noqa: F811
    await planned(producer)
    await take_out(site.store, GATHERING.id, ONE, by="a", clock=clock)
    page = await text_of(producer, f"{AT}/rundown/versions")
    assert "移出了一对" in page
    page = await text_of(producer, f"{AT}/rundown/compare?from=1&to=2")
    assert "第 1 版和第 2 版" in page
    assert "张伟 ↔ 李芳" in page
    page = bare(await (await post(producer, f"{AT}/rundown/versions", {"version": "1"})).text())
    assert "已退回到当时的编排" in page
    assert "退回到第 1 版" in await text_of(producer, f"{AT}/rundown/versions")
    assert len((await site.store.plans.newest("dongxing")).slots) == 2


async def test_a_version_that_is_not_there_is_said(producer):  # noqa: F811
    await planned(producer)
    answer = await post(producer, f"{AT}/rundown/versions", {"version": "77"})
    assert (answer.status, "没有第 77 版" in bare(await answer.text())) == (409, True)
    assert (await producer.get(f"{AT}/rundown/compare?from=1&to=x")).status == 404


async def test_before_publishing_the_board_says_how_many_must_be_told(site, producer):  # noqa: F811
    await planned(producer)
    await publish(site.store, site.app[STAGES], GATHERING, by="a", clock=clock)
    await take_out(site.store, GATHERING.id, ONE, by="a", clock=clock)
    assert "有 1 家要通知新时间" in await text_of(producer, f"{AT}/rundown")
    plan = await site.store.plans.newest("dongxing")
    assert replace(plan, published=True) != plan
