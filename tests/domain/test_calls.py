from hypothesis import given
from hypothesis import strategies as st

from reunion.domain.calls import TIMINGS, Call, Made, asked, due, silent, with_call
from reunion.domain.instants import MINUTE, SECOND, Instant
from reunion.domain.readiness import Mark, Ready

START = Instant(1_801_828_800_000)


class Evening:
    """One family's expected time, looked at every second."""

    def __init__(self) -> None:
        self.made: tuple[Made, ...] = ()
        self.heard: list[Made] = []

    def look(self, now: int, start: int) -> None:
        call = due(Instant(start), Instant(now), self.made)
        if call is not None:
            new = Made(call, Instant(now), Instant(start))
            self.made = with_call(self.made, new)
            self.heard.append(new)


def test_on_an_evening_as_planned_each_call_is_made_once_at_its_time() -> None:
    evening = Evening()
    for now in range(START - 90 * MINUTE, START + MINUTE, SECOND):
        evening.look(now, START)
    assert [(one.call, (START - one.at) // MINUTE) for one in evening.heard] == [
        (Call.HOUR, 60),
        (Call.HALF, 30),
        (Call.TEN, 10),
        (Call.THREE, 3),
        (Call.NOW, 0),
    ]


def test_whoever_is_pulled_up_hears_only_the_nearest_call() -> None:
    evening = Evening()
    evening.look(START, START + 50 * MINUTE)
    evening.look(START + SECOND, START + 2 * MINUTE)
    assert [one.call for one in evening.heard] == [Call.HOUR, Call.THREE]


def test_a_time_that_moves_far_is_called_again() -> None:
    evening = Evening()
    evening.look(START - 9 * MINUTE, START)
    late = START + 40 * MINUTE
    for now in range(START, late - 9 * MINUTE, SECOND):
        evening.look(now, late)
    assert [one.call for one in evening.heard] == [Call.TEN, Call.HOUR, Call.HALF, Call.TEN]


TREMBLING = st.lists(st.integers(-5 * 60, 5 * 60), min_size=1, max_size=200)


@given(TREMBLING)
def test_a_time_that_trembles_by_five_minutes_calls_nobody_twice(shakes: list[int]) -> None:
    evening = Evening()
    step = 70 * MINUTE // len(shakes)
    for number, shake in enumerate(shakes):
        evening.look(START - 65 * MINUTE + number * step, START + shake * SECOND)
    calls = [one.call for one in evening.heard]
    assert calls == sorted(set(calls), key=list(Call).index)


def test_without_the_margin_a_trembling_time_calls_again() -> None:
    """The control: what is called for one time only is called anew for every other."""
    made: tuple[Made, ...] = ()
    heard = []
    for number in range(4):
        start = Instant(START + number % 2 * 30 * SECOND)
        exact = [one for one in made if one.start == start]
        call = due(start, Instant(START - 9 * MINUTE + number), exact)
        if call is not None:
            heard.append(call)
            made = (*made, Made(call, Instant(START - 9 * MINUTE + number), start))
    assert heard == [Call.TEN, Call.TEN]


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 180 * 60)), min_size=1, max_size=60))
def test_the_same_call_comes_again_only_for_a_time_later_by_its_margin(moves: list[tuple[int, int]]) -> None:
    evening = Evening()
    now = START - 120 * MINUTE
    for wait, ahead in moves:
        now += wait * SECOND
        evening.look(now, START + ahead * SECOND)
    for index, one in enumerate(evening.heard):
        for other in evening.heard[:index]:
            if other.call is one.call:
                assert one.start > other.start + TIMINGS[one.call].margin


MADE = (Made(Call.HALF, START, START), Made(Call.TEN, Instant(START + 20 * MINUTE), START))


def test_silence_counts_from_the_oldest_call_that_is_open() -> None:
    assert silent(MADE, Ready.CONFIRMED, None) == (START + 10 * MINUTE, START + 18 * MINUTE)
    heard = Mark(START, Instant(START + MINUTE))
    assert silent(MADE, Ready.CONFIRMED, heard) == (START + 22 * MINUTE, START + 24 * MINUTE)
    assert silent(MADE, Ready.CONFIRMED, Mark(START, Instant(START + 20 * MINUTE))) is None


@given(st.integers(0, 4), st.integers(0, 4))
def test_another_call_never_makes_a_silent_row_look_better(first: int, second: int) -> None:
    one = Made(list(Call)[first], START, START)
    two = Made(list(Call)[second], Instant(START + SECOND), START)
    before, after = silent((one,), Ready.INVITED, None), silent((one, two), Ready.INVITED, None)
    assert before is not None
    assert after is not None
    assert (after[0] <= before[0], after[1] <= before[1]) == (True, True)


def test_amber_comes_before_red_and_red_before_the_next_but_one_call() -> None:
    assert all(timing.amber < timing.red for timing in TIMINGS.values())
    assert all(timing.red < timing.ahead for timing in TIMINGS.values() if timing.ahead)


def test_the_newest_open_call_is_asked_about() -> None:
    assert asked(MADE, Ready.INVITED, None) is MADE[1]
    assert asked(MADE, Ready.WAITING, Mark(START, Instant(START + 21 * MINUTE), watched=True)) is None


def test_whom_the_crew_has_before_its_eyes_is_asked_nothing() -> None:
    seen = Mark(START, START)
    assert asked(MADE, Ready.READY, seen) is None
    assert silent(MADE, Ready.READY, seen) is None
    assert asked(MADE, Ready.READY, Mark(START, START, watched=True)) is MADE[1]
