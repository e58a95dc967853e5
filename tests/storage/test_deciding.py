"""What one deed stores, and what it leaves alone; the races of two people stand in tests/actions."""

from dataclasses import replace

import pytest

from reunion.actions.merging import merge
from reunion.actions.pairing import decide, make_pairs
from reunion.actions.ports import Choice, NewRegistration, Store
from reunion.actions.ports.reviewing import Batch
from reunion.actions.reviewing import confirm_many
from reunion.domain.plans import MatchRow, MatchStanding
from tests.actions.scenes import GATHERING, NOON, begin, clock, family, suggest, worker

AT = GATHERING.id
CONFIRMED = MatchStanding.CONFIRMED
WHO = {"by": "amei", "clock": clock}


@pytest.fixture
async def two(store: Store) -> Store:
    """A pair here and the same people, under other ids, in a pair of another gathering."""
    await begin(store, worker("w1", "张伟"), family("f1", "李芳"), worker("w2", "刘强"))
    await suggest(store, [MatchRow("w1", "f1", 9900, MatchStanding.LINKED)])
    await make_pairs(store, AT)
    await store.gatherings.put(replace(GATHERING, id="elsewhere"))
    others = [replace(one, gathering="elsewhere") for one in (worker("w8", "张伟"), family("f8", "李芳"))]
    await store.registrations.add([NewRegistration(one) for one in others])
    await store.matches.suggest_for("elsewhere", ["f8"], [MatchRow("w8", "f8", 9900, MatchStanding.LINKED)])
    await make_pairs(store, "elsewhere")
    return store


async def test_another_gatherings_links_and_pairs_are_out_of_reach(two: Store) -> None:
    (pair,) = await two.pairs.every("elsewhere")
    for choice in (
        Choice("w8", "f8", CONFIRMED),
        Choice("w1", "f8", CONFIRMED),
        Choice("w8", "f1", CONFIRMED),
    ):
        with pytest.raises(LookupError):
            await decide(two, AT, [choice], **WHO)
    assert (await confirm_many(two, AT, [("w8", "f8")], **WHO)).links == ()
    with pytest.raises(LookupError):
        await merge(two, AT, "w1", "w8", **WHO)
    assert await two.pairs.every("elsewhere") == (pair,)
    assert [row.standing for row in await two.matches.every("elsewhere")] == [MatchStanding.LINKED]


async def test_a_batch_without_a_link_to_confirm_stores_nothing(two: Store) -> None:
    await two.reviews.confirm(Batch("b1", AT, "amei", NOON, (("w2", "f1", MatchStanding.REVIEW),)))
    assert await two.reviews.batches(AT, limit=9) == ()
    assert await two.audit.newest(AT, limit=9) == ()


async def test_a_deed_and_its_record_are_stored_together(two: Store) -> None:
    await two.matches.decide(AT, [Choice("w1", "f1", CONFIRMED, MatchStanding.LINKED)], by="amei", at=NOON)
    (deed,) = await two.audit.newest(AT, limit=9)
    assert (deed.action, deed.subject, deed.details) == ("link-confirmed", "w1", {"family": "f1"})
