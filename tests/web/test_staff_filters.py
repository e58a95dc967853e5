import re

import pytest

from reunion.domain.access import Role
from reunion.domain.filters import MOST

from .offices import AT, bare, fill, post, text_of

LIST = f"{AT}/registrations"
FILTERS = f"{LIST}/filters"


@pytest.fixture
async def clerk(site):
    await fill(site)
    return await site.signed_in(Role.PRODUCER)


async def kept(client):
    """Title by address of the chips above the list."""
    page = await (await client.get(LIST)).text()
    chips = re.findall(
        r'<li class="chip[^"]*"><a href="([^"]+)"[^>]*>.*?</svg>\s*([^<]+)</a>', page, re.DOTALL
    )
    return dict(chips)


async def test_what_the_list_shows_is_kept_under_a_name_and_opened_again(clerk):
    answer = await post(
        clerk, FILTERS, {"title": "没同意的家属", "side": "family", "consent": "missing"}, follow=False
    )
    assert (answer.status, answer.headers["Location"]) == (
        303,
        f"{LIST}?side=family&consent=missing&done=filter",
    )
    ((address, title),) = (await kept(clerk)).items()
    assert title == "没同意的家属"
    opened = await clerk.get(address)
    assert str(opened.url.relative()) == f"{LIST}?side=family&consent=missing"
    page = await opened.text()
    assert ("王芳" in page, "李芳</b>" in page) == (True, False)
    assert f'href="{address}" aria-current="true"' in page
    assert "保存这个筛选" not in page


async def test_words_are_kept_too_and_stand_in_no_address(clerk):
    answer = await post(clerk, FILTERS, {"title": "老李家", "words": "李芳", "side": "family"})
    assert answer.url.query_string == "done=filter"
    assert str(answer.url.path) in await kept(clerk)
    page = await answer.text()
    assert ('value="李芳"' in page, "<b>李芳</b>" in page, "<b>王芳</b>" in page) == (True, True, False)


async def test_a_filter_is_the_accounts_own_on_every_machine_and_nobody_elses(site, clerk):
    await post(clerk, FILTERS, {"title": "在外的", "side": "worker"})
    (address,) = await kept(clerk)
    other = await site.signed_in(Role.ADMINISTRATOR)
    assert await kept(other) == {}
    assert str((await other.get(address)).url.relative()) == LIST
    assert str((await post(other, f"{address}/drop", {"a": "b"})).url.relative()) == LIST
    assert set(await kept(clerk)) == {address}
    again = await site.fresh()
    cookies = {cookie.key: cookie.value for cookie in clerk.session.cookie_jar}
    again.session.cookie_jar.update_cookies(cookies, site.client.make_url("/"))
    assert list(await kept(again)) == [address]


async def test_a_filter_is_deleted_and_the_deletion_taken_back(clerk):
    await post(clerk, FILTERS, {"title": "老李家", "words": "李芳", "side": "family"})
    (address,) = await kept(clerk)
    page = await (await post(clerk, f"{address}/drop", {"a": "b"})).text()
    assert "筛选“老李家”已删除。" in bare(page)
    assert await kept(clerk) == {}
    form = page[page.index('class="notice notice-good') :]
    fields = dict(
        re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form[: form.index("</form>")])
    )
    assert fields == {"side": "family", "words": "李芳", "title": "老李家"}
    await post(clerk, FILTERS, fields)
    assert list((await kept(clerk)).values()) == ["老李家"]


async def test_a_filter_without_a_name_or_one_too_many_is_answered_beside_its_field(clerk):
    nameless = await post(clerk, FILTERS, {"title": " ", "side": "family"})
    assert (nameless.status, "请给筛选起个名称。" in bare(await nameless.text())) == (422, True)
    for number in range(MOST):
        await post(clerk, FILTERS, {"title": f"第{number}个", "side": "family"}, follow=False)
    full = await post(clerk, FILTERS, {"title": "再来一个", "side": "worker"})
    page = await full.text()
    assert (full.status, f"已经保存了 {MOST} 个筛选" in bare(page), 'value="再来一个"' in page) == (
        422,
        True,
        True,
    )


async def test_the_whole_list_needs_no_filter(clerk):
    assert "保存这个筛选" not in await text_of(clerk, LIST)
    assert "保存这个筛选" in await text_of(clerk, f"{LIST}?side=worker")
