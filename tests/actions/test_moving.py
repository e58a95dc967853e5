import asyncio
from dataclasses import replace

import pytest

from reunion.actions.arranging import Impossible
from reunion.actions.moving import LOCKED_OUT, TAKEN_OUT, hold, let_go, lock, lock_at, move, take_out
from reunion.actions.ports import Store
from reunion.actions.posing import instance
from reunion.actions.scheduling import make_plan
from reunion.actions.surveying import situation
from reunion.domain.instants import SECOND
from reunion.domain.planning import Placed, Plan, check
from reunion.domain.plans import Held, Hold, PlanVersion
from tests.actions.scenes import GATHERING, begin, between, clock, family, worker
from tests.actions.test_scheduling import OPEN, START, join, placing

ONE, TWO, THREE = "p-dongxing-1", "p-dongxing-2", "p-dongxing-3"
STEP = 75
"""A minute of greeting and fifteen seconds."""


async def three(store: Store, **second: object) -> PlanVersion:
    await begin(
        store,
        *(worker("w1", "张伟"), worker("w2", "刘强"), worker("w3", "陈静")),
        *(family("f1", "李芳"), family("f2", "王芳", **second), family("f3", "赵芳")),
    )
    await join(store, ("w1", "f1"), ("w2", "f2"), ("w3", "f3"))
    solve = placing({pair: ("s-1", OPEN + at * STEP) for at, pair in enumerate((ONE, TWO, THREE))})
    return await make_plan(store, GATHERING.id, solve=solve, by="amei", clock=clock)


async def moved(store: Store, pair: str, show: str, before: str | None) -> PlanVersion:
    plan = await move(store, GATHERING.id, pair, show, before, by="amei", clock=clock)
    posed = instance(await situation(store, GATHERING.id, clock()))
    placed = {slot.pair: Placed(slot.show, slot.start // SECOND) for slot in plan.slots}
    assert check(posed, Plan(placed)).violations == ()
    return plan


def order(plan: PlanVersion, show: str = "s-1") -> list[tuple[str, int]]:
    return [(slot.pair, slot.start // SECOND - OPEN) for slot in plan.slots if slot.show == show]


async def test_a_pair_moves_up_and_the_others_give_way(store: Store) -> None:
    await three(store)
    assert order(await moved(store, THREE, "s-1", ONE)) == [(THREE, 0), (ONE, 75), (TWO, 150)]


async def test_a_pair_moves_down_and_those_between_close_up(store: Store) -> None:
    await three(store)
    assert order(await moved(store, ONE, "s-1", THREE)) == [(TWO, 0), (ONE, 75), (THREE, 150)]


async def test_a_pair_moves_to_another_evening_and_leaves_a_gap(store: Store) -> None:
    await three(store)
    plan = await moved(store, TWO, "s-2", None)
    assert order(plan) == [(ONE, 0), (THREE, 150)]
    assert order(plan, "s-2") == [(TWO, 86400 - 300)]


async def test_nobody_is_moved_where_one_side_cannot_be(store: Store) -> None:
    await three(store, windows=(between(0, 10),))
    with pytest.raises(Impossible, match="cannot be there"):
        await move(store, GATHERING.id, TWO, "s-2", None, by="amei", clock=clock)


async def test_nobody_is_pushed_out_of_their_own_time(store: Store) -> None:
    await three(store, windows=(between(0, 8),))
    with pytest.raises(Impossible, match="later pair"):
        await move(store, GATHERING.id, THREE, "s-1", TWO, by="amei", clock=clock)


async def test_a_locked_pair_that_is_carried_is_locked_to_its_new_time(store: Store) -> None:
    await three(store)
    await lock(store, GATHERING.id, ONE, locked=True, by="amei", clock=clock)
    for show, before in (("s-1", None), ("s-2", None), ("s-1", TWO)):
        plan = await move(store, GATHERING.id, ONE, show, before, by="amei", clock=clock)
        assert [(slot.pair, slot.show) for slot in plan.slots if slot.locked] == [(ONE, show)]
    again = await make_plan(store, GATHERING.id, solve=placing({ONE: ("s-1", OPEN)}), by="amei", clock=clock)
    assert [slot.locked for slot in again.slots] == [True]


async def test_a_locked_slot_is_not_pushed(store: Store) -> None:
    await three(store)
    await lock(store, GATHERING.id, ONE, locked=True, by="amei", clock=clock)
    with pytest.raises(Impossible, match="locked"):
        await move(store, GATHERING.id, THREE, "s-1", ONE, by="amei", clock=clock)


async def test_one_person_is_not_put_on_twice_within_ten_minutes(store: Store) -> None:
    await begin(store, worker("w1", "张伟"), worker("w2", "张强"), family("f1", "李芳"))
    await join(store, ("w1", "f1"), ("w2", "f1"))
    solve = placing({ONE: ("s-1", OPEN), TWO: ("s-2", START + 86400)})
    await make_plan(store, GATHERING.id, solve=solve, by="amei", clock=clock)
    with pytest.raises(Impossible, match="10 min away"):
        await move(store, GATHERING.id, TWO, "s-1", None, by="amei", clock=clock)


async def test_a_pair_that_was_taken_out_can_come_back(store: Store) -> None:
    await three(store)
    plan = await take_out(store, GATHERING.id, TWO, by="amei", clock=clock)
    assert [(missing.pair, missing.reason) for missing in plan.unplaced] == [(TWO, TAKEN_OUT)]
    plan = await moved(store, TWO, "s-1", THREE)
    assert order(plan) == [(ONE, 0), (TWO, 75), (THREE, 150)]
    assert plan.unplaced == ()


async def test_every_change_by_hand_is_a_version_of_its_own(store: Store) -> None:
    plan = await three(store)
    again = await moved(store, THREE, "s-1", ONE)
    await store.plans.put(GATHERING.id, replace(again, published=True))
    last = await moved(store, THREE, "s-1", None)
    assert [one.version - plan.version for one in (again, last)] == [1, 2]
    assert not last.published


async def test_of_two_producers_at_once_neither_loses_what_they_did(store: Store) -> None:
    await three(store)
    await asyncio.gather(
        move(store, GATHERING.id, THREE, "s-1", TWO, by="amei", clock=clock),
        take_out(store, GATHERING.id, ONE, by="lilei", clock=clock),
    )
    plan = await store.plans.newest(GATHERING.id)
    assert plan is not None
    assert (plan.version, [missing.pair for missing in plan.unplaced]) == (3, [ONE])
    assert [slot.pair for slot in plan.slots] == [THREE, TWO]


async def test_a_pair_locked_to_a_show_is_not_moved_to_another_one_until_it_is_let_go(store: Store) -> None:
    await three(store)
    await hold(store, GATHERING.id, ONE, Held.SHOW, show="s-1", by="amei", clock=clock)
    with pytest.raises(Impossible, match="locked to another show"):
        await moved(store, ONE, "s-2", None)
    with pytest.raises(Impossible, match="stands on another show"):
        await hold(store, GATHERING.id, TWO, Held.SHOW, show="s-2", by="amei", clock=clock)
    await take_out(store, GATHERING.id, THREE, by="amei", clock=clock)
    with pytest.raises(Impossible, match="cannot be arranged"):
        await hold(store, GATHERING.id, THREE, Held.SHOW, show="s-9", by="amei", clock=clock)
    await let_go(store, GATHERING.id, ONE, [Held.SHOW], by="amei", clock=clock)
    assert order(await moved(store, ONE, "s-2", None), "s-2") == [(ONE, 86400 - 300)]


async def test_a_pair_locked_out_leaves_its_slot_and_is_back_when_it_is_let_go(store: Store) -> None:
    await three(store)
    plan = await hold(store, GATHERING.id, TWO, Held.OUT, by="amei", clock=clock)
    assert order(plan) == [(ONE, 0), (THREE, 150)]
    assert [(one.pair, one.reason) for one in plan.unplaced] == [(TWO, LOCKED_OUT)]
    assert (plan.held(Held.OUT), plan.made) == ({TWO: ""}, "hold")
    freed = await let_go(store, GATHERING.id, TWO, [Held.OUT], by="amei", clock=clock)
    assert [(one.pair, one.reason) for one in freed.unplaced] == [(TWO, TAKEN_OUT)]
    again = await moved(store, TWO, "s-1", THREE)
    assert (order(again), again.holds) == ([(ONE, 0), (TWO, 75), (THREE, 150)], ())


async def test_a_pair_is_locked_to_a_time_and_the_others_give_way(store: Store) -> None:
    await three(store)
    plan = await lock_at(store, GATHERING.id, THREE, "s-1", OPEN + 600, by="amei", clock=clock)
    assert order(plan) == [(ONE, 0), (TWO, 75), (THREE, 600)]
    assert [slot.pair for slot in plan.slots if slot.locked] == [THREE]
    with pytest.raises(Impossible, match="At that time"):
        await lock_at(store, GATHERING.id, TWO, "s-1", OPEN - 30, by="amei", clock=clock)


async def test_a_must_stays_whatever_else_is_let_go(store: Store) -> None:
    await three(store)
    await hold(store, GATHERING.id, ONE, Held.MUST, by="amei", clock=clock)
    await hold(store, GATHERING.id, ONE, Held.SHOW, show="s-1", by="amei", clock=clock)
    await lock(store, GATHERING.id, ONE, locked=True, by="amei", clock=clock)
    plan = await let_go(store, GATHERING.id, ONE, [Held.SHOW, Held.OUT], by="amei", clock=clock)
    assert (plan.holds, any(slot.locked for slot in plan.slots)) == ((Hold(ONE, Held.MUST),), False)
    plan = await let_go(store, GATHERING.id, ONE, [Held.MUST], by="amei", clock=clock)
    assert plan.holds == ()
