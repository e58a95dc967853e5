from reunion.actions.arranging import Impossible
from reunion.actions.moving import hold, lock, move
from reunion.actions.placing import Place, places
from reunion.actions.ports import Store
from reunion.actions.scheduling import make_plan
from reunion.actions.surveying import situation
from reunion.domain.plans import Held, PlanVersion
from tests.actions.scenes import EVENING, GATHERING, begin, between, clock, family, worker
from tests.actions.test_scheduling import OPEN, START, join, placing

ONE, TWO, THREE, FOUR = (f"p-dongxing-{n}" for n in (1, 2, 3, 4))
DAY = 86400


async def four(store: Store) -> PlanVersion:
    """ONE is free, TWO's worker is there for half an hour, THREE and FOUR share a worker."""
    await begin(
        store,
        *(worker("w1", "张伟"), worker("w2", "刘强", windows=(between(0, 30),)), worker("w3", "陈静")),
        *(family("f1", "李芳"), family("f2", "王芳"), family("f3", "赵芳"), family("f4", "钱芳")),
    )
    await join(store, ("w1", "f1"), ("w2", "f2"), ("w3", "f3"))
    solve = placing({ONE: ("s-1", OPEN), TWO: ("s-1", OPEN + 75), THREE: ("s-1", OPEN + 150)})
    return await make_plan(store, GATHERING.id, solve=solve, by="amei", clock=clock)


async def seen(store: Store, pair: str) -> dict[tuple[str, str | None], Place]:
    now = await situation(store, GATHERING.id, clock())
    assert now.before is not None
    return {(place.show, place.before): place for place in places(now, now.before, pair)}


async def test_every_place_of_every_show_has_the_time_the_pair_would_get(store: Store) -> None:
    await four(store)
    found = await seen(store, THREE)
    assert list(found) == [("s-1", ONE), ("s-1", TWO), ("s-1", None), ("s-2", None)]
    assert [(place.start - START, place.moves, place.fits) for place in found.values()] == [
        (300, 2, True),
        (375, 1, True),
        (450, 0, True),
        (DAY, 0, True),
    ]


async def test_a_place_outside_a_window_says_whose_and_when_it_is(store: Store) -> None:
    await four(store)
    place = (await seen(store, TWO))["s-2", None]
    (clash,) = place.clashes
    assert (place.fits, clash.rule, clash.side, clash.spans) == (
        False,
        "H2",
        "worker",
        ((START, START + 1800),),
    )


async def test_a_place_that_would_push_a_locked_pair_names_it(store: Store) -> None:
    await four(store)
    await lock(store, GATHERING.id, ONE, locked=True, by="amei", clock=clock)
    place = (await seen(store, THREE))["s-1", ONE]
    assert place.blocked is not None
    assert (place.fits, place.blocked.pair, place.blocked.locked) == (False, ONE, True)


async def test_a_place_on_another_show_than_the_one_it_is_locked_to_says_so(store: Store) -> None:
    await four(store)
    await hold(store, GATHERING.id, ONE, Held.SHOW, show="s-1", by="amei", clock=clock)
    found = await seen(store, ONE)
    assert [clash.rule for clash in found["s-2", None].clashes] == ["H7"]
    assert found["s-1", None].fits


async def test_a_move_is_made_exactly_where_the_board_says_it_fits(store: Store) -> None:
    await four(store)
    await lock(store, GATHERING.id, THREE, locked=True, by="amei", clock=clock)
    for pair in (ONE, TWO, THREE):
        for (show, before), place in (await seen(store, pair)).items():
            standing = await store.plans.newest(GATHERING.id)
            assert standing is not None
            try:
                plan = await move(store, GATHERING.id, pair, show, before, by="amei", clock=clock)
            except Impossible:
                assert not place.fits, (pair, show, before)
                continue
            assert place.fits, (pair, show, before)
            start = next(slot.start for slot in plan.slots if slot.pair == pair)
            assert start // 1000 == place.start
            await _as_before(store, standing)


async def _as_before(store: Store, standing: PlanVersion) -> None:
    from reunion.actions.scheduling import take_back

    await take_back(store, GATHERING.id, standing.version, by="amei", clock=clock)


async def test_every_place_of_a_pair_locked_to_its_time_says_that_the_lock_goes_with_it(store: Store) -> None:
    await four(store)
    assert not any(place.locks for place in (await seen(store, THREE)).values())
    await lock(store, GATHERING.id, THREE, locked=True, by="amei", clock=clock)
    found = (await seen(store, THREE)).values()
    assert {place.locks for place in found if place.fits} == {True}
    plan = await move(store, GATHERING.id, THREE, "s-1", ONE, by="amei", clock=clock)
    assert [slot.pair for slot in plan.slots if slot.locked] == [THREE]


async def test_a_stranger_has_no_place(store: Store) -> None:
    await four(store)
    assert await seen(store, "p-nobody") == {}
    assert EVENING // 1000 == START
