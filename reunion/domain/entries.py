"""What happened in a show: the entries of its journal.

An entry holds ids only, never a name or a sentence: the journal is append-only and must still be able to
forget a person. Words that belong to an entry (a note, the title of an inserted segment) are stored beside it
under an id.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar

from reunion.domain.calls import Call
from reunion.domain.instants import Instant
from reunion.domain.people import Side
from reunion.domain.readiness import Origin, Ready
from reunion.domain.rundown import Why


@dataclass(frozen=True, slots=True)
class Started:
    """The show opened."""

    kind: ClassVar[str] = "started"
    at: Instant


@dataclass(frozen=True, slots=True)
class Ended:
    """The show closed."""

    kind: ClassVar[str] = "ended"
    at: Instant


@dataclass(frozen=True, slots=True)
class Taken:
    """`item` went on air, `left` aired until then."""

    kind: ClassVar[str] = "taken"
    at: Instant
    item: str
    left: str | None


@dataclass(frozen=True, slots=True)
class Held:
    """The advance stopped."""

    kind: ClassVar[str] = "held"
    at: Instant


@dataclass(frozen=True, slots=True)
class Resumed:
    """The advance goes on."""

    kind: ClassVar[str] = "resumed"
    at: Instant


@dataclass(frozen=True, slots=True)
class Extended:
    """The item's length changed by `seconds`."""

    kind: ClassVar[str] = "extended"
    at: Instant
    item: str
    seconds: int


@dataclass(frozen=True, slots=True)
class StoodBy:
    """The item became the next one."""

    kind: ClassVar[str] = "stood_by"
    at: Instant
    item: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """The item was left out."""

    kind: ClassVar[str] = "skipped"
    at: Instant
    item: str
    reason: str = ""
    """Id of the text that says why; empty when none was given."""


@dataclass(frozen=True, slots=True)
class Missed:
    """Nobody came; the item is parked."""

    kind: ClassVar[str] = "missed"
    at: Instant
    item: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Recalled:
    """A parked item came back, before `before`."""

    kind: ClassVar[str] = "recalled"
    at: Instant
    item: str
    before: str | None


@dataclass(frozen=True, slots=True)
class Moved:
    """The item stands before `before` now, or at the end."""

    kind: ClassVar[str] = "moved"
    at: Instant
    item: str
    before: str | None


@dataclass(frozen=True, slots=True)
class Arranged:
    """The line was put as a proposal had it."""

    kind: ClassVar[str] = "arranged"
    at: Instant
    order: tuple[str, ...]
    """What came next from then on, in this order."""
    parked: tuple[str, ...]
    lengths: tuple[tuple[str, int], ...]
    """(item, seconds more) each."""
    item: str
    """The segment put first, its title the text under this id; empty for none."""
    seconds: int


@dataclass(frozen=True, slots=True)
class Inserted:
    """A new segment; its title is the text stored under the item's id."""

    kind: ClassVar[str] = "inserted"
    at: Instant
    item: str
    seconds: int
    before: str | None


@dataclass(frozen=True, slots=True)
class Marked:
    """One side's readiness."""

    kind: ClassVar[str] = "marked"
    at: Instant
    item: str
    side: Side
    state: Ready
    origin: Origin = Origin.CREW


@dataclass(frozen=True, slots=True)
class Agreed:
    """Both sides said on the telephone that they come earlier, or that they do not."""

    kind: ClassVar[str] = "agreed"
    at: Instant
    item: str
    agreed: bool


@dataclass(frozen=True, slots=True)
class Called:
    """These sides of a slot were called for the time `start`."""

    kind: ClassVar[str] = "called"
    at: Instant
    item: str
    call: Call
    start: Instant
    sides: tuple[Side, ...] = tuple(Side)


@dataclass(frozen=True, slots=True)
class Promised:
    """Families were told another time than before."""

    kind: ClassVar[str] = "promised"
    at: Instant
    why: Why
    starts: tuple[tuple[str, Instant], ...]
    """(item, the start that was told) each."""
    was: tuple[tuple[str, Instant], ...] = ()
    """(item, what had been told before this run began) where that was another time."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A remark; its words are the text stored under `text`, which is empty where one was taken away."""

    kind: ClassVar[str] = "noted"
    at: Instant
    item: str
    text: str
    instead: str = ""
    """Id of the remark whose place it takes; empty for a new one."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A word for the next host, stored under `text`; empty: the one before was taken away."""

    kind: ClassVar[str] = "handed_over"
    at: Instant
    text: str


@dataclass(frozen=True, slots=True)
class Barred:
    """The slot may not (or may again) be aired."""

    kind: ClassVar[str] = "barred"
    at: Instant
    item: str
    barred: bool


@dataclass(frozen=True, slots=True)
class Undone:
    """The change of that revision was taken back."""

    kind: ClassVar[str] = "undone"
    at: Instant
    revision: int


Entry = (
    Started
    | Ended
    | Taken
    | Held
    | Resumed
    | Extended
    | StoodBy
    | Skipped
    | Missed
    | Recalled
    | Moved
    | Arranged
    | Inserted
    | Marked
    | Agreed
    | Called
    | Promised
    | Noted
    | HandedOver
    | Barred
    | Undone
)

_KINDS: Mapping[str, type[Entry]] = {entry.kind: entry for entry in Entry.__args__}


def remarked(entry: Entry, item: str) -> str:
    """The id of the text that the entry says about the item; empty for any other."""
    match entry:
        case Noted(item=of, text=text) | Skipped(item=of, reason=text) | Missed(item=of, reason=text):
            return text if of == item else ""
        case _:
            return ""


def replaced(entry: Entry) -> str:
    """The id of the text that nobody is to read once the entry stands; empty where it leaves all of them."""
    return entry.instead if isinstance(entry, Noted) else ""


def to_record(entry: Entry) -> dict[str, Any]:
    """The entry as plain JSON values, `kind` first."""
    return {"kind": entry.kind, **asdict(entry)}


def from_record(record: Mapping[str, Any]) -> Entry:
    """The entry that `to_record` gave; a field this version does not know is an error."""
    made = _KINDS[record["kind"]]
    values = {name: value for name, value in record.items() if name != "kind"}
    if made is Marked:
        values |= {"side": Side(values["side"]), "state": Ready(values["state"])}
        values["origin"] = Origin(values.get("origin", Origin.CREW))
    elif made is Called:
        values |= {"call": Call(values["call"]), "sides": tuple(map(Side, values.get("sides", Side)))}
    elif made is Arranged:
        values |= {"order": tuple(values["order"]), "parked": tuple(values["parked"])}
        values["lengths"] = tuple((item, seconds) for item, seconds in values["lengths"])
    elif made is Promised:
        starts = tuple((item, Instant(start)) for item, start in values["starts"])
        was = tuple((item, Instant(start)) for item, start in values.get("was", ()))
        values |= {"why": Why(values["why"]), "starts": starts, "was": was}
    unknown = values.keys() - {field.name for field in fields(made)}
    if unknown:
        raise ValueError(f"entry {record['kind']} has unknown fields {sorted(unknown)}")
    return made(**values)
