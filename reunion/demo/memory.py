"""What a demo remembers beside its database, so that it goes on with the same people after a stop."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from reunion.domain.instants import Instant

FILE: Final = "demo.json"
LINKS: Final = "links.json"


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
    _write(folder / FILE, asdict(memory))


def keep_links(tokens: Mapping[str, str], folder: Path) -> None:
    """Write down the personal links, registration to token; the database holds only their digests."""
    _write(folder / LINKS, dict(tokens))


def recall_links(folder: Path) -> dict[str, str] | None:
    """The personal links; None when the gathering was never finished."""
    path = folder / LINKS
    if not path.exists():
        return None
    links: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return links


def _write(path: Path, value: object) -> None:
    """Whole or not at all, and readable by us only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(value), encoding="utf-8")
    fresh.replace(path)
