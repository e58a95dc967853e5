"""`link`, `plan` and `check` as an office uses them: files in, files out, an exit status."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reunion.cli import reunion
from reunion.domain.planning import instance_to
from tests.planner.instances import evening

WORKERS = """worker_id,name,phone,home_township,home_village,contact_name,contact_relation,contact_phone
W1,陈大明,13800130001,田家镇,长岩村,李秀英,母亲,13900130001
W2,王强,13800139002,郭北镇,沙子村,,,
W3,王强,13811112222,郭北镇,沙子村,,,
"""
FAMILIES = """family_id,name,phone,relation,worker_name,worker_phone,township,village
F1,李秀英,13900130001,妈,陈大明,,田家镇,长岩村
F2,=王老汉,13700000000,爸,王强,,郭北镇,沙子村
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "workers.csv").write_text(WORKERS, encoding="utf-8")
    (tmp_path / "families.csv").write_text(FAMILIES, encoding="utf-8")
    (tmp_path / "instance.json").write_text(json.dumps(instance_to(evening(3))), encoding="utf-8")
    return tmp_path


def run(desk: Path, *words: str) -> Result:
    return CliRunner().invoke(reunion, [str(desk / word) if "." in word else word for word in words])


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_link_writes_the_links_and_what_is_to_be_looked_at(desk: Path):
    done = run(desk, "link", "workers.csv", "families.csv", "--out", "links.csv", "--review", "review.csv")
    assert (done.exit_code, done.output) == (0, "1 linked, 2 to review.\n")
    links = table(desk / "links.csv")
    assert list(links[0]) == ["worker_id", "family_id", "score", "decision", "evidence"]
    assert {(row["worker_id"], row["family_id"], row["decision"]) for row in links} == {
        ("W1", "F1", "linked"),
        ("W2", "F2", "review"),
        ("W3", "F2", "review"),
    }
    assert [row["worker_id"] for row in table(desk / "review.csv")] == ["W2", "W3"]


def test_nothing_somebody_typed_becomes_a_formula(desk: Path):
    run(desk, "link", "workers.csv", "families.csv", "--out", "links.csv", "--review", "review.csv")
    assert {row["family"] for row in table(desk / "review.csv")} == {"'=王老汉爸"}


def test_no_telephone_stands_in_what_link_writes(desk: Path):
    run(desk, "link", "workers.csv", "families.csv", "--out", "links.csv", "--review", "review.csv")
    written = (desk / "links.csv").read_text("utf-8") + (desk / "review.csv").read_text("utf-8")
    assert "13800" not in written
    assert "13900" not in written


def test_link_tells_how_a_roster_was_read(desk: Path):
    roster = "2027年花名册,,\n姓名,联系电话,鞋码\n陈大明,13800130001,42\n合计,1人,\n"
    (desk / "workers.csv").write_bytes(roster.encode("gb18030"))
    done = run(desk, "link", "workers.csv", "families.csv", "--out", "links.csv")
    assert done.exit_code == 0, done.output
    assert done.stderr == (
        "workers.csv, workers: 1 row below the headings in row 2; 1 total or note passed over. "
        "姓名 → name, 联系电话 → phone; not used: 鞋码.\n"
    )


def test_link_refuses_a_file_without_a_header(desk: Path):
    (desk / "workers.csv").write_text("1,2\n3,4\n", encoding="utf-8")
    done = run(desk, "link", "workers.csv", "families.csv", "--out", "links.csv")
    assert done.exit_code == 1
    assert "workers.csv: No header row was found" in done.output


def test_plan_and_check_agree(desk: Path):
    planned = run(desk, "plan", "instance.json", "--out", "plan.json", "--time-limit", "1")
    assert planned.exit_code == 0, planned.output
    checked = run(desk, "check", "instance.json", "plan.json")
    assert checked.exit_code == 0
    said = json.loads(checked.output)
    plan = json.loads((desk / "plan.json").read_text("utf-8"))
    assert (said["violations"], said["count"], said["T1"]) == ([], 0, plan["objective"]["T1"])
    assert f"{said['placed']} of 40 pairs placed" in planned.output


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


def test_utf_8_is_written_whatever_the_locale_and_no_bar_in_a_pipe(desk: Path):
    done = subprocess.run(
        [sys.executable, "-m", "reunion", "link", "workers.csv", "families.csv", "--out", "links.csv"],
        cwd=desk,
        env={"LC_ALL": "C", "PYTHONUTF8": "0", "PATH": ""},
        capture_output=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == (b"1 linked, 2 to review.\n", b"")
    assert table(desk / "links.csv")
