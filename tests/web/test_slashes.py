import pytest
from aiohttp import ClientSession
from yarl import URL

from ..actions import gala


async def asked(site, path):
    """The answer to this very address: a test client mends those that begin with two slashes."""
    async with ClientSession() as session:
        address = URL(f"{site.origin}{path}", encoded=True)
        async with session.get(address, allow_redirects=False) as answer:
            return answer


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/g/dongxing/", "/g/dongxing"),
        ("/shows/gala/", "/shows/gala"),
        ("/shows/gala/hall//", "/shows/gala/hall"),
        ("/g/dongxing/?lang=en", "/g/dongxing?lang=en"),
        ("//g/dongxing/", "/g/dongxing"),
    ],
)
async def test_a_slash_too_many_leads_to_the_page_that_was_meant(site, path, meant):
    await gala.stored(site.store)
    answer = await asked(site, path)
    assert (answer.status, answer.headers["Location"]) == (303, meant)
    assert (await site.client.get(meant)).status == 200


@pytest.mark.parametrize("path", ["/nothing-here/", "/g/dongxing/nothing/", "//example.org/"])
async def test_where_nothing_is_a_slash_changes_nothing(site, path):
    assert (await asked(site, path)).status == 404


async def test_a_form_sent_to_a_slash_too_many_is_not_sent_on(site):
    answer = await site.client.post("/g/dongxing/signup/family/", data={}, allow_redirects=False)
    assert answer.status == 404


async def test_browsers_that_ask_for_the_old_kind_of_picture_find_ours(site):
    answer = await site.client.get("/favicon.ico")
    assert (answer.status, answer.content_type) == (200, "image/svg+xml")
