import re

import pytest

from reunion.domain.access import Role
from tests.actions import gala
from tests.conftest import Site
from tests.web.offices import bare, post

AT = "/shows/gala/controls"


@pytest.fixture
async def live(site: Site) -> Site:
    await gala.stored(site.store)
    return site


async def test_a_key_is_made_shown_once_works_and_is_ended(live: Site):
    producer = await live.signed_in(Role.PRODUCER)
    made = await (await post(producer, AT, {"name": "Stream Deck"})).text()
    found = re.search(r"Bearer ([\w-]{32})", made)
    assert found is not None
    key = {"Authorization": f"Bearer {found[1]}"}
    pressed = await live.client.post("/api/v1/shows/gala/do", json={"do": "start"}, headers=key)
    later = await (await producer.get(AT)).text()
    (end,) = re.findall(r'action="([^"]+/end)"', later)
    await post(producer, end)
    after = await live.client.post("/api/v1/shows/gala/do", json={"do": "hold"}, headers=key)

    assert pressed.status == 200
    assert ("Stream Deck" in later, found[1] in later) == (True, False)
    assert after.status == 401
    assert "还没有。" in bare(await (await producer.get(AT)).text())


async def test_a_name_that_is_missing_or_taken_makes_no_key(live: Site):
    producer = await live.signed_in(Role.PRODUCER)
    await post(producer, AT, {"name": "Companion"})
    answers = [await post(producer, AT, {"name": name}) for name in (" ", "Companion")]

    assert [one.status for one in answers] == [422, 409]
    assert ["Bearer" in await one.text() for one in answers] == [False, False]


async def test_hosts_make_no_keys_and_a_key_of_another_show_is_not_ended_here(live: Site):
    await gala.stored(live.store, "other")
    host = await live.signed_in(Role.HOST)
    producer = await live.signed_in(Role.PRODUCER)
    await post(producer, "/shows/other/controls", {"name": "vMix"})
    (account,) = [one for one in await live.store.accounts.every() if one.name == "vMix"]

    assert (await host.get(AT)).status == 403
    assert (await post(producer, f"{AT}/{account.id}/end")).status == 404
    assert (await post(producer, f"{AT}/nobody/end")).status == 404
    kept = await live.store.accounts.get(account.id)
    assert kept is not None
    assert (kept.show, kept.role, kept.disabled) == ("other", Role.CONTROL, False)


async def test_a_control_gets_no_link_to_sign_in_with(live: Site):
    administrator = await live.signed_in(Role.ADMINISTRATOR)
    await post(administrator, AT, {"name": "vMix"})
    (account,) = [one for one in await live.store.accounts.every() if one.name == "vMix"]
    people = "/staff/dongxing/people"

    assert (await post(administrator, f"{people}/{account.id}/link")).status == 404
    assert "外部控制" in await (await administrator.get(people)).text()
