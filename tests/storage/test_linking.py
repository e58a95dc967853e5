from dataclasses import replace

import pytest

from reunion.actions.pairing import make_pairs, pair_up
from reunion.actions.ports import Choice, Remade, Store
from reunion.domain.people import Named, Pair
from reunion.domain.plans import Clue, MatchRow, MatchStanding
from reunion.storage.database import Database
from reunion.storage.store import open_store
from tests.actions.scenes import GATHERING, NOON, begin, family, worker
from tests.conftest import SECRET

LINKED, REVIEW, CONFIRMED, REFUSED = (
    MatchStanding.LINKED,
    MatchStanding.REVIEW,
    MatchStanding.CONFIRMED,
    MatchStanding.REFUSED,
)
NUMBER = "+8613800138000"
DONGXING = GATHERING.id


def link(worker: str, family: str, standing: MatchStanding = LINKED, score: int = 9900) -> MatchRow:
    return MatchRow(worker, family, score, standing, (Clue("name", "equal", 9.5),), "sure")


def members(pairs: tuple[Pair, ...]) -> list[tuple[str, str]]:
    return sorted(
        ("+".join(pair.worker.registrations), "+".join(pair.family.registrations)) for pair in pairs
    )


async def stand(store: Store) -> dict[tuple[str, str], MatchStanding]:
    return {(row.worker, row.family): row.standing for row in await store.matches.every(DONGXING)}


@pytest.fixture
async def people(store: Store) -> Store:
    await begin(
        store,
        worker("w1", "张伟", phones=(NUMBER,)),
        worker("w2", "王强"),
        family("f1", "李芳", phones=("+8613900139000",)),
        family("f2", "王芳"),
        worker("w3", "张伟", phones=(NUMBER,)),
    )
    return store


async def test_only_the_named_families_get_other_links(people: Store) -> None:
    changed = await people.matches.suggest_for(DONGXING, ["f1", "f2"], [link("w1", "f1"), link("w2", "f2")])
    assert changed == {"w1", "w2", "f1", "f2"}
    assert await people.matches.suggest_for(DONGXING, ["f1"], [link("w2", "f1", REVIEW)]) == {
        "w1",
        "w2",
        "f1",
    }
    assert await stand(people) == {("w2", "f1"): REVIEW, ("w2", "f2"): LINKED}


async def test_the_same_answer_changes_nothing(people: Store) -> None:
    await people.matches.suggest_for(DONGXING, ["f1"], [link("w1", "f1")])
    assert await people.matches.suggest_for(DONGXING, ["f1"], [link("w1", "f1")]) == frozenset()
    assert await people.matches.suggest_for(DONGXING, ["f1"], []) == {"w1", "f1"}
    assert await stand(people) == {}


async def test_what_staff_decided_stays_whatever_is_suggested(people: Store) -> None:
    decided = [Choice("w1", "f1", REFUSED), Choice("w2", "f1", CONFIRMED)]
    await people.matches.decide(DONGXING, decided, by="amei", at=NOON)
    assert await people.matches.suggest_for(DONGXING, ["f1"], [link("w1", "f1")]) == frozenset()
    assert await people.matches.suggest_for(DONGXING, ["f1"], []) == frozenset()
    assert await stand(people) == {("w1", "f1"): REFUSED, ("w2", "f1"): CONFIRMED}


async def test_who_withdrew_meanwhile_gets_no_link_and_loses_the_ones_they_had(people: Store) -> None:
    await people.matches.suggest_for(DONGXING, ["f1", "f2"], [link("w1", "f1"), link("w1", "f2", REVIEW)])
    await people.matches.decide(DONGXING, [Choice("w1", "f1", CONFIRMED)], by="amei", at=NOON)
    (wei,) = (await people.registrations.many(["w1"])).values()
    gone = replace(wei, standing=type(wei.standing)("withdrawn"), revision=2)
    await people.registrations.put(gone, by="w1", at=NOON, action="withdraw")
    assert await stand(people) == {}
    assert await people.matches.suggest_for(DONGXING, ["f1"], [link("w1", "f1")]) == frozenset()
    assert await stand(people) == {}


async def test_pairs_of_the_touched_are_made_and_the_others_stay(people: Store) -> None:
    await people.matches.suggest_for(DONGXING, ["f1", "f2"], [link("w1", "f1"), link("w2", "f2")])
    await pair_up(people, DONGXING, ["f2"])
    assert members(await people.pairs.every(DONGXING)) == [("w2", "f2")]
    await pair_up(people, DONGXING, ["w1"])
    assert members(await people.pairs.every(DONGXING)) == [("w1+w3", "f1"), ("w2", "f2")]


async def test_who_shares_a_number_is_found_from_either_row(people: Store) -> None:
    await people.matches.suggest_for(DONGXING, ["f1"], [link("w1", "f1")])
    await pair_up(people, DONGXING, ["w3"])
    assert members(await people.pairs.every(DONGXING)) == [("w1+w3", "f1")]


async def test_a_contact_with_that_number_is_nobody_twice(store: Store) -> None:
    await begin(
        store,
        worker("w1", "张伟", phones=(NUMBER,)),
        replace(worker("w2", "张伟"), others=(Named("张伟", (NUMBER,), "父亲"),)),
        family("f1", "李芳", phones=(NUMBER,)),
    )
    await store.matches.suggest_for(DONGXING, ["f1"], [link("w1", "f1")])
    await pair_up(store, DONGXING, ["w1"])
    assert members(await store.pairs.every(DONGXING)) == [("w1", "f1")]


async def test_when_a_link_goes_the_pair_goes(people: Store) -> None:
    await people.matches.suggest_for(DONGXING, ["f1", "f2"], [link("w2", "f1"), link("w2", "f2")])
    await pair_up(people, DONGXING, ["w2"])
    assert members(await people.pairs.every(DONGXING)) == [("w2", "f1+f2")]
    await people.matches.suggest_for(DONGXING, ["f1"], [])
    await pair_up(people, DONGXING, ["f1"])
    assert members(await people.pairs.every(DONGXING)) == [("w2", "f2")]
    await people.matches.suggest_for(DONGXING, ["f2"], [])
    await pair_up(people, DONGXING, ["f2"])
    assert await people.pairs.every(DONGXING) == ()


async def test_a_new_pair_takes_no_id_that_somebody_else_kept(people: Store) -> None:
    await people.matches.suggest_for(DONGXING, ["f1"], [link("w3", "f1")])
    await pair_up(people, DONGXING, ["f1"])
    assert [pair.id for pair in await people.pairs.every(DONGXING)] == ["p-dongxing-1"]
    (wei,) = (await people.registrations.many(["w1"])).values()
    await people.registrations.put(
        replace(wei, phones=("+8613700137000",), revision=2), by="w1", at=NOON, action="correct"
    )
    await pair_up(people, DONGXING, ["w1"])
    await people.matches.suggest_for(DONGXING, ["f2"], [link("w1", "f2")])
    await pair_up(people, DONGXING, ["w1", "f2"])
    pairs = await people.pairs.every(DONGXING)
    assert members(pairs) == [("w1", "f2"), ("w3", "f1")]
    assert len({pair.id for pair in pairs}) == 2


async def test_pairs_made_piece_by_piece_are_those_made_at_once(people: Store) -> None:
    rows = [link("w1", "f1"), link("w2", "f1"), link("w3", "f2")]
    await people.matches.suggest_for(DONGXING, ["f1", "f2"], rows)
    for one in ("f2", "w2", "f1", "w3", "w1"):
        await pair_up(people, DONGXING, [one])
    piecemeal = await people.pairs.every(DONGXING)
    everybody = sorted(await people.registrations.many(["w1", "w2", "w3", "f1", "f2"]))
    await people.pairs.remake(DONGXING, everybody, lambda *_: ())
    assert await people.pairs.every(DONGXING) == ()
    assert await make_pairs(people, DONGXING) == piecemeal


async def test_whoever_is_in_another_pair_is_told_of_once_it_is_stored(
    people: Store, database: Database
) -> None:
    heard: list[Remade] = []

    async def hear(remade: Remade) -> None:
        assert all([await people.pairs.of(id_) for id_ in remade.people])
        heard.append(remade)

    store = open_store(database, SECRET.encode(), hear)
    await store.matches.suggest_for(DONGXING, ["f1", "f2"], [link("w1", "f1"), link("w2", "f2")])
    await pair_up(store, DONGXING, ["f1"])
    await pair_up(store, DONGXING, ["f1", "f2"])
    await pair_up(store, DONGXING, ["f1", "f2"])
    assert heard == [
        Remade(DONGXING, frozenset({"p-dongxing-1"}), frozenset({"w1", "w3", "f1"})),
        Remade(DONGXING, frozenset({"p-dongxing-2"}), frozenset({"w2", "f2"})),
    ]
