"""What a host may do when the show does not go as planned: a better way on, its effect, and the one command for it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reunion.actions.ports import Clock, Loaded, Store
from reunion.actions.posing import windows_of
from reunion.actions.rerouting import Way, way_on
from reunion.actions.running import Stage
from reunion.actions.sighting import ALWAYS, Sight, Windows, is_there, sight_of
from reunion.domain import commands as do
from reunion.domain.arrangement import arrange, arranged
from reunion.domain.instants import MINUTE, Instant
from reunion.domain.people import Registration, Side
from reunion.domain.planning import Span
from reunion.domain.refusal import Refused
from reunion.domain.rundown import Phase, Show
from reunion.domain.show import LONGEST_S, SHORTEST_S
from reunion.domain.timing import expectation
from reunion.planner.live import Shift
from reunion.planner.live_line import LATE_MS, NEVER, Score

CHANGES_MOST: Final = 64
"""Changed starts that are spelled out."""
AGAIN_MS: Final = 250
"""Nothing is computed anew sooner than this while the show stands as it did: at most four times a second."""
FRESH_MS: Final = MINUTE
"""So long the windows that were read are used."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One way on. Its command is one entry, and one undo takes it back."""

    why: str
    """`gone`: who is next is not there; `lost`: somebody would be free no more; `late`: told times are missed;
    `idle`: dead air; `back`: who was parked is there now; `fill`: a filler until somebody comes; `cut`: a song
    shortened; `end`: the tail left out, to end on time."""
    item: str
    """What it is about: the one that comes next instead, else the first that is touched."""
    there: bool
    """Whether both its sides are."""
    until: Instant | None
    """When its people are free no more; None when they named no end."""
    commands: tuple[do.Arrange, ...]
    changes: tuple[Shift, ...]
    before: Score
    after: Score
    ends: tuple[Instant, Instant] = (Instant(0), Instant(0))
    """When the show is projected to end, before and after."""
    breaks: tuple[str, ...] = ()
    """Whose window or promise would be missed after it."""
    affected: int = 0
    """How many starts change; `changes` spells out the first of them."""


Free = Callable[[Store, Loaded], Awaitable[Windows]]
"""When both sides of each slot are free."""


class Suggesting:
    """Suggestions for one desk: what is free when is read now and then, and no line is computed twice."""

    def __init__(self, store: Store, clock: Clock, free: Free | None = None) -> None:
        self._store = store
        self._free = free or windows
        self._clock = clock
        self._windows: Windows = {}
        self._read: tuple[str, Instant] | None = None
        self._made: tuple[Show, Instant, tuple[Suggestion, ...]] | None = None

    async def suggest(self, stage: Stage) -> tuple[int, tuple[Suggestion, ...]]:
        """The show's revision and the ways on from it, best first; stores nothing."""
        now = self._clock()
        if self._read is None or self._read[0] != stage.show.run or not 0 <= now - self._read[1] < FRESH_MS:
            self._windows = await self._free(self._store, stage.loaded)
            self._read = (stage.show.run, now)
        show, made = stage.show, self._made
        if made is None or made[0] is not show or not 0 <= now - made[1] < AGAIN_MS:
            made = self._made = (show, now, suggestions(show, stage.loaded, self._windows, now))
        return show.revision, made[2]


async def windows(store: Store, loaded: Loaded) -> Windows:
    """When both sides of each slot are free; a side that named no time always is."""
    cards = loaded.rundown.cards
    wanted = {person for card in cards.values() for person in card.people}
    people = await store.registrations.many(sorted(wanted))
    return {
        item: _both([people[id_] for id_ in card.people if id_ in people])
        for item, card in cards.items()
        if card.people
    }


def _both(people: Sequence[Registration]) -> tuple[Span, ...]:
    sides = [windows_of([one for one in people if one.side is side], ALWAYS) for side in Side]
    found = [(max(a, c), min(b, d)) for a, b in sides[0] for c, d in sides[1]]
    return tuple(sorted(span for span in found if span[0] < span[1])) or (ALWAYS,)


def suggestions(show: Show, loaded: Loaded, free: Windows, now: Instant) -> tuple[Suggestion, ...]:
    """Ways on from here, best first; none while everything goes well enough or before the show."""
    if show.phase not in (Phase.LIVE, Phase.HELD):
        return ()
    sight = sight_of(show, loaded, free, now)
    way = way_on(show, sight, now)
    if way is None:
        return ()
    try:
        entry = arrange(show, way.command(show), now, (SHORTEST_S, LONGEST_S))
    except Refused:
        # A line that the show's own rules do not let stand is no help.
        return ()
    # Without a history: nobody takes back what was only looked at.
    changed = replace(show, **arranged(show, entry))
    return (_told(show, changed, way, sight, now),)


def _told(show: Show, changed: Show, way: Way, sight: Sight, now: Instant) -> Suggestion:
    """The way with its effect on everybody."""
    line = sight.line
    rows = {row.id: row for row in (*line.waiting, *line.standby)}
    (was, ended), (becomes, ends) = expectation(show, now), expectation(changed, now)
    # An inserted filler is no change of anybody's start.
    moved = [item for item, start in becomes.items() if was.get(item) != start and item in show.items]
    moved += [item for item in was if item not in becomes]
    changes = tuple(Shift(item, was.get(item), becomes.get(item)) for item in moved[:CHANGES_MOST])
    breaks = tuple(
        item
        for item, row in rows.items()
        if row.slot
        and (start := becomes.get(item)) is not None
        and (start > row.hi or (row.promise is not None and start > row.promise + LATE_MS))
    )
    about = rows.get(way.item)
    last = NEVER if about is None or not about.slot else about.hi
    length = 0 if about is None else about.length
    return Suggestion(
        why=way.why,
        item=way.item,
        there=is_there(show, way.item),
        until=None if last >= NEVER - length else Instant(last + length),
        commands=(way.command(show),),
        changes=changes,
        before=way.before,
        after=way.after,
        ends=(ended, ends),
        breaks=breaks,
        affected=len(moved),
    )
