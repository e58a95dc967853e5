import json
from dataclasses import replace

from reunion.domain import commands
from reunion.domain.people import Side
from reunion.domain.readiness import Ready
from reunion.live.scene import Scene

from .staging import EIGHT, Clockwork, a_show, stored


def staged(slots=3):
    clock = Clockwork()
    show, cast = a_show(slots)
    return clock, Scene(show, cast, clock.now)


def test_a_message_is_made_once_for_everybody_who_joins_at_about_the_same_time():
    clock, scene = staged()
    first = scene.picture(), scene.hello()

    clock.seconds = 0.099

    assert (scene.picture(), scene.hello()) == first


def test_a_message_is_made_anew_before_its_clock_is_wrong_by_more_than_a_tenth_of_a_second():
    clock, scene = staged()
    scene.picture()

    clock.seconds = 12.5

    assert json.loads(scene.picture().text)["server_time"] == EIGHT + 12_500


def test_a_clock_that_steps_back_makes_messages_anew():
    clock, scene = staged()
    clock.seconds = 60
    scene.picture()

    clock.seconds = 0

    assert json.loads(scene.picture().text)["server_time"] == EIGHT


def test_a_stored_entry_is_in_the_very_next_picture_and_hello():
    _, scene = staged()
    scene.picture(), scene.hello()

    change = scene.follow(stored(scene.show, commands.Start()))

    revisions = [
        json.loads(m.text)["revision"] for m in (change, scene.picture(), scene.hello(), scene.tick())
    ]
    assert revisions == [1, 1, 1, 1]


def test_other_words_are_in_the_very_next_picture():
    _, scene = staged()
    scene.picture()

    scene.recast(replace(scene.cast, title="新的名字"))

    assert json.loads(scene.picture().text)["title"] == "新的名字"


def test_another_run_is_in_the_very_next_picture():
    _, scene = staged()
    scene.line("pr-1", Side.FAMILY)
    show, cast = a_show(1)

    scene.begin(replace(show, run="r2"), cast)

    assert json.loads(scene.picture().text)["run"] == "r2"
    assert scene.line("pr-3", Side.FAMILY) is None


def test_a_familys_line_is_equal_until_something_of_its_own_changes():
    _, scene = staged()
    before = scene.line("pr-2", Side.FAMILY)

    scene.follow(stored(scene.show, commands.Start()))
    unchanged = scene.line("pr-2", Side.FAMILY)
    scene.follow(stored(scene.show, commands.MarkReady("it-3", Side.WORKER, Ready.LOST)))

    assert unchanged == before
    assert scene.line("pr-2", Side.FAMILY) == {**before, "readiness": "lost"}


def test_a_pair_that_is_not_in_the_show_has_no_line():
    _, scene = staged()

    assert scene.line("pr-99", Side.FAMILY) is None


def test_a_desks_tick_says_how_the_show_stands_and_who_is_there():
    _, scene = staged()

    assert json.loads(scene.desk_tick({"desks": ["王主持"], "editing": []}).text) == {
        "type": "tick",
        "server_time": EIGHT,
        "revision": 0,
        "drift": [[0, 0]],
        "over_under": 0,
        "planned_end": EIGHT + 660_000,
        "projected_end": EIGHT + 660_000,
        "desks": ["王主持"],
        "editing": [],
    }
