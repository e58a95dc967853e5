import io
import json

import icalendar
import pytest

from reunion.actions.attending import Place
from reunion.domain.people import Pair, Party, Side
from reunion.web.belongings import qr_png
from reunion.web.keys import ATTENDING, LINKING
from tests.actions.scenes import put_pairs

from ..actions import gala
from .walking import FAMILY, signed_up


@pytest.fixture
async def mother(site):
    mother = await signed_up(site, "family", FAMILY)
    # Linking would take away a pair that a test makes while it still looks.
    assert await site.app[LINKING].caught_up("dongxing")
    return mother


async def test_own_data_are_given_whole(mother):
    data = await (await mother.get("/api/v1/me")).json()
    assert (data["name"], data["phones"], data["others"][0]["name"]) == ("李秀英", ["13900139000"], "张晓明")
    assert set(data["consents"]) == {"store", "on_air", "share"}
    assert data["consents"]["store"]["channel"] == "web"


async def test_own_data_come_as_a_file_too(mother):
    answer = await mother.get("/me/data.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert json.loads(await answer.read()) == await (await mother.get("/api/v1/me")).json()


@pytest.mark.parametrize("path", ["/me/qr.png", "/me/invite.png"])
async def test_links_come_as_pictures_that_nobody_keeps(mother, path):
    answer = await mother.get(path)
    assert (answer.content_type, answer.headers["Cache-Control"]) == ("image/png", "no-store")
    assert (await answer.read()).startswith(b"\x89PNG")


def test_a_picture_is_large_enough_for_a_phone_camera():
    picture = io.BytesIO(qr_png("http://127.0.0.1:8080/l/0123456789abcdefghijkl"))
    picture.seek(16)
    assert int.from_bytes(picture.read(4), "big") >= 240


@pytest.mark.parametrize("path", ["/api/v1/me", "/me/qr.png", "/me/slot.ics", "/api/v1/me/slot"])
async def test_strangers_get_nothing(site, path):
    assert (await site.client.get(path)).status == 401


async def test_before_there_is_a_slot_there_is_no_calendar_entry_and_an_empty_answer(mother):
    assert (await mother.get("/me/slot.ics")).status == 404
    assert await (await mother.get("/api/v1/me/slot")).json() == {}


async def test_the_slot_goes_into_the_calendar_with_a_reminder(site, mother):
    await gala.stored(site.store)
    (family,) = await site.store.registrations.every("dongxing")
    pair = Pair("p-2", "dongxing", Party(Side.WORKER, ()), Party(Side.FAMILY, (family.id,)))
    await put_pairs(site.store, [pair])
    made = icalendar.Calendar.from_ical(await (await mother.get("/me/slot.ics")).read())
    (event,) = made.walk("VEVENT")
    assert event.decoded("dtstart").timestamp() * 1000 == gala.START + 165_000
    assert len(made.walk("VALARM")) == 1
    assert (event["UID"], event["STATUS"]) == (f"p-2.{family.number}@reunion", "CONFIRMED")
    tag = (await mother.get("/me/slot.ics")).headers["ETag"]
    assert (await mother.get("/me/slot.ics", headers={"If-None-Match": tag})).status == 304
    slot = await (await mother.get("/api/v1/me/slot")).json()
    assert (slot["you"]["item"], slot["picture"]["type"]) == ("it-2", "picture")


async def test_an_open_page_that_polls_is_watched_and_a_look_is_not(site, mother):
    await gala.stored(site.store)
    mine = (await site.store.registrations.every("dongxing"))[0]
    pair = Pair("p-2", "dongxing", Party(Side.WORKER, ()), Party(Side.FAMILY, (mine.id,)))
    await put_pairs(site.store, [pair])
    place = Place("gala", "p-2", Side.FAMILY)
    await mother.get("/api/v1/me/slot")
    looked = site.app[ATTENDING].is_open(place)
    await mother.get("/api/v1/me/slot?open=1")

    assert (looked, site.app[ATTENDING].is_open(place)) == (False, True)
