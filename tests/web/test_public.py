import re
from itertools import chain

import pytest

from reunion.actions.ports import NewRegistration
from reunion.domain.commands import Bar, End, NoShow, Skip, Start, Take
from reunion.domain.people import Registration, Side
from reunion.web.keys import STAGES

from ..actions import gala


@pytest.fixture
async def live(site):
    await gala.stored(site.store)
    return site


async def text_of(site, path, status=200):
    answer = await site.client.get(path)
    assert answer.status == status
    return await answer.text()


async def test_the_only_gathering_is_the_first_page(site):
    answer = await site.client.get("/", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/g/dongxing")


async def test_a_gathering_shows_both_doors_its_organisers_and_its_shows(live):
    text = await text_of(live, "/g/dongxing")
    assert all(
        words in text
        for words in (
            "/g/dongxing/signup/worker",
            "/g/dongxing/signup/family",
            "东兴区融媒体中心",
            "除夕云团聚",
            "2月5日星期五（除夕）",
        )
    )


async def test_a_show_is_readable_without_javascript_and_renews_itself(live):
    text = await text_of(live, "/shows/gala")
    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in text
    assert "20:00 开始" in text
    assert "张* ↔ 李*" in text


async def test_strangers_see_no_whole_name_on_any_public_page(live):
    for path in ("/g/dongxing", "/shows/gala", "/shows/gala/hall", "/shows/gala/overlay"):
        text = await text_of(live, path)
        assert "张1娃" not in text
        assert "李1娘" not in text


async def test_what_is_on_air_stands_on_the_page(live):
    stage = await live.app[STAGES].get("gala")
    await stage.perform(Start(), "c1", "st-1")
    await stage.perform(Take(None, "it-1"), "c2", "st-1")
    text = await text_of(live, "/shows/gala")
    assert "正在播出" in text
    assert '<tr data-item="it-1" data-at="1" data-planned="1801828860000" class=" on-air">' in text


async def test_a_show_invites_to_sign_up_until_it_is_over(live):
    stage = await live.app[STAGES].get("gala")
    await stage.perform(Start(), "c1", "st-1")
    assert "去报名" in await text_of(live, "/shows/gala")
    await stage.perform(End(), "c2", "st-1")
    over = await text_of(live, "/shows/gala")
    assert "谢谢收看，新年快乐！</p>" in over
    assert "去报名" not in over
    assert "您也想见见家人吗" not in over


async def over(live):
    """A show in which the first family met and the others did not."""
    stage = await live.app[STAGES].get("gala")
    await stage.perform(Start(), "c1", "st-1")
    await stage.perform(Take(None, "it-1"), "c2", "st-1")
    live.clock.move(seconds=90)
    await stage.perform(NoShow("it-2"), "c3", "st-1")
    await stage.perform(End(), "c4", "st-1")


async def test_a_show_that_is_over_says_how_many_met_and_lists_only_what_was_on(live):
    await over(live)
    text = await text_of(live, "/shows/gala")
    assert "1 家人在屏幕上团圆了" in text
    assert '<li><span>田家镇</span> <b class="number">1</b></li>' in text
    assert "20:00–20:01" in text
    assert [f'data-item="it-{n}"' in text for n in range(5)] == [False, True, False, False, False]
    assert "改期" not in text
    assert "http-equiv" not in text


async def test_the_gathering_says_how_many_met_in_a_show_that_is_over(live):
    await over(live)
    assert "1 家人见了面" in await text_of(live, "/g/dongxing")


async def test_the_gathering_shows_its_numbers_and_the_towns_it_joins(live):
    where = {"township": "511011100", "place": "温岭大溪"}
    people = [
        Registration(f"rg-{n}", "dongxing", Side.WORKER, 0, "张晓明", invite_code=f"C{n}", **where)
        for n in range(3)
    ]
    await live.store.registrations.add([NewRegistration(person) for person in people])
    text = await text_of(live, "/g/dongxing")
    assert '<dt>在外务工</dt><dd class="number">3</dd>' in text
    assert "田家镇 — 大溪：3 人" in text
    assert text.count("<path d=") == 1
    assert "张晓明" not in text


async def test_before_anybody_came_the_gathering_says_so(live):
    assert "您家可以是第一家" in await text_of(live, "/g/dongxing")


@pytest.mark.parametrize("path", ["/g/dongxing", "/shows/gala", "/g/dongxing/signup/family"])
async def test_a_forwarded_link_has_words_and_a_picture_that_is_there(live, path):
    text = await text_of(live, path)
    card = re.findall('property="og:image" content="([^"]*)"', text)
    assert [one.startswith(f"{live.origin}/static/") for one in card] == [True]
    picture = await live.client.get(card[0].removeprefix(live.origin))
    assert (picture.status, picture.content_type) == (200, "image/png")
    assert f'property="og:url" content="{live.origin}{path}"' in text
    assert '<meta name="description" content="同一个屏幕，同一个年。">' in text


async def test_a_barred_slot_loses_its_name_on_the_public_page(live):
    stage = await live.app[STAGES].get("gala")
    await stage.perform(Start(), "c1", "st-1")
    await stage.perform(Take(None, "it-1"), "c2", "st-1")
    await stage.perform(Bar("it-1", barred=True), "c3", "st-1")
    rows = (await text_of(live, "/shows/gala")).split('data-item="it-1"')[1].split("</tr>")[0]
    assert "张*" not in rows
    assert "家人连线" in rows


async def test_a_slot_that_may_not_be_aired_has_no_line_and_the_others_keep_their_places(live):
    stage = await live.app[STAGES].get("gala")
    await stage.perform(Bar("it-1", barred=True), "c1", "st-1")
    text = await text_of(live, "/shows/gala")
    assert 'data-item="it-1"' not in text
    assert 'data-item="it-2" data-at="2"' in text


async def test_every_line_of_the_evening_says_what_it_is(live):
    stage = await live.app[STAGES].get("gala")
    await stage.perform(Bar("it-2", barred=True), "c1", "st-1")
    rows = (await text_of(live, "/shows/gala")).split("<tbody>")[1].split("</tbody>")[0]
    assert "<td></td>" not in rows


async def test_a_segment_that_was_skipped_is_left_out_and_a_family_comes_later(live):
    stage = await live.app[STAGES].get("gala")
    await stage.perform(Start(), "c1", "st-1")
    await stage.perform(Skip("it-0", "time"), "c2", "st-1")
    await stage.perform(Skip("it-1", "time"), "c3", "st-1")
    rows = (await text_of(live, "/shows/gala")).split("<tr data-item")
    assert [word in row for row in rows[1:3] for word in ("略过", "改期")] == [True, False, False, True]


async def test_the_notice_names_who_is_responsible_and_the_day_of_erasure(site):
    text = await text_of(site, "/privacy?g=dongxing")
    assert "东兴区融媒体中心、温岭市融媒体中心" in text
    assert "3月7日星期日全部删除" in text
    assert "30 天后" in await text_of(site, "/privacy")


@pytest.mark.parametrize("path", ["/nowhere", "/g/elsewhere", "/shows/elsewhere", "/privacy?g=elsewhere"])
async def test_what_does_not_exist_is_said_kindly(site, path):
    assert "没有找到" in await text_of(site, path, 404)


async def test_of_a_long_evening_what_is_far_away_is_folded_and_nothing_is_lost(site):
    await gala.stored(site.store, slots=30)
    text = await text_of(site, "/shows/gala")
    before, near, after = folds(text)
    assert (len(before), len(near), len(after)) == (0, 10, 21)
    stage = await site.app[STAGES].get("gala")
    await stage.perform(Start(), "c1", "st-1")
    await stage.perform(Take(None, "it-15"), "c2", "st-1")
    for number in range(15):
        await stage.perform(Skip(f"it-{number}"), f"s{number}", "st-1")
    again = folds(await text_of(site, "/shows/gala"))
    assert [len(part) for part in again] == [13, 10, 8]
    assert [*again[0], *again[1], *again[2]] == [*before, *near, *after]


def folds(text):
    """The items before the open table, in it, and after it."""
    whole = text.split('class="card whole"')[1]
    parts = re.split("(<details.*?</details>)", whole, flags=re.DOTALL)
    rows = [re.findall('data-item="([^"]+)"', part) for part in parts]
    near = next(at for at, part in enumerate(parts) if rows[at] and not part.startswith("<details"))
    return [list(chain(*part)) for part in (rows[:near], rows[near : near + 1], rows[near + 1 :])]
