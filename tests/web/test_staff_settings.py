import asyncio
import json
import re
from dataclasses import replace
from html import unescape

import pytest

from reunion.domain.access import Role
from reunion.domain.homelists import written_list
from reunion.domain.instants import DAY, Instant
from tests.conftest import EVENING, GATHERING

from .offices import AT, bare, fill, post, text_of

PAGE = f"{AT}/settings"


def fields(of=GATHERING, **changed):
    return {
        "title": of.title,
        "away": of.away,
        "organisers": "、".join(of.organisers),
        "contact": of.contact,
        "story": of.story,
        "kept": "2027-03-07",
        "townships": written_list(of.home),
    } | changed


async def test_a_producer_changes_the_words_and_the_public_pages_show_them_at_once(site):
    client = await site.signed_in(Role.PRODUCER)
    changed = {"title": "千里云团聚", "away": "台州", "story": "一句\n两句", "contact": "0832-5550111"}
    answer = await post(client, PAGE, fields(**changed))
    assert "公开页面已经更新" in bare(await answer.text())
    public = await text_of(await site.fresh(), "/g/dongxing")
    for words in changed.values():
        assert words.replace("\n", " ") in public
    stored = await site.store.gatherings.get("dongxing")
    assert stored == replace(GATHERING, **changed)


async def test_the_form_shows_what_is_stored_and_storing_it_changes_nothing(site):
    client = await site.signed_in(Role.PRODUCER)
    page = await (await client.get(PAGE)).text()
    assert "511011100 田家镇：双坳、火花" in page
    assert 'value="2027-03-07"' in page
    await post(client, PAGE, fields())
    assert await site.store.gatherings.get("dongxing") == GATHERING


async def test_a_township_is_renamed_and_the_record_says_so(site):
    client = await site.signed_in(Role.PRODUCER)
    text = "511011100 田家街道：双坳\n白合镇：长岩、三脚\n高梁镇"
    assert (await post(client, PAGE, fields(townships=text))).status == 200
    towns = (await site.store.gatherings.get("dongxing")).home.townships
    assert [(town.code, town.name) for town in towns] == [
        ("511011100", "田家街道"),
        ("511011101", "白合镇"),
        ("511011001", "高梁镇"),
    ]
    assert "producer-dongxing-0 修改了活动设置 乡镇街道" in await text_of(client, f"{AT}/audit")
    assert "田家街道" in await text_of(await site.fresh(), "/g/dongxing/signup/family")


async def test_a_township_with_sign_ups_cannot_go(site):
    await fill(site)
    client = await site.signed_in(Role.PRODUCER)
    home = (await site.store.gatherings.get("dongxing")).home
    rest = replace(home, townships=home.townships[1:])
    answer = await post(client, PAGE, fields(townships=written_list(rest)))
    assert answer.status == 409
    assert "田家镇已有 6 份报名，请保留代码为 511011101 的那一行" in bare(await answer.text())
    assert (await site.store.gatherings.get("dongxing")).home == home


async def test_the_day_of_the_erasure_is_the_end_of_the_day_that_was_written(site):
    client = await site.signed_in(Role.PRODUCER)
    await post(client, PAGE, fields(kept="2027-02-20"))
    stored = await site.store.gatherings.get("dongxing")
    # The evening is 20:00 on 5 February in Shanghai; the 20th is over four hours and 15 days later.
    assert stored.keep_until == Instant(EVENING + 15 * DAY + DAY // 6)


@pytest.mark.parametrize(
    ("changed", "status", "says"),
    [
        ({"kept": "2027-02-01"}, 409, "已经过去"),
        ({"kept": "2039-01-01"}, 409, "最多保存 730 天"),
        ({"kept": "9999-12-31"}, 422, "2027-02-05"),
        ({"kept": "0001-01-01"}, 409, "已经过去"),
        ({"kept": ""}, 422, "2027-02-05"),
        ({"kept": "下周"}, 422, "2027-02-05"),
        ({"title": " "}, 422, "名称"),
        ({"townships": "511083100 响石镇"}, 422, "第 1 行"),
        ({"townships": ""}, 422, "一行写一个"),
    ],
)
async def test_what_cannot_be_is_said_and_nothing_is_stored(site, changed, status, says):
    client = await site.signed_in(Role.PRODUCER)
    answer = await post(client, PAGE, fields(**changed))
    assert answer.status == status
    assert says in bare(await answer.text())
    assert await site.store.gatherings.get("dongxing") == GATHERING
    assert (await post(client, PAGE)).status == 422


def seen_in(page):
    return unescape(re.search(r'name="seen" value="([^"]*)"', page)[1])


async def test_the_second_of_two_who_store_at_once_is_told_what_changed(site):
    first, second = await site.signed_in(Role.PRODUCER), await site.signed_in(Role.ADMINISTRATOR)
    seen = seen_in(await (await second.get(PAGE)).text())
    await post(first, PAGE, fields(contact="0832-5550111"))
    answer = await post(second, PAGE, fields(away="台州", seen=seen))
    assert answer.status == 409
    page = await answer.text()
    assert "别人刚刚存了设置" in bare(page)
    assert "0832-5550111" in bare(page)
    assert (await site.store.gatherings.get("dongxing")).away == GATHERING.away
    # What the second left alone is the first's now, and storing again keeps both.
    assert 'value="0832-5550111"' in page
    assert 'value="台州"' in page
    await post(second, PAGE, fields(contact="0832-5550111", away="台州", seen=seen_in(page)))
    stored = await site.store.gatherings.get("dongxing")
    assert (stored.contact, stored.away) == ("0832-5550111", "台州")


async def test_every_field_that_changed_meanwhile_is_named(site):
    client = await site.signed_in(Role.PRODUCER)
    old = dict.fromkeys(json.loads(seen_in(await (await client.get(PAGE)).text())), "old")
    page = await (await post(client, PAGE, fields(seen=json.dumps(old)))).text()
    named = re.search(r'id="changed".*?</dl>', page, re.DOTALL)[0]
    assert named.count("<dt>") == len(old)
    assert "<dt></dt>" not in named


@pytest.mark.parametrize("seen", ["", "[]", "{", '{"title": 1}'])
async def test_a_mangled_mark_never_fails(site, seen):
    client = await site.signed_in(Role.PRODUCER)
    assert (await post(client, PAGE, fields(seen=seen))).status in (200, 409)


async def test_a_host_changes_nothing(site):
    client = await site.signed_in(Role.HOST)
    assert (await client.get(PAGE)).status == 403
    assert (await post(client, PAGE, fields(title="别的"))).status == 403
    assert (await post(await site.signed_in(Role.PRODUCER, "elsewhere"), PAGE, fields())).status == 404


async def test_the_minutes_after_which_families_are_told_are_stored(site):
    client = await site.signed_in(Role.PRODUCER)
    await post(client, PAGE, fields(tell_after="12"))
    assert (await site.store.gatherings.get("dongxing")).tell_after == 12
    for wrong in ("0", "61", "bald", "-3"):
        assert (await post(client, PAGE, fields(tell_after=wrong))).status == 422
    assert (await site.store.gatherings.get("dongxing")).tell_after == 12


async def test_two_buttons_pressed_in_the_same_instant_lose_nothing(site):
    first, second = await site.signed_in(Role.PRODUCER), await site.signed_in(Role.ADMINISTRATOR)
    seen = seen_in(await (await first.get(PAGE)).text())
    answers = await asyncio.gather(
        post(first, PAGE, fields(contact="0832-5550111", seen=seen), follow=False),
        post(second, PAGE, fields(away="台州", seen=seen), follow=False),
    )
    assert sorted(answer.status for answer in answers) == [303, 409]
    stored = await site.store.gatherings.get("dongxing")
    assert ((stored.contact, stored.away) == ("0832-5550111", GATHERING.away)) != (
        (stored.contact, stored.away) == (GATHERING.contact, "台州")
    )


async def test_a_sample_is_wiped_by_the_administrator_who_typed_its_title(site):
    client = await site.signed_in(Role.ADMINISTRATOR)
    assert "清空示例人员" not in await text_of(client, PAGE)
    assert (await post(client, f"{AT}/wipe", {"typed": GATHERING.title})).status == 404
    await site.store.gatherings.put(replace(GATHERING, sample=True))
    before = await site.store.registrations.every("dongxing")
    assert "清空示例人员" not in await text_of(await site.signed_in(Role.PRODUCER), PAGE)
    mistyped = await post(client, f"{AT}/wipe", {"typed": "别的活动"})
    assert (mistyped.status, "没有清除任何人" in bare(await mistyped.text())) == (422, True)
    assert await site.store.registrations.every("dongxing") == before
    done = await post(client, f"{AT}/wipe", {"typed": f" {GATHERING.title} "})
    assert "示例人员已全部清除" in bare(await done.text())
    assert await site.store.registrations.every("dongxing") == ()


async def test_a_wiped_sample_is_deleted_whole_by_the_administrator_who_typed_its_title(site):
    await fill(site)
    client, producer = await site.signed_in(Role.ADMINISTRATOR), await site.signed_in(Role.PRODUCER)
    title = {"typed": GATHERING.title}
    assert "删除整个示例活动" not in await text_of(client, PAGE)
    assert (await post(client, f"{AT}/delete", title)).status == 404
    await site.store.gatherings.put(replace(GATHERING, sample=True))
    assert "删除整个示例活动" in await text_of(client, PAGE)

    refused = [
        await post(client, f"{AT}/delete", {"typed": "别的活动"}),
        await post(client, f"{AT}/delete", title),
        await post(producer, f"{AT}/delete", title),
    ]
    assert [answer.status for answer in refused] == [422, 409, 403]
    assert "请先清除这个示例的人员" in bare(await refused[1].text())
    await post(client, f"{AT}/wipe", title)
    done = await post(client, f"{AT}/delete", title)
    assert "示例活动已删除" in bare(await done.text())
    assert await site.store.gatherings.every() == ()
    assert (await producer.get(f"{AT}/rundown", allow_redirects=False)).status == 303
    assert (await client.get(AT)).status == 404
