import io
import json

import openpyxl
import pytest

from reunion.domain.access import Role

from .offices import AT, fill, post, text_of
from .test_staff_exports import published  # noqa: F401

DAY = "2027-02-07"


@pytest.mark.usefixtures("published")
async def test_the_report_of_a_day_is_a_page_a_workbook_and_json(site):
    client = await site.signed_in(Role.MEDIA)
    page = await text_of(client, f"{AT}/report?day={DAY}")
    assert "日报" in page
    assert "张伟 ↔ 李芳" in page
    made = await post(client, f"{AT}/report", {"day": DAY})
    assert (
        openpyxl.load_workbook(io.BytesIO(await made.read())).sheetnames == ["日报", "第一晚", "第二晚"][:2]
    )
    newest = (await site.store.audit.newest("dongxing", limit=1))[0]
    assert (newest.action, newest.subject, newest.details["format"]) == ("export", "report", "xlsx")
    answer = json.loads(await (await client.get(f"/api/v1/gatherings/dongxing/report?day={DAY}")).read())
    assert (answer["day"], answer["total"]["placed"], answer["total"]["workers"]) == (DAY, 1, 3)


async def test_a_day_without_a_report_does_not_exist(site):
    await fill(site)
    client = await site.signed_in(Role.PRODUCER)
    for day in ("2031-01-01", "yesterday", "<b>"):
        assert (await client.get(f"{AT}/report", params={"day": day})).status == 404
    assert (await client.get(f"{AT}/report")).status == 200


async def test_hosts_and_strangers_get_no_report(site):
    await fill(site)
    for role in (Role.HOST, Role.VOLUNTEER):
        assert (await (await site.signed_in(role)).get(f"{AT}/report")).status == 403
    assert (await site.client.get("/api/v1/gatherings/dongxing/report")).status == 401
