"""Importing in the background: a roster's rows are taken and linked, and the page says how far it is."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from traceback import extract_tb
from typing import Final

import structlog
from aiohttp import web

from reunion.actions.importing import Preview, bring_in
from reunion.actions.linking import Linking
from reunion.actions.pairing import LinkCounts
from reunion.actions.ports import NotSaved
from reunion.domain.people import Gathering
from reunion.web.keys import LINKING, NOW, STORE

AT_ONCE_S: Final = 1.0
"""What is done by then is shown without a page in between."""
LINKED_WITHIN_S: Final = 600.0
"""A roster of 10,000 is linked in half a minute; in a rush of sign-ups it waits for them."""
KEPT: Final = 50
"""Imports that are over and can still be looked at."""
NOT_SAVED: Final = (
    "Not everything could be stored. Import the same file again: only what is missing is added."
)
log = structlog.get_logger("reunion.importing")


@dataclass(slots=True)
class Import:
    """One import under way or over."""

    gathering: str
    filename: str
    rows: int
    stored: int = 0
    left: int = 0
    """People and families still to be looked at for links."""
    most: int = 0
    taken: int = 0
    unchanged: int = 0
    refused: int = 0
    links: LinkCounts | None = None
    wrong: str = ""
    task: asyncio.Task[None] | None = field(default=None, repr=False)

    @property
    def running(self) -> bool:
        """Whether it is still at it."""
        return self.task is not None and not self.task.done()

    @property
    def percent(self) -> int:
        """How far it is: storing and linking are half each."""
        linked = 1 - self.left / self.most if self.most else 0.0
        return min(99, int(50 * self.stored / max(1, self.rows) + 50 * linked))


IMPORTS: web.AppKey[dict[str, Import]] = web.AppKey("IMPORTS", dict)
"""The latest imports, by upload."""


async def begin_import(app: web.Application, gathering: Gathering, looked: Preview, by: str) -> Import:
    """Start it, or give back the one that is running; waits a moment for a short one to be over."""
    imports = app[IMPORTS]
    job = imports.get(looked.upload.id)
    if job is None or not job.running:
        _forget_the_oldest(imports)
        job = imports[looked.upload.id] = Import(
            gathering.id, looked.upload.filename, len(looked.roster.accepted)
        )
        job.task = asyncio.create_task(_run(app, gathering, looked, by, job))
    if job.task is not None:
        await asyncio.wait([job.task], timeout=AT_ONCE_S)
    return job


def _forget_the_oldest(imports: dict[str, Import]) -> None:
    over = [upload for upload, job in imports.items() if not job.running]
    for upload in over[:-KEPT]:
        del imports[upload]


async def _run(app: web.Application, gathering: Gathering, looked: Preview, by: str, job: Import) -> None:
    linking = app[LINKING]

    def told(stored: int) -> None:
        job.stored = stored

    try:
        result = await bring_in(
            app[STORE],
            gathering,
            looked,
            by=by,
            clock=app[NOW],
            note=lambda person: linking.note(person, in_bulk=True),
            told=told,
        )
        job.taken, job.unchanged, job.refused = result.taken, result.unchanged, result.refused
        await _linked(linking, job)
        counts = await app[STORE].gatherings.counts(gathering.id)
        job.links = LinkCounts(counts["linked"], counts["review"], counts["pairs"])
    except NotSaved:
        job.wrong = NOT_SAVED
    except Exception as failure:  # noqa: BLE001 - nobody awaits this task: the page must say it
        job.wrong = NOT_SAVED
        _record(gathering.id, failure)


async def _linked(linking: Linking, job: Import) -> None:
    """Follow the linking to its end, or as long as anybody looks on; the rest is linked when the rush is over."""
    with suppress(TimeoutError):
        async with asyncio.timeout(LINKED_WITHIN_S):
            async for left in linking.left(job.gathering):
                job.left, job.most = left, max(job.most, left)


def _record(gathering: str, failure: Exception) -> None:
    """The words of an error may quote a row; its kind and its place never do."""
    place = " ".join(f"{one.name}:{one.lineno}" for one in extract_tb(failure.__traceback__))
    log.error("import failed", gathering=gathering, kind=type(failure).__name__, place=place)


async def stop_imports(app: web.Application) -> None:
    """End every import; the same file again finishes it."""
    tasks = [job.task for job in app[IMPORTS].values() if job.task is not None]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
