"""One person who registered twice: merged, called two people, and taken back. Nothing is deleted."""

import secrets

from reunion.actions.ports import Clock, Store
from reunion.actions.ports.reviewing import Batch
from reunion.actions.registering import Note
from reunion.actions.reviewing import pair_anew, parted_before, people_of
from reunion.domain.doubles import DoubleStanding, ordered


async def merge(
    store: Store,
    gathering: str,
    one: str,
    other: str,
    *,
    by: str,
    clock: Clock,
    note: Note = lambda _: None,
) -> Batch:
    """Say that two registrations of one side are one person's; the batch takes it back.

    Two workers: what waits for review between one of them and a family of the other is confirmed with it. Merged
    already: the batch that did it. Raises LookupError for people who are not there or of different sides.
    """
    asked = Batch(secrets.token_hex(8), gathering, by, clock())
    batch = await store.reviews.merge(asked, *ordered(one, other))
    await pair_anew(store, gathering, people_of(batch), parted_before(batch), note)
    return batch


async def say_of_two(
    store: Store,
    gathering: str,
    one: str,
    other: str,
    standing: DoubleStanding,
    *,
    by: str,
    clock: Clock,
    note: Note = lambda _: None,
) -> None:
    """Call two registrations two people (`apart`), or take back what was said (`review`).

    A merge goes back with the links it confirmed; `note` has those looked at anew that nobody decided. Raises
    LookupError.
    """
    two = ordered(one, other)
    people = await store.reviews.say_of_two(gathering, two, standing, by=by, at=clock())
    await pair_anew(store, gathering, sorted(people), two, note)
