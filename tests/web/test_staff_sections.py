import re

import pytest

from reunion.domain.access import Role

from .offices import AT, fill


async def sections(client):
    page = await (await client.get(AT)).text()
    nav = re.search(r'<nav class="staff-nav".*?</nav>', page, re.DOTALL)[0]
    return re.findall(r'href="/staff/dongxing(/?\w*)"', nav)


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.HOST, ["", "/door"]),
        (Role.MEDIA, ["", "/exports"]),
        (Role.VOLUNTEER, ["", "/helper", "/fetch", "/door", "/callsheet"]),
        (
            Role.PRODUCER,
            [
                "",
                "/registrations",
                "/import",
                "/links",
                "/rundown",
                "/exports",
                "/helper",
                "/fetch",
                "/audit",
            ],
        ),
    ],
)
async def test_everybody_sees_the_sections_they_may_open(site, role, expected):
    await fill(site)
    client = await site.signed_in(role)
    assert await sections(client) == expected
    for path in expected:
        assert (await client.get(AT + path)).status == 200


async def test_a_section_that_is_not_for_somebody_is_refused_by_the_table(site):
    await fill(site)
    media = await site.signed_in(Role.MEDIA)
    for path in ("/registrations", "/import", "/links", "/rundown", "/people", "/audit"):
        assert (await media.get(AT + path)).status == 403


async def test_another_gatherings_pages_do_not_exist(site):
    await fill(site)
    stranger = await site.signed_in(Role.PRODUCER, "elsewhere")
    for path in ("", "/registrations", "/links", "/registrations/w1"):
        assert (await stranger.get(AT + path)).status == 404
