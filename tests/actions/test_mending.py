from reunion.actions.mending import astray, left_undone
from reunion.actions.merging import say_of_two
from reunion.actions.pairing import make_pairs
from reunion.actions.ports import Store
from reunion.beside.linker import Here
from reunion.domain.circle import known_of, town_names
from reunion.domain.doubles import DoubleStanding
from reunion.domain.people import Pair, Party, Side
from reunion.domain.plans import MatchRow, MatchStanding
from tests.actions.scenes import GATHERING, NOON, begin, family, worker

DONGXING = GATHERING.id


def link(worker_id: str, family_id: str, standing: MatchStanding = MatchStanding.LINKED) -> MatchRow:
    return MatchRow(worker_id, family_id, 9900, standing)


def pair(workers: str, families: str) -> Pair:
    return Pair(
        workers,
        DONGXING,
        Party(Side.WORKER, tuple(workers.split())),
        Party(Side.FAMILY, tuple(families.split())),
    )


def test_links_and_pairs_that_say_the_same_need_nothing() -> None:
    joined = {("w1", "f1"), ("w1", "f2"), ("w2", "f1")}
    assert astray(joined, [pair("w1", "f1 f2"), pair("w2", "f1")]) == set()


def test_a_link_without_a_pair_is_found() -> None:
    assert astray({("w1", "f1"), ("w2", "f1")}, [pair("w1", "f1")]) == {"w2", "f1"}


def test_who_is_in_a_pair_without_a_link_is_found() -> None:
    assert astray({("w1", "f1")}, [pair("w1", "f1 f2"), pair("w2", "f3")]) == {"f2", "w2", "f3"}


async def test_what_is_as_it_should_be_is_left_alone_and_what_is_not_is_found(store: Store) -> None:
    number = ("+8613800138000",)
    one, other = worker("w1", "张伟", phones=number), worker("w2", "张伟", phones=number)
    people = [one, other, family("f1", "李芳", "张伟", "儿子")]
    await begin(store, *people)
    circles = Here()
    await circles.fill(DONGXING, [known_of(person, town_names(GATHERING.home)) for person in people])
    ids = ["w1", "w2", "f1"]
    assert await left_undone(store, circles, DONGXING, ids) == ("w1", "w2")
    await store.doubles.notice(DONGXING, ids, await circles.alike(DONGXING, ids))
    assert await left_undone(store, circles, DONGXING, ids) == ()
    (double,) = await store.doubles.every(DONGXING)
    await say_of_two(
        store, DONGXING, double.first, double.second, DoubleStanding.APART, by="amei", clock=lambda: NOON
    )
    assert await left_undone(store, circles, DONGXING, ids) == ()
    await store.matches.suggest_for(DONGXING, ["f1"], [link("w1", "f1")])
    assert await left_undone(store, circles, DONGXING, ids) == ("f1", "w1")
    await make_pairs(store, DONGXING)
    assert await left_undone(store, circles, DONGXING, ids) == ()
