from reunion.domain.asrun import Airing, Parked, ran
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


def test_what_was_taken_back_leaves_no_trace() -> None:
    commands = ((0, Start()), (1, Take(None)), (2, Skip("it-2")), (4, Take("it-0")))
    entries = played(*commands)
    taken_back = played(*commands, (5, Undo(4)), (6, Undo(3)))
    assert ran(SHOW, taken_back).airings == (Airing("it-0", at(1), "host-1"),)
    assert ran(SHOW, taken_back).parked == {}
    # The control: without the two undos both stand.
    assert [one.item for one in ran(SHOW, entries).airings] == ["it-0", "it-1"]
    assert set(ran(SHOW, entries).parked) == {"it-2"}
