from reunion.domain.threads import Joined, Thread
from reunion.web.towns import LINES_MOST, THICK, Line, drawn


def test_threads_run_from_the_middle_of_one_row_to_the_middle_of_the_other():
    found = drawn(Joined(3, 0, 2, (Thread("田家镇", "大溪", 2), Thread("白合镇", "", 1))))
    assert found.homes == (("田家镇", 2), ("白合镇", 1))
    assert found.aways == (("大溪", 2), ("", 1))
    assert found.lines == [
        Line("M0 25.0C50 25.0 50 25.0 100 25.0", THICK),
        Line("M0 75.0C50 75.0 50 75.0 100 75.0", 5.2),
    ]


def test_all_the_others_together_are_drawn_no_thicker_than_the_strongest_named_thread():
    found = drawn(Joined(99, 0, 2, (Thread("", "", 90), Thread("田家镇", "大溪", 9))))
    assert [line.width for line in found.lines] == [THICK, THICK]


def test_only_the_strongest_threads_are_drawn():
    threads = tuple(Thread(f"镇{n}", "大溪", 100 - n) for n in range(LINES_MOST + 5))
    assert len(drawn(Joined(1, 0, 1, threads)).lines) == LINES_MOST


def test_nothing_is_drawn_before_anybody_came():
    assert drawn(Joined()) is None
