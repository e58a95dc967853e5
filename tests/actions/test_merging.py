import pytest

from reunion.actions.merging import merge, say_of_two
from reunion.actions.pairing import make_pairs
from reunion.actions.ports import Store
from reunion.actions.reviewing import undo
from reunion.domain.doubles import DoubleStanding
from reunion.domain.plans import MatchRow, MatchStanding
from tests.actions.scenes import GATHERING, begin, clock, family, worker

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
    await store.matches.suggest(AT, [MatchRow(w, f, 9000, standing) for w, f, standing in rows])
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
    await store.matches.suggest(AT, [MatchRow("w1", "f1", 9900, LINKED), MatchRow("w2", "f2", 9900, LINKED)])
    await make_pairs(store, AT)
    assert len(await members(store)) == 1
    await say_of_two(store, AT, "w2", "w1", DoubleStanding.APART, **WHO)
    assert len(await members(store)) == 2
    await say_of_two(store, AT, "w1", "w2", DoubleStanding.REVIEW, **WHO)
    assert len(await members(store)) == 1
