"""`reunion link`: two tables to the links between them, without a server or database."""

import csv
import gc
import io
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import click

from reunion.cli.bars import bar
from reunion.cli.files import INPUT, OUTPUT, must_be_writable, put
from reunion.cli.speaking import Misuse, Refusal, say
from reunion.domain.faults import Unfit, reason_text
from reunion.domain.linking import Decision, FamilyRow, Link, WorkerRow, link
from reunion.domain.sides import Side

if TYPE_CHECKING:
    from reunion.imports.pairfiles import Heading, Read

T = TypeVar("T", bound=WorkerRow | FamilyRow)
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
@click.option("--as-is", is_flag=True, help="Take the files in this order, whatever their headings say.")
def link_command(workers: Path, families: Path, out: Path, review: Path | None, as_is: bool) -> None:
    """Link two rosters (CSV or workbook): which WORKERS and FAMILIES belong together."""
    must_be_writable(out, review)
    gc.disable()  # a million small values and no cycles: collecting takes a third of the time and finds nothing
    try:
        asked, home = _both(workers, families, as_is=as_is)
        with bar(say("Linking"), len(home)) as tell:
            links = link(asked, home, tell)
            tell(len(home))
    finally:
        gc.freeze()  # nor does the last collection, when the process ends
        gc.enable()
    put(out, _csv(("worker_id", "family_id", "score", "decision", "evidence"), map(_link_cells, links)))
    doubtful = [found for found in links if found.decision is Decision.REVIEW]
    if review is not None:
        put(review, _csv(REVIEW_COLUMNS, _review_cells(doubtful, asked, home)))
    told = {"linked": len(links) - len(doubtful), "review": len(doubtful)}
    click.echo(say("%(linked)d linked, %(review)d to review.") % told)


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


def _csv(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    text = io.StringIO(newline="")
    text.write("\ufeff")  # so that a spreadsheet opens it as UTF-8
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


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
        return say("%(where)s: left out, no headings of this kind.") % {"where": where}
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
