import pytest

from reunion.domain.access import Role

from .offices import AT, bare, fill, post, post_json, text_of

API = "/api/v1/gatherings/dongxing/links/ask"
LINK = {"worker": "w3", "family": "f3"}


@pytest.fixture
async def producer(site):
    await fill(site)
    return await site.signed_in(Role.PRODUCER)


async def test_the_message_stands_ready_and_who_asked_is_seen_by_the_next(site, producer):
    page = await text_of(producer, f"{AT}/links/ask?worker=w3&family=f3")
    assert "发给陈大爷的话" in page
    assert "陈大爷您好" in page
    assert "其实没有发出" not in page
    page = bare(await (await post(producer, f"{AT}/links/ask", LINK | {"sent": "yes"})).text())
    assert "已记下您问过了" in page
    assert "已问" in page
    page = await text_of(
        await site.signed_in(Role.PRODUCER), f"{AT}/links/ask?worker=w3&family=f3&whom=worker"
    )
    assert "producer-dongxing-0 已于2027年" not in page
    assert "producer-dongxing-0 已于" in page
    assert "陈静您好" in page


async def test_it_was_not_sent_after_all(site, producer):
    await post(producer, f"{AT}/links/ask", LINK | {"sent": "yes"})
    page = bare(await (await post(producer, f"{AT}/links/ask", LINK | {"sent": "back"})).text())
    assert "已撤销" in page
    assert await site.store.reviews.asked("dongxing", "w3", "f3") == ()


async def test_a_question_goes_through_json(site, producer):
    answer = await (await post_json(producer, API, LINK)).json()
    assert (answer["name"], answer["before"]) == ("陈大爷", [])
    answer = await (await post_json(producer, API, LINK | {"whom": "worker", "sent": "yes"})).json()
    assert len(answer["before"]) == 1
    (asked,) = await site.store.reviews.asked("dongxing", "w3", "f3")
    assert (asked.registration, asked.other) == ("w3", "f3")


@pytest.mark.parametrize(
    "link",
    [
        {"worker": "w3", "family": "f1"},
        {"worker": "f3", "family": "w3"},
        {"worker": "nobody", "family": "f3"},
    ],
)
async def test_who_is_not_linked_is_not_asked(producer, link):
    assert (await post_json(producer, API, link)).status == 404
    where = "&".join(f"{name}={value}" for name, value in link.items())
    assert (await producer.get(f"{AT}/links/ask?{where}")).status == 404
    assert (await post(producer, f"{AT}/links/ask", link | {"sent": "yes"})).status == 404
