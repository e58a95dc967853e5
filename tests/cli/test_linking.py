"""`link` as an office uses it: two files in, a list out, an exit status."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reunion.cli import reunion

WORKERS = """worker_id,name,phone,home_township,home_village,contact_name,contact_relation,contact_phone
W1,陈大明,13800130001,田家镇,长岩村,李秀英,母亲,13900130001
W2,王强,13800139002,郭北镇,沙子村,,,
W3,王强,13811112222,郭北镇,沙子村,,,
"""
FAMILIES = """family_id,name,phone,relation,worker_name,worker_phone,township,village
F1,李秀英,13900130001,妈,陈大明,,田家镇,长岩村
F2,=王老汉,13700000000,爸,王强,,郭北镇,沙子村
"""
TOLD = """1 linked, 2 to review.
Workers: 1 linked, 2 in review, 0 with nobody.
Families: 1 linked, 1 in review, 0 with nobody.
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "workers.csv").write_text(WORKERS, encoding="utf-8")
    (tmp_path / "families.csv").write_text(FAMILIES, encoding="utf-8")
    return tmp_path


def run(desk: Path, *words: str, **environment: str) -> Result:
    given = [str(desk / word) if "." in word else word for word in words]
    return CliRunner().invoke(reunion, given, env=environment)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_link_writes_the_links_and_what_is_to_be_looked_at(desk: Path):
    done = run(desk, "link", "workers.csv", "families.csv", "--out", "links.csv", "--review", "review.csv")
    assert (done.exit_code, done.output) == (0, TOLD)
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
    assert {row["family"] for row in table(desk / "review.csv")} == {"'=王老汉（爸）"}


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
        "--unlinked FILE lists who has nobody, with the reason.\n"
    )


def test_link_refuses_a_file_without_a_header(desk: Path):
    (desk / "workers.csv").write_text("1,2\n3,4\n", encoding="utf-8")
    done = run(desk, "link", "workers.csv", "families.csv", "--out", "links.csv")
    assert done.exit_code == 1
    assert "workers.csv: No header row was found" in done.output


def test_a_spreadsheet_reads_both_lists_as_utf_8(desk: Path):
    run(desk, "link", "workers.csv", "families.csv", "--out", "links.csv", "--review", "review.csv")
    for name in ("links.csv", "review.csv"):
        written = (desk / name).read_bytes()
        assert written.startswith(b"\xef\xbb\xbfworker_id,family_id,score,")
        assert written.count(b"\n") == written.count(b"\r\n") > 1


def test_the_review_names_both_sides(desk: Path):
    run(desk, "link", "workers.csv", "families.csv", "--out", "links.csv", "--review", "review.csv")
    first, *_ = table(desk / "review.csv")
    assert (first["worker_name"], first["asked_for"], first["worker_home"]) == (
        "王强",
        "王强",
        "郭北镇沙子村",
    )


def test_swapped_files_are_wrong_usage_unless_they_are_meant(desk: Path):
    swapped = ("link", "families.csv", "workers.csv", "--out", "links.csv")
    done = run(desk, *swapped)
    assert (done.exit_code, (desk / "links.csv").exists()) == (2, False)
    assert "families.csv is a list of the other side: WORKERS comes first" in done.output
    assert run(desk, *swapped, "--as-is").exit_code == 0


@pytest.mark.parametrize(
    ("workers", "families"),
    [
        ("务工人员姓名,电话\n陈大明,13800130001\n", "家属姓名,电话\n李秀英,13900130001\n"),
        (
            "务工人员姓名,电话,家属姓名\n陈大明,13800130001,李秀英\n",
            "家属姓名,电话,务工人员姓名\n李秀英,13900130001,陈大明\n",
        ),
    ],
    ids=["one name a row", "both names a row"],
)
def test_swapped_rosters_are_wrong_usage(desk: Path, workers: str, families: str):
    (desk / "workers.csv").write_text(workers, encoding="utf-8")
    (desk / "families.csv").write_text(families, encoding="utf-8")
    done = run(desk, "link", "families.csv", "workers.csv", "--out", "links.csv")
    assert (done.exit_code, (desk / "links.csv").exists()) == (2, False)
    assert "WORKERS comes first, then FAMILIES" in done.output
    assert run(desk, "link", "workers.csv", "families.csv", "--out", "links.csv").exit_code == 0


def test_one_table_of_both_sides_serves_twice(desk: Path):
    both = "务工人员姓名,电话,家属姓名,家属电话\n陈大明,13800130001,李秀英,13900130001\n"
    (desk / "both.csv").write_text(both, encoding="utf-8")
    assert run(desk, "link", "both.csv", "both.csv", "--out", "links.csv").exit_code == 0


def test_a_program_is_no_table(desk: Path):
    (desk / "program.csv").write_bytes(b"\x7fELF\x02\x01\x01" + bytes(9) + b"\xff\xfe\xfd\x80" * 40)
    done = run(desk, "link", "program.csv", "families.csv", "--out", "links.csv")
    assert done.exit_code == 1
    assert "program.csv: This is not a workbook or a text table" in done.output
    assert "Read are xlsx, xls, xlsb, ods and csv." in done.output


def test_where_nothing_can_be_written_is_said_before_the_work(desk: Path):
    (desk / "workers.csv").write_text("", encoding="utf-8")
    for out in (("--out", "no/links.csv"), ("--out", "links.csv", "--review", "no/review.csv")):
        done = run(desk, "link", "workers.csv", "families.csv", *out)
        assert (done.exit_code, "cannot be written: No such file" in done.output) == (1, True)
    assert not (desk / "links.csv").exists()


def test_a_chinese_shell_hears_chinese(desk: Path):
    words = ("link", "workers.csv", "families.csv", "--out", "links.csv")
    assert run(desk, *words, LANG="zh_CN.UTF-8").output == (
        "已对上 1 条，待核对 2 条。\n"
        "务工人员：已对上 1 行，待核对 2 行，没有对上 0 行。\n家属：已对上 1 行，待核对 1 行，没有对上 0 行。\n"
    )


def test_utf_8_is_written_whatever_the_locale_and_no_bar_in_a_pipe(desk: Path):
    done = subprocess.run(
        [sys.executable, "-m", "reunion", "link", "workers.csv", "families.csv", "--out", "links.csv"],
        cwd=desk,
        env={"LC_ALL": "C", "PYTHONUTF8": "0", "PATH": ""},
        capture_output=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == (TOLD.encode(), b"")
    assert table(desk / "links.csv")


@pytest.mark.parametrize("out", ["workers.csv", "./families.csv", "WORKERS-LINK.csv", "hard.csv"])
@pytest.mark.parametrize("option", ["--out", "--review", "--unlinked"])
def test_no_list_is_written_over_a_file_that_is_read(desk: Path, out: str, option: str):
    (desk / "WORKERS-LINK.csv").symlink_to(desk / "workers.csv")
    (desk / "hard.csv").hardlink_to(desk / "families.csv")
    given = ("--out", "links.csv", option, out) if option != "--out" else ("--out", out)
    done = run(desk, "link", "workers.csv", "families.csv", *given)
    assert (done.exit_code, "is what is read: give another file to write." in done.output) == (2, True)
    kept = (desk / "workers.csv").read_text("utf-8"), (desk / "families.csv").read_text("utf-8")
    assert (kept, (desk / "links.csv").exists()) == ((WORKERS, FAMILIES), False)


def test_two_lists_do_not_share_a_file_but_a_terminal(desk: Path):
    lists = ("--out", "one.csv", "--review", "./one.csv")
    done = run(desk, "link", "workers.csv", "families.csv", *lists)
    assert (done.exit_code, (desk / "one.csv").exists()) == (2, False)
    assert "one.csv is given twice: every list needs a file of its own." in done.output
    nowhere = ("--out", "/dev/null", "--review", "/dev/null")
    assert run(desk, "link", "workers.csv", "families.csv", *nowhere).exit_code == 0


def test_a_csv_gets_no_workbooks_name(desk: Path):
    done = run(desk, "link", "workers.csv", "families.csv", "--out", "links.XLSX")
    assert (done.exit_code, (desk / "links.XLSX").exists()) == (2, False)
    assert "let the name end in .csv." in done.output


def test_an_earlier_list_of_the_same_kind_is_replaced_and_nothing_else(desk: Path):
    words = ("link", "workers.csv", "families.csv", "--out", "links.csv", "--review", "review.csv")
    (desk / "links.csv").touch()
    assert (run(desk, *words).exit_code, run(desk, *words).exit_code) == (0, 0)
    for kept in ("review.csv", "notes.txt"):
        (desk / "notes.txt").write_text("worker_id,family_id\n", encoding="utf-8")
        before = (desk / kept).read_bytes()
        done = run(desk, "link", "workers.csv", "families.csv", "--out", kept)
        assert (done.exit_code, (desk / kept).read_bytes()) == (1, before)
        assert f"{kept} is another file than the list that goes there" in done.output


def test_who_is_in_no_link_is_listed_with_the_reason_in_the_language_of_the_run(desk: Path):
    with (desk / "families.csv").open("a", encoding="utf-8") as more:
        more.write("F3,刘芳,,,赵子龙,,田家镇,长岩村\nF4,,,,,,田家镇,\n")
    words = ("link", "workers.csv", "families.csv", "--out", "links.csv", "--unlinked", "left.csv")
    done = run(desk, *words)
    assert (done.output.endswith("Families: 1 linked, 1 in review, 2 with nobody.\n"), done.stderr) == (
        True,
        "",
    )
    told = run(desk, *words[:5]).stderr
    assert told == "--unlinked FILE lists who has nobody, with the reason.\n"
    assert [(row["side"], row["id"], row["why"]) for row in table(desk / "left.csv")] == [
        ("family", "F3", "No worker has the name that is asked for."),
        ("family", "F4", "The row has neither a name nor a number."),
    ]
    run(desk, *words, "--lang", "zh")
    assert [(row["side"], row["name"], row["names"], row["why"]) for row in table(desk / "left.csv")] == [
        ("家属", "刘芳", "赵子龙", "务工人员里没有叫这个名字的。"),
        ("家属", "", "", "这一行既没有姓名，也没有电话。"),
    ]


def test_a_file_with_headings_alone_is_refused(desk: Path):
    (desk / "families.csv").write_text("family_id,name,worker_name\n", encoding="utf-8")
    done = run(desk, "link", "workers.csv", "families.csv", "--out", "links.csv")
    assert (done.exit_code, (desk / "links.csv").exists()) == (1, False)
    assert "families.csv: The file has headings and no rows below them." in done.output
