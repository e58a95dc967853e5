"""The lists there are to take away: the forms each comes in, what stands in it, and who writes it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from reunion.actions import exporting, reporting, scripting
from reunion.actions.dating import dated
from reunion.actions.ports import Clock, Store
from reunion.domain.faults import Say, Unfit
from reunion.domain.lists import CallSheet, Cover, RundownList
from reunion.domain.people import Gathering
from reunion.exports import lists
from reunion.exports.notices import notices, with_notices
from reunion.exports.ontime import ontime
from reunion.exports.pages import Exported, Form
from reunion.exports.programmes import programme


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list somebody asks for."""

    store: Store
    gathering: Gathering
    reader: exporting.Reader
    say: Say
    clock: Clock
    show: str = ""
    """One show, or all."""
    site: str = ""
    """Address of our pages, for QR codes."""

    @property
    def cover(self) -> Cover:
        """What stands above and below it."""
        return exporting.cover_of(self.gathering, self.reader, self.clock())


Found = tuple[Any, int]
"""What the list is made of, and how many rows that is."""
Write = Callable[[Any, Cover, Form, Say], Exported]


@dataclass(frozen=True, slots=True)
class Offer:
    """One kind of list."""

    forms: tuple[Form, ...]
    find: Callable[[Wanted, Form], Awaitable[Found]]
    write: Write
    of_shows: bool = True
    """Whether it can be had of one show alone."""


async def written(wanted: Wanted, kind: str, form: Form) -> Exported:
    """A list as a file, put on record first; raises Unfit for a form it does not have."""
    offer = OFFERS[kind]
    if form not in offer.forms:
        raise Unfit("no-form", forms="、".join(offer.forms))
    parts, rows = await offer.find(wanted, form)
    await exporting.record_export(
        wanted.store, wanted.gathering.id, kind, form, wanted.reader, rows=rows, clock=wanted.clock
    )
    return await asyncio.to_thread(offer.write, parts, wanted.cover, form, wanted.say)


async def village_sheets(wanted: Wanted) -> tuple[CallSheet, ...]:
    """The call sheets of the reader's villages, each with its text for the loudspeaker."""
    found = await exporting.callsheets(wanted.store, wanted.gathering, wanted.reader, wanted.say, wanted.show)
    return with_notices(found, wanted.cover, wanted.say)


async def _rundowns(wanted: Wanted, form: Form) -> Found:
    shows = await _shows(wanted)
    return (await dated(wanted.store, wanted.gathering, shows) if form is Form.ICS else shows), _rows(shows)


async def _shows(wanted: Wanted) -> tuple[RundownList, ...]:
    return await exporting.rundowns(wanted.store, wanted.gathering, wanted.reader, wanted.show)


async def _scripts(wanted: Wanted, _: Form) -> Found:
    shows = await scripting.scripts(wanted.store, wanted.gathering, wanted.show)
    return shows, _rows(shows)


async def _callsheets(wanted: Wanted, _: Form) -> Found:
    sheets = await village_sheets(wanted)
    return sheets, sum(len(one.calls) for one in sheets)


async def _guests(wanted: Wanted, _: Form) -> Found:
    if not wanted.site:
        raise Unfit("no-address")
    found = await scripting.guests(wanted.store, wanted.gathering, wanted.reader, wanted.site, wanted.show)
    return found, len(found)


async def _contacts(wanted: Wanted, _: Form) -> Found:
    (found,) = await exporting.contacts(wanted.store, wanted.gathering, wanted.reader, wanted.say)
    return found, len(found.rows)


async def _as_run(wanted: Wanted, _: Form) -> Found:
    runs = await reporting.as_run(wanted.store, wanted.gathering, wanted.show)
    return runs, _rows(runs)


def _rows(shows: Sequence[Any]) -> int:
    return sum(len(show.rows) for show in shows)


def _script(parts: Any, cover: Cover, form: Form, say: Say) -> Exported:
    # the library of documents takes a tenth of a second and 20 MB to load: only who wants one pays
    from reunion.exports.scripts import script

    return script(parts, cover, form, say)


def _badges(parts: Any, cover: Cover, form: Form, say: Say) -> Exported:
    from reunion.exports.badges import badges

    return badges(parts, cover, form, say)


OFFERS: Final[Mapping[str, Offer]] = {
    "rundown": Offer((Form.XLSX, Form.CSV, Form.ICS, Form.JSON), _rundowns, lists.rundown),
    "script": Offer((Form.DOCX,), _scripts, _script),
    "programme": Offer((Form.XLSX, Form.CSV), _rundowns, programme),
    "callsheets": Offer((Form.XLSX, Form.CSV, Form.JSON), _callsheets, lists.callsheets),
    "notices": Offer((Form.ZIP, Form.TXT), _callsheets, notices),
    "badges": Offer((Form.DOCX, Form.XLSX), _guests, _badges),
    "contacts": Offer((Form.XLSX, Form.CSV, Form.JSON), _contacts, lists.contacts, of_shows=False),
    "asrun": Offer((Form.XLSX, Form.CSV, Form.JSON), _as_run, lists.asrun),
    "ontime": Offer((Form.JSON,), _rundowns, ontime),
}
"""By the word that the shell and the page call it."""
