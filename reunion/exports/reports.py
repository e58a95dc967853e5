"""The day's report for the organisers, as a workbook: the day by township, and what ran, a sheet a show."""

from typing import Final

from reunion.domain.faults import Say
from reunion.domain.lists import Cover, Report, Tally
from reunion.exports.layouts import asrun_pages
from reunion.exports.pages import MEDIA_TYPES, Cell, Exported, Form, Heading, Page, filename
from reunion.exports.xlsx import write_workbook

COLUMNS: Final = (
    ("Workers", "workers"),
    ("Family registrations", "families"),
    ("New that day", "fresh"),
    ("Pairs", "pairs"),
    ("On the rundown", "placed"),
    ("Aired", "aired"),
    ("Skipped", "skipped"),
    ("Did not come", "missed"),
    ("Called back", "recalled"),
)
"""Headings of the numbers, and which number each is; the page shows the same."""


def report_pages(report: Report, cover: Cover, say: Say) -> tuple[Page, ...]:
    """The day by township with its sum, then a page a show."""
    texts = [("No.", 6), ("Township", 18), *((text, 10) for text, _ in COLUMNS), ("Remarks", 20)]
    headings = tuple(Heading(say(text), width, centred=width < 12) for text, width in texts)
    rows = [
        _row(at, tally, tally.township or say("Not known")) for at, tally in enumerate(report.townships, 1)
    ]
    rows.append(_row(None, report.total, say("Together")))
    title = f"{cover.home} {cover.title} {say('Daily report')}"
    line = "    ".join(("、".join(cover.organisers), report.day))
    summed = frozenset({len(rows) - 1})
    whole = Page(say("Daily report"), title, line.strip(), headings, tuple(rows), shaded=summed)
    return (whole, *asrun_pages(report.shows, cover, say))


def write_report(report: Report, cover: Cover, say: Say) -> Exported:
    """The workbook."""
    name = filename((cover.home, cover.title, say("Daily report"), report.day.replace("-", "")), Form.XLSX)
    return Exported(
        name, MEDIA_TYPES[Form.XLSX], write_workbook(report_pages(report, cover, say), cover, say)
    )


def _row(at: int | None, tally: Tally, name: str) -> tuple[Cell, ...]:
    return (at, name, *(getattr(tally, what) for _, what in COLUMNS), "")
