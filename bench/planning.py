"""Planning beside a bound and CP-SAT, on the same instances in the same run: `python bench/planning.py [FILE …]`.

A FILE is an instance (reunion-rundown/1) or a folder of them; without one, fresh instances come from the bench's own
generator. The bound (HiGHS through SciPy) and CP-SAT (OR-Tools) stand in .venv/peers or wherever `--peers PYTHON`
says; without them the product is measured alone. Every plan, CP-SAT's too, is judged by the product's checker.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from _planning_bars import Answer, bars, limit_for
from _planning_sets import make
from _serving import ROOT, table

from reunion.domain.planning import Instance, check, instance_from, plan_from

HERE = Path(__file__).parent
EVENINGS = (*(f"v255_{seed}" for seed in range(201, 213)), "e255_201", "e255_202", "u255_201", "u2000_201")
BIG = ("v2000_201", "v10000_201", "u10000_201")
BIGGEST = ("v100000_201",)
HEADER = (
    *("", "T1", "of", "LP", "T1/LP", "exact", "CP-SAT", "its bound"),
    *("T2", "in 5 s", "CP-SAT", "CPU s", "CP-SAT's", "memory MB"),
)
SMALL = 1_000
"""Pairs up to which CP-SAT is asked: beyond, it does not come near in a minute."""
FOR_WISHES_S = 5


@dataclass(frozen=True, slots=True)
class Peers:
    """A Python with the yardsticks, and how long CP-SAT may take with how many workers."""

    python: str
    bound: bool
    cpsat: bool
    seconds: float
    workers: int


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--full", action="store_true", help="100,000 pairs as well")
    parser.add_argument("--seconds", type=float, default=60, help="for CP-SAT, each of T1 and T2")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="for CP-SAT")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without", default="", help="bound or cpsat, with commas")
    parser.add_argument(
        "--peers", default=str(ROOT / ".venv/peers/bin/python"), help="a Python that has them"
    )
    given = parser.parse_args()
    left_out = given.without.split(",")
    peers = Peers(
        given.peers,
        "bound" not in left_out and _has(given.peers, "scipy"),
        "cpsat" not in left_out and _has(given.peers, "ortools"),
        given.seconds,
        given.workers,
    )
    with tempfile.TemporaryDirectory(prefix="reunion-bench-") as made:
        files = list(_files(given.files)) or _fresh(Path(made), full=given.full)
        answers = [measure(path, peers, Path(made), given.seed) for path in files]
    _bars(answers)


def _files(given: Iterable[Path]) -> Iterator[Path]:
    for path in given:
        yield from sorted(path.glob("*.json")) if path.is_dir() else [path]


def _fresh(made: Path, *, full: bool) -> list[Path]:
    names = [*EVENINGS, *BIG, *(BIGGEST if full else ())]
    return [make(made / f"{name}.json", name[0], *map(int, name[1:].split("_"))) for name in names]


def measure(path: Path, peers: Peers, made: Path, seed: int) -> Answer:
    """Everybody's answer on one instance, printed as it comes."""
    instance = instance_from(json.loads(path.read_text(encoding="utf-8")))
    many, out = len(instance.pairs), made / "plan.json"
    answer = _ours(path, instance, out, limit_for(many), seed)
    if peers.bound:
        answer |= _call(peers.python, "_planning_bound.py", path)
    if peers.cpsat and many <= SMALL:
        # What ours finds for the wishes in its longer time is where CP-SAT begins with them.
        answer["T2 in 5 s"] = _ours(path, instance, out, FOR_WISHES_S, seed)["T2"]
        said = _call(peers.python, "_planning_cpsat.py", path, peers.seconds, peers.workers, out)
        answer |= {f"CP-SAT {key}": said.get(key) for key in ("T1", "bound", "T2", "T2 bound", "cpu")}
        answer |= _judged(instance, said)
    found = Answer(path.stem, many, answer)
    table(f"{path.stem}, {many} pairs", HEADER, [found.row()])
    return found


def _ours(path: Path, instance: Instance, out: Path, limit: float, seed: int) -> dict[str, Any]:
    spent = _call(sys.executable, "_planning_engine.py", path, out, limit, seed)
    found = check(instance, plan_from(json.loads(out.read_text(encoding="utf-8"))))
    goal = found.objective
    tiers = {"T1": goal.placed_weight, "of": goal.of_weight, "T2": goal.wishes}
    return {**spent, **tiers, "wrong": len(found.violations)}


def _judged(instance: Instance, said: dict[str, Any]) -> dict[str, int]:
    """What CP-SAT's plans are worth by our checker; its own count must not be better than that."""
    counted = {}
    for tier, key in (("T1", "plan"), ("T2", "plan of T2")):
        if said.get(key):
            found = check(instance, plan_from(said[key]))
            worth = {"T1": found.objective.placed_weight, "T2": found.objective.wishes}[tier]
            if found.violations or (worth < said[tier] if tier == "T1" else worth > said[tier]):
                raise SystemExit(f"CP-SAT says {tier} {said[tier]}; checked: {worth}, {found.violations[:3]}")
            counted[f"CP-SAT {tier}"] = worth
    return counted


def _call(python: str, script: str, *options: object) -> dict[str, Any]:
    command = [python, str(HERE / script), *map(str, options)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)} if python == sys.executable else None
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False, env=env)
    if done.returncode:
        raise SystemExit(f"{script} ended with {done.returncode}: look at its messages above")
    return json.loads(done.stdout.splitlines()[-1])


def _has(python: str, name: str) -> bool:
    try:
        has = not subprocess.run(
            [python, "-c", f"import {name}"], capture_output=True, check=False
        ).returncode
    except OSError:
        has = False
    if not has:
        print(
            f"{name} is not installed: left out. `make bench` installs it where a package index is reached."
        )
    return has


def _bars(answers: list[Answer]) -> None:
    rows = [
        (answer.name, what, f"{value:.4f}".rstrip("0").rstrip("."), bar, "held" if held else "NOT HELD")
        for answer in answers
        for what, value, bar, held in bars(answer)
    ]
    varied = [share for answer in answers if answer.varies_small and (share := answer.of_bound) is not None]
    if varied:
        middle = median(varied)
        rows.append(
            ("255, median", "T1 / LP", f"{middle:.4f}", "≥ 0.997", "held" if middle >= 0.997 else "NOT HELD")
        )
    table("Bars", ("", "what", "value", "bar", ""), rows)


if __name__ == "__main__":
    main()
