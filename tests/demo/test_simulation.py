"""The simulated evenings: the same people for both hosts, and nothing a host could not see."""

import ast
import itertools
from dataclasses import fields, replace
from pathlib import Path

import pytest

from reunion.demo.simulation import hosts as hosts_module
from reunion.demo.simulation.figures import figures_of, hosts, mean, simulate
from reunion.demo.simulation.hosts import Desk, Plain
from reunion.demo.simulation.model import Setting, an_evening
from reunion.demo.simulation.playing import play
from reunion.domain.instants import SECOND
from reunion.domain.rundown import Kind, State

SMALL = Setting(slots=12, segments=4)
NOBODY_ERRS = replace(SMALL, never=0.0, late=0.0, drops=0.0, overrun=0.0, waiting=0.0)


def test_the_same_seed_brings_the_same_evening_and_another_one_another() -> None:
    assert an_evening(SMALL, "1/0") == an_evening(SMALL, "1/0")
    assert an_evening(SMALL, "1/0") != an_evening(SMALL, "1/1")


def test_the_same_seed_gives_the_same_figures() -> None:
    assert simulate(SMALL, 2, 5) == simulate(SMALL, 2, 5)


@pytest.mark.parametrize("which", [0, 1])
def test_where_everybody_comes_in_time_the_evening_goes_as_planned(which: int) -> None:
    evening = an_evening(NOBODY_ERRS, "1/0")
    _, host = list(hosts(NOBODY_ERRS))[which]
    played = play(evening, host)
    figures = figures_of(evening, played)

    assert (figures.present_aired, figures.promise_excess_s, figures.late_over_2min) == (1.0, 0.0, 0.0)
    assert figures.dead_air_s <= 5
    assert abs(played.ended - evening.show.planned_end) <= 60 * SECOND


def test_a_plain_host_waits_his_patience_for_each_who_never_comes_and_airs_nobody_of_them() -> None:
    setting = replace(NOBODY_ERRS, never=1.0)
    evening = an_evening(setting, "1/0")
    played = play(evening, Plain(60))

    assert played.aired == {}
    assert played.dead_ms >= 12 * 60 * SECOND


def test_an_evening_is_planned_in_line_with_a_waiting_list_that_was_told_no_time() -> None:
    evening = an_evening(replace(SMALL, waiting=0.25), "1/0")
    rows = list(evening.show.items.values())
    spare = [row for row in rows if row.state is State.SKIPPED]

    assert (len(rows), len(spare)) == (12 + 4 + 3, 3)
    assert not {row.id for row in spare} & evening.promised.keys()
    planned = [row for row in rows if row.state is State.PLANNED]
    for row, after in itertools.pairwise(planned):
        slots = row.kind is Kind.SLOT and after.kind is Kind.SLOT
        assert after.planned == row.planned + (row.seconds + 10 * slots) * SECOND


def test_people_are_never_there_outside_their_own_window() -> None:
    evening = an_evening(replace(SMALL, late=0.5, drops=0.5), "3/0")
    for key, people in evening.people.items():
        ((opens, closes),) = evening.free[key]
        for spans in people.there.values():
            assert all(opens * SECOND <= a < b <= closes * SECOND + 999 for a, b in spans)


def test_a_host_sees_the_desk_and_nothing_of_the_model() -> None:
    source = Path(hosts_module.__file__).read_text(encoding="utf-8")
    imported = {node.module or "" for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)}

    assert not {name for name in imported if name.startswith("reunion.demo")}
    assert [field.name for field in fields(Desk)] == [
        "show", "loaded", "free", "now", "over", "silent", "line_free",
    ]  # fmt: skip


def test_what_the_model_knows_of_a_family_is_not_on_the_desk() -> None:
    """The control: two evenings that differ only in who will come look the same before anybody has."""
    comes, never = (an_evening(replace(NOBODY_ERRS, never=share), "1/0") for share in (0.0, 1.0))

    assert (comes.loaded, comes.free) == (never.loaded, never.free)
    assert comes.people != never.people


def test_the_mean_of_no_evening_is_nothing() -> None:
    assert mean([]).dead_air_s == 0
