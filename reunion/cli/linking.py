"""`reunion link`: two tables to the links between them, without a server or database."""

import gc
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import click

from reunion.cli.bars import bar
from reunion.cli.files import INPUT, OUTPUT, must_be_apart, must_be_writable, must_take_csv, put
from reunion.cli.linked import (
    LINK_COLUMNS,
    REVIEW_COLUMNS,
    UNLINKED_COLUMNS,
    link_list,
    review_list,
    unlinked_list,
)
from reunion.cli.speaking import Misuse, Refusal, say
from reunion.domain.faults import Unfit, reason_text
from reunion.domain.linking import Decision, FamilyRow, Link, WorkerRow, link, unlinked
from reunion.domain.sides import Side

if TYPE_CHECKING:
    from reunion.imports.pairfiles import Heading, Read

T = TypeVar("T", bound=WorkerRow | FamilyRow)
_TOLD_APART: Final = 4
"""Columns by which one of the lists is known from the others."""


@click.command("link")
@click.argument("workers", type=INPUT)
@click.argument("families", type=INPUT)
@click.option("--out", type=OUTPUT, required=True, help="Where the links go, as CSV.")
@click.option("--review", type=OUTPUT, help="Where the links to look at go, with both sides' words, as CSV.")
@click.option(
    "--unlinked", "left", type=OUTPUT, help="Where the rows that are in no link go, with the reason, as CSV."
)
@click.option("--as-is", is_flag=True, help="Take the files in this order, whatever their headings say.")
def link_command(
    workers: Path, families: Path, out: Path, review: Path | None, left: Path | None, as_is: bool
) -> None:
    """Link two rosters (CSV or workbook): which WORKERS and FAMILIES belong together."""
    must_be_apart([workers, families], out, review, left)
    for path, columns in ((out, LINK_COLUMNS), (review, REVIEW_COLUMNS), (left, UNLINKED_COLUMNS)):
        must_take_csv(path, columns[:_TOLD_APART])
    must_be_writable(out, review, left)
    gc.disable()  # a million small values and no cycles: collecting takes a third of the time and finds nothing
    try:
        asked, home = _both(workers, families, as_is=as_is)
        with bar(say("Linking"), len(home)) as tell:
            links = link(asked, home, tell)
            tell(len(home))
    finally:
        gc.freeze()  # nor does the last collection, when the process ends
        gc.enable()
    put(out, link_list(links))
    doubtful = [found for found in links if found.decision is Decision.REVIEW]
    if review is not None:
        put(review, review_list(doubtful, asked, home))
    if left is not None:
        put(left, unlinked_list(unlinked(asked, home, links)))
    alone = _tell(links, len(asked), len(home))
    if alone and left is None:
        click.echo(say("--unlinked FILE lists who has nobody, with the reason."), err=True)


def _tell(links: Sequence[Link], workers: int, families: int) -> int:
    """How many links there are, and of each side's rows how many are in one; returns how many are in none."""
    sure = [found for found in links if found.decision is Decision.LINKED]
    told = {"linked": len(sure), "review": len(links) - len(sure)}
    click.echo(say("%(linked)d linked, %(review)d to review.") % told)
    here = _counts((one.worker_id for one in links), (one.worker_id for one in sure), workers)
    click.echo(say("Workers: %(linked)d linked, %(review)d in review, %(nobody)d with nobody.") % here)
    there = _counts((one.family_id for one in links), (one.family_id for one in sure), families)
    click.echo(say("Families: %(linked)d linked, %(review)d in review, %(nobody)d with nobody.") % there)
    return here["nobody"] + there["nobody"]


def _counts(found: Iterable[str], sure: Iterable[str], rows: int) -> dict[str, int]:
    linked, every = len(set(sure)), len(set(found))
    return {"linked": linked, "review": every - linked, "nobody": rows - every}


def _both(
    workers: Path, families: Path, *, as_is: bool
) -> tuple[tuple[WorkerRow, ...], tuple[FamilyRow, ...]]:
    """The rows of both files; how they were read is told."""
    from reunion.imports.pairfiles import read_families, read_workers

    here = _table(workers, partial(read_workers, as_is=as_is))
    there = _table(families, partial(read_families, as_is=as_is))
    if not as_is and (here.side, there.side) == (Side.FAMILY, Side.WORKER):
        raise _swapped(workers, families)
    for name, headings in ((workers.name, here.headings), (families.name, there.headings)):
        for heading in headings:
            click.echo(_told(name, heading), err=True)
    return here.rows, there.rows


def _swapped(workers: Path, families: Path) -> Misuse:
    told = {"first": workers.name, "second": families.name}
    return Misuse(
        say(
            "%(first)s should list the workers and %(second)s the families, but the headings say otherwise: "
            "WORKERS comes first, then FAMILIES; --as-is takes them in this order all the same."
        )
        % told
    )


def _table(path: Path, read: Callable[[bytes, str], "Read[T]"]) -> "Read[T]":
    try:
        return read(path.read_bytes(), path.name)
    except Unfit as wrong:
        if wrong.code == "file-other-side":
            told = say("%(file)s is a list of the other side: WORKERS comes first, then FAMILIES; ")
            more = say("--as-is takes the files in this order all the same.")
            raise Misuse(told % {"file": path.name} + more) from None
        reason = reason_text(wrong.code, wrong.params, say)
        if wrong.code in ("file-kind", "file-encoding"):
            reason += " " + say("Read are xlsx, xls, xlsb, ods and csv.")
        raise Refusal(f"{path.name}: {reason}") from None


def _told(filename: str, heading: "Heading") -> str:
    """How a sheet was read, so that a column taken for something else is seen before the links are believed."""
    where = f"{filename}, {heading.sheet}"
    if not heading.row:
        return _left_out(where, heading.passed_over)
    one, over = heading.rows == 1, heading.passed_over
    rows = say("%(number)d row") if one else say("%(number)d rows")
    skipped = (
        say("; %(number)d total or note passed over")
        if over == 1
        else say("; %(number)d totals or notes passed over")
    )
    unused = say("; not used: %(columns)s") % {"columns": ", ".join(heading.unused)}
    return say("%(where)s: %(rows)s below the headings in row %(row)d%(skipped)s. %(read)s%(unused)s.") % {
        "where": where,
        "rows": rows % {"number": heading.rows},
        "row": heading.row,
        "skipped": skipped % {"number": over} if over else "",
        "read": ", ".join(f"{written} → {name}" for written, name in heading.columns),
        "unused": unused if heading.unused else "",
    }


def _left_out(where: str, rows: int) -> str:
    one = say("%(where)s: left out, %(number)d row was not read: headings of this kind stand elsewhere.")
    many = say("%(where)s: left out, %(number)d rows were not read: headings of this kind stand elsewhere.")
    return (one if rows == 1 else many) % {"where": where, "number": rows}
