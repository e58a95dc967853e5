"""Files a command writes: whether it can is known before the work, and why it could not is a sentence."""

import os
from pathlib import Path
from typing import Final

import click

from reunion.cli.speaking import Refusal, say

INPUT: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
OUTPUT: Final = click.Path(dir_okay=False, path_type=Path)
OWNER_ONLY: Final = 0o600
NAMES_MOST: Final = 1000


def must_be_writable(*paths: Path | None) -> None:
    """Raise Refusal for the first path that cannot be written; leaves everything as it is."""
    for path in paths:
        if path is None:
            continue
        try:
            _try(path)
        except OSError as wrong:
            raise unwritable(path, wrong) from wrong


def _try(path: Path) -> None:
    if path.is_file():
        path.open("ab").close()
    elif not os.path.lexists(path):
        path.open("xb").close()
        path.unlink()
    # Else a pipe or a terminal: opening it could wait for a reader.


def put(path: Path, content: bytes) -> None:
    """Write the file; raises Refusal."""
    try:
        path.write_bytes(content)
    except OSError as wrong:
        raise unwritable(path, wrong) from wrong


def put_private(path: Path, content: bytes) -> None:
    """Write a new file that only its owner may read; raises Refusal, also when there is one already."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as file:
            file.write(content)
    except OSError as wrong:
        raise unwritable(path, wrong) from wrong


def free_name(folder: Path, name: str) -> Path:
    """`name` in the folder, or `name-2`, `name-3` … when that is taken."""
    wanted = Path(name)
    for number in range(1, NAMES_MOST):
        path = folder / (name if number == 1 else f"{wanted.stem}-{number}{wanted.suffix}")
        if not os.path.lexists(path):
            return path
    raise unwritable(folder / name, FileExistsError(17, "File exists"))


def unwritable(path: Path, wrong: OSError) -> Refusal:
    """Why a file cannot be written."""
    why = say(wrong.strerror) if wrong.strerror else str(wrong)
    return Refusal(say("%(path)s cannot be written: %(why)s.") % {"path": path, "why": why})
