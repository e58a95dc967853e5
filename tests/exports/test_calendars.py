from dataclasses import replace

import pytest
from icalendar import Calendar

from reunion.domain.instants import Instant
from reunion.exports.calendars import write_calendar

from .given import COVER, HOSTILE, OPENING, SHOW, SLOT, say


def events(data: bytes) -> list[dict[str, str]]:
    return [
        {name: str(event[name]) for name in ("UID", "SUMMARY", "SEQUENCE", "STATUS")}
        for event in Calendar.from_ical(data).walk("VEVENT")
    ]


def test_every_item_is_an_event_that_keeps_its_identity():
    assert events(write_calendar([SHOW], COVER, say)) == [
        {"UID": "it-1.s1@reunion", "SUMMARY": "开场", "SEQUENCE": "3", "STATUS": "CONFIRMED"},
        {"UID": "it-2.s1@reunion", "SUMMARY": "陈* ↔ 江*", "SEQUENCE": "3", "STATUS": "CONFIRMED"},
    ]


def test_a_moved_slot_is_the_same_event_with_a_higher_sequence():
    moved = replace(SHOW, rows=(replace(SLOT, start=Instant(SLOT.start + 600_000)),))
    (event,) = events(write_calendar([moved], replace(COVER, serial=4), say))
    assert (event["UID"], event["SEQUENCE"]) == ("it-2.s1@reunion", "4")


def test_times_stand_in_the_zone_of_the_gathering():
    data = write_calendar([SHOW], COVER, say)
    opening, slot = Calendar.from_ical(data).walk("VEVENT")
    assert opening["DTSTART"].dt.isoformat() == "2027-02-05T19:30:00+08:00"
    assert (slot["DTEND"].dt - slot["DTSTART"].dt).total_seconds() == 150
    assert b"DTSTAMP:20270205T113000Z" in data
    assert b"BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai" in data


def test_lines_are_folded_at_75_octets_and_end_as_they_must():
    data = write_calendar([replace(SHOW, rows=(replace(SLOT, note="好" * 100),))], COVER, say)
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    assert b"\n" not in data.replace(b"\r\n", b"")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_breaks_the_calendar(text: str):
    show = replace(SHOW, title=text, stage=text, rows=(replace(OPENING, title=text, note=text),))
    (event,) = events(write_calendar([show], replace(COVER, title=text), say))
    assert event["UID"] == "it-1.s1@reunion"
