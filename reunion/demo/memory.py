"""What a demo remembers beside its database, so that it goes on with the same people after a stop."""

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from reunion.domain.instants import Instant

FILE: Final = "demo.json"


@dataclass(frozen=True, slots=True)
class Memory:
    """How this demo was begun."""

    seed: int
    workers: int
    speed: int
    first_start: Instant
    """Planned start of the first show."""
    secret: str
    """Makes the form tickets, and with them the personal links; nobody can guess it from the seed."""


def begin(seed: int, workers: int, speed: int, first_start: Instant) -> Memory:
    """A new demo."""
    return Memory(seed, workers, speed, first_start, secrets.token_urlsafe(24))


def recall(folder: Path) -> Memory | None:
    """The demo whose data stand in this folder; None when there is none."""
    path = folder / FILE
    if not path.exists():
        return None
    return Memory(**json.loads(path.read_text(encoding="utf-8")))


def keep(memory: Memory, folder: Path) -> None:
    """Write it down before anything is stored under it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    path.touch(mode=0o600)
    path.write_text(json.dumps(asdict(memory)), encoding="utf-8")
