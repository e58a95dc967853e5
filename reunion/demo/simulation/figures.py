"""What evenings come to: dead air, who was aired of those present, broken promises, late ends."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from reunion.demo.simulation.hosts import Advised, Host, Plain
from reunion.demo.simulation.model import EARLY_S, Evening, Setting, an_evening
from reunion.demo.simulation.playing import Played, play
from reunion.domain.instants import MINUTE, SECOND

LATE_MS: Final = 10 * MINUTE
"""Coming on so much later than told breaks no promise."""
LATE_END_MS: Final = 2 * MINUTE

Each = Callable[[Callable[[int], tuple["Figures", ...]], Iterable[int]], Iterable[tuple["Figures", ...]]]
POLICIES: Final = ("plain", "suggested")


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one evening, or the mean of many."""

    dead_air_s: float
    present_aired: float
    promise_excess_s: float
    late_over_2min: float


def simulate(setting: Setting, shows: int, seed: int, each: Each = map) -> dict[str, Figures]:
    """The mean of each figure by policy; `each` is what maps a function over the evenings, in order."""
    evenings = list(each(partial(evening_figures, setting, seed), range(shows)))
    return {policy: mean([rows[place] for rows in evenings]) for place, policy in enumerate(POLICIES)}


def evening_figures(setting: Setting, seed: int, number: int) -> tuple[Figures, ...]:
    """One evening's, a row for each policy."""
    evening = an_evening(setting, f"{seed}/{number}")
    return tuple(figures_of(evening, play(evening, host)) for _, host in hosts(setting))


def hosts(setting: Setting) -> Iterator[tuple[str, Host]]:
    """A fresh host of each policy."""
    yield "plain", Plain(setting.patience_s)
    yield "suggested", Advised(setting.patience_s, setting.reaction_s)


def figures_of(evening: Evening, played: Played) -> Figures:
    """One evening's."""
    end = evening.show.planned_end
    present = [key for key, people in evening.people.items() if any(a < end for a, _ in people.met())]
    aired = sum(key in played.aired for key in present)
    excess = [_excess(evening, played, key) for key in present if key in evening.promised]
    late = played.ended - end > LATE_END_MS
    return Figures(
        played.dead_ms / SECOND,
        aired / len(present) if present else 1.0,
        sum(excess) / max(len(excess), 1) / SECOND,
        float(late),
    )


def _excess(evening: Evening, played: Played, key: str) -> int:
    """Milliseconds outside what they were told; who was there and never aired waited until the end of their time."""
    told, met = evening.promised[key], evening.people[key].met()
    start = played.aired.get(key, min(met[-1][1], played.ended))
    due = max(told, met[0][0]) + LATE_MS
    early = told - EARLY_S * SECOND
    return max(0, start - due, early - start if key in played.aired else 0)


def mean(rows: list[Figures]) -> Figures:
    """Of each figure."""
    count = max(len(rows), 1)
    return Figures(
        sum(row.dead_air_s for row in rows) / count,
        sum(row.present_aired for row in rows) / count,
        sum(row.promise_excess_s for row in rows) / count,
        sum(row.late_over_2min for row in rows) / count,
    )
