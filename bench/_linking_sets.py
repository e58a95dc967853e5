"""Sets of rosters with their truth: folders as `reunion.demo.tables` writes them, or made afresh from a seed."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reunion.demo.people import NoiseLevel

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Rosters:
    """One set: the rows as text, and which belong together."""

    workers: list[dict[str, str]]
    families: list[dict[str, str]]
    truth: frozenset[Pair]
    """(worker_id, family_id)"""
    doubles: list[tuple[str, str, str]]
    """(`worker` or `family`, id, id)"""


def load(folder: Path) -> Rosters:
    """A folder with workers.csv, families.csv, truth.csv and dups.csv."""
    doubles = folder / "dups.csv"
    return Rosters(
        _rows(folder / "workers.csv"),
        _rows(folder / "families.csv"),
        truth(folder),
        [(row["kind"], row["id_a"], row["id_b"]) for row in _rows(doubles)] if doubles.exists() else [],
    )


def truth(folder: Path) -> frozenset[Pair]:
    """Which rows belong together."""
    return frozenset((row["worker_id"], row["family_id"]) for row in _rows(folder / "truth.csv"))


def make(folder: Path, seed: int, workers: int, noise: "NoiseLevel" = "normal") -> Path:
    """A set from the product's own generator."""
    from reunion.demo.people import generate
    from reunion.demo.tables import link_tables

    folder.mkdir(parents=True)
    for name, data in link_tables(generate(seed, workers, noise)).items():
        (folder / name).write_bytes(data)
    return folder


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
