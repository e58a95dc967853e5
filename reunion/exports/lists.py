"""The lists that go out, each in the form it is asked for."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from reunion.domain.faults import Say, Unfit
from reunion.domain.instants import Instant
from reunion.domain.lists import AsRun, CallSheet, ContactList, Cover, RundownList
from reunion.exports.contacts import contact_pages
from reunion.exports.documents import write_document
from reunion.exports.layouts import asrun_pages, callsheet_pages, rundown_pages
from reunion.exports.pages import MEDIA_TYPES, Cell, Exported, Form, Page, filename
from reunion.exports.tables import write_table
from reunion.exports.xlsx import write_workbook
from reunion.exports.zoned import local_time

_SUMMED_UP: Final = {"rundown": 1, "callsheets": 1}
"""Pages before the first that holds rows of people."""
_PAGES: Final = {"rundown": "Show", "asrun": "Show"}
"""What a page is, above the first column of a text table; else a sheet."""


def rundown(shows: Sequence[RundownList], cover: Cover, form: Form, say: Say) -> Exported:
    """The running order, a sheet a show; in a text table the show stands in the first column."""
    first = min((row.start for show in shows for row in show.rows), default=cover.made_at)
    name = named(cover, say("Rundown"), first, form)
    if form is Form.ICS:
        from reunion.exports.calendars import write_calendar  # a server opens its port sooner without it

        return Exported(name, MEDIA_TYPES[form], write_calendar(shows, cover, say))
    ids = [row.id for show in shows for row in show.rows]
    seconds = [row.seconds for show in shows for row in show.rows]
    more = (("item", ids), ("seconds", seconds))
    return _exported("rundown", name, shows, rundown_pages(shows, cover, say), cover, form, say, more)


def callsheets(sheets: Sequence[CallSheet], cover: Cover, form: Form, say: Say) -> Exported:
    """Whom to gather when, a sheet a village. Raises Unfit `no-calendar` for ics."""
    first = min((call.gather for sheet in sheets for call in sheet.calls), default=cover.made_at)
    name = named(cover, say("Village call sheets"), first, form)
    return _exported("callsheets", name, sheets, callsheet_pages(sheets, cover, say), cover, form, say)


def contacts(found: ContactList, cover: Cover, form: Form, say: Say) -> Exported:
    """All registrations with how to reach them. Raises Unfit `no-calendar` for ics."""
    name = named(cover, say("Contacts"), cover.made_at, form)
    return _exported("contacts", name, found.rows, contact_pages(found, cover, say), cover, form, say)


def asrun(shows: Sequence[AsRun], cover: Cover, form: Form, say: Say) -> Exported:
    """What really ran, a sheet a show. Raises Unfit `no-calendar` for ics."""
    first = min((row.planned for show in shows for row in show.rows), default=cover.made_at)
    name = named(cover, say("As-run"), first, form)
    return _exported("asrun", name, shows, asrun_pages(shows, cover, say), cover, form, say)


def named(cover: Cover, what: str, day: Instant, form: Form) -> str:
    """The name of the file of a list for that day."""
    return filename((cover.home, cover.title, what, f"{local_time(day, cover.zone):%Y%m%d}"), form)


def _exported(
    kind: str,
    name: str,
    parts: Sequence[Any],
    pages: tuple[Page, ...],
    cover: Cover,
    form: Form,
    say: Say,
    more: Sequence[tuple[str, Sequence[Cell]]] = (),
) -> Exported:
    written: dict[Form, Callable[[], bytes]] = {
        Form.XLSX: lambda: write_workbook(pages, cover, say),
        Form.CSV: lambda: table_of(pages[_SUMMED_UP.get(kind, 0) :], say(_PAGES.get(kind, "Sheet")), more),
        Form.JSON: lambda: write_document(kind, parts, cover),
    }
    if form not in written:
        raise Unfit("no-calendar")
    return Exported(name, MEDIA_TYPES[form], written[form]())


def table_of(pages: Sequence[Page], called: str, more: Sequence[tuple[str, Sequence[Cell]]] = ()) -> bytes:
    """All pages below one another, each row with its page before it and `more` columns for programs behind it.

    `called` is what a page is: the heading above the first column.
    """
    headings = max((page.headings for page in pages), key=len, default=())
    rows: list[list[Cell]] = []
    for page in pages:
        # a show without telephones has two columns less than one with them
        places = {heading.text: at for at, heading in enumerate(page.headings)}
        rows.extend(
            [
                page.name,
                *(row[places[heading.text]] if heading.text in places else "" for heading in headings),
            ]
            for row in page.rows
        )
    for at, row in enumerate(rows):
        row.extend(column[at] for _, column in more)
    return write_table([called, *(heading.text for heading in headings), *(name for name, _ in more)], rows)
