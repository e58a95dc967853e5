from dataclasses import replace

from reunion.actions.ports import Loaded
from reunion.actions.sighting import END, HORIZON, is_there, least_of, shortest_of, sight_of
from reunion.domain import commands as do
from reunion.domain.cards import Card
from reunion.domain.instants import SECOND
from reunion.domain.people import Side
from reunion.domain.readiness import Ready
from reunion.domain.rundown import Show
from reunion.planner.live_line import LATE_MS
from tests.actions.gala import START, head, rundown
from tests.actions.test_suggesting import EVERYBODY, after, at, loaded_of, on_air, there


def ids(show: Show, now: int) -> list[str]:
    return [row.id for row in sight_of(show, loaded_of(rundown().show), {}, at(now)).line.waiting]


def test_the_end_of_the_show_stands_last_in_line() -> None:
    assert ids(on_air(), 30) == [*EVERYBODY, END]


def test_who_is_not_there_long_after_their_time_is_not_counted_on() -> None:
    show = on_air(*there("it-2"))

    assert ids(show, 60 + 119) == [*EVERYBODY, END]
    assert ids(show, 60 + 120) == ["it-2", "it-3", "it-4", END]
    sight = sight_of(show, loaded_of(rundown().show), {}, at(60 + 120))
    assert (sight.missing, sight.first_missing) == (("it-1",), True)


def test_where_nobody_is_marked_nobody_is_missing() -> None:
    assert ids(on_air(), 2000) == [*EVERYBODY, END]


def test_a_family_told_another_time_is_not_missing_before_it() -> None:
    show = on_air(*there("it-2"), do.Promise("longer", (("it-1", at(400)),)))  # type: ignore[arg-type]

    assert "it-1" in ids(show, 60 + 200)


def test_who_was_parked_and_comes_stands_in_line_again() -> None:
    show = on_air(do.NoShow("it-1"), *there("it-1", "it-2"))
    sight = sight_of(show, loaded_of(rundown().show), {}, at(30))

    assert sight.back == ("it-1",)
    assert "it-1" in [row.id for row in sight.line.waiting]


def test_a_pair_that_was_told_no_time_waits_on_standby_for_room() -> None:
    base = rundown().show
    spare = replace(base.items["it-4"], planned=base.planned_end)
    base = replace(base, items={**base.items, "it-4": spare})
    show = on_air(do.Skip("it-4"), *there("it-4"), show=base)
    sight = sight_of(show, loaded_of(base), {}, at(30))

    assert [(row.id, row.promise) for row in sight.line.standby] == [("it-4", None)]


def test_a_long_line_is_looked_at_as_far_as_the_horizon_and_its_end_is_due_by_the_rest() -> None:
    long, base = rundown(slots=HORIZON + 10), head(slots=HORIZON + 10)
    show = after(long.show, START, do.Start(), do.Take(None))
    line = sight_of(show, Loaded(base, long, (), {}, {}, {}, {}), {}, at(30)).line
    end = line.waiting[-1]

    assert len(line.waiting) == HORIZON + 1
    assert (end.promise or 0) + LATE_MS == show.planned_end + 30 * SECOND - 10 * 105 * SECOND


def test_a_song_may_be_cut_as_its_card_says_and_what_was_put_in_may_be_left_out() -> None:
    loaded = loaded_of(rundown().show)
    cards = {**loaded.rundown.cards, "it-0": Card("歌", shortest_s=20)}
    marked = replace(loaded, rundown=replace(loaded.rundown, cards=cards))
    show = on_air(do.Insert("短片", 30, "it-1"))

    assert shortest_of(loaded, show.items["it-0"]) is None
    assert shortest_of(marked, show.items["it-0"]) == 20
    assert shortest_of(marked, show.items["it-r3"]) == 0


def test_a_song_that_may_be_left_out_stays_as_long_as_its_card_says_or_goes() -> None:
    loaded = loaded_of(rundown().show)
    show = on_air(do.Insert("短片", 30, "it-1"))
    song = show.items["it-0"]

    def marked(shortest_s: int | None) -> Loaded:
        cards = {**loaded.rundown.cards, "it-0": Card("歌", shortest_s=shortest_s, optional=True)}
        return replace(loaded, rundown=replace(loaded.rundown, cards=cards))

    assert (shortest_of(marked(20), song), least_of(marked(20), song)) == (0, 20)
    assert (shortest_of(marked(None), song), least_of(marked(None), song)) == (0, song.seconds)
    assert least_of(marked(20), show.items["it-r3"]) == 0


def test_a_pair_is_there_when_both_sides_are() -> None:
    show = on_air(do.MarkReady("it-1", Side.WORKER, Ready.READY))

    assert not is_there(show, "it-1")
    assert is_there(after(show, START, do.MarkReady("it-1", Side.FAMILY, Ready.WAITING)), "it-1")
