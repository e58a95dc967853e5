import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from reunion.actions.ports import NewRegistration
from reunion.domain.instants import Instant
from reunion.domain.people import Registration, Side
from tests.cli.calling import called, ended, with_gathering, within
from tests.conftest import EVENING, GATHERING


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with one gathering and one family."""
    folder = tmp_path / "data"
    with_gathering(folder)
    person = Registration("r-1", GATHERING.id, Side.FAMILY, 0, "李秀英", ("+8613800138000",), created=EVENING)
    within(folder, lambda store: store.registrations.add([NewRegistration(person)]))
    return folder


def people(data: Path) -> list[str]:
    found = within(data, lambda store: store.registrations.every(GATHERING.id))
    return [person.name for person in found]


def refused(*words: object, data: Path) -> str:
    """The one sentence of a refused command."""
    result = called(*words, data=data)
    assert (result.exit_code, result.stdout) == (1, "")
    (line,) = result.stderr.splitlines()
    return line.removeprefix("Error: ")


def test_a_migration_is_done_once(tmp_path: Path):
    assert called("migrate", data=tmp_path).stdout == "migrated\n"
    assert called("migrate", data=tmp_path).stdout == "nothing to do\n"


def test_a_database_of_a_newer_version_is_left_alone(data: Path):
    with closing(sqlite3.connect(data / "reunion.sqlite3")) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()
    sentence = "the database is of a newer version of Reunion (9999); install that version"
    assert refused("migrate", data=data) == sentence
    assert refused("init", data=data) == sentence
    assert refused("serve", "--port", 0, data=data) == sentence
    chinese = called("migrate", "--lang", "zh", data=data)
    assert chinese.stderr == "出错：这个数据库来自更新版本的云团聚（9999），请安装那个版本\n"


@pytest.mark.parametrize(
    "words", [["migrate"], ["init"], ["serve", "--port", 0], ["purge"], ["erase", "r-1"], ["backup", "b"]]
)
def test_a_file_that_is_no_database_is_refused_by_every_command(
    tmp_path: Path, monkeypatch, words: list[object]
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reunion.sqlite3").write_text("hello")
    assert "file is not a database" in refused(*words, data=tmp_path)


def test_the_doctor_shows_the_settings_but_not_the_secret(data: Path):
    told = called("doctor", data=data).stdout
    assert f"data = {data}\n" in told
    assert "secret = (set)\n" in told
    assert "0123456789abcdef" not in told


def test_the_doctor_is_content_when_nothing_is_wrong(data: Path, monkeypatch):
    monkeypatch.setattr("resource.getrlimit", lambda _: (20_000, 20_000))
    result = called("doctor", data=data, REUNION_PUBLIC_URL="https://reunion.example.cn")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.endswith("all is well\n")


def test_the_doctor_says_what_to_do_about_each_fault(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("resource.getrlimit", lambda _: (1024, 1024))
    result = called("doctor", data=tmp_path / "new")
    assert result.exit_code == 1
    assert [line[:30] for line in result.stderr.splitlines()] == [
        "! only 1024 open files are all",
        "! public_url is not set: links",
        f"! there is no database in {tmp_path}"[:30],
    ]


def test_the_doctor_finds_a_damaged_database(tmp_path: Path):
    (tmp_path / "reunion.sqlite3").write_text("hello")
    result = called("doctor", data=tmp_path)
    assert result.exit_code == 1
    assert "! reunion.sqlite3 is not a whole Reunion database: restore the last backup" in result.stderr
    chinese = called("doctor", "--lang", "zh", data=tmp_path)
    assert "! reunion.sqlite3 不是完整的云团聚数据库：请恢复最近的备份" in chinese.stderr


def test_a_backup_put_back_elsewhere_holds_the_same_people(data: Path, tmp_path: Path):
    backup, elsewhere = tmp_path / "备份 1?.sqlite3", tmp_path / "elsewhere"
    assert called("backup", backup, data=data).exit_code == 0
    assert called("restore", backup, data=elsewhere).stdout == "restored\n"
    assert people(elsewhere) == ["李秀英"]


def test_a_restore_keeps_what_stood_there(data: Path, tmp_path: Path):
    backup = tmp_path / "backup"
    called("backup", backup, data=data)
    within(data, lambda store: store.gatherings.put(replace(GATHERING, id="later")))

    told = called("restore", backup, data=data).stdout

    assert told == "restored; the database before is reunion.sqlite3.before-restore\n"
    assert [one.id for one in within(data, lambda store: store.gatherings.every())] == ["dongxing"]
    assert (data / "reunion.sqlite3.before-restore").exists()


def test_what_is_no_backup_is_not_put_back(data: Path, tmp_path: Path):
    (tmp_path / "letter.txt").write_text("hello")
    assert refused("restore", tmp_path / "letter.txt", data=data) == (
        "letter.txt is not a whole Reunion database"
    )
    assert people(data) == ["李秀英"]
    assert called("restore", tmp_path / "missing", data=data).exit_code == 2


def test_a_backup_that_cannot_be_written_leaves_nothing_behind(data: Path, tmp_path: Path):
    assert refused("backup", tmp_path / "no" / "folder", data=data).startswith("no backup was made: ")
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


@pytest.mark.parametrize("words", [["backup", "b"], ["erase", "r-1"], ["purge"]])
def test_a_folder_without_a_database_is_not_made_by_mistake(tmp_path: Path, words: list[str]):
    assert refused(*words, data=tmp_path / "new").startswith(f"there is no database in {tmp_path / 'new'}")
    assert not (tmp_path / "new").exists()


def test_an_erased_person_is_nowhere_in_the_file(data: Path):
    assert people(data) == ["李秀英"]
    assert called("erase", "r-1", data=data).stdout == "erased\n"
    held = b"".join(path.read_bytes() for path in data.iterdir())
    assert (people(data), "李秀英".encode() in held) in (([], False), ([""], False))


def test_whoever_is_not_there_cannot_be_erased(data: Path):
    assert refused("erase", "r-9", data=data) == "there is no registration 'r-9'"


def test_a_purge_first_says_and_then_does_what_is_due(data: Path):
    assert called("purge", data=data).stdout == "nothing is due\n"
    within(data, lambda store: store.gatherings.put(replace(GATHERING, keep_until=Instant(1))))

    assert called("purge", "--dry-run", data=data).stdout == "dongxing: 1 people would be erased\n"
    assert people(data) == ["李秀英"]
    assert called("purge", data=data).stdout == "dongxing: 1 people erased\n"
    assert set(people(data)) <= {""}


def test_every_command_speaks_utf8_where_the_locale_does_not(tmp_path: Path):
    folder = tmp_path / "团聚"
    plain = {"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    status, out, err = ended("migrate", "--data", folder, **plain)
    assert (status, out, err) == (0, "migrated\n", "")
    status, out, _ = ended("doctor", "--data", folder, **plain)
    assert f"data = {folder}\n" in out
    status, _, err = ended("erase", "张伟", "--data", folder, **plain)
    assert (status, err) == (1, "Error: there is no registration '张伟'\n")


def test_a_backup_over_an_older_file_and_a_restore_without_the_key_say_so(data: Path, tmp_path: Path):
    file = tmp_path / "b.sqlite3"
    assert called("backup", file, data=data).stderr == ""
    assert called("backup", file, data=data).stderr == f"{file} was there already: it was replaced\n"
    elsewhere = tmp_path / "elsewhere"
    # the tests' command line has a secret of its own, as a server with REUNION_SECRET has
    assert called("restore", file, data=elsewhere).stderr == ""
    missing = called("restore", file, data=elsewhere, REUNION_SECRET="")
    assert missing.exit_code == 0
    assert missing.stderr.startswith(f"There is no secret.key in {elsewhere}: ")
    (elsewhere / "secret.key").write_text("x" * 32)
    assert called("restore", file, data=elsewhere, REUNION_SECRET="").stderr == ""


def test_a_backup_that_fails_replaces_nothing_and_says_nothing_of_it(data: Path, tmp_path: Path):
    folder = tmp_path / "full"
    folder.mkdir()
    file = folder / "b.sqlite3"
    file.write_text("the older one")
    (data / "reunion.sqlite3").write_text("no database any more")
    failed = called("backup", file, data=data)
    assert (failed.exit_code, "replaced" in failed.stderr, file.read_text()) == (1, False, "the older one")


def test_operating_speaks_chinese_when_it_is_asked_to(data: Path, tmp_path: Path):
    file = tmp_path / "b"
    backup, migrate, purge = (
        called("--lang", "zh", *words, data=data).stdout
        for words in (["backup", file], ["migrate"], ["purge"])
    )
    size = file.stat().st_size
    assert backup == f"已写入 {size} 字节；secret.key 也要保存，但要放在别处\n"
    assert (migrate, purge) == ("无需升级\n", "没有到期的\n")
