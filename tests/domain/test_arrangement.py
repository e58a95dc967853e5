from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reunion.domain import commands as do
from reunion.domain import entries as did
from reunion.domain.instants import SECOND, Instant
from reunion.domain.people import Side
from reunion.domain.readiness import Ready
from reunion.domain.refusal import Refused
from reunion.domain.rundown import Item, Kind, Show, State, ahead, next_item
from reunion.domain.show import apply, decide, words
from tests.conftest import MANY

START = Instant(1_801_828_800_000)
NAMES = ("it-1", "it-2", "it-3", "it-4", "song", "it-5")


def at(seconds: int) -> Instant:
    return Instant(START + seconds * SECOND)


def a_show() -> Show:
    rows = [
        Item(key, Kind.SEGMENT if key == "song" else Kind.SLOT, 90, at(n * 100), at(n * 100 - 50), f"p-{n}")
        for n, key in enumerate(NAMES)
    ]
    show = Show("gala", "r1", at(0), at(600), 10, {row.id: row for row in rows}, NAMES)
    return after(after(show, do.Start()), do.Take(None))


def after(show: Show, command: do.Command) -> Show:
    return apply(show, decide(show, command, at(30)))


def line(show: Show) -> list[str]:
    return [item.id for item in ahead(show)]


def bare(show: Show) -> Show:
    """What the rundown is, without how it came to be."""
    return replace(show, revision=0, order_revision=0, history=())


WHOLE = do.Arrange(0, ("it-4", "it-2"), ("it-3",), (("song", -30), ("it-1", 15)), "短片", 45)


def test_order_parking_lengths_and_a_filler_are_one_entry() -> None:
    show = a_show()
    changed = after(show, WHOLE)

    assert line(changed) == ["it-r3", "it-4", "it-2", "song", "it-5"]
    assert changed.revision == show.revision + 1
    assert (changed.items["song"].seconds, changed.items["it-1"].seconds) == (60, 105)
    assert changed.items["it-3"].state is State.SKIPPED
    assert changed.items["it-r3"] == Item("it-r3", Kind.SEGMENT, 45, at(300))
    assert words(WHOLE, decide(show, WHOLE, at(30))) == {"it-r3": "短片"}


def test_one_undo_takes_all_of_it_back() -> None:
    show = a_show()
    changed = after(show, WHOLE)

    assert bare(after(changed, do.Undo(changed.revision))) == bare(show)


def test_nobody_may_come_earlier_by_it_than_they_were_told() -> None:
    changed = after(a_show(), WHOLE)

    assert changed.items["it-4"].earliest == at(250)
    assert after(a_show(), do.Move("it-4", "it-2", 0)).items["it-4"].earliest == 0


def test_a_parked_one_in_the_order_comes_back() -> None:
    show = after(a_show(), do.NoShow("it-2"))
    changed = after(show, do.Arrange(0, ("it-3", "it-2")))

    assert line(changed) == ["it-3", "it-2", "it-4", "song", "it-5"]


def test_who_stands_by_stays_next_only_when_the_order_says_so() -> None:
    show = after(a_show(), do.Standby("it-3"))

    assert next_item(after(show, do.Arrange(0, ("it-3", "it-5")))) == "it-3"
    assert after(show, do.Arrange(0, ("it-3", "it-5"))).standby == "it-3"
    other = after(show, do.Arrange(0, ("it-5",)))
    assert (other.standby, next_item(other), other.items["it-3"].state) == (None, "it-5", State.PLANNED)
    assert after(show, do.Arrange(0, (), ("it-3",))).standby is None
    assert next_item(after(show, do.Arrange(0, ("it-3",), (), (), "短片", 30))) == "it-r4"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (do.Arrange(9, ("it-3",)), "rundown-changed"),
        (do.Arrange(0, ("it-1",)), "on-air"),
        (do.Arrange(0, (), ("it-1",)), "on-air"),
        (do.Arrange(0, ("it-9",)), "unknown-item"),
        (do.Arrange(0, ("it-3", "it-3")), "malformed"),
        (do.Arrange(0, ("it-3",), ("it-3",)), "malformed"),
        (do.Arrange(0), "malformed"),
        (do.Arrange(0, (), (), (("song", -88),)), "too-short"),
        (do.Arrange(0, (), (), (), "短片", 2), "malformed"),
        (do.Arrange(0, tuple(f"it-{n}" for n in range(65))), "malformed"),
    ],
)
def test_what_may_not_be_changes_nothing(command: do.Arrange, code: str) -> None:
    with pytest.raises(Refused) as refused:
        decide(a_show(), command, at(30))
    assert refused.value.code == code


def test_nobody_without_consent_is_brought_up() -> None:
    with pytest.raises(Refused, match="not-consented"):
        decide(after(a_show(), do.Bar("it-3", True)), do.Arrange(0, ("it-3",)), at(30))


def test_a_mark_meanwhile_does_not_make_a_proposal_stale() -> None:
    show = after(a_show(), do.MarkReady("it-5", Side.WORKER, Ready.READY))

    assert line(after(show, do.Arrange(0, ("it-5",)))) == ["it-5", "it-2", "it-3", "it-4", "song"]


@settings(max_examples=MANY)
@given(
    st.permutations(NAMES[1:]),
    st.integers(0, 5),
    st.sets(st.sampled_from(NAMES[1:])),
    st.sets(st.sampled_from(NAMES[1:])),
)
def test_the_head_comes_first_and_everything_else_keeps_its_order(
    order: list[str], much: int, gone: set[str], parked: set[str]
) -> None:
    show = a_show()
    for key in sorted(gone):
        show = after(show, do.Skip(key))
    head = tuple(key for key in order[:much] if key not in parked)
    left = tuple(sorted(parked - gone))
    if not head and not left:
        return
    changed = after(show, do.Arrange(show.order_revision, head, left))
    rest = [key for key in line(show) if key not in head and key not in left]

    assert line(changed) == [*head, *rest]
    assert sorted(changed.order) == sorted(show.order)
    entry = decide(show, do.Arrange(show.order_revision, head, left), at(30))
    assert did.from_record(did.to_record(entry)) == entry
    assert bare(after(changed, do.Undo(changed.revision))) == bare(show)
