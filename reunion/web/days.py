"""Days and hours as people say them: in the gathering's zone, with the weekday and the day's lunar name."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_time, get_timezone_name

from reunion.domain.festivals import festival
from reunion.domain.instants import MINUTE, Instant
from reunion.web.locale import DEFAULT, translations

BEIJING: Final = frozenset({"Asia/Shanghai", "Asia/Chongqing", "Asia/Chungking", "Asia/Harbin", "PRC"})
MINUTES_KEPT: Final = 4096
"""The minutes of some evenings: a board says hundreds of times, and the same ones with each look."""


def clock(instant: int, zone: str, language: str = DEFAULT) -> str:
    """Hour and minute: 20:15."""
    return _clock(instant // MINUTE * MINUTE, zone, language)


@lru_cache(maxsize=MINUTES_KEPT)
def _clock(minute: int, zone: str, language: str) -> str:
    return str(format_time(_local(minute, zone), "HH:mm", locale=language))


def day(instant: int, zone: str, language: str = DEFAULT) -> str:
    """2月5日星期五, Friday 5 February 2027."""
    return _day(instant // MINUTE * MINUTE, zone, language)


@lru_cache(maxsize=MINUTES_KEPT)
def _day(minute: int, zone: str, language: str) -> str:
    pattern = "EEEE d MMMM y" if language == "en" else "M月d日EEEE"
    return str(format_datetime(_local(minute, zone), pattern, locale=language))


def long_day(instant: int, zone: str, language: str = DEFAULT) -> str:
    """2月5日星期五（除夕）, Friday 5 February 2027, New Year's Eve."""
    name = festival(_local(instant, zone).date())
    words = day(instant, zone, language)
    if not name:
        return words
    say = translations(language).gettext
    return say("%(day)s, %(festival)s") % {"day": words, "festival": say(name)}


def hours(start: Instant, end: Instant, zone: str, language: str = DEFAULT) -> str:
    """20:00–21:30; 22:00–次日00:30 over midnight."""
    span = {"start": clock(start, zone, language), "end": clock(end, zone, language)}
    if _local(start, zone).date() == _local(end, zone).date():
        return "{start}–{end}".format(**span)
    return translations(language).gettext("%(start)s–%(end)s the day after") % span


def evening(start: Instant, end: Instant, zone: str, language: str = DEFAULT) -> str:
    """2月5日星期五（除夕） 20:00–21:30."""
    return f"{long_day(start, zone, language)} {hours(start, end, zone, language)}"


def zone_name(zone: str, language: str = DEFAULT) -> str:
    """北京时间, Beijing time; other zones as their readers call them."""
    if zone in BEIJING:
        return translations(language).gettext("Beijing time")
    return str(get_timezone_name(ZoneInfo(zone), locale=language))


def _local(instant: int, zone: str) -> datetime:
    return datetime.fromtimestamp(instant / 1000, UTC).astimezone(ZoneInfo(zone))
