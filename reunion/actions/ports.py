"""What the actions need from the outside, as protocols; storage and app.py fill them.

Every method that changes something returns only after the change is durable.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from reunion.domain.access import Account
from reunion.domain.cards import Card
from reunion.domain.entries import Entry
from reunion.domain.instants import Instant
from reunion.domain.people import Gathering, Pair, Registration, Side, Standing
from reunion.domain.plans import MatchRow, MatchStanding, PlanVersion, ShowHead
from reunion.domain.refusal import Refused
from reunion.domain.rundown import Show

Clock = Callable[[], Instant]
"""Now, in UTC milliseconds."""


class Conflict(Exception):
    """Somebody else changed it first; read it again and decide anew."""


class NotSaved(Exception):
    """The storage did not take it; whether it is stored must be read again."""


# Gatherings and registrations


class Gatherings(Protocol):
    """The gatherings of this server."""

    async def every(self) -> tuple[Gathering, ...]:
        """All of them, oldest first."""
        ...

    async def get(self, gathering: str) -> Gathering | None:
        """One, or None."""
        ...

    async def put(self, gathering: Gathering) -> None:
        """Store a new one or a changed one."""
        ...

    async def counts(self, gathering: str) -> Mapping[str, int]:
        """For the overview: workers, families, withdrawn, linked, review, pairs, shows, unconsented."""
        ...


@dataclass(frozen=True, slots=True)
class NewRegistration:
    """What is to be stored: `registration.number` is given by the storage."""

    registration: Registration
    link: bytes | None = None
    """SHA-256 of the token of the personal link; None for a roster row nobody has a link for yet."""
    row_key: bytes | None = None
    """Identity of a roster row: a second row with the same key is not stored again."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one new registration."""

    registration: Registration
    fresh: bool
    """False when the same roster row stood there already; then `registration` is the older one."""


@dataclass(frozen=True, slots=True)
class Search:
    """Which registrations of a gathering a list shows."""

    side: Side | None = None
    words: str = ""
    """A part of the name, pinyin initials, the last four digits, a number or an invite code."""
    township: str = ""
    village: str = ""
    standing: Standing | None = Standing.ACTIVE
    helper: str = ""
    unconsented: bool = False
    """Only those who have not agreed to be on air."""


class Registrations(Protocol):
    """What the two sides submitted."""

    async def add(self, new: Sequence[NewRegistration]) -> tuple[Added, ...]:
        """Store all of them in one change, numbered in this order."""
        ...

    async def get(self, registration: str) -> Registration | None:
        """One by its id, withdrawn or not."""
        ...

    async def many(self, registrations: Sequence[str]) -> Mapping[str, Registration]:
        """Several by their ids."""
        ...

    async def by_link(self, link: bytes) -> Registration | None:
        """The one whose personal link has this digest."""
        ...

    async def by_code(self, gathering: str, code: str) -> Registration | None:
        """The one that owns this invite code."""
        ...

    async def every(self, gathering: str, side: Side | None = None) -> tuple[Registration, ...]:
        """All active ones, by number."""
        ...

    async def search(
        self, gathering: str, search: Search, *, limit: int, offset: int
    ) -> tuple[tuple[Registration, ...], int]:
        """One page of a list and how many there are in all."""
        ...

    async def put(self, changed: Registration, *, by: str, at: Instant, action: str) -> None:
        """Store a correction or withdrawal; `changed.revision` is one past what stands, else Conflict."""
        ...

    async def set_link(self, registration: str, link: bytes) -> None:
        """Give it a new personal link; the old one ends."""
        ...


# Links, pairs, plans


class Matches(Protocol):
    """Suggested and decided links between the two sides."""

    async def suggest(self, gathering: str, rows: Sequence[MatchRow]) -> None:
        """Replace every undecided suggestion by these; what staff decided stays."""
        ...

    async def every(self, gathering: str, standing: MatchStanding | None = None) -> tuple[MatchRow, ...]:
        """Those of one standing, or all, the most doubtful first."""
        ...

    async def of(self, registration: str) -> tuple[MatchRow, ...]:
        """Those in which this registration takes part."""
        ...

    async def decide(
        self, gathering: str, choices: Sequence[tuple[str, str, MatchStanding]], *, by: str, at: Instant
    ) -> None:
        """Set the standing of (worker, family) links, also of ones nobody suggested."""
        ...


class Pairs(Protocol):
    """Confirmed pairs."""

    async def every(self, gathering: str) -> tuple[Pair, ...]:
        """All pairs of a gathering."""
        ...

    async def replace(self, gathering: str, pairs: Sequence[Pair]) -> None:
        """Make these the pairs of the gathering."""
        ...

    async def of(self, registration: str) -> tuple[Pair, ...]:
        """The pairs this registration belongs to."""
        ...


class Plans(Protocol):
    """Versions of the plan of a gathering."""

    async def newest(self, gathering: str) -> PlanVersion | None:
        """The last one made."""
        ...

    async def put(self, gathering: str, plan: PlanVersion) -> None:
        """Store a version, or mark it published."""
        ...


# Shows


@dataclass(frozen=True, slots=True)
class Rundown:
    """What a run of a show begins with: the show before its first entry, and the cards of its items."""

    show: Show
    cards: Mapping[str, Card]


@dataclass(frozen=True, slots=True)
class Recorded:
    """One stored entry of a journal."""

    revision: int
    command: str
    by: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Loaded:
    """A show as storage has it."""

    head: ShowHead
    rundown: Rundown
    entries: tuple[Recorded, ...]
    refusals: Mapping[str, tuple[str, str, int]]
    """Refused command id -> code, who was first, revision at that time."""
    texts: Mapping[str, str]
    promises: Mapping[str, Instant]
    """By pair, the start last told to its family."""


class Shows(Protocol):
    """Shows and the rundown each run begins with."""

    async def every(self, gathering: str) -> tuple[ShowHead, ...]:
        """By planned start."""
        ...

    async def get(self, show: str) -> ShowHead | None:
        """One, or None."""
        ...

    async def put(self, head: ShowHead) -> None:
        """Store a new or changed show; its rundown stays."""
        ...

    async def begin_run(self, head: ShowHead, rundown: Rundown) -> None:
        """Store the rundown of a new run, `head.run` being its name."""
        ...

    async def put_cards(self, show: str, run: str, cards: Mapping[str, Card]) -> None:
        """Replace the cards of some items of a run."""
        ...

    async def items_of(self, pair: str) -> tuple[tuple[str, str], ...]:
        """(show, item) of a pair in the current run of each show."""
        ...

    async def promise(self, show: str, starts: Mapping[str, Instant], *, told: Instant) -> None:
        """Store what was told to the families of these pairs, and when."""
        ...

    async def promises(self, show: str) -> Mapping[str, Instant]:
        """The start last told, by pair."""
        ...


class Journal(Protocol):
    """The append-only record of a show."""

    async def load(self, show: str) -> Loaded | None:
        """The current run from its beginning."""
        ...

    async def append(
        self, show: str, run: str, recorded: Recorded, texts: Mapping[str, str], at: Instant
    ) -> None:
        """Store one entry; raises Conflict when its revision or command id is taken, NotSaved when unsure."""
        ...

    async def refuse(self, show: str, command: str, refused: Refused, revision: int) -> None:
        """Store a refusal, so that the same id gets the same answer also after a restart."""
        ...


# Staff


class Accounts(Protocol):
    """Staff and their tokens (sessions, one-time links, bearer tokens), stored only as digests."""

    async def every(self) -> tuple[Account, ...]:
        """All, by name."""
        ...

    async def get(self, account: str) -> Account | None:
        """One by its id."""
        ...

    async def by_name(self, name: str) -> tuple[Account, str] | None:
        """The account and its password hash (empty: no password yet)."""
        ...

    async def put(self, account: Account, *, at: Instant) -> None:
        """Store a new or changed account; raises Conflict when the name is taken."""
        ...

    async def set_password(self, account: str, hashed: str) -> None:
        """Store an Argon2id hash and end every other session."""
        ...

    async def add_token(
        self, account: str, digest: bytes, kind: str, *, at: Instant, expires: Instant
    ) -> None:
        """Store a token of kind `session`, `once` or `bearer`."""
        ...

    async def by_token(self, digest: bytes, kind: str, *, now: Instant) -> Account | None:
        """Whose token this is, when it has not expired and the account is not disabled."""
        ...

    async def spend(self, digest: bytes, *, now: Instant) -> Account | None:
        """Use up a one-time link: its account, the first time only."""
        ...

    async def drop_token(self, digest: bytes) -> None:
        """End one session."""
        ...


# Rosters and the record of who did what


@dataclass(frozen=True, slots=True)
class Upload:
    """A roster file that waits for its import to be confirmed."""

    id: str
    gathering: str
    side: Side
    filename: str
    by: str
    at: Instant
    data: bytes


class Uploads(Protocol):
    """Roster files between preview and import."""

    async def put(self, upload: Upload) -> None:
        """Keep it, sealed."""
        ...

    async def get(self, upload: str) -> Upload | None:
        """One, or None."""
        ...

    async def drop(self, upload: str) -> None:
        """Forget it."""
        ...


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did what to whom; ids only."""

    gathering: str
    by: str
    at: Instant
    action: str
    subject: str
    details: Mapping[str, Any]


class Audit(Protocol):
    """The record of who saw, changed or exported what."""

    async def record(self, deed: Deed) -> None:
        """Store one."""
        ...

    async def newest(self, gathering: str, *, limit: int) -> tuple[Deed, ...]:
        """The last ones, newest first."""
        ...


@dataclass(frozen=True, slots=True)
class Store:
    """Every port, as app.py hands them to the actions."""

    gatherings: Gatherings
    registrations: Registrations
    matches: Matches
    pairs: Pairs
    plans: Plans
    shows: Shows
    journal: Journal
    accounts: Accounts
    uploads: Uploads
    audit: Audit
