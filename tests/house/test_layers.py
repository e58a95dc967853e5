"""Imports go one way (the contracts stand in pyproject.toml)."""

import ast
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


def imported(path: Path) -> set[str]:
    """Every module that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def test_the_checker_of_plans_shares_no_code_with_the_planner():
    """Both know the values of the instance and nothing else of each other, or one would hide the other's mistake."""
    checker = ROOT / "reunion" / "domain" / "planning" / "check.py"
    ours = {name for name in imported(checker) if name.startswith("reunion")}
    assert ours == {"reunion.domain.planning.instance"}
    values = ROOT / "reunion" / "domain" / "planning" / "instance.py"
    assert not [name for name in imported(values) if name.startswith("reunion")]
    functions = [
        node.name
        for node in ast.walk(ast.parse(values.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]
    assert functions == ["__str__", "wishes", "key"]
