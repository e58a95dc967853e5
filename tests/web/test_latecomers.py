"""Whoever is found for a pair once its time is published."""

import asyncio
import json
from dataclasses import replace

import pytest
from websockets.asyncio.client import connect

from reunion.actions.pairing import pair_up
from reunion.actions.ports import NewRegistration
from reunion.actions.publishing import publish
from reunion.actions.registering import Registering
from reunion.domain.access import Role
from reunion.domain.codes import make_code
from reunion.domain.commands import Start, Take
from reunion.domain.doubles import Double, DoubleStanding
from reunion.domain.instants import MINUTE, Instant
from reunion.domain.latecomers import WAITS
from reunion.domain.linking.decide import PERHAPS
from reunion.domain.people import Named, Side
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
AUNT = "+8613700137000"
OTHER = worker("w8", "赵六", "赵大娘", "母亲", village="正子")
INVENTED = "+8613912345678"
LIKE_FEI = worker("w9", "欧阳菲菲", "欧阳大娘", "", phones=(INVENTED,), village="双桥")
"""What a stranger knows of FEI from the programme: her name, her village, whom she will see."""
WITHOUT = replace(LIKE_FEI, phones=())
"""Her own row of a roster without numbers, or what that stranger writes to pass for it."""
KNOWS = replace(FAR, others=(Named("欧阳菲菲", (NUMBER,), ""),))


async def comes(site, *people):
    new = [NewRegistration(person, link=digest(f"of-{person.id}")) for person in people]
    for one in await site.store.registrations.add(new):
        site.app[LINKING].note(one.registration)
    assert await site.app[LINKING].caught_up(DONGXING)


async def corrected(site, after):
    await site.store.registrations.put(after, by=after.id, at=clock(), action="correct")
    site.app[LINKING].note(after)
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
    await corrected(site, replace(far, others=KNOWS.others, revision=2))
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
    theirs = await text_of(await own_page(site, "f2"), "/me")
    assert "已找到在温岭的欧阳菲菲，等工作人员确认。" in theirs


async def test_a_person_lets_them_in_and_takes_it_back(site, producer):
    await told(site, producer)
    await comes(site, FAR)
    said = {"worker": "w1", "family": "f2"}
    await post_json(producer, LINKS, said | {"standing": "confirmed"})
    assert await members(site) == ["w1+f1+f2"]
    await post(producer, f"{AT}/links", said | {"standing": "review"})
    assert await members(site) == ["w1+f1"]


async def own_page(site, who):
    client = await site.fresh()
    client.session.cookie_jar.update_cookies({"reunion-family": f"of-{who}"}, site.client.make_url("/"))
    return client


async def test_a_stranger_of_the_same_name_gets_neither_the_time_nor_a_word_at_the_desk(site, producer):
    await told(site, producer)
    await comes(site, LIKE_FEI)
    assert await members(site) == ["w1+f1"]
    assert (await stands(site))["w9", "f1"] == (MatchStanding.REVIEW, WAITS)
    assert (await stands(site))["w1", "f1"] == (MatchStanding.LINKED, "sure")
    theirs, hers = await own_page(site, "w9"), await own_page(site, "w1")
    pages = [await text_of(client, "/me") for client in (hers, theirs)]
    assert ["您的时间定下来了" in page for page in pages] == [True, False]
    assert "等工作人员确认" in pages[1]
    assert (await post(theirs, "/me/answer", {"says": "confirmed"})).status == 409
    assert "有 1 条配对只凭姓名找到，而对方的时间已经发布。" in await text_of(producer, AT)


async def test_a_stranger_with_another_number_is_not_told_before_publishing_that_they_are_paired(
    site, producer
):
    await comes(site, LIKE_FEI)
    assert await members(site) == ["w1+f1"]
    assert (await stands(site))["w9", "f1"] == (MatchStanding.REVIEW, PERHAPS)
    theirs = await own_page(site, "w9")
    assert "等工作人员确认" in await text_of(theirs, "/me")
    await told(site, producer)
    await site.app[LINKING].anew(DONGXING)
    assert await members(site) == ["w1+f1"]
    assert "等工作人员确认" in await text_of(theirs, "/me")


async def test_they_wait_also_when_the_family_typed_the_code_of_the_one_they_are_taken_for(site, producer):
    (fei,) = (await site.store.registrations.many(["w1"])).values()
    mother = (await site.store.registrations.many(["f1"]))["f1"]
    await corrected(site, replace(fei, invite_code=make_code(7), revision=2))
    await corrected(site, replace(mother, code_given=make_code(7), revision=2))
    await told(site, producer)
    await comes(site, LIKE_FEI)
    await site.app[LINKING].anew(DONGXING)
    assert await members(site) == ["w1+f1"]
    assert (await stands(site))["w9", "f1"] == (MatchStanding.REVIEW, WAITS)


def with_contact(person, number):
    return replace(person, others=(Named("欧阳大娘", (number,), "母亲"),))


@pytest.mark.parametrize(
    ("her", "more", "who", "joins"),
    [
        (FEI, (), replace(LIKE_FEI, phones=(NUMBER,)), True),
        (with_contact(FEI, AUNT), (), with_contact(LIKE_FEI, AUNT), True),
        (with_contact(FEI, AUNT), (with_contact(OTHER, AUNT),), with_contact(LIKE_FEI, AUNT), False),
    ],
)
async def test_a_number_that_nobody_else_gave_makes_them_the_same_person_at_once(
    site, producer, her, more, who, joins
):
    await corrected(site, replace(her, revision=2, number=1))
    await comes(site, *more)
    await told(site, producer)
    await comes(site, who)
    assert await members(site) == ["w1+w9+f1" if joins else "w1+f1"]


async def test_they_come_in_once_staff_call_them_one_person_and_leave_when_that_is_taken_back(site, producer):
    await told(site, producer)
    await comes(site, LIKE_FEI)
    said = {"first": "w1", "second": "w9"}
    await post(producer, f"{AT}/links/doubles", said | {"standing": "merged"})
    assert await members(site) == ["w1+w9+f1"]
    await post(producer, f"{AT}/links/doubles", said | {"standing": "review"})
    assert await members(site) == ["w1+f1"]


async def test_a_link_of_theirs_is_confirmed_and_taken_back_or_refused(site, producer):
    await told(site, producer)
    await comes(site, LIKE_FEI)
    seen = []
    for standing in ("confirmed", "review", "refused"):
        await post(producer, f"{AT}/links", {"worker": "w9", "family": "f1", "standing": standing})
        seen.append(await members(site))
    assert seen == [["w1+w9+f1"], ["w1+f1"], ["w1+f1"]]


@pytest.mark.parametrize(("who", "published_first"), [(LIKE_FEI, True), (LIKE_FEI, False), (WITHOUT, False)])
async def test_called_two_people_the_one_who_was_told_the_time_stays_and_the_other_is_looked_at(
    site, producer, who, published_first
):
    if published_first:
        await told(site, producer)
    await comes(site, who)
    if not published_first:
        await told(site, producer)
    said = {"first": "w1", "second": "w9", "standing": "apart"}
    assert (await post(producer, f"{AT}/links/doubles", said)).status == 200
    assert await site.app[LINKING].caught_up(DONGXING)
    await site.app[LINKING].anew(DONGXING)
    assert await members(site) == ["w1+f1"]
    standing = {key: row[0] for key, row in (await stands(site)).items()}
    assert standing == {("w1", "f1"): MatchStanding.LINKED, ("w9", "f1"): MatchStanding.REVIEW}


@pytest.mark.parametrize("published", [True, False])
async def test_a_namesake_who_fits_better_takes_nobodys_place_in_a_published_pair(site, producer, published):
    fei = (await site.store.registrations.many(["w1"]))["w1"]
    await corrected(site, replace(fei, others=(Named("欧阳大叔", (), "父亲"),), revision=2))
    if published:
        await told(site, producer)
    await comes(site, LIKE_FEI)
    await site.app[LINKING].anew(DONGXING)
    assert ("w1+f1" in await members(site)) is published
    assert (await stands(site))["w9", "f1"][0] is (
        MatchStanding.REVIEW if published else MatchStanding.LINKED
    )


async def test_of_two_people_who_were_told_no_time_a_person_looks_at_both(site, producer):
    await comes(site, WITHOUT)
    said = {"first": "w1", "second": "w9", "standing": "apart"}
    await post(producer, f"{AT}/links/doubles", said)
    assert await site.app[LINKING].caught_up(DONGXING)
    assert {row[0] for row in (await stands(site)).values()} == {MatchStanding.REVIEW}
    await post(producer, f"{AT}/links/doubles", said | {"standing": "review"})
    assert await site.app[LINKING].caught_up(DONGXING)
    assert await members(site) == ["w1+w9+f1"]


async def test_a_double_that_nobody_asks_for_is_on_the_board_too(site, producer):
    await told(site, producer)
    await comes(site, OTHER)
    sure = Double("w1", "w8", Side.WORKER, DoubleStanding.SURE)
    await site.store.doubles.notice(DONGXING, ["w8"], [sure])
    await pair_up(site.store, DONGXING, ["w8"])
    assert await members(site) == ["w1+f1"]
    assert (await stands(site))["w8", "f1"] == (MatchStanding.REVIEW, WAITS)
    page = await text_of(producer, f"{AT}/links?rule={WAITS}")
    assert [words in page for words in ("赵六 ↔ 欧阳大娘", "时间已发布", " 0.0%")] == [True, True, False]


async def test_who_came_in_by_a_name_before_the_time_was_published_leaves_when_a_person_says_no(
    site, producer
):
    await comes(site, WITHOUT)
    await told(site, producer)
    before = await members(site)
    await post(producer, f"{AT}/links", {"worker": "w9", "family": "f1", "standing": "refused"})
    assert [before, await members(site)] == [["w1+w9+f1"], ["w1+f1"]]


async def at_desk(site):
    path = site.origin.replace("http", "ws") + "/shows/s-1/desk/socket"
    return connect(path, additional_headers=await site.bearer(Role.HOST))


async def names_at(desk):
    """What the next whole message for a desk says of its only pair, and when it has its turn."""
    while (said := json.loads(await asyncio.wait_for(desk.recv(), 5)))["type"] != "hello":
        pass
    (item,) = said["people"]
    (planned_at,) = (row["planned"] for row in said["items"] if row["item"] == item)
    return [said["people"][item][side]["name"] for side in ("worker", "family")], planned_at, said["run"]


@pytest.mark.parametrize("begun", [False, True])
async def test_the_desk_the_door_and_who_fetches_know_at_once_who_joined(site, producer, begun):
    await told(site, producer)
    stage = await site.app[STAGES].get("s-1")
    if begun:
        await stage.perform(Start(), "c-1", "host")
        # the opening is on air, and something else comes before their turn
        await stage.perform(Take(None), "c-2", "host")
    (key,) = (item.id for item in stage.show.items.values() if item.pair)
    site.clock.instant = Instant(stage.show.items[key].planned - 30 * MINUTE)
    helper = await site.signed_in(Role.VOLUNTEER, township="511011103", village="石子")
    async with await at_desk(site) as desk:
        before, at, run = await names_at(desk)
        nobody = [await text_of(helper, f"{AT}/{page}") for page in ("fetch", "door")]
        await comes(site, KNOWS)
        after = await names_at(desk)
        pages = [await text_of(helper, f"{AT}/{page}") for page in ("fetch", "door")]
    assert ["钱进" in page for page in (*nobody, *pages)] == [False, False, True, True]
    assert before == ["欧阳菲菲", "欧阳大娘"]
    offered = stage.loaded.rundown.cards[key].offer
    # after the opening it is theirs: what is next is offered, never replaced unasked
    names = ["欧阳菲菲", "欧阳大娘" if begun else "欧阳大娘、钱进"]
    assert (after, stage.show.run) == ((names, at, run), run)
    assert (offered.family.name if offered else "") == ("欧阳大娘、钱进" if begun else "")
    assert "钱进" in await text_of(helper, f"{AT}/callsheet")


async def test_whoever_withdraws_again_is_gone_from_the_desk_and_the_door(site, producer):
    await told(site, producer)
    await comes(site, KNOWS)
    async with await at_desk(site) as desk:
        joined = await names_at(desk)
        await Registering(site.store, site.clock, site.app[STAGES], note=site.app[LINKING].note).withdraw(
            "f2"
        )
        assert await site.app[LINKING].caught_up(DONGXING)
        left = await names_at(desk)
    helper = await site.signed_in(Role.VOLUNTEER, township="511011103", village="石子")
    assert (joined[0][1], left[0][1]) == ("欧阳大娘、钱进", "欧阳大娘")
    assert "钱进" not in await text_of(helper, f"{AT}/door")


async def test_the_overview_says_that_a_pair_came_apart_after_its_time_was_published(site, producer):
    await told(site, producer)
    said = {"worker": "w1", "family": "f1", "standing": "refused"}
    before = await text_of(producer, AT)
    assert (await post_json(producer, LINKS, said)).status == 200
    after = await text_of(producer, AT)
    assert ["有 1 个时段，两边已确认不是一家" in page for page in (before, after)] == [False, True]
    assert (await producer.get(f"{AT}/rundown")).status == 200
    await post_json(producer, LINKS, said | {"standing": "confirmed"})
    assert "两边已确认不是一家" not in await text_of(producer, AT)
