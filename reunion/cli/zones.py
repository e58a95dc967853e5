"""The zone of a show's gathering, as its public schedule names it."""

import json
from datetime import tzinfo
from http.client import HTTPException
from typing import Final
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen
from zoneinfo import ZoneInfo

SCHEDULE_MOST: Final = 16 * 1024 * 1024
SCHEDULE_S: Final = 10.0


def schedule_of(address: str) -> str:
    """The public schedule beside a show's socket; it names the gathering's zone."""
    parts = urlsplit(address)
    scheme = {"ws": "http", "wss": "https"}[parts.scheme]
    path = parts.path.removesuffix("/screen/socket") + "/schedule.json"
    return urlunsplit((scheme, parts.netloc, path, "", ""))


def zone_at(url: str) -> tzinfo | None:
    """The zone that a schedule in the frab schema names; None when it cannot be had."""
    try:
        with urlopen(url, timeout=SCHEDULE_S) as answer:  # noqa: S310 - http or https, by schedule_of
            schedule = json.loads(answer.read(SCHEDULE_MOST))
        return ZoneInfo(schedule["schedule"]["conference"]["time_zone_name"])
    except (OSError, HTTPException, ValueError, LookupError, TypeError):
        return None
