"""tests/ mirrors reunion/: reunion/domain/names.py is tested in tests/domain/test_names.py."""

from pathlib import Path
from typing import Final

from .tree import ROOT, below, name

# Modules and folders without test files of their own, each with the place that tests them.
ELSEWHERE: Final[dict[str, str]] = {
    # The sample is judged by the people, rosters, evenings and scripts it makes, not by its tables of words.
    "reunion/demo": "tests/demo",
    # Shapes without rules: what they are for is tested where they are used.
    "reunion/actions/ports": "tests/storage",
    "reunion/domain/commands.py": "tests/domain/test_show.py",
    # Plain functions behind the ports: the ports' own tests run every one of them, on every database.
    **{
        f"reunion/storage/{module}.py": "tests/storage/test_store.py"
        for module in ("gatherings", "pairing", "people", "records", "searching", "shows", "staff")
    },
    **{
        f"reunion/storage/{module}.py": "tests/storage/test_boards.py"
        for module in ("batches", "doubles", "reviewing")
    },
    **{
        f"reunion/storage/{module}.py": "tests/storage/test_migrating.py"
        for module in ("columns", "review_tables", "tables")
    },
    "reunion/web/keys.py": "tests/test_app.py",
    "reunion/web/routing.py": "tests/web/test_routes.py",
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
        and not any(module == place or module.startswith(f"{place}/") for place in ELSEWHERE)
        and test_file_of(module) not in tests
    ]


def test_every_module_has_its_test_file():
    modules = [name(path) for path in below("reunion", ".py")]
    assert without_tests(modules, {name(path) for path in below("tests", ".py")}) == []


def test_every_exception_is_needed_and_true():
    wrong = [
        module
        for module, place in ELSEWHERE.items()
        if not (ROOT / module).exists()
        or not (ROOT / place).exists()
        or (ROOT / test_file_of(module)).exists()
    ]
    assert wrong == []


def test_a_module_without_tests_is_found():
    modules = ["reunion/domain/names.py", "reunion/domain/__init__.py", "reunion/config.py"]
    assert without_tests(modules, {"tests/test_config.py"}) == [
        "reunion/domain/names.py wants tests/domain/test_names.py"
    ]
