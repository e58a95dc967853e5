"""Instants as people of a zone read them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from reunion.domain.faults import Say
from reunion.domain.festivals import festival
from reunion.domain.instants import SECOND, Instant

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def local_time(instant: Instant, zone: str) -> datetime:
    """The instant as a clock and calendar of that zone show it."""
    return (_EPOCH + timedelta(milliseconds=instant)).astimezone(ZoneInfo(zone))


def day(instant: Instant, zone: str, say: Say) -> str:
    """2027-02-05 周五."""
    moment = local_time(instant, zone)
    return f"{moment:%Y-%m-%d} {say(_WEEKDAYS[moment.weekday()])}"


def festive_day(instant: Instant, zone: str, say: Say) -> str:
    """2027-02-05 周五 除夕."""
    name = festival(local_time(instant, zone).date())
    return f"{day(instant, zone, say)} {say(name)}" if name else day(instant, zone, say)


def clock(instant: Instant | None, zone: str) -> str:
    """19:30:00, empty for nothing."""
    return "" if instant is None else f"{local_time(instant, zone):%H:%M:%S}"


def span(seconds: int) -> str:
    """Minutes and seconds: 150 → 2:30, below nothing −0:30."""
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'−' if seconds < 0 else ''}{minutes}:{rest:02d}"


def seconds_between(start: Instant, end: Instant) -> int:
    """Whole seconds from one instant to another, rounded to the nearest."""
    return round((end - start) / SECOND)
