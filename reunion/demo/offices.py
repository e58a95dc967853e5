"""What the offices of the demo do: rosters come in, and consents given on paper are recorded."""

from collections.abc import Mapping

from reunion.actions import importing
from reunion.actions.consenting import agree_on_paper
from reunion.actions.importing import Parse
from reunion.actions.ports import Clock, Store
from reunion.actions.running import Stages
from reunion.demo.crowd import Crowd
from reunion.demo.rosters import SIDES, rosters, written_in
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
    store: Store,
    stages: Stages,
    gathering: str,
    crowd: Crowd,
    became: Mapping[str, Registration],
    *,
    by: str,
    clock: Clock,
) -> int:
    """Record the slips of those who signed one; the others stay as the roster left them, not asked."""
    signed = dict.fromkeys(
        became[row.id].id
        for row in (*crowd.workers, *crowd.families)
        if row.source != "web" and row.on_air and row.id in became
    )
    agreed = await agree_on_paper(store, stages, gathering, tuple(signed), by=by, clock=clock)
    return agreed.people
