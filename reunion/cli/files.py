"""Files a command writes: whether it can is known before the work, and why it could not is a sentence."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import click

from reunion.cli.speaking import Misuse, Refusal, say

INPUT: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
OUTPUT: Final = click.Path(dir_okay=False, path_type=Path)
OWNER_ONLY: Final = 0o600
NAMES_MOST: Final = 1000
_WORKBOOKS: Final = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".et"})
_MARK: Final = b"\xef\xbb\xbf"


def must_be_apart(read: Iterable[Path], *written: Path | None) -> None:
    """Raise Misuse where a file that is read would be written over, or one that was just written."""
    inputs = list(read)
    outputs: list[Path] = []
    for path in written:
        if path is None:
            continue
        if any(_one_file(path, other) for other in inputs):
            raise Misuse(say("%(path)s is what is read: give another file to write.") % {"path": path})
        if any(_one_file(path, other) for other in outputs):
            raise Misuse(say("%(path)s is given twice: every list needs a file of its own.") % {"path": path})
        outputs.append(path)


def _one_file(first: Path, second: Path) -> bool:
    """By whatever name; a pipe or a terminal takes several lists."""
    try:
        return first.samefile(second) and first.is_file()
    except OSError:
        return first.resolve() == second.resolve()  # one is not there yet


def must_take_csv(path: Path | None, columns: Sequence[str]) -> None:
    """Raise Misuse for the name of a workbook, and Refusal where a file stands that is no list of these columns."""
    if path is None:
        return
    if path.suffix.lower() in _WORKBOOKS:
        raise Misuse(
            say("%(path)s would be a CSV under the name of a workbook: let the name end in .csv.")
            % {"path": path}
        )
    try:
        if not path.is_file():
            return
        with path.open("rb") as file:
            start = file.readline().removeprefix(_MARK)
    except OSError as wrong:
        raise unwritable(path, wrong) from wrong
    if start.strip() and not start.startswith(",".join(columns).encode()):
        raise Refusal(
            say("%(path)s is another file than the list that goes there: give a new name.") % {"path": path}
        )


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
