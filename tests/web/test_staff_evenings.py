import re
from dataclasses import replace

from reunion.actions.ports import WithoutSlot
from reunion.actions.posing import instance
from reunion.domain.access import Role
from reunion.domain.plans import PlanVersion, Unplaced
from reunion.web.staff_evenings import AT_ONCE, SHOWN, page, without_room
from tests.actions.scenes import between, clock
from tests.actions.test_missing import more, pair_id

from .offices import AT, bare, called_here, fill, text_of

ONE, TWO = "p-dongxing-1", "p-dongxing-2"
FULL = {"says": "full"}


async def test_before_planning_whoever_fits_nowhere_gets_a_message_ready_to_send(site):
    await fill(site)
    client = await site.signed_in(Role.PRODUCER)
    assert "没有需要商量时间的家庭" in await text_of(client, f"{AT}/rundown/evenings")
    for id_, window in (("w1", between(0, 10)), ("f1", between(30, 40))):
        person = await site.store.registrations.get(id_)
        await site.store.registrations.put(
            replace(person, windows=(window,), revision=person.revision + 1),
            by="a",
            at=clock(),
            action="correct",
        )
    page = await text_of(client, f"{AT}/rundown/evenings")
    assert "张伟 ↔ 李芳" in page
    assert "刘强" not in page
    assert "务工方在：2月7日星期日 19:33–19:43 家属方在：2月7日星期日 20:03–20:13" in page
    assert "您好" in page
    assert "1. 第一晚" in page
    assert "2. 第二晚" in page


async def test_who_can_be_asked_is_looked_for_beside_the_loop_that_a_take_waits_for(site):
    await fill(site)
    client = await site.signed_in(Role.PRODUCER)
    with called_here() as here:
        await text_of(client, f"{AT}/rundown/evenings")
    assert page.__code__ in here
    assert [one.__name__ for one in (instance, without_room) if one.__code__ in here] == []


async def planned(site, *unplaced):
    """A plan that knows these only, and has a slot for nobody."""
    await site.store.plans.put("dongxing", PlanVersion(1, clock(), "a", (), unplaced))


async def come_late(site, family):
    """Somebody is there only when both shows are over."""
    person = await site.store.registrations.get(family)
    changed = replace(person, windows=(between(200, 210),), revision=person.revision + 1)
    await site.store.registrations.put(changed, by="a", at=clock(), action="correct")


async def names(client, address="evenings"):
    """Whose cards stand on the page, and how it numbers them."""
    page = bare(await (await client.get(f"{AT}/rundown/{address}")).text())
    return re.findall(r"\S+ ↔ \S+", page), re.findall(r"共 \d+ 对，[^。]*", page)


async def test_after_planning_whoever_was_left_out_and_is_still_there_stands_page_by_page(site):
    await more(site.store, 0, SHOWN + 2)
    gone = [Unplaced(f"p-{n:03}-of-before", "CAPACITY", FULL) for n in range(SHOWN)]
    await planned(site, *gone, *(Unplaced(pair_id(n), "CAPACITY", FULL) for n in range(SHOWN + 2)))
    client = await site.signed_in(Role.PRODUCER)
    first, last = await names(client), await names(client, "evenings?page=2")
    assert first == ([f"工{n} ↔ 家{n}" for n in range(SHOWN)], ["共 102 对，这里是第 1 至 100 对"])
    assert last == (["工100 ↔ 家100", "工101 ↔ 家101"], ["共 102 对，这里是第 101 至 102 对"])
    assert await names(client, "evenings?page=9") == last


async def test_pairs_that_are_no_more_are_neither_asked_nor_counted(site):
    await fill(site)
    gone = [Unplaced(f"p-gone-{n:03}", "CAPACITY", FULL) for n in range(SHOWN + 3)]
    await planned(site, Unplaced(ONE, "CAPACITY", FULL), *gone)
    assert await names(await site.signed_in(Role.PRODUCER)) == (["张伟 ↔ 李芳"], [])


async def test_a_pair_that_came_after_planning_and_fits_nowhere_is_asked_too(site):
    await fill(site)
    await planned(site)
    await come_late(site, "f1")
    assert await names(await site.signed_in(Role.PRODUCER)) == (["张伟 ↔ 李芳"], [])


async def test_however_many_came_after_planning_each_is_looked_at(site):
    await more(site.store, 0, AT_ONCE + 1)
    await planned(site)
    everybody, count = await site.store.pairs.missing("dongxing", WithoutSlot(()), limit=AT_ONCE + 1)
    assert count == AT_ONCE + 1
    (last,) = everybody[-1].family.registrations
    await come_late(site, last)
    number = last.removeprefix("f")
    assert await names(await site.signed_in(Role.PRODUCER)) == ([f"工{number} ↔ 家{number}"], [])


async def test_who_was_left_out_for_another_reason_and_fits_nowhere_by_now_is_asked_too(site):
    await fill(site)
    apart = {"says": "Somebody in it is also in %(pair)s; the two must be %(gap)d s apart."}
    await planned(site, *(Unplaced(pair, "PERSON_ELSEWHERE", apart) for pair in (ONE, TWO)))
    client = await site.signed_in(Role.PRODUCER)
    assert await names(client) == ([], [])
    await come_late(site, "f1")
    assert await names(client) == (["张伟 ↔ 李芳"], [])
