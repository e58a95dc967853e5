import asyncio
import re

import pytest

from reunion.actions.publishing import publish
from reunion.domain.access import Role
from reunion.domain.commands import Start
from reunion.web.keys import STAGES
from reunion.web.staff_planning import job_of
from tests.actions.scenes import GATHERING, clock

from .offices import AT, bare, fill, post, post_json, text_of

API = "/api/v1/gatherings/dongxing"
ONE, TWO = "p-dongxing-1", "p-dongxing-2"


@pytest.fixture
async def producer(site):
    await fill(site)
    return await site.signed_in(Role.PRODUCER)


async def planned(client):
    await post(client, f"{AT}/rundown/plan", follow=False)
    await over(client)
    return await (await client.get(f"{API}/plan")).json()


async def over(client):
    """The planner has ended."""
    for _ in range(2000):
        if not (await (await client.get(f"{API}/planning")).json())["running"]:
            return
        await asyncio.sleep(0)
    raise AssertionError("the planner does not end")


def rows(board, show=0):
    return [row.get("pair") or row["title"] for row in board["shows"][show]["rows"]]


async def test_planning_runs_in_the_background_and_places_everybody(producer):
    board = await planned(producer)
    assert board["placed"] == 2
    assert board["unplaced"] == []
    assert sorted(rows(board, 0) + rows(board, 1)) == sorted(["开场", ONE, TWO])
    page = await text_of(producer, f"{AT}/rundown")
    assert "第 1 版：已排 2 对，未排 0 对。 未发布" in page
    assert "有 1 对已排但暂不可播" in page


async def test_nothing_to_plan_is_said_on_the_board(site):
    await site.store.gatherings.put(GATHERING)
    client = await site.signed_in(Role.PRODUCER)
    await planned(client)
    page = await client.get(f"{AT}/rundown")
    assert "没有可以编排的场次" in bare(await page.text())


async def test_a_pair_is_moved_locked_and_taken_out_by_buttons(site, producer):
    await planned(producer)
    for fields, says in (
        ({"do": "move", "pair": ONE, "show": "s-2", "place": ""}, "已移动。"),
        ({"do": "lock", "pair": ONE}, "已锁定时间。"),
        ({"do": "unlock", "pair": ONE}, "已解锁。"),
        ({"do": "out", "pair": ONE}, "已移出。"),
        ({"do": "move", "pair": ONE, "show": "s-1", "place": "1"}, "已移动。"),
    ):
        assert says in bare(await (await post(producer, f"{AT}/rundown", fields)).text()), fields
    plan = await site.store.plans.newest("dongxing")
    assert next(slot for slot in plan.slots if slot.show == "s-1").pair == ONE


async def test_the_board_moves_through_json_and_gets_the_new_board(producer):
    await planned(producer)
    answer = await post_json(producer, f"{API}/plan/move", {"pair": TWO, "show": "s-2", "before": None})
    assert rows(await answer.json(), 1)[-1] == TWO
    locked = await post_json(producer, f"{API}/plan/lock", {"pair": TWO, "locked": True})
    assert (await locked.json())["shows"][1]["rows"][-1]["locked"] is True
    out = await (await post_json(producer, f"{API}/plan/take-out", {"pair": TWO})).json()
    assert [(row["pair"], row["why"]) for row in out["unplaced"]] == [(TWO, ["已手工移出。"])]


async def test_what_cannot_be_is_refused_with_a_sentence(producer):
    await planned(producer)
    answer = await post_json(producer, f"{API}/plan/move", {"pair": TWO, "show": "s-9"})
    error = (await answer.json())["error"]
    assert (answer.status, error["code"]) == (409, "impossible")
    assert error["message"] == "这个场次或这一对已不能编排。"
    page = await post(producer, f"{AT}/rundown", {"do": "lock", "pair": "p-nobody"})
    assert page.status == 409
    assert "这一对还没有时段。" in bare(await page.text())
    assert (await post(producer, f"{AT}/rundown", {"do": "explode", "pair": ONE})).status == 422


async def test_without_scripts_the_pairs_without_a_slot_are_searched_and_turned_too(producer):
    await planned(producer)
    for pair in (ONE, TWO):
        await post(producer, f"{AT}/rundown", {"do": "out", "pair": pair})
    page = await (await post(producer, f"{AT}/rundown/find", {"words": "刘强"})).text()
    side = page[page.index('id="unplaced"') : page.index("</aside>")]
    assert ("刘强 ↔ 王芳" in side, "张伟" in side) == (True, False)
    nobody = bare(await (await post(producer, f"{AT}/rundown/find", {"words": "欧阳"})).text())
    assert "未排的各对中没有找到。" in nobody
    turned = await post(producer, f"{AT}/rundown/find", {"words": "", "page": "2"}, follow=False)
    assert turned.headers["Location"] == f"{AT}/rundown?page=2#unplaced"


async def test_publishing_gives_every_show_its_rundown(site, producer):
    await planned(producer)
    page = bare(await (await post(producer, f"{AT}/rundown/publish", {"version": 1})).text())
    assert "已发布，各家现在能看到自己的时间。" in page
    assert [show.run for show in await site.store.shows.every("dongxing")] == ["r1", "r1"]


async def test_before_publishing_the_page_says_how_many_families_hear_what_and_changes_nothing(
    site, producer
):
    await planned(producer)
    assert f'href="{AT}/rundown/publish"' in await (await producer.get(f"{AT}/rundown")).text()

    asked = bare(await text_of(producer, f"{AT}/rundown/publish"))

    assert "发布第 1 版？" in asked
    assert "2 家第一次知道时间 0 家改了时间，要另行告知 0 家不再有时段" in asked
    assert [show.run for show in await site.store.shows.every("dongxing")] == ["", ""]
    await post(producer, f"{AT}/rundown/publish", {"version": 1})
    assert "谁也不用通知：各家的时间不变。" in bare(await text_of(producer, f"{AT}/rundown/publish"))
    await post(producer, f"{AT}/rundown", {"do": "out", "pair": ONE})
    lost = bare(await text_of(producer, f"{AT}/rundown/publish"))
    assert "0 家第一次知道时间 0 家改了时间，要另行告知 1 家不再有时段" in lost


async def test_what_somebody_changed_between_looking_and_pressing_is_not_published(site, producer):
    await planned(producer)
    form = re.search(
        r'name="version" value="(\d+)"', await (await producer.get(f"{AT}/rundown/publish")).text()
    )
    await post(producer, f"{AT}/rundown", {"do": "out", "pair": ONE})

    answer = await post(producer, f"{AT}/rundown/publish", {"version": form[1] if form else ""})

    assert (answer.status, "别人刚刚改过这里" in bare(await answer.text())) == (409, True)
    assert [show.run for show in await site.store.shows.every("dongxing")] == ["", ""]
    assert (await post(producer, f"{AT}/rundown/publish", {"version": 2})).status == 200
    assert [show.run for show in await site.store.shows.every("dongxing")] == ["r1", "r1"]


async def test_publishing_names_the_version_that_was_looked_at(producer):
    await planned(producer)
    assert (await post(producer, f"{AT}/rundown/publish")).status == 422


async def test_before_a_plan_there_is_nothing_to_ask_about(producer):
    page = await producer.get(f"{AT}/rundown/publish", allow_redirects=False)

    assert (page.status, page.headers["Location"]) == (303, f"{AT}/rundown")


async def test_a_long_gap_stands_on_the_board_and_is_named_before_publishing(producer):
    board = await planned(producer)
    gaps = [gap for show in board["shows"] for gap in show["gaps"]]

    page = bare(await text_of(producer, f"{AT}/rundown"))
    asked = bare(await text_of(producer, f"{AT}/rundown/publish"))

    assert gaps
    assert f"空档 {board['shows'][0]['rest']} 分钟" in page
    assert all(f"{since} 到 {to} 没有安排" in asked for since, to in gaps)


async def test_publishing_without_a_plan_is_said(producer):
    page = await post(producer, f"{AT}/rundown/publish", {"version": 1})
    assert page.status == 409
    assert "还没有编排" in bare(await page.text())


async def test_a_show_that_has_begun_is_changed_at_the_desk(site, producer):
    await planned(producer)
    stages = site.app[STAGES]
    await publish(site.store, stages, GATHERING, by="a", clock=clock)
    stage = await stages.get("s-1")
    await stage.perform(Start(), "c1", "host")
    page = await text_of(producer, f"{AT}/rundown")
    assert "已开播，请在控制台调整" in page
    taken = [
        row["pair"]
        for row in (await (await producer.get(f"{API}/plan")).json())["shows"][0]["rows"]
        if "pair" in row
    ]
    for pair in taken:
        answer = await post_json(producer, f"{API}/plan/lock", {"pair": pair, "locked": True})
        assert answer.status == 409


async def test_the_best_so_far_can_be_kept(site, producer):
    await post(producer, f"{AT}/rundown/plan", follow=False)
    await post(producer, f"{AT}/rundown/enough", follow=False)

    class Asking:
        app = site.app

    job = job_of(Asking(), "dongxing")  # type: ignore[arg-type]
    await job.task
    assert job.enough
    assert (await site.store.plans.newest("dongxing")).version == 1
