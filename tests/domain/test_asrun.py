from reunion.domain.asrun import Airing, Parked, Ran, ran
from reunion.domain.commands import Command, Hold, NoShow, Recall, Resume, Skip, Start, Take, Undo
from reunion.domain.entries import Entry
from reunion.domain.instants import SECOND, Instant
from reunion.domain.rundown import Item, Kind, Show, State
from reunion.domain.show import apply, decide

SHOW = Show(
    "s-1",
    "r1",
    Instant(0),
    Instant(600 * SECOND),
    0,
    {f"it-{n}": Item(f"it-{n}", Kind.SLOT, 60, Instant(n * 60 * SECOND), pair=f"p-{n}") for n in range(4)},
    tuple(f"it-{n}" for n in range(4)),
)


def at(second: int) -> Instant:
    return Instant(second * SECOND)


def played(*commands: tuple[int, Command]) -> list[tuple[Entry, str]]:
    show, entries = SHOW, []
    for second, command in commands:
        entry = decide(show, command, at(second))
        show = apply(show, entry)
        entries.append((entry, f"host-{second}"))
    return entries


def test_each_item_stands_where_it_aired_with_its_hold_and_who_took_it() -> None:
    commands = ((0, Start()), (1, Take(None)), (5, Hold()), (15, Resume()), (70, Take("it-0")))
    assert ran(SHOW, played(*commands)).airings == (
        Airing("it-0", at(1), "host-1", at(70), 10 * SECOND, State.AIRED),
        Airing("it-1", at(70), "host-70"),
    )


def test_one_left_on_air_and_called_back_was_on_air_twice() -> None:
    commands = (
        (0, Start()),
        (1, Take(None)),
        (9, Skip("it-0", "line broke")),
        (10, Take(None)),
        (70, Recall("it-0", "it-2")),
        (80, Take("it-1", "it-0")),
        (140, Take("it-0")),
    )
    happened = ran(SHOW, played(*commands))
    assert [(one.item, one.started, one.state) for one in happened.airings] == [
        ("it-0", at(1), State.SKIPPED),
        ("it-1", at(10), State.AIRED),
        ("it-0", at(80), State.AIRED),
        ("it-2", at(140), State.ON_AIR),
    ]
    assert (happened.recalled, happened.parked) == ({"it-0"}, {})


def test_who_did_not_come_stands_with_the_reason_and_who_said_so() -> None:
    happened = ran(SHOW, played((0, Start()), (3, NoShow("it-2", "no answer"))))
    assert happened.parked == {"it-2": Parked(at(3), "host-3", "why-2")}
    assert happened.recalled == frozenset()


def test_what_was_taken_back_is_not_parked_any_more() -> None:
    commands = ((0, Start()), (1, Take(None)), (2, Skip("it-2")))
    assert ran(SHOW, played(*commands, (3, Undo(3)))) == Ran((Airing("it-0", at(1), "host-1"),))
    # The control: without the undo it is parked.
    assert set(ran(SHOW, played(*commands)).parked) == {"it-2"}


def test_a_take_that_was_taken_back_did_air_until_then_and_left_a_gap_in_what_was_before() -> None:
    commands = (
        (0, Start()),
        (1, Take(None)),
        (2, Skip("it-2")),
        (20, Take("it-0")),
        (25, Undo(4)),
        (26, Undo(3)),
    )
    happened = ran(SHOW, played(*commands, (60, Take("it-0"))))
    assert happened.airings == (
        Airing("it-0", at(1), "host-1", at(20), state=State.AIRED),
        Airing("it-1", at(20), "host-20", at(25), state=State.AIRED, taken_back=True),
        Airing("it-0", at(25), "host-25", at(60), state=State.AIRED),
        Airing("it-1", at(60), "host-60"),
    )
    assert happened.parked == {}


def test_the_first_take_taken_back_leaves_nothing_on_air_after_it() -> None:
    happened = ran(SHOW, played((0, Start()), (1, Take(None)), (4, Undo(2))))
    assert happened.airings == (Airing("it-0", at(1), "host-1", at(4), state=State.AIRED, taken_back=True),)


def test_a_skip_on_air_that_was_taken_back_left_a_gap() -> None:
    happened = ran(SHOW, played((0, Start()), (1, Take(None)), (9, Skip("it-0")), (12, Undo(3))))
    assert happened == Ran(
        (Airing("it-0", at(1), "host-1", at(9), state=State.AIRED), Airing("it-0", at(12), "host-12"))
    )


def test_a_hold_that_lasts_over_a_take_and_its_undo_counts_for_each_time_on_air_alone() -> None:
    commands = ((0, Start()), (1, Take(None)), (5, Hold()), (15, Take("it-0")), (20, Undo(4)), (27, Resume()))
    happened = ran(SHOW, played(*commands, (60, Take("it-0"))))
    assert [(one.item, one.held_ms) for one in happened.airings] == [
        ("it-0", 10 * SECOND),
        ("it-1", 0),
        ("it-0", 7 * SECOND),
        ("it-1", 0),
    ]
