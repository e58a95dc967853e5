from dataclasses import replace

from reunion.domain import entries as did
from reunion.domain.fold import UNDO_DEPTH, apply
from reunion.domain.instants import Instant
from reunion.domain.people import Side
from reunion.domain.readiness import Origin, Ready
from reunion.domain.rundown import State
from tests.domain.test_show import a_show


def test_a_clock_that_stepped_back_during_a_hold_takes_no_time_away() -> None:
    show = a_show()
    for entry in (
        did.Started(Instant(1000)),
        did.Taken(Instant(1000), "it-1", None),
        did.Held(Instant(9000)),
        did.Resumed(Instant(4000)),
    ):
        show = apply(show, entry)

    assert show.items["it-1"].held_ms == 0


def test_of_others_who_sit_there_now_nobody_has_marked_anything() -> None:
    show = apply(a_show(), did.Marked(Instant(1000), "it-1", Side.FAMILY, Ready.READY))
    assert show.marks["it-1"][1] is not None

    show = apply(show, did.Marked(Instant(2000), "it-1", Side.FAMILY, Ready.INVITED, Origin.PAIR))
    assert show.side("it-1", Side.FAMILY) == (Ready.INVITED, None)


def test_only_so_many_changes_can_be_taken_back() -> None:
    show = a_show()
    for number in range(UNDO_DEPTH + 20):
        show = apply(show, did.Extended(Instant(number), "it-1", 5))

    assert len(show.history) == UNDO_DEPTH
    assert show.undoable == UNDO_DEPTH + 20


def test_a_recalled_item_starts_from_nothing() -> None:
    show = a_show()
    for entry in (
        did.Started(Instant(0)),
        did.Taken(Instant(0), "it-1", None),
        did.Missed(Instant(5000), "it-1"),
        did.Recalled(Instant(6000), "it-1", None),
    ):
        show = apply(show, entry)

    row = show.items["it-1"]
    assert (row.state, row.started, row.ended, row.held_ms) == (State.PLANNED, None, None, 0)


def test_the_order_has_a_revision_of_its_own() -> None:
    show = apply(a_show(), did.Started(Instant(0)))
    assert show.order_revision == 0
    show = apply(show, did.Moved(Instant(1), "it-3", "it-1"))
    assert show.order_revision == 2
    assert apply(show, did.Undone(Instant(2), 2)).order_revision == 3


def test_applying_an_entry_leaves_the_show_before_as_it_was() -> None:
    before = a_show()
    copy = a_show()
    apply(before, did.Skipped(Instant(0), "it-1"))

    assert before == copy


def test_who_was_moved_by_hand_is_waited_for_no_longer() -> None:
    show = a_show()
    show = replace(show, items={**show.items, "it-3": replace(show.items["it-3"], earliest=Instant(9000))})

    assert apply(show, did.Moved(Instant(0), "it-3", "it-1")).items["it-3"].earliest == 0


def test_undo_does_not_make_a_slot_the_next_one_that_was_barred_meanwhile() -> None:
    show = a_show()
    for entry in (
        did.Started(Instant(0)),
        did.StoodBy(Instant(1), "it-2"),
        did.Extended(Instant(2), "it-1", 5),
        did.Barred(Instant(3), "it-2", True),
        did.Undone(Instant(4), 3),
    ):
        show = apply(show, entry)

    assert (show.standby, show.items["it-2"].state) == (None, State.PLANNED)
