from pathlib import Path

import pytest

from reunion.cli.files import free_name, must_be_writable, put_private
from reunion.cli.speaking import Refusal


def test_looking_whether_a_file_can_be_written_changes_nothing(tmp_path: Path):
    kept = tmp_path / "kept"
    kept.write_bytes(b"kept")
    must_be_writable(kept, tmp_path / "new", None)
    assert (kept.read_bytes(), list(tmp_path.iterdir())) == (b"kept", [kept])


def test_a_folder_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(Refusal) as refused:
        must_be_writable(tmp_path / "no" / "x")
    assert refused.value.message == f"{tmp_path}/no/x cannot be written: No such file or directory."


def test_a_private_file_is_only_its_owners_and_goes_over_no_other(tmp_path: Path):
    put_private(tmp_path / "x", b"one")
    with pytest.raises(Refusal, match="File exists"):
        put_private(tmp_path / "x", b"two")
    assert ((tmp_path / "x").read_bytes(), (tmp_path / "x").stat().st_mode & 0o777) == (b"one", 0o600)


def test_a_taken_name_gets_a_number(tmp_path: Path):
    names = []
    for _ in range(3):
        path = free_name(tmp_path, "a.xlsx")
        path.touch()
        names.append(path.name)
    assert names == ["a.xlsx", "a-2.xlsx", "a-3.xlsx"]
