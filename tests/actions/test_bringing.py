from dataclasses import replace

from reunion.actions.bringing import Brought, brought, propose_brought
from reunion.actions.moving import hold, lock
from reunion.actions.ports import Store
from reunion.actions.posing import instance
from reunion.actions.scheduling import keep, make_plan, take_back
from reunion.actions.surveying import situation
from reunion.domain.planning import Instance, Lock, PairRequest, Placed, Plan
from reunion.domain.plans import Held, Hold
from reunion.domain.priorities import MUST_AIR
from reunion.planner import plan
from tests.actions.scenes import GATHERING, begin, between, clock, family, worker
from tests.actions.test_scheduling import OPEN, START, join, placing

ONE, TWO, THREE = (f"p-dongxing-{n}" for n in (1, 2, 3))


async def three(store: Store) -> Instance:
    """What the board asks: ONE and THREE at any time, TWO's worker for half an hour; ONE and TWO have slots."""
    await begin(
        store,
        *(worker("w1", "张伟"), worker("w2", "刘强", windows=(between(0, 30),)), worker("w3", "陈静")),
        *(family("f1", "李芳"), family("f2", "王芳"), family("f3", "赵芳")),
    )
    await join(store, ("w1", "f1"), ("w2", "f2"), ("w3", "f3"))
    solve = placing({ONE: ("s-1", OPEN), TWO: ("s-1", OPEN + 75)})
    await make_plan(store, GATHERING.id, solve=solve, by="amei", clock=clock)
    return instance(await situation(store, GATHERING.id, clock()))


def changed(asked: Instance, **pairs: dict[str, object]) -> Instance:
    """The instance with other fields of ONE, TWO or THREE."""
    numbers = {ONE: "one", TWO: "two", THREE: "three"}
    return replace(
        asked,
        pairs=tuple(replace(pair, **pairs.get(numbers[pair.id], {})) for pair in asked.pairs),  # type: ignore[arg-type]
    )


async def seen(store: Store, file: Instance) -> Brought:
    return brought(await situation(store, GATHERING.id, clock()), file)


async def kept(store: Store, file: Instance) -> Plan:
    """The plan that was asked for by the file and kept; the planner is the product's own."""
    asked: list[Instance] = []

    async def solve(posed: Instance, _: Plan | None) -> Plan:
        asked.append(posed)
        return plan(posed, 1, 300)

    made = await propose_brought(store, GATHERING.id, file, solve=solve, by="amei", clock=clock)
    version = await keep(store, GATHERING.id, made, clock=clock)
    assert version.made == "file"
    return Plan({slot.pair: Placed(slot.show, slot.start // 1000) for slot in version.slots})


async def test_a_file_as_it_was_handed_out_asks_nothing_else(store: Store) -> None:
    asked = await three(store)
    found = await seen(store, asked)
    assert not found.differs
    assert (found.posed, found.wider, found.odd_locks, found.unknown, found.missing) == (asked, (), (), (), 0)


async def test_times_only_narrow_what_people_named(store: Store) -> None:
    asked = await three(store)
    late, wide = ((START + 1800, START + 3600),), ((START - 7200, START + 90_000),)
    found = await seen(store, changed(asked, one={"family_windows": late}, two={"worker_windows": wide}))
    assert (found.narrowed, found.wider) == ((ONE,), (TWO,))
    one, two, _ = found.posed.pairs
    assert (one.family_windows, two.worker_windows) == (late, asked.pairs[1].worker_windows)
    # And the other way about the registrations are as they were.
    assert instance(await situation(store, GATHERING.id, clock())) == asked


async def test_weights_count_up_to_must_air(store: Store) -> None:
    asked = await three(store)
    found = await seen(store, changed(asked, three={"weight": 10**30}))
    assert found.weights == {THREE: (asked.pairs[2].weight, MUST_AIR)}


async def test_pairs_and_shows_that_the_board_does_not_have_are_left_out_and_named(store: Store) -> None:
    asked = await three(store)
    strange = replace(
        changed(asked, one={"lock": Lock("s-9")}, two={"lock": Lock("s-1", OPEN - 10**12)}),
        pairs=(*changed(asked, one={"lock": Lock("s-9")}).pairs[:2], PairRequest("p-elsewhere", 60)),
    )
    found = await seen(store, strange)
    assert (found.unknown, found.missing, found.odd_locks, found.locks) == (("p-elsewhere",), 1, (ONE,), {})
    assert [pair.id for pair in found.posed.pairs] == [ONE, TWO, THREE]
    early = await seen(store, changed(asked, two={"lock": Lock("s-1", OPEN - 10**12)}))
    assert (early.odd_locks, early.locks) == ((TWO,), {})


async def test_locks_of_the_file_are_decisions_on_the_board_once_the_plan_is_kept(store: Store) -> None:
    asked = await three(store)
    locks = {"one": {"lock": Lock("s-1", OPEN + 600)}, "two": {"lock": Lock(unscheduled=True)}}
    placed = await kept(store, changed(asked, **locks, three={"lock": Lock("s-2")}))
    assert placed.assign.keys() == {ONE, THREE}
    assert placed.assign[ONE] == Placed("s-1", OPEN + 600)
    newest = await store.plans.newest(GATHERING.id)
    assert newest is not None
    assert newest.holds == (Hold(TWO, Held.OUT), Hold(THREE, Held.SHOW, "s-2"))
    assert [slot.pair for slot in newest.slots if slot.locked] == [ONE]

    # The next planning keeps to them, and going back undoes them.
    posed = instance(await situation(store, GATHERING.id, clock()))
    assert [pair.lock for pair in posed.pairs] == [
        Lock("s-1", OPEN + 600),
        Lock(unscheduled=True),
        Lock("s-2"),
    ]
    back = await take_back(store, GATHERING.id, 1, by="amei", clock=clock)
    assert (back.holds, any(slot.locked for slot in back.slots)) == ((), False)


async def test_what_is_free_in_the_file_is_free_and_what_it_does_not_have_stays(store: Store) -> None:
    asked = await three(store)
    await lock(store, GATHERING.id, ONE, locked=True, by="amei", clock=clock)
    await hold(store, GATHERING.id, TWO, Held.SHOW, show="s-1", by="amei", clock=clock)
    await hold(store, GATHERING.id, THREE, Held.OUT, by="amei", clock=clock)
    await hold(store, GATHERING.id, TWO, Held.MUST, by="amei", clock=clock)
    file = replace(asked, pairs=asked.pairs[:2])
    assert (await seen(store, file)).locks == {ONE: None, TWO: None}
    await kept(store, file)
    newest = await store.plans.newest(GATHERING.id)
    assert newest is not None
    assert set(newest.holds) == {Hold(THREE, Held.OUT), Hold(TWO, Held.MUST)}
    assert not any(slot.locked for slot in newest.slots)
