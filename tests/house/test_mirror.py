"""tests/ mirrors reunion/: reunion/domain/names.py is tested in tests/domain/test_names.py."""

from pathlib import Path
from typing import Final

from .tree import ROOT, below, name

# Modules without a test file of their own, each with the place that tests it.
ELSEWHERE: Final[dict[str, str]] = {
    "reunion/actions/ports/outcomes.py": "tests/storage/test_store.py",
    "reunion/actions/ports/pairing.py": "tests/storage/test_store.py",
    "reunion/actions/ports/people.py": "tests/storage/test_store.py",
    "reunion/actions/ports/shows.py": "tests/storage/test_store.py",
    "reunion/actions/ports/staff.py": "tests/storage/test_store.py",
    "reunion/domain/commands.py": "tests/domain/test_show.py",
    "reunion/storage/audits.py": "tests/storage/test_store.py",
    "reunion/storage/gatherings.py": "tests/storage/test_store.py",
    "reunion/storage/pairing.py": "tests/storage/test_store.py",
    "reunion/storage/people.py": "tests/storage/test_store.py",
    "reunion/storage/records.py": "tests/storage/test_store.py",
    "reunion/storage/shows.py": "tests/storage/test_store.py",
    "reunion/storage/staff.py": "tests/storage/test_store.py",
    "reunion/storage/tables.py": "tests/storage/test_migrating.py",
    "reunion/web/keys.py": "tests/abuse/test_roles.py",
    "reunion/web/routing.py": "tests/abuse/test_roles.py",
}
NO_TESTS: Final = {"__init__.py", "__main__.py"}


def test_file_of(module: str) -> str:
    """`reunion/domain/names.py` -> `tests/domain/test_names.py`."""
    path = Path(module)
    return Path("tests", *path.parts[1:-1], f"test_{path.name}").as_posix()


test_file_of.__test__ = False  # type: ignore[attr-defined]


def without_tests(modules: list[str], tests: set[str]) -> list[str]:
    return [
        f"{module} wants {test_file_of(module)}"
        for module in modules
        if Path(module).name not in NO_TESTS
        and "migrations" not in Path(module).parts
        and module not in ELSEWHERE
        and test_file_of(module) not in tests
    ]


def test_every_module_has_its_test_file():
    modules = [name(path) for path in below("reunion", ".py")]
    assert without_tests(modules, {name(path) for path in below("tests", ".py")}) == []


def test_every_exception_is_needed_and_true():
    wrong = [
        module
        for module, place in ELSEWHERE.items()
        if not (ROOT / module).is_file()
        or not (ROOT / place).exists()
        or (ROOT / test_file_of(module)).exists()
    ]
    assert wrong == []


def test_a_module_without_tests_is_found():
    modules = ["reunion/domain/names.py", "reunion/domain/__init__.py", "reunion/app.py"]
    assert without_tests(modules, {"tests/test_app.py"}) == [
        "reunion/domain/names.py wants tests/domain/test_names.py"
    ]
