import pytest

from reunion.domain.access import Role
from reunion.domain.plans import MatchStanding

from .offices import AT, bare, fill, post, post_json, text_of

API = "/api/v1/gatherings/dongxing/links"


@pytest.fixture
async def producer(site):
    await fill(site)
    return await site.signed_in(Role.PRODUCER)


async def standing(site, worker):
    return [row.standing for row in await site.store.matches.of(worker)]


async def test_the_board_lays_the_most_doubtful_link_open(producer):
    page = await text_of(producer, f"{AT}/links")
    assert "存疑 1" in page
    assert "陈静 ↔ 陈大爷" in page
    assert "把握不够，不能自动配对。" in page
    assert "陈静 陈晶 (不一致)" in page


async def test_a_link_is_confirmed_and_taken_back_by_buttons(site, producer):
    fields = {"worker": "w3", "family": "f3", "tab": "review"}
    page = await post(producer, f"{AT}/links", fields | {"standing": "confirmed"})
    assert "已确认。" in bare(await page.text())
    assert [pair.family.registrations for pair in await site.store.pairs.of("w3")] == [("f3",)]
    await post(producer, f"{AT}/links", fields | {"standing": "review"})
    assert await standing(site, "w3") == [MatchStanding.REVIEW]
    assert await site.store.pairs.of("w3") == ()


async def test_the_board_decides_through_json(site, producer):
    data = await (await producer.get(f"{API}?standing=review")).json()
    assert [(link["worker"], link["family"], link["score"]) for link in data["links"]] == [("w3", "f3", 60.0)]
    answer = await post_json(producer, API, {"worker": "w3", "family": "f3", "standing": "refused"})
    assert await answer.json() == {"standing": "refused", "review": 0, "linked": 2, "pairs": 2}
    assert (await (await producer.get(f"{API}?standing=refused")).json())["total"] == 1


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"worker": "w3", "family": "f3"}, 422),
        ({"worker": "w3", "family": "f3", "standing": "sure"}, 422),
        ({"worker": "w3", "family": "f3", "standing": "refused", "more": 1}, 422),
        ({"worker": "w3", "family": "w1", "standing": "refused"}, 404),
        ({"worker": "nobody", "family": "f3", "standing": "refused"}, 404),
    ],
)
async def test_a_wrong_decision_is_refused(producer, said, status):
    answer = await post_json(producer, API, said)
    assert answer.status == status
    assert (await answer.json())["error"]["code"]


async def test_everybody_is_looked_at_anew(site, producer):
    page = await post(producer, f"{AT}/links/again")
    assert "已重新配对" in bare(await page.text())
    assert await standing(site, "w1") == [MatchStanding.CONFIRMED]


async def test_a_link_that_was_asked_for_is_laid_open(producer):
    page = await text_of(producer, f"{AT}/links?standing=linked&worker=w2&family=f2")
    assert "刘强 刘强" in page
    assert (await producer.get(f"{AT}/links?standing=x&worker=a&family=b")).status == 200
