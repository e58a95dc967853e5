from reunion.actions.arranging import segment_end
from reunion.demo.crowd import Span
from reunion.demo.evenings import BUFFER_S, GREETING_S, evenings, windows
from reunion.domain.instants import DAY, HOUR, Instant

OPENS = Instant(1_700_000_000_000)


def test_two_shows_of_about_three_hours_for_the_real_event():
    first, second = evenings("dongxing", OPENS, 255, 1)
    assert second.planned_start - first.planned_start == DAY
    assert 2.75 * HOUR < first.planned_end - first.planned_start < 3.25 * HOUR


def test_both_evenings_hold_the_pairs_that_come_about_and_a_tenth_more():
    heads = evenings("dongxing", OPENS, 255, 1)
    room = sum(
        (head.planned_end - head.planned_start) / 1000 - sum(one.seconds for one in head.segments)
        for head in heads
    )
    assert 216 * 1.09 < room / (GREETING_S + BUFFER_S) < 216 * 1.11


def test_segments_stand_one_after_the_other_within_the_show():
    for speed in (1, 20, 60):
        for head in evenings("dongxing", OPENS, 255, speed):
            free = head.planned_start
            for segment in head.segments:
                assert segment.start >= free
                free = segment_end(segment)
            assert free <= head.planned_end


def test_speed_shortens_every_length():
    (slow, _), (fast, _) = evenings("g", OPENS, 255, 1), evenings("g", OPENS, 255, 20)
    ratio = (slow.planned_end - slow.planned_start) / (fast.planned_end - fast.planned_start)
    assert 19.9 < ratio < 20.1


def test_a_stretch_of_an_evening_becomes_a_window_of_its_show():
    first, second = evenings("g", OPENS, 255, 1)
    (window,) = windows((Span(1, 0, 500),), (first, second))
    assert window.start == second.planned_start
    assert window.end == (second.planned_start + second.planned_end) // 2


def test_the_song_may_be_cut_and_the_clip_left_out():
    head, _ = evenings("g", OPENS, 255, 1)
    marks = {one.title: (one.shortest_s, one.optional) for one in head.segments}
    assert marks["歌曲《故乡的云》"] == (90, False)
    assert marks["短片：温岭的年味"] == (60, True)
    assert [mark for mark in marks.values() if mark != (None, False)] == [(90, False), (60, True)]
