from reunion.domain.instants import DAY, Instant
from reunion.exports.zoned import clock, day, festive_day, local_time, seconds_between, span

from .given import EVENING, say


def test_instants_are_shown_in_the_gatherings_zone_with_the_weekday():
    assert day(EVENING, "Asia/Shanghai", say) == "2027-02-05 周五"
    assert clock(EVENING, "Asia/Shanghai") == "19:30:00"
    assert clock(EVENING, "Asia/Urumqi") == "17:30:00"
    assert clock(None, "Asia/Shanghai") == ""
    assert local_time(Instant(-1), "UTC").year == 1969


def test_a_day_of_the_festival_carries_its_name():
    assert festive_day(EVENING, "Asia/Shanghai", say) == "2027-02-05 周五 除夕"
    assert festive_day(Instant(EVENING - DAY), "Asia/Shanghai", say) == "2027-02-04 周四"


def test_spans_are_minutes_and_seconds():
    assert (span(150), span(0), span(-30), span(4000)) == ("2:30", "0:00", "−0:30", "66:40")
    assert seconds_between(EVENING, Instant(EVENING + 1_600)) == 2
