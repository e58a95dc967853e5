import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reunion.domain.instants import SECOND
from reunion.planner.live import AHEAD, Proposal, propose
from reunion.planner.live_line import EARLY_MS, Line, Waiting

from .lines import NOW, at, line_of, random_line, slot


def proposed(line: Line) -> Proposal:
    proposal = propose(line)
    assert proposal is not None
    return proposal


def a_song(seconds: int = 180, shortest: int | None = 0) -> Waiting:
    cut = None if shortest is None else shortest * SECOND
    return Waiting("song", seconds * SECOND, weight=1, slot=False, shortest=cut)


def test_a_line_that_goes_as_planned_is_left_as_it_is() -> None:
    assert propose(line_of(slot("a"), slot("b", 70), slot("c", 140))) is None
    assert propose(line_of()) is None


def test_lateness_within_ten_minutes_only_shifts() -> None:
    assert propose(line_of(slot("a", -500), slot("b", -430), a_song())) is None


def test_the_next_pair_that_is_there_is_pulled_up_and_only_those_touched_are_told() -> None:
    missing = slot("a", 0, ready_at=at(180))
    proposal = proposed(line_of(missing, slot("b", 70), slot("c", 140), slot("d", 210), slot("e", 280)))

    assert proposal.order[0] == "b"
    assert proposal.after.idle < proposal.before.idle
    assert proposal.after.moved == len(proposal.moved) == 1
    assert {shift.id: (shift.was, shift.becomes) for shift in proposal.diff}["b"] == (at(250), NOW)
    assert all(shift.was != shift.becomes for shift in proposal.diff)


def test_nobody_is_pulled_up_earlier_than_told_less_five_minutes_unless_agreed() -> None:
    missing, other = slot("a", 0, ready_at=at(180)), slot("b", 400)

    told = proposed(line_of(missing, other))
    assert (told.order, told.diff[0].becomes) == (("b", "a"), at(100))
    agreed = proposed(line_of(missing, replace(other, agreed=True)))
    assert (agreed.order, agreed.diff[0].becomes) == (("b", "a"), NOW)


def test_who_would_be_free_no_more_goes_first() -> None:
    proposal = proposed(line_of(slot("a"), slot("b", 70), slot("c", 140, hi=at(100))))

    assert (proposal.before.lost, proposal.after.lost) == (10, 0)
    assert proposal.dropped == ()
    assert {shift.id: shift.becomes for shift in proposal.diff}["c"] <= at(100)


def test_who_cannot_make_it_goes_to_standby_and_comes_back_at_a_gap() -> None:
    gone = slot("b", -900, hi=at(-1))
    dropped = proposed(line_of(slot("a"), gone, slot("c", 140)))
    assert (dropped.order, dropped.dropped) == (("a", "c"), ("b",))
    assert dropped.diff[-1].id == "b"
    assert dropped.diff[-1].becomes is None

    back = replace(gone, hi=at(3600), promise=None)
    late = slot("c", 500, lo=at(400))
    returned = proposed(line_of(slot("a"), late, standby=(back,)))
    assert (returned.order, returned.returned) == (("a", "b", "c"), ("b",))
    assert returned.after.lost == 0


def test_nobody_comes_back_from_standby_at_the_cost_of_others() -> None:
    back = replace(slot("x", 0, 600), promise=None)
    line = line_of(
        slot("a", 0, hi=NOW), slot("b", 70, hi=at(80)), slot("c", -460, hi=at(150)), standby=(back,)
    )
    proposal = propose(line)

    assert proposal is None or proposal.order[:3] == ("a", "b", "c")


def test_an_overrun_spends_fillers_first_and_no_more_of_them_than_it_takes() -> None:
    rows = [a_song(), *(slot(f"it-{n}", 70 * n - 450) for n in range(4))]
    proposal = proposed(line_of(*rows))

    assert proposal.lengths == {"song": 150 * SECOND}
    assert proposal.moved == ()
    assert (proposal.before.promise, proposal.after.promise) == (1200 * SECOND, 0)

    left_out = proposed(line_of(a_song(), slot("a", -600)))
    assert left_out.lengths == {"song": 0}
    assert (left_out.order, left_out.diff[-1].becomes) == (("a",), None)


def test_nothing_passes_a_pin_at_either_end() -> None:
    opening = Waiting("opening", 60 * SECOND, weight=1, slot=False, pinned=True)
    closing = replace(opening, id="closing")
    proposal = proposed(line_of(opening, slot("a", ready_at=at(900)), slot("b", 70), slot("c", 140), closing))

    assert (proposal.order[0], proposal.order[-1]) == ("opening", "closing")
    assert proposal.order[1:4] == ("b", "c", "a")


def test_who_is_long_away_lets_those_pass_who_are_there() -> None:
    rows = [slot("away", -700, ready_at=at(1500)), *(slot(f"it-{n}", 70 * n) for n in range(40))]
    proposal = proposed(line_of(*rows))

    assert proposal.order.index("away") == AHEAD - 1
    assert proposal.moved == ("away",)


@pytest.mark.parametrize("seed", range(60))
def test_whatever_is_proposed_keeps_the_rules(seed: int) -> None:
    line = random_line(seed, 8 + seed)
    parked = tuple(replace(row, promise=None, pinned=False) for row in line.waiting[6:8])
    line = replace(line, waiting=(*line.waiting[:6], *line.waiting[8:]), standby=parked)
    proposal = propose(line)

    assert proposal == propose(line)
    if proposal is None:
        return
    rows = {row.id: row for row in (*line.waiting, *line.standby)}
    kept = [
        *proposal.order,
        *proposal.dropped,
        *(row.id for row in parked if row.id not in proposal.returned),
    ]
    assert sorted(kept) == sorted(rows)
    pins = [row.id for row in line.waiting if row.pinned]
    assert [id_ for id_ in proposal.order if rows[id_].pinned] == pins
    assert not {*proposal.moved, *proposal.dropped} & {*pins}
    for shift in proposal.diff:
        if shift.becomes is not None:
            row = rows[shift.id]
            assert shift.becomes >= row.lo
            assert row.agreed or row.promise is None or shift.becomes >= row.promise - EARLY_MS


def marked(line: Line, chance: random.Random) -> Line:
    """The line with some who agreed at the phone to come early, and pins of which some may be cut or left out."""
    rows = []
    for row in line.waiting:
        if row.pinned and chance.random() < 0.7:
            rows.append(replace(row, shortest=chance.randrange(0, row.length // SECOND + 1) * SECOND))
        else:
            rows.append(replace(row, agreed=not row.pinned and chance.random() < 0.3))
    return replace(line, waiting=tuple(rows))


def walked(line: Line, proposal: Proposal) -> dict[str, int]:
    """When each starts by the formula of the design, one after the other."""
    rows = {row.id: row for row in (*line.waiting, *line.standby)}
    end, after_slot, found = int(line.free_at), line.after_slot, {}
    for id_ in proposal.order:
        row = rows[id_]
        told = 0 if row.agreed or row.promise is None else row.promise - EARLY_MS
        start = max(end + line.buffer * (row.slot and after_slot), row.lo, row.ready_at, told)
        found[id_] = start
        end, after_slot = start + proposal.lengths.get(id_, row.length), row.slot
    return found


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 100_000), st.integers(1, 24))
def test_only_who_agreed_comes_earlier_and_only_what_may_be_cut_is_cut(seed: int, length: int) -> None:
    line = marked(random_line(seed, length), random.Random(seed))
    proposal = propose(line)
    if proposal is None:
        return
    rows = {row.id: row for row in line.waiting}
    starts = walked(line, proposal)
    assert {shift.id: shift.becomes for shift in proposal.diff if shift.becomes is not None} == {
        id_: starts[id_]
        for id_ in proposal.order
        if any(shift.id == id_ and shift.becomes is not None for shift in proposal.diff)
    }
    for id_, start in starts.items():
        row = rows[id_]
        assert row.agreed or row.promise is None or start >= row.promise - EARLY_MS
    for id_, cut in proposal.lengths.items():
        shortest = rows[id_].shortest
        assert shortest is not None
        assert shortest <= cut < rows[id_].length
    left_out = rows.keys() - {*proposal.order, *proposal.dropped}
    assert left_out == {id_ for id_, cut in proposal.lengths.items() if cut == 0}


def test_a_pin_that_may_be_cut_is_cut_where_it_stands() -> None:
    song = replace(a_song(), pinned=True)
    proposal = proposed(line_of(song, slot("a", -600), slot("b", -530)))

    assert proposal.lengths == {"song": 0}
    assert proposal.moved == ()


def test_seconds_given_back_to_a_pin_are_not_lent_to_standby() -> None:
    """All sixty seconds of the song's cut would let x in; but b needs thirty of them only."""
    song = replace(a_song(seconds=60), pinned=True)
    rows = (song, slot("b", -570), slot("c", 120, hi=at(100)))
    proposal = proposed(line_of(*rows, standby=(replace(slot("x", seconds=30), promise=None),)))
    after = walked(line_of(*rows), replace(proposal, order=tuple(i for i in proposal.order if i != "x")))

    assert proposal.after.lost <= 10
    assert after["c"] <= at(100)


@pytest.mark.parametrize("seed", range(30))
def test_a_proposal_never_costs_more_than_the_line_as_it_is(seed: int) -> None:
    proposal = propose(random_line(seed, 40))

    if proposal is not None:
        before, after = proposal.before, proposal.after
        assert (after.lost, after.promise, after.idle) <= (before.lost, before.promise, before.idle)


def test_what_was_taken_is_not_proposed_again() -> None:
    for seed in range(20):
        line = random_line(seed)
        first = propose(line)
        if first is None:
            continue
        rows = {row.id: row for row in line.waiting}
        after = replace(line, waiting=tuple(rows[id_] for id_ in first.order))
        again = propose(after)
        assert again is None or again.after < replace(first.after, moved=99)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 100_000), st.integers(1, 24))
def test_what_may_be_left_out_is_left_out_rather_than_cut_to_a_stump(seed: int, length: int) -> None:
    line = marked(random_line(seed, length), random.Random(seed))
    rows = tuple(
        row if row.shortest is None else replace(row, shortest=0, least=row.length // 2)
        for row in line.waiting
    )
    proposal = propose(replace(line, waiting=rows))
    if proposal is None:
        return
    known = {row.id: row for row in rows}
    for id_, cut in proposal.lengths.items():
        assert cut == 0 or known[id_].least <= cut < known[id_].length
