import re

import pytest

from reunion.domain.access import Role

from .offices import AT, bare, post, text_of

PEOPLE = f"{AT}/people"


@pytest.fixture
async def administrator(site):
    return await site.signed_in(Role.ADMINISTRATOR)


async def made(client, **fields):
    return await post(client, PEOPLE, {"name": "阿梅", "role": "producer", **fields})


async def account(site, name="阿梅"):
    return next(one for one in await site.store.accounts.every() if one.name == name)


async def test_a_new_account_gets_a_link_that_lets_in_once(site, administrator):
    page = await (await made(administrator)).text()
    link = re.search(r"http://[^<]*(/staff/enter/[\w-]+)", page)[1]
    browser = await site.fresh()
    await post(browser, link)
    assert "阿梅" in await text_of(browser, AT)
    assert (await account(site)).gathering == "dongxing"
    assert link not in await (await administrator.get(PEOPLE)).text()


async def test_a_volunteer_has_a_village(site, administrator):
    answer = await made(administrator, role="volunteer")
    assert answer.status == 422
    assert "志愿者只看一个村" in bare(await answer.text())
    await made(administrator, role="volunteer", township="511011100", village="双坳")
    found = await account(site)
    assert (found.township, found.village) == ("511011100", "双坳")


@pytest.mark.parametrize(
    ("fields", "status", "says"),
    [
        ({"name": ""}, 422, "请填写登录名"),
        ({"role": "family"}, 422, "请选择角色"),
        ({"role": "king"}, 422, "请选择角色"),
    ],
)
async def test_a_wrong_account_is_refused_with_a_sentence(administrator, fields, status, says):
    answer = await made(administrator, **fields)
    assert answer.status == status
    assert says in bare(await answer.text())


async def test_a_name_is_given_once(administrator):
    await made(administrator)
    answer = await made(administrator, role="host")
    assert answer.status == 409
    assert "已有人用" in bare(await answer.text())


async def test_whoever_is_shut_out_is_signed_out_at_once_and_may_come_back(site, administrator):
    page = await (await made(administrator)).text()
    browser = await site.fresh()
    await post(browser, re.search(r"/staff/enter/[\w-]+", page)[0])
    who = await account(site)
    await post(administrator, f"{PEOPLE}/{who.id}/disable")
    assert (await browser.get(AT, allow_redirects=False)).status == 303
    await post(administrator, f"{PEOPLE}/{who.id}/disable")
    assert not (await account(site)).disabled


async def test_administrators_cannot_shut_themselves_out(site, administrator):
    me = next(one for one in await site.store.accounts.every() if one.role is Role.ADMINISTRATOR)
    answer = await post(administrator, f"{PEOPLE}/{me.id}/disable")
    assert answer.status == 409
    assert (await administrator.get(PEOPLE)).status == 200


async def test_accounts_of_another_gathering_are_not_found(site, administrator):
    await site.signed_in(Role.HOST, "elsewhere")
    other = await account(site, "host-elsewhere-1")
    assert (await post(administrator, f"{PEOPLE}/{other.id}/link")).status == 404
    assert "host-elsewhere-1" not in await text_of(administrator, PEOPLE)


async def test_only_administrators_make_accounts(site):
    producer = await site.signed_in(Role.PRODUCER)
    assert (await made(producer)).status == 403
