import pytest

from reunion.domain.access import Role
from reunion.domain.instants import HOUR, MINUTE
from reunion.domain.plans import Segment
from tests.actions.scenes import EVE_ONE

from .offices import AT, bare, fill, post, text_of

EIGHT = 1_801_828_800_000
"""2027-02-05 20:00 in Shanghai."""
FORM = {
    "title": "除夕前夜",
    "stage": "二号直播间",
    "day": "2027-02-05",
    "from": "20:00",
    "to": "22:30",
    "buffer": "15",
    "mandarin": "1",
    "0-title": "开场",
    "0-at": "20:00",
    "0-minutes": "3",
    "1-title": "歌曲",
    "1-at": "20：45",
    "1-minutes": "4.5",
    "2-title": "",
    "2-at": "",
    "2-minutes": "",
}


@pytest.fixture
async def producer(site):
    await fill(site)
    return await site.signed_in(Role.PRODUCER)


async def test_a_show_is_set_up_in_the_gatherings_time(site, producer):
    page = await post(producer, f"{AT}/shows/new", FORM)
    assert "场次已保存。" in bare(await page.text())
    show = next(show for show in await site.store.shows.every("dongxing") if show.title == "除夕前夜")
    assert (show.planned_start, show.planned_end) == (EIGHT, EIGHT + 2.5 * HOUR)
    assert show.segments == (Segment("开场", EIGHT, 180), Segment("歌曲", EIGHT + 45 * MINUTE, 270))
    assert show.dialects == ("mandarin",)


async def test_a_segment_may_be_marked_as_one_to_cut_or_to_leave_out(site, producer):
    marks = {"1-shortest": "1.5", "1-optional": "1"}
    await post(producer, f"{AT}/shows/new", FORM | marks)
    show = next(show for show in await site.store.shows.every("dongxing") if show.title == "除夕前夜")
    assert show.segments == (
        Segment("开场", EIGHT, 180),
        Segment("歌曲", EIGHT + 45 * MINUTE, 270, shortest_s=90, optional=True),
    )
    text = await (await producer.get(f"{AT}/shows/{show.id}")).text()
    assert 'name="1-shortest" value="1.5"' in text
    assert 'name="1-optional" value="1" checked' in text
    assert 'name="0-optional" value="1" aria' in text
    refused = await post(producer, f"{AT}/shows/{show.id}", FORM | {"1-shortest": "9"})
    assert refused.status == 422
    assert "缩短后的时长要比原时长短" in bare(await refused.text())
    refused = await post(producer, f"{AT}/shows/{show.id}", FORM | {"1-shortest": "短"})
    assert "可缩短到几分钟" in bare(await refused.text())


async def test_lengths_are_taken_with_their_unit_and_in_chinese_too(site, producer):
    await post(
        producer, f"{AT}/shows/new", FORM | {"buffer": "十五秒", "0-minutes": "３分钟", "1-minutes": "五"}
    )
    show = next(show for show in await site.store.shows.every("dongxing") if show.title == "除夕前夜")
    assert (show.buffer_s, [one.seconds for one in show.segments]) == (15, [180, 300])


async def test_a_show_over_midnight_ends_on_the_next_day(site, producer):
    late = FORM | {"from": "23:30", "to": "00:30", "0-at": "00:10", "1-title": ""}
    await post(producer, f"{AT}/shows/new", late)
    show = next(show for show in await site.store.shows.every("dongxing") if show.title == "除夕前夜")
    assert show.planned_end - show.planned_start == HOUR
    assert show.segments[0].start == show.planned_start + 40 * MINUTE


async def test_a_show_can_be_changed(site, producer):
    page = await (await producer.get(f"{AT}/shows/s-1")).text()
    assert 'value="第一晚"' in page
    await post(producer, f"{AT}/shows/s-1", FORM | {"title": "第一晚（改期）", "stage": "一号直播间"})
    show = await site.store.shows.get("s-1")
    assert (show.title, show.planned_start) == ("第一晚（改期）", EIGHT)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"day": "明天"}, "日期请写成"),
        ({"from": "八点"}, "“八点”不是时间"),
        ({"buffer": "-5"}, "秒数请填数字"),
        ({"0-minutes": "很久"}, "“很久”不是数字"),
        ({"0-minutes": "nan"}, "“nan”不是数字"),
        ({"0-minutes": "1e999"}, "“1e999”不是数字"),
        ({"title": ""}, "请填写场次名称"),
        ({"day": "0001-01-01"}, "日期请写成"),
        ({"1-at": "20:01"}, "上一个板块还没结束"),
    ],
)
async def test_a_wrong_show_is_refused_with_a_sentence_and_keeps_what_was_typed(producer, wrong, says):
    answer = await post(producer, f"{AT}/shows/new", FORM | wrong)
    assert answer.status == 422
    page = await answer.text()
    assert says in bare(page)
    assert 'value="二号直播间"' in page


async def test_a_show_of_another_gathering_is_not_found(site, producer):
    assert (await producer.get(f"{AT}/shows/s-9")).status == 404
    assert EVE_ONE.title in await text_of(producer, f"{AT}/shows/s-1")


async def test_a_length_that_is_no_number_is_named_and_its_box_is_marked(site):
    await fill(site)
    client = await site.signed_in(Role.PRODUCER)

    answer = await post(client, f"{AT}/shows/new", {**FORM, "1-minutes": "五六"})

    text = await answer.text()
    assert answer.status == 422
    assert "“五六”不是数字，请用数字填写“歌曲”的分钟数，如 5 或 1.5。" in bare(text)
    (marked,) = [box for box in text.split("<input")[1:] if "aria-invalid" in box.partition(">")[0]]
    assert 'name="1-minutes"' in marked


async def test_the_overview_says_that_a_show_ends_the_day_after(site):
    await fill(site)
    client = await site.signed_in(Role.PRODUCER)
    await post(
        client, f"{AT}/shows/new", {**FORM, "from": "23:00", "to": "01:00", "0-title": "", "1-title": ""}
    )

    assert "23:00–次日01:00" in await text_of(client, AT)
