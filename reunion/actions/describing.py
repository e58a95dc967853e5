"""What a gathering is called, where its people come from and how long they are kept: changing it later."""

from dataclasses import fields
from typing import Final

from reunion.actions.arranging import Impossible
from reunion.actions.ports import Clock, Deed, Search, Store
from reunion.domain.instants import DAY
from reunion.domain.people import Gathering

KEPT_DAYS_MOST: Final = 730
"""Two seasons: longer there is no purpose for which people agreed."""


async def describe(
    store: Store, before: Gathering, after: Gathering, *, by: str, clock: Clock
) -> tuple[str, ...]:
    """Store a changed gathering and record which of its fields changed; gives their names.

    Raises Impossible: for a township that is gone and has sign-ups or a volunteer, for a day of erasure that
    has passed, is before the last show or too far. Raises Conflict when somebody stored another change meanwhile.
    """
    changed = tuple(
        one.name for one in fields(after) if getattr(before, one.name) != getattr(after, one.name)
    )
    if not changed:
        return ()
    if "keep_until" in changed:
        await _look_at_day(store, after, clock)
    await _look_at_townships(store, before, after)
    await store.gatherings.change(before, after)
    await store.audit.record(Deed(after.id, by, clock(), "settings", after.id, {"changed": list(changed)}))
    return changed


async def _look_at_day(store: Store, after: Gathering, clock: Clock) -> None:
    now = clock()
    if after.keep_until <= now:
        raise Impossible("That day has passed: the next purge would erase everybody. Choose a later one.")
    if after.keep_until > now + KEPT_DAYS_MOST * DAY:
        raise Impossible("People's data are kept for at most %(days)d days from now.", days=KEPT_DAYS_MOST)
    shows = await store.shows.every(after.id)
    late = next((head for head in shows if head.planned_end > after.keep_until), None)
    if late is not None:
        raise Impossible(
            "“%(show)s” is after that day: the data must be there until it is over.", show=late.title
        )


async def _look_at_townships(store: Store, before: Gathering, after: Gathering) -> None:
    stays = {town.code for town in after.home.townships}
    for town in before.home.townships:
        if town.code in stays:
            continue
        _, count = await store.registrations.search(after.id, Search(township=town.code), limit=1, offset=0)
        if count:
            raise Impossible(
                "%(count)d sign-ups are from %(town)s: keep its line with the code %(code)s. "
                "You may rename it.",
                count=count,
                town=town.name,
                code=town.code,
            )
        for account in await store.accounts.every():
            if account.gathering == after.id and account.township == town.code:
                raise Impossible(
                    "The volunteer %(name)s is in %(town)s: keep its line with the code %(code)s.",
                    name=account.name,
                    town=town.name,
                    code=town.code,
                )
