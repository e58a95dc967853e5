import json

from reunion.actions.bringing import brought, propose_brought
from reunion.actions.posing import instance
from reunion.domain.conflicts import clashes
from reunion.domain.planning import instance_from, instance_to
from reunion.domain.plans import Held, Hold
from reunion.web.staff_plan_files import press
from reunion.web.staff_rows import board_of

from .offices import AT, bare, called_here, post, text_of
from .test_staff_plan_files import sent
from .test_staff_rundown import ONE, over, planned, producer  # noqa: F401


async def asked_by(client):
    return json.loads(await (await client.get(f"{AT}/rundown/instance.json")).text())


async def test_an_instance_is_shown_first_then_planned_then_kept(site, producer):  # noqa: F811
    await planned(producer)
    asked = await asked_by(producer)
    first, second = asked["pairs"]
    first["lock"], second["weight"] = {"lane": "s-2"}, 7
    first["worker_windows"] = [[asked["lanes"][1]["open"], asked["lanes"][1]["close"]]]
    asked["pairs"].append({**second, "id": "p-elsewhere", "lock": None})
    page = bare(await (await sent(producer, json.dumps(asked))).text())
    assert "文件里的编排需求" in page
    assert "张伟 ↔ 李芳：锁定在“第二晚”" in page
    assert "→ 7" in page
    assert "p-elsewhere" in page
    assert (await site.store.plans.newest("dongxing")).version == 1

    await post(producer, f"{AT}/rundown/brought", {"moves": "free"}, follow=False)
    await over(producer)
    page = await text_of(producer, f"{AT}/rundown/proposal")
    assert "新方案：采用还是放弃" in page
    assert (await site.store.plans.newest("dongxing")).version == 1
    await post(producer, f"{AT}/rundown/keep")
    newest = await site.store.plans.newest("dongxing")
    assert (newest.version, newest.made) == (2, "file")
    assert newest.holds == (Hold(ONE, Held.SHOW, "s-2"),)
    assert next(slot.show for slot in newest.slots if slot.pair == ONE) == "s-2"


async def test_before_the_first_plan_an_instance_is_a_proposal_too(site, producer):  # noqa: F811
    asked = await asked_by(producer)
    page = bare(await (await sent(producer, json.dumps(asked))).text())
    assert "文件的要求与编排板一致" in page
    await post(producer, f"{AT}/rundown/brought", {}, follow=False)
    await over(producer)
    assert await site.store.plans.newest("dongxing") is None
    await post(producer, f"{AT}/rundown/keep")
    assert (await site.store.plans.newest("dongxing")).version == 1


async def test_without_a_file_there_is_nothing_to_look_at(producer):  # noqa: F811
    answer = await producer.get(f"{AT}/rundown/brought", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, f"{AT}/rundown/files")
    answer = await post(producer, f"{AT}/rundown/brought", {"moves": "free"}, follow=False)
    assert answer.headers["Location"] == f"{AT}/rundown/files"


async def test_what_grows_with_the_gathering_never_keeps_the_desks_waiting(producer):  # noqa: F811
    """All is on one loop: whatever reads or compares a whole plan there holds up TAKE."""
    await planned(producer)
    with called_here() as here:
        asked = await asked_by(producer)
        await sent(producer, json.dumps(asked))
        await post(producer, f"{AT}/rundown/brought", {"moves": "free"}, follow=False)
        await over(producer)
        plan = await (await producer.get(f"{AT}/rundown/plan.json")).text()
        await sent(producer, plan)
        await text_of(producer, f"{AT}/rundown")
    assert here >= {one.__code__ for one in (press, propose_brought, board_of)}
    heavy = (instance_from, instance_to, instance, brought, clashes)
    assert [one.__name__ for one in heavy if one.__code__ in here] == []
