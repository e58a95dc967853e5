"""Rundowns as a calendar (RFC 5545): one event a slot, moved or cancelled rather than doubled when taken again."""

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from reunion.domain.faults import Say
from reunion.domain.lists import Cover, RundownList, RundownRow
from reunion.exports.pages import showable
from reunion.exports.zoned import local_time


def write_calendar(shows: Sequence[RundownList], cover: Cover, say: Say) -> bytes:
    """UID stays with the pair, SEQUENCE rises with each change of its time; the same list gives the same bytes.

    Who was told a time and stands in no rundown now is an event with STATUS:CANCELLED.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Reunion//Rundown//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _flat(f"{cover.home} {cover.title}"))
    calendar.add("x-wr-timezone", cover.zone)
    for show in shows:
        for row in (*show.rows, *show.gone):
            calendar.add_component(_event(show, row, cover, say))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(show: RundownList, row: RundownRow, cover: Cover, say: Say) -> Event:
    start = local_time(row.start, cover.zone)
    event = Event()
    event.add("uid", f"{_flat(row.appointment or f'{row.id}.{show.show}')}@reunion")
    event.add("dtstamp", local_time(row.changed or row.start, cover.zone).astimezone(ZoneInfo("UTC")))
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(seconds=row.seconds))
    event.add("sequence", row.sequence)
    event.add("summary", _flat(_summary(row, say)))
    event.add("status", "CANCELLED" if row in show.gone or row.cancelled else "CONFIRMED")
    if show.stage:
        event.add("location", _flat(show.stage))
    described = (show.title, row.township, row.village, row.worker.place if row.worker else "", row.note)
    event.add("description", _flat("，".join(part for part in described if part)))
    return event


def _summary(row: RundownRow, say: Say) -> str:
    names = [end.name for end in (row.worker, row.family) if end and end.name]
    return row.title or " ↔ ".join(names) or say("Greeting")


def _flat(text: str) -> str:
    return showable(text).replace("\t", " ").replace("\r", " ")
