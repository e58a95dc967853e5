"""节目单: what viewers may know of a show, for paper and for groups; names masked, nobody's number or words."""

from collections.abc import Sequence
from dataclasses import replace

from reunion.domain.faults import Say, Unfit
from reunion.domain.lists import Cover, End, RundownList, RundownRow
from reunion.domain.names import mask
from reunion.exports.lists import table_of
from reunion.exports.pages import MEDIA_TYPES, Cell, Exported, Form, Heading, Page, filename
from reunion.exports.xlsx import write_workbook
from reunion.exports.zoned import clock, festive_day, local_time


def programme(shows: Sequence[RundownList], cover: Cover, form: Form, say: Say) -> Exported:
    """A sheet a show, as a workbook or a text table. Raises Unfit `no-calendar` for anything else."""
    if form not in (Form.XLSX, Form.CSV):
        raise Unfit("no-calendar")
    pages = tuple(_page(public(show), cover, say) for show in shows)
    first = min((row.start for show in shows for row in show.rows), default=cover.made_at)
    parts = (cover.home, cover.title, say("Programme"), f"{local_time(first, cover.zone):%Y%m%d}")
    data = write_workbook(pages, cover, say) if form is Form.XLSX else table_of(pages, say("Show"))
    return Exported(filename(parts, form), MEDIA_TYPES[form], data)


def public(show: RundownList) -> RundownList:
    """The show as strangers may see it, in the planned order: who was taken out or has not agreed is left out."""
    shown = sorted((row for row in show.rows if not (row.cancelled or row.barred)), key=lambda row: row.start)
    return replace(show, rows=tuple(_public_row(row) for row in shown), gone=())


def _public_row(row: RundownRow) -> RundownRow:
    return RundownRow(
        row.id, row.start, row.seconds, row.title, _end(row.worker), _end(row.family), row.township
    )


def _end(end: End | None) -> End | None:
    # the place in a list is in people's own words, which may be an address
    return None if end is None else End(mask(end.name) if end.name else "", relation=end.relation)


def _page(show: RundownList, cover: Cover, say: Say) -> Page:
    columns = (("No.", 6), ("About", 10), ("Item", 18), ("Worker", 14), ("Family", 14), ("Township", 20))
    headings = tuple(Heading(say(text), width, centred=width < 12) for text, width in columns)
    rows = tuple(_row(at, row, cover, say) for at, row in enumerate(show.rows, 1))
    days = dict.fromkeys(festive_day(row.start, cover.zone, say) for row in show.rows)
    line = "    ".join(part for part in ("、".join(cover.organisers), " – ".join(days)) if part)
    shaded = frozenset(at for at, row in enumerate(show.rows) if not row.worker)
    title = f"{cover.home} {cover.title} {say('Programme')} {show.title}"
    return Page(
        show.title, title, line, headings, rows, say("Times are planned and may shift a little."), shaded
    )


def _row(at: int, row: RundownRow, cover: Cover, say: Say) -> tuple[Cell, ...]:
    names = (row.worker.name if row.worker else "", row.family.name if row.family else "")
    return (at, clock(row.start, cover.zone)[:-3], row.title or say("Greeting"), *names, row.township)
