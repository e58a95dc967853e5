from reunion.domain.calls import Call
from reunion.domain.commands import CallUp, MarkReady, Promise, Start, Take
from reunion.domain.instants import MINUTE, Instant
from reunion.domain.people import Side
from reunion.domain.readiness import Ready
from reunion.domain.rundown import Why
from reunion.web.answers import QUESTIONS, REASONS, TEXTS
from reunion.web.locale import DEFAULT, translations

from .test_mine import mother, stage_of  # noqa: F401 - its fixture
from .walking import sent


def test_every_call_and_every_reason_has_its_words_in_chinese():
    assert set(QUESTIONS) == set(Call)
    assert set(REASONS) == set(Why)
    chinese = translations(DEFAULT)
    assert [text for text in TEXTS if chinese.gettext(text) == text] == []


def test_no_call_names_the_day_for_after_midnight_it_comes_on_the_day_before():
    chinese = translations(DEFAULT)
    assert [text for text in TEXTS if {"今", "明"} & set(chinese.gettext(text))] == []


async def page(client):
    return await (await client.get("/me")).text()


async def test_a_call_stands_on_the_page_until_it_is_answered(site, mother):  # noqa: F811
    stage = await stage_of(site)
    start = Instant(site.clock() + 9 * MINUTE)
    await stage.perform(CallUp("it-2", Call.TEN, start), "c1", "calls")
    text = await page(mother)
    assert 'data-call="ten"' in text
    assert "再过一会儿就轮到您，您到了吗？" in text
    await sent(mother, "/me/answer", {"says": "waiting"})
    text = await page(mother)
    assert "data-call" not in text
    assert "我们知道您到了" in text


async def test_an_answer_to_a_call_is_heard_even_when_it_changes_nothing(site, mother):  # noqa: F811
    stage = await stage_of(site)
    await sent(mother, "/me/answer", {"says": "waiting"})
    site.clock.move(seconds=5)
    await stage.perform(CallUp("it-2", Call.NOW, site.clock()), "c1", "calls")
    await sent(mother, "/me/answer", {"says": "waiting"})
    ready, mark = stage.show.side("it-2", Side.FAMILY)
    assert (ready, mark.heard - mark.since) == (Ready.WAITING, 5_000)


async def test_camera_and_microphone_tried_is_one_step_better_than_here(site, mother):  # noqa: F811
    assert 'id="trying"' in await page(mother)
    await sent(mother, "/me/answer", {"says": "checked"})
    assert (await stage_of(site)).show.side("it-2", Side.FAMILY)[0] is Ready.CHECKED
    assert 'id="trying"' not in await page(mother)


async def test_days_before_nobody_is_asked_whether_they_sit_there(site, mother):  # noqa: F811
    site.clock.move(seconds=-86_400)
    text = await page(mother)
    assert 'value="waiting"' not in text
    assert 'value="confirmed"' in text


async def test_a_new_time_is_said_with_the_old_one_and_the_reason(site, mother):  # noqa: F811
    stage = await stage_of(site)
    start = Instant(stage.show.items["it-2"].planned + 10 * MINUTE)
    await stage.perform(Promise(Why.LONGER, (("it-2", start),)), "c1", "calls")
    text = await page(mother)
    assert "前面几家多聊了会儿。 原来大约 20:02，现在改到大约 20:12。" in text


async def test_beside_a_new_time_no_other_one_is_called_the_planned_one(site, mother):  # noqa: F811
    stage = await stage_of(site)
    await stage.perform(Start(), "c1", "st-1")
    start = Instant(stage.show.items["it-2"].planned + 10 * MINUTE)
    await stage.perform(Promise(Why.START, (("it-2", start),)), "c2", "calls")
    text = await page(mother)
    assert "直播开始得比计划晚。 原来大约 20:02，现在改到大约 20:12。" in text
    assert '<p class="countdown-when">除夕云团聚 · 大约\u00a020:12</p>' in text


async def test_on_air_the_page_asks_nothing_any_more(site, mother):  # noqa: F811
    stage = await stage_of(site)
    await stage.perform(CallUp("it-2", Call.NOW, site.clock()), "c0", "calls")
    for number, command in enumerate((Start(), Take(None, "it-2")), start=1):
        await stage.perform(command, f"c{number}", "st-1")
    text = await page(mother)
    assert "data-call" not in text
    assert 'action="/me/answer"' not in text


async def test_whom_the_crew_sees_is_asked_nothing(site, mother):  # noqa: F811
    stage = await stage_of(site)
    await stage.perform(MarkReady("it-2", Side.FAMILY, Ready.READY), "c1", "st-1")
    await stage.perform(CallUp("it-2", Call.NOW, site.clock()), "c2", "calls")
    assert "data-call" not in await page(mother)
