from reunion.actions.consenting import agree_on_paper, take_back
from reunion.actions.ports import Store
from reunion.actions.publishing import publish
from reunion.actions.registering import Registering
from reunion.actions.running import Stages
from reunion.domain.consent import Channel, Purpose
from reunion.domain.instants import Instant
from tests.actions.scenes import GATHERING, begin, clock, family, worker
from tests.actions.test_publishing import NEVER_ASKED, planned


def stages(store: Store) -> Stages:
    return Stages(store.journal, clock, lambda _: None)


async def agree(store: Store, *ids: str, gathering: str = GATHERING.id) -> int:
    return (await agree_on_paper(store, stages(store), gathering, ids, by="amei", clock=clock)).people


async def test_a_signed_sheet_is_stored_with_its_channel(store: Store) -> None:
    await begin(store, family("f1", "李芳", consent=NEVER_ASKED))
    assert await agree(store, "f1") == 1
    stored = await store.registrations.get("f1")
    assert stored is not None
    assert {purpose: given.channel for purpose, given in stored.consent.given.items()} == dict.fromkeys(
        Purpose, Channel.PAPER
    )
    (deed,) = await store.audit.newest(GATHERING.id, limit=9)
    assert (deed.action, deed.by, deed.subject) == ("consent-on-paper", "amei", "f1")


async def test_what_somebody_agreed_to_on_the_web_stays_as_it_was(store: Store) -> None:
    await begin(store, family("f1", "李芳"))
    assert await agree(store, "f1") == 0
    stored = await store.registrations.get("f1")
    assert stored is not None
    assert {given.channel for given in stored.consent.given.values()} == {Channel.WEB}


async def test_strangers_and_those_who_withdrew_are_left_out(store: Store) -> None:
    await begin(store, worker("w1", "张伟", consent=NEVER_ASKED), family("f1", "李芳", consent=NEVER_ASKED))
    await Registering(store, clock).withdraw("f1")
    assert await agree(store, "f1", "nobody") == 0
    assert await agree(store, "w1", gathering="elsewhere") == 0


async def test_a_sheet_frees_the_slot_of_a_published_show(store: Store) -> None:
    running = await planned(store, consent=NEVER_ASKED)
    await publish(store, running, GATHERING, by="amei", clock=clock)
    stage = await running.get("s-1")
    assert stage is not None
    assert stage.show.barred == {"it-3"}
    await agree_on_paper(store, running, GATHERING.id, ["f2"], by="amei", clock=clock)
    assert stage.show.barred == frozenset()


async def test_a_pile_of_sheets_is_taken_back_and_nothing_else_with_it(store: Store) -> None:
    running = await planned(store, consent=NEVER_ASKED)
    await publish(store, running, GATHERING, by="amei", clock=clock)
    before = {id_: await store.registrations.get(id_) for id_ in ("f1", "f2")}
    first = await agree_on_paper(store, running, GATHERING.id, ["f1", "f2"], by="amei", clock=clock)
    second = await agree_on_paper(
        store, running, GATHERING.id, ["f1"], by="amei", clock=lambda: Instant(first.at + 1)
    )
    assert (first.people, second.people) == (1, 0)

    assert await take_back(store, running, GATHERING.id, first.at, by="amei", clock=clock) == 1
    for id_, person in before.items():
        stored = await store.registrations.get(id_)
        assert stored is not None
        assert person is not None
        assert stored.consent == person.consent
    stage = await running.get("s-1")
    assert stage is not None
    assert stage.show.barred == {"it-3"}
    assert await take_back(store, running, GATHERING.id, first.at, by="amei", clock=clock) == 0


async def test_what_a_colleague_stored_is_not_taken_back(store: Store) -> None:
    await begin(store, family("f1", "李芳", consent=NEVER_ASKED))
    agreed = await agree_on_paper(store, stages(store), GATHERING.id, ["f1"], by="amei", clock=clock)
    assert await take_back(store, stages(store), GATHERING.id, agreed.at, by="ben", clock=clock) == 0
    stored = await store.registrations.get("f1")
    assert stored is not None
    assert set(stored.consent.given) == set(Purpose)
