from dataclasses import replace

from reunion.actions.barring import carry_over
from reunion.actions.ports import Store
from reunion.actions.publishing import publish
from reunion.actions.registering import Registering
from reunion.actions.running import Stage, Stages
from reunion.domain.commands import Standby, Start
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
