"""Accounts and their tokens: plain functions over a connection. Only digests of tokens are stored."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from reunion.actions.ports import Conflict, Session
from reunion.domain.access import Account, Role
from reunion.domain.instants import Instant
from reunion.storage.tables import staff, token


def every_account(connection: Connection) -> tuple[Account, ...]:
    """All, by name."""
    return tuple(_account(row) for row in connection.execute(select(staff).order_by(staff.c.name)))


def get_account(connection: Connection, key: str) -> Account | None:
    """One, or None."""
    row = connection.execute(select(staff).where(staff.c.id == key)).first()
    return None if row is None else _account(row)


def account_by_name(connection: Connection, name: str) -> tuple[Account, str] | None:
    """The account and its password hash."""
    row = connection.execute(select(staff).where(staff.c.name == name)).first()
    return None if row is None else (_account(row), row.password)


def put_account(connection: Connection, account: Account, at: Instant) -> None:
    """Insert or update; a disabled account loses every token. Raises Conflict when the name is taken."""
    other = connection.scalar(select(staff.c.id).where(staff.c.name == account.name))
    if other is not None and other != account.id:
        raise Conflict
    columns = {
        "name": account.name,
        "role": account.role.value,
        "gathering": account.gathering,
        "township": account.township,
        "village": account.village,
        "disabled": account.disabled,
        "show": account.show,
    }
    changed = connection.execute(update(staff).where(staff.c.id == account.id).values(**columns))
    if changed.rowcount == 0:
        connection.execute(insert(staff).values(id=account.id, password="", created=at, **columns))
    if account.disabled:
        connection.execute(delete(token).where(token.c.staff == account.id))


def set_password(connection: Connection, key: str, hashed: str) -> None:
    """Store the hash; every session of the account ends."""
    connection.execute(update(staff).where(staff.c.id == key).values(password=hashed))
    connection.execute(delete(token).where(token.c.staff == key, token.c.kind == "session"))


def add_token(
    connection: Connection, key: str, digest: bytes, kind: str, at: Instant, expires: Instant
) -> None:
    """Store a token; expired ones of the same account go."""
    connection.execute(delete(token).where(token.c.staff == key, token.c.expires <= at))
    connection.execute(insert(token).values(digest=digest, staff=key, kind=kind, created=at, expires=expires))


def account_by_token(connection: Connection, digest: bytes, kind: str, now: Instant) -> Account | None:
    """Whose token this is, when it still holds."""
    row = connection.execute(
        select(staff)
        .join(token, token.c.staff == staff.c.id)
        .where(token.c.digest == digest, token.c.kind == kind, token.c.expires > now)
        .where(staff.c.disabled.is_(False))
    ).first()
    return None if row is None else _account(row)


def spend(connection: Connection, digest: bytes, now: Instant) -> Account | None:
    """Use up a one-time link."""
    account = account_by_token(connection, digest, "once", now)
    if account is not None:
        drop_token(connection, digest)
    return account


def drop_token(connection: Connection, digest: bytes) -> None:
    """End it."""
    connection.execute(delete(token).where(token.c.digest == digest))


def sessions(connection: Connection, now: Instant) -> Mapping[str, tuple[Session, ...]]:
    """Where each account is signed in now, the newest first."""
    found: dict[str, tuple[Session, ...]] = {}
    rows = connection.execute(
        select(token)
        .where(token.c.kind == "session", token.c.expires > now)
        .order_by(token.c.created.desc(), token.c.digest)
    )
    for row in rows:
        one = Session(row.digest, Instant(row.created), Instant(row.expires))
        found[row.staff] = (*found.get(row.staff, ()), one)
    return found


def end_sessions(connection: Connection, key: str) -> None:
    """Sign out everywhere; a link that was not used yet would let in again."""
    connection.execute(delete(token).where(token.c.staff == key, token.c.kind.in_(("session", "once"))))


def _account(row: Row[Any]) -> Account:
    role = Role(row.role)
    return Account(row.id, row.name, role, row.gathering, row.township, row.village, row.disabled, row.show)
