from reunion.actions.ports import Choice
from reunion.domain.access import Role
from reunion.domain.plans import Clue, MatchRow, MatchStanding
from tests.actions.scenes import begin, clock, family, suggest, worker

from .offices import AT, bare, post, text_of

PAGE = f"{AT}/links/lessons"
COUNT = 60
SOUND, OFF = Clue("name", "same-sound", 5.0), Clue("village", "other", -4.0)


async def test_too_few_decisions_teach_nothing_and_the_page_says_so(site):
    await begin(site.store)
    producer = await site.signed_in(Role.PRODUCER)
    page = await text_of(producer, PAGE)
    assert "还太少，看不出规律" in page
    assert "正在用软件自带的权重。" in page
    assert "没有改动。" in bare(await (await post(producer, PAGE, {"act": "take"})).text())
    assert "没有改动。" in bare(await (await post(producer, PAGE, {"act": "back"})).text())
    assert (await post(producer, PAGE, {"act": "always"})).status == 422


async def test_what_the_decisions_say_is_shown_used_when_pressed_and_taken_back(site):
    yes, no = MatchStanding.CONFIRMED, MatchStanding.REFUSED
    names = range(COUNT)
    people = [*(worker(f"w{n}", "张伟") for n in names), *(family(f"f{n}", "李芳") for n in names)]
    await begin(site.store, *people)
    rows = [MatchRow(f"w{n}", f"f{n}", 5000, MatchStanding.REVIEW, (OFF if n % 2 else SOUND,)) for n in names]
    await suggest(site.store, rows)
    choices = [Choice(f"w{n}", f"f{n}", no if n % 2 else yes) for n in names]
    await site.store.matches.decide("dongxing", choices, by="amei", at=clock())

    producer = await site.signed_in(Role.PRODUCER)
    page = await text_of(producer, PAGE)
    assert "已人工确认 30 条，否定 30 条，从中取最难判断的 60 条来总结。" in page
    assert "务工人员姓名：同音" in page
    assert await site.store.reviews.weighings("dongxing") == ()
    page = bare(await (await post(producer, PAGE, {"act": "take"})).text())
    assert "已采用，并据此重新配对。" in page
    assert "从 60 条决定中得出" in page
    page = bare(await (await post(producer, PAGE, {"act": "back"})).text())
    assert "已改回上一版" in page
    assert [one.version for one in await site.store.reviews.weighings("dongxing")] == [2, 1]
