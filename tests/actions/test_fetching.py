from dataclasses import replace

import pytest

from reunion.actions.fetching import mark, take_back, to_fetch
from reunion.actions.ports import NewRegistration
from reunion.actions.running import Stages
from reunion.domain.access import Identity, Role
from reunion.domain.commands import MarkReady, Start, Take
from reunion.domain.instants import MINUTE, Instant
from reunion.domain.people import Registration, Side
from reunion.domain.readiness import Origin, Ready
from reunion.domain.refusal import Refused
from reunion.domain.timing import project

from . import gala

HELPER = Identity(Role.VOLUNTEER, "st-2", "dongxing", "511011100", "双坳")
PRODUCER = Identity(Role.PRODUCER, "st-1", "dongxing")


@pytest.fixture
async def stages(store, clock):
    await gala.stored(store)
    for number, village in ((1, "双坳"), (2, "火花"), (3, "双坳")):
        family = Registration(
            f"f-{number}", "dongxing", Side.FAMILY, 0, f"李{number}娘", invite_code=f"F{number}"
        )
        family = replace(family, township="511011100", village=village)
        await store.registrations.add([NewRegistration(family)])
        card = replace(gala.rundown().cards[f"it-{number}"], people=(family.id,))
        await store.shows.put_cards("gala", "r1", {f"it-{number}": card})
    made = Stages(store.journal, clock, lambda _: None)
    await made.get("gala")
    return made


async def test_the_own_village_comes_by_its_time(store, stages, clock):
    found = await to_fetch(store, stages, "dongxing", HELPER, clock)
    assert [(one.item, one.people[0].name) for one in found] == [("it-1", "李1娘"), ("it-3", "李3娘")]
    assert [one.start for one in found] == sorted(one.start for one in found)
    assert len(await to_fetch(store, stages, "dongxing", PRODUCER, clock)) == 3


async def test_whose_turn_is_more_than_an_hour_away_stays_at_home(store, stages, clock):
    clock.instant = Instant(gala.START - 60 * MINUTE)
    found = await to_fetch(store, stages, "dongxing", HELPER, clock)
    assert found == ()


async def test_who_is_here_has_not_to_be_fetched(store, stages, clock):
    await mark(store, stages, HELPER, "dongxing", "gala", "it-1", Ready.WAITING)
    found = await to_fetch(store, stages, "dongxing", HELPER, clock)
    assert [one.there for one in found] == [True, False]


@pytest.mark.parametrize(("again", "stands"), [("p-1", Ready.READY), ("p-2", Ready.WAITING)])
async def test_a_press_that_comes_again_is_stored_once_and_writes_over_nothing_said_since(
    store, stages, again, stands
):
    """The control sends the same word as another press."""
    stage = await stages.get("gala")
    await mark(store, stages, HELPER, "dongxing", "gala", "it-1", Ready.WAITING, "p-1")
    await stage.perform(MarkReady("it-1", Side.FAMILY, Ready.READY), "said", "st-1")
    await mark(store, stages, HELPER, "dongxing", "gala", "it-1", Ready.WAITING, again)
    assert stage.show.side("it-1", Side.FAMILY)[0] is stands


async def test_another_village_another_gathering_and_other_words_are_refused(store, stages):
    with pytest.raises(Refused, match="unknown-item"):
        await mark(store, stages, HELPER, "dongxing", "gala", "it-2", Ready.WAITING)
    with pytest.raises(Refused, match="unknown-item"):
        await mark(store, stages, HELPER, "elsewhere", "gala", "it-1", Ready.WAITING)
    with pytest.raises(Refused, match="malformed"):
        await mark(store, stages, HELPER, "dongxing", "gala", "it-1", Ready.LOST)


@pytest.mark.parametrize("before", [Ready.INVITED, Ready.CONFIRMED, Ready.NO_SHOW])
@pytest.mark.parametrize("said", [(Ready.WAITING,), (Ready.READY,), (Ready.WAITING, Ready.READY)])
async def test_an_arrival_that_is_taken_back_leaves_what_stood_before(store, stages, before, said):
    stage = await stages.get("gala")
    await stage.perform(MarkReady("it-1", Side.FAMILY, before), "said", "st-1")
    for state in said:
        await mark(store, stages, HELPER, "dongxing", "gala", "it-1", state)
    await take_back(store, stages, HELPER, "dongxing", "gala", "it-1", said[-1])
    assert stage.show.side("it-1", Side.FAMILY)[0] is before


async def test_a_page_from_before_takes_back_nothing_that_is_known_since(store, stages):
    stage = await stages.get("gala")
    for seen, now in ((Ready.WAITING, Ready.READY), (Ready.WAITING, Ready.NO_SHOW)):
        await mark(store, stages, HELPER, "dongxing", "gala", "it-1", now)
        await take_back(store, stages, HELPER, "dongxing", "gala", "it-1", seen)
        assert stage.show.side("it-1", Side.FAMILY)[0] is now


async def test_what_a_family_says_from_its_own_page_is_taken_back_by_nobody_else(store, stages, clock):
    stage = await stages.get("gala")
    await stage.perform(MarkReady("it-1", Side.FAMILY, Ready.WAITING, Origin.OWN), "own", "f-1")
    await take_back(store, stages, HELPER, "dongxing", "gala", "it-1", Ready.WAITING)
    first, *_ = await to_fetch(store, stages, "dongxing", HELPER, clock)
    assert (first.ready, first.watched) == (Ready.WAITING, True)


async def test_an_arrival_in_another_village_is_not_taken_back(store, stages):
    with pytest.raises(Refused, match="unknown-item"):
        await take_back(store, stages, HELPER, "dongxing", "gala", "it-2", Ready.WAITING)


async def test_who_could_not_come_comes_after_all(store, stages, clock):
    await mark(store, stages, HELPER, "dongxing", "gala", "it-1", Ready.NO_SHOW)
    await mark(store, stages, HELPER, "dongxing", "gala", "it-1", Ready.CONFIRMED)
    found = await to_fetch(store, stages, "dongxing", HELPER, clock)
    assert (found[0].item, found[0].ready) == ("it-1", Ready.CONFIRMED)


async def test_who_came_meanwhile_is_not_sent_home_by_a_page_that_still_says_they_cannot_come(store, stages):
    for state in (Ready.NO_SHOW, Ready.READY, Ready.CONFIRMED):
        await mark(store, stages, HELPER, "dongxing", "gala", "it-1", state)
    stage = await stages.get("gala")
    assert (stage.show.side("it-1", Side.FAMILY)[0], stage.show.revision) == (Ready.READY, 2)


async def test_a_few_seconds_make_no_other_minute_than_that_of_the_call_sheet(store, stages, clock):
    stage = await stages.get("gala")
    planned = stage.show.items["it-1"].planned
    clock.instant = Instant(gala.START + 3000)
    await stage.perform(Start(), "c-1", "st-1")
    await stage.perform(Take(None), "c-2", "st-1")

    found = await to_fetch(store, stages, "dongxing", HELPER, clock)

    assert project(stage.show, clock()).expected["it-1"] != planned
    assert found[0].start == planned
