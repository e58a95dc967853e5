import base64
import re

from reunion.domain.access import Role
from reunion.web.belongings import qr_png

from .offices import AT, fill, text_of


async def test_the_notice_has_everything_somebody_needs_to_sign_up(site):
    await fill(site)
    page = await text_of(await site.signed_in(Role.PRODUCER), f"{AT}/notice")
    for words in (
        "为爱止步",
        "我在温岭务工",
        "我在老家东兴区",
        "扫码报名",
        "2月",
        "/g/dongxing/signup/worker",
    ):
        assert words in page


async def test_its_codes_lead_to_the_two_sign_ups(site):
    client = await site.signed_in(Role.PRODUCER)
    page = await (await client.get(f"{AT}/notice")).text()
    pictures = re.findall(r'src="data:image/png;base64,([^"]+)"', page)
    addresses = [str(client.make_url(f"/g/dongxing/signup/{side}")) for side in ("worker", "family")]
    assert [base64.b64decode(picture) for picture in pictures] == [qr_png(one) for one in addresses]
    assert all(one in page for one in addresses)
    assert "0832-5550100" in page


async def test_a_host_does_not_print_notices(site):
    assert (await (await site.signed_in(Role.HOST)).get(f"{AT}/notice")).status == 403


async def test_it_says_in_words_for_an_office_who_sets_the_address_where(site):
    await fill(site)

    page = await text_of(await site.signed_in(Role.PRODUCER), f"{AT}/notice")

    assert "请管理服务器的同事在服务器设置里把 REUNION_PUBLIC_URL 填成乡亲能打开的网址" in page
