"""What may be asked of a show, one value for each `do` of the live protocol."""

from dataclasses import dataclass

from reunion.domain.calls import Call
from reunion.domain.instants import Instant
from reunion.domain.people import Side
from reunion.domain.readiness import Origin, Ready
from reunion.domain.rundown import Why


@dataclass(frozen=True, slots=True)
class Start:
    """Open the show; nothing goes on air yet."""


@dataclass(frozen=True, slots=True)
class End:
    """Close the show; what is on air has aired."""


@dataclass(frozen=True, slots=True)
class Take:
    """Put the next item, or `to`, on air."""

    leaving: str | None
    """The item the host saw on air when pressing TAKE; None when nothing was."""
    to: str | None = None
    seen: bool = True
    """False when whoever pressed named nothing: whatever is on air is left."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Stop the advance on purpose; the item on air stays."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on after a hold."""


@dataclass(frozen=True, slots=True)
class Extend:
    """Give the item more seconds, or fewer when negative."""

    item: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Standby:
    """Make this item the next one to be taken."""

    item: str


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave the item out; it can be recalled. When it is on air it ends."""

    item: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NoShow:
    """Nobody came: park the item; it can be recalled. When it is on air it ends."""

    item: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Recall:
    """Bring a skipped or missed item back, before another or as the next one."""

    item: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """Put the item before another one, or at the end."""

    item: str
    before: str | None
    rundown_revision: int
    """The order's revision that the host saw; an older one is refused."""


@dataclass(frozen=True, slots=True)
class Arrange:
    """Put the line as a proposal has it: one change, one undo."""

    rundown_revision: int
    """The order's revision that the proposal was made of; an older one is refused."""
    order: tuple[str, ...] = ()
    """What comes next, in this order; everything else follows as it stands. Parked items in it are recalled."""
    parked: tuple[str, ...] = ()
    """Left out for now; each can be recalled."""
    lengths: tuple[tuple[str, int], ...] = ()
    """(item, seconds more; fewer when negative) each."""
    filler: str = ""
    """Title of a segment that is put before everything else; empty for none."""
    filler_s: int = 0


@dataclass(frozen=True, slots=True)
class Insert:
    """Add a segment before an item, or at the end."""

    title: str
    seconds: int
    before: str | None


@dataclass(frozen=True, slots=True)
class MarkReady:
    """Say how ready one side of a slot is."""

    item: str
    side: Side
    state: Ready
    origin: Origin = Origin.CREW


@dataclass(frozen=True, slots=True)
class Agree:
    """Say that both sides of a slot agreed on the telephone to come earlier than they were told, or do not any more."""

    item: str
    agreed: bool


@dataclass(frozen=True, slots=True)
class CallUp:
    """Call the sides of a slot that have not heard it: their turn comes at `start`."""

    item: str
    call: Call
    start: Instant


@dataclass(frozen=True, slots=True)
class Promise:
    """Tell families another time; who knows it already is left out."""

    why: Why
    starts: tuple[tuple[str, Instant], ...]
    """(item, start) each."""


@dataclass(frozen=True, slots=True)
class Note:
    """Write a remark on an item, or other words in place of one; without words that one goes."""

    item: str
    text: str
    instead: str = ""
    """Id of the remark that is corrected; empty for a new one."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """Leave a word for whoever takes the desk over; it replaces the one before, empty takes it away."""

    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """Keep a slot off the air, or let it on again: consent was withdrawn or given."""

    item: str
    barred: bool


@dataclass(frozen=True, slots=True)
class Undo:
    """Take the newest change back; `revision` names it."""

    revision: int


Command = (
    Start
    | End
    | Take
    | Hold
    | Resume
    | Extend
    | Standby
    | Skip
    | NoShow
    | Recall
    | Move
    | Arrange
    | Insert
    | MarkReady
    | Agree
    | CallUp
    | Promise
    | Note
    | HandOver
    | Bar
    | Undo
)
