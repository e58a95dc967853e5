"""The daily sample of links that nobody looked at, and what staff say of them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from reunion.actions.pairing import pair_up
from reunion.actions.ports import Clock, Store
from reunion.actions.ports.reviewing import Checked
from reunion.domain.instants import Instant
from reunion.domain.people import Gathering
from reunion.domain.spotchecks import SAMPLE, Verdict, drawn


def day_of(instant: Instant, zone: str) -> str:
    """The day at the gathering: 2027-02-05."""
    return datetime.fromtimestamp(instant / 1000, UTC).astimezone(ZoneInfo(zone)).date().isoformat()


async def todays(store: Store, gathering: Gathering, *, clock: Clock) -> tuple[Checked, ...]:
    """Today's sample, as far as it was drawn."""
    return await store.reviews.checks(gathering.id, day_of(clock(), gathering.zone))


async def still_to_draw(store: Store, gathering: Gathering, *, clock: Clock) -> tuple[Checked, ...]:
    """What would fill up today's sample: links by lot that stand without a look and were in none."""
    day = day_of(clock(), gathering.zone)
    known = await store.reviews.checks(gathering.id)
    missing = SAMPLE - sum(one.day == day for one in known)
    if missing <= 0:
        return ()
    seen = {(one.worker, one.family) for one in known}
    fresh = [link for link in await store.reviews.linked_ids(gathering.id) if link[:2] not in seen]
    more = drawn(fresh, f"{gathering.id}/{day}", missing)
    return tuple(Checked(worker, family, day, score) for worker, family, score in more)


async def draw(store: Store, gathering: Gathering, *, clock: Clock) -> tuple[Checked, ...]:
    """Draw today's sample, or fill it up; all of it. Drawn by two at once it is the same."""
    await store.reviews.draw(gathering.id, await still_to_draw(store, gathering, clock=clock))
    return await todays(store, gathering, clock=clock)


async def judge(
    store: Store, gathering: str, worker: str, family: str, verdict: Verdict, *, by: str, clock: Clock
) -> None:
    """Say that a link of a sample is right or wrong, or take it back; the link is confirmed or refused with it.

    Raises LookupError for a link that is in no sample, Conflict when somebody decided it otherwise since.
    """
    said = Checked(worker, family, "", 0, verdict, by, clock())
    await store.reviews.judge(gathering, said)
    await pair_up(store, gathering, [worker, family])
