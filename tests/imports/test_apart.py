import subprocess
import sys

import pytest
from hypothesis import given, settings

from reunion.domain.faults import Unfit
from reunion.domain.limits import ROSTER_ROWS
from reunion.imports.apart import read_apart
from reunion.imports.cells import read_sheets
from tests.conftest import MANY

from .test_workbooks import DAMAGE, OLD, damaged, outcome, workbook


def test_what_is_read_apart_is_what_is_read_here():
    data = OLD.read_bytes()
    assert read_apart(data, ROSTER_ROWS) == read_sheets(data, ROSTER_ROWS)


def test_a_refusal_comes_back_with_its_code_and_figures():
    with pytest.raises(Unfit) as fault:
        read_apart(workbook(*[("a",)] * 60), 1)
    assert (fault.value.code, dict(fault.value.params)) == ("file-rows", {"most": 1})


def test_an_old_workbook_is_read_with_all_its_sheets():
    workers, families = read_apart(OLD.read_bytes(), ROSTER_ROWS)
    assert (workers.name, families.name) == ("务工人员", "家属")
    assert workers.rows[2] == ("骆男德", "18189358205", "／", "新江街道", "P7KJBB")


@settings(max_examples=MANY // 20, deadline=None)
@given(DAMAGE)
def test_damaged_old_workbooks_are_read_or_refused_by_name(damage: list[tuple[int, int]]):
    assert outcome(damaged(OLD.read_bytes(), damage)).startswith(("read", "file-"))


def test_an_old_workbook_that_ends_its_reader_is_refused():
    """A sheet that says it has 3,600,000,000 rows: the reader asks for 700 GB, and is ended by the system."""
    data = OLD.read_bytes()
    dimensions = data.index(b"\x00\x02\x0e\x00") + 4
    lying = damaged(data, [(dimensions + 7, 0xDA)])
    assert outcome(lying) == "file-broken"
    assert outcome(data) == "read"


def test_whoever_reads_a_strangers_file_is_not_told_our_secrets(monkeypatch: pytest.MonkeyPatch):
    seen: dict[str, str] = {}

    def run(*_: object, env: dict[str, str], **__: object) -> None:
        seen.update(env)
        raise OSError

    monkeypatch.setenv("REUNION_SECRET", "x" * 32)
    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(Unfit):
        read_apart(OLD.read_bytes(), ROSTER_ROWS)
    assert "PATH" in seen
    assert "REUNION_SECRET" not in seen


def test_it_reads_also_where_memory_is_bounded_already():
    """A container's own bound below ours must not refuse every workbook."""
    command = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (900 << 20, 900 << 20)); "
        "from pathlib import Path; from reunion.imports.apart import read_apart; "
        "print(len(read_apart(Path(sys.argv[1]).read_bytes(), 100)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", command, str(OLD)], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "2\n"
