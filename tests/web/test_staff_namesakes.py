import re
from dataclasses import replace

from reunion.actions.ports import NewRegistration
from reunion.domain.access import Role
from reunion.domain.instants import SECOND
from reunion.domain.people import Standing
from reunion.web.keys import LINKING
from reunion.web.staff_namesakes import KEPT
from tests.actions.scenes import GATHERING, begin, family, worker

from .offices import AT, post, text_of

PAGE = f"{AT}/links/namesakes"


async def filled(site, many):
    await begin(
        site.store,
        *(
            worker(f"w{n}", "王秀英", village="双桥", phones=(f"+86138001380{n:02}",), group=str(n))
            for n in range(many)
        ),
        family("f1", "李芳", "王秀英", village="双桥"),
    )
    await site.app[LINKING].anew(GATHERING.id)
    return await site.signed_in(Role.PRODUCER)


async def test_who_was_offered_nobody_for_too_many_namesakes_is_named_from_the_overview_on(site):
    producer = await filled(site, 70)
    assert await site.store.matches.every(GATHERING.id) == ()
    assert "有 1 家要找的名字同名太多，没有给他们提出人选。" in await text_of(producer, AT)
    page = await text_of(producer, PAGE)
    assert re.search(r"王秀英 70 李芳 \( \d+ 号 \) .*?双桥 全部列出", page)
    listed = await (await post(producer, f"{AT}/registrations", {"words": "王秀英"})).text()
    assert "李芳" in listed
    data = await (await producer.get(f"/api/v1/gatherings/{GATHERING.id}/links/namesakes")).json()
    assert data == {"waiting": 1, "namesakes": [{"name": "王秀英", "workers": 70, "families": ["f1"]}]}


async def test_the_overview_counts_them_anew_after_a_few_minutes_and_once_somebody_looks_at_them(site):
    producer = await filled(site, 70)
    said = "有 1 家要找的名字同名太多"
    assert said in await text_of(producer, AT)
    gone = await site.store.registrations.get("f1")
    gone = replace(gone, name="", others=(), standing=Standing.WITHDRAWN, revision=gone.revision + 1)
    await site.store.registrations.put(gone, by="f1", at=site.clock(), action="withdraw")
    site.clock.move(seconds=KEPT // SECOND - 1)
    assert said in await text_of(producer, AT)
    site.clock.move(seconds=1)
    assert said not in await text_of(producer, AT)
    await site.store.registrations.add([NewRegistration(family("f2", "王芳", "王秀英"))])
    assert said not in await text_of(producer, AT)
    await producer.get(PAGE)
    assert said in await text_of(producer, AT)


async def test_where_nobody_waits_so_the_page_says_it_and_the_overview_nothing(site):
    producer = await filled(site, 2)
    assert "没有人因为同名太多而配不上。" in await text_of(producer, PAGE)
    assert "同名太多，没有给他们提出人选" not in await text_of(producer, AT)
