from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reunion.domain import commands as do
from reunion.domain import entries as did
from reunion.domain.instants import Instant
from reunion.domain.people import Side
from reunion.domain.readiness import Ready
from reunion.domain.refusal import Refused
from reunion.domain.rundown import AHEAD, Item, Kind, Phase, Show, State, Why, next_item
from reunion.domain.show import LONGEST_S, apply, decide, fold, words
from reunion.domain.timing import project
from tests.conftest import MANY

NOW = Instant(1_000_000)
LATE = Instant(9_000_000)


def a_show(slots: int = 3, *, barred: frozenset[str] = frozenset()) -> Show:
    rows = [Item("opening", Kind.SEGMENT, 60, Instant(0))]
    rows += [Item(f"it-{n}", Kind.SLOT, 90, Instant(n * 105_000), pair=f"p-{n}") for n in range(1, slots + 1)]
    return Show(
        "gala",
        "r1",
        Instant(0),
        Instant(600_000),
        15,
        {row.id: row for row in rows},
        tuple(row.id for row in rows),
        barred=barred,
    )


def after(show: Show, *commands: do.Command, now: Instant = NOW) -> Show:
    for number, command in enumerate(commands):
        show = apply(show, decide(show, command, Instant(now + number * 1000)))
    return show


def refusal(show: Show, command: do.Command) -> str:
    with pytest.raises(Refused) as refused:
        decide(show, command, NOW)
    return refused.value.code


def test_take_puts_the_next_item_on_air_and_the_one_before_has_aired() -> None:
    show = after(a_show(), do.Start(), do.Take(None), do.Take("opening"))

    assert show.on_air == "it-1"
    assert show.items["opening"].state is State.AIRED
    assert (show.items["opening"].started, show.items["opening"].ended) == (1_001_000, 1_002_000)
    assert next_item(show) == "it-2"


def test_a_second_take_of_the_same_change_is_already_taken() -> None:
    show = after(a_show(), do.Start(), do.Take(None))

    assert refusal(show, do.Take(None)) == "already-taken"


def test_nothing_is_taken_before_the_show_was_started_or_after_it_ended() -> None:
    assert refusal(a_show(), do.Take(None)) == "not-live"
    assert refusal(after(a_show(), do.Start(), do.End()), do.Take(None)) == "not-live"


def test_the_last_take_leaves_the_end_of_the_rundown() -> None:
    show = after(a_show(1), do.Start(), do.Take(None), do.Take("opening"))

    assert refusal(show, do.Take("it-1")) == "end-of-rundown"


def test_take_may_name_another_item_and_the_ones_passed_over_stay_ahead() -> None:
    show = after(a_show(), do.Start(), do.Take(None, "it-3"))

    assert show.on_air == "it-3"
    assert next_item(show) == "opening"


def test_a_slot_without_consent_is_never_next_and_never_taken() -> None:
    show = after(a_show(barred=frozenset({"it-1"})), do.Start(), do.Take(None))

    assert next_item(show) == "it-2"
    assert refusal(show, do.Take("opening", "it-1")) == "not-consented"
    assert refusal(show, do.Standby("it-1")) == "not-consented"


def test_a_withdrawal_takes_a_slot_off_standby() -> None:
    show = after(a_show(), do.Start(), do.Standby("it-2"), do.Bar("it-2", True))

    assert show.standby is None
    assert show.items["it-2"].state is State.PLANNED
    assert next_item(show) == "opening"


def test_undo_never_brings_a_withdrawn_pair_back_on_air() -> None:
    show = after(a_show(), do.Start(), do.Take(None, "it-1"), do.Take("it-1", "it-2"), do.Bar("it-1", True))

    assert refusal(show, do.Undo(3)) == "not-consented"


def test_standby_makes_an_item_the_next_one_and_releases_the_one_before() -> None:
    show = after(a_show(), do.Start(), do.Standby("it-3"), do.Standby("it-2"))

    assert next_item(show) == "it-2"
    assert show.items["it-3"].state is State.PLANNED


def test_hold_stops_the_advance_and_the_item_on_air_gets_the_time_back() -> None:
    show = after(a_show(), do.Start(), do.Take(None), do.Hold())
    show = apply(show, decide(show, do.Resume(), Instant(NOW + 62_000)))

    assert show.phase is Phase.LIVE
    assert show.items["opening"].held_ms == 60_000


def test_hold_and_resume_are_refused_out_of_turn() -> None:
    live = after(a_show(), do.Start())

    assert refusal(a_show(), do.Hold()) == "not-live"
    assert refusal(live, do.Resume()) == "not-held"
    assert refusal(after(live, do.Hold()), do.Hold()) == "already-held"


def test_take_during_a_hold_goes_on() -> None:
    show = after(a_show(), do.Start(), do.Take(None), do.Hold(), do.Take("opening"))

    assert (show.phase, show.on_air, show.held_since) == (Phase.LIVE, "it-1", None)


def test_start_is_refused_the_second_time() -> None:
    assert refusal(after(a_show(), do.Start()), do.Start()) == "already-started"


def test_a_no_show_is_parked_and_a_recall_brings_it_back_as_the_next_one() -> None:
    show = after(a_show(), do.Start(), do.Take(None), do.NoShow("it-1"))
    assert next_item(show) == "it-2"

    show = after(show, do.Recall("it-1"))
    assert next_item(show) == "it-1"
    assert show.order == ("opening", "it-1", "it-2", "it-3")


def test_a_no_show_on_air_leaves_the_line_free() -> None:
    show = after(a_show(), do.Start(), do.Take(None, "it-1"), do.NoShow("it-1"))

    assert show.on_air is None
    assert show.items["it-1"].state is State.NO_SHOW
    assert next_item(after(show, do.Take(None))) == "it-2"


def test_only_parked_items_are_recalled_and_only_slots_can_be_missed() -> None:
    show = after(a_show(), do.Start())

    assert refusal(show, do.Recall("it-1")) == "not-parked"
    assert refusal(show, do.NoShow("opening")) == "not-a-slot"
    assert refusal(show, do.Skip("it-9")) == "unknown-item"


def test_move_needs_the_order_the_host_saw() -> None:
    show = after(a_show(), do.Move("it-3", "it-1", 0))
    assert show.order == ("opening", "it-3", "it-1", "it-2")

    assert refusal(show, do.Move("it-1", None, 0)) == "rundown-changed"
    assert after(show, do.Move("it-3", None, 1)).order == ("opening", "it-1", "it-2", "it-3")


def test_what_has_been_on_air_is_not_moved() -> None:
    show = after(a_show(), do.Start(), do.Take(None), do.Take("opening"))

    assert refusal(show, do.Move("opening", None, 0)) == "past-item"
    assert refusal(show, do.Move("it-1", None, 0)) == "on-air"
    assert refusal(show, do.Move("it-2", "opening", 0)) == "past-item"


def test_an_inserted_segment_gets_an_id_of_its_own_and_its_title_stays_outside_the_journal() -> None:
    command = do.Insert("天气不好，先放一首歌", 120, "it-1")
    entry = decide(a_show(), command, NOW)

    assert entry == did.Inserted(NOW, "it-r1", 120, "it-1")
    assert words(command, entry) == {"it-r1": "天气不好，先放一首歌"}
    assert apply(a_show(), entry).order == ("opening", "it-r1", "it-1", "it-2", "it-3")


def test_extending_stays_within_the_limits() -> None:
    assert after(a_show(), do.Extend("it-1", 30)).items["it-1"].seconds == 120
    assert refusal(a_show(), do.Extend("it-1", -90)) == "too-short"
    assert refusal(a_show(), do.Extend("it-1", LONGEST_S)) == "malformed"
    assert (
        refusal(after(a_show(), do.Start(), do.Take(None), do.Take("opening")), do.Extend("opening", 5))
        == "past-item"
    )


def test_undo_takes_back_the_newest_change_and_only_that() -> None:
    show = after(a_show(), do.Start(), do.Take(None), do.Skip("it-1"))

    assert refusal(show, do.Undo(2)) == "not-undoable"
    undone = after(show, do.Undo(3))
    assert undone.items["it-1"].state is State.PLANNED
    assert undone.undoable == 2
    assert after(undone, do.Undo(2)).on_air is None
    assert refusal(a_show(), do.Undo(1)) == "nothing-to-undo"


def test_a_mark_and_a_note_survive_an_undo() -> None:
    show = after(
        a_show(),
        do.Start(),
        do.Skip("it-1"),
        do.MarkReady("it-2", Side.FAMILY, Ready.WAITING),
        do.Note("it-2", "奶奶耳朵不好，慢一点"),
        do.Undo(2),
    )

    assert show.sides("it-2") == (Ready.INVITED, Ready.WAITING)
    assert show.notes == {"it-2": ("note-4",)}
    assert show.items["it-1"].state is State.PLANNED


def test_a_note_is_corrected_in_its_place_taken_away_and_never_over_somebody_elses_correction() -> None:
    show = after(a_show(), do.Note("it-2", "慢"), do.Note("it-2", "声音小"), do.Note("it-2", "快", "note-1"))

    assert show.notes == {"it-2": ("note-3", "note-2")}
    assert refusal(show, do.Note("it-2", "慢慢", "note-1")) == "note-changed"
    assert refusal(show, do.Note("it-1", "慢慢", "note-3")) == "note-changed"
    assert refusal(show, do.Note("it-2", "")) == "malformed"
    assert after(show, do.Note("it-2", "", "note-2")).notes == {"it-2": ("note-3",)}


def test_the_last_word_for_the_next_host_stands_until_another_replaces_it_or_it_is_taken_away() -> None:
    show = after(a_show(), do.Start(), do.HandOver("二号机喊话"), do.HandOver("换一号机"), do.End())
    handed = decide(show, do.HandOver("明天见"), NOW)

    assert show.handover is not None
    assert (show.handover.text, show.undoable) == ("hand-3", 4)
    assert words(do.HandOver("明天见"), handed) == {"hand-5": "明天见"}
    gone = after(show, do.HandOver(""))
    assert (gone.handover, words(do.HandOver(""), decide(gone, do.HandOver(""), NOW))) == (None, {})
    assert after(show, do.Undo(4)).handover == show.handover


def test_who_agreed_to_come_earlier_is_waited_for_no_more_until_it_is_taken_back() -> None:
    show = replace(a_show(), items={**a_show().items, "it-1": replace(a_show().items["it-1"], earliest=LATE)})
    begun = after(show, do.Start(), do.Take(None))
    agreed = after(begun, do.Agree("it-1", True))
    starts = [project(one, NOW).expected["it-1"] for one in (begun, agreed, after(agreed, do.Undo(3)))]

    assert starts == [LATE, starts[1], LATE]
    assert starts[1] < LATE
    assert after(agreed, do.Agree("it-1", False)).items["it-1"] == begun.items["it-1"]
    assert refusal(begun, do.Agree("opening", True)) == "not-a-slot"
    assert refusal(begun, do.Agree("nobody", True)) == "unknown-item"
    on_air = after(begun, do.Take("opening", "it-1"))
    assert refusal(on_air, do.Agree("it-1", True)) == "on-air"
    assert after(begun, do.NoShow("it-1"), do.Agree("it-1", True)).items["it-1"].agreed


def test_who_is_told_a_later_time_agreed_to_an_earlier_one_no_more_and_no_undo_says_so() -> None:
    agreed = after(a_show(), do.Start(), do.Take(None), do.Agree("it-2", True), do.Extend("it-2", 5))
    planned = agreed.items["it-2"].planned

    def told(start: int, show: Show = agreed) -> Show:
        return after(show, do.Promise(Why.LONGER, (("it-2", Instant(start)),)))

    later_on = told(planned + 1_000_000)
    assert not later_on.items["it-2"].agreed
    assert not after(later_on, do.Undo(4)).items["it-2"].agreed
    assert after(later_on, do.Agree("it-2", True)).items["it-2"].agreed, "they may agree anew"
    assert told(planned - 60_000).items["it-2"].agreed, "that is the very time they agreed to"

    row = replace(agreed.items["it-2"], earliest=Instant(planned - 30_000))
    waits = told(planned - 120_000, replace(agreed, items={**agreed.items, "it-2": row}))
    assert told(planned - 60_000, waits).items["it-2"].agreed, (
        "still earlier than the line would wait for them"
    )


def test_who_was_missed_may_still_say_they_have_come() -> None:
    show = after(a_show(), do.Start(), do.NoShow("it-1"), do.MarkReady("it-1", Side.FAMILY, Ready.WAITING))

    assert show.sides("it-1") == (Ready.INVITED, Ready.WAITING)
    aired = after(show, do.Take(None, "it-2"), do.Take("it-2"))
    assert refusal(aired, do.MarkReady("it-2", Side.FAMILY, Ready.WAITING)) == "past-item"


def test_a_show_that_ends_during_a_hold_is_held_no_more() -> None:
    show = after(a_show(), do.Start(), do.Take(None), do.Hold(), do.End())

    assert (show.phase, show.held_since, show.items["opening"].held_ms) == (Phase.ENDED, None, 1000)


def test_an_ended_show_can_be_reopened_by_undo() -> None:
    show = after(a_show(), do.Start(), do.Take(None), do.End(), do.Undo(3))

    assert (show.phase, show.on_air) == (Phase.LIVE, "opening")


def test_the_end_of_the_show_releases_what_stood_by() -> None:
    show = after(a_show(), do.Start(), do.Standby("it-2"), do.End())

    assert (show.standby, show.items["it-2"].state) == (None, State.PLANNED)
    assert after(show, do.Undo(3)).standby == "it-2"


ITEMS = st.sampled_from(["opening", "it-1", "it-2", "it-3", "it-4", "it-r3", "nobody"])
COMMANDS: st.SearchStrategy[do.Command] = st.one_of(
    st.builds(do.Start),
    st.builds(do.End),
    st.builds(do.Take, st.none() | ITEMS, st.none() | ITEMS),
    st.builds(do.Hold),
    st.builds(do.Resume),
    st.builds(do.Extend, ITEMS, st.integers(-200, 200)),
    st.builds(do.Standby, ITEMS),
    st.builds(do.Skip, ITEMS, st.sampled_from(["", "没人接"])),
    st.builds(do.NoShow, ITEMS, st.just("")),
    st.builds(do.Recall, ITEMS, st.none() | ITEMS),
    st.builds(do.Move, ITEMS, st.none() | ITEMS, st.integers(0, 6)),
    st.builds(do.Insert, st.just("歌"), st.integers(1, 300), st.none() | ITEMS),
    st.builds(do.MarkReady, ITEMS, st.sampled_from(Side), st.sampled_from(Ready)),
    st.builds(do.Agree, ITEMS, st.booleans()),
    st.builds(do.Note, ITEMS, st.just("慢")),
    st.builds(do.HandOver, st.sampled_from(["", "换班"])),
    st.builds(do.Bar, ITEMS, st.booleans()),
    st.builds(do.Undo, st.integers(1, 30)),
)


def likely(show: Show, number: int, command: do.Command) -> do.Command:
    """Mostly what a host would send: a TAKE that leaves what is on air, an undo of the newest change."""
    match command:
        case do.Take(leaving, to) if leaving != show.on_air and number % 2:
            return do.Take(show.on_air, to)
        case do.Undo() if show.undoable and number % 3:
            return do.Undo(show.undoable)
    return command


def played(commands: Iterable[do.Command]) -> tuple[Show, list[did.Entry]]:
    show, entries = a_show(4), list[did.Entry]()
    for number, command in enumerate([do.Start(), *commands]):
        try:
            entry = decide(show, likely(show, number, command), Instant(NOW + number * 1000))
        except Refused:
            continue
        entries.append(entry)
        show = apply(show, entry)
    return show, entries


@settings(max_examples=MANY)
@given(st.lists(COMMANDS, max_size=40))
def test_every_show_is_the_fold_of_its_entries_and_stays_whole(commands: list[do.Command]) -> None:
    show, entries = played(commands)

    assert fold(a_show(4), entries) == show
    assert fold(a_show(4), [did.from_record(did.to_record(entry)) for entry in entries]) == show
    assert show.revision == len(entries)
    on_air = [key for key, item in show.items.items() if item.state is State.ON_AIR]
    assert on_air == ([show.on_air] if show.on_air else [])
    standby = [key for key, item in show.items.items() if item.state is State.STANDBY]
    assert standby == ([show.standby] if show.standby else [])
    assert sorted(show.order) == sorted(show.items)
    assert not {key for key in show.barred if key == show.standby}
    assert next_item(show) not in show.barred
    assert all(item.started is not None for item in show.items.values() if item.state is State.AIRED)
    assert all(item.state in AHEAD for key, item in show.items.items() if key == next_item(show))
