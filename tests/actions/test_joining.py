import asyncio
from dataclasses import replace

from reunion.actions.joining import FRESH_MS, Joining
from reunion.actions.ports import NewRegistration
from reunion.domain.people import Registration, Side

from ..conftest import GATHERING


async def put(store, *numbers):
    people = [
        Registration(
            f"rg-{n}",
            GATHERING.id,
            Side.WORKER,
            0,
            "张晓明",
            township="511011100",
            place="大溪",
            invite_code=f"C{n}",
        )
        for n in numbers
    ]
    await store.registrations.add([NewRegistration(person) for person in people])


async def test_numbers_stand_for_a_minute_and_are_counted_anew_then(store, clock):
    joining = Joining(store, clock)
    await put(store, 1)
    assert (await joining.of(GATHERING)).workers == 1
    await put(store, 2)
    clock.move(milliseconds=FRESH_MS - 1)
    assert (await joining.of(GATHERING)).workers == 1
    clock.move(milliseconds=1)
    assert (await joining.of(GATHERING)).workers == 2


async def test_a_clock_that_steps_back_does_not_keep_old_numbers(store, clock):
    joining = Joining(store, clock)
    await joining.of(GATHERING)
    await put(store, 1)
    clock.move(seconds=-3600)
    assert (await joining.of(GATHERING)).workers == 1


async def test_another_city_is_counted_at_once(store, clock):
    joining = Joining(store, clock)
    await put(store, 1, 2, 3)
    assert (await joining.of(GATHERING)).aways == (("大溪", 3),)
    moved = replace(GATHERING, away="大溪")
    assert (await joining.of(moved)).aways == (("", 3),)


async def test_many_visitors_at_once_get_one_count(store, clock):
    joining = Joining(store, clock)
    found = await asyncio.gather(*(joining.of(GATHERING) for _ in range(20)))
    assert len({id(numbers) for numbers in found}) == 1
