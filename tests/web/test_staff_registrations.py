import re

import pytest

from reunion.domain.access import Role
from reunion.domain.consent import Channel, Purpose
from reunion.domain.people import Standing
from reunion.web.tokens import digest

from .offices import AT, bare, fill, post, text_of

LIST = f"{AT}/registrations"


@pytest.fixture
async def producer(site):
    await fill(site)
    return await site.signed_in(Role.PRODUCER)


def names(page):
    return re.findall(r"<b>([^<]+)</b></a>", page)


async def found(client, **fields):
    return names(await (await post(client, LIST, {"words": "", **fields})).text())


async def test_the_list_shows_everybody_with_masked_telephones(producer):
    page = await (await producer.get(LIST)).text()
    assert names(page) == ["陈大爷", "王芳", "李芳", "陈静", "刘强", "张伟"]
    assert "138****8000" in page
    assert "13800138000" not in page


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"words": "芳"}, ["王芳", "李芳"]),
        ({"words": "zw"}, ["张伟"]),
        ({"words": "9000"}, ["李芳"]),
        ({"words": "5"}, ["王芳"]),
        ({"words": "W2"}, ["刘强"]),
        ({"words": "王芳"}, ["王芳", "刘强"]),
        ({"words": "陈晶"}, ["陈大爷"]),
        ({"side": "family", "words": "陈"}, ["陈大爷"]),
        ({"consent": "missing"}, ["王芳"]),
        ({"standing": "withdrawn"}, []),
        ({"words": "没有这个人"}, []),
    ],
)
async def test_people_are_found_by_what_a_clerk_has_at_hand(producer, fields, expected):
    assert await found(producer, **fields) == expected


async def test_what_was_searched_for_stays_out_of_the_address(producer):
    page = await (await post(producer, LIST, {"words": "张伟"})).text()
    assert not re.search(r'(href|action)="[^"]*(张伟|words)', page)


async def test_strange_pages_and_filters_are_no_error(producer):
    for query in ("page=0", "page=99999", "page=x", "side=both", "standing=%00", "consent=%E2%80%AE"):
        assert (await producer.get(f"{LIST}?{query}")).status == 200


async def test_telephones_are_shown_only_on_request_and_that_is_recorded(site, producer):
    assert "13800138000" not in await text_of(producer, f"{LIST}/w1")
    shown = await post(producer, f"{LIST}/w1/reveal")
    assert "13800138000" in bare(await shown.text())
    newest = (await site.store.audit.newest("dongxing", limit=1))[0]
    assert (newest.action, newest.subject) == ("reveal", "w1")


async def test_staff_correct_what_was_misheard(site, producer):
    page = await (await post(producer, f"{LIST}/w1/open")).text()
    fields = dict(re.findall(r'name="([^"]+)"[^>]*? value="([^"]*)"', page))
    answer = await post(
        producer,
        f"{LIST}/w1/correct",
        fields | {"name": "张玮", "village": "双桥村3组", "phones": "138 0013 8000、13700137000"},
    )
    assert "已保存" in bare(await answer.text())
    stored = await site.store.registrations.get("w1")
    assert (stored.name, stored.village, stored.group) == ("张玮", "双桥", "3")
    assert stored.phones == ("+8613800138000", "+8613700137000")
    assert set(stored.consent.given) == set(Purpose)


async def test_of_two_open_corrections_the_second_reads_what_the_first_has_stored(site, producer):
    page = await (await post(producer, f"{LIST}/w1/open")).text()
    fields = dict(re.findall(r'name="([^"]+)"[^>]*? value="([^"]*)"', page))
    await post(producer, f"{LIST}/w1/correct", fields | {"name": "张玮"})
    answer = await post(producer, f"{LIST}/w1/correct", fields | {"name": "章伟"})
    again = await answer.text()
    assert (answer.status, "<dd>张玮</dd>" in again) == (409, True)
    assert (await site.store.registrations.get("w1")).name == "张玮"
    fields = dict(re.findall(r'name="([^"]+)"[^>]*? value="([^"]*)"', again))
    await post(producer, f"{LIST}/w1/correct", fields)
    assert (await site.store.registrations.get("w1")).name == "章伟"


async def test_a_wrong_correction_is_shown_beside_its_field_and_changes_nothing(site, producer):
    answer = await post(producer, f"{LIST}/w1/correct", {"name": "张伟", "phones": "1380013800"})
    assert answer.status == 422
    assert "只有 10 位" in bare(await answer.text())
    assert (await site.store.registrations.get("w1")).revision == 1


async def test_withdrawing_forgets_the_words_and_ends_the_pair(site, producer):
    answer = await post(producer, f"{LIST}/f1/withdraw")
    assert "已撤回" in bare(await answer.text())
    stored = await site.store.registrations.get("f1")
    assert (stored.standing, stored.name, stored.phones) == (Standing.WITHDRAWN, "", ())
    assert await site.store.pairs.of("w1") == ()


async def test_a_new_personal_link_is_shown_once_and_opens_the_page(site, producer):
    answer = await post(producer, f"{LIST}/f1/link")
    token = re.search(r"/l/([\w-]+)<", await answer.text())[1]
    assert (await site.store.registrations.by_link(digest(token))).id == "f1"
    assert token not in await (await producer.get(f"{LIST}/f1")).text()


async def test_consents_on_paper_are_stored_for_those_ticked(site, producer):
    await post(producer, f"{LIST}/paper", {"chosen": "f2", "purpose": "on_air"})
    stored = await site.store.registrations.get("f2")
    assert {purpose: given.channel for purpose, given in stored.consent.given.items()} == {
        Purpose.ON_AIR: Channel.PAPER
    }


async def test_paper_on_which_nothing_is_ticked_agrees_to_nothing(site, producer):
    await post(producer, f"{LIST}/paper", {"chosen": "f2"})
    assert (await site.store.registrations.get("f2")).consent.given == {}


async def test_a_search_for_odd_digits_is_one_for_the_number(producer):
    assert await found(producer, words="②") == await found(producer, words="2") == ["刘强"]


async def test_nobody_else_exists(site, producer):
    await site.store.gatherings.put(
        __import__("dataclasses").replace(await site.store.gatherings.get("dongxing"), id="other")
    )
    administrator = await site.signed_in(Role.ADMINISTRATOR)
    assert (await administrator.get("/staff/other/registrations/w1")).status == 404
    assert (await producer.get(f"{LIST}/nobody")).status == 404


async def test_the_list_is_json_too_with_masked_telephones(producer):
    data = await (await producer.get("/api/v1/gatherings/dongxing/registrations?side=worker")).json()
    assert (data["total"], data["page"]) == (3, 1)
    assert data["registrations"][-1] == {
        "id": "w1",
        "number": 1,
        "side": "worker",
        "name": "张伟",
        "phones": ["138****8000"],
        "township": "511011101",
        "village": "双桥",
        "standing": "active",
        "source": "web",
        "agreed": ["on_air", "recording", "share", "store"],
    }
