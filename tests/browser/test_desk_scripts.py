"""The pure scripts of desk and staff, tested by node's own runner: tests/browser/js/*.test.mjs, one file per script."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
TESTS: Final = sorted((ROOT / "tests/browser/js").glob("*.test.mjs"))


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy that says `module`: not every node guesses that a .js file is one."""
    folder = tmp_path_factory.mktemp("scripts")
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    for part in ("static/js/desk", "static/js/staff", "tests/browser/js"):
        shutil.copytree(ROOT / part, folder / part)
    return folder


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_a_pure_script_keeps_its_own_tests(path: Path, scripts: Path):
    node = shutil.which("node")
    if node is None:
        if os.environ.get("REUNION_REQUIRE_NODE") == "1":
            pytest.fail("node is missing", pytrace=False)
        pytest.skip("node is missing: these scripts are tested in the browser only (apt-get install nodejs)")
    copy = scripts / "tests/browser/js" / path.name
    done = subprocess.run([node, "--test", str(copy)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
