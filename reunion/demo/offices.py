"""What the offices of the demo do: rosters come in, and consents given on paper are recorded."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from reunion.actions import importing
from reunion.actions.importing import Parse
from reunion.actions.ports import Clock, Store
from reunion.actions.registering import CONSENT_VERSION
from reunion.demo.crowd import Crowd
from reunion.demo.rosters import SIDES, rosters, written_in
from reunion.domain.consent import Channel, Consent, Given, Purpose
from reunion.domain.people import Gathering, Registration


async def bring_rosters(
    store: Store, crowd: Crowd, gathering: Gathering, *, parse: Parse, by: str, clock: Clock
) -> dict[str, Registration]:
    """Preview and confirm every roster; the crowd's row id to what became of it, refused rows left out."""
    became: dict[str, Registration] = {}
    for filename, data in rosters(crowd).items():
        looked = await importing.preview(
            store, gathering, SIDES[filename], filename, data, parse=parse, by=by, clock=clock
        )
        result = await importing.confirm(store, gathering, looked.upload.id, parse=parse, by=by, clock=clock)
        rows = written_in(filename, crowd)
        (table,) = looked.roster.tables
        for accepted, registration in zip(looked.roster.accepted, result.registrations, strict=True):
            became[rows[accepted.row - table.header_row - 1].id] = registration
    return became


async def record_paper(
    store: Store, crowd: Crowd, became: Mapping[str, Registration], *, by: str, clock: Clock
) -> int:
    """Record the slips of those who signed one; the others stay as the roster left them, not asked."""
    now = clock()
    given = {purpose: Given(CONSENT_VERSION, Channel.PAPER, now) for purpose in Purpose}
    signed = [
        replace(became[row.id], consent=Consent(given), revision=became[row.id].revision + 1)
        for row in (*crowd.workers, *crowd.families)
        if row.on_air and row.id in became and not became[row.id].consent.given
    ]
    # A row that stands twice in the rosters became one registration: its slip is recorded once.
    once = {registration.id: registration for registration in signed}
    await asyncio.gather(
        *(store.registrations.put(one, by=by, at=now, action="consent-paper") for one in once.values())
    )
    return len(once)
