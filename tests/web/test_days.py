import pytest

from reunion.domain.instants import DAY, HOUR, Instant
from reunion.web.days import clock, day, evening, hours, long_day, zone_name

EVE = Instant(1_801_828_800_000)
ZONE = "Asia/Shanghai"


def test_an_hour_is_that_of_the_zone():
    assert [clock(EVE, zone) for zone in (ZONE, "Europe/London")] == ["20:00", "12:00"]


def test_the_day_is_the_one_of_the_gathering_not_of_greenwich():
    assert long_day(EVE - 19 * HOUR, ZONE) == "2月5日星期五（除夕）"
    assert long_day(EVE - 21 * HOUR, ZONE) == "2月4日星期四"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh_Hans", "2月20日星期六（元宵节）"),
        ("zh_Hant", "2月20日星期六（元宵節）"),
        ("en", "Saturday 20 February 2027, Lantern Festival"),
    ],
)
def test_a_day_is_said_with_its_weekday_and_festival(language, said):
    assert long_day(EVE + 15 * DAY, ZONE, language) == said


def test_in_english_a_day_has_its_year_and_the_eve_its_name():
    assert day(EVE, ZONE, "en") == "Friday 5 February 2027"
    assert long_day(EVE, ZONE, "en") == "Friday 5 February 2027, New Year's Eve"


def test_an_evening_has_its_hours():
    assert evening(EVE, Instant(EVE + HOUR), ZONE) == "2月5日星期五（除夕） 20:00–21:00"
    assert clock(EVE, ZONE, "en") == "20:00"


@pytest.mark.parametrize(
    ("language", "said"), [("zh_Hans", "22:00–次日00:30"), ("en", "22:00–00:30 the day after")]
)
def test_an_evening_over_midnight_and_the_turn_of_the_year_says_so(language, said):
    last_day_of_2026 = Instant(1_798_725_600_000)
    assert day(last_day_of_2026, ZONE, "en") == "Thursday 31 December 2026"
    assert hours(last_day_of_2026, Instant(last_day_of_2026 + 5 * HOUR // 2), ZONE, language) == said


@pytest.mark.parametrize(
    ("zone", "language", "name"),
    [
        (ZONE, "zh_Hans", "北京时间"),
        (ZONE, "zh_Hant", "北京時間"),
        (ZONE, "en", "Beijing time"),
        ("Asia/Tokyo", "en", "Japan Time"),
    ],
)
def test_a_zone_has_the_name_its_people_use(zone, language, name):
    assert zone_name(zone, language) == name
