import io
import json
import zipfile

import openpyxl
import pytest

from reunion.actions.ports import NewRegistration
from reunion.actions.publishing import publish
from reunion.domain.access import Role
from reunion.domain.instants import Instant
from reunion.domain.people import Pair, Party, Side
from reunion.domain.plans import PlanVersion, Slot
from reunion.exports.codes import qr_code
from reunion.web.keys import STAGES
from reunion.web.offers import OFFERS
from tests.actions.scenes import EVENING, GATHERING, clock, family, put_pairs

from .offices import AT, bare, fill, post, text_of


@pytest.fixture
async def published(site):
    await fill(site)
    at = Instant(EVENING + 600_000)
    slots = (Slot("p-dongxing-1", "s-1", at, 60, at),)
    await site.store.plans.put("dongxing", PlanVersion(1, EVENING, "a", slots, ()))
    await publish(site.store, site.app[STAGES], GATHERING, by="a", clock=clock)
    return site


async def take(client, list_, form, **more):
    return await post(client, f"{AT}/exports", {"list": list_, "form": form, **more})


@pytest.mark.parametrize(
    ("list_", "form"),
    [(list_, form) for list_, offer in OFFERS.items() for form in offer.forms],
)
async def test_every_list_can_be_taken_in_every_form_and_is_recorded(published, list_, form):
    client = await published.signed_in(Role.PRODUCER)
    answer = await take(client, list_, form)
    assert answer.status == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert len(await answer.read()) > 100
    newest = (await published.store.audit.newest("dongxing", limit=1))[0]
    assert (newest.action, newest.subject, newest.details["format"]) == ("export", list_, form)


async def test_a_rundown_opens_in_a_spreadsheet_with_both_sides(published):
    client = await published.signed_in(Role.PRODUCER)
    book = openpyxl.load_workbook(io.BytesIO(await (await take(client, "rundown", "xlsx")).read()))
    text = " ".join(str(cell.value) for sheet in book for row in sheet for cell in row)
    assert "张伟" in text
    assert "13900139000" in text


async def test_a_code_on_a_badge_opens_the_door_of_this_server(published):
    client = await published.signed_in(Role.PRODUCER)
    data = await (await take(client, "badges", "xlsx")).read()
    address = f"{client.make_url('/')}staff/dongxing/door/f1"
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        codes = {packed.read(name) for name in packed.namelist() if name.startswith("xl/media/")}
    assert qr_code(address, 2) in codes


async def test_media_staff_get_masked_telephones(published):
    client = await published.signed_in(Role.MEDIA)
    document = json.loads(await (await take(client, "contacts", "json")).read())
    phones = [row["phone"] for row in document["parts"]]
    assert "138****8000" in phones
    assert "13800138000" not in str(document)
    assert "电话打码" in await text_of(client, f"{AT}/exports")


async def test_the_programme_names_nobody_in_full_even_to_a_producer(published):
    client = await published.signed_in(Role.PRODUCER)
    table = (await (await take(client, "programme", "csv")).read()).decode("utf-8-sig")
    assert "张*" in table
    assert "张伟" not in table
    assert (await take(client, "programme", "json")).status == 422


async def test_a_list_or_form_that_is_not_on_offer_is_refused(published):
    client = await published.signed_in(Role.PRODUCER)
    assert (await take(client, "everything", "xlsx")).status == 422
    assert (await take(client, "contacts", "ics")).status == 422


async def test_a_volunteer_prints_the_call_sheet_of_the_own_village(published):
    client = await published.signed_in(Role.VOLUNTEER, township="511011101", village="双桥")
    page = await text_of(client, f"{AT}/callsheet")
    assert "李芳" in page
    assert "139****9000" in page
    assert "13900139000" in bare(await (await post(client, f"{AT}/callsheet")).text())
    newest = (await published.store.audit.newest("dongxing", limit=1))[0]
    assert (newest.action, newest.details["format"]) == ("export", "page")
    other = await published.signed_in(Role.VOLUNTEER, township="511011102", village="大坪")
    assert "李芳" not in await text_of(other, f"{AT}/callsheet")


async def test_those_of_one_pair_stand_together_and_what_they_share_is_marked_as_said(site):
    await fill(site)
    aunt = family("f9", "李姨", "张伟", "侄子", village="双桥")
    await site.store.registrations.add([NewRegistration(aunt)])
    both = Party(Side.FAMILY, ("f1", "f9"))
    await put_pairs(site.store, [Pair("p-dongxing-1", "dongxing", Party(Side.WORKER, ("w1",)), both)])
    at = Instant(EVENING + 600_000)
    slots = (Slot("p-dongxing-1", "s-1", at, 60, at),)
    await site.store.plans.put("dongxing", PlanVersion(1, EVENING, "a", slots, ()))
    await publish(site.store, site.app[STAGES], GATHERING, by="a", clock=clock)
    volunteer = await site.signed_in(Role.VOLUNTEER, township="511011101", village="双桥")
    page = await (await volunteer.get(f"{AT}/callsheet")).text()
    rows = page.split("<tbody>")[1].split("</tbody>")[0].split("<tr ")[1:]
    assert [("李芳" in row, "李姨" in row, "joined" in row) for row in rows] == [
        (True, False, False),
        (False, True, True),
    ]
    assert [row.count(" again") for row in rows] == [0, 4]
