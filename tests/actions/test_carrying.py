from reunion.actions.calling import BY
from reunion.actions.ports import Store
from reunion.actions.publishing import Published, publish
from reunion.actions.running import Stage, Stages
from reunion.actions.scheduling import differences, make_plan
from reunion.actions.surveying import situation
from reunion.domain.calls import Call, Made
from reunion.domain.commands import Agree, CallUp, HandOver, MarkReady
from reunion.domain.entries import HandedOver
from reunion.domain.instants import MINUTE, SECOND, Instant
from reunion.domain.people import Side
from reunion.domain.readiness import Mark, Origin, Ready
from reunion.domain.rundown import Told, Why
from tests.actions.scenes import EVENING, GATHERING, NOON, clock
from tests.actions.test_publishing import ONE, TWO, planned
from tests.actions.test_scheduling import OPEN, placing
from tests.conftest import HandClock

FIRST = {ONE: ("s-1", OPEN), TWO: ("s-1", OPEN + 300)}
SOON = Instant(EVENING - 20 * MINUTE)


async def anew(store: Store, stages: Stages, places: dict[str, tuple[str, int]], at: Instant) -> Published:
    """Plan these places and publish them."""
    await make_plan(store, GATHERING.id, solve=placing(places), by="amei", clock=clock)
    return await publish(store, stages, GATHERING, by="amei", clock=lambda: at)


async def begun(store: Store, hand: HandClock) -> tuple[Stages, Stage]:
    await planned(store)
    stages = Stages(store.journal, hand, lambda _: None)
    await anew(store, stages, FIRST, NOON)
    stage = await stages.get("s-1")
    assert stage is not None
    return stages, stage


def item_of(stage: Stage, pair: str) -> str:
    return next(item.id for item in stage.show.items.values() if item.pair == pair)


async def told(store: Store, since: Instant) -> list[tuple[str, str, str, str]]:
    """What went out at `since`: show, item, side and what."""
    rows = [row for show in ("s-1", "s-2") for row in await store.outbox.newest(show, limit=99)]
    return [(row.show, row.item, row.side.value, row.what) for row in rows if row.at == since]


async def test_the_first_publishing_tells_both_sides_of_everybody_their_time(
    store: Store, clock: HandClock
) -> None:
    _, stage = await begun(store, clock)
    assert await told(store, NOON) == [
        ("s-1", item, side, "placed") for item in ("it-2", "it-3") for side in ("family", "worker")
    ]
    assert stage.show.told["it-2"] == Told(Instant(OPEN * SECOND), Instant(OPEN * SECOND), Why.PLACED, NOON)


async def test_publishing_again_tells_exactly_those_whose_time_left_what_they_were_told(
    store: Store, clock: HandClock
) -> None:
    stages, stage = await begun(store, clock)
    later = Instant(NOON + MINUTE)
    moved = FIRST | {TWO: ("s-1", OPEN + 300 + 301)}
    assert (await anew(store, stages, moved, later)).told == 1
    assert await told(store, later) == [
        ("s-1", "it-3", "family", "planned"),
        ("s-1", "it-3", "worker", "planned"),
    ]
    was, now = Instant((OPEN + 300) * SECOND), Instant((OPEN + 601) * SECOND)
    assert stage.show.told["it-3"] == Told(now, was, Why.PLANNED, later)
    assert (await store.shows.promises("s-1"))[TWO] == now
    again = Instant(later + MINUTE)
    assert (await anew(store, stages, moved, again)).told == 0
    assert await told(store, again) == []


async def test_small_changes_that_add_up_are_told(store: Store, clock: HandClock) -> None:
    stages, _ = await begun(store, clock)
    counts = []
    for number, more in enumerate((200, 299, 301), start=1):
        places = FIRST | {TWO: ("s-1", OPEN + 300 + more)}
        counts.append((await anew(store, stages, places, Instant(NOON + number * MINUTE))).told)
    assert counts == [0, 0, 1]


async def test_the_boards_list_names_whom_publishing_tells(store: Store, clock: HandClock) -> None:
    stages, _ = await begun(store, clock)
    await anew(store, stages, FIRST | {TWO: ("s-1", OPEN + 500)}, Instant(NOON + MINUTE))
    for number, more in enumerate((590, 601), start=2):
        await make_plan(
            store,
            GATHERING.id,
            solve=placing(FIRST | {TWO: ("s-1", OPEN + more)}),
            by="amei",
            clock=clock,
        )
        now = await situation(store, GATHERING.id, clock())
        assert now.before is not None
        listed = differences(now.published, now.before, now.tell_after).told
        published = await publish(
            store, stages, GATHERING, by="amei", clock=lambda n=number: Instant(NOON + n * MINUTE)
        )
        assert listed == published.told == (more > 600)


async def test_a_pair_moved_to_another_show_and_back_is_told_both_times(
    store: Store, clock: HandClock
) -> None:
    stages, stage = await begun(store, clock)
    away, back = Instant(NOON + MINUTE), Instant(NOON + 2 * MINUTE)
    assert (await anew(store, stages, {ONE: FIRST[ONE], TWO: ("s-2", OPEN + 24 * 3600)}, away)).told == 1
    assert [row[0] for row in await told(store, away)] == ["s-2", "s-2"]
    assert (await anew(store, stages, FIRST, back)).told == 1
    assert [row[:2] for row in await told(store, back)] == [("s-1", "it-3")] * 2
    assert stage.show.told["it-3"].was == (OPEN + 24 * 3600) * SECOND


async def test_who_lost_its_slot_counts_once_and_is_told_when_it_has_one_again(
    store: Store, clock: HandClock
) -> None:
    stages, stage = await begun(store, clock)
    places = ({ONE: FIRST[ONE]}, {ONE: FIRST[ONE]}, FIRST)
    counts = [
        (await anew(store, stages, one, Instant(NOON + n * MINUTE))).told
        for n, one in enumerate(places, start=1)
    ]
    assert counts == [1, 0, 1]
    assert await told(store, Instant(NOON + MINUTE)) == [
        ("s-1", TWO, side, "lost") for side in ("family", "worker")
    ]
    assert await told(store, Instant(NOON + 2 * MINUTE)) == []
    assert await store.shows.lost(TWO) is None
    assert stage.show.told["it-3"].why is Why.PLACED


async def test_who_confirmed_or_sits_there_still_does_after_another_publishing(
    store: Store, clock: HandClock
) -> None:
    stages, stage = await begun(store, clock)
    clock.instant = SOON
    await stage.perform(CallUp("it-2", Call.HALF, Instant(OPEN * SECOND)), "c0", BY)
    clock.move(seconds=60)
    await stage.perform(MarkReady("it-2", Side.FAMILY, Ready.CONFIRMED), "c1", "f1")
    await stage.perform(MarkReady("it-2", Side.WORKER, Ready.WAITING, Origin.OWN), "c2", "w1")
    clock.move(seconds=60)
    await stage.perform(MarkReady("it-2", Side.WORKER, Ready.LOST, Origin.LINE), "c3", "line")
    before = (stage.show.sides("it-2"), stage.show.marks["it-2"], stage.show.calls["it-2"])
    out = len(await store.outbox.newest("s-1", limit=99))
    await anew(store, stages, FIRST | {ONE: ("s-1", OPEN + 30), TWO: ("s-2", OPEN + 24 * 3600)}, clock())
    assert stage.show.run == "r2"
    assert (stage.show.sides("it-2"), stage.show.marks["it-2"], stage.show.calls["it-2"]) == before
    assert before[2] == (Made(Call.HALF, SOON, Instant(OPEN * SECOND)),)
    assert len(await store.outbox.newest("s-1", limit=99)) == out


async def test_another_publishing_makes_no_call_heard_by_who_sits_there_since(
    store: Store, clock: HandClock
) -> None:
    stages, stage = await begun(store, clock)
    clock.instant = SOON
    await stage.perform(CallUp("it-2", Call.HALF, Instant(OPEN * SECOND)), "c0", BY)
    await stage.perform(MarkReady("it-2", Side.FAMILY, Ready.INVITED, Origin.PAIR), "c1", "casting")
    await anew(store, stages, FIRST | {ONE: ("s-1", OPEN + 30), TWO: ("s-2", OPEN + 24 * 3600)}, clock())
    assert stage.show.run == "r2"
    assert [len(stage.show.heard("it-2", side)) for side in Side] == [1, 0]


async def test_who_agreed_to_come_earlier_still_does_after_another_publishing_of_the_same_time(
    store: Store, clock: HandClock
) -> None:
    stages, stage = await begun(store, clock)
    for item in ("it-2", "it-3"):
        await stage.perform(Agree(item, True), f"c-{item}", "st-1")
    await anew(store, stages, {ONE: ("s-1", OPEN + 30), TWO: ("s-1", OPEN + 900)}, clock())

    assert stage.show.run == "r2"
    agreed = {pair: stage.show.items[item_of(stage, pair)].agreed for pair in (ONE, TWO)}
    assert agreed == {ONE: True, TWO: False}, "the second was told another time"


async def test_who_confirmed_another_time_is_asked_anew(store: Store, clock: HandClock) -> None:
    """The control: the same answer, for a time that is no more; who sits there sits there all the same."""
    stages, stage = await begun(store, clock)
    clock.instant = SOON
    await stage.perform(MarkReady("it-2", Side.FAMILY, Ready.CONFIRMED), "c1", "f1")
    await stage.perform(MarkReady("it-2", Side.WORKER, Ready.WAITING, Origin.OWN), "c2", "w1")
    await anew(store, stages, FIRST | {ONE: ("s-1", OPEN + 900)}, clock())
    item = item_of(stage, ONE)
    assert stage.show.sides(item) == (Ready.WAITING, Ready.INVITED)
    assert stage.show.marks[item] == (Mark(SOON, SOON, watched=True), None)


async def test_the_hand_over_note_outlives_publishing_anew_with_its_author(
    store: Store, clock: HandClock
) -> None:
    stages, stage = await begun(store, clock)
    await stage.perform(HandOver("第二组换了导播"), "c-1", "st-1")
    await anew(store, stages, FIRST, NOON)
    await anew(store, stages, FIRST, NOON)

    note = stage.show.handover
    assert note is not None
    assert (stage.show.run, stage.loaded.texts[note.text]) == ("r3", "第二组换了导播")
    (written,) = [one for one in stage.loaded.entries if isinstance(one.entry, HandedOver)]
    assert (written.by, written.entry.at) == ("st-1", clock())
    await stage.perform(HandOver(""), "c-2", "st-1")
    await anew(store, stages, FIRST, NOON)
    assert stage.show.handover is None


async def test_another_hand_over_note_is_stored_whatever_number_the_carried_one_had(
    store: Store, clock: HandClock
) -> None:
    stages, stage = await begun(store, clock)
    for number in range(6):
        await stage.perform(HandOver(f"第{number}条"), f"c-{number}", "st-1")
    await anew(store, stages, FIRST, NOON)
    assert stage.show.handover is not None
    assert stage.loaded.texts[stage.show.handover.text] == "第5条"

    for number in range(6, 12):
        await stage.perform(HandOver(f"第{number}条"), f"c-{number}", "st-2")
    assert stage.loaded.rundown.show.run == "r2"
    stored = await store.journal.load("s-1")
    assert stored is not None
    assert stage.show.handover is not None
    assert stored.texts[stage.show.handover.text] == "第11条"
