from dataclasses import replace

import pytest

from reunion.domain.commands import Bar, Start, Take
from reunion.domain.people import Pair, Party, Side, Standing
from reunion.domain.readiness import Ready
from reunion.web.keys import LINKING, STAGES
from tests.actions.scenes import put_pairs

from ..actions import gala
from .walking import FAMILY, WORKER, Page, opened, pressed, sent, signed_up


@pytest.fixture
async def mother(site):
    """A family in the second slot of a published show, with its browser."""
    client = await signed_up(site, "family", FAMILY)
    await signed_up(site, "worker", WORKER)
    assert await site.app[LINKING].caught_up("dongxing")
    family, worker = await site.store.registrations.every("dongxing")
    await gala.stored(site.store)
    pair = Pair("p-2", "dongxing", Party(Side.WORKER, (worker.id,)), Party(Side.FAMILY, (family.id,)))
    await put_pairs(site.store, [pair])
    card = replace(gala.rundown().cards["it-2"], people=(worker.id, family.id))
    await site.store.shows.put_cards("gala", "r1", {"it-2": card})
    return client


async def stage_of(site):
    return await site.app[STAGES].get("gala")


async def test_who_has_no_link_is_told_how_to_find_it(site):
    answer = await site.client.get("/me")
    assert answer.status == 200
    assert "找不到的话" in await answer.text()


async def test_the_page_shows_the_registration_and_is_kept_by_nobody(site):
    client = await signed_up(site, "family", FAMILY)
    answer = await client.get("/me")
    text = await answer.text()
    assert answer.headers["Cache-Control"] == "no-store"
    assert all(words in text for words in ("李秀英", "田家镇", "张晓明", "0832-5550100"))


async def test_before_there_is_a_slot_the_page_says_what_comes_next(site):
    client = await signed_up(site, "family", FAMILY)
    assert 'id="no-slot"' in await (await client.get("/me")).text()


async def test_the_countdown_stands_on_the_page_without_javascript(site, mother):
    stage = await stage_of(site)
    await stage.perform(Start(), "c1", "st-1")
    await stage.perform(Take(None, None), "c2", "st-1")
    assert "大约还有 4 分钟" not in await (await mother.get("/me")).text()
    assert "快到了，请准备" in await (await mother.get("/me")).text()
    await stage.perform(Take("it-0", "it-2"), "c3", "st-1")
    assert "轮到您了，请接听" in await (await mother.get("/me")).text()


async def test_a_family_says_it_will_come_and_that_it_is_here(site, mother):
    stage = await stage_of(site)
    await sent(mother, "/me/answer", {"says": "confirmed"})
    assert stage.show.sides("it-2")[1] is Ready.CONFIRMED
    await sent(mother, "/me/answer", {"says": "waiting"})
    assert stage.show.sides("it-2")[1] is Ready.WAITING
    assert "我们知道您到了" in await (await mother.get("/me")).text()


async def test_a_family_cannot_call_itself_ready(site, mother):
    assert (await sent(mother, "/me/answer", {"says": "ready"})).status == 409


async def test_a_correction_is_stored(site):
    client = await signed_up(site, "family", FAMILY)
    page = await opened(client, "/me/correct")
    page = await pressed(client, page, "edit-4")
    page = await pressed(client, page, "review", message="等你回家。")
    answer = await pressed(client, page, "submit")
    assert answer.headers["Location"] == "/me?changed=1"
    (stored,) = await site.store.registrations.every("dongxing")
    assert (stored.message, stored.revision) == ("等你回家。", 2)


async def test_of_two_open_pages_the_second_reads_what_the_first_has_saved_before_it_is_written_over(site):
    client = await signed_up(site, "family", FAMILY)
    first, second = [await pressed(client, await opened(client, "/me/correct"), "edit-4") for _ in range(2)]
    first = await pressed(client, first, "review", message="等你回家。")
    second = await pressed(client, second, "review", message="别忘了穿棉袄。")
    await pressed(client, first, "submit")
    answer = await sent(client, second.action, second.fields | {"go": "submit"})
    assert answer.status == 409
    again = Page(await answer.text())
    assert "<dd>等你回家。</dd>" in again.text
    (stored,) = await site.store.registrations.every("dongxing")
    assert stored.message == "等你回家。"
    assert (await pressed(client, again, "submit")).headers["Location"] == "/me?changed=1"
    (stored,) = await site.store.registrations.every("dongxing")
    assert stored.message == "别忘了穿棉袄。"


async def test_a_correction_that_is_sent_twice_is_saved_once(site):
    client = await signed_up(site, "family", FAMILY)
    page = await pressed(client, await opened(client, "/me/correct"), "edit-4")
    page = await pressed(client, page, "review", message="等你回家。")
    answers = [await pressed(client, page, "submit") for _ in range(2)]
    assert [answer.headers["Location"] for answer in answers] == ["/me?changed=1"] * 2
    (stored,) = await site.store.registrations.every("dongxing")
    assert stored.revision == 2


async def test_taking_back_the_consent_to_be_on_air_bars_the_slot_at_once(site, mother):
    page = await pressed(mother, await opened(mother, "/me/correct"), "edit-4")
    del page.fields["c-on_air"]
    page = await pressed(mother, page, "review")
    await pressed(mother, page, "submit")
    assert "it-2" in (await stage_of(site)).show.barred


async def test_who_took_the_consent_back_reads_why_there_is_no_time(site, mother):
    page = await pressed(mother, await opened(mother, "/me/correct"), "edit-4")
    del page.fields["c-on_air"]
    page = await pressed(mother, page, "review")
    await pressed(mother, page, "submit")
    text = await (await mother.get("/me")).text()
    assert "您还没有同意播出画面" in text
    assert "刚才没有联系上您" not in text


async def test_when_the_other_side_has_not_agreed_nothing_is_said_of_it(site, mother):
    stage = await stage_of(site)
    await stage.perform(Bar("it-2", True), "b1", "st-1")
    text = await (await mother.get("/me")).text()
    assert "还有一点手续没办完" in text
    assert "同意播出画面" not in text


async def test_leaving_asks_once_and_then_erases(site, mother):
    assert "不退出" in await (await mother.get("/me/withdraw")).text()
    answer = await sent(mother, "/me/withdraw", {})
    assert "已经全部删除" in await answer.text()
    (family,) = [
        one
        for one in (await site.store.registrations.search("dongxing", _all(), limit=9, offset=0))[0]
        if one.side is Side.FAMILY
    ]
    assert (family.standing, family.name, family.phones) == (Standing.WITHDRAWN, "", ())
    assert "it-2" in (await stage_of(site)).show.barred
    assert "找不到的话" in await (await mother.get("/me")).text()


def _all():
    from reunion.actions.ports import Search

    return Search(standing=None)
