"""Bringing a roster in: look at it first, then take it; the same file again changes nothing."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from reunion.actions.ports import Added, Clock, Deed, NewRegistration, Store, Upload
from reunion.actions.registering import Note
from reunion.domain.codes import make_code
from reunion.domain.instants import DAY, Instant, later
from reunion.domain.people import Gathering, Registration, Side, Source
from reunion.domain.rosters import Draft, Roster, row_key

KEPT_DAYS: Final = 7
"""A kept file holds everybody on it, also who withdraws; refused rows are mended within days."""
AT_ONCE: Final = 20
"""Rows in one change: some 4 ms of the writer, and a TAKE waits no longer."""
Told = Callable[[int], None]
"""Hears how many rows are stored."""
Parse = Callable[[Upload, Gathering], Awaitable[Roster]]
"""Reads the rows of the file, in a thread: it is a second of processor time."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A roster that waits for its import to be confirmed."""

    upload: Upload
    roster: Roster


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import came to."""

    taken: int
    """New registrations."""
    unchanged: int
    """Rows that stood there already."""
    refused: int
    registrations: tuple[Registration, ...]
    """One for each row that was not refused, in the order of the file."""


async def preview(
    store: Store,
    gathering: Gathering,
    side: Side,
    filename: str,
    data: bytes,
    *,
    parse: Parse,
    by: str,
    clock: Clock,
) -> Preview:
    """Read the file and keep it, sealed, until it is confirmed; what `parse` raises comes through."""
    upload = Upload(secrets.token_hex(16), gathering.id, side, filename[-200:], by, clock(), data)
    roster = await parse(upload, gathering)
    await store.uploads.drop_older(gathering.id, later(upload.at, milliseconds=-KEPT_DAYS * DAY))
    await store.uploads.put(upload)
    return Preview(upload, roster)


async def look_again(store: Store, gathering: Gathering, upload: str, *, parse: Parse) -> Preview:
    """The preview of a file that is kept; raises LookupError when it is not there or another gathering's."""
    kept = await store.uploads.get(upload)
    if kept is None or kept.gathering != gathering.id or kept.side is None:
        raise LookupError(upload)
    return Preview(kept, await parse(kept, gathering))


async def confirm(
    store: Store, gathering: Gathering, upload: str, *, parse: Parse, by: str, clock: Clock
) -> ImportResult:
    """Take every row of a kept file that is not refused; the refused ones stay in it."""
    looked = await look_again(store, gathering, upload, parse=parse)
    return await bring_in(store, gathering, looked, by=by, clock=clock)


async def bring_in(
    store: Store,
    gathering: Gathering,
    looked: Preview,
    *,
    by: str,
    clock: Clock,
    note: Note = lambda _: None,
    told: Told = lambda _: None,
) -> ImportResult:
    """The same for a file that was read."""
    result = await take(store, gathering, looked.roster, by=by, clock=clock, note=note, told=told)
    if not result.refused:
        await store.uploads.drop(looked.upload.id)
    return result


async def take(
    store: Store,
    gathering: Gathering,
    roster: Roster,
    *,
    by: str,
    clock: Clock,
    note: Note = lambda _: None,
    told: Told = lambda _: None,
) -> ImportResult:
    """Take the rows of a roster that was read, a few in one change, so that nobody waits behind it.

    What was cut off is finished by the same roster again: the rows that stand are known by their keys.
    """
    now = clock()
    rows = [row.draft for row in roster.accepted]
    added: list[Added] = []
    for start in range(0, len(rows), AT_ONCE):
        new = [
            NewRegistration(registration_of(draft, gathering.id, now), row_key=row_key(draft))
            for draft in rows[start : start + AT_ONCE]
        ]
        these = await store.registrations.add(new)
        for one in these:
            note(one.registration)
        added += these
        told(len(added))
    fresh = sum(one.fresh for one in added)
    result = ImportResult(
        fresh, len(added) - fresh, len(roster.rejected), tuple(one.registration for one in added)
    )
    details = {"side": roster.side, "taken": fresh, "unchanged": result.unchanged, "refused": result.refused}
    await store.audit.record(Deed(gathering.id, by, now, "import", gathering.id, details))
    return result


def registration_of(draft: Draft, gathering: str, now: Instant) -> Registration:
    """The registration of a row: with an id and an invite code of its own, agreed to nothing yet."""
    return Registration(
        id=f"r-{secrets.token_hex(8)}",
        gathering=gathering,
        side=draft.side,
        number=0,
        name=draft.name,
        phones=draft.phones,
        gender=draft.gender,
        township=draft.township,
        village=draft.village,
        group=draft.group,
        place=draft.place,
        others=draft.others,
        relation=draft.relation,
        code_given=draft.code_given,
        invite_code=draft.own_code or make_code(secrets.token_bytes(16)),
        persons=draft.persons,
        dialect=draft.dialect,
        years_away=draft.years_away,
        story=draft.story,
        message=draft.message,
        source=Source.ROSTER,
        created=now,
    )
