import pytest
from hypothesis import given
from hypothesis import strategies as st

from reunion.domain.instants import Instant
from reunion.domain.readiness import (
    BACK_AFTER_MS,
    INVITED,
    LOST_AFTER_MS,
    RETURN_MS,
    THERE,
    Mark,
    Origin,
    Presence,
    Ready,
    after_saying,
    by_line,
    came,
    left,
    marked,
    may_line_say,
    unseen,
    worse,
)

HERE = Mark(Instant(0), Instant(0), watched=True)


@pytest.mark.parametrize(
    ("sides", "shown"),
    [
        (INVITED, Ready.INVITED),
        ((Ready.READY, Ready.WAITING), Ready.WAITING),
        ((Ready.LOST, Ready.CHECKED), Ready.LOST),
        ((Ready.CONFIRMED, Ready.NO_SHOW), Ready.NO_SHOW),
    ],
)
def test_a_row_shows_the_worse_of_its_two_parties(sides: tuple[Ready, Ready], shown: Ready) -> None:
    assert worse(sides) is shown
    assert worse(sides[::-1]) is shown


class Watched:
    """A side that said it is here, and its line, as the rules see them every second."""

    def __init__(self, presence: Presence | None = None) -> None:
        self.state, self.mark = Ready.CHECKED, HERE
        self.presence = came(None, 0) if presence is None else presence
        self.changes: list[tuple[int, Ready]] = []

    def pass_to(self, end: int, start: int) -> None:
        for now in range(start - start % 1000 + 1000, end + 1, 1000):
            says = by_line(self.state, self.mark, self.presence, now)
            if says is not None:
                self.mark = marked(self.state, self.mark, says, Origin.LINE, Instant(now))
                self.state = says
                self.changes.append((now, says))

    def play(self, spans: list[int]) -> int:
        """Open and closed in turn, beginning with open, for so many milliseconds each."""
        now = 0
        for number, span in enumerate(spans):
            turned = came if number % 2 == 0 else left
            self.presence = turned(self.presence, now)
            self.pass_to(now + span, now)
            now += span
        return now


def test_twenty_seconds_without_its_line_and_a_side_is_lost() -> None:
    watched = Watched()
    watched.play([60_000, 19_000])
    assert watched.changes == []

    watched = Watched()
    watched.play([60_000, 60_000])
    assert watched.changes == [(80_000, Ready.LOST)]


def test_who_comes_back_is_what_it_was_once_the_line_holds() -> None:
    watched = Watched()
    watched.play([60_000, 30_000, 60_000])
    assert watched.changes == [(80_000, Ready.LOST), (95_000, Ready.CHECKED)]
    assert watched.mark == Mark(Instant(95_000), Instant(0), watched=True)


def test_a_line_that_opens_for_a_moment_begins_no_new_wait() -> None:
    watched = Watched()
    watched.play([60_000, 12_000, 1_000, 12_000])
    assert watched.changes == [(80_000, Ready.LOST)]


SPANS = st.lists(st.integers(0, 45_000), max_size=40)


@given(SPANS)
def test_the_line_never_flaps(spans: list[int]) -> None:
    """Lost for at least as long as it takes to be back, there for at least as long as it takes to be lost."""
    watched = Watched()
    watched.play(spans)
    for (before, was), (after, now) in zip(watched.changes, watched.changes[1:], strict=False):
        assert {was, now} == {Ready.LOST, Ready.CHECKED}
        assert after - before >= (BACK_AFTER_MS if was is Ready.LOST else LOST_AFTER_MS - BACK_AFTER_MS)


@given(st.lists(st.tuples(st.integers(BACK_AFTER_MS, 60_000), st.integers(0, 19_999)), max_size=30))
def test_nobody_is_lost_by_absences_under_twenty_seconds(spans: list[tuple[int, int]]) -> None:
    watched = Watched()
    watched.play([span for pair in spans for span in pair])
    assert watched.changes == []


@given(SPANS)
def test_after_a_long_quiet_the_state_is_what_the_line_says(spans: list[int]) -> None:
    for last, expected in (([], Ready.CHECKED), ([0], Ready.LOST)):
        watched = Watched()
        even = spans if len(spans) % 2 == 0 else spans[:-1]
        now = watched.play([*even, 60_000, *last])
        watched.pass_to(now + 60_000, now)
        assert watched.state is expected


def test_after_a_restart_everybody_has_a_minute_to_come_back() -> None:
    watched = Watched(unseen(0))
    watched.pass_to(RETURN_MS - 1, 0)
    assert watched.changes == []
    watched.pass_to(RETURN_MS, RETURN_MS - 1000)
    assert watched.changes == [(RETURN_MS, Ready.LOST)]

    back = Watched(came(unseen(0), 40_000))
    back.pass_to(200_000, 40_000)
    assert back.changes == []


@pytest.mark.parametrize("state", Ready)
def test_the_line_says_nothing_of_whom_the_crew_has_seen(state: Ready) -> None:
    gone = left(came(None, 0), 0)
    for mark in (None, Mark(Instant(0), Instant(0))):
        assert by_line(state, mark, gone, 10**9) is None
        assert not may_line_say(state, mark, Ready.LOST)


@pytest.mark.parametrize("state", sorted(set(Ready) - THERE))
def test_only_who_was_there_can_be_lost(state: Ready) -> None:
    assert by_line(state, HERE, left(came(None, 0), 0), 10**9) is None


@pytest.mark.parametrize("says", [Ready.CONFIRMED, Ready.WAITING, Ready.CHECKED])
@pytest.mark.parametrize("was", [state for state in Ready if state not in (Ready.LOST, Ready.NO_SHOW)])
def test_saying_something_never_takes_back_what_is_better(was: Ready, says: Ready) -> None:
    order = list(Ready)
    assert after_saying(was, None, says) is order[max(order.index(was), order.index(says))]


def test_who_was_lost_and_speaks_is_what_it_was_or_better() -> None:
    lost = Mark(Instant(9), Instant(1), watched=True, before=Ready.CHECKED)
    assert after_saying(Ready.LOST, lost, Ready.WAITING) is Ready.CHECKED
    assert after_saying(Ready.LOST, None, Ready.WAITING) is Ready.WAITING
    assert after_saying(Ready.NO_SHOW, None, Ready.WAITING) is Ready.WAITING


def test_saying_the_same_again_keeps_since_when() -> None:
    first = marked(Ready.INVITED, None, Ready.WAITING, Origin.OWN, Instant(5))
    again = marked(Ready.WAITING, first, Ready.WAITING, Origin.OWN, Instant(9))
    assert again == Mark(Instant(5), Instant(9), watched=True)
