"""Third-party files are what tools/vendor.py made, to the byte, and carry their licences."""

import hashlib
import json
from pathlib import Path
from typing import Any, Final

from .tree import ROOT

LOCK: Final[list[dict[str, Any]]] = json.loads(
    (ROOT / "static/vendor/vendor.lock.json").read_text(encoding="utf-8")
)
FOLDERS: Final = ("static/vendor", "tests/vendor")


def changed(root: Path, lock: list[dict[str, Any]]) -> list[str]:
    """Files that are missing or are not what the lock says."""
    return [
        entry["file"]
        for entry in lock
        if not (root / entry["file"]).is_file()
        or hashlib.sha256((root / entry["file"]).read_bytes()).hexdigest() != entry["sha256"]
    ]


def test_every_file_is_as_locked():
    assert changed(ROOT, LOCK) == []


def test_nothing_else_stands_beside_them():
    there = {path.relative_to(ROOT).as_posix() for folder in FOLDERS for path in (ROOT / folder).iterdir()}
    assert there - {entry["file"] for entry in LOCK} == {"static/vendor/vendor.lock.json"}


def test_every_source_has_version_licence_and_hash():
    sources = [source for entry in LOCK for source in entry["made_from"]]
    assert [s for s in sources if not s["integrity"].startswith("sha512-")] == []
    assert {s["licence"] for s in sources} == {"MIT", "Apache-2.0", "ISC", "MPL-2.0"}
    licences = "".join((ROOT / folder / "LICENSES.txt").read_text(encoding="utf-8") for folder in FOLDERS)
    assert [s for s in sources if f"{s['name']} {s['version']} ({s['licence']})" not in licences] == []


def test_an_edited_or_missing_file_is_found(tmp_path: Path):
    (tmp_path / "a.js").write_bytes(b"edited")
    lock = [{"file": "a.js", "sha256": hashlib.sha256(b"made").hexdigest()}, {"file": "b.js", "sha256": ""}]
    assert changed(tmp_path, lock) == ["a.js", "b.js"]
    (tmp_path / "a.js").write_bytes(b"made")
    assert changed(tmp_path, lock[:1]) == []
