"""splink on the same rows, set up as well as we know how.

Columns come cleaned by the product's own code (see _linking_columns), names with their pinyin and a Sichuan ear's key.
Comparisons have as many levels as the data has kinds of mistakes, term frequencies where a value's rarity counts (a
cadre's number, a common name, a village). Blocking is the union of the product's keys. The prior comes from
deterministic rules, u from random pairs, m from expectation maximisation in three passes, so that every comparison is
trained while it is not blocked on. In a gathering of 255 one random pair in three hundred is a match, which spoils
u; there the model is trained on 10,000 other rows of the same kind, before the clock starts.
"""

import logging
from pathlib import Path
from typing import Any

import pyarrow as pa
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from _linking_columns import COLUMNS, Record
from splink import DuckDBAPI, Linker, SettingsCreator, __version__, block_on
from splink.blocking_rule_library import CustomRule

VERSION = f"splink {__version__}"
LABELLED = False
"""It learns without the truth."""
RANDOM_PAIRS = 1e7
SECOND_NUMBER = 0.06
"""Matches whose worker's numbers disagree, set by hand: left to itself, training takes them all for strangers."""
KEPT_FROM = 1e-4
"""Probability from which a pair is handed on; thresholds are chosen later."""

logging.getLogger("splink").setLevel(logging.ERROR)


def learn(
    workers: list[Record], wishes: list[Record], _truth: frozenset[tuple[str, str]], model: Path
) -> None:
    """Train on a big set and keep the model."""
    linker = _linker(workers, wishes, _settings())
    _train(linker)
    linker.misc.save_model_to_json(str(model), overwrite=True)


def pairs(workers: list[Record], wishes: list[Record], model: Path | None) -> list[tuple[str, str, float]]:
    """(worker, wish, match weight in bits) for every pair worth a look; trained on these rows without a model."""
    linker = _linker(workers, wishes, str(model) if model else _settings())
    if model:
        _prior(linker)
    else:
        _train(linker)
    found = linker.inference.predict(threshold_match_probability=KEPT_FROM).as_pyarrow_table()
    left, right = found["unique_id_l"].to_pylist(), found["unique_id_r"].to_pylist()
    weights = found["match_weight"].to_pylist()
    # which side is left depends on the names of the tables; a wish has a # in its id
    return [(a, b, w) if "#" in b else (b, a, w) for a, b, w in zip(left, right, weights, strict=True)]


def _linker(workers: list[Record], wishes: list[Record], settings: Any) -> Linker:
    api = DuckDBAPI()
    frames = [
        api.register(_table(rows), dataset_display_name=name)
        for rows, name in ((workers, "workers"), (wishes, "wishes"))
    ]
    return Linker(frames, settings, log_level=None)


def _train(linker: Linker) -> None:
    train = linker.training
    _prior(linker)
    train.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=1)
    for rule in (block_on("sound", "village", "town"), block_on("phone"), block_on("code")):
        train.estimate_parameters_using_expectation_maximisation(rule)


def _prior(linker: Linker) -> None:
    sure = [block_on("phone", "surname"), block_on("code", "surname"), block_on("sound", "village", "town")]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.9)


def _table(rows: list[Record]) -> pa.Table:
    columns: dict[str, Any] = {
        name: pa.array([row[name] for row in rows], pa.string()) for name in ("unique_id", *COLUMNS)
    }
    columns["phones"] = pa.array([row["phones"] for row in rows], pa.list_(pa.string()))
    return pa.table(columns)


def _settings() -> SettingsCreator:
    return SettingsCreator(
        link_type="link_only",
        comparisons=[_name(), _phone(), _contact(), _place(), _sex(), _code()],
        blocking_rules_to_generate_predictions=[
            block_on("code"),
            block_on("phone"),
            block_on("contact_phone"),
            CustomRule("l.phone = r.contact_phone"),
            CustomRule("l.contact_phone = r.phone"),
            block_on("ear"),
            block_on("given", "town"),
            block_on("given", "village"),
            block_on("surname", "village"),
            block_on("last", "village"),
            block_on("contact_sound", "town"),
            block_on("contact_sound", "village"),
        ],
        retain_matching_columns=False,
        max_iterations=30,
    )


def _levels(output: str, *levels: Any, otherwise: Any = None) -> cl.CustomComparison:
    every = [*levels, otherwise or cll.ElseLevel()]
    return cl.CustomComparison(output_column_name=output, comparison_levels=every)


def _exact(column: str) -> Any:
    return cll.ExactMatchLevel(column).configure(tf_adjustment_column=column, tf_adjustment_weight=1.0)


def _slip(column: str) -> Any:
    """One digit wrong, missing or swapped; only looked at where the beginnings agree, which saves most of the time."""
    near = f"left({column}_l, 3) = left({column}_r, 3) and damerau_levenshtein({column}_l, {column}_r) <= 1"
    return cll.CustomLevel(near, f"{column} with a slip")


def _name() -> cl.CustomComparison:
    return _levels(
        "name",
        cll.NullLevel("ear"),
        _exact("name"),
        _exact("sound"),
        _exact("ear"),
        cll.CustomLevel("given_l = given_r", "only the given name"),
        cll.CustomLevel(
            "surname_l = surname_r and (last_l = last_r or first_l = first_r)", "surname and a syllable"
        ),
        cll.CustomLevel(
            "surname_l = surname_r and (first_l = last_r or last_l = first_r)", "a syllable left out"
        ),
        cll.CustomLevel("last_l = last_r", "the last sound"),
        cll.CustomLevel("surname_l = surname_r", "only the surname"),
    )


def _phone() -> cl.CustomComparison:
    return _levels(
        "phone",
        cll.NullLevel("phone"),
        _exact("phone"),
        _slip("phone"),
        cll.CustomLevel("list_has_any(phones_l, phones_r)", "another of the worker's numbers"),
        cll.CustomLevel(
            "phone_l = contact_phone_r or contact_phone_l = phone_r", "one's own is the other's contact"
        ),
        otherwise=cll.ElseLevel().configure(m_probability=SECOND_NUMBER, fix_m_probability=True),
    )


def _contact() -> cl.CustomComparison:
    """Relative's number and name as one comparison: they agree together, and would be counted twice otherwise."""
    return _levels(
        "contact",
        cll.And(cll.NullLevel("contact_phone"), cll.NullLevel("contact_sound")),
        cll.CustomLevel(
            "contact_phone_l = contact_phone_r and contact_sound_l = contact_sound_r", "number and name"
        ),
        _exact("contact_phone"),
        cll.CustomLevel("contact_sound_l = contact_sound_r and kin_l = kin_r", "name and relation"),
        _exact("contact_sound"),
        _slip("contact_phone"),
    )


def _place() -> cl.CustomComparison:
    """Township and village as one comparison, for the same reason."""
    return _levels(
        "place",
        cll.And(cll.NullLevel("town"), cll.NullLevel("village")),
        cll.CustomLevel(
            "village_l = village_r and town_l = town_r and place_group_l = place_group_r", "to the group"
        ),
        cll.CustomLevel("village_l = village_r and town_l = town_r", "village and township"),
        cll.CustomLevel("village_sound_l = village_sound_r and town_sound_l = town_sound_r", "both by sound"),
        _exact("village"),
        cll.CustomLevel(
            "town_l = town_r and (village_l is null or village_r is null)", "township, no village"
        ),
        _exact("town"),
        _exact("village_sound"),
        _exact("town_sound"),
    )


def _sex() -> cl.CustomComparison:
    return _levels("sex", cll.NullLevel("sex"), cll.ExactMatchLevel("sex"))


def _code() -> cl.CustomComparison:
    return _levels("code", cll.NullLevel("code"), cll.ExactMatchLevel("code"))
