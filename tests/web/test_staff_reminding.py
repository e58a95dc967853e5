import io
import re

import openpyxl
import pytest

from reunion.actions.pairing import decide
from reunion.actions.ports import Choice, NewRegistration
from reunion.domain.access import Role
from reunion.domain.consent import Consent
from reunion.domain.plans import MatchStanding
from reunion.web.staff_chosen import SHOWN
from tests.actions.scenes import GATHERING, clock, worker

from .offices import AT, bare, fill, post, text_of
from .test_staff_chosen import CHOSEN, press, preview


async def doubted(site, standing):
    """How the doubtful link of somebody who asks for a namesake stands."""
    await decide(site.store, "dongxing", [Choice("w3", "f3", standing)], by="a", clock=clock)


@pytest.fixture
async def producer(site):
    await fill(site)
    await doubted(site, MatchStanding.REFUSED)
    return await site.signed_in(Role.PRODUCER)


async def asked(client, *ids, **more):
    """The list after these were asked, and by what their messages are found."""
    _, _, fields = await preview(client, "ask", *ids, **more)
    page = await (await press(client, fields)).text()
    found = re.search(r"/staff/dongxing/messages\?of=(\d+)", page)
    return bare(page), found[1] if found else ""


async def test_each_message_is_shown_before_it_is_noted_and_asks_for_what_is_lacking(site, producer):
    status, page, _ = await preview(producer, "ask", "f1", "f2", "f3")
    assert status == 200
    words = bare(page)
    assert "将对 2 人生效" in words
    assert "不变： 没有要本人补的" in words
    assert f"王芳您好，这里是“{GATHERING.title}”报名处。 您愿意在节目中出镜吗？" in words
    assert ("请向我们要一张同意书签字" in words, "请回复" in words) == (True, False)
    assert "报名里还没有找到陈晶。" in words
    invited = (await site.store.registrations.get("f3")).invite_code
    assert f"/g/dongxing/join/{invited}?side=worker" in page.replace("&amp;", "&")
    assert "13900139000" not in page
    (newest,) = await site.store.audit.newest("dongxing", limit=1)
    assert newest.action != "remind"


async def test_who_is_left_out_is_counted_by_reason_also_where_no_row_of_them_is_seen(site, producer):
    await asked(producer, "f2")
    more = [worker(f"more-{number}", "钱多", consent=Consent()) for number in range(SHOWN)]
    await site.store.registrations.add([NewRegistration(one) for one in more])
    _, page, _ = await preview(producer, "ask", *(one.id for one in more), "f1", "f2", "w1")
    words = bare(page)
    assert f"将对 {SHOWN} 人生效 另有 3 人保持不变： 2 人没有要本人补的、1 人一天内已经问过" in words
    assert ("还有 3 人" in words, "不变： 没有要本人补的" in words) == (True, False)


async def test_the_messages_of_a_stroke_are_copied_or_taken_as_a_workbook(site, producer):
    words, of = await asked(producer, "f2", "f3")
    assert "已记下再次询问：2 人。" in words
    page = await text_of(producer, f"{AT}/messages?of={of}")
    assert ("已记下再次询问 2 人" in page, page.count("您好，这里是")) == (True, 2)

    answer = await post(producer, f"{AT}/messages", {"of": of})
    (sheet,) = openpyxl.load_workbook(io.BytesIO(await answer.read()))
    names = [row[1].value for row in sheet if str(row[3].value).count("您好，这里是")]
    assert names == ["王芳", "陈大爷"]
    newest = (await site.store.audit.newest("dongxing", limit=1))[0]
    assert (newest.action, newest.subject, newest.details["rows"]) == ("export", "messages", 2)

    other = await site.signed_in(Role.PRODUCER)
    assert "这些消息都不用再发了" in await text_of(other, f"{AT}/messages?of={of}")


async def test_nobody_is_asked_twice_a_day_unless_it_was_taken_back(site, producer):
    _, of = await asked(producer, everything="1", pair="missing")
    _, page, _ = await preview(await site.signed_in(Role.PRODUCER), "ask", "f3", "w3")
    assert "一天内已经问过" in bare(page)
    assert "将对 0 人生效" in bare(page)
    back = bare(await (await post(producer, f"{CHOSEN}/undo", {"of": f"ask-{of}"})).text())
    assert "已撤" in back
    _, page, _ = await preview(producer, "ask", "f3", "w3")
    assert "将对 2 人生效" in bare(page)
    assert "这些消息都不用再发了" in await text_of(producer, f"{AT}/messages?of={of}")


async def test_who_withdrew_since_or_lacks_nothing_any_more_has_no_message(site, producer):
    _, of = await asked(producer, "f2", "f3")
    await post(producer, f"{AT}/registrations/paper", {"chosen": "f2", "purpose": "on_air"})
    page = await text_of(producer, f"{AT}/messages?of={of}")
    assert ("王芳" in page, "陈大爷" in page) == (False, True)


@pytest.mark.parametrize("of", ["", "x", "99999999999999999999"])
async def test_messages_that_no_address_means_are_not_there(producer, of):
    assert (await producer.get(f"{AT}/messages?of={of}")).status == 404


async def test_media_staff_make_no_messages(site):
    await fill(site)
    media = await site.signed_in(Role.MEDIA)
    assert (await media.get(f"{AT}/messages?of=1")).status == 403


async def test_a_second_press_leads_to_the_messages_of_the_first(site, producer):
    _, _, fields = await preview(producer, "ask", "f2", "f3")
    await press(producer, fields)
    answer = await press(producer, fields)
    page = await answer.text()
    assert (answer.url.path, answer.url.query_string) == (f"{AT}/registrations", "")
    of = re.search(r"/staff/dongxing/messages\?of=(\d+)", page)[1]
    assert (await text_of(producer, f"{AT}/messages?of={of}")).count("您好，这里是") == 2


async def test_the_list_leads_whoever_asked_to_their_newest_messages_for_a_day(site, producer):
    async def led(client):
        page = await (await client.get(f"{AT}/registrations")).text()
        return re.findall(r"/staff/dongxing/messages\?of=(\d+)", page)

    _, of = await asked(producer, "f2", "f3")
    assert await led(producer) == [of]
    assert await led(await site.signed_in(Role.PRODUCER)) == []
    await post(producer, f"{CHOSEN}/undo", {"of": f"ask-{of}"})
    assert await led(producer) == []


async def test_whose_link_waits_for_the_office_is_not_told_that_nobody_was_found(site, producer):
    _, of = await asked(producer, "f3")
    await doubted(site, MatchStanding.REVIEW)
    assert "这些消息都不用再发了" in await text_of(producer, f"{AT}/messages?of={of}")
    _, page, _ = await preview(await site.signed_in(Role.PRODUCER), "ask", "f3", "w3")
    assert "没有要本人补的" in bare(page)
