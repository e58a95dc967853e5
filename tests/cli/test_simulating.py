import json
from collections.abc import Sequence

import pytest
from click.testing import CliRunner, Result

from reunion.cli.simulating import simulate_command

KEYS = ["dead_air_s", "present_aired", "promise_excess_s", "late_over_2min"]
SMALL = ("--shows", "2", "--slots", "10", "--segments", "4")


def run(*options: str) -> Result:
    return CliRunner().invoke(simulate_command, [*SMALL, *options])


def test_the_figures_of_both_hosts_as_json() -> None:
    done = run("--json", "--seed", "3")
    figures = json.loads(done.stdout)

    assert done.exit_code == 0
    assert list(figures) == ["plain", "suggested"]
    assert [list(one) for one in figures.values()] == [KEYS, KEYS]


def test_the_same_seed_prints_the_same_bytes() -> None:
    assert run("--json", "--seed", "3").stdout == run("--json", "--seed", "3").stdout
    assert run("--json", "--seed", "4").stdout != run("--json", "--seed", "3").stdout


def test_a_table_for_people() -> None:
    lines = run("--seed", "3").stdout.splitlines()

    assert lines[0] == "2 evenings, seed 3"
    assert list(lines[1].split()) == ["plain", "suggested"]
    assert len(lines) == 6


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--late-minutes", "15", "2"), "--late-minutes: 2 is less than 15; give the smaller number first."),
        (("--never", "0.6", "--late", "0.6"), "--never and --late together are more than everybody."),
        (("--never", "2"), "0<=x<=1"),
        (("--cut-to", "300"), "--segment: 240 is less than 300; give the smaller number first."),
    ],
)
def test_numbers_that_cannot_be_are_refused_with_a_sentence(options: Sequence[str], says: str) -> None:
    done = run(*options)

    assert done.exit_code == 2
    assert says in done.stderr


def test_advice_leaves_less_dead_air() -> None:
    found = json.loads(run("--json", "--never", "0.3").stdout)

    assert found["suggested"]["dead_air_s"] <= 0.1 * found["plain"]["dead_air_s"]
