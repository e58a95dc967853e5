import pytest

from reunion.domain.people import Side

from ..actions import gala

PATH = "/api/v1/gatherings/dongxing/registrations"
BODY = {
    "side": "family",
    "name": "李秀英",
    "phone": "13900139000",
    "township": "田家镇",
    "village": "双坳村3组",
    "others": [{"name": "张晓明", "relation": "儿子"}],
    "consents": ["store", "on_air"],
}


async def test_a_sign_up_in_one_request_is_the_same_as_the_form(site):
    answer = await site.client.post(PATH, json=BODY)
    given = await answer.json()
    (stored,) = await site.store.registrations.every("dongxing")
    assert answer.status == 200
    assert given["number"] == stored.number
    assert (stored.side, stored.township, stored.village, stored.group) == (
        Side.FAMILY,
        "511011100",
        "双坳",
        "3",
    )
    assert (await site.client.get(given["link"], allow_redirects=False)).status == 303


async def test_unknown_fields_are_refused_by_name(site):
    answer = await site.client.post(
        PATH, json=BODY | {"idcard": "1", "others": [{"name": "张晓明", "age": 3}]}
    )
    error = (await answer.json())["error"]
    assert (answer.status, sorted(error["fields"])) == (422, ["idcard", "others.0.age"])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"phone": "139"}, "phone"),
        ({"township": "月亮镇"}, "township"),
        ({"others": [{"name": "1"}]}, "others.0.name"),
        ({"others": []}, "others"),
        ({"invite_code": "000000"}, "invite_code"),
        ({"consents": []}, "consents"),
        ({"persons": 0}, "persons"),
        ({"years_away": -1}, "years_away"),
        ({"dialect": "klingon"}, "dialect"),
        ({"name": "张\ud800"}, "name"),
        ({"message": "x" * 201}, "message"),
    ],
)
async def test_a_wrong_field_is_named_with_a_sentence(site, change, field):
    answer = await site.client.post(PATH, json=BODY | change)
    error = (await answer.json())["error"]
    assert (answer.status, error["code"], list(error["fields"])) == (422, "invalid", [field])
    assert await site.store.registrations.every("dongxing") == ()


async def test_the_same_ticket_registers_once(site):
    ticket = {"ticket": "a-ticket-of-128-random-bits"}
    answers = [await (await site.client.post(PATH, json=BODY | ticket)).json() for _ in range(2)]
    assert answers[0] == answers[1]


async def test_gatherings_and_shows_are_public(site):
    await gala.stored(site.store)
    (one,) = (await (await site.client.get("/api/v1/gatherings")).json())["gatherings"]
    assert (one["home"], one["away"], [show["id"] for show in one["shows"]]) == ("东兴区", "温岭", ["gala"])
    assert await (await site.client.get("/api/v1/gatherings/dongxing")).json() == one


async def test_the_picture_of_a_show_is_the_one_that_every_screen_gets(site):
    await gala.stored(site.store)
    picture = await (await site.client.get("/api/v1/shows/gala")).json()
    assert (picture["type"], picture["state"], picture["next"][1]["worker"]["name"]) == (
        "picture",
        "ready",
        "张*",
    )
