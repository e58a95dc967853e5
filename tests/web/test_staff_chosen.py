import io
import re

import pytest
from openpyxl import load_workbook

from reunion.actions.scheduling import make_plan
from reunion.domain.access import Role
from reunion.domain.consent import Purpose
from reunion.domain.people import Standing
from reunion.domain.plans import Held
from tests.actions.scenes import GATHERING, clock
from tests.actions.test_scheduling import OPEN, placing

from .offices import AT, bare, fill, post

CHOSEN = f"{AT}/registrations/chosen"


@pytest.fixture
async def producer(site):
    await fill(site)
    return await site.signed_in(Role.PRODUCER)


async def preview(client, does, *ids, **more):
    """The page before anything is done, and the fields its button would send."""
    answer = await client.post(
        CHOSEN,
        data=[("do", does), *(("chosen", id_) for id_ in ids), *more.items()],
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    page = await answer.text()
    return answer.status, page, re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)


async def press(client, fields, *more):
    return await client.post(f"{CHOSEN}/do", data=[*fields, *more], headers={"Sec-Fetch-Site": "same-origin"})


async def consents(site, id_):
    return set((await site.store.registrations.get(id_)).consent.given)


async def test_nothing_is_done_before_it_was_shown(site, producer):
    status, page, _ = await preview(producer, "paper", "f1", "f2")
    assert status == 200
    assert "将对 1 人生效" in bare(page)
    assert "不变： 已经全部同意" in bare(page)
    assert await consents(site, "f2") == set()


async def test_a_pile_of_sheets_is_stored_and_taken_back_with_one_button(site, producer):
    _, _, fields = await preview(producer, "paper", "f1", "f2")
    answer = await press(producer, fields, ("purpose", "store"), ("purpose", "on_air"))
    page = await answer.text()
    assert "已登记 1 人的纸质同意书" in bare(page)
    assert await consents(site, "f2") == {Purpose.STORE, Purpose.ON_AIR}

    of = re.search(r'name="of" value="([^"]+)"', page)[1]
    await post(producer, f"{CHOSEN}/undo", {"of": of})
    assert await consents(site, "f2") == set()
    assert await consents(site, "f1") == set(Purpose)


async def test_all_that_a_search_found_are_taken_at_one_stroke(site, producer):
    _, page, fields = await preview(producer, "paper", everything="1", consent="missing")
    assert "将对 1 人生效" in bare(page)
    await press(producer, fields, ("purpose", "on_air"))
    assert await consents(site, "f2") == {Purpose.ON_AIR}


async def test_who_changed_after_the_preview_is_shown_anew_first(site, producer):
    _, _, fields = await preview(producer, "paper", "f2")
    await post(producer, f"{AT}/registrations/paper", {"chosen": "f2", "purpose": "store"})
    answer = await press(producer, fields, ("purpose", "on_air"))
    assert answer.status == 409
    assert "名单刚刚有变化" in bare(await answer.text())
    assert await consents(site, "f2") == {Purpose.STORE}


async def test_several_must_be_on_air_and_need_not_any_more(site, producer):
    solve = placing({pair.id: ("s-1", OPEN + at * 75) for at, pair in enumerate(await pairs(site))})
    await make_plan(site.store, GATHERING.id, solve=solve, by="a", clock=clock)
    _, page, fields = await preview(producer, "must", "w1", "f1", "w3")
    assert "不变： 还没配上对" in bare(page)
    page = await (await press(producer, fields)).text()
    plan = await site.store.plans.newest(GATHERING.id)
    assert len(plan.held(Held.MUST)) == 1
    assert "已标为必播：1 对" in bare(page)

    await post(producer, f"{CHOSEN}/undo", {"of": re.search(r'name="of" value="([^"]+)"', page)[1]})
    assert (await site.store.plans.newest(GATHERING.id)).held(Held.MUST) == {}


async def test_before_the_first_plan_nobody_can_be_marked_and_it_says_why(site, producer):
    _, _, fields = await preview(producer, "must", "w1")
    answer = await press(producer, fields)
    assert answer.status == 409
    assert "还没有编排" in bare(await answer.text())


async def test_those_ticked_are_withdrawn_and_a_whole_search_never_is(site, producer):
    _, page, fields = await preview(producer, "withdraw", "f3", everything="1")
    assert "将对 1 人生效" in bare(page)
    await press(producer, fields)
    assert (await site.store.registrations.get("f3")).standing is Standing.WITHDRAWN
    assert (await site.store.registrations.get("w1")).standing is Standing.ACTIVE


async def test_a_list_to_ring_holds_those_ticked_and_is_on_record(site, producer):
    answer = await producer.post(
        CHOSEN,
        data=[("do", "export"), ("chosen", "w1"), ("chosen", "f3")],
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    (sheet,) = load_workbook(io.BytesIO(await answer.read())).worksheets
    cells = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {"张伟", "陈大爷", "13800138000"} <= cells
    assert "刘强" not in cells
    (deed,) = await site.store.audit.newest(GATHERING.id, limit=1)
    assert (deed.action, deed.details["rows"], deed.details["phones"]) == ("export", 2, True)


@pytest.mark.parametrize("of", ["", "paper-x", "must-", "paper-99999999999999999999"])
async def test_an_undo_of_nothing_is_refused(producer, of):
    assert (await post(producer, f"{CHOSEN}/undo", {"of": of, "x": "1"})).status == 422


async def test_people_of_another_gathering_are_not_chosen(site, producer):
    _, page, _ = await preview(producer, "paper", "nobody")
    assert "还没有勾选" in bare(page)


async def test_what_nobody_offers_is_refused(producer):
    assert (await preview(producer, "bless", "w1"))[0] == 422


async def pairs(site):
    return await site.store.pairs.every(GATHERING.id)
