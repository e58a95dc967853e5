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
STATE: Final = re.compile(
    r"^(Weak\w+|defaultdict|deque|Counter|OrderedDict|dict|list|set|bytearray|count|cycle|local"
    r"|Random|SystemRandom|\w*Lock|\w*Queue|Event|Semaphore|\w*Limiter|\w*Storage)$"
)
CHANGES: Final = re.compile(
    r"^(add|append|extend|insert|update|setdefault|pop|popitem|remove|discard|clear|sort|reverse)$"
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


def kept_state(source: str) -> list[str]:
    """What a module keeps between calls outside any object: it is shared by every server of a process."""
    tree = ast.parse(source)
    mutable = {node.name for node in tree.body if isinstance(node, ast.ClassDef) and changes_itself(node)}
    found, known = [], set()
    for node in tree.body:
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        known.update(names)
        if names != ["__all__"] and is_state(node, mutable):
            found.append(" ".join(names))
    for inner in ast.walk(tree):
        if isinstance(inner, ast.Global):
            found.append("global " + " ".join(inner.names))
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
            found += [f"{word} in {inner.name}" for word in changed_in(inner) if word in known]
    return found


def changes_itself(of: ast.ClassDef) -> bool:
    """Whether a method other than the first puts something into the object."""
    return any(
        isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
        for method in of.body
        if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef) and method.name != "__init__"
        for node in ast.walk(method)
    )


def is_state(node: ast.Assign | ast.AnnAssign, mutable: set[str]) -> bool:
    """Whether it is something that is there to be changed; a table of facts says Final or Mapping."""
    value = node.value
    if isinstance(value, ast.Call):
        called = ast.unparse(value.func).rpartition(".")[2]
        return called in mutable or bool(STATE.search(called))
    constant = isinstance(node, ast.AnnAssign) and re.match(
        r"Final\b|Mapping\b", ast.unparse(node.annotation)
    )
    empty = (isinstance(value, ast.Dict) and not value.keys) or (
        isinstance(value, ast.List) and not value.elts
    )
    container = ast.Dict | ast.List | ast.Set | ast.DictComp | ast.ListComp | ast.SetComp
    return isinstance(value, container) and (not constant or empty)


def changed_in(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    """Names whose contents a function changes and that are not its own."""
    own = {
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    own |= {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
    for node in ast.walk(function):
        match node:
            case ast.Subscript(value=ast.Name(id=word), ctx=ast.Store() | ast.Del()):
                yield from {word} - own
            case ast.Call(func=ast.Attribute(value=ast.Name(id=word), attr=does)) if CHANGES.match(does):
                yield from {word} - own


@pytest.mark.parametrize("path", below("reunion", ".py"), ids=name)
def test_a_module_keeps_no_state(path: Path):
    assert kept_state(path.read_text(encoding="utf-8")) == []


def test_state_in_a_module_is_found():
    bad = """
_JOBS: Final[WeakKeyDictionary[web.Application, dict[str, Job]]] = WeakKeyDictionary()
_WINDOWS: Final = strategies.MovingWindowRateLimiter(MemoryStorage())
_DICE = random.Random(1)
_SEEN = {}
_ROWS: Final = []
_FACTS = {"a": 1}
_TABLE: Final = {"a": 1}
class Chance:
    def draw(self): self.left = b""
_CHANCE: Final = Chance()
def f():
    global _COUNT
    _TABLE["b"] = 2
def g():
    _TABLE.update(c=3)
"""
    assert kept_state(bad) == [
        *("_JOBS", "_WINDOWS", "_DICE", "_SEEN", "_ROWS", "_FACTS", "_CHANCE"),
        *("_TABLE in f", "_TABLE in g", "global _COUNT"),
    ]
    good = """
__all__ = ["f"]
_TABLE: Final[dict[str, int]] = {"a": 1}
_KINDS: Mapping[str, int] = {name: 1 for name in "ab"}
KEY = web.AppKey("KEY", dict)
class Left:
    def __init__(self): self.one = 1
LEFT: Final = Left()
def f(own):
    kept = {}
    kept["a"] = own.update(_TABLE)
"""
    assert kept_state(good) == []


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
