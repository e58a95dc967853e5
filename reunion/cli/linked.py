"""The lists that `link` writes, as CSV for a spreadsheet: the links, those to look at, and who is in none."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from reunion.cli.speaking import say
from reunion.domain.linking import FamilyRow, Link, Unlinked, Why, WorkerRow
from reunion.domain.sides import Side

LINK_COLUMNS: Final = ("worker_id", "family_id", "score", "decision", "evidence")
REVIEW_COLUMNS: Final = (
    "worker_id", "family_id", "score", "rule",
    "worker_name", "asked_for", "worker_home", "family_home", "contact", "family", "evidence", "why",
)  # fmt: skip
UNLINKED_COLUMNS: Final = ("side", "id", "name", "names", "why")
_FORMULA: Final = ("=", "+", "-", "@", "\t")
_WHY: Final[Mapping[tuple[Side, Why], str]] = {
    (Side.WORKER, Why.NOTHING): "The row has neither a name nor a number.",
    (Side.WORKER, Why.NO_NAME): "The row has no name, and its numbers lead to no family.",
    (Side.WORKER, Why.NOBODY): "No family asks for this name.",
    (Side.WORKER, Why.OTHERS): "Whoever asks for this name is linked, or perhaps, with somebody else.",
    (Side.WORKER, Why.MANY): "%(count)d workers have this name: more than can be told apart.",
    (Side.WORKER, Why.OTHERWISE): "A family asks for this name, but too little else agrees.",
    (Side.FAMILY, Why.NOTHING): "The row has neither a name nor a number.",
    (Side.FAMILY, Why.NO_NAME): "The row asks for nobody by name, and its numbers lead to no worker.",
    (Side.FAMILY, Why.NOBODY): "No worker has the name that is asked for.",
    (
        Side.FAMILY,
        Why.MANY,
    ): "%(count)d workers have the name that is asked for: more than can be told apart.",
    (Side.FAMILY, Why.OTHERWISE): "A worker has the name that is asked for, but too little else agrees.",
}


def link_list(links: Iterable[Link]) -> bytes:
    """Every link; codes only, for programs too."""
    rows = (
        (link.worker_id, link.family_id, f"{link.score:.4f}", link.decision.value, _evidence(link))
        for link in links
    )
    return _csv(LINK_COLUMNS, rows)


def review_list(
    doubtful: Iterable[Link], workers: Iterable[WorkerRow], families: Iterable[FamilyRow]
) -> bytes:
    """The links to look at, with what both sides wrote and why they are doubted, in words."""
    from reunion.web.link_words import rule_words, sentence  # only who asks for the list waits for it

    here, there = {row.id: row for row in workers}, {row.id: row for row in families}
    rows = []
    for link in doubtful:
        worker, family = here[link.worker_id], there[link.family_id]
        cells = (
            link.worker_id,
            link.family_id,
            f"{link.score:.4f}",
            link.rule,
            worker.name,
            "、".join(family.workers),
            worker.township + worker.village,
            family.township + family.village,
            _related("、".join(worker.contacts), worker.relation),
            _related(family.name, family.relation),
            _evidence(link),
            say("%(rule)s (%(evidence)s)")
            % {"rule": rule_words(link.rule, say), "evidence": sentence(link.evidence, say)},
        )
        rows.append(_harmless(cells))
    return _csv(REVIEW_COLUMNS, rows)


def unlinked_list(left: Iterable[Unlinked]) -> bytes:
    """Who is in no link, whom the row names on the other side, and why nobody was found, in words."""
    rows = []
    for one in left:
        row = one.row
        others = row.contacts if isinstance(row, WorkerRow) else row.workers
        side, why = say(one.side.value), say(_WHY[one.side, one.why]) % {"count": one.namesakes}
        rows.append(_harmless((side, row.id, row.name, "、".join(others), why)))
    return _csv(UNLINKED_COLUMNS, rows)


def _related(name: str, relation: str) -> str:
    return f"{name}（{relation}）" if name and relation else name + relation


def _evidence(link: Link) -> str:
    """`name equal +17.4; township same +6.3; …; rule sure`: bits by field, never a number or a name."""
    bits = "; ".join(f"{clue.field} {clue.level} {clue.bits:+.1f}" for clue in link.evidence)
    return f"{bits}; rule {link.rule}"


def _harmless(cells: Sequence[str]) -> tuple[str, ...]:
    """Nothing somebody typed may run as a formula where the file is opened."""
    return tuple(f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells)


def _csv(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    text = io.StringIO(newline="")
    text.write("\ufeff")  # so that a spreadsheet opens it as UTF-8
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()
