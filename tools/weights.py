"""Estimates the shares in reunion/domain/linking/weights.json from crowds whose truth is known.

    python tools/weights.py [--workers 5000] [--seeds 1,2,3] [--folder DIR ...] [--write]

Counts how often the right worker's name, relative, place and number agree at each level among pairs that belong
together, draws the shares half way towards what is found (a synthetic crowd errs in its own way), and prints every
number that would change. Nothing is written without --write; the version then goes up by one.
A DIR holds workers.csv, families.csv and truth.csv as `reunion link` reads them.
"""

import argparse
import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from reunion.demo.people import generate
from reunion.demo.tables import link_tables
from reunion.domain.linking import SHIPPED, family_row, worker_row
from reunion.domain.linking.clean import Family, Worker
from reunion.domain.linking.compare import LEVELS, name_level, place_level

TABLE = Path(__file__).parent.parent / "reunion" / "domain" / "linking" / "weights.json"
TRUST = 0.5
"""How far a share moves towards what was counted."""
LEAST = 30
"""Times a level must be seen."""
SMALLEST = 0.05
"""Changes of less than so much of a share are not worth a version."""
Tables = tuple[dict[str, Worker], dict[str, Family], list[tuple[str, str]]]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def tables(workers: str, families: str, truth: str) -> Tables:
    return (
        {row["worker_id"]: Worker(worker_row(row)) for row in rows(workers)},
        {row["family_id"]: Family(family_row(row)) for row in rows(families)},
        [(row["worker_id"], row["family_id"]) for row in rows(truth)],
    )


def crowds(seeds: Iterable[int], workers: int, folders: Iterable[Path]) -> Iterator[Tables]:
    for seed in seeds:
        made = link_tables(generate(seed, workers, "normal"))
        yield tables(*(made[f"{name}.csv"].decode() for name in ("workers", "families", "truth")))
    for folder in folders:
        told = ((folder / f"{name}.csv").read_text("utf-8") for name in ("workers", "families", "truth"))
        yield tables(*told)


def best(levels: Iterable[str]) -> str:
    return min(levels, key=LEVELS.index, default="")


def count(found: Iterable[Tables]) -> dict[str, Counter[str]]:
    """Field to how often each level occurs among pairs that belong together."""
    seen: dict[str, Counter[str]] = {
        "name": Counter(),
        "contact": Counter(),
        "town": Counter(),
        "village": Counter(),
    }
    for workers, families, truth in found:
        for worker_id, family_id in truth:
            worker, family = workers[worker_id], families[family_id]
            if worker.names and family.workers:
                level = best(name_level(asked, full) for asked in family.workers for full in worker.names)
                seen["name"][level] += 1
            pairs = [(one, other) for one in family.names for other in worker.contacts]
            if pairs:
                seen["contact"][best(name_level(one, other) for one, other in pairs)] += 1
            seen["town"][place_level(worker.town, family.town)] += 1
            seen["village"][place_level(worker.village, family.village)] += 1
    return seen


def moved(before: float, times: int, of: int) -> float:
    """The share drawn towards what was counted; as it was where that is nearly the same or hardly seen."""
    after = float(f"{before + TRUST * (times / of - before):.2g}") if times >= LEAST else before
    return after if abs(after - before) > SMALLEST * before else before


def estimate(seen: dict[str, Counter[str]]) -> dict[str, object]:
    """The content of weights.json with the shares that were counted in place of the old ones."""
    told: dict[str, object] = json.loads(SHIPPED.to_json())
    told.pop("learned", None)
    names, contacts = seen["name"], seen["contact"]
    kept = {level: moved(share, names[level], names.total()) for level, share in SHIPPED.name_kept.items()}
    whole = max(1.0, sum(kept.values()))
    told["name_kept"] = {level: float(f"{share / whole:.3g}") for level, share in kept.items()}
    told["contact_name_kept"] = {
        level: moved(share, contacts[level], contacts.total())
        for level, share in SHIPPED.contact_name_kept.items()
    }
    for field in ("town", "village"):
        known = seen[field].total() - seen[field][""]
        told[f"{field}_kept"] = moved(getattr(SHIPPED, f"{field}_kept"), seen[field]["same"], known)
    return told


def changes(before: dict[str, object], after: dict[str, object]) -> Iterator[str]:
    for name, value in after.items():
        old = before[name]
        if isinstance(value, dict) and isinstance(old, dict):
            yield from (f"{name} {key}: {old[key]} -> {new}" for key, new in value.items() if old[key] != new)
        elif value != old:
            yield f"{name}: {old} -> {value}"


def main() -> None:
    """Print what would change, and write it if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--workers", type=int, default=5000)
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--folder", type=Path, action="append", default=[])
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    seeds = [int(seed) for seed in asked.seeds.split(",") if seed]
    after = estimate(count(crowds(seeds, asked.workers, asked.folder)))
    before = json.loads(TABLE.read_text("utf-8"))
    lines = list(changes(before, after))
    print("\n".join(lines) or "Nothing to change.")
    if asked.write and lines:
        after["version"] = before["version"] + 1
        TABLE.write_text(json.dumps(after, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"Version {after['version']} written.")


if __name__ == "__main__":
    main()
