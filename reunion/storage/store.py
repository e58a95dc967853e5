"""The ports of the actions, filled: each method hands a plain function to the database."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from reunion.actions import ports
from reunion.actions.ports import (
    Added,
    Choice,
    Loaded,
    Moved,
    NewRegistration,
    NotSaved,
    PairUp,
    Recorded,
    Rundown,
    Search,
    Session,
    WithoutSlot,
)
from reunion.domain.access import Account
from reunion.domain.appointments import Telling
from reunion.domain.cards import Card
from reunion.domain.instants import Instant
from reunion.domain.people import Pair, Registration, Side
from reunion.domain.plans import MatchRow, MatchStanding, ShowHead
from reunion.domain.refusal import Refused
from reunion.storage import (
    deciding,
    linking,
    pairing,
    people,
    promises,
    searching,
    shows,
    slotless,
    staff,
)
from reunion.storage.audits import Audit, Uploads
from reunion.storage.boards import Doubles, Reviews
from reunion.storage.database import Database
from reunion.storage.filters import Filters
from reunion.storage.gatherings import Gatherings
from reunion.storage.outbox import Outbox
from reunion.storage.planning import Plans
from reunion.storage.sealing import Seal


def open_store(database: Database, secret: bytes, moved: Moved | None = None) -> ports.Store:
    """Every port over one database; `moved` is told whose pairs are others now, whoever changed them."""
    seal = Seal(secret)
    return ports.Store(
        Gatherings(database),
        Registrations(database, seal),
        Matches(database),
        Pairs(database, seal, moved),
        Plans(database),
        Shows(database),
        Journal(database),
        Accounts(database),
        Uploads(database, seal),
        Audit(database),
        Reviews(database, seal),
        Doubles(database),
        Outbox(database),
        Filters(database, seal),
    )


@dataclass(frozen=True, slots=True)
class Registrations:
    """See ports.Registrations."""

    db: Database
    seal: Seal

    async def add(self, new: Sequence[NewRegistration]) -> tuple[Added, ...]:
        return await self.db.write(people.add_registrations, new, self.seal)

    async def get(self, registration: str) -> Registration | None:
        return await self.db.read(people.get_registration, registration, self.seal)

    async def many(self, registrations: Sequence[str]) -> Mapping[str, Registration]:
        return await self.db.read(people.many_registrations, registrations, self.seal)

    async def by_link(self, link: bytes) -> Registration | None:
        return await self.db.glance(people.registration_by_link, link, self.seal)

    async def by_code(self, gathering: str, code: str) -> Registration | None:
        return await self.db.read(people.registration_by_code, gathering, code, self.seal)

    async def every(self, gathering: str, side: Side | None = None) -> tuple[Registration, ...]:
        return await self.db.read(searching.every_registration, gathering, side, self.seal)

    async def page(self, gathering: str, *, after: int, limit: int) -> tuple[Registration, ...]:
        return await self.db.read(searching.page_of_registrations, gathering, after, limit, self.seal)

    async def search(
        self, gathering: str, search: Search, *, limit: int, offset: int
    ) -> tuple[tuple[Registration, ...], int]:
        return await self.db.read(searching.search_registrations, gathering, search, limit, offset, self.seal)

    async def put(self, changed: Registration, *, by: str, at: Instant, action: str) -> None:
        await self.db.write(linking.put_registration, changed, by, at, action, self.seal)

    async def set_link(self, registration: str, link: bytes) -> None:
        await self.db.write(people.set_link, registration, link)


@dataclass(frozen=True, slots=True)
class Matches:
    """See ports.Matches."""

    db: Database

    async def suggest_for(
        self, gathering: str, families: Sequence[str], rows: Sequence[MatchRow]
    ) -> frozenset[str]:
        return await self.db.write(linking.suggest_for, gathering, families, rows)

    async def every(self, gathering: str, standing: MatchStanding | None = None) -> tuple[MatchRow, ...]:
        return await self.db.read(pairing.every_match, gathering, standing)

    async def joined(self, gathering: str) -> frozenset[tuple[str, str]]:
        return await self.db.read(pairing.joined, gathering)

    async def of(self, registration: str) -> tuple[MatchRow, ...]:
        return await self.db.read(pairing.matches_of, registration)

    async def decide(self, gathering: str, choices: Sequence[Choice], *, by: str, at: Instant) -> None:
        await self.db.write(deciding.decide, gathering, choices, by, at)


@dataclass(frozen=True, slots=True)
class Pairs:
    """See ports.Pairs."""

    db: Database
    seal: Seal
    moved: Moved | None = None

    async def every(self, gathering: str) -> tuple[Pair, ...]:
        return await self.db.read(pairing.every_pair, gathering)

    async def many(self, gathering: str, pairs: Collection[str]) -> tuple[Pair, ...]:
        return await self.db.read(pairing.many_pairs, gathering, pairs)

    async def after(self, gathering: str, pair: str, *, limit: int) -> tuple[Pair, ...]:
        return await self.db.read(pairing.pairs_after, gathering, pair, limit)

    async def missing(
        self, gathering: str, asked: WithoutSlot, *, limit: int, offset: int = 0
    ) -> tuple[tuple[Pair, ...], int]:
        return await self.db.read(slotless.missing_pairs, gathering, asked, limit, offset, self.seal)

    async def remake(self, gathering: str, people: Sequence[str], pair_up: PairUp) -> None:
        remade = await self.db.write(linking.remake_pairs, gathering, people, pair_up, self.seal)
        if remade.pairs and self.moved is not None:
            await self.moved(remade)

    async def of(self, registration: str) -> tuple[Pair, ...]:
        return await self.db.read(pairing.pairs_of, registration)


@dataclass(frozen=True, slots=True)
class Shows:
    """See ports.Shows."""

    db: Database

    async def every(self, gathering: str) -> tuple[ShowHead, ...]:
        return await self.db.glance(shows.every_show, gathering)

    async def get(self, show: str) -> ShowHead | None:
        return await self.db.glance(shows.get_show, show)

    async def put(self, head: ShowHead) -> None:
        await self.db.write(shows.put_show, head)

    async def begin_run(self, head: ShowHead, rundown: Rundown) -> None:
        await self.db.write(shows.begin_run, head, rundown)

    async def put_cards(self, show: str, run: str, cards: Mapping[str, Card]) -> None:
        await self.db.write(shows.put_cards, show, run, cards)

    async def empty_card(self, show: str, run: str, item: str, card: Card) -> None:
        await self.db.write(shows.empty_card, show, run, item, card)

    async def items_of(self, pair: str) -> tuple[tuple[str, str], ...]:
        return await self.db.read(shows.items_of, pair)

    async def apart(self, show: str) -> frozenset[str]:
        return await self.db.read(shows.apart, show)

    async def break_promises(
        self, show: str, run: str, pairs: Collection[str], *, told: Instant, lost: Collection[str]
    ) -> None:
        await self.db.write(promises.break_promises, show, run, pairs, told, lost)

    async def lost(self, pair: str) -> Instant | None:
        return await self.db.read(promises.lost, pair)

    async def promise(self, show: str, starts: Mapping[str, Instant], *, told: Instant) -> None:
        await self.db.write(promises.put_promises, show, starts, told)

    async def promises(self, show: str) -> Mapping[str, Instant]:
        return await self.db.read(promises.promises, show)

    async def tellings(self, gathering: str) -> tuple[Telling, ...]:
        return await self.db.read(promises.tellings, gathering)


@dataclass(frozen=True, slots=True)
class Journal:
    """See ports.Journal."""

    db: Database

    async def load(self, show: str) -> Loaded | None:
        try:
            return await self.db.read(shows.load, show)
        except (SQLAlchemyError, OSError) as failure:
            raise NotSaved from failure

    async def append(
        self, show: str, run: str, recorded: Recorded, texts: Mapping[str, str], at: Instant
    ) -> None:
        try:
            await self.db.write(shows.append, show, run, recorded, texts, at)
        except (SQLAlchemyError, OSError) as failure:
            raise NotSaved from failure

    async def refuse(self, show: str, command: str, refused: Refused, revision: int) -> None:
        try:
            await self.db.write(shows.refuse, show, command, refused.code, refused.by, revision)
        except (SQLAlchemyError, OSError) as failure:
            raise NotSaved from failure


@dataclass(frozen=True, slots=True)
class Accounts:
    """See ports.Accounts."""

    db: Database

    async def every(self) -> tuple[Account, ...]:
        return await self.db.read(staff.every_account)

    async def get(self, account: str) -> Account | None:
        return await self.db.read(staff.get_account, account)

    async def by_name(self, name: str) -> tuple[Account, str] | None:
        return await self.db.read(staff.account_by_name, name)

    async def put(self, account: Account, *, at: Instant) -> None:
        await self.db.write(staff.put_account, account, at)

    async def set_password(self, account: str, hashed: str) -> None:
        await self.db.write(staff.set_password, account, hashed)

    async def add_token(
        self, account: str, digest: bytes, kind: str, *, at: Instant, expires: Instant
    ) -> None:
        await self.db.write(staff.add_token, account, digest, kind, at, expires)

    async def by_token(self, digest: bytes, kind: str, *, now: Instant) -> Account | None:
        return await self.db.glance(staff.account_by_token, digest, kind, now)

    async def spend(self, digest: bytes, *, now: Instant) -> Account | None:
        return await self.db.write(staff.spend, digest, now)

    async def drop_token(self, digest: bytes) -> None:
        await self.db.write(staff.drop_token, digest)

    async def sessions(self, *, now: Instant) -> Mapping[str, tuple[Session, ...]]:
        return await self.db.read(staff.sessions, now)

    async def end_sessions(self, account: str) -> None:
        await self.db.write(staff.end_sessions, account)
