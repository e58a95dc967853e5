"""Two ways to run a show. A host knows the desk, the clock, and whether whoever is on air has finished."""

from dataclasses import dataclass
from typing import Final, Protocol

from reunion.actions.ports import Loaded
from reunion.actions.sighting import Windows, is_there
from reunion.actions.suggesting import suggestions
from reunion.domain import commands as do
from reunion.domain.instants import SECOND, Instant
from reunion.domain.rundown import Kind, Show, next_item
from reunion.domain.timing import line_free

ASKS_MS: Final = 5 * SECOND
"""A desk asks for a better way on at every tick;"""
CALM_MS: Final = 20 * SECOND
"""here only so often while the line is not free for a minute, or nothing would change but the time it takes."""
SOON_MS: Final = 60 * SECOND


@dataclass(frozen=True, slots=True)
class Desk:
    """All that a host sees at one moment."""

    show: Show
    loaded: Loaded
    free: Windows
    now: Instant
    over: bool
    """Whether whoever is on air has said what they had to say."""
    silent: bool
    """Whether nobody is on the picture, though somebody was brought on air."""
    line_free: Instant
    """Since when the next may come, the change-over after a greeting counted; when `over`."""


class Host(Protocol):
    """Looks at the desk once a second, and presses at most one key then."""

    def press(self, desk: Desk) -> do.Command | None:
        """The command for what is pressed now."""


class Plain:
    """Takes the next item, waits a while for whoever is missing, then skips."""

    def __init__(self, patience_s: int) -> None:
        self._patience = patience_s * SECOND
        self._since: tuple[str, Instant] | None = None

    def press(self, desk: Desk) -> do.Command | None:
        """One step of it."""
        show = desk.show
        if show.on_air is not None and desk.silent and desk.now - _began(show) >= self._patience:
            return do.NoShow(show.on_air)
        if not desk.over or desk.now < desk.line_free:
            return None
        item = next_item(show)
        if item is None:
            return do.End()
        if show.items[item].kind is Kind.SEGMENT or is_there(show, item):
            return do.Take(show.on_air, item)
        if self._since is None or self._since[0] != item:
            # Nobody is missing before the time they were told.
            self._since = (item, Instant(max(desk.now, show.items[item].planned)))
        return do.Skip(item) if desk.now - self._since[1] >= self._patience else None


class Advised:
    """Presses the desk's proposal a few seconds after it appears, and else only takes the next item."""

    def __init__(self, patience_s: int, reaction_s: int) -> None:
        self._patience = patience_s * SECOND
        self._reaction = reaction_s * SECOND
        self._asked: tuple[Show, Instant] | None = None
        self._way: do.Command | None = None
        self._shown: Instant | None = None
        self._since: tuple[str, Instant] | None = None

    def press(self, desk: Desk) -> do.Command | None:
        """The proposal when it has stood long enough, else TAKE when it is time."""
        self._look(desk)
        if self._way is not None and self._shown is not None and desk.now - self._shown >= self._reaction:
            way, self._way, self._shown = self._way, None, None
            return way
        return self._go_on(desk)

    def _look(self, desk: Desk) -> None:
        show, now = desk.show, desk.now
        calm = line_free(show, now)[0] - now > SOON_MS and self._way is None
        if self._asked is not None:
            same = self._asked[0] is show or (calm and self._asked[0].order_revision == show.order_revision)
            if same and now - self._asked[1] < (CALM_MS if calm else ASKS_MS):
                return
        self._asked = (show, now)
        ways = suggestions(show, desk.loaded, desk.free, now)
        self._way = ways[0].commands[0] if ways else None
        if self._way is None:
            self._shown = None
        elif self._shown is None:
            self._shown = now

    def _go_on(self, desk: Desk) -> do.Command | None:
        show = desk.show
        filling = show.on_air is not None and show.on_air.startswith("it-r")
        if not (desk.over or desk.silent or filling):
            return None
        item = next_item(show)
        if show.on_air is not None and desk.silent and not is_there(show, show.on_air):
            return do.NoShow(show.on_air)
        coming = item is not None and (show.items[item].kind is Kind.SEGMENT or is_there(show, item))
        if filling and not desk.over:
            # A filler ends when the next ones are there and may come.
            early = item is None or show.items[item].kind is Kind.SEGMENT
            if early or not coming or desk.now < show.items[item or ""].earliest:
                return None
            return do.Take(show.on_air, item)
        if not desk.over or desk.now < desk.line_free:
            return None
        if item is None:
            return do.End()
        if coming and desk.now >= show.items[item].earliest:
            return do.Take(show.on_air, item)
        if self._since is None or self._since[0] != item:
            self._since = (item, desk.now)
        waited = not coming and desk.now - self._since[1] >= self._patience
        return do.Skip(item) if waited else None


def _began(show: Show) -> Instant:
    started = show.items[show.on_air].started if show.on_air else None
    return started or show.planned_start
