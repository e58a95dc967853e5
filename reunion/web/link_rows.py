"""The rows of the links board: which ones are asked for, and each of them ready to be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from reunion.actions.ports.reviewing import Asked, Filter, Waiting
from reunion.domain.people import Gathering, Registration
from reunion.domain.plans import MatchRow, MatchStanding
from reunion.web.days import clock, day
from reunion.web.forms import Say
from reunion.web.keys import STORE
from reunion.web.link_words import instead
from reunion.web.pages import language_of, say
from reunion.web.staff_comparing import headline, tile

PAGE: Final = 40
"""Links on a screen: two screens of a list, and small enough to be made in a few milliseconds."""
TABS: Final[Mapping[str, tuple[MatchStanding, ...]]] = {
    "review": (MatchStanding.REVIEW,),
    "linked": (MatchStanding.LINKED, MatchStanding.CONFIRMED),
    "refused": (MatchStanding.REFUSED,),
}
FILTERS: Final = ("standing", "township", "village", "rule", "least")
"""What may stand in an address; names and numbers are searched for with POST."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the board was asked for."""

    tab: str
    filter: Filter
    page: int
    fields: Mapping[str, str]
    """The filters as a form has them, without the empty ones and without the words."""

    @property
    def narrowed(self) -> bool:
        """Whether it is a part of the tab only."""
        return bool(self.filter.words) or any(name != "standing" for name in self.fields)


def wanted_of(fields: Mapping[str, str], words: str = "") -> Wanted:
    """Filters of an address or a form; what makes no sense filters nothing."""
    tab = fields.get("standing", "")
    tab = tab if tab in TABS else "review"
    least = _whole(fields.get("least", ""), 100)
    found = Filter(
        TABS[tab],
        township=fields.get("township", "")[:12],
        village=fields.get("village", "").strip()[:40],
        words=words.strip(),
        rule=fields.get("rule", "")[:40],
        least=least * 100,
    )
    kept = {
        "standing": tab,
        "township": found.township,
        "village": found.village,
        "rule": found.rule,
        "least": str(least) if least else "",
    }
    page = max(_whole(fields.get("page", ""), 99_999), 1)
    return Wanted(tab, found, page, {name: value for name, value in kept.items() if value})


def _whole(text: str, most: int) -> int:
    return min(int(text), most) if text.isdecimal() and len(text) < 6 else 0


async def page_of(
    request: web.Request, gathering: Gathering, wanted: Wanted
) -> tuple[list[dict[str, Any]], int]:
    """The tiles of one page, and how many links there are in all."""
    waiting, total = await request.app[STORE].reviews.queue(
        gathering.id, wanted.filter, limit=PAGE, offset=(wanted.page - 1) * PAGE
    )
    return await tiles(request, gathering, waiting), total


async def elsewhere_of(request: web.Request, gathering: Gathering, wanted: Wanted) -> dict[str, int]:
    """How many links the words find in the other tabs; none without words."""
    if not wanted.filter.words:
        return {}
    reviews, words = request.app[STORE].reviews, wanted.filter.words
    found = {
        tab: (await reviews.queue(gathering.id, Filter(standings, words=words), limit=1))[1]
        for tab, standings in TABS.items()
        if tab != wanted.tab
    }
    return {tab: total for tab, total in found.items() if total}


async def tiles(
    request: web.Request, gathering: Gathering, waiting: Sequence[Waiting], *, briefly: bool = False
) -> list[dict[str, Any]]:
    """Each link with both rows side by side, its evidence, who else is thought of, and who was asked.

    `briefly` leaves rows and evidence out: two hundred of them are a tenth of a second of processor time.
    """
    store = request.app[STORE]
    families = sorted({one.match.family for one in waiting})
    rivals: dict[str, list[MatchRow]] = {}
    for row in await store.reviews.rivals(families):
        rivals.setdefault(row.family, []).append(row)
    ids = {id_ for one in waiting for id_ in (one.match.worker, one.match.family)}
    ids |= {row.worker for rows in rivals.values() for row in rows}
    people = await store.registrations.many(sorted(ids))
    towns = {town.code: town.name for town in gathering.home.townships}
    accounts = await _names(request, [one.asked for one in waiting if one.asked])

    def speak(msgid: str) -> str:
        return say(request, msgid)

    shown = headline if briefly else tile
    return [
        shown(one.match, people[one.match.worker], people[one.match.family], towns, speak, one.adds)
        | {
            "asked": _asked(request, gathering, one.asked, accounts),
            "rivals": [
                _rival(row, people[row.worker], speak)
                for row in rivals.get(one.match.family, ())
                if row.worker != one.match.worker and row.worker in people
            ],
        }
        for one in waiting
        # Whoever is erased between the two reads is in none of it.
        if one.match.worker in people and one.match.family in people
    ]


def _rival(row: MatchRow, worker: Registration, speak: Say) -> dict[str, Any]:
    return {
        "worker": row.worker,
        "name": worker.name,
        "number": worker.number,
        "village": worker.village,
        "score": row.score / 100,
        "instead": instead(row, speak),
        "standing": row.standing,
    }


async def _names(request: web.Request, asked: Sequence[Asked]) -> Mapping[str, str]:
    store = request.app[STORE]
    found = {}
    for id_ in {one.by for one in asked}:
        account = await store.accounts.get(id_)
        found[id_] = account.name if account else ""
    return found


def _asked(
    request: web.Request, gathering: Gathering, asked: Asked | None, accounts: Mapping[str, str]
) -> str:
    """Who asked when, as a sentence; empty when nobody did."""
    if asked is None:
        return ""
    language = language_of(request)
    return say(request, "%(name)s asked on %(day)s at %(time)s") % {
        "name": accounts.get(asked.by) or say(request, "Somebody"),
        "day": day(asked.at, gathering.zone, language),
        "time": clock(asked.at, gathering.zone, language),
    }


async def asked_words(request: web.Request, gathering: Gathering, worker: str, family: str) -> list[str]:
    """Every question about one link that stands, the newest first."""
    asked = await request.app[STORE].reviews.asked(gathering.id, worker, family)
    accounts = await _names(request, asked)
    return [_asked(request, gathering, one, accounts) for one in asked]
