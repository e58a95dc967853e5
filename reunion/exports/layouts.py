"""Which columns each list has and what stands in them."""

from collections.abc import Sequence
from typing import Final

from reunion.domain.faults import Say
from reunion.domain.instants import Instant, later
from reunion.domain.lists import AsRun, AsRunRow, CallSheet, Cover, End, RundownList, RundownRow
from reunion.domain.stamps import slot_mark
from reunion.exports.pages import Cell, Heading, Page
from reunion.exports.zoned import clock, day, festive_day, local_time, seconds_between, span

_NOBODY: Final = End("")
MARK: Final = "Mark (do not change)"
"""Above the column by which rows are known when the list comes back."""
MARK_WIDE: Final = 10
"""Its heading in two lines."""
_STATES: Final = {
    "aired": "aired",
    "skipped": "skipped",
    "no_show": "did not come",
    "taken_back": "aired, taken back",
    "on_air": "on air",
    "standby": "standing by",
    "planned": "planned",
}
_DIALECTS: Final = {"mandarin": "Standard Chinese", "sichuan": "Home dialect"}


def rundown_pages(shows: Sequence[RundownList], cover: Cover, say: Say) -> tuple[Page, ...]:
    """A page a show, and before them one that sums them up."""
    pages = tuple(_rundown_page(show, cover, say) for show in shows)
    rows = tuple(
        (
            at,
            show.title,
            show.stage,
            _days([row.start for row in show.rows], cover, say),
            clock(show.rows[0].start, cover.zone) if show.rows else "",
            clock(_end(show.rows), cover.zone) if show.rows else "",
            sum(1 for row in show.rows if row.worker),
            sum(1 for row in show.rows if not row.worker),
            "",
        )
        for at, show in enumerate(shows, 1)
    )
    headings = columns(
        say,
        ("No.", 6),
        ("Show", 24),
        ("Stage", 16),
        ("Date", 18),
        ("Starts", 11),
        ("Ends", 11),
        ("Slots", 8),
        ("Segments", 8),
        ("Remarks", 20),
    )
    return (Page(say("Summary"), titled(cover, say("Rundown")), underline(cover), headings, rows), *pages)


def _rundown_page(show: RundownList, cover: Cover, say: Say) -> Page:
    phones = any(end.phone for row in show.rows for end in (row.worker, row.family) if end)
    headings = columns(
        say,
        ("No.", 5),
        ("Starts", 9),
        ("Length", 6),
        ("Item", 12),
        ("Worker", 9),
        *([("Worker's telephone", 13)] if phones else []),
        ("Away", 14),
        ("Family", 9),
        *([("Family's telephone", 13)] if phones else []),
        ("Relation", 8),
        ("Township", 9),
        ("Village", 9),
        ("People", 5),
        ("Dialect", 7),
        ("Message", 22),
        ("Remarks", 12),
    )
    headings += (Heading(say(MARK), MARK_WIDE, quiet=True),)
    rows = tuple(_rundown_row(at, row, phones, cover, say) for at, row in enumerate(show.rows, 1))
    line = underline(cover, show.stage, _days([row.start for row in show.rows], cover, say))
    shaded = frozenset(at for at, row in enumerate(show.rows) if not row.worker)
    title = titled(cover, f"{say('Rundown')} {show.title}")
    return Page(show.title, title, line, headings, rows, shaded=shaded)


def _rundown_row(at: int, row: RundownRow, phones: bool, cover: Cover, say: Say) -> tuple[Cell, ...]:
    worker, family = row.worker or _NOBODY, row.family or _NOBODY
    return (
        at,
        clock(row.start, cover.zone),
        span(row.seconds),
        row.title or say("Greeting"),
        worker.name,
        *([one_a_line(worker.phone)] if phones else []),
        worker.place,
        family.name,
        *([one_a_line(family.phone)] if phones else []),
        family.relation or worker.relation,
        row.township,
        row.village,
        row.persons or None,
        dialect(row.dialect, say),
        row.message,
        "；".join(filter(None, (say("not agreed to be on air yet") if row.barred else "", row.note))),
        _mark(row, cover) if any(row.owners) else "",
    )


def _mark(row: RundownRow, cover: Cover) -> str:
    worker, family = row.worker or _NOBODY, row.family or _NOBODY
    cells = {
        "start": clock(row.start, cover.zone),
        "worker-name": worker.name,
        "worker-phone": worker.phone,
        "worker-place": worker.place,
        "worker-message": row.message,
        "family-name": family.name,
        "family-phone": family.phone,
    }
    return slot_mark(row.owners, cells)


def callsheet_pages(sheets: Sequence[CallSheet], cover: Cover, say: Say) -> tuple[Page, ...]:
    """A page a village, and before them one that sums them up."""
    headings = columns(say, ("No.", 6), ("Township", 16), ("Village", 16), ("Families", 10))
    headings += columns(say, ("First one to be there", 28), ("Contact", 30))
    rows = tuple(
        (
            at,
            sheet.township or say("Township unknown"),
            sheet.village or say("Village unknown"),
            len(sheet.calls),
            _moment(min((call.gather for call in sheet.calls), default=None), cover, say),
            sheet.contact,
        )
        for at, sheet in enumerate(sheets, 1)
    )
    title = titled(cover, say("Village call sheets"))
    summary = Page(say("Summary"), title, underline(cover), headings, rows)
    return (summary, *(_callsheet_page(sheet, cover, say) for sheet in sheets))


def _callsheet_page(sheet: CallSheet, cover: Cover, say: Say) -> Page:
    headings = columns(
        say,
        ("No.", 6),
        ("Be there at", 11),
        ("On air about", 11),
        ("Date", 18),
        ("Show", 16),
        ("Family", 12),
        ("Family's telephone", 16),
        ("Group", 7),
        ("People", 6),
        ("Relation", 9),
        ("Worker", 12),
        ("Worker's telephone", 16),
        ("Remarks", 16),
    )
    name = sheet.village or sheet.township or say("Village unknown")
    where = f"{sheet.township or say('Township unknown')} {sheet.village or say('Village unknown')}"
    title = titled(cover, f"{say('Call sheet')} {where}")
    rows = tuple(_call_row(at, sheet, cover, say) for at in range(len(sheet.calls)))
    return Page(name, title, underline(cover, sheet.contact), headings, rows, sheet.notice)


def _call_row(at: int, sheet: CallSheet, cover: Cover, say: Say) -> tuple[Cell, ...]:
    call = sheet.calls[at]
    return (
        at + 1,
        clock(call.gather, cover.zone)[:-3],
        clock(call.start, cover.zone)[:-3],
        festive_day(call.start, cover.zone, say),
        call.show,
        call.family.name,
        one_a_line(call.family.phone),
        call.group,
        call.persons,
        call.family.relation,
        call.worker.name,
        one_a_line(call.worker.phone),
        call.note,
    )


def asrun_pages(shows: Sequence[AsRun], cover: Cover, say: Say) -> tuple[Page, ...]:
    """A page a show."""
    headings = columns(
        say,
        ("No.", 6),
        ("Item", 16),
        ("Worker", 12),
        ("Family", 12),
        ("Township", 12),
        ("Planned start", 11),
        ("Started", 11),
        ("Ended", 11),
        ("Planned length", 10),
        ("Real length", 10),
        ("Later than planned", 10),
        ("What became of it", 10),
        ("Time held", 8),
        ("By", 10),
        ("Remarks", 18),
    )
    return tuple(
        Page(
            show.title,
            titled(cover, f"{say('As-run')} {show.title}"),
            underline(cover, show.stage, _days([row.planned for row in show.rows], cover, say)),
            headings,
            tuple(_asrun_row(at, row, cover, say) for at, row in enumerate(show.rows, 1)),
            shaded=frozenset(at for at, row in enumerate(show.rows) if not row.worker and not row.family),
        )
        for show in shows
    )


def _asrun_row(at: int, row: AsRunRow, cover: Cover, say: Say) -> tuple[Cell, ...]:
    ran = row.started is not None and row.ended is not None
    return (
        at,
        row.title or say("Greeting"),
        row.worker,
        row.family,
        row.township,
        clock(row.planned, cover.zone),
        _ran_at(row.started, row, cover),
        _ran_at(row.ended, row, cover),
        span(row.seconds),
        span(seconds_between(row.started, row.ended)) if ran and row.started and row.ended else "",
        span(seconds_between(row.planned, row.started)) if row.started else "",
        say(_STATES.get(row.state, row.state)),
        span(row.held_s) if row.held_s else "",
        row.by,
        row.note,
    )


def _ran_at(instant: Instant | None, row: AsRunRow, cover: Cover) -> str:
    """The time, with its date where that is not the planned one's."""
    if instant is None:
        return ""
    really = local_time(instant, cover.zone)
    same = really.date() == local_time(row.planned, cover.zone).date()
    return clock(instant, cover.zone) if same else f"{really:%m-%d %H:%M:%S}"


def columns(say: Say, *texts: tuple[str, float]) -> tuple[Heading, ...]:
    """Columns by their msgids and widths; narrow ones are centred."""
    return tuple(Heading(say(text), width, centred=width < 12) for text, width in texts)


def dialect(spoken: str, say: Say) -> str:
    """What somebody speaks, in words; a dialect by its own name stays as it was written."""
    return say(_DIALECTS[spoken]) if spoken in _DIALECTS else spoken


def one_a_line(phones: str) -> str:
    """Telephone numbers below one another: a column is as wide as one."""
    return phones.replace("、", "\n")


def titled(cover: Cover, what: str) -> str:
    """What stands above a list."""
    return f"{cover.home} {cover.title} {what}".strip()


def underline(cover: Cover, *more: str) -> str:
    """What stands below its title."""
    return "    ".join(part for part in ("、".join(cover.organisers), *more) if part)


def _moment(instant: Instant | None, cover: Cover, say: Say) -> str:
    return "" if instant is None else f"{day(instant, cover.zone, say)} {clock(instant, cover.zone)[:-3]}"


def _days(instants: Sequence[Instant], cover: Cover, say: Say) -> str:
    """The day, or the first and the last of several."""
    days = sorted({festive_day(instant, cover.zone, say) for instant in instants})
    return days[0] if len(days) == 1 else " – ".join((days[0], days[-1])) if days else ""


def _end(rows: Sequence[RundownRow]) -> Instant:
    last = max(rows, key=lambda row: row.start)
    return later(last.start, seconds=last.seconds)
