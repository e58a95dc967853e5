"""Commands that need neither server nor database: `link`, `plan`, `check`."""

import csv
import gc
import io
import json
import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from reunion.domain.faults import Unfit, reason_text
from reunion.domain.linking import Decision, FamilyRow, Link, WorkerRow, link
from reunion.domain.planning import (
    Checked,
    Instance,
    Plan,
    Unreadable,
    check,
    instance_from,
    objective_to,
    plan_from,
    plan_to,
)

if TYPE_CHECKING:
    from reunion.imports.pairfiles import Heading, Read

INPUT: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
OUTPUT: Final = click.Path(dir_okay=False, path_type=Path)
T = TypeVar("T")
SHOWN: Final = 20
"""Violations printed; the count says how many there are."""


REVIEW_COLUMNS: Final = (
    "worker_id", "family_id", "score", "rule",
    "worker_name", "asked_for", "worker_home", "family_home", "contact", "family", "evidence",
)  # fmt: skip
FORMULA: Final = ("=", "+", "-", "@", "\t")


@click.command("link")
@click.argument("workers", type=INPUT)
@click.argument("families", type=INPUT)
@click.option("--out", type=OUTPUT, required=True, help="Where the links go, as CSV.")
@click.option("--review", type=OUTPUT, help="Where the links to look at go, with both sides' words, as CSV.")
def link_command(workers: Path, families: Path, out: Path, review: Path | None) -> None:
    """Link two rosters (CSV or workbook): which WORKERS and FAMILIES belong together."""
    from reunion.imports.pairfiles import read_families, read_workers

    gc.disable()  # a million small values and no cycles: collecting takes a third of the time and finds nothing
    try:
        asked = _table(workers, read_workers)
        home = _table(families, read_families)
        with _bar("Linking", len(home)) as tell:
            links = link(asked, home, tell)
            tell(len(home))
    finally:
        gc.freeze()  # nor does the last collection, when the process ends
        gc.enable()
    _write(out, _csv(("worker_id", "family_id", "score", "decision", "evidence"), map(_link_cells, links)))
    doubtful = [found for found in links if found.decision is Decision.REVIEW]
    if review is not None:
        # A byte order mark, so that a spreadsheet opens it as UTF-8.
        _write(review, "\ufeff" + _csv(REVIEW_COLUMNS, _review_cells(doubtful, asked, home)))
    click.echo(f"{len(links) - len(doubtful)} linked, {len(doubtful)} to review.")


def _link_cells(found: Link) -> tuple[str, ...]:
    return (found.worker_id, found.family_id, f"{found.score:.4f}", found.decision.value, _evidence(found))


def _evidence(found: Link) -> str:
    """`name equal +17.4; township same +6.3; …; rule sure`: bits by field, never a number or a name."""
    bits = "; ".join(f"{clue.field} {clue.level} {clue.bits:+.1f}" for clue in found.evidence)
    return f"{bits}; rule {found.rule}"


def _review_cells(
    doubtful: Iterable[Link], workers: Iterable[WorkerRow], families: Iterable[FamilyRow]
) -> Iterable[tuple[str, ...]]:
    here, there = {row.id: row for row in workers}, {row.id: row for row in families}
    for found in doubtful:
        worker, family = here[found.worker_id], there[found.family_id]
        cells = (
            found.worker_id,
            found.family_id,
            f"{found.score:.4f}",
            found.rule,
            worker.name,
            "、".join(family.workers),
            worker.township + worker.village,
            family.township + family.village,
            "、".join(worker.contacts) + worker.relation,
            family.name + family.relation,
            _evidence(found),
        )
        # Nothing somebody typed may run as a formula where the file is opened.
        yield tuple(f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells)


def _csv(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def _table(path: Path, read: Callable[[bytes, str], "Read[T]"]) -> tuple[T, ...]:
    try:
        found = read(path.read_bytes(), path.name)
    except OSError as wrong:
        raise click.ClickException(f"{path} cannot be read: {wrong.strerror}.") from None
    except Unfit as wrong:
        raise click.ClickException(f"{path.name}: {reason_text(wrong.code, wrong.params, str)}") from None
    for heading in found.headings:
        click.echo(_told(path.name, heading), err=True)
    return found.rows


def _told(filename: str, heading: "Heading") -> str:
    """How a sheet was read, so that a column taken for something else is seen before the links are believed."""
    where = f"{filename}, {heading.sheet}"
    if not heading.row:
        return f"{where}: left out, no headings of this kind."
    rows = _counted(heading.rows, "row")
    skipped = f"; {_counted(heading.passed_over, 'total or note')} passed over" if heading.passed_over else ""
    read = ", ".join(f"{written} → {name}" for written, name in heading.columns)
    unused = f"; not used: {', '.join(heading.unused)}" if heading.unused else ""
    return f"{where}: {rows} below the headings in row {heading.row}{skipped}. {read}{unused}."


def _counted(number: int, what: str) -> str:
    many = " or ".join(f"{word}s" for word in what.split(" or "))
    return f"{number} {what if number == 1 else many}"


@click.command("plan")
@click.argument("instance", type=INPUT)
@click.option("--out", type=OUTPUT, required=True, help="Where the plan goes, as JSON.")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0.1, max=3600),
    default=30.0,
    show_default=True,
    help="Seconds; chooses the number of steps once, the plan depends only on that number.",
)
@click.option("--seed", type=int, default=1, show_default=True)
def plan_command(instance: Path, out: Path, time_limit: float, seed: int) -> None:
    """Plan one INSTANCE (reunion-rundown/1) without a server or database."""
    from reunion.planner import budget, plan

    asked = _instance(instance)
    steps = budget(asked, time_limit)
    with _bar("Planning", steps) as tell:
        made = plan(asked, seed, steps, lambda done, _: tell(done))
        tell(steps)
    _write(out, json.dumps(plan_to(made), ensure_ascii=False, indent=1) + "\n")
    found = check(asked, made)
    goal = made.objective
    click.echo(
        f"{goal.placed} of {len(asked.pairs)} pairs placed "
        f"(weight {goal.placed_weight} of {goal.of_weight}), wishes missed {goal.wishes}."
    )
    if found.violations:
        first = found.violations[0]
        raise click.ClickException(
            f"{len(found.violations)} rules cannot be kept, e.g. {first.rule} for {first.pair}: {first.says}. "
            "Look at the locks of the instance; the plan was written all the same."
        )


@click.command("check")
@click.argument("instance", type=INPUT)
@click.argument("plan", type=INPUT)
def check_command(instance: Path, plan: Path) -> None:
    """Check a PLAN against its INSTANCE; prints violations and tiers as JSON, exit 1 on a hard violation."""
    found = check(_instance(instance), _plan(plan))
    click.echo(json.dumps(_checked(found), ensure_ascii=False))
    if found.violations:
        raise SystemExit(1)


def _checked(found: Checked) -> dict[str, Any]:
    shown = [{"pair": v.pair, "rule": v.rule, "says": v.says} for v in found.violations[:SHOWN]]
    return {"violations": shown, "count": len(found.violations), **objective_to(found.objective)}


def _instance(path: Path) -> Instance:
    return _parsed(path, instance_from)


def _plan(path: Path) -> Plan:
    return _parsed(path, plan_from)


def _parsed(path: Path, parse: Callable[[object], T]) -> T:
    try:
        return parse(json.loads(path.read_text(encoding="utf-8-sig")))
    except UnicodeDecodeError:
        raise click.ClickException(f"{path.name} is not UTF-8 text.") from None
    except json.JSONDecodeError as wrong:
        raise click.ClickException(
            f"{path.name} is not JSON: line {wrong.lineno}, column {wrong.colno}: {wrong.msg}."
        ) from None
    except RecursionError:
        raise click.ClickException(f"{path.name} is nested too deeply to be a plan.") from None
    except Unreadable as wrong:
        raise click.ClickException(f"{path.name}: {wrong}.") from None


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as wrong:
        raise click.ClickException(f"{path} cannot be written: {wrong.strerror}.") from None


def _bar(label: str, steps: int) -> AbstractContextManager[Callable[[int], bool]]:
    """Something to tell the steps done so far to: a bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        return nullcontext(lambda _: True)
    return _Bar(label, steps)


class _Bar:
    def __init__(self, label: str, steps: int) -> None:
        self._bar = click.progressbar(length=steps, label=label, file=sys.stderr)

    def __enter__(self) -> Callable[[int], bool]:
        self._bar.__enter__()
        return self._tell

    def __exit__(self, *_: object) -> None:
        self._bar.__exit__(None, None, None)

    def _tell(self, done: int) -> bool:
        self._bar.update(done - self._bar.pos)
        return True
