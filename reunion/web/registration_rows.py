"""The list of registrations: which ones are asked for, by an address or a form, and one page of them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

from reunion.actions.ports import Order, Search
from reunion.domain.filters import TITLE_MOST, WORDS_MOST
from reunion.domain.people import Gathering, Registration, Side, Source, Standing
from reunion.web.keys import STORE
from reunion.web.staff_sections import one, page_number

PAGE: Final = 50
FILTERS: Final = ("side", "township", "consent", "pair", "source", "standing", "sort")
"""What may stand in an address, and so in a bookmark; names and numbers are searched for with POST."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list was asked for."""

    search: Search
    page: int = 1
    fields: Mapping[str, str] = field(default_factory=dict)
    """The filters as an address has them, without those that filter nothing."""

    @property
    def narrowed(self) -> bool:
        """Whether it is a part of the registrations only."""
        return bool(self.search.words) or bool(self.fields.keys() - {"sort"})


def wanted_of(fields: Mapping[str, str], words: str = "") -> Wanted:
    """Filters of an address; what makes no sense filters nothing."""
    side, source, sort = (fields.get(name, "") for name in ("side", "source", "sort"))
    search = Search(
        side=Side(side) if side in list(Side) else None,
        words=words.strip(),
        township=fields.get("township", "")[:12],
        standing=Standing.WITHDRAWN if fields.get("standing") == Standing.WITHDRAWN else Standing.ACTIVE,
        unconsented=fields.get("consent") == "missing",
        unpaired=fields.get("pair") == "missing",
        source=Source(source) if source in list(Source) else None,
        order=Order(sort) if sort in list(Order) else Order.NEWEST,
    )
    kept = {
        "side": search.side,
        "township": search.township,
        "consent": "missing" if search.unconsented else "",
        "pair": "missing" if search.unpaired else "",
        "source": search.source,
        "standing": search.standing if search.standing is Standing.WITHDRAWN else "",
        "sort": search.order if search.order is not Order.NEWEST else "",
    }
    return Wanted(
        search,
        page_number(fields.get("page", "")),
        {name: str(value) for name, value in kept.items() if value},
    )


def asked_by(form: Mapping[str, list[str]]) -> Wanted:
    """The same from a form, where words may stand too."""
    return wanted_of(
        {name: one(form, name, 40) for name in (*FILTERS, "page")}, one(form, "words", WORDS_MOST)
    )


async def found(
    request: web.Request, gathering: Gathering, wanted: Wanted
) -> tuple[tuple[Registration, ...], int]:
    """One page of those that are asked for, and how many there are in all."""
    return await request.app[STORE].registrations.search(
        gathering.id, wanted.search, limit=PAGE, offset=(wanted.page - 1) * PAGE
    )


def list_context(gathering: Gathering, wanted: Wanted, total: int) -> dict[str, Any]:
    """What the list's page shows around its rows."""
    return {
        "total": total,
        "page": wanted.page,
        "pages": max(-(-total // PAGE), 1),
        "first": min((wanted.page - 1) * PAGE + 1, total),
        "last": min(wanted.page * PAGE, total),
        "words": wanted.search.words,
        "filters": wanted.fields,
        "narrowed": wanted.narrowed,
        "title_most": TITLE_MOST,
        "words_most": WORDS_MOST,
        "townships": {town.code: town.name for town in gathering.home.townships},
    }


@dataclass(frozen=True, slots=True)
class Effect:
    """What would become of one registration; `why` says why nothing would."""

    person: Registration
    why: str = ""
    text: str = ""
    """What they would be sent."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """For whom something is done, and how the form wants it."""

    request: web.Request
    gathering: Gathering
    ids: Sequence[str]
    form: Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Deal:
    """Something that is done for many."""

    effects: Callable[[web.Request, Sequence[Registration]], Awaitable[list[Effect]]]
    carry: Callable[[Stroke], Awaitable[str]]
    """Does it; gives what the list's address says then."""
    found_too: bool = True
    """Whether it may be done for all that a search found, or for those that were ticked only."""
