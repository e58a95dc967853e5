"""Days and hours as people say them: with the weekday and, in Chinese, the festival of the lunar calendar."""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from reunion.domain.instants import Instant
from reunion.web.pages import clock, day


def long_day(instant: Instant, zone: str, language: str) -> str:
    """2月5日星期五（除夕）; without the festival in English."""
    words = day(instant, zone, language)
    name = "" if language == "en" else festival(instant, zone)
    return f"{words}（{name}）" if name else words


def evening(start: Instant, end: Instant, zone: str, language: str) -> str:
    """2月5日星期五（除夕） 20:00–21:30."""
    hours = f"{clock(start, zone, language)}–{clock(end, zone, language)}"
    return f"{long_day(start, zone, language)} {hours}"


def festival(instant: Instant, zone: str) -> str:
    """除夕, 正月初一 … 正月十五, or nothing on other days."""
    local = datetime.fromtimestamp(instant / 1000, UTC).astimezone(ZoneInfo(zone))
    return _festival(local.year, local.month, local.day)


@lru_cache(maxsize=512)
def _festival(year: int, month: int, day_of_month: int) -> str:
    from tyme4py.solar import SolarDay

    lunar = SolarDay.from_ymd(year, month, day_of_month).get_lunar_day()
    found = lunar.get_festival()
    if found is not None and found.get_name() in ("除夕", "元宵节"):
        return str(found.get_name())
    if lunar.get_lunar_month().get_name() == "正月" and lunar.get_day() <= 15:
        return f"正月{lunar.get_name()}"
    return ""
