from dataclasses import replace

import pytest

from reunion.actions.contacting import contacts_of, reveal
from reunion.actions.ports import NewRegistration
from reunion.actions.running import Stages
from reunion.domain.doubles import Double, DoubleStanding
from reunion.domain.people import Registration, Side, Standing
from reunion.domain.refusal import Refused

from . import gala

MOTHER = Registration("rg-1", "dongxing", Side.FAMILY, 1, "李秀英", ("+8613900139000",))
SON = Registration("rg-2", "dongxing", Side.WORKER, 2, "张晓明", ())


@pytest.fixture
async def stage(store, clock):
    await gala.stored(store)
    await store.registrations.add([NewRegistration(MOTHER), NewRegistration(SON)])
    card = replace(gala.rundown().cards["it-2"], people=("rg-1", "rg-2"))
    await store.shows.put_cards("gala", "r1", {"it-2": card})
    return await Stages(store.journal, clock, lambda _: None).get("gala")


async def test_numbers_are_masked_and_who_has_none_is_named_all_the_same(store, stage):
    found = await contacts_of(store, stage, "it-2")
    assert [(one.name, one.phones) for one in found[Side.FAMILY]] == [("李秀英", ("139****9000",))]
    assert [(one.name, one.phones) for one in found[Side.WORKER]] == [("张晓明", ())]


async def test_who_looks_is_on_record_before_the_numbers_are_given(store, stage, clock):
    found = await reveal(store, stage, "it-2", by="st-1", clock=clock)
    assert found[Side.FAMILY][0].phones == ("13900139000",)
    (deed,) = await store.audit.newest("dongxing", limit=9)
    assert (deed.by, deed.action, deed.subject) == ("st-1", "reveal", "it-2")
    assert deed.details == {"show": "gala", "item": "it-2", "people": ["rg-2", "rg-1"]}


async def test_a_segment_has_nobody_and_an_unknown_item_is_refused(store, stage):
    assert await contacts_of(store, stage, "it-0") == {Side.WORKER: (), Side.FAMILY: ()}
    with pytest.raises(Refused, match="unknown-item"):
        await contacts_of(store, stage, "it-99")


@pytest.mark.parametrize(
    ("standing", "rung"),
    [
        (DoubleStanding.MERGED, [("李秀英", ("139****9000", "137****7000"))]),
        (DoubleStanding.APART, [("李秀英", ("139****9000",)), ("李秀英", ("137****7000",))]),
    ],
)
async def test_who_registered_twice_is_rung_as_one_person_with_all_numbers(store, stage, standing, rung):
    again = replace(MOTHER, id="rg-3", phones=("+8613700137000",), invite_code="R3")
    await store.registrations.add([NewRegistration(again)])
    card = replace(stage.loaded.rundown.cards["it-2"], people=("rg-1", "rg-2", "rg-3"))
    await store.shows.put_cards("gala", "r1", {"it-2": card})
    await stage.read_anew()
    double = Double("rg-1", "rg-3", Side.FAMILY, standing)
    await store.doubles.notice("dongxing", ["rg-1", "rg-3"], [double])
    found = await contacts_of(store, stage, "it-2")
    assert [(one.name, one.phones) for one in found[Side.FAMILY]] == rung


async def test_who_withdrew_is_not_rung(store, stage, clock):
    gone = replace(MOTHER, standing=Standing.WITHDRAWN, phones=(), name="", revision=2)
    await store.registrations.put(gone, by="rg-1", at=clock(), action="withdraw")
    assert (await contacts_of(store, stage, "it-2"))[Side.FAMILY] == ()
