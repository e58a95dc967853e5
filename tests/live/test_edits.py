from reunion.live.edits import EDIT_S, Edits
from reunion.live.seats import Seat

from .staging import Clockwork, Line


def seat(who: str) -> Seat:
    return Seat(Line(), who=who)


def test_whoever_begins_second_hears_who_was_first_and_both_are_shown():
    edits, ann, bo = Edits(Clockwork()), seat("林导"), seat("小周")

    answers = [edits.begin(ann, "it-2"), edits.begin(bo, "it-3"), edits.begin(bo, "it-2")]

    assert answers == ["", "", "林导"]
    assert edits.shown() == [{"item": "it-2", "by": "林导"}, {"item": "it-2", "by": "小周"}]


def test_saying_it_again_keeps_ones_place():
    edits, ann, bo = Edits(Clockwork()), seat("林导"), seat("小周")
    edits.begin(ann, "it-2"), edits.begin(bo, "it-2")

    assert edits.begin(ann, "it-2") == "小周"
    assert [edit["by"] for edit in edits.shown()] == ["林导", "小周"]


def test_who_ends_or_says_nothing_for_long_writes_nowhere():
    clock = Clockwork()
    edits, ann, bo = Edits(clock), seat("林导"), seat("小周")
    edits.begin(ann, "it-2"), edits.begin(bo, "it-3")

    ended = [edits.end(ann), edits.end(ann)]
    clock.advance(EDIT_S - 1)
    still = edits.shown()
    clock.advance(1)

    assert ended == [True, False]
    assert still == [{"item": "it-3", "by": "小周"}]
    assert edits.shown() == []
    assert edits.begin(ann, "it-3") == ""
