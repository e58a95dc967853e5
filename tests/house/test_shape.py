"""Modules and functions stay short, and are named after what they are."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from .tree import ROOT, below, name

MODULE_LINES: Final = 300
FUNCTION_LINES: Final = 45
# Tables of facts, not code: a line each, and no reason to cut them in two.
TABLES: Final[dict[str, str]] = {}
EMPTY_WORDS: Final = re.compile(
    r"(^|_)(managers?|helpers?|utils?|misc|base|services?)($|_)|^common$|^_*handle_", re.IGNORECASE
)

# A migration is a list of tables as they once were; nobody reads it again after it has run.
OURS: Final = [
    path
    for path in (*below("reunion", ".py"), *below("tools", ".py"), *below("bench", ".py"))
    if "migrations" not in path.parts
]
SCRIPTS: Final = below("static", ".js")


def too_long(source: str) -> list[str]:
    """Functions of a Python module that are over the limit, and the module itself."""
    lines = source.count("\n")
    found = [f"{lines} lines"] if lines > MODULE_LINES else []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                found.append(f"{node.name} has {length} lines")
    return found


def names_in(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name


def says_nothing(word: str) -> bool:
    """Whether a name is one of those that fit any code; CamelCase is read as separate words."""
    return bool(EMPTY_WORDS.search(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", word)))


@pytest.mark.parametrize("path", OURS, ids=name)
def test_a_module_is_short(path: Path):
    found = too_long(path.read_text(encoding="utf-8"))
    if name(path) in TABLES:
        found = [complaint for complaint in found if " has " in complaint]
    assert found == []


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_a_script_is_short(path: Path):
    assert path.read_text(encoding="utf-8").count("\n") <= MODULE_LINES


def test_names_say_what_a_thing_is():
    found = [name(path) for path in (*OURS, *SCRIPTS) if says_nothing(path.stem.replace("-", "_"))]
    found += [
        f"{name(path)}: {word}"
        for path in below("reunion", ".py")
        for word in names_in(path.read_text(encoding="utf-8"))
        if says_nothing(word)
    ]
    assert found == []


def test_every_table_still_is_one():
    assert [table for table in TABLES if not (ROOT / table).is_file()] == []


def test_long_and_empty_things_are_found():
    body = "\n".join("    x = 1" for _ in range(FUNCTION_LINES))
    assert too_long(f"def f():\n{body}\n") == ["f has 46 lines"]
    assert too_long("async def f():\n    x = 1\n" + "\n" * MODULE_LINES) == ["302 lines"]
    words = ["ShowManager", "handle_take", "text_utils", "_handle_x", "BaseHandler", "Service"]
    assert [word for word in words if not says_nothing(word)] == []
    assert [
        word
        for word in ["database", "communes", "utility_pole", "common_time", "handled"]
        if says_nothing(word)
    ] == []
    assert list(names_in("class A:\n    async def b(self): ...\n")) == ["A", "b"]
