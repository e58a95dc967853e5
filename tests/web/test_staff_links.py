import re
from html import unescape

import pytest

from reunion.domain.access import Role
from reunion.domain.plans import MatchRow, MatchStanding

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
    assert "陈 静 陈 晶 (不一致)" in page
    assert "新增一对" in page


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
    numbers = {"review": 0, "linked": 2, "refusals": 1, "doubles": 0, "pairs": 2, "rules": {}}
    said = await answer.json()
    assert said == {"standing": "refused", "decided": said["decided"]} | numbers
    (link,) = (await (await producer.get(f"{API}?standing=refused")).json())["links"]
    assert link["decided"] == said["decided"]
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


async def test_a_name_is_searched_for_without_standing_in_an_address(producer):
    page = bare(await (await post(producer, f"{AT}/links/find", {"words": "陈大爷"})).text())
    assert "陈静 ↔ 陈大爷" in page
    page = bare(await (await post(producer, f"{AT}/links/find", {"words": "无人"})).text())
    assert "没有符合条件的。" in page
    assert "找到" not in page


async def test_what_is_searched_for_in_another_tab_is_one_press_away(producer):
    page = await (await post(producer, f"{AT}/links/find", {"words": "陈大爷", "standing": "linked"})).text()
    assert ("没有符合条件的。" in page, "存疑：找到 1 条" in bare(page)) == (True, True)
    (there,) = re.findall(r'href="([^"]+standing=review[^"]*sought=[^"]+)"', page)
    assert "陈静 ↔ 陈大爷" in await text_of(producer, unescape(there))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("township=511011101", 1),
        ("township=511011102", 0),
        ("village=双桥", 0),
        ("rule=not-sure-enough", 1),
        ("rule=close-second", 0),
        ("least=50", 1),
        ("least=99", 0),
        ("page=2", 1),
        ("page=x&least=y&standing=z", 1),
    ],
)
async def test_the_board_is_narrowed_and_turned_by_its_address(producer, asked, found):
    data = await (await producer.get(f"{API}?{asked}")).json()
    assert data["total"] == found
    assert (await producer.get(f"{AT}/links?{asked}")).status == 200


async def test_who_else_is_thought_of_stands_beside_a_link(site, producer):
    rows = [
        MatchRow("w2", "f3", 5500, MatchStanding.REVIEW),
        MatchRow("w3", "f3", 6000, MatchStanding.REVIEW),
    ]
    await site.store.matches.suggest_for("dongxing", ["f2", "f3"], rows)
    data = await (await producer.get(API)).json()
    assert [(link["worker"], [rival["name"] for rival in link["rivals"]]) for link in data["links"]] == [
        ("w2", ["陈静"]),
        ("w3", ["刘强"]),
    ]
    assert "这家人的其他人选" in await text_of(producer, f"{AT}/links")


async def test_one_link_is_read_in_whatever_standing(producer):
    data = await (await producer.get(f"{API}?worker=w1&family=f1")).json()
    assert [(link["worker"], link["standing"]) for link in data["links"]] == [("w1", "confirmed")]
    assert (await (await producer.get(f"{API}?worker=w1&family=f2")).json())["total"] == 0


async def test_a_colleague_who_was_quicker_is_not_overwritten(site, producer):
    link = {"worker": "w3", "family": "f3"}
    first = await (await post_json(producer, API, link | {"standing": "refused", "was": "review"})).json()
    late = await post_json(producer, API, link | {"standing": "confirmed", "was": "review"})
    assert (late.status, (await late.json())["error"]["code"]) == (409, "changed-meanwhile")
    page = await post(producer, f"{AT}/links", link | {"standing": "confirmed", "was": "review"})
    assert "刚才已有人作了别的决定" in bare(await page.text())
    assert await standing(site, "w3") == [MatchStanding.REFUSED]

    undo = link | {"standing": "review", "was": "refused", "decided": first["decided"] - 1}
    assert (await post_json(producer, API, undo)).status == 409
    assert (await post_json(producer, API, undo | {"decided": first["decided"]})).status == 200
    assert await standing(site, "w3") == [MatchStanding.REVIEW]
