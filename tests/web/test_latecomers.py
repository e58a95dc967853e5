"""Whoever is found for a pair once its time is published."""

from dataclasses import replace

import pytest

from reunion.actions.ports import NewRegistration
from reunion.actions.publishing import publish
from reunion.domain.access import Role
from reunion.domain.latecomers import WAITS
from reunion.domain.people import Named
from reunion.domain.plans import MatchStanding
from reunion.web.keys import LINKING, STAGES
from reunion.web.tokens import digest
from tests.actions.scenes import EVE_ONE, EVE_TWO, GATHERING, begin, clock, family, worker

from .offices import AT, post, post_json, text_of
from .test_staff_rundown import planned

DONGXING = GATHERING.id
NUMBER = "+8613800138000"
LINKS = f"/api/v1/gatherings/{DONGXING}/links"
FEI = worker("w1", "欧阳菲菲", "欧阳大娘", "母亲", phones=(NUMBER,), village="双桥")
MOTHER = family("f1", "欧阳大娘", "欧阳菲菲", "女儿", village="双桥")
FAR = family("f2", "钱进", "欧阳菲菲", "", township="511011103", village="石子")
KNOWS = replace(FAR, others=(Named("欧阳菲菲", (NUMBER,), ""),))


async def comes(site, *people):
    new = [NewRegistration(person, link=digest(f"of-{person.id}")) for person in people]
    for one in await site.store.registrations.add(new):
        site.app[LINKING].note(one.registration)
    assert await site.app[LINKING].caught_up(DONGXING)


async def members(site):
    pairs = await site.store.pairs.every(DONGXING)
    return ["+".join((*pair.worker.registrations, *pair.family.registrations)) for pair in pairs]


async def stands(site):
    rows = await site.store.matches.every(DONGXING)
    return {(row.worker, row.family): (row.standing, row.rule) for row in rows}


@pytest.fixture
async def producer(site):
    await begin(site.store, shows=(EVE_ONE, EVE_TWO))
    await comes(site, FEI, MOTHER)
    return await site.signed_in(Role.PRODUCER)


async def told(site, producer):
    await planned(producer)
    await publish(site.store, site.app[STAGES], GATHERING, by="a", clock=clock)


async def test_a_name_alone_waits_for_a_person_once_the_pair_has_its_time(site, producer):
    await told(site, producer)
    await comes(site, FAR)
    assert await members(site) == ["w1+f1"]
    assert (await stands(site))["w1", "f2"] == (MatchStanding.REVIEW, WAITS)


@pytest.mark.parametrize(("published", "who"), [(False, FAR), (True, KNOWS)])
async def test_before_that_or_with_a_number_they_join_at_once(site, producer, published, who):
    if published:
        await told(site, producer)
    await comes(site, who)
    assert await members(site) == ["w1+f1+f2"]
    assert (await stands(site))["w1", "f2"][0] is MatchStanding.LINKED


async def test_they_wait_also_when_everybody_is_looked_at_anew(site, producer):
    await told(site, producer)
    await comes(site, FAR)
    await site.app[LINKING].anew(DONGXING)
    await site.app[LINKING].settle(DONGXING)
    assert await site.app[LINKING].caught_up(DONGXING)
    assert await members(site) == ["w1+f1"]
    assert (await stands(site))["w1", "f2"] == (MatchStanding.REVIEW, WAITS)


async def test_who_was_in_the_pair_before_it_was_published_stays(site, producer):
    await comes(site, FAR)
    await told(site, producer)
    await site.app[LINKING].anew(DONGXING)
    assert await members(site) == ["w1+f1+f2"]


async def test_they_join_once_they_add_the_number(site, producer):
    await told(site, producer)
    await comes(site, FAR)
    (far,) = (await site.store.registrations.many(["f2"])).values()
    after = replace(far, others=KNOWS.others, revision=2)
    await site.store.registrations.put(after, by="f2", at=clock(), action="correct")
    site.app[LINKING].note(after)
    assert await site.app[LINKING].caught_up(DONGXING)
    assert await members(site) == ["w1+f1+f2"]


async def test_the_overview_the_board_and_their_own_page_say_so(site, producer):
    await told(site, producer)
    assert "只凭姓名找到" not in await text_of(producer, AT)
    await comes(site, FAR)
    page = await text_of(producer, AT)
    assert "有 1 条配对只凭姓名找到，而对方的时间已经发布。" in page
    assert "条配对存疑。 去核对" not in page
    board = await text_of(producer, f"{AT}/links?rule={WAITS}")
    assert "欧阳菲菲 ↔ 钱进" in board
    assert "只凭姓名找到，而这一对的时间已经发布：请先核对，再让对方知道时间。" in board
    client = await site.fresh()
    client.session.cookie_jar.update_cookies({"reunion-family": "of-f2"}, site.client.make_url("/"))
    theirs = await text_of(client, "/me")
    assert "已找到在温岭的欧阳菲菲，等工作人员确认。" in theirs


async def test_a_person_lets_them_in_and_takes_it_back(site, producer):
    await told(site, producer)
    await comes(site, FAR)
    said = {"worker": "w1", "family": "f2"}
    await post_json(producer, LINKS, said | {"standing": "confirmed"})
    assert await members(site) == ["w1+f1+f2"]
    await post(producer, f"{AT}/links", said | {"standing": "review"})
    assert await members(site) == ["w1+f1"]
