"""Several changes of the line at once, as a proposal has them: decided, stored and taken back as one."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final

from reunion.domain.commands import Arrange
from reunion.domain.entries import Arranged
from reunion.domain.instants import Instant
from reunion.domain.refusal import Refused
from reunion.domain.rundown import AHEAD, PARKED, Item, Kind, Show, State

ORDERED_MOST: Final = 64
"""So many items at most stand in one new order; a proposal touches the next few."""
FILLER_S: Final = (5, 3600)
"""A filler is never shorter or longer."""


def arrange(show: Show, command: Arrange, now: Instant, lengths: tuple[int, int]) -> Arranged:
    """The entry that puts the line as the command has it, whole or not at all; `lengths` are an item's least and
    most seconds. Raises Refused when one part of it may not be."""
    if command.rundown_revision != show.order_revision:
        raise Refused("rundown-changed")
    named = (*command.order, *command.parked)
    if len(set(named)) != len(named) or len(command.order) > ORDERED_MOST:
        raise Refused("malformed")
    for key in command.order:
        _may_come(show, key)
    for key in command.parked:
        _waits(show, key)
    for key, seconds in command.lengths:
        _fits(_item(show, key), seconds, lengths)
    if command.filler and not FILLER_S[0] <= command.filler_s <= FILLER_S[1]:
        raise Refused("malformed")
    if not named and not command.lengths and not command.filler:
        raise Refused("malformed")
    # The revision makes the id unique even after the filler was taken back.
    filler = f"it-r{show.revision + 1}" if command.filler else ""
    return Arranged(now, command.order, command.parked, command.lengths, filler, command.filler_s)


def arranged(show: Show, entry: Arranged) -> dict[str, Any]:
    """What the entry changes of the show.

    Unlike a move by hand it leaves everybody the earliest time they were told: no proposal goes below it.
    """
    items = dict(show.items)
    for key, seconds in entry.lengths:
        items[key] = replace(items[key], seconds=items[key].seconds + seconds)
    for key in entry.parked:
        items[key] = replace(items[key], state=State.SKIPPED)
    for key in entry.order:
        if items[key].state in PARKED:
            items[key] = _recalled(items[key])
    standby = show.standby
    if standby is not None and (
        standby in entry.parked or (*entry.order, standby)[0] != standby or entry.item
    ):
        if standby not in entry.parked:
            items[standby] = replace(items[standby], state=State.PLANNED)
        standby = None
    head = entry.order
    if entry.item:
        planned = next((items[key].planned for key in head), show.planned_end)
        items[entry.item] = Item(entry.item, Kind.SEGMENT, entry.seconds, planned)
        head = (entry.item, *head)
    order = _headed(show.order, head, {key for key, row in items.items() if row.state in AHEAD})
    found: dict[str, Any] = {"items": items, "standby": standby}
    return found if order == show.order else {**found, "order": order}


def _recalled(row: Item) -> Item:
    return replace(row, state=State.PLANNED, started=None, ended=None, held_ms=0, earliest=Instant(0))


def _headed(order: tuple[str, ...], head: tuple[str, ...], ahead: Collection[str]) -> tuple[str, ...]:
    """`order` with `head` before whatever else is still to come."""
    rest = [key for key in order if key not in head]
    at = next((number for number, key in enumerate(rest) if key in ahead), len(rest))
    return (*rest[:at], *head, *rest[at:])


def _item(show: Show, key: str) -> Item:
    item = show.items.get(key)
    if item is None:
        raise Refused("unknown-item")
    return item


def _may_come(show: Show, key: str) -> None:
    state = _item(show, key).state
    if state not in AHEAD and state not in PARKED:
        raise Refused("on-air" if state is State.ON_AIR else "past-item")
    if key in show.barred:
        raise Refused("not-consented")


def _waits(show: Show, key: str) -> None:
    state = _item(show, key).state
    if state not in AHEAD:
        raise Refused("on-air" if state is State.ON_AIR else "past-item")


def _fits(item: Item, seconds: int, lengths: tuple[int, int]) -> None:
    if item.state not in AHEAD and item.state is not State.ON_AIR:
        raise Refused("past-item")
    if not lengths[0] <= item.seconds + seconds <= lengths[1]:
        raise Refused("too-short" if seconds < 0 else "malformed")
