"""Letting staff in: accounts, passwords, one-time links, tokens for programs."""

import hashlib
import secrets
from dataclasses import replace
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from reunion.actions.ports import Clock, Store
from reunion.domain.access import Account, Role
from reunion.domain.instants import HOUR, later
from reunion.domain.plans import ShowHead

PASSWORD_LEAST: Final = 10
PASSWORD_MOST: Final = 200
ONCE_HOURS: Final = 1
_HASHER: Final = PasswordHasher()


def digest(token: str) -> bytes:
    """What is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def hashed(password: str) -> str:
    """The Argon2id hash (0.1 s of work: call it in a thread)."""
    return _HASHER.hash(password)


def agrees(stored: str, password: str) -> bool:
    """Whether this is the password; an empty hash agrees with nothing, as slowly."""
    try:
        _HASHER.verify(stored or _nobody(), password)
    except (Argon2Error, InvalidHashError):
        return False
    return bool(stored)


@cache
def _nobody() -> str:
    """Checked against when the name is unknown, so that both answers take the same time."""
    return _HASHER.hash(secrets.token_hex(16))


class Admitting:
    """What is done about accounts and their tokens."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._accounts = store.accounts
        self._clock = clock

    async def first_administrator(self, name: str) -> str | None:
        """Path of a one-time link for the first administrator; None when there is one who can sign in."""
        everybody = await self._accounts.every()
        for account in everybody:
            if account.role is Role.ADMINISTRATOR and not account.disabled:
                known = await self._accounts.by_name(account.name)
                if known is not None and known[1]:
                    return None
                return await self.link(account)
        return await self.link(await self.create(name, Role.ADMINISTRATOR))

    async def create(
        self,
        name: str,
        role: Role,
        gathering: str = "",
        *,
        township: str = "",
        village: str = "",
        show: str = "",
    ) -> Account:
        """A new account without a password; raises Conflict when the name is taken."""
        account = Account(f"a-{secrets.token_hex(6)}", name, role, gathering, township, village, show=show)
        await self._accounts.put(account, at=self._clock())
        return account

    async def link(self, account: Account, *, hours: int = ONCE_HOURS) -> str:
        """Path of a link that signs this account in once."""
        return f"/staff/enter/{await self._token(account, 'once', hours)}"

    async def program(self, role: Role, gathering: str, hours: int) -> str:
        """A bearer token of an account of its own."""
        account = await self.create(f"program {secrets.token_hex(4)}", role, gathering)
        return await self._token(account, "bearer", hours)

    async def control(self, show: ShowHead, hours: int, name: str = "") -> str:
        """A bearer token that commands this one show; raises Conflict when the name is taken."""
        name = name or f"control {secrets.token_hex(4)}"
        account = await self.create(name, Role.CONTROL, show.gathering, show=show.id)
        return await self._token(account, "bearer", hours)

    async def enter(self, token: str, hours: int) -> str | None:
        """A session token for a one-time link, the first time only."""
        account = await self._accounts.spend(digest(token), now=self._clock())
        return None if account is None else await self._token(account, "session", hours)

    async def sign_in(self, account: Account, hours: int) -> str:
        """A session token."""
        return await self._token(account, "session", hours)

    async def leave(self, token: str) -> None:
        """End a session."""
        await self._accounts.drop_token(digest(token))

    async def disable(self, account: Account, *, disabled: bool = True) -> None:
        """Shut an account out, every session of it at once; or let it in again."""
        await self._accounts.put(replace(account, disabled=disabled), at=self._clock())

    async def _token(self, account: Account, kind: str, hours: int) -> str:
        token, now = secrets.token_urlsafe(24), self._clock()
        await self._accounts.add_token(
            account.id, digest(token), kind, at=now, expires=later(now, milliseconds=hours * HOUR)
        )
        return token
