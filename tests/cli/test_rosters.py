import json
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from reunion.domain.people import Side
from tests.actions.gala import stored
from tests.cli.calling import called, with_gathering, within
from tests.conftest import GATHERING

GOOD = "姓名,联系电话,乡镇,村\n张伟,138 0013 8000,田家镇,双坳\n李娜,13900139000,白合镇,长岩\n"
MIXED = GOOD + "王芳,12,田家镇,双坳\n"
HOW = ("--gathering", "dongxing", "--side", "worker")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one gathering and a published show."""
    folder = tmp_path / "data"
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with_gathering(folder)
    within(folder, stored)
    return folder


def roster(tmp_path: Path, text: str, name: str = "花名册.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8-sig")
    return path


def names(data: Path) -> set[str]:
    found = within(data, lambda store: store.registrations.every(GATHERING.id, Side.WORKER))
    return {person.name for person in found}


def exported(data: Path, tmp_path: Path, kind: str, form: str) -> Path:
    out = tmp_path / f"{kind}.{form}"
    result = called("export", kind, "--show", "gala", "--format", form, "--out", out, data=data)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{out.stat().st_size} bytes written to {out}\n"
    return out


def test_a_roster_comes_in(data: Path, tmp_path: Path):
    result = called("import", roster(tmp_path, GOOD), *HOW, data=data)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "taken 2, unchanged 0, refused 0\n", "")
    assert names(data) == {"张伟", "李娜"}


def test_the_same_roster_again_changes_nothing(data: Path, tmp_path: Path):
    called("import", roster(tmp_path, GOOD), *HOW, data=data)
    result = called("import", roster(tmp_path, GOOD), *HOW, data=data)
    assert (result.exit_code, result.stdout) == (0, "taken 0, unchanged 2, refused 0\n")


def test_a_refused_row_is_named_with_its_reason_and_given_back(data: Path, tmp_path: Path):
    result = called("import", roster(tmp_path, MIXED), *HOW, data=data)

    assert (result.exit_code, result.stdout) == (1, "taken 2, unchanged 0, refused 1\n")
    reason, beside = result.stderr.splitlines()
    assert " 4: " in reason
    assert "not a telephone number" in reason or "digits" in reason
    given_back = tmp_path / "here" / "花名册-worker-refused.xlsx"
    assert beside == f"the refused rows with their reasons: {given_back}"
    cells = cells_of(given_back)
    assert "王芳" in cells
    assert any("电话" in cell or "手机" in cell for cell in cells)
    assert given_back.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.glob("*.xlsx")] == []
    assert names(data) == {"张伟", "李娜"}


def cells_of(path: Path) -> list[str]:
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    return [str(cell.value or "") for row in sheet.iter_rows() for cell in row]


def test_refused_rows_given_back_before_are_kept(data: Path, tmp_path: Path):
    path = roster(tmp_path, MIXED)
    first = tmp_path / "here" / "花名册-worker-refused.xlsx"
    first.write_text("of last week", encoding="utf-8")
    assert called("import", path, *HOW, data=data).exit_code == 1
    assert first.read_text(encoding="utf-8") == "of last week"
    assert "王芳" in cells_of(tmp_path / "here" / "花名册-worker-refused-2.xlsx")


def test_refused_rows_go_where_they_are_wanted_and_never_over_another_file(data: Path, tmp_path: Path):
    path, wanted = roster(tmp_path, MIXED), tmp_path / "wanted.xlsx"
    wanted.write_text("something else", encoding="utf-8")
    asked = called("import", path, *HOW, "--refused", wanted, data=data)
    assert (asked.exit_code, wanted.read_text(encoding="utf-8")) == (1, "something else")
    assert asked.stderr.startswith(f"Error: nothing was taken: {wanted} exists already")
    assert names(data) == set()

    wanted.unlink()
    asked = called("import", path, *HOW, "--refused", wanted, data=data)
    assert (asked.exit_code, asked.stderr.splitlines()[-1].endswith(f": {wanted}")) == (1, True)
    assert "王芳" in cells_of(wanted)


def test_without_room_for_the_refused_rows_nothing_is_taken(data: Path, tmp_path: Path):
    asked = called(
        "import", roster(tmp_path, MIXED), *HOW, "--refused", tmp_path / "no" / "r.xlsx", data=data
    )
    assert (asked.exit_code, "cannot be written" in asked.stderr, names(data)) == (1, True, set())


def test_one_run_speaks_one_language(data: Path, tmp_path: Path):
    path = roster(tmp_path, MIXED)
    chinese = called("import", path, *HOW, "--dry-run", data=data, LANG="zh_CN.UTF-8")
    assert chinese.stdout == "将收下 2 行，不收 1 行\n"
    assert "电话" in chinese.stderr or "手机" in chinese.stderr
    english = called("import", path, *HOW, "--dry-run", "--lang", "en", data=data, LANG="zh_CN.UTF-8")
    assert english.stdout == "would take 2 rows, refuse 1\n"
    assert "telephone" in english.stderr or "digits" in english.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("import", "花名册.csv", *HOW),
        ("export", "rundown", "--show", "gala", "--format", "csv", "--out", "x.csv"),
        ("token", "--role", "administrator"),
    ],
    ids=lambda words: words[0],
)
def test_a_slip_of_the_pen_in_the_folder_makes_no_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
):
    monkeypatch.chdir(tmp_path)
    roster(tmp_path, GOOD)
    mistyped = tmp_path / "dtaa"
    asked = called(*words, "--data", mistyped)
    expected = f"there is no database in {mistyped}: start `reunion serve` there once or give --data"
    assert (asked.exit_code, asked.stderr) == (1, f"Error: {expected}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["花名册.csv"]


def test_a_dry_run_only_says_what_would_be_taken(data: Path, tmp_path: Path):
    result = called("import", roster(tmp_path, MIXED), *HOW, "--dry-run", data=data)
    assert (result.exit_code, result.stdout) == (1, "would take 2 rows, refuse 1\n")
    assert names(data) == set()
    assert [path.name for path in tmp_path.glob("*-refused.xlsx")] == []


def test_what_is_not_taken_of_a_roster_is_said(data: Path, tmp_path: Path):
    rows = "".join(f"陈{'一二三四五六七八九十'[at % 10]}{'甲乙丙'[at // 10]},,工会,\n" for at in range(22))
    file = roster(tmp_path, f"姓名,电话,分管领导,身份证号\n{rows}")
    result = called("import", file, *HOW, "--dry-run", data=data)
    said = result.stderr.splitlines()
    assert said[:2] == [
        "花名册: Not understood and left out: 分管领导.",
        "花名册: Not taken because they are personal numbers: 身份证号.",
    ]
    assert (said[2].startswith("花名册 2: "), len(said)) == (True, 2 + 20 + 1)
    assert said[-1] == "2 more rows have a remark"
    assert result.stdout == "would take 22 rows, refuse 0\n"


@pytest.mark.parametrize("content", ["", "hello", "a,b\n1,2\n"], ids=["empty", "words", "no headers"])
def test_a_file_that_is_no_roster_is_refused_with_a_sentence(data: Path, tmp_path: Path, content: str):
    result = called("import", roster(tmp_path, content), *HOW, data=data)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: ")
    assert len(result.stderr.splitlines()) == 1


def test_a_picture_called_xlsx_is_refused_with_a_sentence(data: Path, tmp_path: Path):
    path = tmp_path / "picture.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    result = called("import", path, *HOW, data=data)
    assert (result.exit_code, result.stderr[:7]) == (1, "Error: ")


def test_a_gathering_or_show_nobody_knows_is_refused_with_a_sentence(data: Path, tmp_path: Path):
    path = roster(tmp_path, GOOD)
    asked = called("import", path, "--gathering", "nowhere", "--side", "worker", data=data)
    assert (asked.exit_code, asked.stderr) == (1, "Error: there is no gathering 'nowhere'\n")
    asked = called("export", "rundown", "--show", "x", "--format", "csv", "--out", tmp_path / "x", data=data)
    assert (asked.exit_code, asked.stderr) == (1, "Error: there is no show 'x'\n")
    assert not (tmp_path / "x").exists()


def test_contacts_are_of_a_gathering_and_need_no_show(data: Path, tmp_path: Path):
    out = tmp_path / "x.csv"
    how = ("--format", "csv", "--out", out)
    of_show = called("export", "contacts", "--show", "gala", *how, data=data)
    assert of_show.exit_code == 0
    written = out.read_bytes()
    for named in ((), ("--gathering", "dongxing")):
        out.unlink()
        assert called("export", "contacts", *named, *how, data=data).exit_code == 0
        assert out.read_bytes() == written
    unknown = called("export", "contacts", "--gathering", "x", *how, data=data)
    assert (unknown.exit_code, unknown.stderr) == (1, "Error: there is no gathering 'x'\n")
    missing = called("export", "asrun", *how, data=data)
    assert (missing.exit_code, "give --show" in missing.stderr) == (2, True)


def test_what_is_missing_or_unknown_is_wrong_usage(data: Path, tmp_path: Path):
    path = roster(tmp_path, GOOD)
    for words in (
        ["import", tmp_path / "none.csv", *HOW],
        ["import", path, "--gathering", "dongxing", "--side", "host"],
        ["export", "secrets", "--show", "gala", "--format", "csv", "--out", tmp_path / "x"],
        ["export", "rundown", "--show", "gala", "--format", "pdf", "--out", tmp_path / "x"],
    ):
        assert called(*words, data=data).exit_code == 2, words


@pytest.mark.parametrize("kind", ["rundown", "callsheets", "contacts", "asrun"])
def test_every_list_opens_as_a_workbook_without_a_formula(data: Path, tmp_path: Path, kind: str):
    book = openpyxl.load_workbook(exported(data, tmp_path, kind, "xlsx"))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    with ZipFile(tmp_path / f"{kind}.xlsx") as packed:
        assert packed.testzip() is None


def test_documents_notices_and_a_project_come_from_the_shell_too(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    assert exported(data, tmp_path, "script", "docx").read_bytes().startswith(b"PK")
    with ZipFile(exported(data, tmp_path, "notices", "zip")) as packed:
        assert packed.testzip() is None
    assert json.loads(exported(data, tmp_path, "ontime", "json").read_text("utf-8"))["rundowns"].keys() == {
        "gala"
    }
    out = tmp_path / "badges.docx"
    asked = called("export", "badges", "--show", "gala", "--format", "docx", "--out", out, data=data)
    assert (asked.exit_code, "REUNION_PUBLIC_URL" in asked.stderr, out.exists()) == (1, True, False)
    monkeypatch.setenv("REUNION_PUBLIC_URL", "https://reunion.example")
    assert exported(data, tmp_path, "badges", "docx").read_bytes().startswith(b"PK")


def test_the_rundown_comes_in_every_form(data: Path, tmp_path: Path):
    text = exported(data, tmp_path, "rundown", "csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    assert "除夕云团聚".encode() in text
    assert b"BEGIN:VCALENDAR" in exported(data, tmp_path, "rundown", "ics").read_bytes()
    assert json.loads(exported(data, tmp_path, "rundown", "json").read_text(encoding="utf-8"))


def test_a_form_a_list_does_not_have_is_refused_with_a_sentence(data: Path, tmp_path: Path):
    out = tmp_path / "x.ics"
    result = called("export", "contacts", "--show", "gala", "--format", "ics", "--out", out, data=data)
    assert (result.exit_code, result.stdout, out.exists()) == (1, "", False)
    assert len(result.stderr.splitlines()) == 1


def test_an_export_where_there_is_no_gathering_says_so(tmp_path: Path):
    data = tmp_path / "data"
    assert called("migrate", data=data).exit_code == 0
    result = called("export", "contacts", "--format", "csv", "--out", tmp_path / "x", data=data)
    assert (result.exit_code, result.stderr) == (1, "Error: there is no gathering yet\n")


def test_an_export_to_a_folder_that_is_not_there_is_refused_with_a_sentence(data: Path, tmp_path: Path):
    out = tmp_path / "no" / "x.csv"
    result = called("export", "rundown", "--show", "gala", "--format", "csv", "--out", out, data=data)
    assert (result.exit_code, result.stderr) == (
        1,
        f"Error: {out} cannot be written: No such file or directory.\n",
    )


def test_an_export_is_put_on_record(data: Path, tmp_path: Path):
    called("import", roster(tmp_path, GOOD), *HOW, data=data)
    exported(data, tmp_path, "contacts", "csv")
    exported(data, tmp_path, "asrun", "csv")
    ran, contacts, *_ = within(data, lambda store: store.audit.newest(GATHERING.id, limit=9))
    assert (contacts.by, contacts.action, contacts.details["rows"]) == ("command-line", "export", 2)
    rows = (tmp_path / "asrun.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert ran.details["rows"] == len(rows) > 0
