from dataclasses import replace

import pytest
from icalendar import Calendar

from reunion.domain.instants import Instant
from reunion.exports.calendars import write_calendar

from .given import COVER, EVENING, HOSTILE, OPENING, SHOW, SLOT, say


def events(data: bytes) -> list[dict[str, str]]:
    return [
        {name: str(event[name]) for name in ("UID", "SUMMARY", "SEQUENCE", "STATUS")}
        for event in Calendar.from_ical(data).walk("VEVENT")
    ]


TOLD = replace(SLOT, appointment="p-7", sequence=100, changed=Instant(EVENING - 86_400_000))


def test_every_item_is_an_event_that_keeps_its_identity():
    again = replace(TOLD, id="it-9", sequence=200)
    made = [events(write_calendar([replace(SHOW, rows=(OPENING, row))], COVER, say)) for row in (TOLD, again)]
    assert made[0] == [
        {"UID": "it-1.s1@reunion", "SUMMARY": "开场", "SEQUENCE": "0", "STATUS": "CONFIRMED"},
        {"UID": "p-7@reunion", "SUMMARY": "陈* ↔ 江*", "SEQUENCE": "100", "STATUS": "CONFIRMED"},
    ]
    assert made[1][1] == made[0][1] | {"SEQUENCE": "200"}


def test_who_is_skipped_or_in_no_rundown_any_more_is_cancelled():
    skipped = replace(TOLD, cancelled=True)
    gone = replace(TOLD, appointment="p-8", worker=None, family=None)
    made = events(write_calendar([replace(SHOW, rows=(OPENING, skipped), gone=(gone,))], COVER, say))
    assert [(event["UID"], event["STATUS"]) for event in made] == [
        ("it-1.s1@reunion", "CONFIRMED"),
        ("p-7@reunion", "CANCELLED"),
        ("p-8@reunion", "CANCELLED"),
    ]


def test_the_same_times_give_the_same_bytes_whoever_takes_them_whenever():
    later = replace(COVER, made_by="李四", made_at=Instant(EVENING + 5_000))
    assert write_calendar([SHOW], COVER, say) == write_calendar([SHOW], later, say)


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
