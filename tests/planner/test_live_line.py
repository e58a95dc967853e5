from hypothesis import given
from hypothesis import strategies as st

from reunion.domain.instants import MINUTE, SECOND
from reunion.planner.live_line import LATE_MS, Course, awaited, out_of_place

from .lines import NOW, at, line_of, slot


def test_nobody_is_expected_earlier_than_five_minutes_before_they_were_told() -> None:
    row = slot("a", 900)

    assert row.earliest == at(600)
    assert slot("a", 900, agreed=True).earliest == 0
    assert slot("a", 900, lo=at(700)).earliest == at(700)
    assert slot("a", 900, ready_at=at(1000)).earliest == at(1000)


def test_greetings_have_the_buffer_between_them_and_the_line_waits_for_who_is_not_there() -> None:
    song = slot("song", slot=False)
    course = Course(line_of(slot("a"), slot("b"), song, slot("c", ready_at=at(300)), after_slot=True))

    assert course.starts([0, 1, 2, 3]) == {"a": at(10), "b": at(80), "song": at(140), "c": at(300)}
    assert course.walk([0, 1, 2, 3], course.begin()) == (at(360), True, 0, 0, 100 * SECOND)


def test_who_would_start_too_late_is_lost_and_takes_no_time() -> None:
    course = Course(line_of(slot("a"), slot("b", hi=at(69), weight=13), slot("c")))

    assert course.walk([0, 1, 2], course.begin()) == (at(130), True, 13, 0, 0)
    assert course.walk([1, 0, 2], course.begin()) == (at(200), True, 0, 0, 0)


def test_a_pin_that_starts_too_late_is_counted_and_aired_all_the_same() -> None:
    course = Course(line_of(slot("a"), slot("pin", hi=at(30), pinned=True)))

    assert course.walk([0, 1], course.begin()) == (at(130), True, 10, 0, 0)


def test_lateness_costs_its_weight_beyond_ten_minutes() -> None:
    course = Course(line_of(slot("a", -600), slot("b", -600, weight=20)))

    assert course.walk([0, 1], course.begin())[3] == 20 * 70 * SECOND
    assert LATE_MS == 10 * MINUTE


def test_those_on_standby_are_lost_until_they_come_back() -> None:
    course = Course(line_of(slot("a"), standby=(slot("b", weight=17),)))

    assert course.begin() == (NOW, False, 17, 0, 0)


def test_who_is_not_there_is_counted_on_when_told_and_later_for_as_long_again() -> None:
    assert awaited(at(600), NOW) == at(600)
    assert awaited(at(60), NOW) == at(180)
    assert awaited(at(-60), NOW) == at(180)
    assert awaited(at(-900), NOW) == at(900)


def test_the_fewest_that_must_be_put_elsewhere() -> None:
    assert out_of_place([]) == []
    assert out_of_place([0, 1, 2]) == []
    assert out_of_place([3, 0, 1, 2]) == [3]
    assert out_of_place([1, 2, 3, 0]) == [0]


@given(st.permutations(range(9)))
def test_without_those_out_of_place_the_rest_rises(order: list[int]) -> None:
    moved = out_of_place(order)
    rest = [number for number in order if number not in moved]

    assert rest == sorted(rest)


def test_those_who_stay_are_never_the_ones_out_of_place() -> None:
    assert out_of_place([3, 0, 1, 2], {3}) == [0, 1, 2]
    assert out_of_place([1, 0, 2], {0}) == [1]


@given(st.permutations(range(9)), st.sets(st.integers(0, 8)))
def test_without_the_others_out_of_place_the_rest_rises(order: list[int], chosen: set[int]) -> None:
    rising = iter(sorted(chosen))
    order = [next(rising) if number in chosen else number for number in order]
    moved = out_of_place(order, chosen)
    rest = [number for number in order if number not in moved]

    assert rest == sorted(rest)
    assert chosen <= {*rest}
