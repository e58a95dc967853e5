from dataclasses import replace

from reunion.live.laggards import Laggards
from reunion.live.seats import Limits, Seat

from .staging import Clockwork, Line


def watched(**limits):
    clock, caught_up = Clockwork(), []
    return clock, caught_up, Laggards(clock, replace(Limits(), **limits), caught_up.append)


def stalled():
    line = Line()
    line.stalled, line.unsent = True, 100
    return line, Seat(line)


def test_a_laggard_that_drained_is_caught_up_once():
    clock, caught_up, laggards = watched()
    line, seat = stalled()
    laggards.add(seat)
    laggards.add(seat)
    clock.advance(5)
    line.resume()

    clock.advance(5)

    assert (caught_up, len(laggards), line.aborted) == ([seat], 0, False)


def test_a_laggard_that_never_drains_is_cut_after_thirty_seconds():
    clock, caught_up, laggards = watched()
    line, seat = stalled()
    laggards.add(seat)

    clock.advance(29.9)
    assert not line.aborted
    clock.advance(0.5)

    assert (line.aborted, caught_up, len(laggards)) == (True, [], 0)


def test_the_timer_rests_when_nobody_lags():
    clock, _, laggards = watched()
    line, seat = stalled()
    laggards.add(seat)
    line.resume()

    clock.advance(1)

    assert clock.waiting == 0


def test_a_laggard_that_leaves_or_closes_is_forgotten():
    clock, caught_up, laggards = watched()
    (line, closing), (_, leaving) = stalled(), stalled()
    laggards.add(closing)
    laggards.add(leaving)
    line.closing = True
    laggards.forget(leaving)

    clock.advance(1)

    assert (caught_up, len(laggards), clock.waiting) == ([], 0, 0)


def test_a_closing_seat_is_not_watched_at_all():
    _, _, laggards = watched()
    line, seat = stalled()
    line.closing = True

    laggards.add(seat)

    assert seat not in laggards


def test_many_that_drain_at_once_are_caught_up_in_slices():
    clock, caught_up, laggards = watched(slice=2)
    for line, seat in [stalled() for _ in range(5)]:
        laggards.add(seat)
        line.resume()

    counts = []
    for _ in range(3):
        clock.advance(0.25)
        counts.append(len(caught_up))

    assert counts == [2, 4, 5]


def test_stopping_leaves_no_timer():
    clock, _, laggards = watched()
    laggards.add(stalled()[1])

    laggards.stop()

    assert (len(laggards), clock.waiting) == (0, 0)
