"""The files that make up the project, as the house tests see them."""

import subprocess
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
_LEFT_BEHIND: Final = {".git", ".venv", "node_modules", "build", "dist", "__pycache__"}


@cache
def files() -> tuple[Path, ...]:
    """What git tracks or would add, so a mistake shows before the commit; in an archive every file."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split("\0")
        paths = [ROOT / name for name in listed if name]
    except (FileNotFoundError, subprocess.CalledProcessError):
        paths = [path for path in ROOT.rglob("*") if not _LEFT_BEHIND.intersection(path.parts)]
    return tuple(sorted(path for path in paths if path.is_file()))


def below(folder: str, *suffixes: str) -> list[Path]:
    """Files of one folder with one of these endings; third-party files are not ours to judge."""
    inside = ROOT / folder
    return [
        path
        for path in files()
        if inside in path.parents and path.suffix in suffixes and "vendor" not in path.parts
    ]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
