"""Words that somebody searched for: personal, so an address says a number instead, and here is what it stands for.

They are kept in memory only. After half a day or a restart of the server a page says that its search is kept no more.
"""

import secrets
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from aiohttp import web

from reunion.domain.instants import HOUR, Instant, later
from reunion.web.keys import IDENTITY, NOW

KEPT_HOURS: Final = 12
MOST: Final = 5_000
"""Searches of everybody; a shift of twenty people at their keyboards."""
NAME: Final = "sought"
"""In an address."""


class Sought:
    """Words by whoever searched for them and a number; the oldest leave first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: dict[tuple[str, str], tuple[str, Instant]] = {}

    def keep(self, by: str, words: str, at: Instant) -> str:
        """Their number; the same words of the same account have one."""
        known = (key for key, (kept, _) in self._kept.items() if key[0] == by and kept == words)
        key = next(known, (by, secrets.token_hex(6)))
        self._kept.pop(key, None)
        self._kept[key] = words, at
        self._forget(at)
        return key[1]

    def words(self, by: str, number: str, at: Instant) -> str | None:
        """What that account searched for; None when it is kept no more."""
        self._forget(at)
        found = self._kept.get((by, number))
        return found[0] if found else None

    def _forget(self, now: Instant) -> None:
        begin = later(now, milliseconds=-KEPT_HOURS * HOUR)
        for key, (_, at) in list(self._kept.items()):
            if at >= begin and len(self._kept) <= self._most:
                break
            del self._kept[key]


SOUGHT = web.AppKey("SOUGHT", Sought)


def asked_at(request: web.Request, path: str, words: str, fields: Mapping[str, str]) -> str:
    """The address of a search: these fields, and in place of the words their number."""
    kept = {}
    if words:
        kept = {NAME: request.app[SOUGHT].keep(request[IDENTITY].id, words, request.app[NOW]())}
    query = urlencode({**fields, **kept})
    return f"{path}?{query}" if query else path


def words_asked(request: web.Request) -> str:
    """The words whose number stands in the address; where they are kept no more, it goes on without them."""
    number = request.query.get(NAME, "")
    if not number:
        return ""
    words = request.app[SOUGHT].words(request[IDENTITY].id, number, request.app[NOW]())
    if words is None:
        without = request.rel_url.without_query_params(NAME).update_query(done="sought")
        raise web.HTTPSeeOther(str(without))
    return words
