"""dedupe on the same rows: taught with labelled pairs of 10,000 other rows instead of a person at the keyboard.

It learns its own blocking and weights from the labels. Columns are those of _linking_columns.
"""

import io
import json
import random
from importlib.metadata import version
from itertools import islice
from math import log2
from pathlib import Path

import dedupe
from _linking_columns import COLUMNS, Record

VERSION = f"dedupe {version('dedupe')}"
LABELLED = True
LABELS = 150
"""Of each kind; a person would give a few dozen."""
SAMPLE = 600
LEAST = 0.01
SHORT = ("name", "sound", "contact_sound", "phone", "contact_phone")
EXACT = ("ear", "surname", "last", "kin", "town_sound", "village_sound", "sex", "code")
Row = dict[str, str | None]


def learn(
    workers: list[Record], wishes: list[Record], truth: frozenset[tuple[str, str]], model: Path
) -> None:
    """Teach it with pairs of a big set: true ones, and untrue ones that share a surname, a village or a number."""
    left, right = _rows(workers), _rows(wishes)
    labelled_true = random.Random(1).sample(sorted(truth), LABELS)
    matches = [(left[w], right[f"{f}#0"]) for w, f in labelled_true]
    labelled = {"match": matches, "distinct": _distinct(left, right, truth)}
    linker = dedupe.RecordLink(_variables(), num_cores=1)
    # Its own score takes the flattest of all models that part the labels: every probability is then near a half.
    linker.classifier.scoring = "neg_log_loss"
    some = {key: left[key] for key in islice(left, SAMPLE)}
    others = {key: right[key] for key in islice(right, SAMPLE)}
    linker.prepare_training(
        some, others, training_file=io.StringIO(json.dumps(labelled, default=list)), sample_size=1_000
    )
    linker.train(recall=1.0, index_predicates=False)
    with model.open("wb") as file:
        linker.write_settings(file)


def pairs(workers: list[Record], wishes: list[Record], model: Path) -> list[tuple[str, str, float]]:
    """(worker, wish, log odds in bits)."""
    with model.open("rb") as file:
        linker = dedupe.StaticRecordLink(file, num_cores=1)
    found = linker.join(_rows(workers), _rows(wishes), threshold=LEAST, constraint="many-to-many")
    return [(a, b, log2(p / (1 - p))) for (a, b), score in found if (p := min(float(score), 1 - 1e-9)) > 0]


def _variables() -> list[object]:
    strings = [dedupe.variables.ShortString(name, has_missing=True) for name in SHORT]
    exact = [dedupe.variables.Exact(name, has_missing=True) for name in EXACT]
    return [*strings, *exact]


def _rows(records: list[Record]) -> dict[str, Row]:
    return {row["unique_id"]: {name: row[name] or None for name in COLUMNS} for row in records}


def _distinct(
    left: dict[str, Row], right: dict[str, Row], truth: frozenset[tuple[str, str]]
) -> list[tuple[Row, Row]]:
    chance = random.Random(1)
    found: list[tuple[Row, Row]] = []
    for column in ("village", "contact_phone", "ear", "surname", "town"):
        by: dict[str | None, list[str]] = {}
        for key, row in left.items():
            by.setdefault(row[column], []).append(key)
        near = [
            (left[worker], row)
            for wish, row in right.items()
            if row[column]
            for worker in by.get(row[column], ())[:5]
            if (worker, wish.partition("#")[0]) not in truth
        ]
        found += chance.sample(near, min(len(near), LABELS // 5))
    return found
