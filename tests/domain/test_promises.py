from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reunion.domain import commands as do
from reunion.domain.instants import MINUTE, SECOND, Instant
from reunion.domain.promises import News, news, promised
from reunion.domain.rundown import Phase, Show, Why
from reunion.domain.show import apply, decide
from reunion.domain.timing import project

from ..actions import gala
from ..actions.gala import START

AFTER = 5 * MINUTE


def begun(slots: int = 4) -> Show:
    show = gala.rundown(slots=slots).show
    return apply(show, decide(show, do.Start(), START))


def found(show: Show, now: int) -> dict[str, News]:
    return news(show, {}, project(show, Instant(now)).expected, Instant(now), AFTER)


def told(show: Show, now: int) -> Show:
    for item, new in found(show, now).items():
        show = apply(show, decide(show, do.Promise(new.why, ((item, new.start),)), Instant(now)))
    return show


def test_five_minutes_late_are_not_told_and_one_more_second_is() -> None:
    show = begun()
    assert found(show, START + 5 * MINUTE) == {}
    late = found(show, START + 5 * MINUTE + SECOND)
    assert list(late) == ["it-1", "it-2", "it-3", "it-4"]
    assert late["it-1"] == News(Instant(START + 6 * MINUTE), Why.LONGER)


def test_what_was_told_is_told_once() -> None:
    show = told(begun(), START + 6 * MINUTE)
    assert promised(show, {}, show.items["it-1"]) == START + 7 * MINUTE
    assert found(show, START + 6 * MINUTE + SECOND) == {}


@given(st.lists(st.integers(0, 20), min_size=1, max_size=80))
def test_in_an_evening_that_slips_nobody_is_told_more_often_than_every_five_minutes(waits: list[int]) -> None:
    show, now, times = begun(1), int(START), 0
    for wait in waits:
        now += wait * SECOND
        before = show.revision
        show = told(show, now)
        times += show.revision - before
    # A whole minute is told, so up to half a minute of the next five may be told already.
    assert times <= (now - START) / (AFTER - 30 * SECOND)


@given(st.lists(st.integers(-150, 150), min_size=1, max_size=50))
def test_a_time_that_trembles_around_what_was_told_is_not_told_again(shakes: list[int]) -> None:
    show = told(begun(1), START + 6 * MINUTE)
    start = show.told["it-1"].start
    for shake in shakes:
        expected = {"it-1": Instant(start + shake * SECOND)}
        assert news(show, {}, expected, START, AFTER) == {}


def test_what_is_more_than_an_hour_away_may_still_be_caught_up_with() -> None:
    show = begun()
    far = {"it-1": Instant(START + 90 * MINUTE)}
    assert news(show, {"p-1": Instant(START + 70 * MINUTE)}, far, START, AFTER) == {}
    near = Instant(START + 10 * MINUTE)
    assert list(news(show, {"p-1": Instant(START + 70 * MINUTE)}, {"it-1": near}, START, AFTER)) == ["it-1"]


def test_each_reason_is_the_one_a_family_would_see() -> None:
    show, late = begun(), {"it-2": Instant(START + 30 * MINUTE)}

    def why(show: Show, expected: dict[str, Instant] = late) -> Why:
        return news(show, {}, expected, START, AFTER)["it-2"].why

    assert why(show) is Why.LONGER
    assert why(replace(show, phase=Phase.READY)) is Why.START
    assert why(replace(show, phase=Phase.HELD)) is Why.HELD
    assert why(replace(show, order=("it-0", "it-1", "it-4", "it-2", "it-3"))) is Why.MOVED
    early = news(show, {"p-2": Instant(START + 30 * MINUTE)}, {"it-2": START}, START, AFTER)
    assert early["it-2"].why is Why.EARLIER
