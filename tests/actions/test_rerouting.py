from dataclasses import replace

from reunion.actions.ports import Loaded
from reunion.actions.rerouting import FILLER, way_on
from reunion.actions.sighting import sight_of
from reunion.domain import commands as do
from reunion.domain.cards import Card
from reunion.domain.instants import Instant, later
from reunion.domain.rundown import Item, Kind, Show, ahead
from reunion.domain.show import apply, decide
from reunion.domain.timing import project
from tests.actions.gala import rundown
from tests.actions.test_suggesting import EVERYBODY, after, at, loaded_of, on_air, there


def command(show: Show, now: int, loaded: Loaded | None = None) -> tuple[str, do.Arrange]:
    sight = sight_of(show, loaded or loaded_of(rundown().show), {}, at(now))
    way = way_on(show, sight, at(now))
    assert way is not None
    return way.why, way.command(show)


def test_who_is_next_and_long_overdue_is_left_out_for_now() -> None:
    late = on_air(*there("it-2", "it-3", "it-4"), do.Extend("it-0", 130))
    why, found = command(late, 60 + 125)

    assert found.parked[0] == "it-1"
    assert why == "gone"


def test_a_filler_bridges_until_somebody_may_come_and_is_no_longer_than_the_gap() -> None:
    base = rundown().show
    told = {
        key: replace(row, planned=later(row.planned, seconds=340), earliest=later(row.planned, seconds=40))
        for key, row in base.items.items()
        if row.kind is Kind.SLOT
    }
    base = replace(base, items={**base.items, **told}, planned_end=later(base.planned_end, seconds=340))
    show = on_air(*there(*EVERYBODY), show=base)
    why, found = command(show, 50, loaded_of(base))

    assert (why, found.filler, found.filler_s) == ("fill", FILLER, 40)
    changed = apply(show, decide(show, found, at(50)))
    assert [item.kind for item in ahead(changed)][:2] == [Kind.SEGMENT, Kind.SLOT]
    assert project(changed, at(50)).projected_end == project(show, at(50)).projected_end


def test_no_filler_while_somebody_who_is_there_may_come() -> None:
    show = on_air(*there("it-2", "it-3"))

    assert command(show, 59)[1].filler == ""


def a_show_with_a_song(shortest: int | None) -> tuple[Show, Loaded]:
    base = rundown().show
    song = Item("song", Kind.SEGMENT, 120, at(480))
    base = replace(
        base,
        items={**base.items, "song": song},
        order=(*base.order, "song"),
        planned_end=Instant(base.planned_end + 120_000),
    )
    loaded = loaded_of(base)
    cards = {**loaded.rundown.cards, "song": Card("歌", shortest_s=shortest)}
    return base, replace(loaded, rundown=replace(loaded.rundown, cards=cards))


def test_a_song_is_cut_before_anybody_is_dropped_to_end_on_time() -> None:
    base, loaded = a_show_with_a_song(30)
    show = on_air(*there(*EVERYBODY), do.Extend("it-0", 110), show=base)
    why, found = command(show, 100, loaded)

    assert why == "cut"
    assert (found.parked, [item for item, _ in found.lengths]) == ((), ["song"])
    changed = apply(show, decide(show, found, at(100)))
    assert project(changed, at(100)).projected_end <= base.planned_end + 30_000


def test_a_song_that_may_only_be_left_out_whole_is_left_out_to_end_on_time() -> None:
    base, loaded = a_show_with_a_song(None)
    cards = {**loaded.rundown.cards, "song": Card("歌", optional=True)}
    loaded = replace(loaded, rundown=replace(loaded.rundown, cards=cards))
    show = on_air(*there(*EVERYBODY), do.Extend("it-0", 110), show=base)
    why, found = command(show, 100, loaded)

    assert (why, found.parked, found.lengths) == ("cut", ("song",), ())


def test_where_nothing_may_be_cut_the_one_who_counts_least_is_dropped() -> None:
    base, loaded = a_show_with_a_song(None)
    card = loaded.rundown.cards["it-3"]
    assert card.worker is not None
    years = {
        key: replace(row, worker=replace(card.worker, years_away=0 if key == "it-3" else 5))
        for key, row in loaded.rundown.cards.items()
        if key in EVERYBODY
    }
    loaded = replace(loaded, rundown=replace(loaded.rundown, cards={**loaded.rundown.cards, **years}))
    show = on_air(*there(*EVERYBODY), do.Extend("it-0", 110), show=base)
    why, found = command(show, 100, loaded)

    assert (why, found.parked) == ("end", ("it-3",))


def test_who_was_dropped_for_the_end_is_not_called_back_at_once() -> None:
    base, loaded = a_show_with_a_song(None)
    show = on_air(*there(*EVERYBODY), do.Extend("it-0", 110), show=base)
    _, found = command(show, 100, loaded)
    changed = after(show, at(100), found)
    again = way_on(changed, sight_of(changed, loaded, {}, at(101)), at(101))

    assert again is None or not {*found.parked} & {*again.command(changed).order}
