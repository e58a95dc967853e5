from dataclasses import replace

from reunion.actions.posing import instance
from reunion.domain.access import Role
from reunion.domain.plans import PlanVersion, Unplaced
from reunion.web.staff_evenings import SHOWN, page, without_room
from tests.actions.scenes import between, clock

from .offices import AT, called_here, fill, text_of


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
    assert "务工方在：19:33–19:43 家属方在：20:03–20:13" in page
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


async def test_after_planning_the_first_of_those_left_out_are_read_and_all_of_them_counted(site):
    await fill(site)
    reason = {"says": "full"}
    many = [Unplaced(f"p-gone-{n:03}", "CAPACITY", reason) for n in range(SHOWN + 3)]
    out = (Unplaced("p-dongxing-1", "CAPACITY", reason), *many)
    await site.store.plans.put("dongxing", PlanVersion(1, clock(), "a", (), out))
    client = await site.signed_in(Role.PRODUCER)
    page = await text_of(client, f"{AT}/rundown/evenings")
    assert ("张伟 ↔ 李芳" in page, "刘强 ↔ 王芳" in page) == (True, False)
    assert "共 5 对，这里列出前 1 对。" in page


async def test_a_pair_that_came_after_planning_and_fits_nowhere_is_asked_too(site):
    await fill(site)
    await site.store.plans.put("dongxing", PlanVersion(1, clock(), "a", (), ()))
    person = await site.store.registrations.get("f1")
    changed = replace(person, windows=(between(200, 210),), revision=person.revision + 1)
    await site.store.registrations.put(changed, by="a", at=clock(), action="correct")
    client = await site.signed_in(Role.PRODUCER)
    page = await text_of(client, f"{AT}/rundown/evenings")
    assert ("张伟 ↔ 李芳" in page, "刘强 ↔ 王芳" in page) == (True, False)
