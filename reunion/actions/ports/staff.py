"""Ports for accounts, for roster files that wait, and for the record of who did what."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from reunion.domain.access import Account
from reunion.domain.filters import SavedFilter
from reunion.domain.instants import Instant
from reunion.domain.people import Side


@dataclass(frozen=True, slots=True)
class Session:
    """Where an account is signed in."""

    digest: bytes
    created: Instant
    expires: Instant


class Filters(Protocol):
    """Filters of the list of registrations that accounts keep for themselves."""

    async def of(self, staff: str, gathering: str) -> tuple[SavedFilter, ...]:
        """Of one account in one gathering, the oldest first."""
        ...

    async def put(self, saved: SavedFilter, *, at: Instant) -> None:
        """Store one, in the place of another of the same name; raises Conflict when there are too many."""
        ...

    async def drop(self, staff: str, saved: str) -> None:
        """Forget one of the account's own."""
        ...

    async def drop_all(self, gathering: str) -> None:
        """Forget those of every account."""
        ...


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

    async def sessions(self, *, now: Instant) -> Mapping[str, tuple[Session, ...]]:
        """Where each account is signed in now, the newest first."""
        ...

    async def end_sessions(self, account: str) -> None:
        """Sign the account out everywhere, and end the one-time links that were not used."""
        ...


@dataclass(frozen=True, slots=True)
class Upload:
    """A roster file that waits for its import to be confirmed."""

    id: str
    gathering: str
    side: Side | None
    """Whose roster it is; None for a list of ours that came back."""
    filename: str
    by: str
    at: Instant
    data: bytes

    @property
    def whose(self) -> Side:
        """The side of a roster; raises LookupError for what is none."""
        if self.side is None:
            raise LookupError(self.id)
        return self.side


class Uploads(Protocol):
    """Roster files between preview and import."""

    async def put(self, upload: Upload) -> None:
        """Keep it, sealed."""
        ...

    async def get(self, upload: str) -> Upload | None:
        """One, or None."""
        ...

    async def waiting(self, gathering: str) -> tuple[Upload, ...]:
        """All of a gathering, the newest first, without their data."""
        ...

    async def drop(self, upload: str) -> None:
        """Forget it."""
        ...

    async def drop_older(self, gathering: str, before: Instant) -> None:
        """Forget what was brought to this gathering before that instant."""
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


@dataclass(frozen=True, slots=True)
class Deeds:
    """Which deeds of a gathering are asked for; what is empty filters nothing."""

    by: str = ""
    actions: Collection[str] = ()
    subject: str = ""
    subjects: Collection[str] = ()
    """Any of these."""
    since: Instant | None = None
    until: Instant | None = None
    """Not itself among them."""


Mark = tuple[int, int]
"""Where a page of the record ended: instant and number of its last deed."""


class Audit(Protocol):
    """The record of who saw, changed or exported what."""

    async def record(self, deed: Deed) -> None:
        """Store one."""
        ...

    async def record_all(self, deeds: Sequence[Deed]) -> None:
        """Store all of these or none."""
        ...

    async def newest(self, gathering: str, *, limit: int) -> tuple[Deed, ...]:
        """The last ones, newest first."""
        ...

    async def page(
        self, gathering: str, wanted: Deeds, *, limit: int, past: Mark | None = None
    ) -> tuple[tuple[Deed, ...], Mark | None]:
        """The next ones past a mark, newest first, and the mark to go on from; None at the end."""
        ...
