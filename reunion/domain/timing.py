"""The one projection of a show: planned + journal + now -> expected.

Planned (frozen), expected (projected here) and actual (from the journal) are never mixed. Server, desk, screens
and family pages all show the numbers made here; there is no second formula.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from reunion.domain.instants import MINUTE, SECOND, Instant
from reunion.domain.rundown import Item, Kind, Phase, Show, ahead, next_item


@dataclass(frozen=True, slots=True)
class Projection:
    """How the show stands against its plan at one instant."""

    expected: Mapping[str, Instant]
    """Start of every item still ahead, in the order in which they come."""
    drift: tuple[tuple[int, int], ...]
    """(position, seconds): from that position of the order on, expected is that much later than planned."""
    over_under: int
    """Seconds by which the next item comes late (negative: early); at the end, how late the show ends."""
    until: Instant | None
    """When the item on air ends by its length; it may lie in the past."""
    projected_end: Instant


def project(show: Show, now: Instant) -> Projection:
    """Expected times of everything ahead: one pass, gaps absorb delay, only who agreed comes before `earliest`."""
    expected, ends = expectation(show, now)
    return Projection(
        expected, _steps(show, expected), _over_under(show, expected, ends), _until(show, now), ends
    )


def as_listed(planned: Instant, expected: Instant) -> Instant:
    """The start as people with a printed list in hand are told it: the planned one, unless it is a minute off."""
    return planned if abs(expected - planned) < MINUTE else expected


def expectation(show: Show, now: Instant) -> tuple[dict[str, Instant], Instant]:
    """The starts of everything ahead, and when the show ends: what `project` says of them."""
    end, slot_before = _line_free(show, _until(show, now), now)
    expected: dict[str, Instant] = {}
    if show.phase is not Phase.ENDED:
        buffer, greeting = show.buffer_s * SECOND, Kind.SLOT
        for item in ahead(show):
            slot = item.kind is greeting
            start = end + buffer if slot and slot_before else end
            if start < item.earliest and not item.agreed:
                start = item.earliest
            # NewType's call would be a fifth of the loop.
            expected[item.id] = start  # type: ignore[assignment]
            end = start + item.seconds * SECOND
            slot_before = slot
    return expected, Instant(end)


def taken(show: Show, now: Instant) -> dict[str, tuple[Instant, Instant]]:
    """When each pair was, is or is expected on air, from and until; whoever was passed over is free."""
    expected, _ = expectation(show, now)
    found: dict[str, tuple[Instant, Instant]] = {}
    for key, item in show.items.items():
        if not item.pair:
            continue
        if key in expected:
            found[item.pair] = (expected[key], Instant(expected[key] + item.seconds * SECOND))
        elif item.started is not None:
            ends = item.ended if item.ended is not None else max(_until(show, now) or now, now)
            found[item.pair] = (item.started, Instant(ends))
    return found


def back_times(show: Show) -> dict[str, Instant]:
    """The latest start of everything ahead with which the show still ends as planned, if nothing is left out or cut.

    It moves with lengths and order only, never with the clock; what may not come so early is not asked.
    """
    latest: dict[str, Instant] = {}
    if show.phase is Phase.ENDED:
        return latest
    start, buffer, slot_after = int(show.planned_end), show.buffer_s * SECOND, False
    for item in reversed(tuple(ahead(show))):
        slot = item.kind is Kind.SLOT
        start -= item.seconds * SECOND + (buffer if slot and slot_after else 0)
        latest[item.id] = Instant(start)
        slot_after = slot
    return latest


def back(show: Show) -> tuple[tuple[int, int], ...]:
    """(position, seconds): from that position of the order on, the latest start is that much after the plan."""
    return _steps(show, back_times(show))


def _until(show: Show, now: Instant) -> Instant | None:
    """When the item on air is over by its length, a running hold included."""
    if show.on_air is None:
        return None
    item = show.items[show.on_air]
    holding = 0 if show.held_since is None else max(0, now - show.held_since)
    return Instant(_started(item) + item.seconds * SECOND + item.held_ms + holding)


def line_free(show: Show, now: Instant) -> tuple[Instant, bool]:
    """When the line is free for the next item, and whether a slot is on it until then."""
    free, after_slot = _line_free(show, _until(show, now), now)
    return Instant(free), after_slot


def _line_free(show: Show, until: Instant | None, now: Instant) -> tuple[int, bool]:
    if show.phase is Phase.ENDED:
        return show.ended or now, False
    if show.phase is Phase.READY:
        return max(show.planned_start, now), False
    if until is None or show.on_air is None:
        return now, False
    return max(until, now), show.items[show.on_air].kind is Kind.SLOT


def _started(item: Item) -> Instant:
    if item.started is None:
        raise ValueError(f"{item.id} is on air without a start")
    return item.started


def _steps(show: Show, starts: Mapping[str, Instant]) -> tuple[tuple[int, int], ...]:
    """How far these starts are behind the plan, where that changes along the order."""
    steps: list[tuple[int, int]] = []
    last: int | None = None
    items = show.items
    for position, key in enumerate(show.order):
        if key in starts:
            # Whole seconds, rounded down: a page counts in seconds.
            late = (starts[key] - items[key].planned) // SECOND
            if late != last:
                steps.append((position, late))
                last = late
    return tuple(steps)


def _over_under(show: Show, expected: Mapping[str, Instant], end: Instant) -> int:
    key = next_item(show)
    if show.phase is Phase.ENDED or key is None:
        return (end - show.planned_end) // SECOND
    return (expected[key] - show.items[key].planned) // SECOND
