"""recordlinkage on the same rows: union of blocks, two dozen features, a logistic regression taught with labels.

It has no training without labels that comes near, so it is taught on 10,000 other rows with their truth. Columns are
those of _linking_columns; for each number, code and sex a second feature says whether both sides have one, so that a
missing number and a disagreeing one differ.
"""

import pickle
from importlib.metadata import version
from math import log2
from pathlib import Path
from typing import Any

import pandas as pd
import recordlinkage
from _linking_columns import COLUMNS, Record

VERSION = f"recordlinkage {version('recordlinkage')}"
LABELLED = True
BLOCKS = (
    ("code",), ("phone",), ("contact_phone",), ("ear",), ("given", "town"), ("given", "village"),
    ("surname", "village"), ("last", "village"), ("contact_sound", "town"), ("contact_sound", "village"),
)  # fmt: skip
CROSSED = (("phone", "contact_phone"), ("contact_phone", "phone"))
EXACT = (
    "name", "sound", "ear", "surname", "given", "first", "last", "phone", "contact_phone", "contact", "contact_sound",
    "kin", "town", "town_sound", "village", "village_sound", "place_group", "sex", "code",
)  # fmt: skip
BOTH = ("phone", "contact_phone", "contact", "sex", "code", "town", "village", "place_group", "name")
ALIKE = (
    ("name", "jarowinkler"), ("sound", "jarowinkler"), ("contact_sound", "jarowinkler"), ("town", "jarowinkler"),
    ("village", "jarowinkler"), ("phone", "damerau_levenshtein"), ("contact_phone", "damerau_levenshtein"),
)  # fmt: skip
LEAST = 1e-4
"""Probability from which a pair is handed on."""


def learn(
    workers: list[Record], wishes: list[Record], truth: frozenset[tuple[str, str]], model: Path
) -> None:
    """Teach it with the truth of a big set."""
    features = _features(workers, wishes)
    matches = [pair for pair in features.index if (pair[0], pair[1].partition("#")[0]) in truth]
    classifier = recordlinkage.LogisticRegressionClassifier(max_iter=1000)
    classifier.fit(features, pd.MultiIndex.from_tuples(matches, names=features.index.names))
    model.write_bytes(pickle.dumps(classifier))


def pairs(workers: list[Record], wishes: list[Record], model: Path) -> list[tuple[str, str, float]]:
    """(worker, wish, log odds in bits)."""
    classifier = pickle.loads(model.read_bytes())
    chances = classifier.prob(_features(workers, wishes))
    kept = chances[chances > LEAST].clip(upper=1 - 1e-12)
    return [(a, b, log2(p / (1 - p))) for (a, b), p in kept.items()]


def _frame(rows: list[Record]) -> pd.DataFrame:
    return pd.DataFrame([{name: row[name] for name in ("unique_id", *COLUMNS)} for row in rows]).set_index(
        "unique_id"
    )


def _features(workers: list[Record], wishes: list[Record]) -> Any:
    left, right = _frame(workers), _frame(wishes)
    candidates = _candidates(left, right)
    compare = recordlinkage.Compare()
    for column in EXACT:
        compare.exact(column, column, label=f"{column} same")
    for column, method in ALIKE:
        compare.string(column, column, method=method, label=f"{column} alike")
    for here, there in CROSSED:
        compare.exact(here, there, label=f"{here} is {there}")
    for column in BOTH:
        left[f"{column}?"], right[f"{column}?"] = left[column].notna(), right[column].notna()
    features = compare.compute(candidates, left, right)
    at, to = candidates.get_level_values(0), candidates.get_level_values(1)
    for column in BOTH:
        both = left[f"{column}?"].loc[at].to_numpy() & right[f"{column}?"].loc[to].to_numpy()
        features[f"{column} known"] = both.astype(float)
    return features.fillna(0.0)


def _candidates(left: pd.DataFrame, right: pd.DataFrame) -> Any:
    found = None
    for here, there in (*((list(b), list(b)) for b in BLOCKS), *(([a], [b]) for a, b in CROSSED)):
        one, other = left.dropna(subset=here), right.dropna(subset=there)
        index = recordlinkage.Index()
        index.block(left_on=here, right_on=there)
        block = index.index(one, other)
        found = block if found is None else found.union(block)
    return found
