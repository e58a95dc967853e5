from dataclasses import replace

from reunion.domain import commands
from reunion.domain.people import Side
from reunion.domain.readiness import Origin, Ready
from reunion.live.room import Room
from reunion.live.seats import Limits, Seat

from .staging import EIGHT, Clockwork, Line, a_show, stored


class House:
    """A room with somebody of every audience in it, and one shared record of who heard when."""

    def __init__(self) -> None:
        self.clock = Clockwork()
        show, cast = a_show()
        self.room = Room(show, cast, self.clock.now, self.clock, Limits())
        self.desk, self.family, self.screen = Line(), Line(), Line()
        self.seats = [Seat(self.desk, who="王主持"), Seat(self.family, subject="pr-2"), Seat(self.screen)]
        self.room.join_desk(self.seats[0])
        self.room.join_crowd(self.seats[1])
        self.room.join_crowd(self.seats[2])

    def do(self, command: commands.Command) -> None:
        self.room.follow(stored(self.room.scene.show, command, self.clock.now()))

    def forget(self) -> None:
        for line in (self.desk, self.family, self.screen):
            line.forget()

    def kinds(self) -> list[list[str]]:
        return [[m["type"] for m in line.heard] for line in (self.desk, self.family, self.screen)]


def test_each_audience_is_greeted_with_what_it_needs():
    assert House().kinds() == [["hello", "tick"], ["you", "picture"], ["picture"]]


def test_a_desk_hears_of_a_change_before_anybody_else_and_before_any_slice():
    house = House()
    house.forget()

    house.do(commands.Start())
    at_once = house.kinds()
    house.clock.settle()

    assert at_once == [["change"], [], []]
    assert house.kinds() == [["change"], ["picture"], ["picture"]]


def test_a_burst_is_every_change_for_a_desk_and_the_newest_picture_for_the_rest():
    house = House()
    house.do(commands.Start())
    house.clock.settle()
    house.forget()

    for command in (commands.Take(None), commands.Hold(), commands.Resume(), commands.Take("it-1")):
        house.do(command)
    house.clock.advance(0.05)

    assert [m["revision"] for m in house.desk.heard] == [2, 3, 4, 5]
    assert [[m["revision"] for m in line.heard] for line in (house.family, house.screen)] == [[5], [5]]


def test_a_family_is_told_of_its_own_line_only_when_that_changes():
    house = House()
    house.do(commands.Start())
    house.clock.advance(1)
    house.do(commands.MarkReady("it-3", Side.FAMILY, Ready.READY))
    house.do(commands.MarkReady("it-3", Side.WORKER, Ready.READY))
    house.clock.advance(1)
    house.do(commands.MarkReady("it-4", Side.WORKER, Ready.READY))
    house.clock.advance(1)

    told = [(you["ready"], you["readiness"]) for you in house.family.of("you")]
    assert told == [("invited", "invited"), ("ready", "ready")]


def test_a_screen_is_spared_what_it_would_not_show():
    house = House()
    house.do(commands.Start())
    house.clock.advance(1)
    house.forget()

    house.do(commands.MarkReady("it-3", Side.FAMILY, Ready.READY, Origin.OWN))
    house.clock.advance(1)
    assert house.kinds() == [["change"], ["you"], []]

    house.forget()
    house.do(commands.MarkReady("it-3", Side.WORKER, Ready.READY))
    house.clock.advance(1)
    assert house.kinds() == [["change"], ["you", "picture"], ["picture"]]


def test_an_idle_show_ticks_every_twenty_seconds_and_every_five_at_a_desk():
    house = House()
    house.clock.advance(1)
    house.forget()

    house.clock.advance(60)

    assert len(house.desk.of("tick")) == 12
    # Nobody pressed start at eight: the whole show slips, so a picture comes in the place of each tick.
    assert [(m["type"], m["over_under"]) for m in house.screen.heard] == [
        ("picture", 20),
        ("picture", 40),
        ("picture", 60),
    ]


def test_while_all_is_as_planned_a_screen_hears_ticks_only():
    house = House()
    house.do(commands.Start())
    house.do(commands.Take(None))
    house.clock.advance(1)
    house.forget()

    house.clock.advance(60)

    assert house.kinds()[2] == ["tick"] * 3


def test_a_family_hears_something_every_five_seconds_and_misses_no_round_of_everybody():
    house = House()
    house.do(commands.Start())
    house.do(commands.Take(None))
    house.clock.advance(1)
    house.forget()

    house.clock.advance(60)

    told = [tick["server_time"] - EIGHT for tick in house.family.of("tick")]
    assert told == [5000 * number for number in range(1, 13)]
    assert [tick["server_time"] - EIGHT for tick in house.screen.of("tick")] == [20_000, 40_000, 60_000]


def test_an_overrun_moves_everybodys_drift_without_a_command():
    house = House()
    house.do(commands.Start())
    house.do(commands.Take(None))
    house.clock.advance(310)
    house.forget()

    house.clock.advance(40)

    assert [m["drift"] for m in house.screen.heard] == [[[1, 20]], [[1, 40]]]
    assert house.family.of("you") == []


def test_another_run_is_told_to_everybody():
    house = House()
    show, cast = a_show(2)
    house.clock.advance(1)
    house.forget()

    house.room.begin(replace(show, run="r2"), cast)
    house.clock.settle()

    assert house.kinds()[0] == ["hello"]
    assert [m["run"] for m in house.screen.heard + house.family.of("picture")] == ["r2", "r2"]


def test_a_forgotten_person_is_gone_from_the_very_next_frames():
    house = House()
    house.clock.advance(1)
    house.forget()

    house.room.recast(replace(house.room.scene.cast, cards={}))
    house.clock.settle()

    said = b"".join(house.desk.frames + house.family.frames + house.screen.frames).decode(errors="ignore")
    assert [name for name in ("张", "李", "温岭") if name in said] == []


def test_seats_are_given_up_once_or_twice_without_a_trace():
    house = House()

    for seat in house.seats * 2:
        house.room.leave(seat)

    assert (len(house.room), house.room.seats()) == (0, [])


def test_an_answer_reaches_the_desk_that_asked():
    house = House()

    house.room.answer(house.seats[0], b'{"type":"done","id":"c-1","revision":1}')

    assert house.desk.heard[-1] == {"type": "done", "id": "c-1", "revision": 1}


def test_a_stopped_room_has_no_timers():
    house = House()
    house.do(commands.Start())

    house.room.stop()
    house.clock.settle()

    assert house.clock.waiting == 0


def test_a_family_whose_pair_is_its_own_no_more_is_told_once_and_then_hears_what_a_screen_hears():
    house = House()
    house.forget()
    house.room.lose(house.seats[1])
    house.do(commands.Start())
    house.clock.advance(1)

    assert [m["type"] for m in house.family.heard] == ["gone", "picture"]
    assert [m["type"] for m in house.screen.heard] == ["picture"]


def test_a_family_whose_place_is_taken_away_is_told_once_and_hears_when_it_has_one_again():
    house = House()
    show, cast = house.room.scene.show, house.room.scene.cast
    house.forget()
    without = replace(
        show, run="r2", order=tuple(key for key in show.order if show.items[key].pair != "pr-2")
    )
    for _ in range(2):
        house.room.begin(without, cast)
        house.clock.advance(1)
    house.room.begin(replace(show, run="r3"), cast)
    house.clock.advance(1)

    assert [m["type"] for m in house.family.heard] == ["gone", "picture", "picture", "you", "picture"]
    assert [m["type"] for m in house.screen.heard] == ["picture"] * 3
