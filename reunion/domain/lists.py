"""What goes out as lists: plain texts and instants, with names and telephones as the caller may show them."""

from dataclasses import dataclass

from reunion.domain.cards import Card
from reunion.domain.instants import Instant


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands above and below every list."""

    home: str
    """东兴区."""
    title: str
    """Of the gathering: 2027云团聚."""
    zone: str
    """IANA name in which instants are shown."""
    made_by: str
    """Who exports, for the footer."""
    made_at: Instant
    organisers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class End:
    """One side of a slot as a list shows it."""

    name: str
    phone: str = ""
    place: str = ""
    relation: str = ""


@dataclass(frozen=True, slots=True)
class RundownRow:
    """One item of a rundown."""

    id: str
    start: Instant
    seconds: int
    title: str = ""
    """Of a segment; empty for a slot."""
    worker: End | None = None
    family: End | None = None
    township: str = ""
    village: str = ""
    persons: int = 0
    dialect: str = ""
    message: str = ""
    note: str = ""
    appointment: str = ""
    """What the row is in every run and show, for a calendar: the id of its pair, or the segment's own."""
    sequence: int = 0
    """SEQUENCE of its calendar entry."""
    changed: Instant | None = None
    """When its time was told last."""
    cancelled: bool = False
    """It stands in the rundown, but is skipped or nobody came."""
    barred: bool = False
    """Somebody on it has not agreed to be on air."""
    owners: tuple[str, str] = ("", "")
    """Whose cells these are, worker and family, by which the row is known when it comes back (stamps.slot_mark)."""


@dataclass(frozen=True, slots=True)
class RundownList:
    """One show with its rows in order."""

    show: str
    """Id of the show, part of the calendar's UID."""
    title: str
    stage: str
    rows: tuple[RundownRow, ...]
    gone: tuple[RundownRow, ...] = ()
    """Pairs that were told a time in this show and stand in no rundown now; without names."""


@dataclass(frozen=True, slots=True)
class ScriptRow:
    """One item as the host reads it."""

    start: Instant
    seconds: int
    card: Card
    note: str = ""
    barred: bool = False
    """Somebody on it has not agreed to be on air: its card is not read out."""


@dataclass(frozen=True, slots=True)
class Script:
    """One show for its host, in order."""

    title: str
    stage: str
    rows: tuple[ScriptRow, ...]


@dataclass(frozen=True, slots=True)
class Guest:
    """One person who comes to a camera, for a badge and for the list at the door."""

    number: int
    side: str
    """`worker` or `family`."""
    name: str
    where: str
    """Township and village, or the town far away."""
    show: str
    gather: Instant
    """When to be there."""
    start: Instant
    persons: int
    other: str
    """Whom they meet."""
    address: str
    """What the QR code opens; it holds nothing of the person."""


@dataclass(frozen=True, slots=True)
class Call:
    """One family to be gathered before its slot."""

    gather: Instant
    """When to be ready before the camera."""
    start: Instant
    show: str
    family: End
    worker: End
    group: str = ""
    persons: int = 1
    note: str = ""


@dataclass(frozen=True, slots=True)
class CallSheet:
    """The families of one village, for whoever knocks at the doors."""

    township: str
    village: str
    calls: tuple[Call, ...]
    contact: str = ""
    """Whom to ring with a question."""
    notice: str = ""
    """Text for the loudspeaker."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One registration with how to reach it."""

    number: int
    side: str
    """`worker` or `family`."""
    name: str
    phone: str = ""
    township: str = ""
    village: str = ""
    place: str = ""
    others: str = ""
    """Whom they want to see, in words."""
    code: str = ""
    consent: str = ""
    """What was agreed to, in words."""
    note: str = ""
    persons: int = 1
    stamp: str = ""
    """See stamps.py: by it the row is known when the list comes back."""


@dataclass(frozen=True, slots=True)
class ContactList:
    """All registrations of a gathering, or of a village."""

    rows: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class AsRunRow:
    """One item as it really ran, from the journal."""

    id: str
    planned: Instant
    seconds: int
    """Planned length."""
    state: str
    """`aired`, `skipped`, `no_show`, `taken_back` (aired until its TAKE was undone) or what stood at the export."""
    started: Instant | None = None
    ended: Instant | None = None
    title: str = ""
    worker: str = ""
    family: str = ""
    township: str = ""
    note: str = ""
    """Why it was left out, and the remarks on it."""
    held_s: int = 0
    """How long it was held while on air."""
    by: str = ""
    """Who put it on air, or left it out."""


@dataclass(frozen=True, slots=True)
class AsRun:
    """One show as it ran."""

    show: str
    title: str
    stage: str
    rows: tuple[AsRunRow, ...]
    started: Instant | None = None
    ended: Instant | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of one township, or of all together."""

    township: str
    workers: int = 0
    families: int = 0
    fresh: int = 0
    """Registrations of both sides that came in on the day of the report."""
    pairs: int = 0
    placed: int = 0
    """Greetings on the rundowns of the day."""
    aired: int = 0
    skipped: int = 0
    missed: int = 0
    recalled: int = 0
    """Greetings that were left out and called back, however they ended."""


@dataclass(frozen=True, slots=True)
class Report:
    """One day for the organisers."""

    day: str
    """2027-02-05, in the gathering's zone."""
    total: Tally
    townships: tuple[Tally, ...]
    shows: tuple[AsRun, ...]
    """Those that were planned to begin on that day."""
