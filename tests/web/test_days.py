import pytest

from reunion.domain.instants import DAY, HOUR, Instant
from reunion.web.days import evening, festival, long_day

EVE = Instant(1_801_828_800_000)
ZONE = "Asia/Shanghai"


@pytest.mark.parametrize(
    ("days", "name"), [(0, "除夕"), (1, "正月初一"), (2, "正月初二"), (15, "元宵节"), (16, ""), (-1, "")]
)
def test_the_days_of_the_festival_are_named(days, name):
    assert festival(Instant(EVE + days * DAY), ZONE) == name


def test_the_day_is_the_one_of_the_gathering_not_of_greenwich():
    assert festival(Instant(EVE - 19 * HOUR), ZONE) == "除夕"


def test_a_day_is_said_with_its_weekday_and_festival():
    assert long_day(EVE, ZONE, "zh_Hans") == "2月5日星期五（除夕）"


def test_in_english_there_is_no_lunar_day():
    assert "除夕" not in long_day(EVE, ZONE, "en")


def test_an_evening_has_its_hours():
    assert evening(EVE, Instant(EVE + HOUR), ZONE, "zh_Hans") == "2月5日星期五（除夕） 20:00–21:00"
