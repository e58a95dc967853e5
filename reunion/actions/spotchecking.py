"""The daily sample of links that nobody looked at, and what staff say of them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from reunion.actions.pairing import decide
from reunion.actions.ports import Clock, Store
from reunion.actions.ports.reviewing import Checked
from reunion.domain.instants import Instant
from reunion.domain.people import Gathering
from reunion.domain.plans import MatchStanding
from reunion.domain.spotchecks import SAMPLE, Verdict, drawn

_BECOMES: Final = {
    Verdict.RIGHT: MatchStanding.CONFIRMED,
    Verdict.WRONG: MatchStanding.REFUSED,
    Verdict.OPEN: MatchStanding.LINKED,
}


def day_of(instant: Instant, zone: str) -> str:
    """The day at the gathering: 2027-02-05."""
    return datetime.fromtimestamp(instant / 1000, UTC).astimezone(ZoneInfo(zone)).date().isoformat()


async def todays(store: Store, gathering: Gathering, *, clock: Clock) -> tuple[Checked, ...]:
    """Today's sample, drawn when it is first asked for, and filled up while there are links that were in none."""
    day = day_of(clock(), gathering.zone)
    known = await store.reviews.checks(gathering.id)
    today = [one for one in known if one.day == day]
    if len(today) < SAMPLE:
        seen = {(one.worker, one.family) for one in known}
        fresh = [link for link in await store.reviews.linked_ids(gathering.id) if link[:2] not in seen]
        more = drawn(fresh, f"{gathering.id}/{day}", SAMPLE - len(today))
        if more:
            await store.reviews.put_checks(
                gathering.id, [Checked(worker, family, day, score) for worker, family, score in more]
            )
            return await store.reviews.checks(gathering.id, day)
    return tuple(today)


async def judge(
    store: Store, gathering: str, worker: str, family: str, verdict: Verdict, *, by: str, clock: Clock
) -> Checked:
    """Say that a link of a sample is right or wrong, or take it back; the link is confirmed or refused with it.

    Raises LookupError for a link that is in no sample.
    """
    known = await store.reviews.checks(gathering)
    found = next((one for one in known if (one.worker, one.family) == (worker, family)), None)
    if found is None:
        raise LookupError(worker)
    await decide(store, gathering, [(worker, family, _BECOMES[verdict])], by=by, clock=clock)
    said = replace(found, verdict=verdict, by=by, at=clock())
    await store.reviews.put_checks(gathering, [said])
    return said
