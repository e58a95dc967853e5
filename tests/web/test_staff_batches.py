import re

import pytest

from reunion.domain.access import Role
from reunion.domain.latecomers import WAITS
from reunion.domain.linking.decide import PERHAPS
from reunion.domain.plans import MatchRow, MatchStanding

from .offices import AT, bare, fill, post, post_json, text_of

BATCH = f"{AT}/links/batch"


@pytest.fixture
async def producer(site):
    await fill(site)
    return await site.signed_in(Role.PRODUCER)


async def standing(site, worker):
    return [row.standing for row in await site.store.matches.of(worker)]


async def test_exactly_what_was_shown_is_confirmed_and_taken_back(site, producer):
    page = bare(await (await post(producer, BATCH, {"standing": "linked"})).text())
    assert "条，没打勾的都会确认" in page
    assert "刘强" in page
    assert "张伟" not in page  # somebody confirmed that one already

    page = bare(await (await post(producer, f"{BATCH}/confirm", {"links": "w2:f2 w3:f3"})).text())
    assert "已批量确认" in page
    assert await standing(site, "w2") == [MatchStanding.CONFIRMED]
    assert await standing(site, "w3") == [MatchStanding.CONFIRMED]
    (batch,) = await site.store.reviews.batches("dongxing", limit=5)
    page = bare(await (await post(producer, f"{BATCH}/undo", {"batch": batch.id})).text())
    assert "整批已撤销。" in page
    assert await standing(site, "w2") == [MatchStanding.LINKED]
    assert await standing(site, "w3") == [MatchStanding.REVIEW]


async def test_what_is_ticked_is_left_out(site, producer):
    await post(producer, f"{BATCH}/confirm", {"links": "w2:f2 w3:f3", "without": "w3:f3"})
    assert await standing(site, "w2") == [MatchStanding.CONFIRMED]
    assert await standing(site, "w3") == [MatchStanding.REVIEW]


async def test_back_and_loading_anew_lead_to_the_links_that_are_still_to_be_confirmed(site, producer):
    asked = {"standing": "review", "rule": "not-sure-enough", "words": "陈静"}
    answer = await post(producer, BATCH, asked, follow=False)
    address = answer.headers["Location"]
    assert (answer.status, address.split("sought=")[0]) == (
        303,
        f"{BATCH}?standing=review&rule=not-sure-enough&",
    )
    page = await (await producer.get(address)).text()
    assert re.findall('name="without" value="([^"]+)"', page) == ["w3:f3"]
    await post(producer, f"{BATCH}/confirm", {"links": "w3:f3"})
    assert "这里的都已决定。" in await text_of(producer, address)


async def test_a_search_that_is_kept_no_more_leads_back_to_the_list_and_offers_nobody_to_be_confirmed(
    producer,
):
    gone = await producer.get(f"{BATCH}?standing=linked&sought=of-before", allow_redirects=False)
    assert (gone.status, gone.headers["Location"]) == (303, f"{AT}/links?standing=linked&done=sought")
    assert "这次查找已经不再保留，请重新查一次。" in await text_of(producer, gone.headers["Location"])


async def test_a_search_of_nothing_but_a_sign_between_names_offers_nobody(producer):
    page = bare(await (await post(producer, BATCH, {"standing": "linked", "words": "↔"})).text())
    assert "这里的都已决定。" in page


async def test_nothing_to_confirm_is_said(producer):
    assert (await post(producer, f"{BATCH}/confirm", {"links": "x"})).status == 422
    page = bare(await (await post(producer, f"{BATCH}/confirm", {"links": "w1:f1"})).text())
    assert "没有确认：这些配对刚才已有人决定。" in page
    page = bare(await (await post(producer, BATCH, {"standing": "linked", "least": "100"})).text())
    assert "这里的都已决定。" in page
    assert (await post(producer, f"{BATCH}/undo", {"batch": "unknown"})).status == 404


async def test_a_batch_is_taken_back_through_json(site, producer):
    await post(producer, f"{BATCH}/confirm", {"links": "w2:f2"})
    (batch,) = await site.store.reviews.batches("dongxing", limit=5)
    api = "/api/v1/gatherings/dongxing/links/undo"
    answer = await (await post_json(producer, api, {"batch": batch.id})).json()
    assert (answer["undone"], answer["left"], answer["review"]) == (1, 0, 1)
    assert (await post_json(producer, api, {"batch": "unknown"})).status == 404


async def test_who_has_a_rival_is_left_out_until_somebody_takes_the_tick_away(site, producer):
    await site.store.matches.suggest_for(
        "dongxing",
        ["f2"],
        [
            MatchRow("w2", "f2", 9900, MatchStanding.LINKED),
            MatchRow("w3", "f2", 4000, MatchStanding.REVIEW),
        ],
    )
    page = await (await post(producer, BATCH, {"standing": "review"})).text()
    ticks = re.findall('name="without"( checked)? value="([^"]+)"', page)
    assert sorted(ticks, key=lambda tick: tick[1]) == [(" checked", "w3:f2"), ("", "w3:f3")]
    assert "条，没打勾的都会确认" in page
    assert "已先替您勾出 1 条" in page
    answer = await post(producer, f"{BATCH}/confirm", {"links": "w3:f2", "without": "w3:f2"})
    assert answer.status == 200
    assert (await site.store.reviews.batches("dongxing", limit=5)) == ()


@pytest.mark.parametrize(
    ("rule", "tick"), [(WAITS, " checked"), (PERHAPS, " checked"), ("not-sure-enough", "")]
)
async def test_who_waits_for_a_look_is_left_out_until_somebody_takes_the_tick_away(
    site, producer, rule, tick
):
    row = MatchRow("w2", "f2", 9990, MatchStanding.REVIEW, rule=rule)
    await site.store.matches.suggest_for("dongxing", ["f2"], [row])
    page = await (await post(producer, BATCH, {"standing": "review"})).text()
    ticks = dict(map(reversed, re.findall('name="without"( checked)? value="([^"]+)"', page)))
    assert ticks["w2:f2"] == tick
