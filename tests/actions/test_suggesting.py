from dataclasses import replace

import pytest

from reunion.actions.ports import Loaded, NewRegistration, Store
from reunion.actions.running import Stage
from reunion.actions.suggesting import AGAIN_MS, Suggesting, Suggestion, suggestions, windows
from reunion.domain import commands as do
from reunion.domain.instants import MINUTE, SECOND, Instant, later
from reunion.domain.people import Registration, Side, Window
from reunion.domain.readiness import Ready
from reunion.domain.rundown import Item, Kind, Show, ahead
from reunion.domain.show import apply, decide
from reunion.domain.timing import project
from tests.actions.gala import START, head, rundown, stored
from tests.conftest import HandClock

EVERYBODY = tuple(f"it-{number}" for number in range(1, 5))


def at(seconds: int) -> Instant:
    return later(START, seconds=seconds)


def loaded_of(show: Show) -> Loaded:
    return Loaded(head(), replace(rundown(), show=show), (), {}, {}, {}, {})


def after(show: Show, now: Instant, *commands: do.Command) -> Show:
    for command in commands:
        show = apply(show, decide(show, command, now))
    return show


def there(*items: str) -> list[do.Command]:
    return [do.MarkReady(item, side, Ready.READY) for item in items for side in Side]


def on_air(*commands: do.Command, show: Show | None = None) -> Show:
    """The opening has begun on time; it lasts 60 s, then slots of 90 s come every 105 s."""
    show = rundown().show if show is None else show
    return after(show, START, do.Start(), do.Take(None), *commands)


def suggested(show: Show, now: Instant, free: dict | None = None, base: Show | None = None) -> Suggestion:
    (found,) = suggestions(show, loaded_of(rundown().show if base is None else base), free or {}, now)
    return found


def taken(show: Show, found: Suggestion, now: Instant) -> list[str]:
    return [item.id for item in ahead(after(show, now, *found.commands))]


def seconds(spans: dict[str, tuple[int, int]]) -> dict[str, tuple[tuple[int, int], ...]]:
    """Windows by item, from seconds after the start of the show."""
    return {item: ((START // SECOND + a, START // SECOND + b),) for item, (a, b) in spans.items()}


def test_a_show_that_goes_as_planned_needs_no_advice() -> None:
    assert suggestions(rundown().show, loaded_of(rundown().show), {}, START) == ()
    assert suggestions(on_air(*there(*EVERYBODY)), loaded_of(rundown().show), {}, at(30)) == ()
    assert suggestions(on_air(), loaded_of(rundown().show), {}, at(110)) == ()


def test_the_next_pair_that_is_not_there_lets_one_pass_that_is_in_one_command() -> None:
    show = on_air(*there("it-2", "it-3", "it-4"))
    found = suggested(show, at(59), seconds({"it-2": (0, 1800)}))

    assert (found.why, found.item, found.there, found.until) == ("idle", "it-2", True, at(1800))
    assert found.commands == (do.Arrange(show.order_revision, ("it-2", "it-3", "it-1")),)
    assert taken(show, found, at(59)) == ["it-2", "it-3", "it-1", "it-4"]
    assert [change.id for change in found.changes] == ["it-2", "it-3", "it-1"]


def test_where_nobody_marks_who_is_there_nobody_is_taken_to_be_missing() -> None:
    late = at(59 + 300)
    found = suggested(on_air(), late)

    assert (found.why, found.commands[0].parked) == ("end", ("it-3", "it-4"))


def test_one_whose_time_ends_goes_first() -> None:
    show = on_air(*there("it-1"))
    free = seconds({"it-1": (0, 3600), "it-2": (0, 3600), "it-4": (0, 380)})
    show = after(show, START, *there("it-2", "it-3"))
    late = at(150)
    found = suggested(show, late, free)

    assert found.why == "lost"
    line = taken(show, found, late)
    assert line.index("it-4") < 3 if "it-4" in line else "it-4" in found.commands[0].parked


def test_who_comes_at_last_is_taken_back_at_a_gap() -> None:
    base = rundown().show
    gap = replace(base.items["it-2"], planned=at(470), earliest=at(400))
    base = replace(base, items={**base.items, "it-2": gap})
    show = on_air(do.NoShow("it-1"), *there(*EVERYBODY), show=base)
    found = suggested(show, at(60), base=base)

    assert (found.why, found.item) == ("back", "it-1")
    line = taken(show, found, at(60))
    assert sorted(line) == [*EVERYBODY]
    assert line.index("it-1") < line.index("it-2") >= 2


def test_a_standby_that_is_there_is_the_hosts_choice() -> None:
    show = on_air(*there("it-3", "it-4"), do.Standby("it-4"))

    found = suggestions(show, loaded_of(rundown().show), {}, at(59))
    assert all(taken(show, one, at(59))[0] == "it-4" for one in found)


def test_a_standby_that_is_not_there_makes_way() -> None:
    show = on_air(*there("it-2", "it-3"), do.Standby("it-1"))
    found = suggested(show, at(59))

    assert found.commands[0].order[0] == "it-2"
    assert taken(show, found, at(59))[0] == "it-2"


def test_segments_never_move_and_nothing_that_is_barred_is_pulled_up() -> None:
    base = rundown().show
    closing = Item("closing", Kind.SEGMENT, 60, at(480))
    base = replace(base, items={**base.items, "closing": closing}, order=(*base.order, "closing"))
    show = on_air(*there("it-2", "it-3", "it-4"), do.Bar("it-2", True), show=base)
    found = suggested(show, at(59), base=base)

    assert taken(show, found, at(59)) == ["it-3", "it-4", "it-1", "closing"]


def test_who_was_called_by_hand_is_not_sent_back_and_not_pulled_further() -> None:
    base = rundown().show
    told = {key: replace(item, planned=later(item.planned, seconds=1800)) for key, item in base.items.items()}
    told = {key: replace(item, earliest=later(item.planned, seconds=-300)) for key, item in told.items()}
    told["it-0"] = base.items["it-0"]
    base = replace(base, items=told)
    show = on_air(*there(*EVERYBODY), do.Move("it-3", "it-1", 0), show=base)

    assert project(show, at(60)).expected["it-3"] == at(60)
    assert all(
        "it-3" not in {getattr(c, "item", "") for c in one.commands}
        for one in suggestions(show, loaded_of(base), {}, at(60))
    )


def test_nobody_is_pulled_before_their_promise_but_who_agreed_at_the_telephone() -> None:
    base = rundown().show
    far = {key: replace(item, planned=later(item.planned, seconds=1800)) for key, item in base.items.items()}
    far = {key: replace(item, earliest=later(item.planned, seconds=-300)) for key, item in far.items()}
    base = replace(base, items={**far, "it-0": base.items["it-0"]}, planned_end=at(3600))
    show = on_air(*there(*EVERYBODY), show=base)
    free = seconds({"it-4": (1800, 5000)})
    before = suggestions(show, loaded_of(base), free, at(60))
    found = suggested(after(show, at(58), do.Agree("it-4", True)), at(60), free, base)

    assert not any(
        change.id == "it-4" and change.becomes == at(60) for one in before for change in one.changes
    )
    assert (found.why, found.item) == ("idle", "it-4")
    assert next((one.was, one.becomes) for one in found.changes if one.id == "it-4")[1] == at(60)


@pytest.mark.parametrize("late", range(0, 2400, 150))
def test_the_commands_make_the_line_that_was_proposed_and_move_nobody_too_early(late: int) -> None:
    marked = [item for number, item in enumerate(EVERYBODY) if late >> number & 1 or number == 3]
    base = rundown().show
    rows = {
        key: replace(item, earliest=later(item.planned, seconds=-300)) for key, item in base.items.items()
    }
    base = replace(base, items=rows)
    show = on_air(*there(*marked), show=base)
    now = at(60 + late)

    first = suggestions(show, loaded_of(base), {}, now)
    assert first == suggestions(show, loaded_of(base), {}, now)
    for found in first:
        changed = after(show, now, *found.commands)
        assert changed.on_air == show.on_air
        assert changed.revision == show.revision + len(found.commands)
        for change in found.changes:
            if change.becomes is not None and show.items[change.id].kind is Kind.SLOT:
                assert change.becomes >= show.items[change.id].planned - 5 * MINUTE


def family_and_worker(times: dict[Side, tuple[int, int]]) -> list[NewRegistration]:
    return [
        NewRegistration(
            Registration(f"rg-{side}", "dongxing", side, n, "张晓明", windows=(Window(at(a), at(b)),))
        )
        for n, (side, (a, b)) in enumerate(times.items(), start=1)
    ]


async def test_a_pair_is_free_when_both_sides_are(store: Store, clock: HandClock) -> None:
    await stored(store)
    await store.registrations.add(family_and_worker({Side.WORKER: (0, 3600), Side.FAMILY: (600, 7200)}))
    loaded = await store.journal.load("gala")
    assert loaded is not None
    card = replace(loaded.rundown.cards["it-1"], people=("rg-worker", "rg-family"))
    loaded = replace(loaded, rundown=replace(loaded.rundown, cards={**loaded.rundown.cards, "it-1": card}))

    assert await windows(store, loaded) == seconds({"it-1": (600, 3600)})


async def test_nothing_is_computed_twice_within_a_quarter_second(store: Store, clock: HandClock) -> None:
    await stored(store)
    loaded = await store.journal.load("gala")
    assert loaded is not None
    clock.instant = START
    stage = Stage(loaded, store.journal, clock)
    suggesting = Suggesting(store, clock)
    for number, command in enumerate([do.Start(), do.Take(None), *there("it-2", "it-3")]):
        await stage.perform(command, f"c-{number}", "ann")

    revision, first = await suggesting.suggest(stage)
    again = (await suggesting.suggest(stage))[1]
    clock.move(milliseconds=AGAIN_MS)
    later_on = (await suggesting.suggest(stage))[1]
    await stage.perform(do.NoShow("it-1"), "c-9", "ann")

    assert (revision, len(first)) == (stage.show.revision - 1, 1)
    assert again is first
    assert [one.commands for one in later_on] == [one.commands for one in first]
    assert (later_on[0].until, later_on[0].before == first[0].before) == (None, False)
    assert await suggesting.suggest(stage) == (stage.show.revision, ())
