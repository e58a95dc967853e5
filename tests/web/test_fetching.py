import re
from dataclasses import replace

import pytest

from reunion.actions.ports import NewRegistration
from reunion.domain.access import Role
from reunion.domain.calls import Call
from reunion.domain.commands import CallUp, MarkReady
from reunion.domain.instants import MINUTE, Instant
from reunion.domain.people import Registration, Side
from reunion.domain.readiness import Origin, Ready
from reunion.web.keys import STAGES

from ..actions import gala
from .walking import sent

VILLAGE = {"township": "511011100", "village": "双坳"}
CONTACTS = "/api/v1/shows/gala/items/it-2/contacts"


@pytest.fixture
async def stage(site):
    """Two families of one village and one of another, within the hour."""
    await gala.stored(site.store)
    cards = gala.rundown().cards
    for number, (name, village) in enumerate(
        (("李秀英", "双坳"), ("王大娘", "双坳"), ("陈德才", "火花")), start=1
    ):
        family = Registration(
            f"f-{number}",
            "dongxing",
            Side.FAMILY,
            0,
            name,
            (f"+86139001390{number:02}",),
            invite_code=f"F{number}",
        )
        worker = Registration(
            f"w-{number}",
            "dongxing",
            Side.WORKER,
            0,
            f"张{number}",
            ("+8613800138000",),
            invite_code=f"W{number}",
        )
        family = replace(family, township="511011100", village=village)
        await site.store.registrations.add([NewRegistration(worker), NewRegistration(family)])
        card = replace(cards[f"it-{number}"], people=(worker.id, family.id))
        await site.store.shows.put_cards("gala", "r1", {f"it-{number}": card})
    return await site.app[STAGES].get("gala")


async def page(client):
    return await (await client.get("/staff/dongxing/fetch")).text()


async def said(client, form):
    """The page that a press leads to."""
    answer = await sent(client, "/staff/dongxing/fetch", form)
    if answer.status == 303:
        answer = await client.get(answer.headers["Location"])
    return await answer.text()


async def test_a_volunteer_sees_the_own_village_by_time_and_masked(site, stage):
    text = await page(await site.signed_in(Role.VOLUNTEER, **VILLAGE))
    assert 0 < text.index("李秀英") < text.index("王大娘")
    assert "陈德才" not in text
    assert "139****9001" in text
    assert "13900139001" not in text


async def test_a_volunteer_without_a_village_sees_nobody(site, stage):
    assert "李秀英" not in await page(await site.signed_in(Role.VOLUNTEER))


async def test_media_staff_see_every_village(site, stage):
    assert "陈德才" in await page(await site.signed_in(Role.PRODUCER))


async def test_what_a_volunteer_says_is_the_crews_word(site, stage):
    client = await site.signed_in(Role.VOLUNTEER, **VILLAGE)
    await sent(client, "/staff/dongxing/fetch", {"show": "gala", "item": "it-1", "says": "ready"})
    ready, mark = stage.show.side("it-1", Side.FAMILY)
    assert (ready, mark.watched) == (Ready.READY, False)
    assert "已经到了的：1 家" in await page(client)


async def test_a_volunteer_takes_an_arrival_back_by_its_button(site, stage):
    client = await site.signed_in(Role.VOLUNTEER, **VILLAGE)
    place = {"show": "gala", "item": "it-1"}
    assert "还没到，撤回" not in await page(client)
    await sent(client, "/staff/dongxing/fetch", place | {"says": "waiting"})
    assert 'name="seen" value="waiting"' in await page(client)
    await sent(client, "/staff/dongxing/fetch", place | {"says": "not-here", "seen": "waiting"})
    assert stage.show.side("it-1", Side.FAMILY)[0] is Ready.INVITED
    assert "还没到，撤回" not in await page(client)
    for seen in ("", "lost"):
        form = place | {"says": "not-here", "seen": seen}
        assert (await sent(client, "/staff/dongxing/fetch", form)).status == 409


@pytest.mark.parametrize(
    ("item", "says", "status"),
    [("it-3", "ready", 409), ("it-1", "lost", 409), ("it-9", "ready", 409), ("it-3", "numbers", 404)],
)
async def test_a_volunteer_says_nothing_of_another_village(site, stage, item, says, status):
    client = await site.signed_in(Role.VOLUNTEER, **VILLAGE)
    answer = await sent(client, "/staff/dongxing/fetch", {"show": "gala", "item": item, "says": says})
    assert answer.status == status
    assert stage.show.revision == 0


def pair_on(text):
    """Whose turn stands in the first row."""
    return re.search(r'name="pair" value="(\w+)"', text)[1]


async def others_take_over(site, stage, others="it-2"):
    """Another family, of the same village or of another, takes the turn of the first."""
    before = stage.loaded.rundown.cards
    cards = {"it-1": replace(before["it-1"], people=before[others].people)}
    await site.store.shows.put_cards("gala", "r1", cards)
    await stage.read_anew()


@pytest.mark.parametrize("words", [{"says": "ready"}, {"says": "not-here", "seen": "waiting"}])
async def test_what_was_said_of_a_family_goes_to_no_other_that_took_over_its_turn(site, stage, words):
    client = await site.signed_in(Role.VOLUNTEER, **VILLAGE)
    form = {"show": "gala", "item": "it-1", "pair": pair_on(await page(client)), **words}
    await stage.perform(MarkReady("it-1", Side.FAMILY, Ready.WAITING), "c1", "st-1")
    await others_take_over(site, stage)
    assert "这个时段现在是另一家" in await said(client, form)
    assert stage.show.side("it-1", Side.FAMILY)[0] is Ready.WAITING
    now = pair_on(await page(client))
    assert now != form["pair"]
    await sent(client, "/staff/dongxing/fetch", form | {"pair": now})
    assert stage.show.side("it-1", Side.FAMILY)[0] is not Ready.WAITING


@pytest.mark.parametrize("others", ["it-2", "it-3"])
@pytest.mark.parametrize("says", ["numbers", "ready"])
async def test_nothing_asked_of_a_turn_is_about_whoever_took_it_over(site, stage, others, says):
    client = await site.signed_in(Role.VOLUNTEER, **VILLAGE)
    form = {"show": "gala", "item": "it-1", "pair": pair_on(await page(client)), "says": says}
    await others_take_over(site, stage, others)
    text = await said(client, form)
    assert "这个时段现在是另一家" in text
    assert "1390013900" not in text
    assert await site.store.audit.newest("dongxing", limit=1) == ()
    assert stage.show.revision == 0


@pytest.mark.parametrize("says", ["ready", "numbers"])
async def test_what_was_pressed_under_another_account_is_not_said_in_the_name_of_this_one(site, stage, says):
    client = await site.signed_in(Role.VOLUNTEER, **VILLAGE)
    (own,) = set(re.findall(r'name="account" value="([^"]+)"', await page(client)))
    form = {"show": "gala", "item": "it-1", "says": says}
    text = await said(client, form | {"account": "a-another"})
    assert "这里现在登录的是另一个账号" in text
    assert "13900139001" not in text
    assert stage.show.revision == 0
    assert await site.store.audit.newest("dongxing", limit=1) == ()
    text = await said(client, form | {"account": own})
    assert ("13900139001" in text, stage.show.revision) == ((True, 0) if says == "numbers" else (False, 1))


async def test_a_silent_family_is_to_be_fetched(site, stage):
    await stage.perform(CallUp("it-1", Call.THREE, Instant(site.clock() + 2 * MINUTE)), "c1", "calls")
    client = await site.signed_in(Role.VOLUNTEER, **VILLAGE)
    assert "fetch-amber" not in await page(client)
    site.clock.move(seconds=50)
    assert "fetch-amber" in await page(client)
    site.clock.move(seconds=50)
    assert "请上门去接" in await page(client)


async def test_a_family_that_took_the_place_of_a_silent_one_was_called_by_nobody(site, stage):
    await stage.perform(CallUp("it-1", Call.THREE, Instant(site.clock() + 2 * MINUTE)), "c1", "calls")
    client = await site.signed_in(Role.VOLUNTEER, **VILLAGE)
    site.clock.move(seconds=50)
    assert "fetch-amber" in await page(client)
    await stage.perform(MarkReady("it-1", Side.FAMILY, Ready.INVITED, Origin.PAIR), "c2", "casting")
    assert "fetch-amber" not in await page(client)


async def test_numbers_are_shown_once_they_are_asked_for_and_that_is_on_record(site, stage):
    client = await site.signed_in(Role.VOLUNTEER, **VILLAGE)
    answer = await sent(client, "/staff/dongxing/fetch", {"show": "gala", "item": "it-1", "says": "numbers"})
    text = await answer.text()
    assert "13900139001" in text
    assert "13900139002" not in text
    (deed,) = await site.store.audit.newest("dongxing", limit=1)
    assert (deed.action, deed.subject, deed.details["people"]) == ("reveal", "it-1", ["w-1", "f-1"])


async def test_a_host_sees_masked_numbers_until_asking(site, stage):
    client = await site.signed_in(Role.HOST)
    masked = await (await client.get(CONTACTS)).json()
    assert masked["masked"]
    assert masked["family"] == [{"name": "王大娘", "phones": ["139****9002"]}]
    assert await site.store.audit.newest("dongxing", limit=9) == ()
    shown = await (await sent(client, CONTACTS, {})).json()
    assert shown["family"] == [{"name": "王大娘", "phones": ["13900139002"]}]
    (deed,) = await site.store.audit.newest("dongxing", limit=9)
    assert (deed.action, deed.subject) == ("reveal", "it-2")


async def test_the_contacts_of_no_slot_are_not_found(site, stage):
    client = await site.signed_in(Role.HOST)
    assert (await client.get("/api/v1/shows/gala/items/it-99/contacts")).status == 404
    assert (await (await site.fresh()).get(CONTACTS)).status == 401
