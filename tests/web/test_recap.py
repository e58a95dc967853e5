import pytest

from reunion.domain.commands import Bar, End, NoShow, Start, Take
from reunion.domain.fold import apply
from reunion.domain.show import decide
from reunion.live.cast import Cast
from reunion.live.scene import Scene
from reunion.web.recap import Recap, recap

from ..actions import gala


@pytest.fixture
def played():
    """A scene after these commands, one a minute."""

    def play(*commands):
        rundown, now = gala.rundown(), gala.START
        show = rundown.show
        for command in commands:
            show = apply(show, decide(show, command, now))
            now += 60_000
        return Scene(show, Cast("", rundown.cards), lambda: now)

    return play


def test_there_is_nothing_to_look_back_on_before_the_end(played):
    assert recap(played()) is None
    assert recap(played(Start(), Take(None, "it-1"))) is None


def test_families_that_met_are_counted_by_their_township(played):
    scene = played(Start(), Take(None, "it-1"), Take("it-1", "it-2"), NoShow("it-3"), End())
    assert recap(scene) == Recap(2, gala.START, gala.START + 240_000, [("田家镇", 2)])


def test_who_was_barred_while_on_air_has_no_town(played):
    scene = played(Start(), Take(None, "it-1"), Bar("it-1", barred=True), End())
    found = recap(scene)
    assert (found.families, found.towns) == (1, [])
