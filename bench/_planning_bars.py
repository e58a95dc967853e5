"""What planning has to reach, by size and kind of the instance."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LIMITS = ((1_000, 2), (5_000, 10), (20_000, 60), (10**9, 120))
"""Up to so many pairs, so many seconds."""
OF_LP = ((1_000, 0.995), (5_000, 0.997), (20_000, 0.993))
OF_ALL = 0.975
"""Beyond the largest of these, of all the weight there is."""
MEMORY_MB = 1_536
OF_CPSAT_WISHES = 1.2

Checked = tuple[str, float, str, bool]
"""(what, value, bar, held)"""


def limit_for(pairs: int) -> int:
    """Seconds for so many pairs."""
    return next(seconds for most, seconds in LIMITS if pairs <= most)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found on one instance; figures nobody was asked for are missing."""

    name: str
    pairs: int
    found: dict[str, Any]

    @property
    def of_bound(self) -> float | None:
        """T1 over the bound."""
        bound = self.found.get("bound")
        return None if bound is None else self.found["T1"] / bound

    @property
    def varies_small(self) -> bool:
        """Whether it is one of those whose median has a bar too."""
        return self.pairs <= LIMITS[0][0] and self.found.get("exact") is None

    def row(self) -> list[str]:
        """For the table."""
        found, share = self.found, self.of_bound
        shown = [found["T1"], found["of"], found.get("bound"), share, found.get("exact")]
        shown += [found.get("CP-SAT T1"), found.get("CP-SAT bound")]
        shown += [found["T2"], found.get("T2 in 5 s"), found.get("CP-SAT T2")]
        shown += [found["cpu"], found.get("CP-SAT cpu"), found["memory"]]
        return [self.name, *map(_text, shown)]


def _text(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.4f}" if 0 < value < 1 else f"{value:.1f}" if isinstance(value, float) else str(value)


def bars(answer: Answer) -> Iterator[Checked]:
    """Every bar that this answer can be held to."""
    found, many, share = answer.found, answer.pairs, answer.of_bound
    yield "violations", found["wrong"], "0", found["wrong"] == 0
    limit = limit_for(many)
    yield "CPU s", found["cpu"], f"≤ {limit}", found["cpu"] <= limit
    if many > OF_LP[-1][0]:
        whole = found["T1"] / found["of"]
        yield "T1 / all", whole, f"≥ {OF_ALL}", whole >= OF_ALL
        yield "memory MB", found["memory"], f"≤ {MEMORY_MB}", found["memory"] <= MEMORY_MB
    elif found.get("exact") is not None:
        yield "T1 - exact", found["T1"] - found["exact"], "≥ 0", found["T1"] >= found["exact"]
    elif share is not None:
        least = next(bar for most, bar in OF_LP if many <= most)
        yield "T1 / LP", share, f"≥ {least}", share >= least
        if answer.name.startswith("e") and many <= LIMITS[0][0]:
            # Weights are whole: nobody can have more than the bound without its fraction.
            most = int(found["bound"] + 1e-6)
            yield "T1 - optimum", found["T1"] - most, "0", found["T1"] == most
    if found.get("CP-SAT T1") is not None:
        yield "T1 - CP-SAT", found["T1"] - found["CP-SAT T1"], "≥ 0", found["T1"] >= found["CP-SAT T1"]
    if found.get("CP-SAT T2") is not None:
        most = OF_CPSAT_WISHES * found["CP-SAT T2"]
        yield "T2 in 5 s", found["T2 in 5 s"], f"≤ {most:.1f}", found["T2 in 5 s"] <= most
