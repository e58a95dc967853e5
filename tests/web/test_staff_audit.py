import csv
import io

import pytest

from reunion.actions.ports import Deed
from reunion.domain.access import Role
from reunion.domain.instants import DAY, Instant
from reunion.web.staff_audit import PAGE
from tests.actions.scenes import GATHERING, NOON

from .offices import AT, fill, post, text_of

RECORD = f"{AT}/audit"


async def note(site, action, at=NOON, by="a-9", subject="w1"):
    await site.store.audit.record(Deed(GATHERING.id, by, Instant(at), action, subject, {}))


@pytest.fixture
async def client(site):
    await fill(site)
    return await site.signed_in(Role.PRODUCER)


async def test_the_record_says_who_did_what_to_whom(client):
    await post(client, f"{AT}/registrations/w1/reveal")
    page = await text_of(client, RECORD)
    assert "producer-dongxing-0 查看了完整电话 1 号" in page
    assert "13800138000" not in page


async def test_it_is_asked_by_person_kind_and_day(site, client):
    await note(site, "reveal", NOON + 3 * DAY, by="a-8")
    await note(site, "withdraw", NOON + 4 * DAY, by="a-9")
    after = "since=2027-02-08&until=2027-02-09"
    for query, seen, gone in (
        ("kind=seen&" + after, "查看了完整电话", "撤回了报名"),
        ("by=a-9", "撤回了报名", "查看了完整电话"),
    ):
        page = await text_of(client, f"{RECORD}?{query}")
        assert (seen in page.split("对象", 1)[-1], gone in page.split("对象", 1)[-1]) == (True, False)
    assert "这段时间没有这样的记录" in await text_of(client, f"{RECORD}?since=2031-01-01")


async def test_the_last_day_that_is_asked_for_is_among_them(site, client):
    for hours in (0, 23):
        await note(site, "reveal", NOON + 30 * DAY + hours * 3_600_000)
    first = "2027-03-07"
    page = await text_of(client, f"{RECORD}?kind=seen&since={first}&until={first}")
    assert page.count("查看了完整电话") == 1


async def test_older_ones_are_a_page_further_and_none_is_twice_or_left_out(site, client):
    for number in range(PAGE + 5):
        await note(site, "reveal", NOON + DAY, subject=f"x-{number}")
    first = await (await client.get(f"{RECORD}?kind=seen")).text()
    (older,) = {
        part.split('"')[0].replace("&amp;", "&") for part in first.split('href="') if "past=" in part[:99]
    }
    second = await (await client.get(older)).text()
    shown = [f"x-{number}" for number in range(PAGE + 5) if f">x-{number}<" in first]
    rest = [f"x-{number}" for number in range(PAGE + 5) if f">x-{number}<" in second]
    assert (len(shown), len(rest), set(shown) & set(rest)) == (PAGE, 5, set())


async def test_the_record_is_taken_away_as_a_table_and_that_is_on_it(site, client):
    await note(site, "reveal", NOON + DAY)
    answer = await post(client, RECORD, {"kind": "seen"})
    rows = list(csv.reader(io.StringIO((await answer.read()).decode("utf-8-sig"))))
    assert rows[0] == ["时间", "操作人", "操作", "对象"]
    assert [row[2:] for row in rows[1:]] == [["查看了完整电话", "1 号"]]
    assert "下载了清单 记录 · csv" in await text_of(client, RECORD)


@pytest.mark.parametrize(
    "query",
    ["past=x", "past=1-", "since=tomorrow", "until=9999-12-31", "since=0001-01-01", "kind=☃", "by=%00"],
)
async def test_strange_filters_are_no_error(client, query):
    assert (await client.get(f"{RECORD}?{query}")).status == 200


async def test_the_record_is_not_for_hosts(site):
    await fill(site)
    assert (await (await site.signed_in(Role.HOST)).get(RECORD)).status == 403
