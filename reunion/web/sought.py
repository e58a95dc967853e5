"""Words that somebody searched for: personal, so an address says a number instead, and here is what it stands for.

They are kept in memory only. After half a day or a restart of the server a page says that its search is kept no more.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from aiohttp import web

from reunion.domain.instants import HOUR, Instant, later
from reunion.web.keys import IDENTITY, NOW

KEPT_HOURS: Final = 12
MOST: Final = 250
"""Searches of one account; a shift at the keyboard."""
NAME: Final = "sought"
"""In an address."""


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody searched for, and whom that has shown since."""

    words: str
    at: Instant
    shown: set[str] = field(default_factory=set)
    """Ids of people; grows with what its address shows."""


class Sought:
    """Words by whoever searched for them and a number; of those of one account the oldest leave first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: dict[str, dict[str, Search]] = {}

    def keep(self, by: str, words: str, at: Instant) -> str:
        """Their number; the same words of the same account have one."""
        mine = self._kept.setdefault(by, {})
        same = (number for number, search in mine.items() if search.words == words)
        number = next(same, secrets.token_hex(6))
        mine.pop(number, None)
        mine[number] = Search(words, at)
        self._forget(at)
        return number

    def of(self, by: str, number: str, at: Instant) -> Search | None:
        """What that account searched for; None when it is kept no more."""
        self._forget(at)
        return self._kept.get(by, {}).get(number)

    def _forget(self, now: Instant) -> None:
        begin = later(now, milliseconds=-KEPT_HOURS * HOUR)
        for by, mine in list(self._kept.items()):
            for number, search in list(mine.items()):
                if search.at >= begin and len(mine) <= self._most:
                    break
                del mine[number]
            if not mine:
                del self._kept[by]


SOUGHT = web.AppKey("SOUGHT", Sought)


def asked_at(request: web.Request, path: str, words: str, fields: Mapping[str, str]) -> str:
    """The address of a search: these fields, and in place of the words their number."""
    kept = {}
    if words:
        kept = {NAME: request.app[SOUGHT].keep(request[IDENTITY].id, words, request.app[NOW]())}
    query = urlencode({**fields, **kept})
    return f"{path}?{query}" if query else path


def words_asked(request: web.Request, without: str = "") -> str:
    """The words whose number stands in the address; where they are kept no more, it goes on without them.

    To the path `without`, where everybody must not be shown in place of those who were searched for.
    """
    search = search_asked(request, without)
    return search.words if search else ""


def search_asked(request: web.Request, without: str = "") -> Search | None:
    """The search whose number stands in the address, if any; one that is kept no more as in `words_asked`."""
    number = request.query.get(NAME, "")
    if not number:
        return None
    search = request.app[SOUGHT].of(request[IDENTITY].id, number, request.app[NOW]())
    if search is None:
        asked = request.rel_url.without_query_params(NAME).update_query(done="sought")
        raise web.HTTPSeeOther(str(asked.with_path(without, keep_query=True) if without else asked))
    return search
