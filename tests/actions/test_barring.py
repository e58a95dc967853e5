import asyncio
from dataclasses import replace

import pytest

from reunion.actions.barring import carry_over, catch_up
from reunion.actions.exporting import casts, notes_on
from reunion.actions.pairing import make_pairs
from reunion.actions.ports import Choice, Store
from reunion.actions.publishing import publish
from reunion.actions.registering import Registering
from reunion.actions.running import Stage, Stages
from reunion.domain.commands import Note, Recall, Skip, Standby, Start, Take, Undo
from reunion.domain.plans import MatchStanding
from reunion.domain.refusal import Refused
from tests.actions.scenes import GATHERING, NOON, agreed, clock
from tests.actions.test_publishing import STORED_ONLY, planned


async def published(store: Store) -> tuple[Stages, Stage]:
    stages = await planned(store)
    await publish(store, stages, GATHERING, by="amei", clock=clock)
    stage = await stages.get("s-1")
    assert stage is not None
    return stages, stage


async def change(store: Store, id_: str, **fields: object) -> None:
    before = await store.registrations.get(id_)
    assert before is not None
    after = replace(before, revision=before.revision + 1, **fields)  # type: ignore[arg-type]
    await store.registrations.put(after, by=id_, at=NOON, action="correct")


async def test_a_withdrawn_consent_bars_the_slot_and_a_new_one_frees_it(store: Store) -> None:
    stages, stage = await published(store)
    await change(store, "f1", consent=STORED_ONLY)
    assert await carry_over(store, stages, "f1", by="f1") == 1
    assert stage.show.barred == {"it-2"}
    await change(store, "f1", consent=agreed())
    await carry_over(store, stages, "f1", by="f1")
    assert stage.show.barred == frozenset()


async def test_who_withdraws_is_barred_and_leaves_the_card(store: Store) -> None:
    stages, stage = await published(store)
    await Registering(store, clock).withdraw("f1")
    await carry_over(store, stages, "f1", by="f1")
    family = stage.loaded.rundown.cards["it-2"].family
    assert family is not None
    assert (family.name, family.message, stage.show.barred) == ("", "", {"it-2"})


async def test_what_was_remarked_on_a_slot_goes_with_who_withdraws_and_other_remarks_stay(
    store: Store,
) -> None:
    stages, stage = await published(store)
    first, second = (key for key in stage.show.order if stage.show.items[key].pair)
    await stage.perform(Start(), "c1", "host")
    await stage.perform(Note(first, "李秀英耳背，请大声"), "c2", "host")
    await stage.perform(Note(first, "椅子要三把"), "c3", "host")
    await stage.perform(Note(second, "这家先唱歌"), "c4", "host")
    await stage.perform(Skip(first, "李秀英没来"), "c5", "host")
    (person, *_) = stage.loaded.rundown.cards[first].people
    await change(store, person, consent=STORED_ONLY)
    await carry_over(store, stages, person, by=person)
    await stage.read_anew()
    assert sorted(stage.loaded.texts.values()) == [
        "李秀英没来",
        "李秀英耳背，请大声",
        "椅子要三把",
        "这家先唱歌",
    ]
    await Registering(store, clock, stages).withdraw(person)
    assert list(stage.loaded.texts.values()) == ["这家先唱歌"]
    assert len(stage.show.notes[first]) == 2
    (cast,) = await casts(store, GATHERING, "s-1")
    assert [notes_on(cast, key) for key in (first, second)] == ["", "这家先唱歌"]


async def test_a_correction_reaches_a_card_that_is_still_to_come(store: Store) -> None:
    stages, stage = await published(store)
    await change(store, "w1", message="妈，等我")
    await carry_over(store, stages, "w1", by="w1")
    worker = stage.loaded.rundown.cards["it-2"].worker
    assert worker is not None
    assert worker.message == "妈，等我"


async def test_a_correction_does_not_change_the_card_that_is_next(store: Store) -> None:
    stages, stage = await published(store)
    await stage.perform(Start(), "c1", "host")
    await stage.perform(Standby("it-2"), "c2", "host")
    await change(store, "w1", message="妈，等我")
    await carry_over(store, stages, "w1", by="w1")
    worker = stage.loaded.rundown.cards["it-2"].worker
    assert worker is not None
    assert worker.message == "妈，我很好"


async def test_a_skipped_slot_whose_family_withdrew_cannot_be_recalled_and_taken(store: Store) -> None:
    stages, stage = await published(store)
    await stage.perform(Start(), "c1", "host")
    await stage.perform(Skip("it-2"), "c2", "host")
    await Registering(store, clock, stages).withdraw("f1")
    await stage.perform(Recall("it-2"), "c3", "host")
    with pytest.raises(Refused, match="not-consented"):
        await stage.perform(Take(None, "it-2"), "c4", "host")


async def test_undo_does_not_bring_back_a_family_that_withdrew_while_on_air(store: Store) -> None:
    stages, stage = await published(store)
    await stage.perform(Start(), "c1", "host")
    await stage.perform(Take(None, "it-2"), "c2", "host")
    await Registering(store, clock, stages).withdraw("f1")
    taken = await stage.perform(Take("it-2", "it-3"), "c3", "host")
    with pytest.raises(Refused, match="not-consented"):
        await stage.perform(Undo(taken), "c4", "host")


async def test_who_withdraws_leaves_the_card_also_when_the_link_was_refused_meanwhile(store: Store) -> None:
    stages, stage = await published(store)
    await store.matches.decide(GATHERING.id, [Choice("w1", "f1", MatchStanding.REFUSED)], by="amei", at=NOON)
    await make_pairs(store, GATHERING.id)
    await Registering(store, clock, stages).withdraw("f1")
    assert stage.loaded.rundown.cards["it-2"].people == ("w1",)
    assert stage.show.barred == {"it-2"}


async def test_a_withdrawal_that_the_server_did_not_survive_is_finished_at_the_next_start(
    store: Store,
) -> None:
    await published(store)
    await Registering(store, clock).withdraw("f1")
    stages = Stages(store.journal, clock, lambda _: None)
    await catch_up(store, stages, by="server")
    stage = await stages.get("s-1")
    assert stage is not None
    assert (stage.loaded.rundown.cards["it-2"].people, stage.show.barred) == (("w1",), {"it-2"})
    revision = stage.show.revision
    await catch_up(store, stages, by="server")
    assert stage.show.revision == revision


async def test_a_withdrawal_while_the_plan_is_published_reaches_the_new_rundown(store: Store) -> None:
    stages, stage = await published(store)
    await asyncio.gather(
        publish(store, stages, GATHERING, by="amei", clock=clock),
        Registering(store, clock, stages).withdraw("f1"),
    )
    assert stage.show.run == "r2"
    assert "f1" not in stage.loaded.rundown.cards["it-2"].people
    assert "it-2" in stage.show.barred


async def test_the_plan_published_twice_at_once_is_published_twice(store: Store) -> None:
    stages = await planned(store)
    await asyncio.gather(*(publish(store, stages, GATHERING, by="amei", clock=clock) for _ in range(2)))
    stage = await stages.get("s-1")
    assert stage is not None
    assert stage.show.run == "r2"
