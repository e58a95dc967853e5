"""`reunion simulate`."""

import json
import os
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from typing import Any, Final

import click

from reunion.demo.simulation.figures import Figures, simulate
from reunion.demo.simulation.model import Setting

Row = tuple[Figures, ...]
Option = Callable[[Callable[..., None]], Callable[..., None]]

USUAL: Final = Setting()
SHARE: Final = click.FloatRange(0, 1)


def _share(name: str, says: str) -> Option:
    return click.option(
        f"--{name}",
        default=getattr(USUAL, name),
        show_default=True,
        type=SHARE,
        help=f"Share of pairs {says}.",
    )


def _span(name: str, field: str, says: str) -> Option:
    usual: tuple[int, int] = getattr(USUAL, field)
    return click.option(
        f"--{name}",
        field,
        default=usual,
        show_default=True,
        type=click.IntRange(0, 86_400),
        nargs=2,
        help=says,
    )


def _number(name: str, field: str, least: int, most: int, says: str) -> Option:
    usual: int = getattr(USUAL, field)
    kind = click.IntRange(least, most)
    return click.option(f"--{name}", field, default=usual, show_default=True, type=kind, help=says)


@click.command("simulate")
@click.option("--shows", default=200, show_default=True, type=click.IntRange(1, 100_000), help="Evenings.")
@click.option("--seed", default=1, show_default=True, help="The same seed brings the same people.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@_number("slots", "slots", 1, 2000, "Greetings of an evening.")
@_number("shortest", "shortest_s", 15, 3600, "Seconds of the shortest greeting.")
@_number("longest", "longest_s", 15, 3600, "Seconds of the longest.")
@_number("segments", "segments", 1, 100, "Segments, opening and closing among them.")
@_number("segment", "segment_s", 10, 3600, "Seconds of a segment.")
@_number("cut-to", "cut_to_s", 5, 3600, "Seconds to which every other segment, and the closing, may be cut.")
@_number("changeover", "changeover_s", 0, 120, "Seconds planned between two greetings.")
@_share("waiting", "more, on a waiting list")
@_share("never", "that never come")
@_share("late", "that come late")
@_span("late-minutes", "late_min", "How late, in minutes.")
@_share("drops", "that drop while they wait and come back")
@_span("drop-seconds", "drop_s", "For how long, in seconds.")
@_share("overrun", "that talk longer than planned")
@_span("overrun-seconds", "overrun_s", "How much longer, in seconds.")
@_span("before-minutes", "before_min", "How long before their time punctual people are there, in minutes.")
@_span("window-minutes", "window_min", "For how long before and after it they are free, in minutes.")
@_number("patience", "patience_s", 0, 3600, "Seconds for which the plain host waits for who is missing.")
@_number(
    "reaction", "reaction_s", 0, 600, "Seconds after which the other host presses what the desk proposes."
)
def simulate_command(shows: int, seed: int, as_json: bool, **given: Any) -> None:
    """Play evenings with a host who only takes the next, and with one who takes what the desk proposes.

    Both meet the same random people, who are late, lost or absent, or talk too long (docs/simulation.md).
    """
    setting = Setting(**given)
    _check(setting)
    with ProcessPoolExecutor(min(os.cpu_count() or 1, shows)) as pool:
        found = simulate(setting, shows, seed, lambda work, numbers: _shown(pool.map(work, numbers), shows))
    if as_json:
        click.echo(json.dumps({policy: asdict(figures) for policy, figures in found.items()}))
        return
    for line in table(found, shows, seed):
        click.echo(line)


def _shown(evenings: Iterable[Row], shows: int) -> Iterable[Row]:
    """One after the other as they are done, with a bar on a terminal."""
    if not sys.stderr.isatty():
        yield from evenings
        return
    with click.progressbar(evenings, length=shows, label="Evenings", file=sys.stderr) as bar:
        yield from bar


def _check(setting: Setting) -> None:
    for least, most, name in (
        (setting.shortest_s, setting.longest_s, "--longest"),
        (*setting.late_min, "--late-minutes"),
        (*setting.drop_s, "--drop-seconds"),
        (*setting.overrun_s, "--overrun-seconds"),
        (*setting.before_min, "--before-minutes"),
        (*setting.window_min, "--window-minutes"),
        (setting.cut_to_s, setting.segment_s, "--segment"),
    ):
        if least > most:
            raise click.UsageError(f"{name}: {most} is less than {least}; give the smaller number first.")
    if setting.never + setting.late > 1:
        raise click.UsageError("--never and --late together are more than everybody.")


def table(found: dict[str, Figures], shows: int, seed: int) -> list[str]:
    """The figures as lines for people."""
    lines = [f"{shows} evenings, seed {seed}", f"{'':<34}{'plain':>12}{'suggested':>12}"]
    rows: tuple[tuple[str, Callable[[Figures], str]], ...] = (
        ("dead air, seconds an evening", lambda one: f"{one.dead_air_s:.1f}"),
        ("aired of those present", lambda one: f"{one.present_aired:.2%}"),
        ("beyond what was told, seconds", lambda one: f"{one.promise_excess_s:.1f}"),
        ("ended over 2 minutes late", lambda one: f"{one.late_over_2min:.1%}"),
    )
    for says, of in rows:
        lines.append(f"{says:<34}" + "".join(f"{of(one):>12}" for one in found.values()))
    return lines
