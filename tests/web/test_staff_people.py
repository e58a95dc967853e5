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


async def test_what_was_written_for_a_refused_account_stays(administrator):
    await made(administrator)
    volunteer = {"role": "volunteer", "township": "511011101", "village": "双桥村"}
    page = await (await made(administrator, **volunteer)).text()
    form = page.split('id="another"')[1]
    assert 'value="阿梅"' in form
    assert 'value="双桥村"' in form
    assert re.findall(r'value="([^"]+)" selected', form) == ["volunteer", "511011101"]


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


def listed(page):
    return re.findall(r"data-open><b>([^<]+)</b>", page)


async def test_accounts_are_found_by_name_initials_role_and_whether_they_are_signed_in(site, administrator):
    for name, role in (("阿梅", "producer"), ("小周", "host"), ("阿强", "host")):
        await made(administrator, name=name, role=role)
    await site.signed_in(Role.HOST)

    async def found(**fields):
        return listed(await (await post(administrator, f"{PEOPLE}/find", {"words": "", **fields})).text())

    assert await found(words="阿") == ["阿梅", "阿强"]
    assert await found(words="xz") == ["小周"]
    assert await found(role="host", standing="out") == ["阿强", "小周"]
    assert await found(role="host", standing="in") == ["host-dongxing-1"]
    assert (await found(sort="seen"))[:2] == ["administrator-dongxing-0", "host-dongxing-1"]
    assert "没有符合条件的账号" in bare(
        await (await post(administrator, f"{PEOPLE}/find", {"words": "无"})).text()
    )


async def test_a_search_for_a_colleague_stays_out_of_the_address(administrator):
    page = await (await post(administrator, f"{PEOPLE}/find", {"words": "阿梅"})).text()
    assert not re.search(r'(href|action)="[^"]*(阿梅|words)', page)


async def test_one_session_is_ended_and_the_others_stay(site, administrator):
    await made(administrator)
    who = await account(site)
    browsers = []
    for _ in range(2):
        page = await (await post(administrator, f"{PEOPLE}/{who.id}/link")).text()
        browsers.append(await site.fresh())
        await post(browsers[-1], re.search(r"/staff/enter/[\w-]+", page)[0])
    page = await (await administrator.get(f"{PEOPLE}/{who.id}")).text()
    sessions = re.findall(r'name="session" value="(\w+)"', page)
    assert len(sessions) == 2
    await post(administrator, f"{PEOPLE}/{who.id}/end", {"session": sessions[0], "x": "1"})
    assert sorted([(await one.get(AT, allow_redirects=False)).status for one in browsers]) == [200, 303]
    assert "结束了账号的一处登录 阿梅" in await text_of(administrator, f"{AT}/audit")


async def test_a_session_that_ended_already_is_no_deed(site, administrator):
    await made(administrator)
    await post(administrator, f"{PEOPLE}/{(await account(site)).id}/end", {"session": "ab" * 32, "x": "1"})
    assert [deed.action for deed in await site.store.audit.newest("dongxing", limit=9)] == ["account"]


async def test_signing_somebody_out_everywhere_ends_a_link_that_waits_too(site, administrator):
    page = await (await made(administrator)).text()
    link, who = re.search(r"/staff/enter/[\w-]+", page)[0], await account(site)
    browser = await site.fresh()
    await post(browser, link)
    waiting = re.search(
        r"/staff/enter/[\w-]+", await (await post(administrator, f"{PEOPLE}/{who.id}/link")).text()
    )[0]
    await post(administrator, f"{PEOPLE}/{who.id}/end", {"session": "", "x": "1"})
    assert (await browser.get(AT, allow_redirects=False)).status == 303
    assert (await post(await site.fresh(), waiting)).status == 410
    assert "目前没有登录" in await text_of(administrator, f"{PEOPLE}/{who.id}")


async def test_the_accounts_and_their_sessions_are_for_administrators(site, administrator):
    me = next(one for one in await site.store.accounts.every() if one.role is Role.ADMINISTRATOR)
    producer = await site.signed_in(Role.PRODUCER)
    for path in (f"{PEOPLE}/{me.id}", PEOPLE):
        assert (await producer.get(path)).status == 403
    assert (await post(producer, f"{PEOPLE}/{me.id}/end", {"session": "", "x": "1"})).status == 403
