"""The show's rules: `decide` says what a command does, `fold` what the entries have made of the show.

A show is the fold of its journal. Restart, undo, as-run and every screen rest on this one mechanism.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from reunion.domain import commands as do
from reunion.domain import entries as did
from reunion.domain.arrangement import arrange
from reunion.domain.calls import due
from reunion.domain.fold import apply
from reunion.domain.instants import SECOND, Instant
from reunion.domain.readiness import Origin, may_line_say
from reunion.domain.refusal import Refused
from reunion.domain.rundown import AHEAD, PARKED, Item, Kind, Phase, Show, State, next_item
from reunion.domain.sides import Side

__all__ = ["LONGEST_S", "SHORTEST_S", "apply", "decide", "fold", "words"]

SHORTEST_S: Final = 5
LONGEST_S: Final = 4 * 3600
"""An item is never shorter or longer than this."""
APART_MS: Final = 3 * SECOND
"""So far apart are two takes that name nothing: longer than a double press or a second hand, shorter than any item."""


def decide(show: Show, command: do.Command, now: Instant) -> did.Entry:
    """What this command does to the show at `now`; raises Refused when it may not."""
    if show.phase is Phase.ENDED and not isinstance(command, do.Note | do.HandOver | do.Undo | do.Bar):
        raise Refused("already-started" if isinstance(command, do.Start) else "not-live")
    match command:
        case do.Start() | do.End() | do.Hold() | do.Resume():
            return _decide_phase(show, command, now)
        case do.Take():
            return _take(show, command, now)
        case do.Undo():
            return _undo(show, command, now)
        case do.Insert():
            return _insert(show, command, now)
        case do.Arrange():
            return arrange(show, command, now, (SHORTEST_S, LONGEST_S))
        case do.Extend() | do.Standby() | do.Skip() | do.NoShow() | do.Recall() | do.Move() | do.Agree():
            return _decide_row(show, command, now)
        case do.MarkReady() | do.Note() | do.HandOver() | do.Bar():
            return _decide_remark(show, command, now)
        case do.CallUp() | do.Promise():
            return _decide_word(show, command, now)


def fold(show: Show, entries: Iterable[did.Entry]) -> Show:
    """The show after these entries."""
    for entry in entries:
        show = apply(show, entry)
    return show


def words(command: do.Command, entry: did.Entry) -> Mapping[str, str]:
    """The sentences that belong to an entry, by the id under which they are stored beside it."""
    match command, entry:
        case do.Insert(title=title), did.Inserted(item=item):
            return {item: title}
        case do.Arrange(filler=title), did.Arranged(item=item) if item:
            return {item: title}
        case do.Note(text=text), did.Noted(text=key):
            return {key: text} if key else {}
        case do.HandOver(text=text), did.HandedOver(text=key):
            return {key: text} if key else {}
        case (
            (do.Skip(reason=reason) | do.NoShow(reason=reason)),
            (did.Skipped(reason=key) | did.Missed(reason=key)),
        ):
            return {key: reason} if key else {}
        case _:
            return {}


def _decide_phase(show: Show, command: do.Command, now: Instant) -> did.Entry:
    match command, show.phase:
        case do.Start(), Phase.READY:
            return did.Started(now)
        case do.Start(), _:
            raise Refused("already-started")
        case _, Phase.READY:
            raise Refused("not-held" if isinstance(command, do.Resume) else "not-live")
        case do.End(), _:
            return did.Ended(now)
        case do.Hold(), Phase.LIVE:
            return did.Held(now)
        case do.Hold(), _:
            raise Refused("already-held")
        case _, Phase.HELD:
            return did.Resumed(now)
        case _:
            raise Refused("not-held")


def _take(show: Show, command: do.Take, now: Instant) -> did.Entry:
    if show.phase is Phase.READY:
        raise Refused("not-live")
    if command.leaving != show.on_air if command.seen else _just_taken(show, now):
        # Two hosts pressed TAKE for the same change; the first one did it.
        raise Refused("already-taken")
    item = command.to or next_item(show)
    if item is None:
        raise Refused("end-of-rundown")
    _airable(show, item)
    return did.Taken(now, item, show.on_air)


def _just_taken(show: Show, now: Instant) -> bool:
    """Whether what is on air went on so shortly before that another press may have meant the same change."""
    started = None if show.on_air is None else show.items[show.on_air].started
    return started is not None and 0 <= now - started < APART_MS


def _decide_row(show: Show, command: do.Command, now: Instant) -> did.Entry:
    match command:
        case do.Extend(item, seconds):
            length = _current(show, item).seconds + seconds
            if not SHORTEST_S <= length <= LONGEST_S:
                raise Refused("too-short" if seconds < 0 else "malformed")
            return did.Extended(now, item, seconds)
        case do.Standby(item):
            _airable(show, item)
            return did.StoodBy(now, item)
        case do.Skip(item, reason):
            _current(show, item)
            return did.Skipped(now, item, _reason(show, reason))
        case do.NoShow(item, reason):
            if _current(show, item).kind is not Kind.SLOT:
                raise Refused("not-a-slot")
            return did.Missed(now, item, _reason(show, reason))
        case do.Agree(item, agreed):
            return did.Agreed(now, _callable(show, item), agreed)
        case do.Recall(item, before):
            if _known(show, item).state not in PARKED:
                raise Refused("not-parked")
            if before is not None:
                _waiting(show, before)
            return did.Recalled(now, item, before)
        case do.Move(item, before, rundown_revision):
            if rundown_revision != show.order_revision:
                raise Refused("rundown-changed")
            _waiting(show, item)
            if before is not None:
                _waiting(show, before)
            return did.Moved(now, item, before)
    raise AssertionError(command)


def _decide_remark(show: Show, command: do.Command, now: Instant) -> did.Entry:
    match command:
        case do.MarkReady(item, side, state, origin):
            row = _known(show, item)
            if row.kind is not Kind.SLOT:
                raise Refused("not-a-slot")
            if row.state is State.AIRED:
                raise Refused("past-item")
            if origin is Origin.LINE and not may_line_say(*show.side(item, side), state):
                raise Refused("not-due")
            # A parked slot takes marks too: whoever comes late must be able to say so, to be recalled.
            return did.Marked(now, item, side, state, origin)
        case do.Note(item, text, instead):
            _known(show, item)
            if instead and instead not in show.notes.get(item, ()):
                raise Refused("note-changed")
            if not (text or instead):
                raise Refused("malformed")
            return did.Noted(now, item, f"note-{show.revision + 1}" if text else "", instead)
        case do.HandOver(text):
            return did.HandedOver(now, f"hand-{show.revision + 1}" if text else "")
        case do.Bar(item, barred):
            if _known(show, item).kind is not Kind.SLOT:
                raise Refused("not-a-slot")
            return did.Barred(now, item, barred)
    raise AssertionError(command)


def _decide_word(show: Show, command: do.Command, now: Instant) -> did.Entry:
    match command:
        case do.CallUp(item, call, start):
            if _waiting(show, item).kind is not Kind.SLOT:
                raise Refused("not-a-slot")
            sides = tuple(side for side in Side if due(start, now, show.heard(item, side)) is call)
            if not sides:
                raise Refused("not-due")
            return did.Called(now, item, call, start, sides)
        case do.Promise(why, starts):
            fresh = tuple((item, start) for item, start in starts if _unknown(show, item, start))
            if not fresh:
                raise Refused("not-due")
            return did.Promised(now, why, fresh)
    raise AssertionError(command)


def _unknown(show: Show, item: str, start: Instant) -> bool:
    """Whether this start is news to the family of a slot that is still to come."""
    row, told = show.items.get(item), show.told.get(item)
    ahead = row is not None and row.kind is Kind.SLOT and row.state in AHEAD
    return ahead and (told is None or told.start != start)


def _callable(show: Show, item: str) -> str:
    """The id of a slot whose people can still be asked to come; a parked one too, it may be recalled."""
    row = _known(show, item)
    if row.kind is not Kind.SLOT:
        raise Refused("not-a-slot")
    if row.state not in AHEAD | PARKED:
        raise Refused("on-air" if row.state is State.ON_AIR else "past-item")
    return item


def _insert(show: Show, command: do.Insert, now: Instant) -> did.Entry:
    if command.before is not None:
        _waiting(show, command.before)
    if not SHORTEST_S <= command.seconds <= LONGEST_S:
        raise Refused("malformed")
    # The revision makes the id unique even after the insertion was undone.
    return did.Inserted(now, f"it-r{show.revision + 1}", command.seconds, command.before)


def _undo(show: Show, command: do.Undo, now: Instant) -> did.Entry:
    if show.undoable is None:
        raise Refused("nothing-to-undo")
    if command.revision != show.undoable:
        raise Refused("not-undoable")
    back = show.history[-1].on_air
    if back != show.on_air and back in show.barred:
        raise Refused("not-consented")
    return did.Undone(now, command.revision)


def _reason(show: Show, reason: str) -> str:
    return f"why-{show.revision + 1}" if reason else ""


def _known(show: Show, key: str) -> Item:
    item = show.items.get(key)
    if item is None:
        raise Refused("unknown-item")
    return item


def _current(show: Show, key: str) -> Item:
    """An item that waits or is on air."""
    item = _known(show, key)
    if item.state not in AHEAD and item.state is not State.ON_AIR:
        raise Refused("past-item")
    return item


def _waiting(show: Show, key: str) -> Item:
    """An item that has not been on air yet."""
    item = _current(show, key)
    if item.state is State.ON_AIR:
        raise Refused("on-air")
    return item


def _airable(show: Show, key: str) -> None:
    _waiting(show, key)
    if key in show.barred:
        raise Refused("not-consented")
