import pytest

from reunion.actions.answering import answer, own_slot
from reunion.actions.ports import NewRegistration
from reunion.actions.running import Stages
from reunion.domain.commands import MarkReady, NoShow, Start, Take
from reunion.domain.people import Pair, Party, Registration, Side
from reunion.domain.readiness import Ready
from reunion.domain.refusal import Refused
from reunion.domain.rundown import State
from tests.actions.scenes import put_pairs

from . import gala

MOTHER = Registration("rg-1", "dongxing", Side.FAMILY, 1, "李秀英")
SON = Registration("rg-2", "dongxing", Side.WORKER, 2, "张晓明")


@pytest.fixture
async def stages(store, clock):
    await gala.stored(store)
    await store.registrations.add([NewRegistration(MOTHER), NewRegistration(SON)])
    pair = Pair("p-2", "dongxing", Party(Side.WORKER, ("rg-2",)), Party(Side.FAMILY, ("rg-1",)))
    await put_pairs(store, [pair])
    return Stages(store.journal, clock, lambda _: None)


async def test_a_family_finds_its_slot_and_its_side(store, stages):
    slot = await own_slot(store, stages, MOTHER)
    assert (slot.show, slot.pair, slot.item, slot.side) == ("gala", "p-2", "it-2", Side.FAMILY)
    assert (slot.state, slot.ready) == (State.PLANNED, Ready.INVITED)


async def test_who_is_in_no_pair_has_no_slot(store, stages):
    stranger = Registration("rg-9", "dongxing", Side.FAMILY, 9, "王大娘")
    assert await own_slot(store, stages, stranger) is None
    with pytest.raises(Refused, match="unknown-item"):
        await answer(store, stages, stranger, Ready.WAITING)


async def test_an_answer_marks_only_the_own_side(store, stages):
    await answer(store, stages, MOTHER, Ready.WAITING)
    stage = await stages.get("gala")
    assert stage.show.sides("it-2") == (Ready.INVITED, Ready.WAITING)


async def test_i_will_come_does_not_take_back_i_am_here(store, stages):
    await answer(store, stages, SON, Ready.WAITING)
    assert await answer(store, stages, SON, Ready.CONFIRMED) is Ready.WAITING


async def test_saying_the_same_twice_is_stored_once(store, stages):
    for _ in range(3):
        await answer(store, stages, SON, Ready.WAITING)
    stage = await stages.get("gala")
    assert stage.show.revision == 1


async def test_what_the_studio_found_out_stays(store, stages):
    stage = await stages.get("gala")
    await stage.perform(MarkReady("it-2", Side.WORKER, Ready.CHECKED), "c1", "st-1")
    assert await answer(store, stages, SON, Ready.WAITING) is Ready.CHECKED


async def test_who_was_missed_and_is_back_is_waiting_again(store, stages):
    stage = await stages.get("gala")
    await stage.perform(MarkReady("it-2", Side.WORKER, Ready.LOST), "c1", "st-1")
    assert await answer(store, stages, SON, Ready.WAITING) is Ready.WAITING


async def test_nobody_says_of_himself_that_the_studio_has_checked_him(store, stages):
    with pytest.raises(Refused, match="malformed"):
        await answer(store, stages, SON, Ready.READY)


async def test_an_answer_after_the_slot_was_aired_is_refused(store, stages):
    stage = await stages.get("gala")
    for number, command in enumerate((Start(), Take(None, "it-2"), Take("it-2"))):
        await stage.perform(command, f"c{number}", "st-1")
    with pytest.raises(Refused, match="past-item"):
        await answer(store, stages, SON, Ready.WAITING)


async def test_who_comes_after_being_missed_can_say_so(store, stages):
    stage = await stages.get("gala")
    for number, command in enumerate((Start(), NoShow("it-2"))):
        await stage.perform(command, f"c{number}", "st-1")
    assert await answer(store, stages, SON, Ready.WAITING) is Ready.WAITING
