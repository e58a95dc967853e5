"""`plan` and `check` as an office uses them: files in, files out, an exit status."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reunion.cli import reunion
from reunion.domain.planning import instance_to
from tests.planner.instances import evening


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "instance.json").write_text(json.dumps(instance_to(evening(3))), encoding="utf-8")
    return tmp_path


def run(desk: Path, *words: str) -> Result:
    return CliRunner().invoke(reunion, [str(desk / word) if "." in word else word for word in words])


def test_plan_and_check_agree(desk: Path):
    planned = run(desk, "plan", "instance.json", "--out", "plan.json", "--time-limit", "1")
    assert planned.exit_code == 0, planned.output
    checked = run(desk, "check", "instance.json", "plan.json")
    assert checked.exit_code == 0
    said = json.loads(checked.output)
    plan = json.loads((desk / "plan.json").read_text("utf-8"))
    assert (said["violations"], said["count"], said["T1"]) == ([], 0, plan["objective"]["T1"])
    assert f"{said['placed']} of 40 pairs placed" in planned.output


def test_without_a_time_limit_a_small_evening_gets_the_steps_of_two_seconds(desk: Path):
    written = []
    for limit in ((), ("--time-limit", "2"), ("--seed", "2")):
        assert run(desk, "plan", "instance.json", "--out", "plan.json", *limit).exit_code == 0
        written.append((desk / "plan.json").read_bytes())
    assert written[0] == written[1] != written[2]


def test_a_plan_that_people_know_is_mended_and_no_more_are_moved_than_was_allowed(desk: Path):
    run(desk, "plan", "instance.json", "--out", "plan.json", "--time-limit", "1")
    again = ("plan", "instance.json", "--out", "next.json", "--time-limit", "1", "--previous", "plan.json")
    kept = run(desk, *again, "--most", "0")
    assert kept.exit_code == 0, kept.output
    before, after = (json.loads((desk / name).read_text("utf-8")) for name in ("plan.json", "next.json"))
    assert before["assign"].items() <= after["assign"].items()
    assert f"{len(before['assign'])} keep it" in kept.output
    assert "0 must be told another one, 0 lose it" in kept.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--most", "3"), "give it with --previous"),
        (("--moves", "none"), "give it with --previous"),
        (("--previous", "plan.json", "--moves", "free", "--most", "3"), "--most goes with --moves needed"),
    ],
)
def test_what_may_become_of_a_plan_is_asked_of_one_that_is_given(
    desk: Path, words: tuple[str, ...], says: str
):
    run(desk, "plan", "instance.json", "--out", "plan.json", "--time-limit", "1")
    done = run(desk, "plan", "instance.json", "--out", "next.json", *words)
    assert (done.exit_code, says in done.output) == (2, True)


def test_check_ends_with_one_on_a_hard_violation(desk: Path):
    run(desk, "plan", "instance.json", "--out", "plan.json", "--time-limit", "1")
    plan = json.loads((desk / "plan.json").read_text("utf-8"))
    first, second, *_ = plan["assign"]
    plan["assign"][first] = plan["assign"][second]
    (desk / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    done = run(desk, "check", "instance.json", "plan.json")
    assert done.exit_code == 1
    assert json.loads(done.output)["count"] > 0


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "instance.json is not JSON: line 1, column 2"),
        ("[]", "an object {…} is expected"),
        ('{"format": "reunion-rundown/1", "lanes": [], "pairs": 3}', '"pairs": a list'),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_file_that_is_no_instance_is_refused_with_a_sentence(desk: Path, content: str, says: str):
    (desk / "instance.json").write_text(content, encoding="utf-8")
    done = run(desk, "plan", "instance.json", "--out", "plan.json")
    assert done.exit_code == 1
    assert says in done.output


def test_wrong_usage_ends_with_two(desk: Path):
    assert run(desk, "plan", "instance.json").exit_code == 2
    assert run(desk, "plan", "nowhere.json", "--out", "plan.json").exit_code == 2
    assert run(desk, "plan", "instance.json", "--out", "plan.json", "--time-limit", "0").exit_code == 2


def test_a_folder_that_is_not_there_is_a_sentence_and_no_traceback(desk: Path):
    done = run(desk, "plan", "instance.json", "--out", "no/where.json", "--time-limit", "1")
    assert done.exit_code == 1
    assert "cannot be written" in done.output
    assert list(desk.iterdir()) == [desk / "instance.json"]


def test_where_nothing_can_be_written_is_said_before_the_work(desk: Path):
    (desk / "instance.json").write_text("no instance at all", encoding="utf-8")
    done = run(desk, "plan", "instance.json", "--out", "no/where.json")
    assert (done.exit_code, "cannot be written" in done.output) == (1, True)


def test_instance_and_plan_are_told_apart(desk: Path):
    (desk / "plan.json").write_text('{"assign": {}, "unscheduled": {}}', encoding="utf-8")
    (desk / "other.json").write_text('{"name": "x"}', encoding="utf-8")
    said = {
        words: run(desk, *words)
        for words in (
            ("check", "instance.json", "instance.json"),
            ("check", "plan.json", "plan.json"),
            ("plan", "plan.json", "--out", "out.json"),
            ("check", "instance.json", "other.json"),
            ("check", "other.json", "plan.json"),
        )
    }
    assert [(done.exit_code, done.output) for done in said.values()] == [
        (2, "Error: instance.json: this is an instance, not a plan.\n"),
        (2, "Error: plan.json: this is a plan, not an instance.\n"),
        (2, "Error: plan.json: this is a plan, not an instance.\n"),
        (1, 'Error: other.json: this is not a plan, which has "assign" and "unscheduled".\n'),
        (1, 'Error: other.json: this is not a planning instance: "format" must be "reunion-rundown/1".\n'),
    ]


def test_a_plan_is_not_written_over_its_instance(desk: Path):
    before = (desk / "instance.json").read_bytes()
    done = run(desk, "plan", "instance.json", "--out", "instance.json")
    assert (done.exit_code, (desk / "instance.json").read_bytes()) == (2, before)
