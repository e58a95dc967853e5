import re

import pytest

from reunion.web.keys import LINKING

from .walking import FAMILY, WORKER, signed_up


async def page_of(client):
    return await (await client.get("/me/invite")).text()


@pytest.mark.parametrize(
    ("side", "typed", "other"), [("worker", WORKER, "family"), ("family", FAMILY, "worker")]
)
async def test_the_message_leads_the_other_side_to_its_form_and_names_nobody(site, side, typed, other):
    client = await signed_up(site, side, typed)
    message = re.search(r'<textarea class="copy" id="invitation"[^>]*>([^<]*)', await page_of(client))[1]
    (stored,) = await site.store.registrations.every("dongxing")
    assert f"{site.origin}/g/dongxing/join/{stored.invite_code}?side={other}" == message.splitlines()[2]
    assert stored.invite_code in message.splitlines()[3]
    assert [name for name in ("张晓明", "李秀英") if name in message] == []


async def test_the_code_can_be_scanned_and_read_out(site):
    client = await signed_up(site, "worker", WORKER)
    (stored,) = await site.store.registrations.every("dongxing")
    text = await page_of(client)
    assert f'<p class="code"><span class="unseen">邀请码</span>{stored.invite_code}</p>' in text
    picture = await client.get("/me/invite.png")
    assert (picture.status, picture.content_type) == (200, "image/png")


async def test_who_is_paired_already_reads_so_there(site):
    client = await signed_up(site, "worker", WORKER)
    assert "家人也报名了，你们已经配对" not in await page_of(client)
    await signed_up(site, "family", FAMILY)
    assert await site.app[LINKING].caught_up("dongxing")
    page = await page_of(client)
    assert "家人也报名了，你们已经配对" in page
    assert "不用再转发了" in page
    assert "请把这个转给家人" not in page


async def test_the_page_is_for_families_only_and_kept_by_nobody(site):
    assert (await site.client.get("/me/invite")).status == 401
    client = await signed_up(site, "worker", WORKER)
    assert (await client.get("/me/invite")).headers["Cache-Control"] == "no-store"
