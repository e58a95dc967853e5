"""The days around the lunar new year, by their names."""

from datetime import date
from functools import lru_cache
from typing import Final

EVE: Final = "New Year's Eve"
FIRST_MONTH: Final = (
    "New Year's Day",
    "2nd day of the New Year",
    "3rd day of the New Year",
    "4th day of the New Year",
    "5th day of the New Year",
    "6th day of the New Year",
    "7th day of the New Year",
    "8th day of the New Year",
    "9th day of the New Year",
    "10th day of the New Year",
    "11th day of the New Year",
    "12th day of the New Year",
    "13th day of the New Year",
    "14th day of the New Year",
    "Lantern Festival",
)


@lru_cache(maxsize=512)
def festival(on: date) -> str:
    """The msgid of the day's name: New Year's Eve and the first fifteen days; empty on other days."""
    from tyme4py.solar import SolarDay

    lunar = SolarDay.from_ymd(on.year, on.month, on.day).get_lunar_day()
    found = lunar.get_festival()
    if found is not None and found.get_name() == "除夕":
        return EVE
    first = lunar.get_lunar_month().get_name() == "正月" and lunar.get_day() <= len(FIRST_MONTH)
    return FIRST_MONTH[lunar.get_day() - 1] if first else ""
