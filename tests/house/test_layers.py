"""Imports go one way (the contracts stand in pyproject.toml)."""

import subprocess
import sys
from pathlib import Path

import pytest

from .tree import ROOT

LAYERS = [
    "cli",
    "demo",
    "app",
    "web",
    "live",
    "exports",
    "imports",
    "storage",
    "beside",
    "actions",
    "planner",
    "domain",
]


def lint(folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(folder), "PATH": "", "PYTHONUTF8": "1"},
    )
    return done.returncode, done.stdout + done.stderr


def test_imports_go_one_way():
    status, said = lint(ROOT)
    assert status == 0, said


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("domain", "import reunion.web"),
        ("imports", "import reunion.exports"),
        ("actions", "import sqlalchemy"),
        ("planner", "import asyncio"),
        ("exports", "import aiohttp"),
    ],
)
def test_a_wrong_import_is_found(tmp_path: Path, module: str, line: str):
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    for layer in LAYERS:
        package = tmp_path / "reunion" / layer
        package.mkdir(parents=True)
        (package / "__init__.py").write_text(line if layer == module else "")
    (tmp_path / "reunion" / "live" / "wire.py").write_text("")
    (tmp_path / "reunion" / "__init__.py").write_text("")
    status, said = lint(tmp_path)
    assert status == 1, said
    assert "BROKEN" in said
