from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from reunion.actions.linking import Linking
from reunion.actions.merging import merge, say_of_two
from reunion.actions.pairing import decide, make_pairs
from reunion.actions.ports import Choice, Remade, Store
from reunion.actions.ports.reviewing import Batch
from reunion.actions.reviewing import parted_before, undo
from reunion.beside.linker import Here
from reunion.domain.doubles import DoubleStanding
from reunion.domain.instants import Instant
from reunion.domain.people import Named, Standing
from reunion.domain.plans import MatchRow, MatchStanding
from reunion.storage.database import Database
from reunion.storage.store import open_store
from tests.actions.scenes import GATHERING, NOON, begin, clock, family, suggest, worker
from tests.conftest import SECRET

AT = GATHERING.id
REVIEW, LINKED, CONFIRMED = MatchStanding.REVIEW, MatchStanding.LINKED, MatchStanding.CONFIRMED
WHO = {"by": "amei", "clock": clock}
PHONE = ("+8613800138000",)


@pytest.fixture
async def full(store: Store) -> Store:
    """小强 has a link of his own; 张伟's family also thinks of him."""
    await begin(
        store, worker("w1", "张伟"), worker("w2", "小强"), family("f1", "李芳"), family("f2", "张建国")
    )
    rows = [("w1", "f1", LINKED), ("w2", "f1", REVIEW), ("w2", "f2", LINKED)]
    await suggest(store, [MatchRow(w, f, 9000, standing) for w, f, standing in rows])
    await make_pairs(store, AT)
    return store


async def members(store: Store) -> list[tuple[str, ...]]:
    return [(*pair.worker.registrations, *pair.family.registrations) for pair in await store.pairs.every(AT)]


async def test_merging_makes_one_pair_and_confirms_what_waited_between_the_two(full: Store) -> None:
    assert await members(full) == [("w1", "f1"), ("w2", "f2")]
    batch = await merge(full, AT, "w2", "w1", **WHO)

    assert batch.links == (("w2", "f1", REVIEW),)
    assert await members(full) == [("w1", "w2", "f1", "f2")]
    assert [deed.action for deed in await full.audit.newest(AT, limit=1)] == ["merge"]
    await undo(full, AT, batch.id, **WHO)
    assert await members(full) == [("w1", "f1"), ("w2", "f2")]
    assert [row.standing for row in await full.doubles.every(AT)] == [DoubleStanding.REVIEW]
    assert await full.reviews.standing(AT, [("w2", "f1")]) == {("w2", "f1"): REVIEW}


async def test_two_of_different_sides_are_never_one_person(full: Store) -> None:
    for one, other in (("w1", "f1"), ("w1", "w1"), ("w1", "nobody")):
        with pytest.raises(LookupError):
            await merge(full, AT, one, other, **WHO)
        with pytest.raises(LookupError):
            await say_of_two(full, AT, one, other, DoubleStanding.APART, **WHO)
    assert await full.doubles.every(AT) == ()


async def test_two_people_of_one_name_and_number_are_parted_and_put_together_again(store: Store) -> None:
    await begin(
        store,
        worker("w1", "张伟", phones=PHONE),
        worker("w2", "张伟", phones=PHONE),
        family("f1", "李芳"),
        family("f2", "王芳"),
    )
    await suggest(store, [MatchRow("w1", "f1", 9900, LINKED), MatchRow("w2", "f2", 9900, LINKED)])
    await make_pairs(store, AT)
    assert len(await members(store)) == 1
    await say_of_two(store, AT, "w2", "w1", DoubleStanding.APART, **WHO)
    assert len(await members(store)) == 2
    await say_of_two(store, AT, "w1", "w2", DoubleStanding.REVIEW, **WHO)
    assert len(await members(store)) == 1


async def test_merging_twice_is_one_merge_and_one_undo_takes_it_back(full: Store) -> None:
    batch = await merge(full, AT, "w1", "w2", **WHO)
    assert await merge(full, AT, "w2", "w1", **WHO) == batch
    assert await full.reviews.batches(AT, limit=9) == (batch,)
    await undo(full, AT, batch.id, **WHO)
    assert [row.standing for row in await full.doubles.every(AT)] == [DoubleStanding.REVIEW]
    assert await members(full) == [("w1", "f1"), ("w2", "f2")]


async def test_a_merge_is_found_and_taken_back_with_its_links_after_any_number_of_batches(
    full: Store,
) -> None:
    await merge(full, AT, "w1", "w2", **WHO)
    for number in range(201):
        later = Batch(f"b{number}", AT, "amei", Instant(NOON + 1 + number), (("w1", "f1", LINKED),))
        await full.reviews.confirm(later)
        await full.reviews.undo(AT, later.id, by="amei", at=later.at)
    await say_of_two(full, AT, "w1", "w2", DoubleStanding.REVIEW, **WHO)
    assert await full.reviews.standing(AT, [("w2", "f1")]) == {("w2", "f1"): REVIEW}
    assert await members(full) == [("w1", "f1"), ("w2", "f2")]


@pytest.mark.parametrize("by", ["amei", "bao"])
async def test_undoing_a_merge_leaves_what_somebody_said_since(full: Store, by: str) -> None:
    batch = await merge(full, AT, "w1", "w2", **WHO)
    await say_of_two(full, AT, "w1", "w2", DoubleStanding.APART, by=by, clock=clock)
    await undo(full, AT, batch.id, **WHO)
    assert [row.standing for row in await full.doubles.every(AT)] == [DoubleStanding.APART]


async def test_who_withdraws_stands_twice_with_nobody(full: Store) -> None:
    await merge(full, AT, "w1", "w2", **WHO)
    (gone,) = (await full.registrations.many(["w2"])).values()
    left = replace(gone, standing=Standing.WITHDRAWN, revision=2)
    await full.registrations.put(left, by="w2", at=NOON, action="withdraw")
    assert await full.doubles.every(AT) == ()


@pytest.fixture
async def linked(store: Store) -> AsyncIterator[tuple[Store, Linking]]:
    """张伟 twice, once from a roster without a number, and his mother."""
    wei = worker("w1", "张伟", "李芳", "母亲", phones=PHONE, village="双桥")
    again = worker("w2", "张伟", "李芳", "母亲", village="双桥")
    mother = Named("张伟", PHONE, "儿子")
    await begin(store, wei, again, replace(family("f1", "李芳", village="双桥"), others=(mother,)))
    linking = Linking(store, Here(), clock)
    linking.begin()
    await linking.started()
    assert await linking.caught_up(AT)
    yield store, linking
    await linking.stop()


async def stands(store: Store) -> dict[str, tuple[MatchStanding, str]]:
    return {row.worker: (row.standing, row.rule) for row in await store.matches.every(AT)}


async def test_links_of_a_double_go_to_a_person_once_staff_call_them_two_people(
    linked: tuple[Store, Linking],
) -> None:
    store, linking = linked
    who = {**WHO, "note": linking.note}
    one = {"w1": (LINKED, "sure"), "w2": (LINKED, "same-person-twice")}
    two = {"w1": (LINKED, "sure"), "w2": (REVIEW, "perhaps-the-same-person")}
    seen = [await stands(store)]
    for standing in (DoubleStanding.APART, DoubleStanding.REVIEW, DoubleStanding.APART):
        await say_of_two(store, AT, "w1", "w2", standing, **who)  # type: ignore[arg-type]
        assert await linking.caught_up(AT)
        seen.append(await stands(store))
    await linking.anew(AT)
    seen.append(await stands(store))
    batch = await merge(store, AT, "w1", "w2", **who)  # type: ignore[arg-type]
    assert await linking.caught_up(AT)
    merged = await stands(store)
    await undo(store, AT, batch.id, **who)  # type: ignore[arg-type]
    assert await linking.caught_up(AT)
    seen.append(await stands(store))
    assert seen == [one, two, one, two, two, two]
    assert merged["w2"][0] is CONFIRMED
    assert await members(store) == [("w1", "f1")]


async def test_two_people_are_looked_at_anew_also_when_their_pairs_cannot_be_made_now(
    full: Store, database: Database
) -> None:
    noted: list[str] = []
    who = {**WHO, "note": lambda person: noted.append(person.id)}

    async def full_disk(_: Remade) -> None:
        raise OSError("no room")

    failing = open_store(database, SECRET.encode(), full_disk)
    await merge(full, AT, "w1", "w2", **WHO)
    with pytest.raises(OSError, match="no room"):
        await say_of_two(failing, AT, "w1", "w2", DoubleStanding.APART, **who)  # type: ignore[arg-type]
    assert noted == ["w1", "w2"]
    with pytest.raises(OSError, match="no room"):
        await merge(failing, AT, "w1", "w2", **who)  # type: ignore[arg-type]
    assert noted == ["w1", "w2"] * 2
    (batch,) = [one for one in await full.reviews.batches(AT, limit=9) if parted_before(one)]
    with pytest.raises(OSError, match="no room"):
        await undo(failing, AT, batch.id, **who)  # type: ignore[arg-type]
    assert noted == ["w1", "w2"] * 3


@pytest.mark.parametrize("standing", [CONFIRMED, MatchStanding.REFUSED])
async def test_what_a_person_decided_of_a_double_stays_when_they_are_called_two_people(
    linked: tuple[Store, Linking], standing: MatchStanding
) -> None:
    store, linking = linked
    await decide(store, AT, [Choice("w2", "f1", standing)], **WHO)
    await say_of_two(store, AT, "w1", "w2", DoubleStanding.APART, **WHO, note=linking.note)
    assert await linking.caught_up(AT)
    assert (await stands(store))["w2"][0] is standing
