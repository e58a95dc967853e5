from dataclasses import replace

from reunion.live.crowd import Crowd
from reunion.live.frames import Shared
from reunion.live.seats import Limits, Seat

from .staging import QUICK, Clockwork, Line


class Poster:
    """A crowd that is shown numbers."""

    def __init__(self, limits: Limits = QUICK) -> None:
        self.clock = Clockwork()
        self.message = Shared(b'{"type":"picture","n":0}')
        self.own: dict[str, Shared] = {}
        self.crowd = Crowd(self.clock, limits, lambda: self.message, self._own)

    def _own(self, seat: Seat) -> Shared | None:
        message = self.own.get(seat.subject)
        if message is seat.told:
            return None
        seat.told = message
        return message

    def join(self, subject: str = "") -> tuple[Line, Seat]:
        line = Line()
        seat = Seat(line, subject=subject)
        self.crowd.join(seat)
        return line, seat

    def show(self, number: int) -> None:
        self.message = Shared(b'{"type":"picture","n":%d}' % number)
        self.crowd.show()


def numbers(line: Line) -> list[int]:
    return [message["n"] for message in line.of("picture")]


def test_who_joins_gets_the_newest_picture_at_once():
    poster = Poster()

    line, _ = poster.join()

    assert numbers(line) == [0]


def test_the_first_change_goes_out_at_once_and_those_that_follow_within_the_window_are_joined():
    poster = Poster()
    line, _ = poster.join()
    line.forget()

    poster.show(1)
    poster.clock.settle()
    at_once = numbers(line)
    for number in (2, 3, 4):
        poster.show(number)
    poster.clock.advance(0.039)
    within = numbers(line)
    poster.clock.advance(0.002)

    assert (at_once, within, numbers(line)) == ([1], [1], [1, 4])


def test_everybody_gets_the_same_bytes():
    poster = Poster()
    lines = [poster.join()[0] for _ in range(5)]

    poster.show(1)
    poster.clock.settle()

    assert {id(line.frames[-1]) for line in lines} == {id(poster.message.plain)}


def test_families_come_before_screens_and_slices_let_others_in_between():
    poster = Poster()
    screens = [poster.join()[0] for _ in range(3)]
    families = [poster.join("pr-1")[0] for _ in range(2)]
    poster.show(1)

    seen = []
    while poster.clock.turn():
        seen.append([len(line.frames) - 1 for line in families + screens])

    assert seen == [[1, 1, 0, 0, 0], [1, 1, 1, 1, 0], [1, 1, 1, 1, 1]]


def test_a_newer_picture_in_the_middle_of_a_round_reaches_all_and_nobody_goes_back():
    poster = Poster(replace(QUICK, join_window=0))
    lines = [poster.join()[0] for _ in range(7)]

    poster.show(1)
    poster.clock.turn()
    poster.show(2)
    poster.clock.turn()
    poster.show(3)
    poster.clock.settle()

    heard = [numbers(line) for line in lines]
    assert [told[-1] for told in heard] == [3] * 7
    assert heard == [sorted(told) for told in heard]


def test_changes_faster_than_a_round_do_not_starve_the_last_seats():
    poster = Poster(replace(QUICK, join_window=0))
    lines = [poster.join()[0] for _ in range(9)]

    for number in range(1, 40):
        poster.show(number)
        poster.clock.turn()

    assert min(len(line.frames) for line in lines) >= 39 * 2 // 9


def test_a_seat_that_leaves_between_slices_does_not_make_another_one_be_skipped():
    poster = Poster()
    seats = [poster.join() for _ in range(6)]
    poster.show(1)
    poster.clock.turn()

    poster.crowd.leave(seats[0][1])
    poster.crowd.leave(seats[3][1])
    poster.clock.settle()

    assert [numbers(line) for line, _ in seats] == [[0, 1], [0, 1], [0, 1], [0], [0, 1], [0, 1]]


def test_a_socket_that_closes_between_slices_is_not_written_to():
    poster = Poster()
    seats = [poster.join() for _ in range(4)]
    poster.show(1)
    poster.clock.turn()

    seats[3][0].closing = True
    poster.clock.settle()

    assert [numbers(line) for line, _ in seats] == [[0, 1], [0, 1], [0, 1], [0]]


def test_a_lagging_screen_is_skipped_and_gets_only_the_newest_when_it_reads_again():
    poster = Poster(replace(QUICK, screen_backlog=60))
    slow, quick = poster.join()[0], poster.join()[0]
    slow.stalled = True

    for number in range(1, 9):
        poster.show(number)
        poster.clock.advance(1)
    slow.resume()
    poster.clock.advance(1)

    assert numbers(quick) == list(range(9))
    assert numbers(slow) == [0, 1, 2, 3, 8]
    assert len(poster.crowd.lagging) == 0


def backlog_of_a_stalled_screen(limits: Limits) -> int:
    poster = Poster(limits)
    line, _ = poster.join()
    line.stalled = True
    for number in range(1, 200):
        poster.show(number)
        poster.clock.advance(0.1)
    return line.unsent


def test_what_waits_for_a_stalled_screen_is_bounded():
    assert backlog_of_a_stalled_screen(replace(QUICK, screen_backlog=1000)) <= 1100


def test_control_without_the_bound_it_grows_with_every_change():
    assert backlog_of_a_stalled_screen(replace(QUICK, screen_backlog=10**9)) > 4000


def test_a_screen_that_stalls_for_thirty_seconds_is_cut():
    poster = Poster(replace(QUICK, screen_backlog=0))
    line, _ = poster.join()
    line.stalled = True

    for number in range(1, 40):
        poster.show(number)
        poster.clock.advance(1)

    assert line.aborted


def test_a_family_hears_about_itself_on_joining_and_when_that_changes():
    poster = Poster()
    poster.own["pr-1"] = Shared(b'{"type":"you","n":1}')
    (own, _), (other, _) = poster.join("pr-1"), poster.join("pr-2")

    poster.show(1)
    poster.clock.advance(1)
    poster.own["pr-1"] = Shared(b'{"type":"you","n":2}')
    poster.show(2)
    poster.clock.settle()

    assert [message["n"] for message in own.of("you")] == [1, 2]
    assert [numbers(own), numbers(other)] == [[0, 1, 2]] * 2
    assert other.of("you") == []


def test_a_tick_goes_to_all_unless_a_picture_is_on_its_way():
    poster = Poster()
    line, _ = poster.join()
    tick = Shared(b'{"type":"tick"}')

    poster.crowd.tick(tick)
    poster.clock.settle()
    poster.show(1)
    poster.crowd.tick(tick)
    poster.clock.settle()

    assert [message["type"] for message in line.heard] == ["picture", "tick", "picture"]


def test_a_picture_that_comes_while_families_are_reminded_still_reaches_everybody_once():
    poster = Poster(replace(QUICK, slice=1))
    families = [poster.join(f"pr-{number}")[0] for number in range(3)]
    screens = [poster.join()[0] for _ in range(2)]

    poster.crowd.tick_families(Shared(b'{"type":"tick"}'))
    poster.clock.turn()
    poster.show(1)
    poster.clock.settle()

    assert [numbers(line) for line in families + screens] == [[0, 1]] * 5
    assert [len(line.of("tick")) for line in families + screens] == [1, 0, 0, 0, 0]


def test_nothing_is_said_after_stopping():
    poster = Poster()
    line, _ = poster.join()
    poster.show(1)
    poster.clock.settle()
    poster.show(2)

    poster.crowd.stop()
    poster.clock.advance(100)

    assert (numbers(line), poster.clock.waiting) == ([0, 1], 0)
