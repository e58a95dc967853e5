"""Registered one by one is linked like all at once: rows of both sides in turn, some first wrong, some withdrawn."""

import random
from pathlib import Path

from reunion.domain.linking import LinkIndex, link
from reunion.imports.pairfiles import read_families, read_workers


def differing(folder: Path, seed: int = 1) -> tuple[int, int]:
    """(family rows that a grown index answers otherwise than one built at once, family rows)."""
    chance = random.Random(seed)
    workers = list(read_workers((folder / "workers.csv").read_bytes(), "workers.csv").rows)
    families = list(read_families((folder / "families.csv").read_bytes(), "families.csv").rows)
    whole: dict[str, list[tuple[object, ...]]] = {}
    for one in link(workers, families):
        whole.setdefault(one.family_id, []).append((one.worker_id, one.score, one.decision, one.rule))
    index = LinkIndex()
    guests = [row._replace(id=f"guest-{row.id}") for row in chance.sample(workers, len(workers) // 10)]
    for row in [*guests, *chance.sample(workers, len(workers))]:
        if chance.random() < 0.1:
            index.add(row._replace(name=chance.choice(workers).name, village=""))
        index.add(row)
    for one in chance.sample(families, len(families)):
        if chance.random() < 0.1:
            index.add_family(one._replace(workers=chance.choice(families).workers))
        index.add_family(one)
        if chance.random() < 0.1:
            index.query_id(one.id)
    for row in guests:
        index.remove(row.id)
    wrong = 0
    for one in families:
        grown = [
            (found.worker_id, found.score, found.decision, found.rule) for found in index.query_id(one.id)
        ]
        wrong += grown != whole.get(one.id, [])
    return wrong, len(families)
