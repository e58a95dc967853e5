"""One engine on one set, in a process of its own: `_linking_engine.py ENGINE FOLDER OUT`; answers with a line of JSON.

CPU is counted from the moment everything is imported until the links are there. For the product that holds reading and
cleaning the files; the peers get cleaned columns, and making these is not counted against them.
"""

import argparse
import csv
import gc
import json
import resource
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType

import _linking_febrl
from _linking_columns import Record, records
from _linking_scores import DISAGREES
from _linking_sets import truth
from _memory import peak_mb

from reunion.domain.linking.compare import AGREES, name_level
from reunion.domain.linking.keys import Name, name_of

TRAINS_ITSELF_FROM = 2_000
"""Worker rows from which a peer that needs no labels is trained on the very rows it links."""

Scored = tuple[str, str, float, str]
"""(worker, wish or family, score, decision or remark)"""
Engine = Callable[[argparse.Namespace], tuple[str, Callable[[], Iterable[Scored]]]]
"""Imports and reads; answers with its version and the work to be measured."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engine", choices=sorted(ENGINES))
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--model", type=Path, help="what a peer learnt on other rows")
    parser.add_argument("--without", default="", help="parts of the product switched off, with commas")
    given = parser.parse_args()
    version, work = ENGINES[given.engine](given)
    gc.collect()
    cpu, wall = _cpu(), time.perf_counter()
    found = work()
    spent = {"cpu": _cpu() - cpu, "wall": time.perf_counter() - wall}
    _write(given.out, found)
    print(json.dumps({"version": version, **spent, "memory": peak_mb()}))


def ours(given: argparse.Namespace) -> tuple[str, Callable[[], Iterable[Scored]]]:
    from reunion.domain.linking import Rules, link
    from reunion.imports.pairfiles import read_families, read_workers

    rules = Rules(**{name: False for name in given.without.split(",") if name})
    here, there = given.folder / "workers.csv", given.folder / "families.csv"

    def work() -> list[Scored]:
        gc.disable()  # as the command does
        workers = read_workers(here.read_bytes(), here.name).rows
        links = link(workers, read_families(there.read_bytes(), there.name).rows, rules=rules)
        return [(one.worker_id, one.family_id, one.score, one.decision.value) for one in links]

    return "reunion", work


def peer(name: str) -> Engine:
    def begin(given: argparse.Namespace) -> tuple[str, Callable[[], Iterable[Scored]]]:
        module, (workers, wishes) = _peer(name), records(given.folder)
        model = (
            given.model if given.model and (len(workers) < TRAINS_ITSELF_FROM or module.LABELLED) else None
        )
        names = _names(workers), _names(wishes)

        def work() -> Iterable[Scored]:
            found = module.pairs(workers, wishes, model)  # now, not when somebody reads it
            return _marked(found, *names)

        return module.VERSION, work

    return begin


def _names(rows: list[Record]) -> dict[str, Name | None]:
    return {row["unique_id"]: name_of(row["name"]) if row["name"] else None for row in rows}


def _marked(
    pairs: Iterable[tuple[str, str, float]], workers: dict[str, Name | None], wishes: dict[str, Name | None]
) -> Iterator[Scored]:
    """A peer's pairs, each with a word when the names disagree; made after the clock has stopped."""
    for worker, wish, score in pairs:
        full, asked = workers[worker], wishes[wish]
        disagrees = full and asked and name_level(asked, full) not in AGREES
        yield worker, wish, score, DISAGREES if disagrees else ""


def learn(name: str) -> Engine:
    """The peer trained on the folder, its model written to `--model`; no pairs."""

    def begin(given: argparse.Namespace) -> tuple[str, Callable[[], Iterable[Scored]]]:
        module, (workers, wishes) = _peer(name), records(given.folder)

        def work() -> Iterable[Scored]:
            module.learn(workers, wishes, truth(given.folder), given.model)
            return ()

        return module.VERSION, work

    return begin


PEERS = ("splink", "recordlinkage", "dedupe")
ENGINES: dict[str, Engine] = {
    "ours": ours,
    **{name: peer(name) for name in PEERS},
    **{f"learn-{name}": learn(name) for name in PEERS},
    "febrl-ours": lambda given: _linking_febrl.ours(given.folder),
    "febrl-splink": lambda given: _linking_febrl.splink(given.folder),
}


def _peer(name: str) -> ModuleType:
    return import_module(f"_linking_{name}")


def _cpu() -> float:
    """Seconds of all threads, and of the processes that ended."""
    own, ended = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime


def _write(path: Path, rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("worker_id", "wish_id", "score", "decision"))
        writer.writerows(rows)


if __name__ == "__main__":
    main()
