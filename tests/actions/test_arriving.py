from dataclasses import replace

import pytest

from reunion.actions.arriving import check_in, coming, find, turn_of, whom
from reunion.actions.ports import NewRegistration
from reunion.actions.registering import tombstone
from reunion.actions.running import Stages
from reunion.domain.access import Identity, Role
from reunion.domain.commands import End, Start
from reunion.domain.people import Registration, Side
from reunion.domain.readiness import Ready
from reunion.domain.refusal import Refused

from . import gala

HELPER = Identity(Role.VOLUNTEER, "st-2", "dongxing", "511011100", "双坳")
NOWHERE = Identity(Role.VOLUNTEER, "st-3", "dongxing")
HOST = Identity(Role.HOST, "st-1", "dongxing")


@pytest.fixture
async def stages(store, clock):
    await gala.stored(store)
    for number, village in ((1, "双坳"), (2, "火花"), (3, "双坳")):
        people = (
            Registration(
                f"w-{number}", "dongxing", Side.WORKER, 0, f"张{number}弟", invite_code=f"W{number}"
            ),
            Registration(
                f"f-{number}",
                "dongxing",
                Side.FAMILY,
                0,
                f"李{number}娘",
                (f"+86139001390{number:02}",),
                township="511011100",
                village=village,
                invite_code=f"F{number}",
            ),
        )
        await store.registrations.add([NewRegistration(one) for one in people])
        card = replace(gala.rundown().cards[f"it-{number}"], people=tuple(one.id for one in people))
        await store.shows.put_cards("gala", "r1", {f"it-{number}": card})
    made = Stages(store.journal, clock, lambda _: None)
    await made.get("gala")
    return made


async def one(store, key: str) -> Registration:
    found = await store.registrations.get(key)
    assert found is not None
    return found


async def names(store, stages, who, clock) -> list[str]:
    return [turn.people[0].name for turn in await coming(store, stages, "dongxing", who, clock)]


async def test_a_host_sees_both_sides_of_every_slot_a_volunteer_the_own_families(store, stages, clock):
    both = ["张1弟", "李1娘", "张2弟", "李2娘", "张3弟", "李3娘"]
    assert await names(store, stages, HOST, clock) == both
    assert await names(store, stages, HELPER, clock) == ["李1娘", "李3娘"]
    assert await names(store, stages, NOWHERE, clock) == []


async def test_who_is_checked_in_is_no_longer_awaited_and_stands_on_record(store, stages, clock):
    await check_in(store, stages, HELPER, await one(store, "f-1"), Ready.WAITING, clock=clock)
    stage = await stages.get("gala")
    assert stage.show.side("it-1", Side.FAMILY)[0] is Ready.WAITING
    assert stage.show.side("it-1", Side.WORKER)[0] is Ready.INVITED
    assert await names(store, stages, HELPER, clock) == ["李3娘"]
    (deed,) = await store.audit.newest("dongxing", limit=1)
    assert (deed.action, deed.by, deed.subject) == ("check-in", "st-2", "f-1")
    assert deed.details == {"show": "gala", "item": "it-1", "says": "waiting"}


async def test_a_second_scan_stores_nothing_and_a_wrong_one_is_taken_back(store, stages, clock):
    person = await one(store, "w-2")
    await check_in(store, stages, HOST, person, Ready.WAITING, clock=clock)
    stage = await stages.get("gala")
    revision = stage.show.revision
    await check_in(store, stages, HOST, person, Ready.WAITING, clock=clock)
    assert stage.show.revision == revision
    await check_in(store, stages, HOST, person, Ready.CONFIRMED, clock=clock)
    turn = await turn_of(stages, store, person, clock)
    assert (turn.ready, turn.there, turn.others) == (Ready.CONFIRMED, False, ("李2娘",))


async def test_a_foreign_village_a_foreign_gathering_and_who_withdrew_are_nobody(store, stages, clock):
    assert (await whom(store, HELPER, "dongxing", "f-1")).name == "李1娘"
    assert await whom(store, HELPER, "dongxing", "f-2") is None
    assert await whom(store, HELPER, "dongxing", "w-1") is None
    assert await whom(store, NOWHERE, "dongxing", "f-1") is None
    assert await whom(store, HOST, "elsewhere", "f-1") is None
    assert await whom(store, HOST, "dongxing", "no-such") is None
    gone = tombstone(await one(store, "f-1"))
    await store.registrations.put(gone, by="f-1", at=clock(), action="withdraw")
    assert await whom(store, HOST, "dongxing", "f-1") is None


async def test_people_are_found_by_number_and_last_digits_within_what_may_be_seen(store, stages):
    number = (await one(store, "f-2")).number
    assert [each.id for each in await find(store, HOST, "dongxing", str(number))] == ["f-2"]
    assert [each.id for each in await find(store, HOST, "dongxing", "9002")] == ["f-2"]
    assert await find(store, HELPER, "dongxing", "9002") == ()
    assert [each.id for each in await find(store, HELPER, "dongxing", "9003")] == ["f-3"]
    assert await find(store, NOWHERE, "dongxing", "9003") == ()


async def test_a_door_says_two_things_only_and_only_of_who_has_a_slot(store, stages, clock):
    person = await one(store, "f-1")
    with pytest.raises(Refused, match="malformed"):
        await check_in(store, stages, HOST, person, Ready.NO_SHOW, clock=clock)
    with pytest.raises(Refused, match="unknown-item"):
        await check_in(store, stages, HOST, replace(person, id="f-9"), Ready.WAITING, clock=clock)


async def test_after_the_end_of_a_show_nobody_is_awaited(store, stages, clock):
    stage = await stages.get("gala")
    await stage.perform(Start(), "start", "h")
    await stage.perform(End(), "end", "h")
    assert await names(store, stages, HOST, clock) == []
    assert await turn_of(stages, store, await one(store, "f-1"), clock) is None
