from dataclasses import replace

import pytest

from reunion.actions.arriving import check_in, coming, find, take_back, turn_of, whom
from reunion.actions.ports import NewRegistration
from reunion.actions.registering import tombstone
from reunion.actions.running import Stages
from reunion.domain.access import Identity, Role
from reunion.domain.commands import End, MarkReady, NoShow, Start
from reunion.domain.instants import DAY, Instant
from reunion.domain.people import Registration, Side
from reunion.domain.readiness import Ready
from reunion.domain.refusal import Refused

from . import gala

HELPER = Identity(Role.VOLUNTEER, "st-2", "dongxing", "511011100", "双坳")
NOWHERE = Identity(Role.VOLUNTEER, "st-3", "dongxing")
HOST = Identity(Role.HOST, "st-1", "dongxing")


@pytest.fixture
async def stages(store, clock):
    await gala.stored(store)
    for number, village in ((1, "双坳"), (2, "火花"), (3, "双坳")):
        people = (
            Registration(
                f"w-{number}", "dongxing", Side.WORKER, 0, f"张{number}弟", invite_code=f"W{number}"
            ),
            Registration(
                f"f-{number}",
                "dongxing",
                Side.FAMILY,
                0,
                f"李{number}娘",
                (f"+86139001390{number:02}",),
                township="511011100",
                village=village,
                invite_code=f"F{number}",
            ),
        )
        await store.registrations.add([NewRegistration(one) for one in people])
        card = replace(gala.rundown().cards[f"it-{number}"], people=tuple(one.id for one in people))
        await store.shows.put_cards("gala", "r1", {f"it-{number}": card})
    made = Stages(store.journal, clock, lambda _: None)
    await made.get("gala")
    return made


async def one(store, key: str) -> Registration:
    found = await store.registrations.get(key)
    assert found is not None
    return found


async def names(store, stages, who, clock) -> list[str]:
    return [turn.people[0].name for turn in await coming(store, stages, "dongxing", who, clock)]


async def test_a_host_sees_both_sides_of_every_slot_a_volunteer_the_own_families(store, stages, clock):
    both = ["张1弟", "李1娘", "张2弟", "李2娘", "张3弟", "李3娘"]
    assert await names(store, stages, HOST, clock) == both
    assert await names(store, stages, HELPER, clock) == ["李1娘", "李3娘"]
    assert await names(store, stages, NOWHERE, clock) == []


async def test_who_is_checked_in_is_no_longer_awaited_and_stands_on_record(store, stages, clock):
    await check_in(store, stages, HELPER, await one(store, "f-1"), clock=clock)
    stage = await stages.get("gala")
    assert stage.show.side("it-1", Side.FAMILY)[0] is Ready.WAITING
    assert stage.show.side("it-1", Side.WORKER)[0] is Ready.INVITED
    assert await names(store, stages, HELPER, clock) == ["李3娘"]
    (deed,) = await store.audit.newest("dongxing", limit=1)
    assert (deed.action, deed.by, deed.subject) == ("check-in", "st-2", "f-1")
    assert deed.details == {"show": "gala", "item": "it-1", "says": "waiting"}


async def test_a_second_scan_stores_nothing(store, stages, clock):
    person = await one(store, "w-2")
    await check_in(store, stages, HOST, person, clock=clock)
    stage = await stages.get("gala")
    revision = stage.show.revision
    await check_in(store, stages, HOST, person, clock=clock)
    assert stage.show.revision == revision
    turn = await turn_of(stages, store, HOST, person, clock)
    assert (turn.ready, turn.there, turn.others) == (Ready.WAITING, True, ("李2娘",))


@pytest.mark.parametrize("before", [Ready.INVITED, Ready.CONFIRMED, Ready.NO_SHOW])
async def test_a_wrong_scan_that_is_taken_back_leaves_what_stood_before(store, stages, clock, before):
    stage, person = await stages.get("gala"), await one(store, "w-2")
    await stage.perform(MarkReady("it-2", Side.WORKER, before), "said", "h")
    await check_in(store, stages, HOST, person, clock=clock)
    await take_back(store, stages, HOST, person, clock=clock)
    assert stage.show.side("it-2", Side.WORKER)[0] is before
    deed, _ = await store.audit.newest("dongxing", limit=2)
    assert (deed.action, deed.subject) == ("check-in-undone", "w-2")
    assert deed.details == {"show": "gala", "item": "it-2", "says": before}


@pytest.mark.parametrize("since", [Ready.INVITED, Ready.CHECKED, Ready.READY])
async def test_what_became_of_a_party_since_the_scan_is_not_taken_back(store, stages, clock, since):
    stage, person = await stages.get("gala"), await one(store, "w-2")
    await check_in(store, stages, HOST, person, clock=clock)
    await stage.perform(MarkReady("it-2", Side.WORKER, since), "said", "h")
    with pytest.raises(Refused, match="nothing-to-undo"):
        await take_back(store, stages, HOST, person, clock=clock)
    assert stage.show.side("it-2", Side.WORKER)[0] is since


async def test_a_slot_that_was_missed_gives_way_to_one_that_is_still_to_come(store, stages, clock):
    person, stage = await one(store, "f-1"), await stages.get("gala")
    cards = stage.loaded.rundown.cards
    later = replace(cards["it-3"], people=(*cards["it-3"].people, "f-1"))
    await store.shows.put_cards("gala", "r1", {"it-3": later})
    await stage.read_anew()
    assert (await turn_of(stages, store, HOST, person, clock)).item == "it-1"
    await stage.perform(NoShow("it-1", ""), "missed", "h")
    assert (await turn_of(stages, store, HOST, person, clock)).item == "it-3"
    await check_in(store, stages, HOST, person, clock=clock)
    assert stage.show.side("it-3", Side.FAMILY)[0] is Ready.WAITING
    await stage.perform(NoShow("it-3", ""), "missed-too", "h")
    assert (await turn_of(stages, store, HOST, person, clock)).item == "it-1"


async def test_of_two_shows_the_slot_that_comes_first_counts_whichever_show_begins_first(
    store, stages, clock
):
    head, rundown = gala.head("other", run="r2"), gala.rundown("other", run="r2")
    earlier = Instant(head.planned_start - 1000)
    card = replace(rundown.cards["it-4"], people=("f-1",))
    other = replace(
        rundown,
        show=replace(rundown.show, planned_start=earlier),
        cards={**rundown.cards, "it-4": card},
    )
    await store.shows.begin_run(replace(head, planned_start=earlier), other)
    assert [each.id for each in await store.shows.every("dongxing")] == ["other", "gala"]
    turn = await turn_of(stages, store, HOST, await one(store, "f-1"), clock)
    assert (turn.show, turn.item) == ("gala", "it-1")


async def test_a_volunteer_reads_of_a_party_the_own_village_only(store, stages, clock):
    stage = await stages.get("gala")
    card = stage.loaded.rundown.cards["it-1"]
    await store.shows.put_cards("gala", "r1", {"it-1": replace(card, people=("f-2", *card.people))})
    await stage.read_anew()
    person = await one(store, "f-1")
    for who, seen in ((HELPER, ["李1娘"]), (HOST, ["李1娘", "李2娘"])):
        turns = await coming(store, stages, "dongxing", who, clock)
        first = next(turn for turn in turns if turn.side is Side.FAMILY)
        whose = await turn_of(stages, store, who, person, clock)
        assert [each.name for each in first.people] == [each.name for each in whose.people] == seen


async def test_a_foreign_village_a_foreign_gathering_and_who_withdrew_are_nobody(store, stages, clock):
    assert (await whom(store, HELPER, "dongxing", "f-1")).name == "李1娘"
    assert await whom(store, HELPER, "dongxing", "f-2") is None
    assert await whom(store, HELPER, "dongxing", "w-1") is None
    assert await whom(store, NOWHERE, "dongxing", "f-1") is None
    assert await whom(store, HOST, "elsewhere", "f-1") is None
    assert await whom(store, HOST, "dongxing", "no-such") is None
    gone = tombstone(await one(store, "f-1"))
    await store.registrations.put(gone, by="f-1", at=clock(), action="withdraw")
    assert await whom(store, HOST, "dongxing", "f-1") is None


async def test_people_are_found_by_number_and_last_digits_within_what_may_be_seen(store, stages, clock):
    number = (await one(store, "f-2")).number
    assert [each.id for each in await find(store, HOST, "dongxing", str(number), clock)] == ["f-2"]
    assert [each.id for each in await find(store, HOST, "dongxing", "9002", clock)] == ["f-2"]
    assert await find(store, HELPER, "dongxing", "9002", clock) == ()
    assert [each.id for each in await find(store, HELPER, "dongxing", "9003", clock)] == ["f-3"]
    assert await find(store, NOWHERE, "dongxing", "9003", clock) == ()


async def test_whom_a_search_showed_is_on_record_by_id(store, stages, clock):
    await find(store, HOST, "dongxing", "9002", clock)
    await find(store, HOST, "dongxing", "777777", clock)
    (deed,) = await store.audit.newest("dongxing", limit=9)
    assert (deed.action, deed.by, deed.details) == ("door-search", "st-1", {"people": ["f-2"]})


async def test_only_who_has_a_slot_is_checked_in(store, stages, clock):
    person = replace(await one(store, "f-1"), id="f-9")
    for act in (check_in, take_back):
        with pytest.raises(Refused, match="unknown-item"):
            await act(store, stages, HOST, person, clock=clock)


async def test_after_the_end_of_a_show_nobody_is_awaited(store, stages, clock):
    stage = await stages.get("gala")
    await stage.perform(Start(), "start", "h")
    await stage.perform(End(), "end", "h")
    assert await names(store, stages, HOST, clock) == []
    assert await turn_of(stages, store, HOST, await one(store, "f-1"), clock) is None


async def tomorrow(store, *seated: str) -> None:
    """A second show a day later, with these people in its fourth slot."""
    head, rundown = gala.head("second", run="r2"), gala.rundown("second", run="r2")
    opens, ends = (Instant(one + DAY) for one in (head.planned_start, head.planned_end))
    card = replace(rundown.cards["it-4"], people=seated)
    items = {
        key: replace(item, planned=Instant(item.planned + DAY)) for key, item in rundown.show.items.items()
    }
    show = replace(rundown.show, planned_start=opens, items=items)
    await store.shows.begin_run(
        replace(head, planned_start=opens, planned_end=ends),
        replace(rundown, show=show, cards={**rundown.cards, "it-4": card}),
    )


async def test_tomorrows_people_are_listed_only_when_nobody_more_comes_today(store, stages, clock):
    today = await names(store, stages, HOST, clock)
    await tomorrow(store, "f-1")
    assert await names(store, stages, HOST, clock) == today
    stage = await stages.get("gala")
    await stage.perform(Start(), "start", "h")
    await stage.perform(End(), "end", "h")
    (turn,) = await coming(store, stages, "dongxing", HOST, clock)
    assert (turn.show, turn.evening.due) == ("second", False)


async def test_nobody_is_checked_in_for_the_show_of_another_day_until_it_runs(store, stages, clock):
    person = replace(await one(store, "f-1"), id="f-9")
    await store.registrations.add([NewRegistration(replace(person, invite_code="F9"))])
    await tomorrow(store, "f-9")
    for act in (check_in, take_back):
        with pytest.raises(Refused, match="not-due"):
            await act(store, stages, HOST, person, clock=clock)
    stage = await stages.get("second")
    await stage.perform(Start(), "start", "h")
    await check_in(store, stages, HOST, person, clock=clock)
    assert stage.show.side("it-4", Side.FAMILY)[0] is Ready.WAITING
