"""What linking has to reach, by size and noise of the set."""

from collections.abc import Iterator
from dataclasses import dataclass

from _linking_scores import Answer, Figures


@dataclass(frozen=True, slots=True)
class Bars:
    """Least shares; the most of rows in review, seconds and MB, where there is such a bar."""

    precision: float
    recall: float
    with_review: float
    in_review: float | None = None
    seconds: float | None = None
    memory: float | None = None
    of_splink: float | None = None
    """Of its CPU in the same run."""


EVENT = Bars(0.9995, 0.970, 0.993, 0.05, 0.3)
BARS = {
    "normal": Bars(0.9995, 0.970, 0.992, 0.04, 5.0, of_splink=1 / 8),
    "light": Bars(0.9995, 0.988, 0.997),
    "heavy": Bars(0.999, 0.930, 0.980),
}
BIGGEST = Bars(0.999, 0.965, 0.988, 0.04, 60.0, 1024.0)

Checked = tuple[str, float, str, bool]
"""(what, value, bar, held)"""


def bars_for(kind: str, families: int) -> Bars:
    """The bars of a set; `kind` is any text with its noise in it."""
    if families < 2_000:
        return EVENT
    if families > 50_000:
        return BIGGEST
    return BARS[next((noise for noise in ("light", "heavy") if noise in kind), "normal")]


def check(bars: Bars, ours: Figures, answers: list[Answer], splink: float | None) -> Iterator[Checked]:
    """Every bar with the value beside it; `splink` is its CPU a set in seconds, None when it was not asked."""
    cpu = sum(answer.cpu for answer in answers) / len(answers)
    least = (
        ("precision", ours.precision, bars.precision),
        ("recall", ours.recall, bars.recall),
        ("recall with review", ours.with_review, bars.with_review),
    )
    for what, value, bar in least:
        yield what, value, f"≥ {bar}", value >= bar
    most = (
        ("rows in review", ours.in_review, bars.in_review),
        ("CPU s", cpu, bars.seconds),
        ("memory MB", max(answer.memory for answer in answers), bars.memory),
        ("CPU / splink's", cpu / splink if splink else 0.0, bars.of_splink if splink else None),
    )
    for what, value, limit in most:
        if limit is not None:
            yield what, value, f"≤ {limit:g}", value <= limit
