from dataclasses import replace

import pytest

from reunion.actions.pairing import decide, make_pairs
from reunion.actions.ports import Choice, Conflict, Store
from reunion.actions.ports.reviewing import Asked
from reunion.actions.reviewing import Undone, ask, confirm_many, take_question_back, undo
from reunion.domain.people import Standing
from reunion.domain.plans import MatchRow, MatchStanding
from reunion.storage import deciding
from tests.actions.scenes import GATHERING, NOON, begin, clock, family, suggest, worker

AT = GATHERING.id
REVIEW, LINKED, CONFIRMED = MatchStanding.REVIEW, MatchStanding.LINKED, MatchStanding.CONFIRMED
WHO = {"by": "amei", "clock": clock}


@pytest.fixture
async def full(store: Store) -> Store:
    await begin(
        store,
        *(worker(f"w{n}", name) for n, name in enumerate(("张伟", "刘强", "陈静"), 1)),
        *(family(f"f{n}", name) for n, name in enumerate(("李芳", "王芳", "陈大爷"), 1)),
    )
    rows = [("w1", "f1", LINKED), ("w2", "f2", REVIEW), ("w3", "f3", REVIEW)]
    await suggest(store, [MatchRow(w, f, 9000, standing) for w, f, standing in rows])
    await make_pairs(store, AT)
    return store


async def standings(store: Store) -> dict[str, MatchStanding]:
    return {row.worker: row.standing for row in await store.matches.every(AT)}


async def test_many_links_are_confirmed_and_taken_back_at_one_stroke(full: Store) -> None:
    batch = await confirm_many(full, AT, [("w1", "f1"), ("w2", "f2")], **WHO)

    assert batch.links == (("w1", "f1", LINKED), ("w2", "f2", REVIEW))
    assert await standings(full) == {"w1": CONFIRMED, "w2": CONFIRMED, "w3": REVIEW}
    assert len(await full.pairs.every(AT)) == 2
    assert await undo(full, AT, batch.id, **WHO) == Undone(2, 0)
    assert await standings(full) == {"w1": LINKED, "w2": REVIEW, "w3": REVIEW}
    assert len(await full.pairs.every(AT)) == 1
    assert [(deed.action, deed.subject) for deed in await full.audit.newest(AT, limit=5)] == [
        ("batch-undone", batch.id),
        ("links-confirmed", batch.id),
    ]


async def test_what_somebody_decided_is_no_part_of_a_batch(full: Store) -> None:
    await decide(full, AT, [Choice("w2", "f2", MatchStanding.REFUSED)], **WHO)
    batch = await confirm_many(full, AT, [("w2", "f2"), ("w3", "f3"), ("w3", "f1"), ("f1", "w1")], **WHO)
    assert batch.links == (("w3", "f3", REVIEW),)
    assert (await confirm_many(full, AT, [("w2", "f2")], **WHO)).links == ()
    assert len(await full.reviews.batches(AT, limit=9)) == 1


async def test_what_was_decided_otherwise_since_stays_when_the_batch_is_taken_back(full: Store) -> None:
    batch = await confirm_many(full, AT, [("w2", "f2"), ("w3", "f3")], **WHO)
    await decide(full, AT, [Choice("w3", "f3", MatchStanding.REFUSED)], **WHO)
    assert await undo(full, AT, batch.id, **WHO) == Undone(1, 1)
    assert await standings(full) == {"w1": LINKED, "w2": REVIEW, "w3": MatchStanding.REFUSED}
    assert await undo(full, AT, batch.id, **WHO) == Undone(0, 0)


async def test_a_batch_of_another_gathering_is_none(full: Store) -> None:
    batch = await confirm_many(full, AT, [("w2", "f2")], **WHO)
    with pytest.raises(LookupError):
        await undo(full, "elsewhere", batch.id, **WHO)
    with pytest.raises(LookupError):
        await undo(full, AT, "unknown", **WHO)


async def test_who_asked_whom_is_stored_and_taken_back(full: Store) -> None:
    assert await ask(full, AT, "f2", "w2", **WHO) == Asked("f2", "w2", "amei", NOON)
    assert await full.reviews.asked(AT, "w2", "f2") == (Asked("f2", "w2", "amei", NOON),)
    await take_question_back(full, AT, "f2", "w2", **WHO)
    assert await full.reviews.asked(AT, "w2", "f2") == ()
    assert [deed.action for deed in await full.audit.newest(AT, limit=2)] == ["ask-undone", "ask"]
    with pytest.raises(LookupError):
        await ask(full, AT, "f2", "nobody", **WHO)


async def test_what_a_colleague_refused_meanwhile_is_not_confirmed_by_whoever_saw_it_open(
    full: Store,
) -> None:
    seen = Choice("w2", "f2", MatchStanding.CONFIRMED, REVIEW)
    await decide(full, AT, [Choice("w2", "f2", MatchStanding.REFUSED)], by="bao", clock=clock)
    with pytest.raises(Conflict):
        await decide(full, AT, [seen], **WHO)
    assert (await standings(full))["w2"] is MatchStanding.REFUSED
    assert len(await full.audit.newest(AT, limit=9)) == 1


async def test_a_decision_of_many_is_all_or_none(full: Store) -> None:
    await decide(full, AT, [Choice("w3", "f3", MatchStanding.REFUSED)], by="bao", clock=clock)
    both = [Choice(f"w{n}", f"f{n}", MatchStanding.CONFIRMED, REVIEW) for n in (2, 3)]
    with pytest.raises(Conflict):
        await decide(full, AT, both, **WHO)
    assert (await standings(full))["w2"] is REVIEW


async def test_who_withdrew_meanwhile_is_linked_to_nobody(full: Store) -> None:
    (gone,) = (await full.registrations.many(["f2"])).values()
    left = replace(gone, standing=Standing.WITHDRAWN, revision=2)
    await full.registrations.put(left, by="f2", at=NOON, action="withdraw")
    for was in (REVIEW, None):
        with pytest.raises(LookupError):
            await decide(full, AT, [Choice("w2", "f2", MatchStanding.CONFIRMED, was)], **WHO)
    assert (await confirm_many(full, AT, [("w2", "f2")], **WHO)).links == ()
    assert await full.matches.of("w2") == ()


async def test_a_batch_does_not_take_back_what_a_colleague_confirmed_anew(full: Store) -> None:
    batch = await confirm_many(full, AT, [("w2", "f2"), ("w3", "f3")], **WHO)
    for standing in (MatchStanding.REFUSED, MatchStanding.CONFIRMED):
        await decide(full, AT, [Choice("w2", "f2", standing)], by="bao", clock=clock)
    assert await undo(full, AT, batch.id, **WHO) == Undone(1, 1)
    assert (await standings(full))["w2"] is MatchStanding.CONFIRMED


async def test_a_stop_inside_a_deed_leaves_nothing_of_it(
    full: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = await confirm_many(full, AT, [("w2", "f2")], **WHO)

    def stopped(*_: object) -> None:
        raise OSError("stopped")

    with monkeypatch.context() as patched:
        patched.setattr(deciding, "record_deed", stopped)
        for deed in (
            undo(full, AT, batch.id, **WHO),
            confirm_many(full, AT, [("w3", "f3")], **WHO),
            decide(full, AT, [Choice("w3", "f3", MatchStanding.REFUSED)], **WHO),
        ):
            with pytest.raises(OSError, match="stopped"):
                await deed
    assert await full.reviews.batches(AT, limit=9) == (batch,)
    assert (await standings(full))["w3"] is REVIEW
    assert await undo(full, AT, batch.id, **WHO) == Undone(1, 0)
