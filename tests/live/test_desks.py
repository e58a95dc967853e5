from dataclasses import replace

from reunion.domain import commands
from reunion.live.desks import Desks, Since
from reunion.live.frames import Shared
from reunion.live.scene import Scene
from reunion.live.seats import Limits, Seat

from .staging import QUICK, Clockwork, Line, a_show, stored


class Studio:
    """Desks around one show."""

    def __init__(self, limits: Limits = QUICK) -> None:
        self.clock = Clockwork()
        show, cast = a_show()
        self.scene = Scene(show, cast, self.clock.now)
        self.desks = Desks(self.clock, limits, self.scene)

    def join(self, since: Since | None = None, who: str = "") -> tuple[Line, Seat]:
        line = Line()
        seat = Seat(line, who=who)
        self.desks.join(seat, since)
        return line, seat

    def store(self, *asked: commands.Command) -> None:
        for command in asked:
            change = self.scene.follow(stored(self.scene.show, command))
            self.desks.change(self.scene.show.revision, change)

    def notes(self, number: int) -> None:
        self.store(*[commands.Note("it-2", "声音小") for _ in range(number)])


def kinds(line: Line) -> list[str]:
    return [message["type"] for message in line.heard]


def revisions(line: Line) -> list[int]:
    return [message["revision"] for message in line.of("change")]


def test_a_desk_gets_a_hello_and_then_every_change_in_order_and_never_joined():
    studio = Studio()
    line, _ = studio.join()

    studio.store(commands.Start(), commands.Take(None), commands.Hold())

    assert kinds(line) == ["hello", "tick", "change", "change", "change"]
    assert revisions(line) == [1, 2, 3]


def test_a_desk_that_comes_back_gets_exactly_what_it_missed():
    studio = Studio()
    studio.notes(4)

    line, _ = studio.join(Since("r1", 1))

    assert (kinds(line), revisions(line)) == (["change"] * 3 + ["tick"], [2, 3, 4])


def test_a_desk_that_missed_nothing_gets_only_a_sign_of_life():
    studio = Studio()
    studio.notes(2)

    line, _ = studio.join(Since("r1", 2))

    assert kinds(line) == ["tick"]


def test_a_desk_gets_a_hello_when_what_it_missed_is_not_kept_or_is_of_another_run():
    studio = Studio()
    studio.notes(6)

    answers = [kinds(studio.join(since)[0])[0] for since in (Since("r1", 1), Since("r0", 5), Since("r1", 7))]

    assert answers == ["hello"] * 3


def test_a_thousand_changes_are_kept():
    studio = Studio(Limits())
    studio.notes(1000)

    line, _ = studio.join(Since("r1", 0))

    assert revisions(line) == list(range(1, 1001))


def test_a_lagging_desk_gets_a_fresh_hello_and_then_goes_on_without_a_gap():
    studio = Studio()
    line, _ = studio.join()
    line.stalled = True
    studio.notes(30)
    before = len(line.of("change"))
    line.resume()

    studio.clock.advance(0.5)
    studio.notes(2)

    assert 0 < before < 30
    assert [(m["type"], m["revision"]) for m in line.heard[before + 2 :]] == [
        ("hello", 30),
        ("change", 31),
        ("change", 32),
    ]
    assert revisions(line)[:before] == list(range(1, before + 1))


def backlog_of_a_stalled_desk(limits: Limits) -> int:
    studio = Studio(limits)
    line, _ = studio.join()
    line.stalled = True
    studio.notes(50)
    return line.unsent


def test_what_waits_for_a_stalled_desk_is_bounded():
    assert backlog_of_a_stalled_desk(QUICK) < QUICK.desk_backlog + 2048


def test_control_without_the_bound_it_grows_with_every_change():
    assert backlog_of_a_stalled_desk(replace(QUICK, desk_backlog=10**9)) > 3 * QUICK.desk_backlog


def test_a_missed_sign_of_life_makes_no_laggard():
    studio = Studio()
    line, _ = studio.join()
    line.stalled, line.unsent = True, 10**6

    studio.desks.tick()

    assert len(studio.desks.lagging) == 0


def test_a_desk_that_never_reads_is_cut():
    studio = Studio()
    line, _ = studio.join()
    line.stalled, line.unsent = True, 10**6
    studio.notes(1)

    studio.clock.advance(31)

    assert line.aborted


def test_an_answer_goes_to_its_sender_only_even_when_it_lags():
    studio = Studio()
    (sender, seat), (other, _) = studio.join(), studio.join()
    sender.stalled, sender.unsent = True, QUICK.desk_backlog + 1

    studio.desks.answer(seat, Shared(b'{"type":"done","id":"c-1","revision":1}'))

    assert ([len(line.of("done")) for line in (sender, other)], sender.aborted) == ([1, 0], False)


def test_a_desk_that_asks_on_and_on_and_never_reads_is_cut():
    studio = Studio()
    line, seat = studio.join()
    line.stalled, line.unsent = True, 2 * QUICK.desk_backlog + 1

    studio.desks.answer(seat, Shared(b'{"type":"done","id":"c-1","revision":1}'))

    assert line.aborted


def test_desks_hear_who_else_is_there_when_somebody_comes_or_goes():
    studio = Studio()
    line, _ = studio.join(who="王主持")
    studio.clock.advance(1)
    _, seat = studio.join(who="李导播")
    studio.clock.advance(1)
    studio.desks.leave(seat)
    studio.clock.advance(1)

    present = [tick["desks"] for tick in line.of("tick")]
    assert present == [["王主持"], ["王主持"], ["李导播", "王主持"], ["王主持"]]


def test_whoever_may_press_something_counts_as_watching_while_the_line_says_so():
    studio = Studio()
    studio.join()
    assert not studio.desks.watched(), "a page that only listens is nobody"
    _, seat = studio.join(who="王主持")

    seen = []
    for second in range(1, 20):
        studio.clock.advance(1)
        if second == 5:
            studio.desks.hear(seat)
        seen.append(studio.desks.watched())

    # Heard at second 5, the line died unseen after it: nothing counts from second 14 on.
    assert seen == [True] * 13 + [False] * 6
    studio.desks.hear(seat)
    assert studio.desks.watched()
    studio.desks.leave(seat)
    studio.desks.hear(seat)
    assert not studio.desks.watched()


def test_a_storm_of_desks_is_said_once():
    studio = Studio()
    line, _ = studio.join()
    for _ in range(30):
        studio.join()

    studio.clock.advance(1)

    assert len(line.of("tick")) == 2


def test_everything_anew_is_a_hello_for_all_and_nothing_older_can_be_resumed():
    studio = Studio()
    line, _ = studio.join()
    studio.notes(2)

    studio.desks.begin()

    assert kinds(line)[-1] == "hello"
    assert kinds(studio.join(Since("r1", 1))[0])[0] == "hello"


def test_nothing_is_written_to_a_desk_that_left():
    studio = Studio()
    line, seat = studio.join()

    studio.desks.leave(seat)
    line.closing = True
    studio.notes(1)
    studio.desks.answer(seat, Shared(b"{}"))

    assert (kinds(line), len(studio.desks)) == (["hello", "tick"], 0)


def test_desks_hear_at_once_who_writes_on_which_card_until_that_desk_is_gone():
    studio = Studio()
    (ann, first), (_, second) = studio.join(who="林导"), studio.join(who="小周")
    studio.clock.advance(QUICK.presence)
    ann.forget()

    answers = [studio.desks.edit(second, "it-2"), studio.desks.edit(first, "it-2")]
    studio.clock.advance(QUICK.presence)
    told = [tick["editing"] for tick in ann.of("tick")]
    studio.desks.edit(first, None)
    studio.desks.leave(second)
    ann.forget()
    studio.clock.advance(QUICK.presence)

    assert answers == ["", "小周"]
    assert told == [[{"item": "it-2", "by": "小周"}, {"item": "it-2", "by": "林导"}]]
    assert [(tick["desks"], tick["editing"]) for tick in ann.of("tick")] == [(["林导"], [])]


def test_a_desk_that_stops_writing_where_it_never_began_tells_nobody():
    studio = Studio()
    line, seat = studio.join(who="林导")
    studio.clock.advance(QUICK.presence)
    line.forget()

    studio.desks.edit(seat, None)
    studio.clock.advance(QUICK.presence)

    assert line.heard == []
