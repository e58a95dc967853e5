from dataclasses import replace

import pytest

from reunion.actions.ports import NewRegistration
from reunion.domain.access import Role
from reunion.domain.instants import DAY
from reunion.domain.people import Side
from reunion.domain.readiness import Ready

from .offices import bare, post
from .test_fetching import VILLAGE, stage
from .walking import sent

__all__ = ["stage"]
AT = "/staff/dongxing/door"


async def text(client, path: str = AT, status: int = 200) -> str:
    response = await client.get(path)
    assert response.status == status
    return bare(await response.text())


async def number_of(site, key: str) -> int:
    return (await site.store.registrations.get(key)).number


async def test_a_volunteer_reads_a_code_presses_once_and_goes_on_to_the_next(site, stage):
    client = await site.signed_in(Role.VOLUNTEER, **VILLAGE)
    assert "到了" in await text(client, f"{AT}/f-1")
    await sent(client, f"{AT}/f-1", {"says": "here"})
    assert stage.show.side("it-1", Side.FAMILY)[0] is Ready.WAITING
    page = await text(client, f"{AT}/f-1")
    assert "还没到，撤回" in page
    assert "下一位" in page
    await sent(client, f"{AT}/f-1", {"says": "not-here"})
    assert stage.show.side("it-1", Side.FAMILY)[0] is Ready.INVITED


async def test_without_a_camera_a_number_or_four_digits_lead_to_the_same_page(site, stage):
    client = await site.signed_in(Role.HOST)
    page = bare(await (await post(client, AT, {"words": str(await number_of(site, "f-2"))})).text())
    assert "王大娘" in page
    assert "李秀英" in bare(await (await post(client, AT, {"words": "9001"})).text())
    many = bare(await (await post(client, AT, {"words": "8000"})).text())
    assert "找到 3 人" in many
    assert "138****8000" in many
    assert "没有找到" in bare(await (await post(client, AT, {"words": "777777"})).text())


async def test_one_search_is_one_deed_however_often_its_page_is_loaded(site, stage):
    client = await site.signed_in(Role.HOST)
    for searches in (1, 2):
        at = (await post(client, AT, {"words": "8000"}, follow=False)).headers["Location"]
        for address in (at, at, f"{at}&lang=en"):
            assert (await client.get(address)).status == 200
        deeds = await site.store.audit.newest("dongxing", limit=9)
        assert [deed.details for deed in deeds] == [{"people": ["w-3", "w-2", "w-1"]}] * searches


async def test_whom_the_page_of_a_search_shows_only_later_is_on_record_too(site, stage):
    client = await site.signed_in(Role.HOST)
    at = (await post(client, AT, {"words": "8000"}, follow=False)).headers["Location"]
    await client.get(at)
    worker = await site.store.registrations.get("w-1")
    await site.store.registrations.add([NewRegistration(replace(worker, id="w-9", invite_code="W9"))])
    await client.get(at)
    deeds = await site.store.audit.newest("dongxing", limit=9)
    assert [deed.details["people"] for deed in deeds if deed.action == "door-search"] == [
        ["w-9"],
        ["w-3", "w-2", "w-1"],
    ]


async def test_another_village_does_not_exist_for_a_volunteer(site, stage):
    client = await site.signed_in(Role.VOLUNTEER, **VILLAGE)
    await text(client, f"{AT}/f-3", 404)
    await text(client, f"{AT}/w-1", 404)
    answer = await sent(client, f"{AT}/f-3", {"says": "here"})
    assert answer.status == 404
    assert "陈德才" not in await text(client)
    assert "陈德才" not in bare(await (await post(client, AT, {"words": "9003"})).text())


async def test_who_has_no_slot_is_sent_to_the_desk(site, stage):
    client = await site.signed_in(Role.HOST)
    await site.store.shows.put_cards("gala", "r1", {"it-1": stage.loaded.rundown.cards["it-2"]})
    await stage.read_anew()
    assert "还没有排上连线时段" in await text(client, f"{AT}/f-1")


async def test_only_what_a_door_says_is_taken(site, stage):
    client = await site.signed_in(Role.HOST)
    assert (await sent(client, f"{AT}/f-1", {"says": "no_show"})).status == 409
    assert stage.show.side("it-1", Side.FAMILY)[0] is Ready.INVITED


@pytest.mark.parametrize("role", [Role.MEDIA, None])
async def test_others_have_no_door(site, stage, role):
    client = await site.signed_in(role) if role else await site.fresh()
    answer = await client.get(f"{AT}/f-1", allow_redirects=False)
    assert answer.status == (403 if role else 303)


async def test_the_code_on_a_familys_own_page_checks_it_in_for_a_volunteer_only(site, stage):
    from reunion.web.tokens import digest

    await site.store.registrations.set_link("f-1", digest("a-family-link"))
    for role, more, leads_to in (
        (Role.VOLUNTEER, VILLAGE, f"{AT}/f-1"),
        (Role.HOST, {}, f"{AT}/f-1"),
        (Role.PRODUCER, {}, "/me"),
    ):
        client = await site.signed_in(role, **more)
        answer = await client.get("/l/a-family-link", allow_redirects=False)
        assert (answer.status, answer.headers["Location"]) == (303, leads_to)
        assert ("Set-Cookie" in answer.headers) is (leads_to == "/me")


async def test_the_day_before_the_list_and_the_person_say_the_day_and_there_is_no_button(site, stage):
    site.clock.move(milliseconds=-DAY)
    client = await site.signed_in(Role.HOST)
    list_, page = await text(client), await text(client, f"{AT}/f-1")
    assert "接下来要到的 · 2月" in list_
    assert "不在今天，在2月" in page
    assert "到了" not in page.replace("到了的", "")
    assert (await sent(client, f"{AT}/f-1", {"says": "here"})).status == 409
    assert stage.show.side("it-1", Side.FAMILY)[0] is Ready.INVITED
