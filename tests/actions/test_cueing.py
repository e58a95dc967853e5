import asyncio

import pytest

from reunion.actions.barring import carry_over
from reunion.actions.cueing import Correcting, Seen, Who
from reunion.actions.ports import Conflict, Store
from reunion.actions.publishing import publish
from reunion.actions.registering import Registering
from reunion.actions.running import Stage, Stages
from reunion.actions.scheduling import make_plan
from reunion.domain.cards import Card
from reunion.domain.commands import Standby, Start, Take
from reunion.domain.people import Side
from reunion.domain.refusal import Refused
from tests.actions import gala
from tests.actions.scenes import GATHERING, clock
from tests.actions.test_barring import change, published
from tests.actions.test_publishing import ONE, TWO
from tests.actions.test_scheduling import OPEN, placing

ITEM = "it-2"
FIRST = Seen("r1", 0)


def at_desk(store: Store, stage: Stage, name: str = "周导") -> Correcting:
    return Correcting(store, stage, clock, Who(f"st-{name}", name))


def card(stage: Stage) -> Card:
    return stage.loaded.rundown.cards[ITEM]


def message(stage: Stage) -> str:
    worker = card(stage).worker
    assert worker is not None
    return worker.message


async def on_standby(store: Store) -> tuple[Stages, Stage]:
    stages, stage = await published(store)
    await stage.perform(Start(), "c1", "host")
    await stage.perform(Standby(ITEM), "c2", "host")
    return stages, stage


async def test_a_card_that_nobody_reads_is_corrected_at_once(store: Store) -> None:
    _, stage = await published(store)
    sides = {Side.WORKER: {"message": "妈，等我"}, Side.FAMILY: {"years_away": 4}}
    written, offered = await at_desk(store, stage).reword(ITEM, FIRST, sides)

    assert (written, offered, message(stage)) == (card(stage), False, "妈，等我")
    assert written.family is not None
    assert (written.family.years_away, written.version) == (4, 1)
    deed = (await store.audit.newest(GATHERING.id, limit=1))[0]
    assert (deed.action, deed.subject, deed.details["worker"]) == ("card", ITEM, ["message"])


@pytest.mark.parametrize("use", [True, False])
async def test_what_is_next_is_replaced_only_when_somebody_says_so(store: Store, use: bool) -> None:
    _, stage = await on_standby(store)
    written, offered = await at_desk(store, stage).reword(ITEM, FIRST, {Side.WORKER: {"message": "妈，等我"}})
    before = message(stage)
    assert written.offer is not None
    assert (offered, before, written.offer.by) == (True, "妈，我很好", "周导")

    after = await at_desk(store, stage, "林导").settle(ITEM, Seen("r1", written.version), use=use)
    assert (after.offer, message(stage)) == (None, "妈，等我" if use else "妈，我很好")


async def test_a_familys_own_correction_of_what_is_read_waits_for_the_host_too(store: Store) -> None:
    stages, stage = await on_standby(store)
    await stage.perform(Take(None, ITEM), "c3", "host")
    await change(store, "w1", message="妈，等我")
    await carry_over(store, stages, "w1", by="w1")

    offer = card(stage).offer
    assert offer is not None
    assert offer.worker is not None
    assert (message(stage), offer.worker.message, offer.by) == ("妈，我很好", "妈，等我", "")


async def test_what_a_desk_wrote_stays_beside_what_the_family_corrects_later(store: Store) -> None:
    stages, stage = await published(store)
    await at_desk(store, stage).reword(ITEM, FIRST, {Side.WORKER: {"story": "修了十年船"}})
    await change(store, "w1", message="妈，等我")
    await carry_over(store, stages, "w1", by="w1")

    worker = card(stage).worker
    assert worker is not None
    assert (worker.story, worker.message) == ("修了十年船", "妈，等我")
    await carry_over(store, stages, "w1", by="w1")
    assert card(stage).worker == worker, "nothing new was said"


async def test_two_desks_do_not_overwrite_each_other_unseen(store: Store) -> None:
    _, stage = await published(store)
    both = await asyncio.gather(
        at_desk(store, stage).reword(ITEM, FIRST, {Side.WORKER: {"message": "甲"}}),
        at_desk(store, stage, "林导").reword(ITEM, FIRST, {Side.WORKER: {"message": "乙"}}),
        return_exceptions=True,
    )
    assert [type(one) for one in both] == [tuple, Conflict]
    assert message(stage) == "甲"
    await at_desk(store, stage, "林导").reword(
        ITEM, Seen("r1", card(stage).version), {Side.WORKER: {"message": "乙"}}
    )
    assert message(stage) == "乙"


async def test_a_correction_begun_before_another_publishing_lands_on_no_other_pairs_card(
    store: Store,
) -> None:
    stages, stage = await published(store)
    await make_plan(
        store,
        GATHERING.id,
        solve=placing({TWO: ("s-1", OPEN), ONE: ("s-1", OPEN + 300)}),
        by="amei",
        clock=clock,
    )
    await publish(store, stages, GATHERING, by="amei", clock=clock)
    before = card(stage)
    assert (stage.show.items[ITEM].pair, before.version) == (TWO, 0)

    with pytest.raises(Conflict):
        await at_desk(store, stage).reword(ITEM, FIRST, {Side.WORKER: {"story": "修了十年船"}})
    assert card(stage) == before
    await at_desk(store, stage).reword(ITEM, Seen("r2", 0), {Side.WORKER: {"story": "修了十年船"}})
    assert card(stage) != before, "the control: of this very run it does"


async def test_a_correction_that_waits_while_another_run_begins_without_its_row_is_a_conflict(
    store: Store,
) -> None:
    await gala.stored(store, slots=4)
    stage = await Stages(store.journal, clock, lambda _: None).get("gala")
    assert stage is not None
    waiting = []

    async def put() -> None:
        story = {Side.WORKER: {"story": "修了十年船"}}
        waiting.append(asyncio.ensure_future(at_desk(store, stage).reword("it-4", FIRST, story)))
        await asyncio.sleep(0)
        await store.shows.begin_run(gala.head(run="r2", slots=2), gala.rundown(run="r2", slots=2))

    await stage.begin_run(put)
    with pytest.raises(Conflict):
        await waiting[0]


async def test_without_the_version_the_second_would_have_won_unseen(store: Store) -> None:
    """The control: the same two corrections, each of what it finds."""
    _, stage = await published(store)
    for words in ("甲", "乙"):
        await at_desk(store, stage).reword(
            ITEM, Seen("r1", card(stage).version), {Side.WORKER: {"message": words}}
        )
    assert message(stage) == "乙"


async def test_an_offer_of_the_past_is_not_used_by_mistake(store: Store) -> None:
    _, stage = await on_standby(store)
    first, _ = await at_desk(store, stage).reword(ITEM, FIRST, {Side.WORKER: {"message": "甲"}})
    await at_desk(store, stage).reword(ITEM, Seen("r1", first.version), {Side.WORKER: {"message": "乙"}})
    with pytest.raises(Conflict):
        await at_desk(store, stage).settle(ITEM, Seen("r1", first.version), use=True)
    await at_desk(store, stage).settle(ITEM, Seen("r1", card(stage).version), use=True)
    assert message(stage) == "乙"
    with pytest.raises(Conflict):
        await at_desk(store, stage).settle(ITEM, Seen("r1", card(stage).version), use=True)


async def test_a_correction_and_its_offer_outlive_a_restart(store: Store) -> None:
    stages, stage = await on_standby(store)
    await at_desk(store, stage).reword(ITEM, FIRST, {Side.WORKER: {"message": "妈，等我"}})
    again = await Stages(store.journal, clock, lambda _: None).get("s-1")
    assert again is not None
    assert again.loaded.rundown.cards[ITEM] == card(stage)
    del stages


async def test_who_withdraws_leaves_what_a_desk_wrote_and_what_was_offered(store: Store) -> None:
    stages, stage = await on_standby(store)
    await at_desk(store, stage).reword(ITEM, FIRST, {Side.FAMILY: {"message": "想你"}})
    await Registering(store, clock).withdraw("f1")
    await carry_over(store, stages, "f1", by="f1")
    written = card(stage)
    assert written.family is not None
    assert (written.family.message, written.offer, written.said) == ("", None, None)


async def test_what_a_desk_wrote_outlives_publishing_anew(store: Store) -> None:
    stages, stage = await published(store)
    await at_desk(store, stage).reword(ITEM, FIRST, {Side.WORKER: {"story": "修了十年船"}})
    await publish(store, stages, GATHERING, by="amei", clock=clock)
    worker = card(stage).worker
    assert worker is not None
    assert (stage.show.run, worker.story) == ("r2", "修了十年船")


@pytest.mark.parametrize(
    ("item", "code"), [("it-1", "not-a-slot"), ("nobody", "unknown-item"), (ITEM, "past-item")]
)
async def test_what_is_no_card_to_come_is_refused(store: Store, item: str, code: str) -> None:
    _, stage = await on_standby(store)
    await stage.perform(Take(None, ITEM), "c3", "host")
    await stage.perform(Take(ITEM), "c4", "host")
    with pytest.raises(Refused, match=code):
        await at_desk(store, stage).reword(item, FIRST, {Side.WORKER: {"message": "甲"}})
