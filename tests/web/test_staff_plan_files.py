import json

import pytest
from aiohttp import FormData

from reunion.actions.pairing import decide, make_pairs
from reunion.actions.ports import Choice
from reunion.domain.access import Role
from reunion.domain.planning import Plan, Reason, check, instance_from, plan_from, plan_to
from reunion.domain.plans import MatchStanding
from reunion.web.staff_planning import begin_planning, job_of
from tests.actions.scenes import GATHERING, clock

from .offices import AT, bare, post, text_of
from .test_staff_planning import Asking, Waiting, site_with  # noqa: F401
from .test_staff_rundown import API, ONE, planned, producer  # noqa: F401


async def sent(client, text):
    form = FormData()
    form.add_field("file", text.encode(), filename="plan.json", content_type="application/json")
    return await client.post(f"{AT}/rundown/files", data=form, headers={"Sec-Fetch-Site": "same-origin"})


async def test_the_files_of_the_board_are_read_and_checked_by_the_command_lines_own_reader(producer):  # noqa: F811
    await planned(producer)
    posed = instance_from(json.loads(await (await producer.get(f"{AT}/rundown/instance.json")).text()))
    text = await (await producer.get(f"{AT}/rundown/plan.json")).text()
    made = plan_from(json.loads(text))
    assert check(posed, made).violations == ()
    assert (len(posed.lanes), len(made.assign)) == (2, 2)
    assert "张伟" not in text


async def test_a_plan_from_a_file_is_a_proposal_that_can_be_kept(site, producer):  # noqa: F811
    await planned(producer)
    plan = json.loads(await (await producer.get(f"{AT}/rundown/plan.json")).text())
    del plan["assign"][ONE]
    page = bare(await (await sent(producer, json.dumps(plan))).text())
    assert "新方案：采用还是放弃" in page
    await post(producer, f"{AT}/rundown/keep")
    newest = await site.store.plans.newest("dongxing")
    assert (newest.version, newest.made, [one.pair for one in newest.unplaced]) == (2, "file", [ONE])


async def test_the_plans_file_names_as_many_without_a_slot_as_the_board(site, producer):  # noqa: F811
    await planned(producer)
    await decide(site.store, GATHERING.id, [Choice("w3", "f3", MatchStanding.CONFIRMED)], by="a", clock=clock)
    await make_pairs(site.store, GATHERING.id)
    made = plan_from(json.loads(await (await producer.get(f"{AT}/rundown/plan.json")).text()))
    board = await (await producer.get(f"{API}/plan")).json()
    ((pair, why),) = made.unscheduled.items()
    assert ([row["pair"] for row in board["unplaced"]], board["missing"]) == ([pair], 1)
    assert (why.reason, why.detail.text) == (Reason.NOT_PLANNED, "Not planned yet.")


async def test_a_plan_that_breaks_a_rule_is_refused_in_words(site, producer):  # noqa: F811
    await planned(producer)
    plan = json.loads(await (await producer.get(f"{AT}/rundown/plan.json")).text())
    plan["assign"][ONE]["start"] -= 86400 * 3
    answer = await sent(producer, json.dumps(plan))
    page = bare(await answer.text())
    assert answer.status == 422
    assert "张伟 ↔ 李芳" in page
    assert (await site.store.plans.newest("dongxing")).version == 1


async def test_what_is_no_plan_file_is_said(producer):  # noqa: F811
    assert "编排需求文件" in await text_of(producer, f"{AT}/rundown/files")
    assert "不是 JSON" in bare(await (await sent(producer, "序号,姓名")).text())
    assert "不是方案文件，也不是编排需求文件" in bare(await (await sent(producer, "[]")).text())


async def test_what_is_no_instance_is_said_with_its_first_mistake(producer):  # noqa: F811
    broken = {"format": "reunion-rundown/1", "lanes": [], "pairs": [{"id": 3}]}
    answer = await sent(producer, json.dumps(broken))
    assert answer.status == 422
    assert "pairs, entry 1" in bare(await answer.text())
    assert (await sent(producer, "[" + "9" * 5000 + "]")).status == 422


@pytest.mark.parametrize("kind", ["instance", "plan"])
async def test_a_planning_begun_while_a_file_comes_in_keeps_its_place(site_with, kind):  # noqa: F811
    waiting = Waiting()
    site = await site_with(waiting)
    client = await site.signed_in(Role.PRODUCER)
    asked = json.loads(await (await client.get(f"{AT}/rundown/instance.json")).text())
    text = json.dumps(asked if kind == "instance" else plan_to(Plan({}))).encode()
    begun = []

    async def slowly():
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.json"\r\n\r\n' + text[:9]
        await text_of(client, f"{AT}/rundown/files")  # a round trip: the server reads the file by now
        begun.append(begin_planning(Asking(site.app), GATHERING.id, "a"))
        yield text[9:] + b"\r\n--x--\r\n"

    answer = await client.post(
        f"{AT}/rundown/files",
        data=slowly(),
        headers={"Sec-Fetch-Site": "same-origin", "Content-Type": "multipart/form-data; boundary=x"},
    )
    page = bare(await answer.text())
    standing = job_of(Asking(site.app), GATHERING.id)
    waiting.may.set()
    await begun[0].task
    assert standing is begun[0]
    assert (answer.status, "正在编排" in page) == (422, True)
