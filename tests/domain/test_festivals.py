from datetime import date, timedelta

import pytest

from reunion.domain.festivals import EVE, FIRST_MONTH, festival

NEW_YEAR = date(2027, 2, 6)


@pytest.mark.parametrize(
    ("days", "name"),
    [
        (-2, ""),
        (-1, EVE),
        (0, "New Year's Day"),
        (1, "2nd day of the New Year"),
        (14, "Lantern Festival"),
        (15, ""),
    ],
)
def test_the_days_of_the_festival_are_named(days, name):
    assert festival(NEW_YEAR + timedelta(days)) == name


def test_of_a_year_sixteen_days_are_named():
    year = [festival(date(2027, 1, 1) + timedelta(days)) for days in range(365)]
    assert [name for name in year if name] == [EVE, *FIRST_MONTH]


def test_the_last_day_is_the_eve_also_in_a_month_of_twenty_nine_days():
    assert festival(date(2025, 1, 28)) == EVE
