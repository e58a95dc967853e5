from reunion.domain.appointments import Telling, appointments, turns_of
from reunion.domain.commands import Recall, Skip, Start
from reunion.domain.instants import Instant
from reunion.domain.show import decide, fold
from tests.actions import gala

FIRST = Telling("p-1", "gala", Instant(1_000), gala.START)
MOVED = Telling("p-1", "gala", Instant(2_000), Instant(gala.START + 60_000))


def test_a_pair_is_known_by_what_it_was_told_last():
    told = appointments([MOVED, FIRST])["p-1"]
    assert (told.start, told.changed, told.times) == (MOVED.start, 2_000, 2)


def test_the_number_rises_with_a_move_with_falling_out_and_with_coming_back():
    first, moved = appointments([FIRST])["p-1"], appointments([FIRST, MOVED])["p-1"]
    steps = [first.sequence(0), first.sequence(1), first.sequence(2), first.sequence_gone, moved.sequence(0)]
    assert steps == sorted(set(steps))
    assert first.sequence(500) < first.sequence_gone


def test_turns_count_leaving_the_show_and_coming_back():
    begun = gala.rundown().show
    entries, show = [], begun
    for command in (Start(), Skip("it-2", ""), Recall("it-2", None), Skip("it-3", "")):
        entries.append(decide(show, command, gala.START))
        show = fold(begun, entries)
    assert turns_of(begun, entries) == {"it-2": 2, "it-3": 1}
