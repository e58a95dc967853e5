from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from reunion.domain import commands as do
from reunion.domain.instants import SECOND, Instant
from reunion.domain.rundown import Item, Kind, Phase, Show, ahead
from reunion.domain.show import apply, decide
from reunion.domain.timing import back, back_times, expectation, project, taken
from tests.conftest import MANY

START = Instant(1_801_828_800_000)


def at(seconds: int) -> Instant:
    return Instant(START + seconds * SECOND)


def a_show() -> Show:
    """Opening 0–60, three slots of 90 s with 15 s between, a song with a fixed start at 400, closing."""
    rows = (
        Item("opening", Kind.SEGMENT, 60, at(0)),
        Item("it-1", Kind.SLOT, 90, at(60), pair="p-1"),
        Item("it-2", Kind.SLOT, 90, at(165), at(100), pair="p-2"),
        Item("it-3", Kind.SLOT, 90, at(270), at(170), pair="p-3"),
        Item("song", Kind.SEGMENT, 120, at(400), at(400)),
        Item("closing", Kind.SEGMENT, 60, at(520)),
    )
    return Show(
        "gala", "r1", at(0), at(580), 15, {row.id: row for row in rows}, tuple(row.id for row in rows)
    )


def after(show: Show, *steps: tuple[int, do.Command]) -> Show:
    for seconds, command in steps:
        show = apply(show, decide(show, command, at(seconds)))
    return show


def expected(show: Show, seconds: int) -> dict[str, int]:
    return {key: (start - START) // SECOND for key, start in project(show, at(seconds)).expected.items()}


def test_before_the_show_everything_is_expected_as_planned() -> None:
    projection = project(a_show(), at(-3600))

    assert projection.expected == {key: item.planned for key, item in a_show().items.items()}
    assert (projection.drift, projection.over_under, projection.projected_end) == (((0, 0),), 0, at(580))


def test_a_late_opening_shifts_everything_until_a_gap_absorbs_it() -> None:
    show = after(a_show(), (30, do.Start()), (30, do.Take(None)))

    assert expected(show, 40) == {"it-1": 90, "it-2": 195, "it-3": 300, "song": 400, "closing": 520}
    projection = project(show, at(40))
    assert projection.drift == ((1, 30), (4, 0))
    assert (projection.over_under, projection.until, projection.projected_end) == (30, at(90), at(580))


def test_an_overrun_moves_the_next_item_with_the_clock() -> None:
    show = after(a_show(), (0, do.Start()), (0, do.Take(None)))

    assert expected(show, 59)["it-1"] == 60
    assert expected(show, 100)["it-1"] == 100
    assert project(show, at(100)).over_under == 40


def test_nobody_is_expected_before_they_were_told() -> None:
    show = after(a_show(), (0, do.Start()), (0, do.Take(None)), (10, do.Skip("it-1")))

    assert expected(show, 10)["it-2"] == 100
    assert expected(after(show, (11, do.Take("opening", "it-3"))), 11)["it-2"] == 116


def test_a_hold_pushes_everything_for_as_long_as_it_lasts() -> None:
    show = after(a_show(), (0, do.Start()), (0, do.Take(None)), (10, do.Hold()))

    assert expected(show, 70)["it-1"] == 120
    assert project(show, at(70)).until == at(120)
    resumed = after(show, (70, do.Resume()))
    assert project(resumed, at(80)).until == at(120)


def test_an_inserted_segment_delays_what_comes_after_it() -> None:
    show = after(a_show(), (0, do.Start()), (0, do.Take(None)), (5, do.Insert("歌", 40, "it-1")))

    assert expected(show, 5) == {
        "it-r3": 60,
        "it-1": 100,
        "it-2": 205,
        "it-3": 310,
        "song": 400,
        "closing": 520,
    }


def test_an_item_on_standby_comes_first() -> None:
    show = after(a_show(), (0, do.Start()), (0, do.Take(None)), (5, do.Standby("it-3")))

    assert list(expected(show, 5)) == ["it-3", "it-1", "it-2", "song", "closing"]


def test_an_ended_show_expects_nobody_and_says_how_late_it_was() -> None:
    show = after(a_show(), (0, do.Start()), (0, do.Take(None)), (600, do.End()))

    projection = project(show, at(900))
    assert (projection.expected, projection.over_under, projection.projected_end) == ({}, 20, at(600))


def test_people_are_taken_when_they_were_are_or_will_be_on_air_and_free_when_passed_over() -> None:
    show = after(a_show(), (30, do.Start()), (30, do.Take(None)), (90, do.Take("opening")))

    def spans(show: Show, seconds: int) -> dict[str, tuple[int, int]]:
        found = taken(show, at(seconds)).items()
        return {pair: ((a - START) // SECOND, (b - START) // SECOND) for pair, (a, b) in found}

    assert spans(show, 100) == {"p-1": (90, 180), "p-2": (195, 285), "p-3": (300, 390)}
    # The first one takes longer: it is on until now, and the others come later than planned.
    assert spans(show, 240) == {"p-1": (90, 240), "p-2": (255, 345), "p-3": (360, 450)}
    missed = after(show, (250, do.NoShow("it-2")), (260, do.Take("it-1")))
    assert spans(missed, 270) == {"p-1": (90, 260), "p-3": (260, 350)}


def latest(show: Show) -> dict[str, int]:
    return {key: (start - START) // SECOND for key, start in back_times(show).items()}


def test_the_latest_starts_are_counted_back_from_the_planned_end_with_the_pauses_between_slots() -> None:
    assert latest(a_show()) == {
        "closing": 520,
        "song": 400,
        "it-3": 310,
        "it-2": 205,
        "it-1": 100,
        "opening": 40,
    }
    assert back(a_show()) == ((0, 40), (4, 0))


def test_a_latest_start_moves_with_what_comes_after_it_and_not_with_the_clock() -> None:
    show = after(a_show(), (0, do.Start()), (0, do.Take(None)))

    assert latest(after(show, (50, do.Hold()))) == latest(show)
    assert latest(after(show, (5, do.Extend("it-2", 30))))["it-1"] == latest(show)["it-1"] - 30
    assert latest(after(show, (5, do.Skip("it-2"))))["it-1"] == latest(show)["it-1"] + 105
    assert list(latest(after(show, (5, do.Standby("it-3")))))[-1] == "it-3"
    assert latest(after(show, (5, do.End()))) == {}


def slow(show: Show, now: Instant) -> dict[str, int]:
    """The same in the most obvious way: play the rest of the show second by second."""
    clock = int(now) if show.phase is not Phase.READY else max(int(now), int(show.planned_start))
    busy, slot = clock, False
    if show.on_air is not None:
        item = show.items[show.on_air]
        assert item.started is not None
        hold = max(0, now - show.held_since) if show.held_since is not None else 0
        busy = max(clock, item.started + item.seconds * SECOND + item.held_ms + hold)
        slot = item.kind is Kind.SLOT
    found = {}
    for item in ahead(show):
        wait = busy + (show.buffer_s * SECOND if slot and item.kind is Kind.SLOT else 0)
        while wait < item.earliest:
            wait += min(SECOND, item.earliest - wait)
        found[item.id] = wait
        busy, slot = wait + item.seconds * SECOND, item.kind is Kind.SLOT
    return found


@settings(max_examples=MANY)
@given(
    st.lists(st.tuples(st.integers(5, 300), st.integers(-200, 400), st.booleans()), min_size=1, max_size=12),
    st.integers(-500, 2000),
    st.integers(0, 4),
)
def test_the_projection_equals_the_obvious_one(
    rows: list[tuple[int, int, bool]], now: int, taken: int
) -> None:
    items = {
        f"it-{n}": Item(
            f"it-{n}", Kind.SLOT if slot else Kind.SEGMENT, length, at(n * 100), at(n * 100 + early)
        )
        for n, (length, early, slot) in enumerate(rows)
    }
    show = replace(a_show(), items=items, order=tuple(items))
    if taken:
        show = apply(show, decide(show, do.Start(), at(now - 60)))
    for _ in range(min(taken, len(items))):
        show = apply(show, decide(show, do.Take(show.on_air), at(now - 40)))

    projection = project(show, at(now))

    assert dict(projection.expected) == slow(show, at(now))
    for position, key in enumerate(show.order):
        if key in projection.expected:
            late = [seconds for start, seconds in projection.drift if start <= position][-1]
            assert late == (projection.expected[key] - show.items[key].planned) // SECOND


@settings(max_examples=MANY)
@given(
    st.lists(st.tuples(st.integers(5, 300), st.booleans()), min_size=1, max_size=12),
    st.integers(0, 30),
    st.integers(0, 11),
)
def test_what_starts_at_its_latest_lets_the_show_end_as_planned_and_not_a_moment_later(
    rows: list[tuple[int, bool]], pause: int, first: int
) -> None:
    items = {
        f"it-{n}": Item(f"it-{n}", Kind.SLOT if slot else Kind.SEGMENT, length, at(n * 100))
        for n, (length, slot) in enumerate(rows)
    }
    show = replace(a_show(), items=items, order=tuple(items), buffer_s=pause, phase=Phase.LIVE)
    for key in show.order[: first % len(items)]:
        show = apply(show, decide(show, do.Skip(key), at(0)))
    (start, *_) = [back_times(show)[key] for key in show.order if key in back_times(show)]

    assert expectation(show, start)[1] == show.planned_end
    assert expectation(show, Instant(start + 1))[1] == show.planned_end + 1


@settings(max_examples=MANY)
@given(st.integers(0, 400), st.integers(-90_000, 90_000), st.booleans())
def test_a_clock_that_steps_gives_what_the_obvious_model_gives_and_nothing_before_its_item_ends(
    since: int, step: int, held: bool
) -> None:
    show = after(a_show(), (0, do.Start()), (0, do.Take(None)))
    show = after(show, (since, do.Hold())) if held else show
    projection = project(show, at(since + step))

    assert dict(projection.expected) == slow(show, at(since + step))
    assert projection.until is not None
    assert min(projection.expected.values()) >= max(projection.until, at(since + step))
    back = project(show, at(since))
    assert dict(back.expected) == slow(show, at(since))


@settings(max_examples=MANY)
@given(st.integers(-86_400, 86_400), st.integers(0, 600))
def test_no_hour_of_the_day_makes_a_difference(shifted: int, now: int) -> None:
    """Over midnight, too: the same show so many seconds earlier or later is expected that much earlier or later."""
    show = after(a_show(), (0, do.Start()), (0, do.Take(None)))
    by = shifted * SECOND
    items = {
        key: replace(
            item,
            planned=Instant(item.planned + by),
            earliest=Instant(item.earliest + by) if item.earliest else item.earliest,
            started=None if item.started is None else Instant(item.started + by),
        )
        for key, item in show.items.items()
    }
    moved = replace(
        show,
        items=items,
        planned_start=Instant(show.planned_start + by),
        planned_end=Instant(show.planned_end + by),
        started=at(shifted),
    )
    one, other = project(show, at(now)), project(moved, at(now + shifted))

    assert {key: start + by for key, start in one.expected.items()} == dict(other.expected)
    assert (one.drift, one.over_under) == (other.drift, other.over_under)
