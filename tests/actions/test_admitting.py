import pytest

from reunion.actions.admitting import Admitting, agrees, digest, hashed
from reunion.actions.ports import Conflict, Store
from reunion.domain.access import Role
from tests.conftest import HandClock


async def test_the_first_administrator_gets_a_link_until_they_have_a_password(
    store: Store, clock: HandClock
) -> None:
    admitting = Admitting(store, clock)
    first = await admitting.first_administrator("admin")
    again = await admitting.first_administrator("admin")
    assert first is not None
    assert again is not None
    assert first != again
    (account,) = await store.accounts.every()

    await store.accounts.set_password(account.id, "hash")
    assert await admitting.first_administrator("admin") is None


async def test_a_link_lets_somebody_in_once(store: Store, clock: HandClock) -> None:
    admitting = Admitting(store, clock)
    host = await admitting.create("小王", Role.HOST, "dongxing")
    token = (await admitting.link(host)).rpartition("/")[2]

    session = await admitting.enter(token, 12)

    assert session is not None
    assert await store.accounts.by_token(digest(session), "session", now=clock()) == host
    assert await admitting.enter(token, 12) is None


async def test_a_link_that_was_not_used_expires(store: Store, clock: HandClock) -> None:
    admitting = Admitting(store, clock)
    host = await admitting.create("小王", Role.HOST, "dongxing")
    token = (await admitting.link(host, hours=1)).rpartition("/")[2]
    clock.move(seconds=3600)

    assert await admitting.enter(token, 12) is None


async def test_who_is_shut_out_is_out_at_once(store: Store, clock: HandClock) -> None:
    admitting = Admitting(store, clock)
    host = await admitting.create("小王", Role.HOST, "dongxing")
    session = await admitting.sign_in(host, 12)
    await admitting.disable(host)
    assert await store.accounts.by_token(digest(session), "session", now=clock()) is None

    await admitting.disable(host, disabled=False)
    session = await admitting.sign_in(host, 12)
    await admitting.leave(session)
    assert await store.accounts.by_token(digest(session), "session", now=clock()) is None


async def test_two_accounts_never_share_a_name(store: Store, clock: HandClock) -> None:
    admitting = Admitting(store, clock)
    await admitting.create("小王", Role.HOST, "dongxing")

    with pytest.raises(Conflict):
        await admitting.create("小王", Role.MEDIA, "dongxing")


def test_a_password_agrees_with_its_own_hash_only() -> None:
    stored = hashed("除夕快乐 2027")

    assert stored.startswith("$argon2id$")
    assert agrees(stored, "除夕快乐 2027")
    assert not agrees(stored, "除夕快乐 2028")
    assert not agrees("", "anything")
    assert not agrees("not a hash", "anything")
